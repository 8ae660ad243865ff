"""The index of a data folder: as it was built, or built again when what it was made from has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from iccwc_cli.built import Built, digest
from iccwc_cli.routing.index import Index
from iccwc_cli.routing.sources import deciding_files

_FORM = "routing 16"
"""The way of deciding, and of what is built for it; a new one is another digest."""


def index(data: Path, learning: Callable[[], object] = lambda: None) -> Index:
    """The index of a data folder.

    Args:
        data: the folder.
        learning: called before the example requests are learnt anew, which takes half a minute.

    Raises:
        BadInputError: the data cannot be read, or breaks a rule that `iccwc data check` names.
    """
    return Index(INDEX.load(data, lambda data: _make(data, INDEX.before(data), learning)), data)


def _digest(data: Path) -> str:
    """The digest of all that decides a suggestion."""
    return digest(deciding_files(data), _FORM)


def _make(
    data: Path, before: Iterable[dict[str, Any]] = (), learning: Callable[[], object] = lambda: None
) -> dict[str, Any]:
    """What `index` loads, made from the YAML, or from what was learnt before of the same lessons."""
    from iccwc_cli.routing.build import build

    same_way = (content for content in before if content.get("form") == _FORM)
    return {"form": _FORM, **build(data, before=same_way, learning=learning)}


INDEX = Built("routing.json", _digest, _make)
