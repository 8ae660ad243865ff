"""From what the words say to partners, each with the service, the need and the words that led there."""

from __future__ import annotations

import math
from typing import NamedTuple

from iccwc_cli.routing.index import OUTSIDE, Answer, Index
from iccwc_cli.routing.match import ONE, Evidence, Match


class Reason(NamedTuple):
    """Why a partner is suggested: what it does, what is asked for, and where the request says so.

    `evidence` is empty where the request names the need by its id.
    """

    service: str
    need: str
    source: str
    evidence: tuple[Evidence, ...]


class Suggestion(NamedTuple):
    """One partner that a request should go to.

    `score` estimates the share of requests like this one in which the partner leads (`role` lead) or takes part
    (`role` support), from 0 to 1. Every partner that is suggested as a support has the same.
    """

    partner: str
    role: str
    score: float
    reasons: tuple[Reason, ...]


class Candidate(NamedTuple):
    """A partner that was weighed by the words: its score, the best need that it leads on, and why they leave it out."""

    partner: str
    score: float
    need: str
    left_out: str | None


class Routing(NamedTuple):
    """What routing gives: suggestions, best first, every partner that was weighed by the words, and the named needs."""

    suggestions: tuple[Suggestion, ...]
    candidates: tuple[Candidate, ...]
    match: Match
    named: tuple[str, ...]


def route(index: Index, texts: dict[str, str | None], named: tuple[str, ...] = ()) -> Routing:
    """Suggest partners for a request.

    Args:
        index: what routing has learnt.
        texts: title, description and authority of the request.
        named: needs that the request gives by id; they decide.
    """
    match = Match(index, texts)
    weighed = _weigh(index, match)
    suggestions = _by_needs(index, named) if named else _by_words(index, match, weighed)
    return Routing(suggestions, weighed, match, named)


def _weigh(index: Index, match: Match) -> tuple[Candidate, ...]:
    """Every partner with its score, best first, and whether the words suggest that it leads."""
    settings, strengths = index.settings, match.strengths
    count, need_weight = len(index.needs), int(settings["need_weight"])
    found = []
    for p, partner in enumerate(index.partners):
        best = max(index.led_by[p], key=strengths.__getitem__)
        found.append((strengths[count + p] + need_weight * strengths[best], partner, best))
    found.sort(key=lambda c: -c[0])
    inside = _inside(index, match, *found[0])
    sure = _score(settings, found[0][0]) >= settings["sure_at"]
    bound = settings["beside_at" if sure else "next_at"]
    candidates = []
    for rank, (strength, partner, best) in enumerate(found):
        score = _score(settings, strength)
        left_out = None if inside else "outside every mandate"
        if inside and rank and score < bound:
            left_out = f"below {bound:.2f}"
        candidates.append(Candidate(partner, score, index.needs[best], left_out))
    return tuple(candidates)


def _inside(index: Index, match: Match, strength: int, partner: str, need: int) -> bool:
    """Whether the first partner speaks against "outside every mandate", and not by the name of who asks alone."""
    settings, outside = index.settings, index.place[OUTSIDE]
    asked = match.asked(index.place[partner]) + int(settings["need_weight"]) * match.asked(need)
    return (
        strength - settings["outside_weight"] * match.strengths[outside] >= settings["inside_at"] * ONE
        and asked - settings["outside_weight"] * match.asked(outside) >= settings["asked_at"] * ONE
    )


def _score(settings: dict[str, float], strength: int) -> float:
    """A score in two decimals, so that no machine's last bit shows."""
    exponent = min(-(settings["slope"] * strength / ONE + settings["offset"]), _SURELY_NOT)
    return round(1 / (1 + math.exp(exponent)), 2)


_SURELY_NOT = 700.0
"""Where a score is 0.00 whatever lies beyond; an exponential that is little larger has no number."""


def _by_words(index: Index, match: Match, weighed: tuple[Candidate, ...]) -> tuple[Suggestion, ...]:
    leading = _joint_first(index, [c for c in weighed if not c.left_out])
    suggestions = [_leading(index, match, c) for c in leading]
    if leading and leading[0].score >= index.settings["sure_at"]:
        present = {c.partner for c in leading}
        for answer in index.answers[leading[0].need]:
            if answer.role == "support" and answer.partner not in present:
                reason = _reason(index, match, leading[0].need, answer)
                suggestions.append(Suggestion(answer.partner, "support", index.settings["support_score"], (reason,)))
    return tuple(sorted(suggestions, key=lambda s: (-s.score, s.role)))


def _joint_first(index: Index, leading: list[Candidate]) -> list[Candidate]:
    """The same partners; of those with the same score, the first that a joint tool names stands first."""
    if not leading:
        return leading
    order = [a.partner for a in index.answers[leading[0].need] if a.role == "lead"]
    return sorted(leading, key=lambda c: (-c.score, order.index(c.partner) if c.partner in order else len(order)))


def _leading(index: Index, match: Match, candidate: Candidate) -> Suggestion:
    answer = _answer(index, candidate.need, candidate.partner)
    return Suggestion(candidate.partner, "lead", candidate.score, (_reason(index, match, candidate.need, answer),))


def _answer(index: Index, need: str, partner: str) -> Answer:
    return next(a for a in index.answers[need] if a.partner == partner)


def _reason(index: Index, match: Match, need: str, answer: Answer) -> Reason:
    return Reason(answer.service, need, answer.source, match.evidence(need, answer.partner))


def _by_needs(index: Index, named: tuple[str, ...]) -> tuple[Suggestion, ...]:
    """The partners that the named needs stand for: those that lead first, in the order of the needs.

    The authority has said what it asks for, so the words of the story add nobody; they are weighed and shown by
    `--explain`.
    """
    reasons: dict[tuple[str, str], list[Reason]] = {}
    for role in ("lead", "support"):
        for need in named:
            for answer in index.answers.get(need, ()):  # a stored request may name one that the data lost
                if answer.role == role and (role == "lead" or ("lead", answer.partner) not in reasons):
                    reason = Reason(answer.service, need, answer.source, ())
                    reasons.setdefault((role, answer.partner), []).append(reason)
    return tuple(
        Suggestion(
            partner, role, round((_NAMED_LEAD if role == "lead" else _NAMED_SUPPORT) - rank / 100, 2), tuple(found)
        )
        for rank, ((role, partner), found) in enumerate(reasons.items())
    )


_NAMED_LEAD, _NAMED_SUPPORT = 1.0, 0.6
"""Scores of partners whose need is named: the first leads for sure, each further a little less."""
