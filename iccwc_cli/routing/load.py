"""The index of a data folder: as it was built, or built again when what it was made from has changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from iccwc_cli.built import Built, digest
from iccwc_cli.routing.index import Index
from iccwc_cli.routing.sources import deciding_files

_FORM = "routing 15"
"""The way of deciding, and of what is built for it; a new one is another digest."""


def index(data: Path, learning: Callable[[], object] = lambda: None) -> Index:
    """The index of a data folder.

    Args:
        data: the folder.
        learning: called before the example requests are learnt anew, which takes some seconds.

    Raises:
        BadInputError: the data cannot be read, or breaks a rule that `iccwc data check` names.
    """
    return Index(INDEX.load(data, learning), data)


def _digest(data: Path) -> str:
    """The digest of all that decides a suggestion."""
    return digest(deciding_files(data), _FORM)


def _make(data: Path) -> dict[str, Any]:
    """What `index` loads, made from the YAML."""
    from iccwc_cli.routing.build import build

    return build(data)


INDEX = Built("routing.json", _digest, _make)
