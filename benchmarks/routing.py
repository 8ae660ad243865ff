"""How well routing does, in one table: labelled requests, a set written blind, and a cross-check.

    python benchmarks/routing.py [--folds N] [--misses] [--labelled FOLDER]

The labelled requests lie in `tests/routing/labelled`, the other sets beside it; docs/routing.md says what each is. The
cross-check learns from a part of the example requests and is measured on the rest, which it never saw.
The measures are explained in docs/routing.md.
"""

from __future__ import annotations

import argparse
import math
import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from iccwc_cli.places import shipped_data_dir
from iccwc_cli.routing import build, index, load, vocabulary
from iccwc_cli.routing.suggest import route
from iccwc_cli.yaml_io import read_file, read_stream

ROOT = Path(__file__).parent.parent
SETS = ROOT / "tests" / "routing"
OTHERS = ("activities", "judged", "blind", "mandates", "reports", "letters", "apart", "customs", "short")


class Case(NamedTuple):
    """A request and who led and took part in what it stands for."""

    name: str
    language: str
    texts: dict[str, str | None]
    lead: list[str]
    support: list[str]


class Figures(NamedTuple):
    """What a set of cases gives; shares of the cases inside the mandate, but for the last two."""

    n: int
    lead1: float
    lead2: float
    ndcg: float
    f1: float
    silent: int
    outside: int
    abstained: int
    mean: float


def labelled(folder: Path) -> list[Case]:
    """The cases of a folder with `requests.yaml` and `labels.yaml`."""
    labels = read_file(folder / "labels.yaml").value
    cases = []
    with (folder / "requests.yaml").open("rb") as stream:
        for document in read_stream(stream):
            value = document.value
            label = labels[value["reference"]]
            texts = {field: value.get(field) for field in ("title", "description", "authority")}
            language = value.get("language", "en")
            cases.append(Case(value["reference"], language, texts, label["lead"] or [], label["support"] or []))
    return cases


def measure(found: index.Index, cases: Iterable[Case], misses: list[str] | None = None) -> Figures:
    """Route each case and compare with its label."""
    n = first = second = silent = outside = abstained = tp = fp = fn = total = 0
    ndcg = 0.0
    for case in cases:
        ranked = [s.partner for s in route(found, case.texts).suggestions]
        if not case.lead:
            outside += 1
            abstained += not ranked
            if ranked and misses is not None:
                misses.append(f"{case.name}: outside, got {', '.join(ranked)}")
            continue
        n += 1
        total += len(ranked)
        silent += not ranked
        first += bool(set(ranked[:1]) & set(case.lead))
        second += bool(set(ranked[:2]) & set(case.lead))
        gain = dict.fromkeys(case.support, 1) | dict.fromkeys(case.lead, 3)
        best = sum(g / math.log2(i + 2) for i, g in enumerate(sorted(gain.values(), reverse=True)))
        ndcg += sum(gain.get(p, 0) / math.log2(i + 2) for i, p in enumerate(ranked)) / best
        right = set(gain)
        tp, fp, fn = tp + len(right & set(ranked)), fp + len(set(ranked) - right), fn + len(right - set(ranked))
        if not set(ranked[:1]) & set(case.lead) and misses is not None:
            misses.append(f"{case.name}: led by {'+'.join(case.lead)}, got {', '.join(ranked) or 'none'}")
    m = max(n, 1)
    f1 = 2 * tp / max(2 * tp + fp + fn, 1)
    return Figures(n, first / m, second / m, ndcg / m, f1, silent, outside, abstained, total / m)


def cross_check(data: Path, folds: int) -> Iterator[tuple[index.Index, list[Case]]]:
    """For each fold an index that never saw it, and its cases."""
    concepts = [need.id for need in vocabulary.needs(data) if need.broader]
    every = list(vocabulary.examples(data, concepts))
    order = list(range(len(every)))
    random.Random(0).shuffle(order)  # noqa: S311 - an order, not a secret
    for fold in range(folds):
        held = set(order[fold::folds])
        kept = [example for i, example in enumerate(every) if i not in held]
        found = index.Index({"digest": "", **build.build(data, kept)}, data)
        leads = {need: [a.partner for a in answers if a.role == "lead"] for need, answers in found.answers.items()}
        cases = []
        for i in sorted(held):
            example = every[i]
            lead = list(dict.fromkeys(p for need in example.needs for p in leads[need]))
            texts = {field: getattr(example, field) for field in ("title", "description", "authority")}
            cases.append(Case(f"example {i}", example.language, texts, lead, []))
        yield found, cases


def pooled(parts: list[Figures]) -> Figures:
    """Figures of several parts as of one set."""
    n, outside = sum(p.n for p in parts), sum(p.outside for p in parts)
    means = [sum(getattr(p, field) * p.n for p in parts) / n for field in ("lead1", "lead2", "ndcg", "f1")]
    silent, abstained = sum(p.silent for p in parts), sum(p.abstained for p in parts)
    return Figures(n, *means, silent, outside, abstained, sum(p.mean * p.n for p in parts) / n)


def line(name: str, f: Figures) -> str:
    """One row of the table."""
    row = f"| {name} | {f.n} | {f.lead1:.3f} | {f.lead2:.3f} | {f.ndcg:.3f} | {f.f1:.3f} "
    return row + f"| {f.silent} | {f.abstained} of {f.outside} | {f.mean:.2f} |"


HEAD = """| requests | n | lead@1 | lead@2 | nDCG | set F1 | silent | abstains rightly | partners a request |
|---|---|---|---|---|---|---|---|---|"""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--labelled", type=Path, default=SETS / "labelled")
    options = parser.parse_args()
    data = shipped_data_dir()
    found = load.index(data)
    misses: list[str] | None = [] if options.misses else None
    print(HEAD)
    apart = ((name, SETS / name) for name in OTHERS)
    for name, folder in (("labelled", options.labelled), *apart):
        if folder.is_dir():
            cases = labelled(folder)
            print(line(name, measure(found, cases, misses)), flush=True)
            for language in ("en", "fr", "es"):
                part = [case for case in cases if case.language == language]
                print(line(f"{name}, {language}", measure(found, part)), flush=True)
    if options.folds:
        parts = [measure(index_, cases) for index_, cases in cross_check(data, options.folds)]
        print(line(f"cross-check, {options.folds} folds", pooled(parts)))
    print("\n".join(misses or []))


if __name__ == "__main__":
    main()
