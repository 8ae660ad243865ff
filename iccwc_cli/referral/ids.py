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
_STEP = 512
"""How far the next id of a second may lie from the last: another office that counts on from a number nearby then meets
it as seldom as by two draws. A register that takes 2,000 in a second stays within it."""
_CHECK = 31
PRINTED = 13
"""The characters of an id as it is printed, hyphen included."""
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", " ": ""})

_NEAR = 5
"""Seconds by which an earlier id may be ahead and still be followed by the next one."""


def new(now: datetime, after: str | None = None) -> str:
    """An id for that moment.

    Args:
        now: the time, in UTC.
        after: the highest id so far below `horizon(now)`, if any; the new one is higher, so that ids rise also within
            a second, and is no other's, since none lies between the two.
    """
    first, drawn = _first_of(now), int.from_bytes(os.urandom(4))
    earlier = number(after) if after else 0
    chosen = first + drawn % (_RANDOM // 2) if earlier < first else earlier + 1 + drawn % _STEP
    symbols = _symbols(chosen, 10)
    return written(symbols + check(symbols))


def horizon(now: datetime) -> str:
    """Where the ids begin that are too far ahead to be followed: of a clock that was wrong, or of another office."""
    return written(_symbols(_first_of(now) + _NEAR * _RANDOM, 10) + ALPHABET[0])


def _first_of(now: datetime) -> int:
    """The lowest number of an id of that second."""
    return (int(now.timestamp()) - _EPOCH) * _RANDOM


def written(symbols: str) -> str:
    """The eleven symbols as they are printed."""
    return f"R{symbols[:5]}-{symbols[5:]}"


def check(symbols: str) -> str:
    """The symbol that tells a misread or swapped symbol, but for `0` and `Z`, which are the same modulo 31."""
    return ALPHABET[sum(i * ALPHABET.index(s) for i, s in enumerate(symbols, 1)) % _CHECK]


def tidy(text: str) -> str:
    """An id or its beginning as it was meant: case, hyphens and the letters that Crockford reads as digits."""
    plain = text.strip().upper().translate(_MISREAD).removeprefix("R")
    return f"R{plain[:5]}-{plain[5:]}" if len(plain) > 5 else f"R{plain}"  # noqa: PLR2004 - where the hyphen stands


def is_whole(text: str) -> bool:
    """Whether a text is an id as it is printed, and its check symbol fits."""
    symbols = text[1:].replace("-", "")
    printed = len(text) == PRINTED and tidy(text) == text
    return printed and set(symbols) <= set(ALPHABET) and check(symbols[:-1]) == symbols[-1]


def number(id_: str) -> int:
    """The ten symbols of an id without the one that checks them, as a number: it rises as ids do."""
    value = 0
    for symbol in id_[1:].replace("-", "")[:-1]:
        value = value * 32 + ALPHABET.index(symbol)
    return value


def _symbols(number: int, count: int) -> str:
    out = ""
    for _ in range(count):
        number, rest = divmod(number, 32)
        out = ALPHABET[rest] + out
    return out
