"""The words of a request as routing sees them: how much each counts, and what it is known by.

A word is known by its stem in the language of its text and by its root, which kindred words of the three languages
share; two content words that follow each other are known together as well. Function words, numbers and dates say
nothing. What is asked for and the title count more than the story around them; what is set aside ("the customs have
been trained already") counts less. Who asks is known apart, so that a customs service that writes and a customs
service that is written about are two things.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from iccwc_cli.language import FUNCTION_WORDS, guess_from
from iccwc_cli.stems import stemmer
from iccwc_cli.text import ITEM, fold

FIELDS = ("title", "description", "authority")
"""What of a request is read, in the order in which it is read."""

_END = rf"[.?!;:]|\n(?=[^\S\n]*(?:\n|{ITEM}))"
"""What ends a clause; a line that was broken for want of room goes on in the next."""

_TOKEN = re.compile(rf"([^\W_]+|{_END})")
_TOKEN_OR_ADDRESS = re.compile(rf"([\w.+-]{{1,64}}@[\w.-]+|https?://\S+|www\.\S+|[^\W_]+|{_END})")
"""The same for a text that holds addresses of mail or web: a name in one asks nothing, so each is no word."""

LONGEST = 2000
"""A part has no more tokens than this, so that a pair is found in it soon; nor are more terms summed at a time, so that
no sum of weights overflows its lane."""

_ENDS = frozenset(".?!;:\n")

STORY, ASKED, ASIDE, TITLE, AUTHORITY = 4, 6, 2, 6, 4
"""How much a word counts, by where it stands."""

ROOT_MARK = "~"
"""Before a root, which is no word by itself."""

_ROOT = 6

AUTHORITY_MARK = "@"
"""Before the stems of the authority's name; no stem of the text holds it."""


class Tokens:
    """The tokens of a text, and where they stand in it.

    Attributes:
        text: the whole text.
        words: each token, in order.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        token = _TOKEN_OR_ADDRESS if any(mark in text for mark in ("@", "://", "www.")) else _TOKEN
        self._pieces = token.split(text)  # what stands before each token, and the token
        self.words = self._pieces[1::2]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Where the first token starts and the last one ends."""
        ends = self._ends
        return ends[2 * first], ends[2 * last + 1]

    @cached_property
    def _ends(self) -> list[int]:
        return [*accumulate(map(len, self._pieces))]


Term = str | tuple[str, str]
"""What a request is known by: a stem, or two that follow each other."""


class Part(NamedTuple):
    """A stretch of a request whose words count alike: a title, a clause of the description, the authority.

    `stems` has one entry for each token, empty for one that says nothing; `first` is the number of the first token in
    the field.
    """

    field: str
    first: int
    weight: int
    stems: list[str]

    def find(self, term: Term) -> tuple[int, int] | None:
        """The first and the last token of the first place where a term stands here."""
        stems = self.stems
        if isinstance(term, str):
            return (at := stems.index(term), at) if term in stems else None
        first, second = term
        at = -1
        for _ in range(stems.count(first)):
            at = stems.index(first, at + 1)
            after = next((i for i in range(at + 1, len(stems)) if stems[i]), None)
            if after is not None and stems[after] == second:
                return at, after
        return None


class Speech(NamedTuple):
    """The words by which requests speak, in each language.

    Attributes:
        asking: what a clause holds that asks, in any inflection.
        aside: what a clause holds that sets aside what it tells of.
        counting: how many and when.
    """

    asking: dict[str, list[str]]
    aside: dict[str, list[str]]
    counting: dict[str, list[str]]


class _Known(dict[str, str]):
    """Stem by word as written, in one language, found once for each; empty for what says nothing."""

    LIMIT = 50_000

    def __init__(self, language: str, speech: Speech) -> None:
        super().__init__()
        self.skip = FUNCTION_WORDS[language].union(map(fold, speech.counting[language]))
        self.stem = stemmer(language).stemWord
        self.asking = frozenset(self.stem(fold(word)) for word in speech.asking[language])
        self.aside = frozenset(
            form for word in speech.aside[language] for form in (word, word.capitalize(), word.upper())
        )

    def clause(self, first: int, tokens: list[str]) -> Part:
        """A clause of the description, with the weight of what it does."""
        stems = [*map(self.__getitem__, tokens)]
        if not self.aside.isdisjoint(tokens):
            return Part("description", first, ASIDE, stems)
        asked = tokens[-1] == "?" or not self.asking.isdisjoint(stems)
        return Part("description", first, ASKED if asked else STORY, stems)

    def __missing__(self, word: str) -> str:
        folded = fold(word)
        number_or_address = folded.isdigit() or not word.isalnum()
        elided = len(folded) <= 1  # l', d', n'
        says_nothing = number_or_address or elided or folded in self.skip or word in self.aside
        stem = "" if says_nothing else self.stem(folded)
        if len(self) >= self.LIMIT:
            self.clear()  # a stream of any length is routed in constant memory
        self[word] = stem
        return stem


class Stems(dict[str, _Known]):
    """The stems of words as written, by language; those of a language are made ready when first asked for."""

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech

    def __missing__(self, language: str) -> _Known:
        self[language] = known = _Known(language, self._speech)
        return known


def parts(fields: Mapping[str, Tokens], stems: Stems) -> list[Part]:
    """The parts of a request.

    Args:
        fields: its tokens by the name of the field; the language is told from title and description.
        stems: what its words are known by.
    """
    title, tokens = fields["title"].words, fields["description"].words
    known = stems[guess_from([*title, *tokens]) or "en"]
    found = [Part("title", first, TITLE, [*map(known.__getitem__, some)]) for first, some in _cut(title)]
    start = 0
    for end in (*(i for i, token in enumerate(tokens, 1) if token in _ENDS), len(tokens)):
        for first, some in _cut(tokens[start:end]):
            found.append(known.clause(start + first, some))
        start = end
    for first, some in _cut(fields["authority"].words):
        marked = [(stem := known[token]) and AUTHORITY_MARK + stem for token in some]
        found.append(Part("authority", first, AUTHORITY, marked))
    return found


def _cut(tokens: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Pieces that are not too long, each with the number of its first token; none where there is no token."""
    for first in range(0, len(tokens), LONGEST):
        yield first, tokens[first : first + LONGEST]


def apart(term: str) -> tuple[str, str]:
    """The mark of a term, empty where it is not from the authority's name, and its stem."""
    return (AUTHORITY_MARK, term[1:]) if term[:1] == AUTHORITY_MARK else ("", term)


def root(term: str) -> str | None:
    """What a word shares with its kin, also in another language: laboratory, laboratoire, laboratorio.

    The root of a word is its first letters; short words have none.
    """
    mark, stem = apart(term)
    return None if len(stem) < _ROOT else f"{mark}{ROOT_MARK}{stem[:_ROOT]}"
