"""The words of a request as routing sees them: how much each counts, and what it is known by.

A word is known by its stem in the language of its text and by its root, which kindred words of the three languages
share; two content words that follow each other are known together as well. Digits and function words say nothing.
What is asked for counts more than the story around it; what is set aside ("the customs have been trained already")
counts less; the title counts most. Who asks is known apart, so that a customs service that writes and a customs
service that is written about are two things.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from iccwc_cli.language import FUNCTION_WORDS, guess
from iccwc_cli.stems import stemmer
from iccwc_cli.text import fold

WORD = re.compile(r"[^\W_]+")
_CLAUSE = re.compile(r"[^.?!;:\n]+[.?!;:\n]*")

STORY, ASKED, ASIDE, TITLE, AUTHORITY = 4, 6, 2, 8, 4
"""How much a word counts, by where it stands."""

ROOT_MARK = "~"
"""Before a root, which is no word by itself."""

_ROOT = 5

AUTHORITY_MARK = "@"
"""Before the stems of the authority's name; no stem of the text holds it."""

# How requests ask, and how they set aside what is not asked; by word, in any inflection.
_ASKING = {
    "en": "request ask need wish seek sought please kindly grateful appreciate welcome want hope look propose "
    "lack help advise advice interested like invite apply support assistance",
    "fr": "demander demande souhaiter solliciter besoin aimerions voudrions voudrait recherchons prions prie "
    "merci faudrait faut manque proposer appui accompagnement pourriez cherchons apprécier "
    "attendons souhait requête désire",
    "es": "solicitar solicita solicitamos pedimos pide piden pedir necesitamos necesita requerimos requiere "
    "quisiéramos queremos quiere deseamos desea agradecemos agradeceríamos buscamos busca gustaría "
    "rogamos falta proponemos apoyo ayuda interesa podrían convendría urge precisamos",
}
_ASIDE = {
    "en": "already apart separately background elsewhere aside",
    "fr": "déjà séparément ailleurs",
    "es": "ya aparte",
}


class Clause(NamedTuple):
    """A stretch of a text whose words count alike."""

    start: int
    text: str
    weight: int
    stems: list[str]


class _Stems(dict[str, str]):
    """Stem by word as written, found once for each; empty for what says nothing."""

    LIMIT = 50_000

    def __init__(self, language: str) -> None:
        super().__init__()
        self.skip = FUNCTION_WORDS[language]
        self.stem = stemmer(language).stemWord
        self.asking = frozenset(self.stem(fold(word)) for word in _ASKING[language].split())
        self.aside = frozenset(fold(word) for word in _ASIDE[language].split())

    def __missing__(self, word: str) -> str:
        folded = fold(word)
        if folded in self.aside:
            stem = ASIDE_MARK
        elif len(folded) < 2 or folded.isdigit() or folded in self.skip:  # noqa: PLR2004 - elided l', d', n'
            stem = ""
        else:
            stem = self.stem(folded)
        if len(self) >= self.LIMIT:
            self.clear()  # a stream of any length is routed in constant memory
        self[word] = stem
        return stem


ASIDE_MARK = "-"


@cache
def stems_of(language: str) -> _Stems:
    """The stems of one language."""
    return _Stems(language)


def clauses(text: str, whole: int | None = None) -> Iterator[Clause]:
    """The clauses of a text with the stems of their words, in the language that the text is in.

    Args:
        text: a field of a request.
        whole: one weight for the whole text, as for a title; otherwise each clause has the weight of what it does.
    """
    known = stems_of(guess(text) or "en")
    if whole is not None:
        yield Clause(0, text, whole, [known[word] for word in WORD.findall(text)])
        return
    for found in _CLAUSE.finditer(text):
        part = found[0]
        stems = [known[word] for word in WORD.findall(part)]
        if ASIDE_MARK in stems:
            weight = ASIDE
        elif part[-1] == "?" or not known.asking.isdisjoint(stems):
            weight = ASKED
        else:
            weight = STORY
        yield Clause(found.start(), part, weight, stems)


def terms(stems: list[str], mark: str = "") -> Iterator[str]:
    """What a clause is known by: each content word, and each pair of content words that follow each other."""
    previous = ""
    for stem in stems:
        if not stem or stem == ASIDE_MARK:
            continue
        yield mark + stem
        if previous:
            yield f"{mark}{previous} {stem}"
        previous = stem


def root(term: str) -> str | None:
    """What a word shares with its kin, also in another language: laboratory, laboratoire, laboratorio.

    The root of a word is its first letters; pairs of words and short words have none.
    """
    mark, stem = (AUTHORITY_MARK, term[1:]) if term[:1] == AUTHORITY_MARK else ("", term)
    return None if len(stem) < _ROOT or " " in stem else f"{mark}{ROOT_MARK}{stem[:_ROOT]}"
