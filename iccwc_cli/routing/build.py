"""Builds the index from the YAML: learns the weights of words, and lays them on shelves."""

from __future__ import annotations

import re
from binascii import b2a_base64
from collections.abc import Callable, Iterable
from operator import add
from pathlib import Path
from typing import Any

from iccwc_cli import built
from iccwc_cli.directory import PARTNERS_FILE
from iccwc_cli.directory.load import partners
from iccwc_cli.fields import Reader, checked
from iccwc_cli.routing import learn, words
from iccwc_cli.routing.index import ENTRY, FINE, OUTSIDE, RARITY_ONE, SEPARATOR, SHELVES, shelf_of
from iccwc_cli.routing.lessons import lessons
from iccwc_cli.routing.odds import odds
from iccwc_cli.routing.sources import SETTINGS_FILE, deciding_files
from iccwc_cli.routing.speech import speech
from iccwc_cli.routing.synonyms import MARK, Synonyms, synonyms
from iccwc_cli.routing.vocabulary import Example, examples, lacking, needs, version
from iccwc_cli.yaml_io import Document

SETTINGS = (
    "term_at_least",
    "outside_weight",
    "inside_at",
    "asked_at",
    "need_weight",
    "slope",
    "offset",
    "next_at",
    "sure_at",
    "beside_at",
    "support_score",
)
_WHOLE = ("term_at_least", "need_weight")
_NUMBER = re.compile(r"-?\d{1,4}(\.\d{1,9})?")
_WHOLE_NUMBER = re.compile(r"[1-9]\d{0,3}")
SCALE = 14
"""The bits of a learnt weight that a strength does without."""
_LEAST = 12
"""A written weight smaller than this is left out."""


def build(
    data: Path,
    kept: list[Example] | None = None,
    before: Iterable[dict[str, Any]] = (),
    learning: Callable[[], object] = lambda: None,
) -> dict[str, Any]:
    """The content of the index.

    Args:
        data: the data folder.
        kept: the example requests to learn from, where a cross-check holds some out; all of them by default.
        before: what was built earlier; what was learnt of the same lessons is taken from there.
        learning: called before learning, which takes a while.

    Raises:
        BadInputError: the data cannot be read, or breaks a rule that `iccwc data check` names.
    """
    concepts = [need for need in needs(data) if need.broader]
    ids = [need.id for need in concepts]
    spoken = speech(data)
    content: dict[str, Any] = {
        "version": version(data),
        "files": built.digests(deciding_files(data)),
        "needs": ids,
        "partners": [partner.id for partner in partners(data)],
        "settings": _settings(data),
        "speech": spoken._asdict(),
        "answers": _answers(data, ids),
    }
    for earlier in before:
        if _lessons(earlier) == _lessons(content):
            return content | {name: earlier[name] for name in ("constants", "lines")}
    learning()
    found = list(examples(data, ids)) if kept is None else kept
    stems = words.Stems(spoken)
    kin = synonyms(data, stems)
    counts, asked = zip(*lessons(found, concepts, kin, stems), strict=True)
    names = [*ids, *content["partners"], OUTSIDE]
    classes = _classes(asked, names, content["answers"])
    weights = learn.learn(counts, classes, len(names), words.STORY, int(content["settings"]["term_at_least"]))
    alone = odds(counts, classes, len(names), weights.rarity)
    weights = weights._replace(terms={term: [*map(add, row, alone[term])] for term, row in weights.terms.items()})
    return content | {"constants": [c >> SCALE for c in weights.constants], "lines": _shelves(weights, kin)}


def _lessons(content: dict[str, Any]) -> tuple[object, ...]:
    """All that learning reads, of what the index holds: nothing else makes another weight."""
    files = {name: digest for name, digest in content["files"].items() if name not in (PARTNERS_FILE, SETTINGS_FILE)}
    leads = {need: _leading(answers) for need, answers in content["answers"].items()}
    return files, leads, content["partners"], content["settings"]["term_at_least"]


def _leading(answers: list[list[str]]) -> list[str]:
    """The partners that lead on a need."""
    return [partner for partner, role, *_ in answers if role == "lead"]


def _answers(data: Path, ids: list[str]) -> dict[str, list[list[str]]]:
    """For each need the services that answer it: those that lead first, a joint tool's partners in its own order."""
    found: dict[str, dict[str, tuple[tuple[str, int], list[str]]]] = {need: {} for need in ids}
    for partner in partners(data):
        for service in partner.services:
            for need, role in service.needs:
                place = (role, service.leads.index(partner.id) if partner.id in service.leads else 0)
                answer = (place, [partner.id, role, service.id, service.source])
                if need not in found:
                    raise lacking(data / PARTNERS_FILE, service.id, need)
                if partner.id not in found[need] or place < found[need][partner.id][0]:
                    found[need][partner.id] = answer
    return {need: [answer for _, answer in sorted(answers.values(), key=_place)] for need, answers in found.items()}


def _place(answer: tuple[tuple[str, int], list[str]]) -> tuple[str, int]:
    return answer[0]


def _classes(asked: Iterable[list[str]], names: list[str], answers: dict[str, list[list[str]]]) -> list[frozenset[int]]:
    """The classes of each lesson: the needs that it asks for and the partners that lead on them, or outside."""
    place = {name: lane for lane, name in enumerate(names)}
    leads = {need: _leading(found) for need, found in answers.items()}
    return [
        frozenset(place[n] for n in ([*needs, *(p for need in needs for p in leads[need])] or [OUTSIDE]))
        for needs in asked
    ]


def _shelves(weights: learn.Weights, kin: Synonyms) -> list[bytes]:
    """The terms with what they say, times their rarity so that nothing is left to multiply, on shelves of text.

    A word says what was learnt of itself and of its meaning, so that a word of which no example tells says what its
    synonyms do.
    """
    rows = {term: _row(weights, term) for term in weights.terms}
    meant = {term: row for term in kin.terms() if (row := rows.get(kin.meaning(term) or ""))}
    shelves: list[list[bytes]] = [[] for _ in range(SHELVES)]
    for term in sorted(rows | meant):
        if MARK not in term:
            both = [row for row in (rows.get(term), meant.get(term)) if row]
            total = map(sum, zip(*both, strict=True))
            entries = [ENTRY.pack(lane, value) for lane, value in enumerate(total) if abs(value) >= _LEAST]
            shelves[shelf_of(term)].append(b"%b\t%b" % (term.encode(), b2a_base64(b"".join(entries), newline=False)))
    return [SEPARATOR.join([b"", *lines, b""]) for lines in shelves]


def _row(weights: learn.Weights, term: str) -> list[int]:
    rarity = weights.rarity[term]
    row = [weight * rarity // RARITY_ONE >> (SCALE + FINE) for weight in weights.terms[term]]
    return [*row, rarity * rarity // RARITY_ONE]


def _settings(data: Path) -> dict[str, float]:
    value = checked(data / SETTINGS_FILE, check_settings)
    return {name: float(value[name]) for name in SETTINGS}


def check_settings(document: Document) -> None:
    """Note in the document what is wrong with the settings."""
    reader = Reader(document)
    found = reader.mapping((), document.value, ("schema_version", *SETTINGS))
    for name in SETTINGS:
        text = reader.text((name,), found.get(name)) if name in found else None
        if text is None:
            continue
        kind, hint = ("whole number", "write it as 2") if name in _WHOLE else ("number", "write it as 0.30")
        if not (_WHOLE_NUMBER if name in _WHOLE else _NUMBER).fullmatch(text):
            reader.problem("bad-number", (name,), f"'{text}' is not a {kind}", hint)
