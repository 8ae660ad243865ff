"""Writes what ships beside the YAML, so that no command has to parse it."""

from __future__ import annotations

from pathlib import Path

from iccwc_cli import built, countries, files
from iccwc_cli.directory import load as directory
from iccwc_cli.places import shipped_data_dir
from iccwc_cli.referral import lifecycle, wording
from iccwc_cli.routing import load, vocabulary
from iccwc_cli.routing.build import build
from iccwc_cli.upkeep import names


def build_all(data: Path) -> list[Path]:
    """Write every built file of a data folder beside its YAML, and name them."""
    folder = data / "built"
    folder.mkdir(exist_ok=True)
    contents = {
        "partners.json": (directory.partners_digest(data), directory.build_partners(data)),
        "contact.json": (directory.contact_digest(data), directory.build_contact(data)),
        "needs.json": (vocabulary.digest(data), vocabulary.build_needs(data)),
        "lifecycle.json": (lifecycle.digest(data), lifecycle.build_life(data)),
        "letters.json": (wording.digest(data), wording.build_wording(data)),
        "names.json": (names.digest(data), names.build_names(data)),
        "routing.json": (load.digest(data), build(data)),
    }
    made = {name: built.dumps({"digest": wanted, **content}) for name, (wanted, content) in contents.items()}
    if data.samefile(shipped_data_dir()):  # countries are no part of the YAML, and read only from there
        made[countries.BUILT] = built.dumps(countries.from_babel())
        made[countries.BUILT_NAMES] = built.dumps(countries.official_names())
    for name, content in made.items():
        _publish(folder / name, content)
    return [folder / name for name in made]


def _publish(path: Path, content: bytes) -> None:
    """Write a file that everybody may read, in one step: a reader may have the old one open."""
    files.replace(path, content)
    path.chmod(0o644)
