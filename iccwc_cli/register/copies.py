"""A copy of the register while it is in use, by SQLite's own backup."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from iccwc_cli.files import aside, check_new, put, sync_folder, writing
from iccwc_cli.register import place
from iccwc_cli.register.store import Register


def backup(register: Register, target: Path) -> None:
    """Copy the register to a new file, private, durable and never half; the copy is itself a register.

    Raises:
        RefusedError: there is such a file already.
        BadInputError: it cannot be written.
    """
    check_new(target)
    with writing(target):
        place.check_name(target)
    with aside(target) as made:
        try:
            with place.said(target), closing(sqlite3.connect(made, isolation_level=None)) as copy:
                register.db.backup(copy)
                copy.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            with made.open("rb") as stream:
                os.fsync(stream.fileno())
            with writing(target):
                put(made, target)
        finally:
            for leftover in (Path(f"{made}-wal"), Path(f"{made}-shm")):
                leftover.unlink(missing_ok=True)
    sync_folder(target.parent)
