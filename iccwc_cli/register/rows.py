"""What a referral's events add up to, as rows that can be found."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any, NamedTuple

from iccwc_cli.referral.events import MOVED, Event, current
from iccwc_cli.referral.ids import number
from iccwc_cli.referral.record import SENT_STATE
from iccwc_cli.register.alike import sketch

Row = tuple[Any, ...]


class Rows(NamedTuple):
    """The rows of one referral, table by table.

    `referrals` has one row; the others are in the order of their keys.
    """

    referrals: list[Row]
    suggested: list[Row]
    tasks: list[Row]
    concerns: list[Row]
    sketches: list[Row]


def derived(history: Sequence[Event]) -> Rows:
    """The rows of the referral with this history."""
    record = current(history)
    request, id_ = record["request"], record["id"]
    closure = record["closure"] or {}
    sent = next((e.at for e in history if e.step.what == MOVED and e.step.after == SENT_STATE), None)
    suggested = [s["partner"] for s in record["suggestions"]]
    tasks = record["partner_tasks"]
    needs = {*request["needs"], *(r["need"] for s in record["suggestions"] for r in s["reasons"])}
    concerned = {("need", need) for need in needs} | {
        ("partner", p) for p in (*suggested, *(t["partner"] for t in tasks))
    }
    head = (
        number(id_), id_, record["created_at"], request["country"], request["reference"], request["language"],
        record["outcome"], record["tlp"], request["urgency"], request["authority"], request["title"],
        request["description"],
        record["status"], record["moved_at"], sent, closure.get("advised_on"), record["replaced_by"],
        len(history), history[-1].hash,
    )  # fmt: skip
    return Rows(
        [head],
        [(id_, rank, partner) for rank, partner in enumerate(suggested, 1)],
        [(id_, place, t["partner"], t["state"], t["moved_at"]) for place, t in enumerate(tasks)],
        sorted((kind, name, id_) for kind, name in concerned),
        sorted((value, id_) for value in sketch(request)),
    )


_MOVING = "status, moved_at, requested_at, advised_on, replaced_by, events, head"
_HEAD = (
    "number, id, created_at, country, reference, language, outcome, tlp, urgency, authority, title, description, "
    + _MOVING
)
_WORDS = (
    "INSERT INTO words (rowid, title, authority, description, reference) "
    "SELECT number, title, authority, description, reference FROM referrals WHERE number = ?"
)


def marks(names: str) -> str:
    """A place for the value of each name."""
    return ", ".join("?" for _ in names.split(","))


def insert(db: sqlite3.Connection, rows: Rows) -> None:
    """Write the rows of a referral that has none yet."""
    db.execute(f"INSERT INTO referrals ({_HEAD}) VALUES ({marks(_HEAD)})", rows.referrals[0])  # noqa: S608
    db.execute(_WORDS, rows.referrals[0][:1])
    db.executemany("INSERT INTO suggested VALUES (?, ?, ?)", rows.suggested)
    db.executemany("INSERT INTO tasks VALUES (?, ?, ?, ?, ?)", rows.tasks)
    db.executemany("INSERT INTO concerns VALUES (?, ?, ?)", rows.concerns)
    db.executemany("INSERT INTO sketches VALUES (?, ?)", rows.sketches)


def update(db: sqlite3.Connection, rows: Rows) -> None:
    """Write what can change in the rows of a referral; its request never does."""
    _, id_, *_ = row = rows.referrals[0]
    moving = row[-len(_MOVING.split(",")) :]
    db.execute(f"UPDATE referrals SET ({_MOVING}) = ({marks(_MOVING)}) WHERE id = ?", (*moving, id_))  # noqa: S608
    db.execute("DELETE FROM tasks WHERE referral = ?", (id_,))
    db.executemany("INSERT INTO tasks VALUES (?, ?, ?, ?, ?)", rows.tasks)
    db.executemany("INSERT OR IGNORE INTO concerns VALUES (?, ?, ?)", rows.concerns)


def stored(db: sqlite3.Connection, id_: str) -> Rows:
    """The rows of a referral as they stand."""
    return Rows(
        db.execute(f"SELECT {_HEAD} FROM referrals WHERE id = ?", (id_,)).fetchall(),  # noqa: S608
        db.execute("SELECT * FROM suggested WHERE referral = ? ORDER BY rank", (id_,)).fetchall(),
        db.execute("SELECT * FROM tasks WHERE referral = ? ORDER BY place", (id_,)).fetchall(),
        db.execute("SELECT * FROM concerns WHERE referral = ? ORDER BY kind, name", (id_,)).fetchall(),
        db.execute("SELECT * FROM sketches WHERE referral = ? ORDER BY hash", (id_,)).fetchall(),
    )
