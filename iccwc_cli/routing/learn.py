"""Weights for words, learnt from example requests: a linear support vector machine for each need and partner.

The method is dual coordinate descent for the squared hinge loss (Hsieh and others, 2008), in whole numbers, so every
machine learns the same weights from the same examples; only a rarity is rounded from a logarithm. All classes are
learnt in one pass, a lane each.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from iccwc_cli.routing.index import RARITY_ONE
from iccwc_cli.routing.lanes import Lanes

_UNIT = 1 << 10  # how 1.0 is written in an example's vector,
_STEP = 1 << 14  # and in a step of the descent; a weight is a sum of products of both
ONE = _UNIT * _STEP
"""How a weight of 1.0 is written."""
_SHIFT = 20  # from a score, a weight times a share, to a step
_PASSES = 6
_SOFTNESS = 3
"""1 / 2C of the machine's cost C: large, so that no rare word decides. Chosen by the cross-check."""
_SEED = 20101123  # the day the consortium was founded; any fixed order will do


class Weights(NamedTuple):
    """What was learnt: for each term its rarity and its weight in each class, and a constant for each class."""

    rarity: dict[str, int]
    terms: dict[str, list[int]]
    constants: list[int]


def rarities(examples: Sequence[Counter[str]], at_least: int) -> dict[str, int]:
    """The rarity of each term that stands in enough examples, in units of `RARITY_ONE`."""
    frequency: Counter[str] = Counter()
    for example in examples:
        frequency.update(example.keys())
    total = len(examples) + 1
    return {
        term: round((math.log(total / (count + 1)) + 1) * RARITY_ONE)
        for term, count in sorted(frequency.items())
        if count >= at_least
    }


class _Vector(NamedTuple):
    """An example's terms with their shares of it, in units of `_UNIT`, and the square of its length in `_STEP`."""

    shares: list[tuple[str, int]]
    square: int


def _vector(example: Counter[str], rarity: dict[str, int], one: int) -> _Vector:
    """An example, scaled so that one whose every term counts `one` has the length 1.

    The scale is linear in the counts, so that a request's is one sum over its words.
    """
    known = [(term, count, rarity[term]) for term, count in example.items() if term in rarity]
    length = math.isqrt(one * sum(count * r * r for _, count, r in known)) or 1
    shares = [(term, count * r * _UNIT // length) for term, count, r in known]
    return _Vector(shares, sum(share * share for _, share in shares) * _STEP // (_UNIT * _UNIT))


def learn(
    examples: Sequence[Counter[str]], classes: Sequence[frozenset[int]], count: int, one: int, at_least: int = 2
) -> Weights:
    """Weights that tell the classes of the examples apart.

    Args:
        examples: the terms of each example with how much each counts.
        classes: the classes that each example belongs to.
        count: how many classes there are.
        one: what an ordinary term counts.
        at_least: in how many examples a term must stand to be learnt.
    """
    rarity = rarities(examples, at_least)
    vectors = [_vector(example, rarity, one) for example in examples]
    lanes = Lanes(count, 8)
    everywhere = range(count)
    weights: dict[str, int] = dict.fromkeys(rarity, 0)
    constant = 0
    steps = [[0] * count for _ in examples]
    softness = _SOFTNESS * _STEP  # the diagonal term of the squared hinge loss
    order = list(range(len(examples)))
    shuffle = random.Random(_SEED).shuffle  # noqa: S311 - an order, not a secret
    for _ in range(_PASSES):
        shuffle(order)
        for i in order:
            terms, square = vectors[i]
            curvature = square + _STEP + softness  # the example's squared length, the constant's, and the softness
            packed = constant * _UNIT
            for term, share in terms:
                packed += weights[term] * share
            scores = lanes.unpack(packed)
            taken = steps[i]
            own = classes[i]
            change = 0
            for c in everywhere:
                sign = 1 if c in own else -1
                before = taken[c]
                gradient = sign * (scores[c] >> _SHIFT) - _STEP + before * softness // _STEP
                if before == 0 and gradient >= 0:
                    continue
                after = max(0, before - gradient * _STEP // curvature)
                if after != before:
                    taken[c] = after
                    change += (sign * (after - before)) << (c * lanes.bits)
            if change:
                constant += change * _UNIT
                for term, share in terms:
                    weights[term] += change * share
    return Weights(rarity, {term: lanes.unpack(packed) for term, packed in weights.items()}, lanes.unpack(constant))
