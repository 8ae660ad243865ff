"""The register at work: events in, with all that is derived from them, in one transaction."""

from __future__ import annotations

import itertools
import sqlite3
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple, Self

from iccwc_cli.errors import NotFoundError
from iccwc_cli.referral import ids
from iccwc_cli.referral.events import COLUMNS, RECORDED, REPLACED, Event, Step, current, follow, sealed
from iccwc_cli.referral.lifecycle import timestamp
from iccwc_cli.referral.record import DUPLICATE, Record
from iccwc_cli.register import place, rows
from iccwc_cli.register.alike import first_alike
from iccwc_cli.register.schema import STANDS

_SHOWN = 3
"""How many referrals a message names where several are meant; the queries ask for one more."""

_INSERT = f"INSERT INTO events ({COLUMNS}) VALUES ({rows.marks(COLUMNS)})"  # noqa: S608
_FIRST = f"LIMIT {_SHOWN + 1}"
_BEGINNING = f"SELECT id FROM referrals WHERE id >= ? AND id < ? ORDER BY id {_FIRST}"  # noqa: S608
_REFERENCE = f"SELECT id, {STANDS} AS stands FROM referrals WHERE reference = ? ORDER BY stands DESC, id {_FIRST}"  # noqa: S608


Guard = Callable[[Record], object]
"""Raises an error for a referral with which something may not be done; whatever was begun is then undone."""


class Recorded(NamedTuple):
    """What the register made of a referral: itself, and the id of an earlier one that is alike."""

    record: Record
    alike: str | None
    is_new: bool


class Register:
    """An open register.

    Attributes:
        path: its file.
        db: the connection.
    """

    def __init__(self, path: Path, db: sqlite3.Connection) -> None:
        self.path = path
        self.db = db

    def close(self) -> None:
        """Let go of the file."""
        self.db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; other writers wait."""
        with place.said(self.path):
            place.patiently(lambda: self.db.execute("BEGIN IMMEDIATE"))
            try:
                yield
                place.patiently(lambda: self.db.execute("COMMIT"))
            except BaseException:
                if self.db.in_transaction:
                    self.db.execute("ROLLBACK")
                raise

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """All that is read is of one moment; other writers do not wait."""
        self.db.execute("BEGIN")
        try:
            yield
        finally:
            if self.db.in_transaction:
                self.db.execute("ROLLBACK")

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, one after the other."""
        with place.said(self.path, self.db):
            rows = place.patiently(lambda: self.db.execute(sql, parameters))
        while True:  # not `yield from`, which would close the cursor of a register that is closed by then
            with place.said(self.path, self.db):
                row = rows.fetchone()
            if row is None:
                place.check_unchanged(self.path, self.db)
                return
            yield row

    def size(self) -> int:
        """How many events it holds."""
        return int(next(self.query("SELECT count(*) FROM events"))[0])

    def find(self, reference: str) -> str:
        """The id of the referral whose request has exactly that reference, or whose id begins so.

        References are kept in Unicode's composed form, without blanks around them; however it is typed, it is found.

        Of several with the reference, one that was entered in error, or that another replaces, is not meant.

        Raises:
            NotFoundError: there is no such referral, or several.
        """
        reference = unicodedata.normalize("NFC", reference).strip()
        beginning = ids.tidy(reference)
        begun = [str(id_) for (id_,) in self.query(_BEGINNING, (beginning, f"{beginning}~"))]
        found = [*self.query(_REFERENCE, (reference,))]
        exact = [str(id_) for id_, stands in found if stands] or [str(id_) for id_, _ in found]
        if beginning in begun and exact and exact != [beginning]:
            message = f"'{reference}' is the id of {beginning} and the reference of {_listed(exact)}"
            raise NotFoundError(message, f"type `{beginning.replace('-', '')}`, or the id of the other")
        if len(exact) == 1:
            return exact[0]
        if exact:
            raise NotFoundError(f"several requests have the reference '{reference}': {_listed(exact)}", "type an id")
        if beginning == "R":  # what a script types whose variable is empty means no referral
            raise NotFoundError("no referral is named", "type its id, a beginning of it, or its request's reference")
        if len(begun) == 1:
            return begun[0]
        if begun:
            message = f"'{reference}' begins several ids: {_listed(begun)}"
            raise NotFoundError(message, "type one more letter or digit")
        misread = len(beginning) == ids.PRINTED and not ids.is_whole(beginning)
        why = (
            "its last symbol does not fit the others: a symbol was misread" if misread else "see `iccwc register list`"
        )
        raise NotFoundError(f"no referral is called '{reference}'", why)

    def history(self, id_: str) -> list[Event]:
        """The events of a referral, the first first."""
        sql = f"SELECT {COLUMNS} FROM events WHERE referral = ? ORDER BY seq"  # noqa: S608
        return [Event.from_row(row) for row in self.query(sql, (id_,))]

    def record(self, id_: str) -> Record:
        """What a referral is now."""
        return current(self.history(id_))

    def histories(self) -> Iterator[list[Event]]:
        """The history of each referral, in the order of their ids, one in memory at a time."""
        sql = f"SELECT {COLUMNS} FROM events ORDER BY referral, seq"  # noqa: S608
        for _, group in itertools.groupby(self.query(sql), key=itemgetter(0)):
            yield [Event.from_row(row) for row in group]

    def take_up(
        self,
        made: Sequence[Record],
        by: str,
        files: dict[str, str],
        check: Guard,
        if_new: bool = False,
        dry_run: bool = False,
    ) -> list[Recorded]:
        """Record new referrals, all or none; when this returns they are on disk.

        Args:
            made: referrals without id; what is given back has its own and the time.
            by: who records.
            files: the digests of the files that decided the suggestions.
            check: refuses an earlier referral, as it then is, that one of them may not replace.
            if_new: leave out each that an earlier referral is alike, and give that one.
            dry_run: only give what they would be; they are not compared with each other.

        Raises:
            NotFoundError: one replaces a referral that is not there.
        """
        if dry_run:
            with place.said(self.path, self.db), self.snapshot():
                return [self._foreseen(record, check, if_new) for record in made]
        with self.transaction():
            foreseen = (self._foreseen(record, check, if_new) for record in made)
            return [self._take_up(one, by, files) if one.is_new else one for one in foreseen]

    def _foreseen(self, made: Record, check: Guard, if_new: bool) -> Recorded:
        """What becomes of a new referral, but for its id and time."""
        replaced = None if made["replaces"] is None else self.find(made["replaces"])
        alike = first_alike(self.db, made["request"], replaced)
        warnings = made["warnings"]
        if alike is not None:
            earlier = self.record(alike)
            references = {earlier["request"]["reference"], made["request"]["reference"]} - {None}
            if if_new and len(references) <= 1:  # two references are two requests, however alike their texts
                return Recorded(earlier, alike, False)
            warnings = [*warnings, _alike(alike)]
        if replaced is not None:
            check(self.record(replaced))
        return Recorded(made | {"warnings": warnings, "replaces": replaced}, alike, True)

    def _take_up(self, foreseen: Recorded, by: str, files: dict[str, str]) -> Recorded:
        now = datetime.now(UTC)
        (highest,) = self.db.execute("SELECT max(id) FROM referrals WHERE id < ?", (ids.horizon(now),)).fetchone()
        id_, at = ids.new(now, highest), timestamp(now)
        if (replaced := foreseen.record["replaces"]) is not None:
            self.append(self.history(replaced), Step(REPLACED, by, detail={"by": id_}))
        record = foreseen.record | {"id": id_, "created_at": at}
        step = Step(RECORDED, by, None, record["status"], detail={"record": record, "files": files})
        first = sealed(id_, 1, at, step, None)
        self.write(first)
        rows.insert(self.db, rows.derived([first]))
        return foreseen._replace(record=record)

    def move(self, id_: str, decide: Callable[[Record], Step], dry_run: bool = False) -> tuple[Record, Record]:
        """Let something happen to a referral, and give what it was and what it then is.

        Args:
            id_: the referral.
            decide: what happens, given what the referral is now; an error it raises leaves everything as it was.
            dry_run: only give what it would be.
        """
        with self.snapshot() if dry_run else self.transaction():
            history = self.history(id_)
            before = current(history)
            step = decide(before)
            if dry_run:
                history.append(_next(history, step))
            else:
                self.append(history, step)
            return before, current(history)

    def append(self, history: list[Event], step: Step) -> None:
        """Let something happen to the referral with this history, which grows by it, within a transaction."""
        history.append(_next(history, step))
        self.write(history[-1])
        rows.update(self.db, rows.derived(history))

    def write(self, added: Event) -> None:
        """Append an event, within a transaction; what is derived from it is the caller's to write."""
        self.db.execute(_INSERT, added.as_row())


def _next(history: Sequence[Event], step: Step) -> Event:
    now = timestamp(datetime.now(UTC))
    return follow(history[-1], max(now, history[-1].at), step)  # a clock set back does not turn a history round


def _alike(id_: str) -> dict[str, Any]:
    from iccwc_cli.errors import Problem

    message = f"the register holds {id_}, which has the same reference or nearly the same text"
    hint = f"see `iccwc register show {id_}`; `--if-new` records no request twice"
    return Problem(DUPLICATE, message, hint=hint, severity="warning").as_dict()


def _listed(found: list[str]) -> str:
    return ", ".join(found[:_SHOWN]) + (" and more" if len(found) > _SHOWN else "")
