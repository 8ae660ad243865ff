"""Ids of referrals: they sort by time, need no coordination between machines, and can be read over the telephone.

An id is `R` and eleven symbols of Crockford's base 32 (no I, L, O or U): six for the second since 2020, four drawn at
random, one to check the rest, as in `R6XJ4T-2M9AB3`.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_EPOCH = int(datetime(2020, 1, 1, tzinfo=UTC).timestamp())
_RANDOM = 32**4
_CHECK = 31
_LENGTH = 12
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", " ": ""})

_last = (-1, -1)


def new(now: datetime) -> str:
    """An id for that moment; ids made one after the other in one process also sort so within a second."""
    global _last  # noqa: PLW0603 - what makes ids of one process rise is shared by all of it
    second = int(now.timestamp()) - _EPOCH
    draw = int.from_bytes(os.urandom(4)) % (_RANDOM // 2)
    if _last[0] == second:
        draw = _last[1] + 1
        second += draw // _RANDOM
        draw %= _RANDOM
    _last = (second, draw)
    symbols = _symbols(second, 6) + _symbols(draw, 4)
    return written(symbols + check(symbols))


def written(symbols: str) -> str:
    """The eleven symbols as they are printed."""
    return f"R{symbols[:5]}-{symbols[5:]}"


def check(symbols: str) -> str:
    """The symbol that tells a misread or swapped symbol."""
    return ALPHABET[sum(i * ALPHABET.index(s) for i, s in enumerate(symbols, 1)) % _CHECK]


def tidy(text: str) -> str:
    """An id or its beginning as it was meant: case, hyphens and the letters that Crockford reads as digits."""
    plain = text.strip().upper().translate(_MISREAD).removeprefix("R")
    return f"R{plain[:5]}-{plain[5:]}" if len(plain) > 5 else f"R{plain}"  # noqa: PLR2004 - where the hyphen stands


def is_whole(text: str) -> bool:
    """Whether a tidied text is a whole id whose check symbol fits."""
    symbols = text[1:].replace("-", "")
    return len(text) == _LENGTH + 1 and set(symbols) <= set(ALPHABET) and check(symbols[:-1]) == symbols[-1]


def _symbols(number: int, count: int) -> str:
    out = ""
    for _ in range(count):
        number, rest = divmod(number, 32)
        out = ALPHABET[rest] + out
    return out
