"""Vectors of whole numbers held in one big integer each, a lane a class.

Adding two such integers adds all their lanes at once, in C and exactly: what the words of a request say for every
need and partner is one sum, the same on every machine. A lane is signed; the integer is the sum of each value shifted
to its lane, so that borrows between lanes cancel when the whole is read back.
"""

from __future__ import annotations

from collections.abc import Iterable
from struct import Struct

_CODES = {4: "i", 8: "q"}


class Lanes:
    """Packs and reads integers of a fixed number of lanes.

    Args:
        count: how many lanes.
        size: bytes of each, 4 or 8; values and sums stay below half the range of that many bytes.
    """

    def __init__(self, count: int, size: int) -> None:
        self.count = count
        self.bits = size * 8
        self._form = Struct(f"<{count}{_CODES[size]}")
        # Half a lane's range in each lane: added, it makes every lane positive; as bits, it turns their signs.
        self._halves = sum(1 << (lane * self.bits + self.bits - 1) for lane in range(count))

    def pack(self, values: Iterable[int]) -> int:
        """One integer of a value for each lane."""
        return (int.from_bytes(self._form.pack(*values), "little") ^ self._halves) - self._halves

    def unpack(self, packed: int) -> list[int]:
        """The value of each lane."""
        return list(self._form.unpack(((packed + self._halves) ^ self._halves).to_bytes(self._form.size, "little")))
