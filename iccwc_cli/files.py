"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from iccwc_cli.errors import BadInputError, RefusedError


def write_new(path: Path, content: str | bytes) -> None:
    """Write a file that does not exist yet: private, durable, and never half.

    Raises:
        RefusedError: there is such a file already.
        BadInputError: the folder cannot be written to, or the disk is full.
    """
    if path.exists():
        raise RefusedError(f"{path}: exists already", "choose another name, or remove that file first")
    replace(path, content)


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
    data = content.encode("utf-8") if isinstance(content, str) else content
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise _unwritable(path, error) from None
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).replace(path)
    except OSError as error:
        Path(temporary).unlink(missing_ok=True)
        raise _unwritable(path, error) from None
    sync_folder(path.parent)


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
