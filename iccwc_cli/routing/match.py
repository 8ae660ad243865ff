"""What the words of a request say: one strength for each need and partner, and the words that said it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from iccwc_cli.routing import words
from iccwc_cli.routing.index import FINE, Index

ONE = 1 << 10
"""How a strength of 1.0 is written."""
_FIELDS = (("title", words.TITLE, ""), ("description", None, ""), ("authority", words.AUTHORITY, words.AUTHORITY_MARK))
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
        self._clauses = [
            (field, mark, clause)
            for field, whole, mark in _FIELDS
            if (text := texts.get(field))
            for clause in words.clauses(text, whole)
        ]
        terms = index.terms
        total = 0
        for _, mark, clause in self._clauses:
            part = 0
            for name in words.terms(clause.stems, mark):
                term = terms[name]
                if term is not None:
                    part += term.packed
            total += part * clause.weight
        sums = index.lanes.unpack(total)
        length = math.isqrt(sums.pop() * words.STORY >> 6) or 1
        self.strengths = [(s << FINE) // length + c for s, c in zip(sums, index.constants, strict=True)]

    def evidence(self, lanes: list[int], most: int = _EVIDENCE, against: bool = False) -> list[Evidence]:
        """The words that said most for these classes together, or against them, in the order of the request."""
        found = sorted(self._spans(lanes, -1 if against else 1), key=lambda s: (-s[0], s[1], s[2]))
        taken: list[tuple[str, int, int, str]] = []
        for _, field, start, end, text in found:
            if all(f != field or end <= s or e <= start for f, s, e, _ in taken):
                taken.append((field, start, end, text))
                if len(taken) == most:
                    break
        order = [field for field, _, _ in _FIELDS]
        return [Evidence(*span) for span in sorted(taken, key=lambda s: (order.index(s[0]), s[1]))]

    def _spans(self, lanes: list[int], sign: int) -> Iterator[tuple[int, str, int, int, str]]:
        """Each word and pair of words that speaks for the classes (or against): how much, where, as written."""
        terms = self.index.terms
        for field, mark, clause in self._clauses:
            previous, from_, alone = "", 0, 0
            for stem, place in zip(clause.stems, words.WORD.finditer(clause.text), strict=True):
                if not stem or stem == words.ASIDE_MARK:
                    continue
                start, end = place.span()
                single = terms[mark + stem]
                said = sign * sum(single.row[lane] for lane in lanes) if single else 0
                if said > 0:
                    yield said * clause.weight, field, *_place(clause, start, end)
                pair = terms[f"{mark}{previous} {stem}"] if previous else None
                if pair and (both := sign * sum(pair.row[lane] for lane in lanes)) > 0:
                    yield (both + max(said, 0) + max(alone, 0)) * clause.weight, field, *_place(clause, from_, end)
                previous, from_, alone = stem, start, said


def _place(clause: words.Clause, start: int, end: int) -> tuple[int, int, str]:
    return clause.start + start, clause.start + end, clause.text[start:end]
