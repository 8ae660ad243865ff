"""What routing learns from: the terms of each example request, and those of each need's own labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from iccwc_cli.routing import words
from iccwc_cli.routing.synonyms import Synonyms
from iccwc_cli.routing.vocabulary import Example, Need

_LABELS = 3
"""How many example requests the labels of a need weigh together, in each language."""

Lesson = tuple[Counter[str], list[str]]
"""How much each term counts, and the needs that are asked for."""


def lessons(found: Sequence[Example], concepts: Iterable[Need], kin: Synonyms, stems: words.Stems) -> list[Lesson]:
    """Each example, and each need's labels and note in each language.

    Whoever asks for a need by its name alone says little else, so each label is a lesson by itself; and so is the title
    of each example that no mandate covers, or few words would always be taken for a need.
    """
    learnt = [(_terms((e.title or "", e.description, e.authority), kin, stems), list(e.needs)) for e in found]
    learnt += [(_terms(("", e.title, ""), kin, stems), []) for e in found if e.title and not e.needs]
    for need in concepts:
        for language, label in need.label.items():
            labels = [label, *need.alt.get(language, []), *need.hidden.get(language, []), need.note[language]]
            terms = _terms((label, ". ".join(labels), ""), kin, stems)
            learnt += [(terms, [need.id])] * _LABELS
            learnt += [(_terms(("", name, ""), kin, stems), [need.id]) for name in (label, *need.alt.get(language, []))]
    return learnt


def _terms(texts: tuple[str, str, str], kin: Synonyms, stems: words.Stems) -> Counter[str]:
    """How much each term of a request counts: words and pairs of them, and what they share with their kin.

    A term counts once, where it counts most: what is told at length is not asked for the more.
    """
    counts: Counter[str] = Counter()
    tokens = {field: words.Tokens(text) for field, text in zip(words.FIELDS, texts, strict=True)}
    for part in words.parts(tokens, stems):
        content = [*filter(None, part.stems)]
        names = [name for stem in content for name in (stem, words.root(stem), kin.meaning(stem)) if name]
        for name in (*names, *map(" ".join, pairwise(content))):
            counts[name] = max(counts[name], part.weight)
    return counts
