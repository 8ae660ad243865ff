"""The history of a referral: events, each sealed with the digest of the one before, and what they add up to."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from iccwc_cli.referral.record import Record

_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))

RECORDED = "recorded"
MOVED = "moved"
COMMUNICATED = "communicated"
ANSWERED = "answered"
REPLACED = "replaced"
RELEASED = "released"
KINDS = (RECORDED, MOVED, COMMUNICATED, ANSWERED, REPLACED, RELEASED)
"""What can happen: it is recorded; it moves to another state; the Secretariat communicates it to partners; a partner
answers; another referral replaces it; somebody lets its text out although its label forbids it, and answers for that.
"""


class Step(NamedTuple):
    """Something that is about to happen to a referral.

    Attributes:
        what: one of `KINDS`.
        by: who does it.
        before: the state it starts from, of the referral or of a partner's task; None for what moves nothing.
        after: the state it leads to.
        channel: the way by which a letter went.
        reason: why.
        detail: what else belongs to this kind of event.
    """

    what: str
    by: str
    before: str | None = None
    after: str | None = None
    channel: str | None = None
    reason: str | None = None
    detail: dict[str, Any] = {}  # noqa: RUF012 - never changed


class Event(NamedTuple):
    """Something that happened to a referral.

    Attributes:
        referral: the id.
        seq: position in the referral's history, from 1.
        at: when, in UTC, ISO 8601.
        step: what happened.
        previous: the digest of the event before; None for the first.
        hash: the digest of all the above.
    """

    referral: str
    seq: int
    at: str
    step: Step
    previous: str | None
    hash: str

    def as_dict(self) -> dict[str, Any]:
        """The event as its JSON promise says."""
        return {
            "seq": self.seq,
            "at": self.at,
            "by": self.step.by,
            "what": self.step.what,
            "from": self.step.before,
            "to": self.step.after,
            "channel": self.step.channel,
            "reason": self.step.reason,
            "detail": self.step.detail,
            "hash": self.hash,
            "previous": self.previous,
        }

    @classmethod
    def from_dict(cls, value: Mapping[str, Any]) -> Event:
        """The event of a referral from what `as_dict` made of it, with the referral's id beside it."""
        fields = (value[name] for name in ("what", "by", "from", "to", "channel", "reason", "detail"))
        return cls(value["referral"], value["seq"], value["at"], Step(*fields), value["previous"], value["hash"])

    def as_row(self) -> tuple[Any, ...]:
        """The event as the register stores it, in the order of `COLUMNS`."""
        step = self.step
        told = (step.by, step.what, step.before, step.after, step.channel, step.reason, compact(step.detail))
        return (self.referral, self.seq, self.at, *told, self.previous, self.hash)

    @classmethod
    def from_row(cls, row: Sequence[Any]) -> Event:
        """The event from what `as_row` made of it."""
        referral, seq, at, by, what, before, after, channel, reason, detail, previous, hash_ = row
        step = Step(what, by, before, after, channel, reason, json.loads(detail))
        return cls(referral, seq, at, step, previous, hash_)

    def is_sealed(self) -> bool:
        """Whether its digest is that of its fields."""
        return self.hash == seal(self.referral, self.seq, self.at, self.step, self.previous)


COLUMNS = "referral, seq, at, by, what, before, after, channel, reason, detail, previous, hash"
"""An event as a row: the names, in their order."""


def sealed(referral: str, seq: int, at: str, step: Step, previous: str | None) -> Event:
    """The event with its digest."""
    return Event(referral, seq, at, step, previous, seal(referral, seq, at, step, previous))


def follow(last: Event, at: str, step: Step) -> Event:
    """The event that comes after another in its history."""
    return sealed(last.referral, last.seq + 1, at, step, last.hash)


def seal(referral: str, seq: int, at: str, step: Step, previous: str | None) -> str:
    """SHA-256 over the fields of an event, in this order for ever, as compact JSON."""
    told = (step.what, step.by, step.before, step.after, step.channel, step.reason, step.detail)
    return hashlib.sha256(_COMPACT.encode((referral, seq, at, *told, previous)).encode()).hexdigest()


def compact(value: Any) -> str:
    """Details as they are stored: compact JSON in the order in which they were written."""
    return _COMPACT.encode(value)


def current(history: Iterable[Event]) -> Record:
    """What a referral is after these events, the first of which recorded it.

    Besides the fields that it began with, it holds `moved_at`, the time of the last move, for each task too, and
    `status_reason`, what was said with it (HL7's statusReason).
    """
    return functools.reduce(happen, history, {})


def happen(record: Record, event: Event) -> Record:
    """What a referral is after one more event; the record given may be changed by it."""
    if event.step.what == RECORDED:
        # A copy, since what follows puts other values into it; it changes none of those that are there.
        return {**event.step.detail["record"], "moved_at": event.at, "status_reason": None}
    _APPLY[event.step.what](record, event)
    return record


def _moved(record: Record, event: Event) -> None:
    record |= {"status": event.step.after, "moved_at": event.at, "status_reason": event.step.reason}
    given = event.step.detail
    if given:
        told = {name: given.get(name) for name in ("outcome", "advised_on", "advised_by_channel")}
        record["closure"] = {"outcome": None, "reason": event.step.reason} | told


def _communicated(record: Record, event: Event) -> None:
    record |= {"status": event.step.after, "moved_at": event.at, "status_reason": event.step.reason}
    tasks = {task["partner"]: task for task in record["partner_tasks"]}
    for partner in event.step.detail["partners"]:
        tasks[partner] = {
            "partner": partner,
            "state": event.step.detail["state"],
            "opened_at": event.at,
            "moved_at": event.at,
            "reason_code": None,
            "note": None,
        }
    record["partner_tasks"] = list(tasks.values())  # a partner that is asked again keeps its place


def _answered(record: Record, event: Event) -> None:
    given = event.step.detail
    task = next(task for task in record["partner_tasks"] if task["partner"] == given["partner"])
    task.update(state=event.step.after, moved_at=event.at, reason_code=given["reason_code"])
    task["note"] = given["note"] or task["note"]


def _replaced(record: Record, event: Event) -> None:
    record["replaced_by"] = event.step.detail["by"]


def _released(_record: Record, _event: Event) -> None:
    """That a text went out changes nothing of what the referral is."""


_APPLY = {
    MOVED: _moved,
    COMMUNICATED: _communicated,
    ANSWERED: _answered,
    REPLACED: _replaced,
    RELEASED: _released,
}
