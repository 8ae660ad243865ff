"""A copy of the register while it is in use, by SQLite's own backup."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from iccwc_cli.errors import BadInputError, RefusedError
from iccwc_cli.register import place
from iccwc_cli.register.store import Register


def backup(register: Register, target: Path) -> None:
    """Copy the register to a new file, private, durable and never half; the copy is itself a register.

    Raises:
        RefusedError: there is such a file already.
        BadInputError: it cannot be written.
    """
    if target.exists():
        raise RefusedError(f"{target}: exists already", "choose another name, or remove that file first")
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    except OSError as error:
        raise BadInputError(f"{target}: cannot be written: {error.strerror}", "choose another folder") from None
    os.close(handle)
    made = Path(name)
    try:
        with place.said(target), closing(sqlite3.connect(made, isolation_level=None)) as copy:
            register.db.backup(copy)
            copy.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        with made.open("rb") as stream:
            os.fsync(stream.fileno())
        made.replace(target)
    finally:
        for leftover in (made, Path(f"{made}-wal"), Path(f"{made}-shm")):
            leftover.unlink(missing_ok=True)
