"""The register as JSON Lines, one event a line: lossless, and mergeable with that of another office."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from tempfile import SpooledTemporaryFile
from typing import Any, NamedTuple

from iccwc_cli.errors import BadInputError, InvalidDocumentError, Problem, RefusedError
from iccwc_cli.referral.events import KINDS, RECORDED, Event
from iccwc_cli.referral.events_audit import fault
from iccwc_cli.referral.ids import is_whole
from iccwc_cli.referral.lifecycle import Life
from iccwc_cli.register import rows
from iccwc_cli.register.store import Register

_MOST = 50
"""How many lines that are no events are told one by one."""

_IN_MEMORY = 1 << 24
"""Bytes of an export that are kept in memory; what is longer waits in a temporary file."""


class Merged(NamedTuple):
    """What an import added: referrals that were new, events in all, and events that were there already."""

    referrals: int
    events: int
    known: int


def labelled(register: Register, label: str) -> list[str]:
    """The ids of the referrals that carry a TLP label."""
    return [id_ for (id_,) in register.query("SELECT id FROM referrals WHERE tlp = ? ORDER BY id", (label,))]


def lines(register: Register) -> Iterator[dict[str, Any]]:
    """Every event of every referral, by id and position, so that the same register gives the same bytes."""
    for history in register.histories():
        for event in history:
            yield {"schema_version": 1, "referral": event.referral, **event.as_dict()}


@contextmanager
def checked(name: str, stream: Iterable[bytes]) -> Iterator[Iterable[bytes]]:
    """The lines of an export, once each is seen to be an event; so a pipe that is slow keeps no writer waiting.

    Raises:
        InvalidDocumentError: a line is no event, or does not fit its digest.
    """
    with SpooledTemporaryFile(_IN_MEMORY) as kept:
        for line in _checked(name, stream):  # not `writelines`, which looks at the size only when all is in memory
            kept.write(line)
        kept.seek(0)
        yield kept


def merge(register: Register, name: str, lines: Iterable[bytes], life: Life) -> Merged:
    """Add the events of an export; all or none.

    Args:
        register: what takes them.
        name: the export's name in messages.
        lines: what `checked` gave.
        life: the states that a referral can be in here.

    Raises:
        BadInputError: events are missing, or add up to no referral, or to one in a state that is not known here.
        RefusedError: the two registers say different things of one referral.
    """
    added = known = 0
    touched: dict[str, None] = {}
    with register.transaction():
        for line in lines:
            event = Event.from_dict(json.loads(line))
            if _is_known(register, event):
                known += 1
            else:
                register.write(event)
                touched[event.referral] = None
                added += 1
        new = sum(_derive(register, name, id_, life) for id_ in touched)
    return Merged(new, added, known)


def _checked(name: str, stream: Iterable[bytes]) -> Iterator[bytes]:
    """The lines of an export, as they are, without those that are blank.

    Raises:
        InvalidDocumentError: one is no event, or does not fit its digest.
    """
    problems: list[Problem] = []
    for number, line in enumerate(stream, 1):
        if not line.strip():
            continue
        if _event(line, number, problems) is not None:
            yield line
        elif number == 1:
            break  # no export at all: one line says enough
    if (left := len(problems) - _MOST) > 0:
        problems[_MOST:] = [Problem("not-an-event", f"and {left} more")]
    if problems:
        raise InvalidDocumentError(name, problems)


def _event(line: bytes, number: int, problems: list[Problem]) -> Event | None:
    """The event on a line, or None with a problem."""
    try:
        event = Event.from_dict(json.loads(line))
        step = event.step
        good = step.what in KINDS and type(event.seq) is int
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


def _is_known(register: Register, event: Event) -> bool:
    """Whether the register holds this very event.

    Raises:
        RefusedError: it holds another one in its place.
    """
    sql = "SELECT hash FROM events WHERE referral = ? AND seq = ?"
    row = register.db.execute(sql, (event.referral, event.seq)).fetchone()
    if row is None:
        return False
    if row[0] != event.hash:
        hint = "both offices moved it on; decide which history holds, and enter the other's moves by hand"
        raise RefusedError(f"{event.referral}: event {event.seq} is not the same in both registers", hint)
    return True


def _derive(register: Register, name: str, id_: str, life: Life) -> bool:
    """Write what a referral's events add up to; whether it is new."""
    history = register.history(id_)
    previous = None
    for place, event in enumerate(history, 1):
        first = event.step.what == RECORDED
        if event.seq != place or event.previous != previous or first != (place == 1):
            raise BadInputError(f"{name}: {id_}: event {place} does not follow the one before", _INCOMPLETE)
        previous = event.hash
    try:
        derived = rows.derived(history) if is_whole(id_) else None
    except (KeyError, TypeError, StopIteration, AttributeError):
        derived = None
    if derived is None or derived.referrals[0][1] != id_:
        raise BadInputError(f"{name}: {id_}: its events do not add up to a referral", _INCOMPLETE)
    reached = [(derived.referrals[0][3], life.states), *((state, life.tasks) for *_, state, _ in derived.tasks)]
    for state, known in reached:
        if state not in known:
            hint = "the other office has other states; use its `lifecycle.yaml`"
            raise BadInputError(f"{name}: {id_}: is in the state '{state}', which is not known here", hint)
    if register.db.execute("SELECT 1 FROM referrals WHERE id = ?", (id_,)).fetchone():
        rows.update(register.db, derived)
        return False
    rows.insert(register.db, derived)
    return True


_INCOMPLETE = "give the whole file that `iccwc register export` wrote"
