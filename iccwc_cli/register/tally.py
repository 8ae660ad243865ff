"""Statistics: what came in, where it was suggested and went, how long it took, and what matched nothing.

Only counts, times and ids: no text of a request, whatever its label.
"""

from __future__ import annotations

from typing import Any

from iccwc_cli.register.store import Register

_MANY = 20
_COUNTS = {
    "by_month": "SELECT substr(created_at, 1, 7), count(*) FROM referrals GROUP BY 1 ORDER BY 1",
    "by_country": "SELECT country, count(*) FROM referrals GROUP BY 1 ORDER BY 2 DESC, 1",
    "by_language": "SELECT coalesce(language, ''), count(*) FROM referrals GROUP BY 1 ORDER BY 2 DESC, 1",
    "by_need": "SELECT name, count(*) FROM concerns WHERE kind = 'need' GROUP BY 1 ORDER BY 2 DESC, 1",
    "by_status": "SELECT status, count(*) FROM referrals GROUP BY 1 ORDER BY 2 DESC, 1",
}
_SUGGESTED = "SELECT partner, count(*) FROM suggested GROUP BY 1 ORDER BY 2 DESC, 1"
_COMMUNICATED = "SELECT partner, count(*) FROM tasks GROUP BY 1 ORDER BY 2 DESC, 1"
_DECIDED = """
SELECT count(*), coalesce(sum(added = 0 AND dropped = 0), 0), coalesce(sum(added > 0), 0), coalesce(sum(dropped > 0), 0)
FROM (
  SELECT
    (SELECT count(DISTINCT partner) FROM tasks t WHERE t.referral = w.referral
       AND partner NOT IN (SELECT partner FROM suggested s WHERE s.referral = w.referral)) AS added,
    (SELECT count(*) FROM suggested s WHERE s.referral = w.referral
       AND partner NOT IN (SELECT partner FROM tasks t WHERE t.referral = w.referral)) AS dropped
  FROM (SELECT DISTINCT referral FROM tasks) w
)
"""
_DAYS = """
SELECT cast(julianday(advised_on) - julianday(substr(requested_at, 1, 10)) AS INTEGER) AS days FROM referrals
WHERE advised_on IS NOT NULL AND requested_at IS NOT NULL
"""
_NOTHING = "SELECT id FROM referrals WHERE outcome = 'nothing-matched' ORDER BY id DESC"
_NOTHING_BY = "SELECT country, count(*) FROM referrals WHERE outcome = 'nothing-matched' GROUP BY 1 ORDER BY 2 DESC, 1"


def tally(register: Register | None) -> dict[str, Any]:
    """The statistics, as their JSON promise says.

    `days_to_advice` are whole days from the request's sending to the country's being advised; `decisions` compares
    what the Secretariat communicated with what was suggested; `nothing_matched` names the newest referrals for which
    no partner was found: the gaps.
    """
    received = {key: _counts(register, sql) for key, sql in _COUNTS.items()}
    total = _one(register, "SELECT count(*) FROM referrals")[0]
    decided, as_suggested, added, dropped = _one(register, _DECIDED)
    missed = _one(register, "SELECT count(*) FROM referrals WHERE outcome = 'nothing-matched'")[0]
    newest = register.query(f"{_NOTHING} LIMIT {_MANY}") if register else ()
    return {
        "schema_version": 1,
        "received": {"total": total, **received},
        "suggested": _counts(register, _SUGGESTED),
        "communicated": _counts(register, _COMMUNICATED),
        "decisions": {
            "communicated": decided,
            "as_suggested": as_suggested,
            "partner_added": added,
            "partner_left_out": dropped,
        },
        "days_to_advice": _days(register),
        "nothing_matched": {
            "total": missed,
            "by_country": _counts(register, _NOTHING_BY),
            "newest": [id_ for (id_,) in newest],
        },
    }


def _one(register: Register | None, sql: str) -> tuple[int, ...]:
    """The one row of a query; zeros when there is no register."""
    return next(register.query(sql)) if register else (0, 0, 0, 0)


def _counts(register: Register | None, sql: str) -> list[dict[str, Any]]:
    rows = register.query(sql) if register else ()
    return [{"name": name or None, "count": count} for name, count in rows]


def _days(register: Register | None) -> dict[str, int | None]:
    count, least, most = _one(register, f"SELECT count(*), min(days), max(days) FROM ({_DAYS})")[:3]  # noqa: S608
    median = None
    if register and count:
        (median,) = next(register.query(f"{_DAYS} ORDER BY days LIMIT 1 OFFSET ?", ((count - 1) // 2,)))
    return {"count": count, "median": median, "least": least if count else None, "most": most if count else None}
