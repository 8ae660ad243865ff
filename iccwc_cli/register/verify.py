"""Whether the register is as the program left it: chain, derived rows, index, and suggestions that come out again."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from operator import itemgetter
from typing import Any, NamedTuple

from iccwc_cli.referral.events import COLUMNS, RECORDED, Event, current
from iccwc_cli.referral.events_audit import fault
from iccwc_cli.referral.replay import Replay, replay
from iccwc_cli.register import place, rows
from iccwc_cli.register.schema import DERIVED, EVENTS
from iccwc_cli.register.store import Register
from iccwc_cli.routing.index import Index


class Finding(NamedTuple):
    """Something that is not as the program left it.

    Attributes:
        code: stable, documented in docs/lifecycle.md.
        referral: whose; None for the register as a whole.
        message: what is wrong.
    """

    code: str
    referral: str | None
    message: str

    def as_dict(self) -> dict[str, Any]:
        """The finding as its JSON promise says."""
        return self._asdict()


class Checked(NamedTuple):
    """What came of one referral: its findings, and its replay when it can be read."""

    referral: str
    events: int
    findings: list[Finding]
    replay: Replay | None


def whole(register: Register) -> Iterator[Finding]:
    """What is wrong with the register as a whole: its pages, its rules, its full-text index, events removed from it."""
    for (said,) in register.query("PRAGMA integrity_check(20)"):
        if said != "ok":
            yield Finding("damaged", None, f"SQLite says: {said}")
    yield from _rules(register)
    yield from _full_text(register)
    (highest,) = next(register.query("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'events'"))
    expected = 1
    for (position,) in register.query("SELECT position FROM events ORDER BY position"):
        if position != expected:
            yield Finding("event-missing", None, f"events {expected} to {position - 1} of the register are gone")
        expected = position + 1
    if highest >= expected:
        yield Finding("event-missing", None, f"events {expected} to {highest} of the register are gone")
    orphans = "SELECT id FROM referrals WHERE id NOT IN (SELECT referral FROM events)"
    for (id_,) in register.query(orphans):
        yield Finding("event-missing", id_, "it has no events")


def _full_text(register: Register) -> Iterator[Finding]:
    """Whether the full-text index is that of the texts.

    SQLite checks it by a statement that writes; it is asked of a passing copy, so that a register that may only be
    read can be checked, and nobody who writes has to wait.
    """
    with place.said(register.path), closing(sqlite3.connect("", isolation_level=None)) as copy:
        register.db.backup(copy)
        try:
            copy.execute("INSERT INTO words (words, rank) VALUES ('integrity-check', 1)")
        except sqlite3.DatabaseError as error:
            if not place.kind(error).startswith(_NOT_AS_IT_WAS):
                raise
            yield Finding("index-differs", None, f"the full-text index is not that of the texts: {error}")


_NOT_AS_IT_WAS = ("SQLITE_CORRUPT", "SQLITE_ERROR")
"""What SQLite calls an index that differs, and one that is not there."""


def _rules(register: Register) -> Iterator[Finding]:
    """Whether tables and triggers are those that the program makes."""
    every = "SELECT type || ' ' || name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY 1"
    with closing(sqlite3.connect(":memory:")) as own:
        own.executescript(EVENTS + DERIVED)
        expected = dict(own.execute(every))
    found: dict[str, str] = dict(register.query(every))
    for name in sorted({*expected, *found}):
        if expected.get(name) != found.get(name):
            what = (
                "was changed" if name in expected and name in found else "is gone" if name in expected else "was added"
            )
            yield Finding("rules-differ", None, f"{name} {what}")


def each(register: Register, index: Index) -> Iterator[Checked]:
    """Every referral in turn, one in memory at a time."""
    sql = f"SELECT {COLUMNS} FROM events ORDER BY referral, seq"  # noqa: S608
    for id_, group in itertools.groupby(register.query(sql), key=itemgetter(0)):
        history = list(group)
        findings = [*_referral(register, str(id_), history)]
        again = None
        if not findings:
            events = [Event.from_row(row) for row in history]
            again = replay(current(events), index, events[0].step.detail["files"])
            if not again.same and not again.data_changed:
                message = "the same data no longer give the suggestions that stand in it"
                findings.append(Finding("not-replayable", str(id_), message))
        yield Checked(str(id_), len(history), findings, again)


def _referral(register: Register, id_: str, history: Sequence[Sequence[Any]]) -> Iterator[Finding]:
    events: list[Event] = []
    previous = None
    for number, row in enumerate(history, 1):
        try:
            found = Event.from_row(row)
            fits = found.is_sealed() and found.as_row() == row
            wrong = fault(found)
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            yield Finding("unreadable", id_, f"event {number} cannot be read: {error}")
            return
        if found.seq != number:
            yield Finding("event-missing", id_, f"event {number} is not there")
            return
        if not fits:
            yield Finding("event-changed", id_, f"event {number} does not fit its digest")
        elif wrong:
            yield Finding("unreadable", id_, f"event {number}: {wrong} is not what it must be")
        if found.previous != previous:
            yield Finding("chain-broken", id_, f"event {number} does not follow event {number - 1}")
        previous = found.hash
        if wrong:
            return
        events.append(found)
    yield from _derived(register, id_, events)


def _derived(register: Register, id_: str, events: list[Event]) -> Iterator[Finding]:
    if events[0].step.what != RECORDED or events[0].step.detail["record"]["id"] != id_:
        yield Finding("unreadable", id_, "its first event does not record it")
        return
    try:
        expected = rows.derived(events)
    except (KeyError, ValueError, StopIteration) as error:
        yield Finding("unreadable", id_, f"its events do not add up: {type(error).__name__} {error}")
        return
    for table, wanted, found in zip(rows.Rows._fields, expected, rows.stored(register.db, id_), strict=True):
        if wanted != found:
            yield Finding("record-differs", id_, f"what stands in '{table}' is not what its events add up to")
