"""What routing loads: the learnt weights, and which services answer which need, in one compact file.

It is built from the vocabulary, the example requests, the partners' services and the settings, ships beside them, and
is made again by itself when any of them changes. Its digest covers all that decides a suggestion.
"""

from __future__ import annotations

import zlib
from array import array
from collections import Counter
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from iccwc_cli import built
from iccwc_cli.directory.load import PARTNERS_FILE
from iccwc_cli.routing import words
from iccwc_cli.routing.lanes import Lanes
from iccwc_cli.routing.vocabulary import NEEDS_FILE, example_files

SETTINGS_FILE = "routing.yaml"
_FORM = "routing 1"
SHELVES = 2048
OUTSIDE = "outside"
FINE = 4
"""The bits that a written weight does without; sums of weights get them back."""


class Answer(NamedTuple):
    """A service that answers a need: whose it is, whether that partner leads or supports, and its source."""

    partner: str
    role: str
    service: str
    source: str


class Term(NamedTuple):
    """What one term says: packed for adding, and lane by lane for giving reasons. The last lane is its rarity."""

    packed: int
    row: array[int]


class Terms(dict[str, "Term | None"]):
    """Terms by their text, each with what its root says added; None for one of which nothing was learnt.

    A term is read from its shelf when it is first asked for.
    """

    LIMIT = 100_000

    def __init__(self, shelves: list[str], lanes: Lanes) -> None:
        super().__init__()
        self._shelves = shelves
        self._lanes = lanes

    def __missing__(self, term: str) -> Term | None:
        if len(self) >= self.LIMIT:
            self.clear()  # a stream of any length is routed in constant memory
        root = words.root(term)
        written = [line for name in (term, root) if name and (line := self._written(name))]
        self[term] = found = self._read(written) if written else None
        return found

    def _written(self, name: str) -> str | None:
        start = f"{name}\t"
        for line in self._shelves[shelf_of(name)].split("\n"):
            if line.startswith(start):
                return line[len(start) :]
        return None

    def _read(self, written: list[str]) -> Term:
        row = array("i", bytes(4 * self._lanes.count))
        for pairs in written:
            for pair in pairs.split(" "):
                lane, _, value = pair.partition(":")
                row[int(lane)] += int(value)
        return Term(self._lanes.pack((lane, value) for lane, value in enumerate(row) if value), row)


class Index:
    """The built file, ready to route."""

    def __init__(self, content: dict[str, Any]) -> None:
        self.digest: str = content["digest"]
        self.version: str = content["version"]
        self.needs: list[str] = content["needs"]
        self.partners: list[str] = content["partners"]
        self.settings: dict[str, float] = content["settings"]
        self.constants: list[int] = content["constants"]
        self._answers: dict[str, list[list[str]]] = content["answers"]
        self.classes = [*self.needs, *self.partners, OUTSIDE]
        self.place = {name: lane for lane, name in enumerate(self.classes)}
        self.lanes = Lanes(len(self.classes) + 1, 4)
        self.terms = Terms(content["shelves"], self.lanes)

    @cached_property
    def answers(self) -> dict[str, list[Answer]]:
        """The services that answer each need, those that lead first."""
        return {need: [Answer(*a) for a in found] for need, found in self._answers.items()}

    @cached_property
    def led_by(self) -> list[list[int]]:
        """For each partner the lanes of the needs that it leads on."""
        led: list[list[int]] = [[] for _ in self.partners]
        for lane, need in enumerate(self.needs):
            for answer in self.answers[need]:
                if answer.role == "lead":
                    led[self.partners.index(answer.partner)].append(lane)
        return led


def load(data: Path) -> Index:
    """The index of a data folder.

    Raises:
        BadInputError: the data cannot be read, or breaks a rule that `iccwc data check` names.
    """

    def make() -> dict[str, Any]:
        from iccwc_cli.routing.build import build

        return build(data)

    return Index(built.load(data, "routing.json", digest(data), make))


def digest(data: Path) -> str:
    """The digest of all that decides a suggestion."""
    files = [data / PARTNERS_FILE, data / NEEDS_FILE, data / SETTINGS_FILE, *example_files(data)]
    return built.digest(files, _FORM)


def shelf_of(term: str) -> int:
    """Where a term stands in the built file."""
    return zlib.crc32(term.encode()) % SHELVES


def term_counts(title: str | None, description: str, authority: str) -> Counter[str]:
    """How much each term of a request counts, roots included."""
    counts: Counter[str] = Counter()
    fields = (
        (title or "", words.TITLE, ""),
        (description, None, ""),
        (authority, words.AUTHORITY, words.AUTHORITY_MARK),
    )
    for text, whole, mark in fields:
        for clause in words.clauses(text, whole):
            for term in words.terms(clause.stems, mark):
                counts[term] += clause.weight
                if root := words.root(term):
                    counts[root] += clause.weight
    return counts
