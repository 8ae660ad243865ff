"""Finding a partner by any of its names, and services by what they do, in three languages at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from iccwc_cli.directory.model import Partner
from iccwc_cli.errors import NotFoundError
from iccwc_cli.language import FUNCTION_WORDS
from iccwc_cli.stems import stems
from iccwc_cli.text import fold, nearest

_WORD = re.compile(r"[^\W_]+")
_SLIP = 84.0
"""Least similarity, in percent, at which a query word counts as another with one slip of the pen."""
_SHORTEST_SLIP = 5
_SNIPPET = 90
_NAME, _SUMMARY, _MANDATE = 3.0, 1.5, 1.0


@dataclass(slots=True)
class Hit:
    """One place where the words of a query stand.

    Attributes:
        service: id of the service, or None for the partner's mandate.
        score: 0 to 1; 1 is every word of the query in the name of a service.
        matched: the words of the query that were found.
        found: the words of the text that they were found in.
        snippet: the text around them.
    """

    partner: str
    rank: int
    score: float
    service: str | None
    matched: list[str]
    snippet: str
    found: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """The hit as its JSON promise says."""
        return {
            "schema_version": 1,
            "partner": self.partner,
            "rank": self.rank,
            "score": self.score,
            "service": self.service,
            "matched": self.matched,
            "snippet": self.snippet,
        }


def by_name(partners: list[Partner], name: str) -> Partner:
    """The partner of that id, acronym, name or alias, in any of the three languages.

    Raises:
        NotFoundError: there is none; the nearest name is offered.
    """
    wanted = _squeeze(name)
    names = {n: p for p in partners for n in (p.id, p.acronym, *p.name.values(), *p.aliases)}
    for known, partner in names.items():
        if _squeeze(known) == wanted:
            return partner
    near = nearest(name, list(names))
    known_ids = ", ".join(p.id for p in partners)
    hint = f"did you mean '{near}' ({names[near].id})?" if near else f"known are {known_ids}"
    raise NotFoundError(f"no partner is called '{name}'", hint)


def _squeeze(name: str) -> str:
    return " ".join(_WORD.findall(fold(name)))


_GRAMMAR = frozenset().union(*FUNCTION_WORDS.values())
"""Words of a query that say nothing of what is looked for, unless nothing else is said."""


def search(partners: list[Partner], query: str, limit: int | None = None) -> list[Hit]:
    """Services and mandates that the words of the query stand in, best first.

    A word is found in any of the three languages, in any inflection, without accents, or with one slip of the pen.
    """
    every = [word for word in _WORD.findall(query) if len(word) > 1 or word.isdigit()]
    words = [word for word in every if fold(word) not in _GRAMMAR] or every
    meant = _meant(words, partners)
    leads = {(p.id, s.id) for p in partners for s in p.services if any(n.role == "lead" for n in s.needs)}
    hits = [hit for p in partners for hit in _in_partner(p, meant)]
    hits.sort(key=lambda h: (-h.score, (h.partner, h.service) not in leads, h.service is None))
    for rank, hit in enumerate(hits, 1):
        hit.rank = rank
    return hits[:limit]


def _texts(partner: Partner) -> Iterator[tuple[str | None, float, str]]:
    """Every searched text of a partner: the service it describes, its weight, the text."""
    for name in (partner.acronym, *partner.name.values(), *partner.aliases):
        yield None, _NAME, name
    for mandate in partner.mandate.values():
        yield None, _MANDATE, mandate
    for service in partner.services:
        for name in service.name.values():
            yield service.id, _NAME, name
        for summary in service.summary.values():
            yield service.id, _SUMMARY, summary
        yield service.id, _SUMMARY, " ".join(n.need.replace("-", " ") for n in service.needs)


@cache
def _keys(word: str) -> frozenset[str]:
    """What a word is compared by: itself without accents, and its stems in the three languages."""
    folded = fold(word)
    return frozenset((folded, *stems(folded)))


def _meant(words: list[str], partners: list[Partner]) -> dict[str, frozenset[str]]:
    """For each query word the keys it is found by; a word that stands nowhere takes those of the nearest."""
    known = {fold(w) for p in partners for _, _, text in _texts(p) for w in _WORD.findall(text)}
    every = frozenset().union(*(_keys(w) for w in known))
    meant: dict[str, frozenset[str]] = {}
    for word in words:
        keys = _keys(word)
        if not keys & every and len(word) >= _SHORTEST_SLIP:
            near = nearest(word, sorted(known), _SLIP)
            keys = _keys(near) if near else keys
        meant[word] = keys
    return meant


def _in_partner(partner: Partner, meant: dict[str, frozenset[str]]) -> Iterator[Hit]:
    best: dict[str | None, dict[str, float]] = {}
    shown: dict[str | None, tuple[float, str, list[str]]] = {}
    for service, weight, text in _texts(partner):
        found = [(w, t) for t in _WORD.findall(text) for w, keys in meant.items() if keys & _keys(t)]
        if not found:
            continue
        scores = best.setdefault(service, {})
        for word, _ in found:
            scores[word] = max(scores.get(word, 0.0), weight)
        value = weight * len({word for word, _ in found})
        if value > shown.get(service, (0.0, "", []))[0]:
            shown[service] = (value, text, [token for _, token in found])
    for service, scores in best.items():
        _, text, tokens = shown[service]
        score = round(sum(scores.values()) / (_NAME * len(meant)), 4)
        matched = [word for word in meant if word in scores]
        yield Hit(partner.id, 0, score, service, matched, _snippet(text, tokens[0]), tokens)


def _snippet(text: str, token: str) -> str:
    """The text around a word, cut at spaces."""
    if len(text) <= 2 * _SNIPPET:
        return text
    at = text.find(token)
    start = text.rfind(" ", 0, max(at - _SNIPPET, 0)) + 1
    end = text.find(" ", at + _SNIPPET)
    end = len(text) if end < 0 else end
    return ("… " if start else "") + text[start:end] + (" …" if end < len(text) else "")
