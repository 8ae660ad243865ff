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
