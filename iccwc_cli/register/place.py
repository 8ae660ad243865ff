"""The register as a file: created whole, opened with what it must keep, and every fault of it said in plain words."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from iccwc_cli.errors import BadInputError, IccwcError, RefusedError
from iccwc_cli.files import aside, put, sync_folder
from iccwc_cli.register.schema import APPLICATION_ID, DERIVED, EVENTS, VERSION

_T = TypeVar("_T")

PATIENCE = 120
"""Seconds for which a program waits for others."""

_TRY = 0.5
"""Seconds that SQLite waits by itself, during which no signal is heard."""

_KEEP = "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF;"


def is_there(path: Path) -> bool:
    """Whether there is a register, or something else in its place.

    Raises:
        BadInputError: a link leads to it, and where that leads nothing is. A register may be on a disk that is not
            connected; so it is neither said that nothing was recorded, nor is another begun.
    """
    if path.exists():
        return True
    if path.is_symlink():
        hint = "put that file back, or connect its disk; a new register is begun when the link is removed"
        raise BadInputError(f"{path}: is a link to {os.path.realpath(path)}, which is not there", hint)
    return False


def create(path: Path) -> None:
    """Create an empty register, private, unless somebody else just did.

    It is made under another name and then linked to its own, so that nobody ever meets half a register.

    Raises:
        BadInputError: the folder cannot be written to, or the disk is full.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        check_name(path)
        with aside(path) as made:
            with said(path), closing(sqlite3.connect(made, isolation_level=None)) as db:
                db.execute("PRAGMA journal_mode = WAL")
                head = f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {VERSION};"
                db.executescript(f"BEGIN; {head} {EVENTS} {DERIVED} COMMIT; PRAGMA wal_checkpoint(TRUNCATE);")
            with suppress(FileExistsError):
                put(made, path)
        sync_folder(path.parent)
    except OSError as error:
        raise _no_place(path, error.strerror) from None


def check_name(path: Path) -> None:
    """See that a register's name is short enough for those of the files that SQLite keeps beside it.

    Raises:
        OSError: it is not.
    """
    with suppress(FileNotFoundError):
        os.lstat(f"{path}-wal")


class Unwatched(sqlite3.Connection):
    """To a register in a folder that may not be written to: SQLite then takes it for a file that nobody changes.

    Attributes:
        stamp: what tells whether somebody did.
    """

    stamp: tuple[int, ...]


def _stamp(path: Path) -> tuple[int, ...]:
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns


def check_unchanged(path: Path, db: sqlite3.Connection) -> None:
    """See that what was read is of one moment where SQLite does not see to it.

    Raises:
        RefusedError: somebody wrote to the register meanwhile.
    """
    if isinstance(db, Unwatched) and db.stamp != _stamp(path):
        raise RefusedError(f"{path}: the register changed while it was read", "run it again in a moment")


def connect(path: Path, write: bool) -> sqlite3.Connection:
    """A connection to a register, of whatever version.

    Raises:
        BadInputError: it cannot be opened, or is no register.
    """
    if path.is_dir():
        raise BadInputError(
            f"{path}: is a folder, not a register", f"name a file in it, as in `{path}/register.sqlite3`"
        )
    locked_away = not write and not os.access(path.parent, os.W_OK) and not Path(f"{path}-wal").exists()
    mode = "mode=ro&immutable=1" if locked_away else "mode=rw" if write else "mode=ro"
    factory = Unwatched if locked_away else sqlite3.Connection
    uri = f"{path.absolute().as_uri()}?{mode}"
    with said(path):
        stamp = _stamp(path)
        db = sqlite3.connect(uri, uri=True, timeout=_TRY, isolation_level=None, factory=factory)
        if isinstance(db, Unwatched):
            db.stamp = stamp
        try:
            patiently(lambda: _recognise(path, db))
            db.executescript(_KEEP)
        except BaseException:
            db.close()
            raise
    return db


def patiently(work: Callable[[], _T]) -> _T:
    """Do what may have to wait for other programs; Ctrl-C and a request to end are heard between two tries."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return work()
        except sqlite3.OperationalError as error:
            if not _is_locked(error) or time.monotonic() >= until:
                raise
            time.sleep(0.01)  # SQLite does not always wait by itself


def _recognise(path: Path, db: sqlite3.Connection) -> None:
    if db.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise _not_a_register(path)
    if version(db) > VERSION:
        hint = "install the newest iccwc to read it; nothing was changed"
        raise BadInputError(f"{path}: was written by a newer iccwc (version {version(db)})", hint)


def version(db: sqlite3.Connection) -> int:
    """The version of a register's derived tables."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


@contextmanager
def said(path: Path, db: sqlite3.Connection | None = None) -> Iterator[None]:
    """Say in plain words what SQLite found wrong with a register."""
    try:
        yield
    except sqlite3.Error as error:
        if db is not None:
            check_unchanged(path, db)
        raise _plain(path, error) from error


_FAULTS = {
    "SQLITE_CORRUPT": (
        "the register is damaged",
        "restore it from a copy that `iccwc register backup` made, or from an export",
    ),
    "SQLITE_FULL": ("the disk is full; nothing more was recorded", "make space, then run it again"),
    "SQLITE_READONLY": ("the register may not be written to", "check who owns the file and its folder"),
    "SQLITE_CANTOPEN": ("the register cannot be opened", "check its name and who may read it"),
    "SQLITE_NOTADB": ("is not a register", "give --register another name, or leave it out"),
}


def _plain(path: Path, error: sqlite3.Error) -> IccwcError:
    if _is_locked(error):
        return RefusedError(f"{path}: the register is locked by another program", "run it again in a moment")
    for beginning, (what, hint) in _FAULTS.items():
        if kind(error).startswith(beginning):
            return BadInputError(f"{path}: {what}", hint)
    return BadInputError(f"{path}: the register cannot be used: {error}", "see `iccwc register verify`")


def kind(error: sqlite3.Error) -> str:
    """What SQLite calls an error, as in `SQLITE_FULL`; empty for an error that is not SQLite's."""
    return getattr(error, "sqlite_errorname", None) or ""


def _is_locked(error: sqlite3.Error) -> bool:
    return kind(error).startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def _not_a_register(path: Path) -> BadInputError:
    what, hint = _FAULTS["SQLITE_NOTADB"]
    return BadInputError(f"{path}: {what}", hint)


def _no_place(path: Path, why: str | None) -> BadInputError:
    return BadInputError(f"{path}: no register can be kept there: {why}", "give --register a file that you may write")
