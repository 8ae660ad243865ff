"""Builds the index from the YAML: learns the weights of words, and lays them on shelves."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from iccwc_cli import built
from iccwc_cli.directory.load import partners
from iccwc_cli.fields import Reader
from iccwc_cli.routing import learn, words
from iccwc_cli.routing.index import FINE, OUTSIDE, SEPARATOR, SHELVES, shelf_of, term_counts
from iccwc_cli.routing.vocabulary import SETTINGS_FILE, Example, Need, deciding_files, examples, needs, version
from iccwc_cli.yaml_io import Document, read_file

SETTINGS = ("term_at_least", "outside_weight", "inside_at", "slope", "offset", "next_at", "support_at")
SCALE = 14
"""The bits of a learnt weight that a strength does without."""
_LABELS = 3
"""How many example requests the labels of a need weigh, in each language."""
_LEAST = 5
"""A written weight smaller than this is left out."""


def build(data: Path, kept: list[Example] | None = None) -> dict[str, Any]:
    """The content of the index.

    Args:
        data: the data folder.
        kept: the example requests to learn from, where a cross-check holds some out; all of them by default.

    Raises:
        BadInputError: the data cannot be read, or breaks a rule that `iccwc data check` names.
    """
    concepts = [need for need in needs(data) if need.broader]
    ids = [need.id for need in concepts]
    answers = _answers(data, ids)
    people = [partner.id for partner in partners(data)]
    settings = _settings(data)
    found = list(examples(data, ids)) if kept is None else kept
    counts, classes = _lessons(found, concepts, ids, people, answers)
    weights = learn.learn(counts, classes, len(ids) + len(people) + 1, words.STORY, int(settings["term_at_least"]))
    return {
        "version": version(data),
        "files": built.digests(deciding_files(data)),
        "needs": ids,
        "partners": people,
        "settings": settings,
        "constants": [c >> SCALE for c in weights.constants],
        "answers": answers,
        "lines": _shelves(weights),
    }


def _answers(data: Path, ids: list[str]) -> dict[str, list[list[str]]]:
    """For each need the services that answer it: those that lead first, a joint tool's partners in its own order."""
    found: dict[str, dict[str, tuple[tuple[str, int], list[str]]]] = {need: {} for need in ids}
    for partner in partners(data):
        for service in partner.services:
            for need, role in service.needs:
                place = (role, service.leads.index(partner.id) if partner.id in service.leads else 0)
                answer = (place, [partner.id, role, service.id, service.source])
                if need in found and (partner.id not in found[need] or place < found[need][partner.id][0]):
                    found[need][partner.id] = answer
    return {need: [answer for _, answer in sorted(answers.values(), key=_place)] for need, answers in found.items()}


def _place(answer: tuple[tuple[str, int], list[str]]) -> tuple[str, int]:
    return answer[0]


def _lessons(
    found: list[Example], concepts: list[Need], ids: list[str], people: list[str], answers: dict[str, list[list[str]]]
) -> tuple[list[Counter[str]], list[frozenset[int]]]:
    """What is learnt from: each example, and each need's own labels in each language as one more."""
    place = {name: i for i, name in enumerate([*ids, *people, OUTSIDE])}
    leads = {need: [a[0] for a in answers[need] if a[1] == "lead"] for need in ids}
    counts: list[Counter[str]] = []
    classes: list[frozenset[int]] = []
    for example in found:
        counts.append(term_counts(example.title, example.description, example.authority))
        own = [*example.needs, *(p for need in example.needs for p in leads[need])] or [OUTSIDE]
        classes.append(frozenset(place[name] for name in own))
    for need in concepts:
        for language, label in need.label.items():
            labels = [label, *need.alt.get(language, []), *need.hidden.get(language, [])]
            text = ". ".join(labels)
            lesson = term_counts(label, f"{text}. {need.note[language]}", "")
            counts += [lesson] * _LABELS
            classes += [frozenset(place[name] for name in (need.id, *leads[need.id]))] * _LABELS
    return counts, classes


def _shelves(weights: learn.Weights) -> list[bytes]:
    """The terms with their weights, times their rarity so that nothing is left to multiply, on shelves of text."""
    shelves: list[list[str]] = [[] for _ in range(SHELVES)]
    for term in sorted(weights.terms):
        rarity = weights.rarity[term]
        row = [weight * rarity // learn.IDF_ONE >> SCALE + FINE for weight in weights.terms[term]]
        row.append(rarity * rarity >> 6)
        written = " ".join(f"{lane}:{value}" for lane, value in enumerate(row) if abs(value) >= _LEAST)
        shelves[shelf_of(term)].append(f"{term}\t{written}")
    return [SEPARATOR.join(lines).encode() for lines in shelves]


def _settings(data: Path) -> dict[str, float]:
    file = data / SETTINGS_FILE
    document = read_file(file)
    check_settings(document)
    if document.problems:
        from iccwc_cli.errors import InvalidDocumentError

        raise InvalidDocumentError(str(file), document.problems)
    value: Any = document.value
    return {name: float(value[name]) for name in SETTINGS}


def check_settings(document: Document) -> None:
    """Note in the document what is wrong with the settings."""
    reader = Reader(document)
    found = reader.mapping((), document.value, ("schema_version", *SETTINGS))
    for name in SETTINGS:
        text = reader.text((name,), found.get(name)) if name in found else None
        if text is None:
            continue
        try:
            float(text)
        except ValueError:
            reader.problem("bad-number", (name,), f"'{text}' is not a number", "write it as 0.30")
