"""Finding a request that the register already holds.

A sketch of a text is the smallest checksums of its runs of three words (Broder's min-wise hashing, 1997): texts that
are nearly the same share most of theirs, so that candidates are found by an index, whatever the register's size.
RapidFuzz then compares the texts themselves.
"""

from __future__ import annotations

import re
import sqlite3
import zlib
from collections.abc import Mapping
from typing import Any

from iccwc_cli.register.schema import STANDS
from iccwc_cli.text import fold

_WORD = re.compile(r"\w+")
_RUN = 3
_SIZE = 6
_CANDIDATES = 40
_ALIKE = 90.0
"""Least similarity of two folded texts, 0 to 100, by edits between them."""

_EARLIER = (
    "SELECT id FROM sketches CROSS JOIN referrals ON id = referral WHERE hash = ? AND country = ? "  # noqa: S608
    f"AND id IS NOT ? AND {STANDS} ORDER BY referral LIMIT 200"
)
"""CROSS JOIN begins with the sketches: few referrals share one, and many are of a country."""

_COMPARED = 20_000
"""Characters of a text that are compared; other writers wait meanwhile, and it takes time by their square."""

_TEXT = "SELECT substr(coalesce(title, '') || ' ' || description, 1, ?) FROM referrals WHERE id = ?"
_SAME_REFERENCE = (
    "SELECT min(id) FROM referrals WHERE country = ? AND reference = ? AND reference IS NOT NULL "  # noqa: S608
    f"AND id IS NOT ? AND {STANDS}"
)


def sketch(request: Mapping[str, Any]) -> list[int]:
    """The sketch of a request's title and description."""
    words = _WORD.findall(fold(_text(request)))
    runs = {" ".join(words[i : i + _RUN]) for i in range(max(1, len(words) - _RUN + 1))}
    return sorted({zlib.crc32(run.encode()) for run in runs})[:_SIZE]


def first_alike(db: sqlite3.Connection, request: Mapping[str, Any], replaced: str | None = None) -> str | None:
    """The first that stands of the same country with the same reference, or with nearly the same text; None for none.

    The one that is replaced by this request is meant to be alike.
    """
    country = request["country"]
    if request["reference"] is not None:
        (same,) = db.execute(_SAME_REFERENCE, (country, request["reference"], replaced)).fetchone()
        if same is not None:
            return str(same)
    shared: dict[str, int] = {}
    for value in sketch(request):
        for (id_,) in db.execute(_EARLIER, (value, country, replaced)):
            shared[id_] = shared.get(id_, 0) + 1
    likely = sorted(shared, key=lambda id_: (-shared[id_], id_))[:_CANDIDATES]
    own = fold(_text(request)[:_COMPARED])
    return min((id_ for id_ in likely if _is_alike(db, id_, own)), default=None)


def _is_alike(db: sqlite3.Connection, id_: str, own: str) -> bool:
    (text,) = db.execute(_TEXT, (_COMPARED, id_)).fetchone()
    other = fold(text)
    if other == own:
        return True
    from rapidfuzz import fuzz

    return fuzz.ratio(own, other, score_cutoff=_ALIKE) >= _ALIKE


def _text(request: Mapping[str, Any]) -> str:
    return f"{request['title'] or ''} {request['description']}"
