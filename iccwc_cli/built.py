"""What is built from the YAML so that a command need not parse it: kept beside it, and never stale.

A built file carries the digest or fingerprint of what it was made from. When the YAML differs, it is made again and
kept in the cache, so that whoever corrects the YAML sees the effect at the next command.
"""

from __future__ import annotations

import json
import mmap
import os
import zlib
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

from iccwc_cli.errors import BadInputError, IccwcError, unreadable
from iccwc_cli.places import cache_dir


def fingerprint(form: str, *names: str) -> Callable[[Path], str]:
    """What tells, of a data folder, whether files were changed since something was built: cheap, and not a proof.

    Args:
        form: names the form of what is built; a new form is another fingerprint.
        names: the files.
    """

    def _fingerprint(data: Path) -> str:
        contents = [_bytes(data / name) for name in names]
        return " ".join(f"{form} {len(content)} {zlib.crc32(content):08x}" for content in contents)

    return _fingerprint


def digest(sources: Iterable[Path], form: str) -> str:
    """`sha256:` and the digest of the names and bytes of all that decides, as a record carries it.

    Args:
        sources: the files, in a fixed order.
        form: names the way in which they decide; a new way is another digest.
    """
    import hashlib

    total = hashlib.sha256(form.encode())
    piece = memoryview(bytearray(_PIECE))
    for path in sources:
        try:
            with path.open("rb", buffering=0) as file:
                total.update(f"\0{path.name}\0{os.fstat(file.fileno()).st_size}\0".encode())
                while size := file.readinto(piece):
                    total.update(piece[:size])
        except OSError as error:
            raise unreadable(str(path), error) from None
    return f"sha256:{total.hexdigest()}"


_PIECE = 1 << 16
"""How much of a file is read at a time: a piece that the processor's cache holds takes half as long as a whole file."""


def digests(sources: Iterable[Path]) -> dict[str, str]:
    """The digest of each file by its name, short, so that it can be told which one changed."""
    import hashlib

    return {path.name: hashlib.sha256(_bytes(path)).hexdigest()[:16] for path in sources}


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise unreadable(str(path), error) from None


class Built:
    """A file that is built from some of a data folder.

    Args:
        name: what it is called.
        digest: what tells, of a folder, what it would be built from; `fingerprint` makes one.
        make: makes what it holds from the folder's YAML.
    """

    def __init__(self, name: str, digest: Callable[[Path], str], make: Callable[[Path], dict[str, Any]]) -> None:
        self.name = name
        self.digest = digest
        self.make = make

    def load(self, data: Path, make: Callable[[Path], dict[str, Any]] | None = None) -> dict[str, Any]:
        """What ships with the folder; where its YAML was changed since, what is made of it now, and kept in the cache.

        Args:
            data: the folder.
            make: makes the same as `self.make`, and may have a shorter way: from what was built `before`.

        Raises:
            BadInputError: as `made`.
        """
        wanted = self.digest(data)
        if content := _read(data / "built" / self.name, wanted):
            return content
        kept = cache_dir() / self._kept(data, wanted.removeprefix("sha256:").replace(" ", "-"))
        if content := _read(kept, wanted):
            return content
        content = self.made(data, make)
        _keep(kept, self._kept(data, "*"), content)
        return content

    def made(self, data: Path, make: Callable[[Path], dict[str, Any]] | None = None) -> dict[str, Any]:
        """What the file holds, made from the YAML, with the digest of just that YAML.

        Raises:
            BadInputError: the data cannot be read, break a rule, or were changed meanwhile.
        """
        before = self.digest(data)
        content = {"digest": before, **(make or self.make)(data)}
        if self.digest(data) != before:
            raise BadInputError(f"{data}: was changed while it was read", "run it again")
        return content

    def before(self, data: Path) -> Iterator[dict[str, Any]]:
        """What was built of the folder, of whatever it held then."""
        for path in (data / "built" / self.name, *cache_dir().glob(self._kept(data, "*"))):
            if content := _read(path):
                yield content

    def _kept(self, data: Path, digest: str) -> str:
        """The name under which the cache keeps what was made of a folder; paths that differ may be one folder."""
        folder = f"{zlib.crc32(str(data.absolute()).encode(errors='surrogateescape')):08x}"
        return f"{folder}-{digest}-{self.name}"


class Lines:
    """The lines of a built file, each read when it is asked for: a command needs few of them.

    Args:
        content: the file.
        start: where its first line begins.
        lengths: the bytes of each line.
    """

    def __init__(self, content: mmap.mmap, start: int, lengths: list[int]) -> None:
        self._content = content
        self._starts = [*accumulate((length + 1 for length in lengths), initial=start)]

    def __getitem__(self, number: int) -> bytes:
        return self._content[self._starts[number] : self._starts[number + 1] - 1]


def dumps(content: dict[str, Any]) -> bytes:
    """What a built file holds, the same bytes for the same content: JSON in one line, then its `lines` as they are."""
    lines: list[bytes] = content.get("lines", [])
    head = content | ({"lines": [len(line) for line in lines]} if lines else {})
    text = json.dumps(head, ensure_ascii=False, separators=(",", ":"))
    return b"\n".join([text.encode(), *lines, b""])


def _read(path: Path, wanted: str | None = None) -> dict[str, Any] | None:
    """What was built, or None when it is missing, damaged or made from other sources than those that are wanted."""
    try:
        with path.open("rb") as file:
            first = file.readline()
            content = json.loads(first)
            if not isinstance(content, dict) or (wanted and content.get("digest") != wanted):
                return None
            if lengths := content.get("lines"):
                whole = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
                if len(whole) != len(first) + sum(lengths) + len(lengths):
                    return None
                content["lines"] = Lines(whole, len(first), lengths)
    except (OSError, ValueError):
        return None
    return content


def _keep(path: Path, earlier: str, content: dict[str, Any]) -> None:
    """Keep what was made, in place of what was kept of the same folder earlier."""
    from iccwc_cli.files import replace

    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        replace(path, dumps(content))
        for other in path.parent.glob(earlier):
            if other != path:
                other.unlink()  # whoever has it open reads on
    except (OSError, IccwcError):
        pass  # a cache that cannot be written costs time, nothing else
