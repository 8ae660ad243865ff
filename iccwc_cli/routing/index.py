"""What routing loads: the learnt weights, and which services answer which need, in one compact file.

It is built from the vocabulary, the example requests, the partners' services and the settings, ships beside them, and
is made again by itself when any of them changes. Its digest covers all that decides a suggestion.
"""

from __future__ import annotations

import zlib
from array import array
from binascii import a2b_base64
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from struct import Struct
from typing import Any, NamedTuple, TypeVar

from iccwc_cli.built import Lines
from iccwc_cli.routing import words
from iccwc_cli.routing.lanes import Lanes
from iccwc_cli.routing.words import Term

RARITY_ONE = 64
"""How 1.0 is written in a term's rarity (inverse document frequency)."""
SHELVES = 2048
OUTSIDE = "outside"
SEPARATOR = b"|"
"""Around the terms of a shelf; no word holds it."""
ENTRY = Struct("<Hh")
"""How what a term says for a class is written: the lane and the value."""

K = TypeVar("K")
V = TypeVar("V")
FINE = 4
"""The bits that a written weight does without; sums of weights get them back."""


class Answer(NamedTuple):
    """A service that answers a need: whose it is, whether that partner leads or supports, and its source."""

    partner: str
    role: str
    service: str
    source: str


class Terms:
    """What is known of terms, each with what its root says added; read from the built file when first asked for.

    Attributes:
        rows: by term, what it says class by class; None for one of which nothing was learnt.
        packed: the same for all classes at once; 0 for one of which nothing was learnt.
    """

    def __init__(self, shelves: list[bytes] | Lines, lanes: Lanes) -> None:
        self._shelves = shelves
        self._nothing = array("i", bytes(4 * lanes.count))
        self.rows: _Kept[Term, array[int] | None] = _Kept(self._row)
        self.packed: _Kept[Term, int] = _Kept(lambda term: 0 if (row := self.rows[term]) is None else lanes.pack(row))

    def together(self, term: Term) -> list[array[int]]:
        """The rows of a term and, with a pair, those of its two words; none where nothing was learnt of it."""
        parts = (term,) if self.rows[term] is None or isinstance(term, str) else (term, *term)
        return [row for part in parts if (row := self.rows[part]) is not None]

    def _row(self, term: Term) -> array[int] | None:
        names = (term, words.root(term)) if isinstance(term, str) else (" ".join(term),)
        written = b"".join(self._written(name) for name in names if name)
        if not written:
            return None
        row = array("i", self._nothing)
        for lane, value in ENTRY.iter_unpack(written):
            row[lane] += value
        return row

    def _written(self, name: str) -> bytes:
        """The entries of a term, lane and value; none where nothing was learnt of it."""
        shelf = self._shelves[shelf_of(name)]
        start = b"%b%b\t" % (SEPARATOR, name.encode())
        found = shelf.find(start)
        return b"" if found < 0 else a2b_base64(shelf[found + len(start) : shelf.index(SEPARATOR, found + 1)])


class _Kept(dict[K, V]):
    """A dictionary that makes what it lacks, and forgets all of it when it grows beyond bounds."""

    LIMIT = 60_000

    def __init__(self, make: Callable[[K], V]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: K) -> V:
        if len(self) >= self.LIMIT:
            self.clear()  # a stream of any length is routed in constant memory
        self[key] = value = self._make(key)
        return value


class Index:
    """The built file of a data folder, ready to route."""

    def __init__(self, content: dict[str, Any], data: Path) -> None:
        self.data = data
        self.digest: str = content["digest"]
        self.version: str = content["version"]
        self.files: dict[str, str] = content["files"]
        self.needs: list[str] = content["needs"]
        self.partners: list[str] = content["partners"]
        self.settings: dict[str, float] = content["settings"]
        self.constants: list[int] = content["constants"]
        self._answers: dict[str, list[list[str]]] = content["answers"]
        self.classes = [*self.needs, *self.partners, OUTSIDE]
        self.place = {name: lane for lane, name in enumerate(self.classes)}
        self.lanes = Lanes(len(self.classes) + 1, 4)
        self.terms = Terms(content["lines"], self.lanes)
        self.stems = words.Stems(words.Speech(**content["speech"]))

    @cached_property
    def answers(self) -> dict[str, list[Answer]]:
        """The services that answer each need, those that lead first."""
        return {need: [Answer(*a) for a in found] for need, found in self._answers.items()}

    @cached_property
    def needs_by_name(self) -> dict[str, str]:
        """The id of each need by its id and labels, folded; read by requests that name needs."""
        from iccwc_cli.routing import vocabulary

        return vocabulary.ids_by_name(self.data)

    @cached_property
    def led_by(self) -> list[list[int]]:
        """For each partner the lanes of the needs that it leads on."""
        led: list[list[int]] = [[] for _ in self.partners]
        for lane, need in enumerate(self.needs):
            for answer in self.answers[need]:
                if answer.role == "lead":
                    led[self.partners.index(answer.partner)].append(lane)
        return led


def shelf_of(term: str) -> int:
    """Where a term stands in the built file."""
    return zlib.crc32(term.encode()) % SHELVES
