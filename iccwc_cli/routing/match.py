"""What the words of a request say: one strength for each need and partner, and the words that said it.

The strength of a class, over the terms of the request, is

    sum(w * r * a) / sqrt(S * sum(w * r * r)) + b

where w is how much a term counts by where it stands (S in the story), r is its rarity, a what was learnt of it for the
class, and b what was learnt for the class whatever the words. The products r * a and r * r stand in the index, for all
classes in one integer, so that both sums are one. All numbers are whole: 1.0 is `RARITY_ONE` in a rarity and `ONE` in a
strength, and weights in the index lack their last `FINE` bits.
"""

from __future__ import annotations

import math
from array import array
from functools import cached_property
from itertools import islice, pairwise
from operator import add, attrgetter, itemgetter, mul
from typing import NamedTuple

from iccwc_cli.routing import words
from iccwc_cli.routing.index import FINE, RARITY_ONE, Index

ONE = 1 << 10
"""How a strength of 1.0 is written."""
_EVIDENCE, _OF_NAME = 4, 1
"""At most so many words of the text are shown, and of the authority's name, which says who asks and not for what."""
_WORTH_SHOWING = 3
"""A word is shown when it said at least one part in so many of what the strongest said."""


_Known = tuple[words.Term, int, "list[array[int]]"]
"""A term, how much it counts, and the rows of what was learnt of it, class by class."""
_Said = tuple[int, int, words.Term]
"""What a term says for a need and a partner together, how much it counts, and the term."""


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

    Attributes:
        strengths: what all words say, need by need, then partner by partner, then for "outside every mandate".
    """

    def __init__(self, index: Index, texts: dict[str, str | None]) -> None:
        self.index = index
        self._tokens = {field: words.Tokens(texts.get(field) or "") for field in words.FIELDS}
        self._parts = sorted(words.parts(self._tokens, index.stems), key=attrgetter("weight"), reverse=True)
        self._in_text = _weights([part for part in self._parts if part.field != "authority"])
        self._in_name = _weights([part for part in self._parts if part.field == "authority"])
        self._asked = _sums(index, self._in_text)
        *sums, squares = map(add, self._asked, _sums(index, self._in_name))
        length, self._asked_length = _length(squares), _length(self._asked[-1])
        self.strengths = [(s << FINE) // length + c for s, c in zip(sums, index.constants, strict=True)]

    def asked(self, lane: int) -> int:
        """What the words say for a need or a partner without the name of who asks."""
        return (self._asked[lane] << FINE) // self._asked_length + self.index.constants[lane]

    def evidence(self, name: str, partner: str | None = None, against: bool = False) -> tuple[Evidence, ...]:
        """The words that said most for a need or a partner, or against, in the order of the request.

        With a partner, they are those that speak for the need and said most for both together: what speaks for the
        partner alone is no reason that it answers this need.
        """
        lanes = self.index.place[name], self.index.place[partner or name]
        sign = -1 if against else 1
        in_text, in_name = self._said(self._known_text, lanes, sign), self._said(self._known_name, lanes, sign)
        # What speaks against is held against what speaks for as well: beside strong words, faint ones say nothing.
        beside = in_text[:1] or in_name[:1]
        if against:
            beside += [*self._said(self._known_text, lanes, 1)[:1], *self._said(self._known_name, lanes, 1)[:1]]
        strongest = max((value for value, *_ in beside), default=0)
        taken = [*self._places(in_text, strongest, _EVIDENCE), *self._places(in_name, strongest, _OF_NAME)]
        return tuple(map(self._written, sorted(taken, key=_Place.order)))

    def _places(self, said: list[_Said], strongest: int, most: int) -> list[_Place]:
        """Where the words stand that are worth showing beside the strongest, at most so many, none twice."""
        taken: list[_Place] = []
        for value, weight, term in said:
            if len(taken) == most or value * _WORTH_SHOWING < strongest:
                break
            place = self._place(term, weight)
            if not any(place.overlaps(other) for other in taken):
                taken.append(place)
        return taken

    def _said(self, known: list[_Known], lanes: tuple[int, int], sign: int) -> list[_Said]:
        """What each term says for two classes together, where it speaks for the first; with the sign -1 against.

        What says most stands first.
        """
        need_weight = int(self.index.settings["need_weight"])
        first, second = map(itemgetter, lanes)
        said = [
            (value, weight, term)
            for term, weight, rows in known
            if (spoke := sum(map(first, rows)) * sign) > 0
            and (value := (spoke * need_weight + sum(map(second, rows)) * sign) * weight) > 0
        ]
        said.sort(key=itemgetter(0), reverse=True)
        return said

    @cached_property
    def _known_text(self) -> list[_Known]:
        return self._known(self._in_text)

    @cached_property
    def _known_name(self) -> list[_Known]:
        return self._known(self._in_name)

    def _known(self, weights: dict[words.Term, int]) -> list[_Known]:
        """The words and pairs of words of which something was learnt."""
        together = self.index.terms.together
        return [(term, weight, rows) for term, weight in weights.items() if (rows := together(term))]

    def _place(self, term: words.Term, weight: int) -> _Place:
        """Where a term counts so much; of two such places the first."""
        for part in self._parts:
            if part.weight == weight and (found := part.find(term)):
                return _Place(part.field, part.first + found[0], part.first + found[1])
        raise AssertionError(term)

    def _written(self, place: _Place) -> Evidence:
        """The words of a place as they stand in their field."""
        tokens = self._tokens[place.field]
        start, end = tokens.span(place.first, place.last)
        return Evidence(place.field, start, end, tokens.text[start:end])


class _Place(NamedTuple):
    """From the first to the last token of a field."""

    field: str
    first: int
    last: int

    def order(self) -> tuple[int, int]:
        """Sorts places as they are read."""
        return words.FIELDS.index(self.field), self.first

    def overlaps(self, other: _Place) -> bool:
        """Whether they share a token."""
        return self.field == other.field and self.first <= other.last and other.first <= self.last


def _weights(parts: list[words.Part]) -> dict[words.Term, int]:
    """How much each word and each pair of neighbours counts: once, where it counts most.

    Args:
        parts: those that count most first.
    """
    found: dict[words.Term, int] = {}
    for part in reversed(parts):
        content = [*filter(None, part.stems)]
        found |= dict.fromkeys(content, part.weight) | dict.fromkeys(pairwise(content), part.weight)
    return found


def _length(squares: int) -> int:
    """What sums are divided by, so that short and long requests compare."""
    return math.isqrt(squares * words.STORY // RARITY_ONE) or 1


def _sums(index: Index, weights: dict[words.Term, int]) -> list[int]:
    """What all terms say together, lane by lane."""
    packed = map(mul, map(index.terms.packed.__getitem__, weights), weights.values())
    sums = [0] * index.lanes.count
    for _ in range(0, len(weights), words.LONGEST):  # that many terms fill their lanes as far as may be
        sums = list(map(add, sums, index.lanes.unpack(sum(islice(packed, words.LONGEST)))))
    return sums
