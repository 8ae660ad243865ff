"""Vectors of whole numbers held in one big integer each, a lane a class.

Adding two such integers adds all their lanes at once, in C and exactly: what the words of a request say for every
need and partner is one sum, the same on every machine. A lane is signed; the integer is the sum of each value shifted
to its lane, so that borrows between lanes cancel when the whole is read back.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable

_CODES = {array(code).itemsize: code for code in "ILQ"}


class Lanes:
    """Packs and reads integers of a fixed number of lanes.

    Args:
        count: how many lanes.
        size: bytes of each, 4 or 8; values and sums stay below half the range of that many bytes.
    """

    def __init__(self, count: int, size: int) -> None:
        self.count = count
        self.bits = size * 8
        self._code = _CODES[size]
        self._bytes = count * size
        self._half = 1 << (self.bits - 1)
        self._bias = sum(self._half << (lane * self.bits) for lane in range(count))

    def pack(self, values: Iterable[tuple[int, int]]) -> int:
        """One integer of pairs of lane and value."""
        return sum(value << (lane * self.bits) for lane, value in values)

    def unpack(self, packed: int) -> list[int]:
        """The value of each lane."""
        raw = array(self._code, (packed + self._bias).to_bytes(self._bytes, sys.byteorder))
        values = raw if sys.byteorder == "little" else reversed(raw)
        return [value - self._half for value in values]
