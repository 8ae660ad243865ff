"""What the words of a request say: one strength for each need and partner, and the words that said it."""

from __future__ import annotations

import math
from itertools import islice, pairwise
from typing import NamedTuple

from iccwc_cli.routing import words
from iccwc_cli.routing.index import FINE, Index

ONE = 1 << 10
"""How a strength of 1.0 is written."""
_EVIDENCE = 4


class Evidence(NamedTuple):
    """The very words of a request that spoke for a suggestion: `field[start:end] == text`."""

    field: str
    start: int
    end: int
    text: str


class Match:
    """A request held against the index.

    Args:
        index: the weights.
        texts: the request's title, description and authority by field name; a title may be missing.
    """

    def __init__(self, index: Index, texts: dict[str, str | None]) -> None:
        self.index = index
        self._parts = words.parts(texts)
        packed, pairs = index.terms.packed, index.terms.pairs
        total = 0
        for part in self._parts:
            content = [part.mark + stem for stem in part.stems if stem] if part.mark else [*filter(None, part.stems)]
            said = sum(map(packed.__getitem__, content))
            said += sum(map(pairs.__getitem__, pairwise(content)))
            total += said * part.weight
        sums = index.lanes.unpack(total)
        length = math.isqrt(sums.pop() * words.STORY >> 6) or 1
        self.strengths = [(s << FINE) // length + c for s, c in zip(sums, index.constants, strict=True)]

    def evidence(self, lanes: list[int], most: int = _EVIDENCE, against: bool = False) -> tuple[Evidence, ...]:
        """The words that said most for these classes together, or against them, in the order of the request."""
        taken: list[tuple[int, int, int]] = []
        for _, part, first, last in sorted(self._said(lanes, -1 if against else 1), reverse=True):
            if all(part != p or first < t or f < last for p, f, t in taken):
                taken.append((part, first, last))
                if len(taken) == most:
                    break
        return tuple(self._place(-part, -first, -last) for part, first, last in sorted(taken, reverse=True))

    def _place(self, number: int, first: int, last: int) -> Evidence:
        """The words from the first to the last of a part, as they stand in their field."""
        part = self._parts[number]
        places = list(islice(words.WORD.finditer(part.text), last + 1))
        start, end = places[first].start(), places[last].end()
        return Evidence(part.field, part.start + start, part.start + end, part.text[start:end])

    def _said(self, lanes: list[int], sign: int) -> list[tuple[int, int, int, int]]:
        """Each word and pair of words that speaks for the classes, or against: how much, and where.

        Places are part, first and last word, written negative so that of two that say the same the earlier is first.
        """
        rows, pairs = self.index.terms.rows, self.index.terms.pairs
        lane, other = lanes[0], lanes[-1]
        found = []
        for number, part in enumerate(self._parts):
            mark, weight = part.mark, part.weight * sign
            previous, at, before = "", 0, 0
            for i, stem in enumerate(part.stems):
                if not stem:
                    continue
                if mark:
                    stem = mark + stem  # noqa: PLW2901 - the authority's words are known by their mark
                row = rows[stem]
                said = (row[lane] + row[other]) * weight
                if said > 0:
                    found.append((said, -number, -i, -i))
                if previous and pairs[previous, stem]:
                    row = rows[f"{previous} {stem}"]
                    both = (row[lane] + row[other]) * weight
                    if both > 0:
                        found.append((both + max(said, 0) + max(before, 0), -number, -at, -i))
                previous, at, before = stem, i, said
        return found
