"""Finding referrals: filters that an index answers, the newest first, one entry in memory at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from iccwc_cli.referral import ids
from iccwc_cli.referral.lifecycle import Life, cutoff
from iccwc_cli.register.store import Register
from iccwc_cli.text import fold, words_of

_SHORTEST = 3
"""Letters of a stem that says something."""


class Wanted(NamedTuple):
    """Which referrals; None takes any.

    Attributes:
        status: a state of the lifecycle.
        partner: suggested or communicated to, by id.
        country: ISO 3166-1 alpha-2.
        need: named in the request, or found in it.
        since: a day (ISO 8601); recorded then or later.
        outcome: `suggested` or `nothing-matched`.
        text: words that all stand in its title, authority, description and reference, whole or their beginnings,
            inflected or not, without regard to accents.
        overdue: only those that stood still for too long.
        limit: at most so many.
    """

    status: str | None = None
    partner: str | None = None
    country: str | None = None
    need: str | None = None
    since: str | None = None
    outcome: str | None = None
    text: str | None = None
    overdue: bool = False
    limit: int | None = None


_ENTRY = "r.id, r.created_at, r.status, r.moved_at, r.country, r.authority, r.title, r.tlp, r.urgency"


def entries(register: Register, wanted: Wanted, life: Life, now: datetime) -> Iterator[dict[str, Any]]:
    """The entries of `register list`, the newest first."""
    sql, parameters = _query(wanted, life, now)
    for id_, created, status, moved_at, country, authority, title, tlp, urgency in register.query(sql, parameters):
        partners = register.query("SELECT partner FROM suggested WHERE referral = ? ORDER BY rank", (id_,))
        rows = register.query("SELECT partner, state, moved_at FROM tasks WHERE referral = ? ORDER BY place", (id_,))
        tasks = [{"partner": partner, "state": state, "moved_at": at} for partner, state, at in rows]
        yield {
            "schema_version": 1,
            "id": id_,
            "created_at": created,
            "status": status,
            "country": country,
            "authority": authority,
            "title": title,
            "partners": [partner for (partner,) in partners],
            "tasks": [{"partner": task["partner"], "state": task["state"]} for task in tasks],
            "tlp": tlp,
            "urgency": urgency,
            **life.computed(status, moved_at, tasks, now),
        }


def newest(register: Register, beginning: str) -> list[str]:
    """The ids that begin so, the newest first: as many as a screen holds."""
    tidy = ids.tidy(beginning)
    sql = "SELECT id FROM referrals WHERE id >= ? AND id < ? ORDER BY id DESC LIMIT 30"
    return [id_ for (id_,) in register.query(sql, (tidy, f"{tidy}~"))]


def _query(wanted: Wanted, life: Life, now: datetime) -> tuple[str, list[Any]]:
    """The query for what is wanted; CROSS JOIN keeps the order in which its index gives the newest first."""
    tables, order, given = "referrals r", "r.number", []
    where: list[str] = []
    if wanted.text is not None:
        tables, order = "words CROSS JOIN referrals r ON r.number = words.rowid", "words.rowid"
        where.append("words MATCH ?")
        given.append(_match(wanted.text))
    kinds = [(kind, name) for kind, name in (("need", wanted.need), ("partner", wanted.partner)) if name is not None]
    for kind, name in kinds:
        if tables == "referrals r":
            tables, order = "concerns c CROSS JOIN referrals r ON r.id = c.referral", "c.referral"
            where.append("c.kind = ? AND c.name = ?")
        else:
            where.append("EXISTS (SELECT 1 FROM concerns WHERE kind = ? AND name = ? AND referral = r.id)")
        given += [kind, name]
    for column in ("status", "country", "outcome"):
        value = getattr(wanted, column)
        if value is not None:
            where.append(f"r.{column} = ?")
            given.append(value)
    if wanted.since is not None:
        where.append("r.created_at >= ?")
        given.append(wanted.since)
    if wanted.overdue:
        late, moments = _late(life, now)
        where.append(f"r.id IN ({late})")
        given += moments
    condition = f"WHERE {' AND '.join(where)}" if where else ""
    limit = "" if wanted.limit is None else f"LIMIT {wanted.limit}"
    return f"SELECT {_ENTRY} FROM {tables} {condition} ORDER BY {order} DESC {limit}", given  # noqa: S608


def _late(life: Life, now: datetime) -> tuple[str, list[Any]]:
    """A query for the ids of open referrals that stood still for too long, in a state of their own or of a task."""
    ended = [state.id for state in life.states.values() if state.final]
    is_open = f"status NOT IN ({', '.join('?' * len(ended))})"
    parts: list[str] = []
    given: list[Any] = []
    of_task = f"SELECT t.referral FROM tasks t JOIN referrals ON id = t.referral AND {is_open} "  # noqa: S608
    for states, select, also in (
        (life.states, "SELECT id FROM referrals WHERE status = ? AND moved_at < ?", []),
        (life.tasks, f"{of_task} WHERE t.state = ? AND t.moved_at < ?", ended),
    ):
        for state in states.values():
            if state.days is not None:
                parts.append(select)
                given += [*also, state.id, cutoff(now, state.days)]
    return " UNION ".join(parts), given


def _match(text: str) -> str:
    """The words as a full-text query: each as it is or as its inflections begin, and none as an operator."""
    words = (word for word in text.split() if words_of(word))
    return " AND ".join(f"({' OR '.join(map(_beginning, _forms(word)))})" for word in words) or '""'


def _forms(word: str) -> list[str]:
    """A word, and what its inflections begin with: its longest stem, since a shorter one begins other words too."""
    from iccwc_cli.stems import stems

    plain = fold(word)
    others = [stem for stem in stems(plain) if stem != plain] if word.isalpha() else []
    stem = max(others, key=len, default="")
    forms = [word, stem] if len(stem) >= _SHORTEST else [word]
    if stem.endswith("i"):
        forms.append(f"{stem[:-1]}y")  # in English, of one what is -ies of several
    if plain.endswith("al"):
        forms.append(f"{plain[:-1]}ux")  # in French, of several
    return forms


def _beginning(word: str) -> str:
    return '"' + word.replace('"', '""') + '"*'
