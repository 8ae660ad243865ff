"""Statistics: what came in, where it was suggested and went, how long it took, and what matched nothing.

Only counts, times and ids: no text of a request, whatever its label.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from iccwc_cli.register.schema import VALID
from iccwc_cli.register.store import Register

_MANY = 20
_VALID = f"WITH valid AS (SELECT * FROM referrals WHERE {VALID}) "  # noqa: S608
"""What every query may ask: the referrals that were not recorded by mistake."""

_COUNTS = {
    "by_month": "SELECT substr(created_at, 1, 7), count(*) FROM valid GROUP BY 1 ORDER BY 1",
    "by_country": "SELECT country, count(*) FROM valid GROUP BY 1 ORDER BY 2 DESC, 1",
    "by_language": "SELECT coalesce(language, ''), count(*) FROM valid GROUP BY 1 ORDER BY 2 DESC, 1",
    "by_need": "SELECT name, count(*) FROM concerns JOIN valid ON id = referral WHERE kind = 'need' "
    "GROUP BY 1 ORDER BY 2 DESC, 1",
    "by_status": "SELECT status, count(*) FROM referrals GROUP BY 1 ORDER BY 2 DESC, 1",
}
_SUGGESTED = "SELECT partner, count(*) FROM suggested JOIN valid ON id = referral GROUP BY 1 ORDER BY 2 DESC, 1"
_COMMUNICATED = "SELECT partner, count(*) FROM tasks JOIN valid ON id = referral GROUP BY 1 ORDER BY 2 DESC, 1"
_DECIDED = """
SELECT count(*), coalesce(sum(added = 0 AND dropped = 0), 0), coalesce(sum(added > 0), 0), coalesce(sum(dropped > 0), 0)
FROM (
  SELECT
    (SELECT count(DISTINCT partner) FROM tasks t WHERE t.referral = w.referral
       AND partner NOT IN (SELECT partner FROM suggested s WHERE s.referral = w.referral)) AS added,
    (SELECT count(*) FROM suggested s WHERE s.referral = w.referral
       AND partner NOT IN (SELECT partner FROM tasks t WHERE t.referral = w.referral)) AS dropped
  FROM (SELECT DISTINCT referral FROM tasks JOIN valid ON id = referral) w
)
"""
_DAYS = """
SELECT days FROM (
  SELECT cast(
    julianday(advised_on)
    - julianday(min(substr(requested_at, 1, 10), coalesce(json_extract(detail, '$.record.request.date'), '9999')))
    AS INTEGER
  ) AS days
  FROM valid JOIN events ON referral = id AND seq = 1
  WHERE advised_on IS NOT NULL AND requested_at IS NOT NULL
) WHERE days >= 0
"""
"""A request that is entered long after it was sent bears the day of that. One without a date may have been sent at any
time: an answer older than the record of its sending says nothing of the days it took."""
_NOTHING = "SELECT id FROM valid WHERE outcome = 'nothing-matched' ORDER BY id DESC"
_NOTHING_BY = "SELECT country, count(*) FROM valid WHERE outcome = 'nothing-matched' GROUP BY 1 ORDER BY 2 DESC, 1"


def tally(register: Register | None) -> dict[str, Any]:
    """The statistics, as their JSON promise says.

    `days_to_advice` are whole days from the request's date, or from the record of its sending where that is earlier or
    the request has none, to the country's being advised; `decisions` compares what the Secretariat communicated with
    what was suggested; `nothing_matched` names the newest referrals for which no partner was found: the gaps. What was
    recorded by mistake counts only in `by_status`.
    """
    received = {key: _counts(register, sql) for key, sql in _COUNTS.items()}
    total = _one(register, "SELECT count(*) FROM valid")[0]
    decided, as_suggested, added, dropped = _one(register, _DECIDED)
    missed = _one(register, "SELECT count(*) FROM valid WHERE outcome = 'nothing-matched'")[0]
    newest = _rows(register, f"{_NOTHING} LIMIT {_MANY}")
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


def _rows(register: Register | None, sql: str) -> Iterable[tuple[Any, ...]]:
    """The rows of a query; none when there is no register."""
    return register.query(_VALID + sql) if register else ()


def _one(register: Register | None, sql: str) -> tuple[int, ...]:
    """The one row of a query; zeros when there is no register."""
    return next(iter(_rows(register, sql)), (0, 0, 0, 0))


def _counts(register: Register | None, sql: str) -> list[dict[str, Any]]:
    return [{"name": name or None, "count": count} for name, count in _rows(register, sql)]


def _days(register: Register | None) -> dict[str, float | None]:
    days = [number for (number,) in _rows(register, _DAYS)]
    if not days:
        return {"count": 0, "median": None, "least": None, "most": None}
    from statistics import median

    middle = median(days)
    middle = int(middle) if middle == int(middle) else middle
    return {"count": len(days), "median": middle, "least": min(days), "most": max(days)}
