"""The index of a data folder: as it was built, or built again when what it was made from has changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from iccwc_cli import built
from iccwc_cli.routing.index import Index
from iccwc_cli.routing.sources import deciding_files

_FORM = "routing 13"


def index(data: Path, learning: Callable[[], object] = lambda: None) -> Index:
    """The index of a data folder.

    Args:
        data: the folder.
        learning: called before the example requests are learnt anew, which takes some seconds.

    Raises:
        BadInputError: the data cannot be read, or breaks a rule that `iccwc data check` names.
    """

    def make() -> dict[str, Any]:
        from iccwc_cli.routing.build import build

        learning()
        return build(data)

    return Index(built.load(data, "routing.json", digest(data), make))


def digest(data: Path) -> str:
    """The digest of all that decides a suggestion."""
    return built.digest(deciding_files(data), _FORM)
