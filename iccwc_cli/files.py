"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from iccwc_cli.errors import BadInputError, RefusedError


def check_new(path: Path) -> None:
    """Refuse a file that could not be written, before any work is done for it.

    Raises:
        RefusedError: there is such a file already.
        BadInputError: the folder cannot be written to.
    """
    if _takes_what_comes(path):
        return
    if path.is_dir():
        raise RefusedError(f"{path}: is a folder", "give the name of a file in it")
    if path.exists():
        raise RefusedError(f"{path}: exists already", "choose another name, or remove that file first")
    try:
        tempfile.TemporaryFile(dir=path.parent).close()
    except OSError as error:
        raise _unwritable(path, error) from None


@contextmanager
def whole(path: Path) -> Iterator[Callable[[str | bytes], object]]:
    """Write or replace a file piece by piece: private, durable, and under its name only when it is whole.

    A device or a pipe takes each piece as it comes.

    Raises:
        BadInputError: the folder cannot be written to, or the disk is full.
    """
    if _takes_what_comes(path):
        with path.open("wb") as device:
            yield lambda content: device.write(_encoded(content))
        return
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise _unwritable(path, error) from None
    stream = os.fdopen(handle, "wb")

    def write(content: str | bytes) -> None:
        try:
            stream.write(_encoded(content))
        except OSError as error:
            raise _unwritable(path, error) from None

    try:
        yield write
        try:
            stream.flush()
            os.fsync(stream.fileno())
            stream.close()
            Path(temporary).replace(path)
        except OSError as error:
            raise _unwritable(path, error) from None
    except BaseException:
        with suppress(OSError):  # what could not be written cannot be written now either
            stream.close()
        Path(temporary).unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def write_all_new(folder: Path, contents: Mapping[str, str]) -> None:
    """Write files that do not exist yet into a folder, made when it is not there: all of them or none.

    Raises:
        RefusedError: one of them is there already.
        BadInputError: the folder cannot be made or written to, or the disk is full.
    """
    there = [folder / name for name in contents if (folder / name).exists()]
    if there:
        names = ", ".join(str(path) for path in there)
        raise RefusedError(f"{names}: exists already", "choose another folder, or remove those files first")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from None
    try:
        for name, content in contents.items():
            replace(folder / name, content)
    except BadInputError:
        for name in contents:
            (folder / name).unlink(missing_ok=True)
        raise


def replace(path: Path, content: str | bytes) -> None:
    """Write or replace a file in one step: a reader sees the old content or the new, never a part."""
    with whole(path) as write:
        write(content)


def _encoded(content: str | bytes) -> bytes:
    return content.encode("utf-8") if isinstance(content, str) else content


def _takes_what_comes(path: Path) -> bool:
    """Whether it is there and neither a file nor a folder: /dev/null, /dev/stdout, a named pipe."""
    return path.exists() and not path.is_file() and not path.is_dir()


def sync_folder(folder: Path) -> None:
    """Make the new name durable too, where the system lets a folder be synced."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return  # Windows opens no folders; there the rename is durable by itself
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _unwritable(path: Path, error: OSError) -> BadInputError:
    return BadInputError(f"{path}: cannot be written: {error.strerror}", "choose a folder that you may write to")
