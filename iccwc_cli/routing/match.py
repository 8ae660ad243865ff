"""What the words of a request say: one strength for each need and partner, and the words that said it."""

from __future__ import annotations

import math
from array import array
from functools import cached_property
from itertools import pairwise
from operator import add, itemgetter
from typing import NamedTuple

from iccwc_cli.routing import words
from iccwc_cli.routing.index import FINE, Index

ONE = 1 << 10
"""How a strength of 1.0 is written."""
_EVIDENCE = 4
_WORTH_SHOWING = 3
"""A word is shown when it said at least one part in so many of what the strongest said."""


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
        self._texts = texts
        self._parts = words.parts(texts)
        # A term counts once, where it counts most; of two such places the first.
        self._by_weight = sorted(enumerate(self._parts), key=_weight, reverse=True)
        self._found: dict[str, list[tuple[int, int]]] = {}
        packed, pairs = index.terms.packed.__getitem__, index.terms.pairs.__getitem__
        total = tokens = 0
        sums: list[int] = []
        known: set[str] = set()
        known_pairs: set[tuple[str, str]] = set()
        for _, part in self._by_weight:
            content = [*filter(None, part.stems)]
            new, new_pairs = {*content} - known, {*pairwise(content)} - known_pairs
            known |= new
            known_pairs |= new_pairs
            total += (sum(map(packed, new)) + sum(map(pairs, new_pairs))) * part.weight
            tokens += len(new)
            if tokens > words.LONGEST:  # a text of this length has filled its lanes as far as may be
                sums = _added(sums, index.lanes.unpack(total))
                total = tokens = 0
        sums = _added(sums, index.lanes.unpack(total))
        length = math.isqrt(sums.pop() * words.STORY >> 6) or 1
        self.strengths = [(s << FINE) // length + c for s, c in zip(sums, index.constants, strict=True)]

    def evidence(self, name: str, partner: str | None = None, against: bool = False) -> tuple[Evidence, ...]:
        """The words that said most for a need or a partner, or against, in the order of the request.

        With a partner, they are those that speak for the need and said most for both together: what speaks for the
        partner alone is no reason that it answers this need.
        """
        lane, other = self.index.place[name], self.index.place[partner or name]
        need_weight, sign = int(self.index.settings["need_weight"]), -1 if against else 1
        said = [
            (value, at)
            for row, weight, at in self._terms
            if row[lane] * sign > 0 and (value := (row[lane] * need_weight + row[other]) * weight * sign) > 0
        ]
        said.sort(key=itemgetter(0), reverse=True)
        taken: list[tuple[int, int, int]] = []
        for value, (part, first, last) in said:
            if len(taken) == _EVIDENCE or value * _WORTH_SHOWING < said[0][0]:
                break
            if all(part != p or last < f or t < first for p, f, t in taken):
                taken.append((part, first, last))
        return tuple(self._written(*place) for place in sorted(taken))

    @cached_property
    def _terms(self) -> list[tuple[array[int], int, tuple[int, int, int]]]:
        """Every word and every learnt pair of words: what it says, how much it counts, and where it stands.

        A place is part, first and last token. A pair says also what its words say.
        """
        rows, pairs = self.index.terms.rows, self.index.terms.pairs
        found = []
        known: set[str | tuple[str, str]] = set()
        for number, part in self._by_weight:
            weight = part.weight
            previous, at = "", 0
            for i, stem in enumerate(part.stems):
                if stem:
                    if stem not in known:
                        found.append((rows[stem], weight, (number, i, i)))
                        known.add(stem)
                    pair = previous, stem
                    if previous and pair not in known and pairs[pair]:
                        found.append((self.index.terms.whole(previous, stem), weight, (number, at, i)))
                        known.add(pair)
                    previous, at = stem, i
        return found

    def _written(self, number: int, first: int, last: int) -> Evidence:
        """The words from the first to the last of a part, as they stand in their field."""
        part = self._parts[number]
        spans = self._spans(part.field)
        start, end = spans[part.first + first][0], spans[part.first + last][1]
        return Evidence(part.field, start, end, (self._texts[part.field] or "")[start:end])

    def _spans(self, field: str) -> list[tuple[int, int]]:
        """Where each token of a field starts and ends."""
        if field not in self._found:
            self._found[field] = [token.span() for token in words.TOKEN.finditer(self._texts[field] or "")]
        return self._found[field]


def _weight(numbered: tuple[int, words.Part]) -> int:
    return numbered[1].weight


def _added(sums: list[int], more: list[int]) -> list[int]:
    return list(map(add, sums, more)) if sums else more
