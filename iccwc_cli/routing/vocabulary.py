"""The vocabulary: the kinds of help that are asked for, as concepts of a thesaurus, and requests that show them.

Labels, `broader` and `scopeNote` are SKOS's. Each concept has labels and notes in three languages; the example
requests are what routing learns its words from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from iccwc_cli.built import Built, fingerprint
from iccwc_cli.errors import BadInputError
from iccwc_cli.routing.sources import EXAMPLES_FOLDER, NEEDS_FILE, example_files
from iccwc_cli.text import Texts, fold, nearest

NO_EXAMPLES = "holds no example requests, which routing learns from"
_OFFERED = 4
"""How many needs a word that stands in many of their labels offers."""

Labels = dict[str, list[str]]


def lacking(file: Path | str, service: str, need: str) -> BadInputError:
    """What to raise when a service answers a need that the vocabulary does not have."""
    message = f"{file}: '{service}' answers '{need}', which is not in the vocabulary"
    return BadInputError(message, "see `iccwc data check`")


class Need(NamedTuple):
    """One concept: a kind of help, or a group of them (`broader` is then None)."""

    id: str
    broader: str | None
    label: Texts
    alt: Labels
    hidden: Labels
    note: Texts

    def as_dict(self) -> dict[str, Any]:
        """The concept as its JSON promise says, with SKOS's names."""
        return {
            "schema_version": 1,
            "id": self.id,
            "broader": self.broader,
            "prefLabel": self.label,
            "altLabel": self.alt,
            "hiddenLabel": self.hidden,
            "scopeNote": self.note,
        }


class Example(NamedTuple):
    """A request that shows what is asked for; no needs at all when no partner's mandate covers it."""

    needs: tuple[str, ...]
    language: str
    country: str
    authority: str
    title: str | None
    description: str


def needs(data: Path) -> list[Need]:
    """The concepts, in the order of the file.

    Raises:
        BadInputError: the file cannot be read, or breaks a rule that `iccwc data check` names.
    """
    return [Need(**concept) for concept in NEEDS.load(data)["concepts"]]


def version(data: Path) -> str:
    """The version of the vocabulary."""
    return str(NEEDS.load(data)["version"])


def _make(data: Path) -> dict[str, Any]:
    """What `needs` loads, made from the YAML."""
    from iccwc_cli.fields import checked
    from iccwc_cli.routing.audit import check_needs

    value = checked(data / NEEDS_FILE, check_needs)
    empty: dict[str, list[str]] = {}
    concepts = [
        {
            "id": c["id"],
            "broader": c.get("broader"),
            "label": c["prefLabel"],
            "alt": {k: v or [] for k, v in (c.get("altLabel") or empty).items()},
            "hidden": {k: v or [] for k, v in (c.get("hiddenLabel") or empty).items()},
            "note": c["scopeNote"],
        }
        for c in value["concepts"]
    ]
    return {"version": value["scheme"]["version"], "concepts": concepts}


NEEDS = Built("needs.json", fingerprint("needs 1", NEEDS_FILE), _make)


def examples(data: Path, known: list[str]) -> Iterator[Example]:
    """Every example request.

    Args:
        data: the data folder.
        known: ids of the concepts.

    Raises:
        BadInputError: a file cannot be read, or breaks a rule that `iccwc data check` names.
    """
    from iccwc_cli.fields import checked
    from iccwc_cli.routing.audit import check_examples

    files = example_files(data)
    if not files:
        raise BadInputError(f"{data / EXAMPLES_FOLDER}: {NO_EXAMPLES}", "see `iccwc data check`")
    for file in files:
        for item in checked(file, lambda d: check_examples(d, known)):
            yield Example(tuple(item["needs"]), *(item.get(field) for field in Example._fields[1:]))


def ids_by_name(data: Path) -> dict[str, str]:
    """The id of each kind of help by its id and labels, folded.

    Raises:
        BadInputError: the file cannot be read, or breaks a rule that `iccwc data check` names.
    """
    return {name: need.id for name, need in _by_name(need for need in needs(data) if need.broader).items()}


def find(known: list[Need], name: str) -> Need:
    """The need of that id or label, in any of the three languages.

    Raises:
        NotFoundError: there is none; the nearest is offered.
    """
    from iccwc_cli.errors import NotFoundError

    wanted, names = fold(name), _by_name(known)
    if wanted in names:
        return names[wanted]
    starting = re.compile(rf"\b{re.escape(wanted)}")
    offered = list(dict.fromkeys(need.id for label, need in names.items() if starting.search(label)))[:_OFFERED]
    if not offered and (near := nearest(name, list(names))):
        offered = [names[near].id]
    hint = f"did you mean {' or '.join(offered)}?" if offered else "see `iccwc needs list`"
    raise NotFoundError(f"no need is called '{name}'", hint)


def _by_name(known: Iterable[Need]) -> dict[str, Need]:
    """Needs by their ids and labels, folded."""
    concepts = list(known)
    names = {fold(need.id): need for need in concepts}
    for kind in ("label", "alt", "hidden"):  # what is shown comes before what people write
        for need in concepts:
            texts = getattr(need, kind).values()
            for label in texts if kind == "label" else chain(*texts):
                names.setdefault(fold(label), need)
    return names
