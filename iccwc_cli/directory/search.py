"""Finding a partner by any of its names, and services by what they do, in three languages at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple, Protocol

from iccwc_cli.directory.model import Partner
from iccwc_cli.errors import NotFoundError
from iccwc_cli.language import FUNCTION_WORDS
from iccwc_cli.stems import stemmer, stems
from iccwc_cli.text import LANGUAGES, Texts, fold, nearest, one_slip_from, squeeze, words_of

_SHORTEST_SLIP = 4
_ENDINGS = (("", "s"), ("y", "ies"), ("al", "aux"), ("teur", "trice"))
"""Endings of one word that its stems may keep apart, in pairs."""
_SNIPPET = 90
_NAME, _SUMMARY, _MANDATE = 3.0, 1.5, 1.0


class Words(Protocol):
    """What a need is called, in each language."""

    @property
    def label(self) -> Texts:
        """What is shown."""

    @property
    def alt(self) -> Mapping[str, list[str]]:
        """Other terms for the same."""

    @property
    def hidden(self) -> Mapping[str, list[str]]:
        """What people write who mean it."""


@dataclass(slots=True)
class Hit:
    """One place where the words of a query stand.

    Attributes:
        service: id of the service, or None for the partner's mandate.
        score: 0 to 1; 1 is every word of the query in the name of a service.
        matched: the words of the query that were found.
        found: the words of the text that they were found in.
        snippet: the text around them, or the same text in the reader's language.
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
    wanted = squeeze(name)
    names = {n: p for p in partners for n in (p.id, *p.acronyms.values(), *p.name.values(), *p.aliases)}
    for known, partner in names.items():
        if squeeze(known) == wanted:
            return partner
    near = nearest(name, list(names))
    known_ids = ", ".join(p.id for p in partners)
    called = f"'{near}'" if near is None or near == names[near].id else f"'{near}' ({names[near].id})"
    hint = f"did you mean {called}?" if near else f"known are {known_ids}"
    raise NotFoundError(f"no partner is called '{name}'", hint)


_GRAMMAR = frozenset().union(*FUNCTION_WORDS.values())
"""Words of a query that say nothing of what is looked for, unless nothing else is said."""


class _Text(NamedTuple):
    """One searched text, in all its languages.

    Attributes:
        service: id of the service that it describes, or None.
        versions: the text by its language; by None where it may be in any.
        shown: the same in the reader's language; for words that point to a need, what the need is called.
    """

    service: str | None
    weight: float
    versions: Mapping[str | None, str]
    shown: str


class _Meant(NamedTuple):
    """What a query word is found by: its own keys, and those of its synonyms."""

    keys: frozenset[str]
    alike: frozenset[str]


def search(
    partners: list[Partner],
    needs: Mapping[str, Words],
    synonyms: Iterable[Mapping[str, list[str]]],
    query: str,
    language: str,
    limit: int | None = None,
) -> list[Hit]:
    """Services and mandates that the words of the query stand in, best first.

    A word is found in any of the three languages, in any inflection, without accents, or with one slip of the pen; and
    so are its synonyms, since what one language calls by one word another calls by two.

    Args:
        partners: whose services are searched.
        needs: what each need is called; its words find the services that answer it.
        synonyms: words of one meaning, by language.
        query: the words.
        language: in which a hit is shown, whichever it was found in.
        limit: at most so many hits.
    """
    every = [word for word in words_of(query) if len(word) > 1 or word.isdigit()]
    words = [word for word in every if fold(word) not in _GRAMMAR] or every
    texts = {p.id: list(_texts(p, needs, language)) for p in partners}
    known = _Known([text for those in texts.values() for text in those], synonyms)
    meant = {word: known.meant(word) for word in words}
    leads = {(p.id, s.id) for p in partners for s in p.services if any(n.role == "lead" for n in s.needs)}
    hits = [hit for partner, those in texts.items() for hit in _in_texts(partner, those, meant)]
    hits.sort(key=lambda h: (-h.score, (h.partner, h.service) not in leads, h.service is None))
    for rank, hit in enumerate(hits, 1):
        hit.rank = rank
    return hits[:limit]


def _texts(partner: Partner, needs: Mapping[str, Words], language: str) -> Iterator[_Text]:
    # The reader's language first: what is marked in a snippet is best found there.
    order = sorted(LANGUAGES, key=lambda own: own != language)

    def told(service: str | None, weight: float, texts: Texts) -> _Text:
        return _Text(service, weight, {own: texts[own] for own in order}, texts[language])

    for name in (*partner.acronyms.values(), *partner.aliases):
        yield _Text(None, _NAME, {None: name}, name)
    yield told(None, _NAME, partner.name)
    yield told(None, _MANDATE, partner.mandate)
    for service in partner.services:
        yield told(service.id, _NAME, service.name)
        yield told(service.id, _SUMMARY, service.summary)
        for known in (needs[n.need] for n in service.needs if n.need in needs):
            shown = known.label[language]
            yield _Text(
                service.id,
                _SUMMARY,
                {own: " ".join((known.label[own], *known.alt.get(own, ()))) for own in order},
                shown,
            )
            yield _Text(service.id, _MANDATE, {own: " ".join(known.hidden.get(own, ())) for own in order}, shown)


@cache
def _keys(word: str, language: str | None = None) -> frozenset[str]:
    """What a word is compared by: itself without accents, and its stem in its language, or in each of the three.

    A stem stands beside its language: that of an English word says nothing of a French one.
    """
    folded = fold(word)
    stemmed = zip(LANGUAGES, stems(folded), strict=True)
    return frozenset((folded, *(f"{own} {stem}" for own, stem in stemmed if language in (None, own))))


def _kin(folded: str) -> set[str]:
    """The word and what it is with the other ending of a pair, or of up to three: formatrices, formateurs."""
    kin = {folded}
    for _ in range(3):
        kin |= {
            form.removesuffix(ending) + instead
            for form in kin
            for pair in _ENDINGS
            for ending, instead in (pair, pair[::-1])
            if form.endswith(ending)
        }
    return kin


class _Known:
    """What stands in the texts: words, their singulars and their stems, each with what it is compared by."""

    def __init__(self, texts: list[_Text], synonyms: Iterable[Mapping[str, list[str]]]) -> None:
        self.alike: dict[str, frozenset[str]] = {}
        for entry in synonyms:
            pairs = ((own, word) for own, words in entry.items() for word in words)
            every = frozenset(f"{own} {stemmer(own).stemWord(fold(word))}" for own, word in pairs)
            self.alike.update(dict.fromkeys(every, every))
        self.words: dict[str, set[str]] = {}
        self.forms: dict[str, set[str]] = {}
        self.often: Counter[str] = Counter()
        for language, written in (version for text in texts for version in text.versions.items()):
            for word in words_of(written):
                keys = _keys(word, language)
                self.words.setdefault(fold(word), set()).update(keys)
                stemmed = {key.rpartition(" ")[2] for key in keys}  # without the language
                for form in {*stemmed, fold(word).removesuffix("s")}:  # the texts hold many a word in the plural alone
                    self.often[form] += 1
                    self.forms.setdefault(form, set()).update(keys)

    def meant(self, word: str) -> _Meant:
        """The keys that a query word and its synonyms are found by."""
        keys = self._meant(word)
        return _Meant(keys, keys.union(*(self.alike[key] for key in keys if key in self.alike)))

    def _meant(self, word: str) -> frozenset[str]:
        """The keys that a query word is found by.

        A word that stands in the texts as it was typed, or in its plural or singular, is one of the languages that it
        stands in: `permit` is English, and does not find what the Spanish `permitir` does. Another has synonyms that
        may stand in them, is an inflection of one that does, or slipped from one.
        """
        folded, own = fold(word), _keys(word)
        if kin := _kin(folded) & self.words.keys():
            return frozenset().union(*(self.words[form] for form in kin))
        if not own.isdisjoint(self.alike):
            return own
        near = []
        if len(word) >= _SHORTEST_SLIP - 1:  # of which a letter may be missing
            near = one_slip_from(word, sorted(form for form in self.forms if len(form) >= _SHORTEST_SLIP))
        inflected = any(own & keys for keys in self.words.values())
        if not near or (inflected and any(own & self.forms[form] for form in near)):
            return own
        likeliest = max(near, key=self.often.__getitem__)
        return frozenset(self.words.get(likeliest) or self.forms[likeliest])


def _in_texts(partner: str, texts: list[_Text], meant: dict[str, _Meant]) -> Iterator[Hit]:
    best: dict[str | None, dict[str, float]] = {}
    shown: dict[str | None, tuple[float, _Text, list[str]]] = {}
    for text in texts:
        words = [(own, token, _keys(token, own)) for own, said in text.versions.items() for token in words_of(said)]
        found = [(word, token) for word, what in meant.items() for token in _tokens(words, what)]
        if not found:
            continue
        scores = best.setdefault(text.service, {})
        for word, _ in found:
            scores[word] = max(scores.get(word, 0.0), text.weight)
        value = text.weight * len({word for word, _ in found})
        if text.service not in shown or value > shown[text.service][0]:
            shown[text.service] = (value, text, [token for _, token in found])
    for service, scores in best.items():
        _, text, tokens = shown[service]
        score = round(sum(scores.values()) / (_NAME * len(meant)), 4)
        matched = [word for word in meant if word in scores]
        yield Hit(partner, 0, score, service, matched, _snippet(text.shown, tokens[0]), tokens)


def _tokens(words: list[tuple[str | None, str, frozenset[str]]], meant: _Meant) -> list[str]:
    """Where a query word stands among the words of a text, each with its language and keys.

    A synonym counts where another language of the text bears it out. The French for cash is also that for species:
    only where the text tells of money in English or Spanish too, it is cash.
    """
    alike = [(own, token) for own, token, keys in words if keys & meant.alike]
    if len({own for own, _ in alike}) > 1:
        return [token for _, token in alike]
    return [token for _, token, keys in words if keys & meant.keys]


def _snippet(text: str, token: str) -> str:
    """The text around a word, cut at spaces."""
    if len(text) <= 2 * _SNIPPET:
        return text
    at = max(text.find(token), 0)
    start = text.rfind(" ", 0, max(at - _SNIPPET, 0)) + 1
    end = text.find(" ", at + _SNIPPET)
    end = len(text) if end < 0 else end
    return ("… " if start else "") + text[start:end] + (" …" if end < len(text) else "")
