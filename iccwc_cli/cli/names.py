"""What needs, services, partners and states are called, for people."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from iccwc_cli import places

if TYPE_CHECKING:
    from iccwc_cli.formats.languages import Names


def names(data_dir: Path | None) -> Names:
    """The names of a data folder."""
    from iccwc_cli.formats.languages import Names
    from iccwc_cli.upkeep.names import load_names

    content = load_names(places.data_dir(data_dir))
    return Names(content["acronyms"], content["directory"], content["needs"], content["life"])


def for_text(format_: str, data_dir: Path | None) -> Names | None:
    """The names where text is drawn with them; every other format gives ids, also where the names cannot be read."""
    return names(data_dir) if format_ == "text" else None
