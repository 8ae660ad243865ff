"""What letters say: the sentences of `data/letters.yaml`, filled from a record."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from string import Formatter
from typing import Any, NamedTuple

from iccwc_cli.built import Built, fingerprint
from iccwc_cli.fields import Reader, checked
from iccwc_cli.yaml_io import Document, Path_

LETTERS_FILE = "letters.yaml"

PLACES: dict[str, tuple[str, ...]] = {
    "place-and-date": ("date", "place"),
    "our-reference": ("value",),
    "your-reference": ("value",),
    "referral": ("value",),
    "greeting": (),
    "closing": (),
    "request-subject": ("title",),
    "untitled": (),
    "request-opening": (),
    "urgency-urgent": (),
    "urgency-emergency": (),
    "species": ("value",),
    "notes": ("value",),
    "needs": ("value",),
    "suggestion": (),
    "suggestion-one": (),
    "suggested-partner": ("partner", "service"),
    "suggested-partner-words": ("partner", "service", "words"),
    "service-and-need": ("need", "service"),
    "quoted": ("value",),
    "quoted-two": ("first", "second"),
    "nothing": (),
    "answer": ("id", "value"),
    "answer-unknown": ("id",),
    "label-note": ("label",),
    "answer-subject": ("title",),
    "answer-opening-letter": ("date",),
    "answer-opening-reference": ("date", "reference"),
    "answer-opening-recorded": ("date",),
    "communicated": (),
    "communicated-one": (),
    "communicated-partner": ("date", "partner", "state"),
    "task-requested": (),
    "task-received": (),
    "task-accepted": (),
    "task-in-progress": (),
    "task-on-hold": (),
    "task-completed": (),
    "task-failed": (),
    "task-rejected": (),
    "task-rejected-not-responsible": (),
    "task-rejected-no-capacity": (),
    "task-rejected-needs-more-information": (),
    "task-rejected-duplicate": (),
    "task-cancelled": (),
    "not-communicated": (),
    "next-requested": (),
    "next-received": (),
    "next-accepted": (),
    "next-in-progress": (),
    "next-answered": (),
    "next-rerouting": (),
    "next-on-hold": ("reason",),
    "next-completed": ("outcome",),
    "next-rejected": ("reason",),
    "next-failed": ("reason",),
    "next-cancelled": ("reason",),
    "reach-us": ("value",),
    "by-phone": ("value",),
    "by-fax": ("value",),
    "by-either": ("first", "second"),
    "answer-signature": (),
    "mail-body": (),
}
"""Every sentence that letters use, with what is filled into it."""

_OF_ADDED = {"next-": ("outcome", "reason"), "task-": ()}
"""How the sentence of a state begins that was added to the life, and what may be filled into it."""


class Wording(NamedTuple):
    """The sentences in one language; called with a sentence's name and what is filled into it."""

    language: str
    sentences: Mapping[str, Mapping[str, str]]

    def __call__(self, key: str, **filled: str) -> str:
        """The sentence, filled."""
        return self.sentences[key][self.language].format(**filled)

    def __contains__(self, key: object) -> bool:
        """Whether there is a sentence of that name."""
        return key in self.sentences


def wording(data: Path, language: str) -> Wording:
    """The wording of a data folder.

    Raises:
        BadInputError: the file cannot be read, or breaks a rule that `iccwc data check` names.
    """
    content = WORDING.load(data)
    return Wording(language, content["sentences"])


def _make(data: Path) -> dict[str, Any]:
    """What `wording` loads, made from the YAML."""
    return {"sentences": checked(data / LETTERS_FILE, check_letters)["sentences"]}


WORDING = Built("letters.json", fingerprint("letters 2", LETTERS_FILE), _make)


def check_letters(document: Document) -> None:
    """Note in the document what is wrong with the sentences of letters."""
    reader = Reader(document)
    top = reader.mapping((), document.value, ("schema_version", "sentences"))
    value = top.get("sentences")
    names = value if isinstance(value, dict) else ()
    added = {key: places for key in names for start, places in _OF_ADDED.items() if key.startswith(start)}
    for key, texts in reader.mapping(("sentences",), value, tuple(PLACES), added).items():
        filled = PLACES.get(key, added.get(key, ()))
        for language, text in reader.texts(("sentences", key), texts).items():
            _check_places(reader, ("sentences", key, language), text, filled, may_lack=key not in PLACES)


def _check_places(reader: Reader, path: Path_, text: str, known: tuple[str, ...], may_lack: bool) -> None:
    """Each place in braces is one that is filled, and none is forgotten."""
    try:
        found = {
            name + (f"!{conversion}" if conversion else "") + (f":{spec}" if spec else "")
            for _, name, spec, conversion in Formatter().parse(text)
            if name is not None
        }
    except ValueError:
        reader.problem("bad-place", path, "a brace is not closed", "write a place as in {country}")
        return
    for name in sorted(found - set(known) if may_lack else found ^ set(known)):
        what = "is not filled here" if name in found else "is missing"
        hint = f"this sentence has {', '.join(f'{{{place}}}' for place in known) or 'no places'}"
        reader.problem("bad-place", path, f"'{{{name}}}' {what}", hint)
