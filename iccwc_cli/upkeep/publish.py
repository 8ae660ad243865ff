"""Writes what ships beside the YAML, so that no command has to parse it."""

from __future__ import annotations

from pathlib import Path

from iccwc_cli import built, countries, files
from iccwc_cli.directory.load import CONTACT, PARTNERS
from iccwc_cli.places import shipped_data_dir
from iccwc_cli.referral.lifecycle import LIFE
from iccwc_cli.referral.wording import WORDING
from iccwc_cli.routing.load import INDEX
from iccwc_cli.routing.synonyms import SYNONYMS
from iccwc_cli.routing.vocabulary import NEEDS
from iccwc_cli.upkeep.names import NAMES

BUILT = (PARTNERS, CONTACT, NEEDS, SYNONYMS, LIFE, WORDING, countries.NAMES, NAMES, INDEX)
"""Everything that is built from the YAML."""


def build_all(data: Path) -> list[Path]:
    """Write every built file of a data folder beside its YAML, and name them.

    Raises:
        BadInputError: the data cannot be read, break a rule, or were changed meanwhile; at most codes are written then.
    """
    folder = data / "built"
    folder.mkdir(exist_ok=True)
    written = []
    if data.samefile(shipped_data_dir()):  # codes are no part of the YAML, and their names are made with those
        written = [_publish(folder / countries.BUILT, built.dumps(countries.from_babel()))]
    made = [(folder / one.name, built.dumps(one.made(data))) for one in BUILT]
    return written + [_publish(path, content) for path, content in made]


def _publish(path: Path, content: bytes) -> Path:
    """Write a file that everybody may read, in one step: a reader may have the old one open."""
    files.replace(path, content)
    path.chmod(0o644)
    return path
