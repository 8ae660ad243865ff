"""What is built from the YAML so that a command need not parse it: kept beside it, and never stale.

A built file carries the digest of the sources it was made from. When the sources differ, it is made again and
kept in the cache, so that whoever corrects the YAML sees the effect at the next command.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from iccwc_cli.errors import IccwcError, unreadable
from iccwc_cli.places import cache_dir


def digest(sources: Iterable[Path], salt: str) -> str:
    """`sha256:` and the digest of the sources' names and bytes.

    Args:
        sources: the files, in a fixed order.
        salt: names the form of what is built; a new form is another digest.
    """
    total = hashlib.sha256(salt.encode())
    for path in sources:
        try:
            content = path.read_bytes()
        except OSError as error:
            raise unreadable(str(path), error) from None
        total.update(f"\0{path.name}\0{len(content)}\0".encode())
        total.update(content)
    return f"sha256:{total.hexdigest()}"


def load(data: Path, name: str, wanted: str, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """The built file of a data folder, made again when it does not carry the digest that is wanted."""
    content = _read(data / "built" / name, wanted)
    if content is None:
        kept = cache_dir() / f"{wanted.removeprefix('sha256:')[:32]}-{name}"
        content = _read(kept, wanted)
        if content is None:
            content = {"digest": wanted, **make()}
            _keep(kept, content)
    return content


def dumps(content: dict[str, Any]) -> str:
    """The text of a built file: the same bytes for the same content."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n"


def _read(path: Path, wanted: str) -> dict[str, Any] | None:
    """What was built, or None when it is missing, damaged or made from other sources: then it is made again."""
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) and content.get("digest") == wanted else None


def _keep(path: Path, content: dict[str, Any]) -> None:
    from iccwc_cli.files import replace

    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        replace(path, dumps(content))
    except (OSError, IccwcError):
        pass  # a cache that cannot be written costs time, nothing else
