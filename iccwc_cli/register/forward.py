"""Bringing an older register forward: a backup, then everything that is derived made anew from the events."""

from __future__ import annotations

import itertools
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from iccwc_cli.errors import RefusedError
from iccwc_cli.register import place, rows
from iccwc_cli.register.copies import backup
from iccwc_cli.register.schema import DERIVED, FORGET, VERSION
from iccwc_cli.register.store import Register


def bring_forward(register: Register) -> None:
    """Derive everything anew, after a backup beside the register.

    Raises:
        BadInputError: the backup or the register cannot be written.
    """
    old = place.version(register.db)
    for number in itertools.count():
        kept = Path(f"{register.path}.version-{old}" + (f".{number}" if number else ""))
        try:
            backup(register, kept)
            break
        except RefusedError:
            if not os.path.lexists(kept):
                raise
            # there is such a file, perhaps just now: another program met the same register
    with register.transaction():
        if place.version(register.db) >= VERSION:
            return  # another program did it meanwhile
        for statement in _statements(FORGET + DERIVED):
            register.db.execute(statement)
        for history in register.histories():
            rows.insert(register.db, rows.derived(history))
        register.db.execute(f"PRAGMA user_version = {VERSION}")


def _statements(script: str) -> Iterator[str]:
    """The statements of a script, run one by one so that they stay in the transaction (`executescript` commits)."""
    kept = ""
    for piece in script.split(";"):
        kept += f"{piece};"
        if sqlite3.complete_statement(kept):
            yield kept
            kept = ""
