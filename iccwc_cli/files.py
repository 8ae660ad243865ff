"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from errno import EEXIST, ENAMETOOLONG
from pathlib import Path
from typing import BinaryIO

from iccwc_cli.errors import BadInputError, RefusedError

ASIDE = ".iccwc-"
"""How the name of a file begins that is not whole yet."""


def check_new(path: Path) -> None:
    """Refuse a file that could not be written, before any work is done for it.

    Raises:
        RefusedError: there is such a file already.
        BadInputError: the folder cannot be written to, or takes no name so long.
    """
    with writing(path):
        with suppress(FileNotFoundError):
            path.lstat()  # a name that is too long fails here; `exists` hides that in some Pythons
        if _takes_what_comes(path):
            return
        if path.is_dir():
            raise RefusedError(f"{path}: is a folder", "give the name of a file in it")
        if os.path.lexists(path):
            raise _there(path)
        with aside(path):
            pass


@contextmanager
def whole(path: Path, over: bool = False) -> Iterator[Callable[[str | bytes], object]]:
    """Write a file piece by piece: private, durable, and under its name only when it is whole.

    A device or a pipe takes each piece as it comes.

    Args:
        path: the file.
        over: whether it takes the place of another of that name.

    Raises:
        RefusedError: there is such a file by then, and it is not to be replaced.
        BadInputError: the folder cannot be written to, or the disk is full.
    """
    if _takes_what_comes(path):
        with path.open("wb") as device:
            yield lambda content: device.write(_encoded(content))
        return
    with ExitStack() as stack:
        with writing(path):
            made = stack.enter_context(aside(path))
            stream = made.open("wb")
        stack.callback(_close, stream)

        def write(content: str | bytes) -> None:
            with writing(path):
                stream.write(_encoded(content))

        yield write
        with writing(path):
            stream.flush()
            os.fsync(stream.fileno())
            stream.close()
            if over:
                made.replace(path)
            else:
                put(made, path)
    sync_folder(path.parent)


def replace(path: Path, content: str | bytes) -> None:
    """Write or replace a file in one step: a reader sees the old content or the new, never a part."""
    with whole(path, over=True) as write:
        write(content)


def write_all_new(folder: Path, contents: Mapping[str, str]) -> None:
    """Write files that do not exist yet into a folder, made when it is not there: all of them or none.

    Raises:
        RefusedError: one of them is there already, or a file is where the folder should be.
        BadInputError: the folder cannot be made or written to, or the disk is full.
    """
    there = [folder / name for name in contents if os.path.lexists(folder / name)]
    if there:
        names = ", ".join(str(path) for path in there)
        raise RefusedError(f"{names}: exists already", "choose another folder, or remove those files first")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise RefusedError(f"{folder}: is no folder", "give the name of a folder") from None
    except OSError as error:
        raise _unwritable(folder, error) from None
    with ExitStack() as stack:
        pairs: list[tuple[Path, Path]] = []
        with writing(folder):
            for name, content in contents.items():
                made = stack.enter_context(aside(folder / name))
                with made.open("wb") as stream:
                    stream.write(_encoded(content))
                    stream.flush()
                    os.fsync(stream.fileno())
                pairs.append((made, folder / name))
        try:
            for made, path in pairs:
                with writing(path):
                    put(made, path)
            sync_folder(folder)
        except BaseException:
            for made, path in pairs:
                if not made.exists() or (path.exists() and made.samefile(path)):
                    path.unlink(missing_ok=True)  # it was put there; what others put there stays
            raise


@contextmanager
def aside(path: Path) -> Iterator[Path]:
    """A private, empty file beside one that is to be, until it is put there; gone in the end, whatever happens.

    Its own name is short, so that where the other's is as long as a name can be, there is room for this one too.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=ASIDE)
    os.close(handle)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def put(made: Path, path: Path) -> None:
    """Give a file that was made aside its name, never over another.

    Raises:
        FileExistsError: there is such a file by now.
    """
    try:
        os.link(made, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if os.path.lexists(path):
            raise FileExistsError(EEXIST, os.strerror(EEXIST), str(path)) from None
        made.replace(path)


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


def _close(stream: BinaryIO) -> None:
    with suppress(OSError):  # what could not be written cannot be written now either
        stream.close()


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Say in plain words why a file cannot be written.

    Raises:
        RefusedError: there is such a file already.
        BadInputError: the system does not let it be written.
    """
    try:
        yield
    except FileExistsError:
        raise _there(path) from None
    except OSError as error:
        raise _unwritable(path, error) from None


def _there(path: Path) -> RefusedError:
    return RefusedError(f"{path}: exists already", "choose another name, or remove that file first")


def _unwritable(path: Path, error: OSError) -> BadInputError:
    hint = "choose a shorter name" if error.errno == ENAMETOOLONG else "choose a folder that you may write to"
    return BadInputError(f"{path}: cannot be written: {error.strerror}", hint)
