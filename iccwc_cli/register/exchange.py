"""The register as JSON Lines, one event a line: lossless, and mergeable with that of another office."""

from __future__ import annotations

import itertools
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from iccwc_cli.errors import BadInputError, InvalidDocumentError, Problem, Problems
from iccwc_cli.referral.events import KINDS, RECORDED, Event
from iccwc_cli.referral.events_audit import fault
from iccwc_cli.referral.forks import ForkError, unheld
from iccwc_cli.referral.ids import is_whole
from iccwc_cli.referral.lifecycle import Life
from iccwc_cli.referral.moves_audit import breach
from iccwc_cli.register import place, rows
from iccwc_cli.register.store import Register

LONGEST = 1 << 26
"""Bytes of a line; an event that holds the largest of requests has some ten million, and a device never ends."""

_TOO_MANY = 1 << 63
"""More events than a number can count in SQLite."""


class Merged(NamedTuple):
    """What an import did.

    Attributes:
        referrals: how many were new.
        events: how many were added in all.
        known: how many that came were there already.
        refused: the referrals of which the two registers tell different moves, each with the first event that differs.
    """

    referrals: int
    events: int
    known: int
    refused: dict[str, int]


def labelled(register: Register, label: str) -> list[str]:
    """The ids of the referrals that carry a TLP label."""
    return [id_ for (id_,) in register.query("SELECT id FROM referrals WHERE tlp = ? ORDER BY id", (label,))]


def lines(register: Register) -> Iterator[dict[str, Any]]:
    """Every event of every referral, by id and position, so that the same register gives the same bytes."""
    for history in register.histories():
        for event in history:
            yield {"schema_version": 1, "referral": event.referral, **event.as_dict()}


@contextmanager
def checked(name: str, stream: Iterable[bytes]) -> Iterator[sqlite3.Connection]:
    """The events of an export, once each is seen to be one; so a pipe that is slow keeps no writer waiting.

    However they are ordered, they can be had by referral from a database that is forgotten in the end.

    Raises:
        InvalidDocumentError: a line is no event, or does not fit its digest.
    """
    with closing(sqlite3.connect("", isolation_level=None)) as db:
        with place.said(Path(name)):
            db.execute("CREATE TABLE came (referral, seq, hash, line, PRIMARY KEY (referral, seq, hash)) WITHOUT ROWID")
            db.execute("BEGIN")  # never committed: SQLite keeps it aside, and forgets it in the end
            db.executemany("INSERT OR IGNORE INTO came VALUES (?, ?, ?, ?)", _sound(name, stream))
        yield db


def merge(register: Register, name: str, came: sqlite3.Connection, life: Life) -> Merged:
    """Add the events of an export: all or none, but for the referrals of which the two registers tell different moves.

    Args:
        register: what takes them.
        name: the export's name in messages.
        came: what `checked` gave.
        life: what can become of a referral here.

    Raises:
        BadInputError: events are missing, or add up to no referral, or to one whose life is not one that is known here.
    """
    referrals = added = known = 0
    refused: dict[str, int] = {}
    with register.transaction():
        for id_, events in _referrals(came):
            held = register.history(id_)
            try:
                new = unheld(held, events)
            except ForkError as fork:
                refused[id_] = fork.seq
                continue
            if new:
                _take(register, name, held, new, life)
                referrals += not held
            added += len(new)
            known += len(events) - len(new)
    return Merged(referrals, added, known, refused)


def _referrals(came: sqlite3.Connection) -> Iterator[tuple[str, list[Event]]]:
    """The events of each referral, by their numbers, one referral in memory at a time."""
    found = came.execute("SELECT referral, line FROM came ORDER BY referral, seq")
    for id_, group in itertools.groupby(found, key=itemgetter(0)):
        yield id_, [Event.from_dict(json.loads(line)) for _, line in group]


def _sound(name: str, stream: Iterable[bytes]) -> Iterator[tuple[str, int, str, bytes]]:
    """Each line of an export that is not blank, after the referral, the number and the digest of its event.

    Raises:
        InvalidDocumentError: one is no event, or does not fit its digest.
    """
    problems = Problems()
    for number, line in enumerate(stream, 1):
        if not line.strip():
            continue
        if event := _event(line, number, problems):
            yield event.referral, event.seq, event.hash, line
        elif number == 1 or len(line) == LONGEST:
            break  # no export at all: one line says enough
    if problems:
        raise InvalidDocumentError(name, problems)


def _event(line: bytes, number: int, problems: Problems) -> Event | None:
    """The event on a line, or None with a problem."""
    try:
        event = Event.from_dict(json.loads(line))
        step = event.step
        good = step.what in KINDS and type(event.seq) is int and 0 < event.seq < _TOO_MANY
        texts = (event.referral, event.at, step.by, event.hash)
        maybe = (step.before, step.after, step.channel, step.reason, event.previous)
        good = good and all(isinstance(text, str) for text in texts)
        good = good and all(text is None or isinstance(text, str) for text in maybe)
        fits = event.is_sealed()
    except (ValueError, KeyError, TypeError, RecursionError):
        good = False
    if not good:
        hint = "give a file that `iccwc register export` wrote"
        problems.append(Problem("not-an-event", "is not an event of a register", "", number, 1, hint))
        return None
    if not fits:
        hint = "the file was changed after the export; export it again"
        problems.append(
            Problem(
                "event-changed", f"event {event.seq} of {event.referral} does not fit its digest", "", number, 1, hint
            )
        )
        return None
    if wrong := fault(event):
        message = f"an event of a register, but {wrong} is not what it must be"
        hint = "another version of the program wrote it; ask the other office which"
        problems.append(Problem("not-an-event", message, "", number, 1, hint))
        return None
    return event


def _take(register: Register, name: str, held: list[Event], new: list[Event], life: Life) -> None:
    """Write events that follow the ones that are held, and what all of them add up to."""
    id_, history = new[0].referral, [*held, *new]
    previous = None
    for position, event in enumerate(history, 1):
        first = event.step.what == RECORDED
        if event.seq != position or event.previous != previous or first != (position == 1):
            raise BadInputError(f"{name}: {id_}: event {position} does not follow the one before", _INCOMPLETE)
        previous = event.hash
    if wrong := breach(history, life, len(held)):
        hint = "no command does that here; where the other office has other states, use its `lifecycle.yaml`"
        raise BadInputError(f"{name}: {id_}: {wrong}", hint)
    try:
        derived = rows.derived(history) if is_whole(id_) else None
    except (KeyError, TypeError, ValueError, StopIteration, AttributeError):
        derived = None
    if derived is None or derived.referrals[0][1] != id_:
        raise BadInputError(f"{name}: {id_}: its events do not add up to a referral", _INCOMPLETE)
    for event in new:
        register.write(event)
    (rows.update if held else rows.insert)(register.db, derived)


_INCOMPLETE = "give the whole file that `iccwc register export` wrote"
