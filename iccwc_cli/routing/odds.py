"""What each word says of a class by itself, whatever stands beside it: how much likelier its requests are to hold it.

The support vector machine of `learn` shares out what words say together, and leaves little to a word that always comes
with stronger ones. Multinomial naive Bayes takes each word alone. The two err on different requests, and both are sums
over words, so their weights are added. Only words that speak for a class are counted: what speaks against it is learnt
by the machine, and most words would say a little against most classes.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import cache

from iccwc_cli.routing.learn import ONE

_SHARE = ONE // 10
"""How much a logarithm of 1.0 adds to a weight. Chosen by the cross-check."""
_TENTHS = 10
"""Requests are counted in tenths, and each term stands in one tenth more than it does, so that none is impossible."""


def odds(
    examples: Iterable[Collection[str]], classes: Sequence[frozenset[int]], count: int, terms: Collection[str]
) -> dict[str, list[int]]:
    """What is added to each term's weight in each class: a share of the logarithm of its odds there, 0 where negative.

    Args:
        examples: the terms of each example.
        classes: the classes that each example belongs to.
        count: how many classes there are.
        terms: those that are wanted.
    """
    everywhere: Counter[str] = Counter()
    within: list[Counter[str]] = [Counter() for _ in range(count)]
    for example, own in zip(examples, classes, strict=True):
        held = [term for term in example if term in terms]
        everywhere.update(held)
        for c in own:
            within[c].update(held)
    total, size = everywhere.total(), len(terms)
    told = {term: [0] * count for term in terms}
    for c, here in enumerate(within):
        inside = here.total()
        even = _log(_TENTHS * (total - inside) + size) - _log(_TENTHS * inside + size)
        for term, n in here.items():
            more = _log(_TENTHS * n + 1) - _log(_TENTHS * (everywhere[term] - n) + 1) + even
            told[term][c] = max(0, more)
    return told


@cache
def _log(number: int) -> int:
    return round(math.log(number) * _SHARE)
