"""Words of one meaning: what is learnt of one of them holds for the others, also in another language."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from iccwc_cli.built import Built, fingerprint
from iccwc_cli.fields import Reader, checked
from iccwc_cli.routing.sources import SPEECH_FILE, SYNONYMS_FILE
from iccwc_cli.routing.speech import speech
from iccwc_cli.routing.words import AUTHORITY_MARK, Stems, apart
from iccwc_cli.text import LANGUAGES
from iccwc_cli.yaml_io import Document, Path_

MARK = "="
"""Before the number of an entry, which is no word by itself."""


class Synonyms:
    """The meaning of each word that has synonyms.

    Attributes:
        by_stem: the meaning, by stem.
    """

    def __init__(self, by_stem: dict[str, str]) -> None:
        self.by_stem = by_stem

    def meaning(self, term: str) -> str | None:
        """What a word shares with its synonyms; pairs of words and words without synonyms have none."""
        mark, stem = apart(term)
        found = self.by_stem.get(stem)
        return None if found is None else mark + found

    def terms(self) -> list[str]:
        """Every word that has a meaning, in a request's text and in an authority's name."""
        return [mark + stem for stem in self.by_stem for mark in ("", AUTHORITY_MARK)]


def entries(data: Path) -> list[dict[str, list[str]]]:
    """The words of each meaning, by language, of a data folder.

    Raises:
        BadInputError: a file cannot be read, or breaks a rule that `iccwc data check` names.
    """
    found: list[dict[str, list[str]]] = SYNONYMS.load(data)["synonyms"]
    return found


def _make(data: Path) -> dict[str, Any]:
    """What `entries` loads, made from the YAML."""
    stems = Stems(speech(data))
    return {"synonyms": checked(data / SYNONYMS_FILE, lambda document: check_synonyms(document, stems))["synonyms"]}


SYNONYMS = Built("synonyms.json", fingerprint("synonyms 1", SYNONYMS_FILE, SPEECH_FILE), _make)


def synonyms(data: Path, stems: Stems) -> Synonyms:
    """The synonyms of a data folder, by the stems of its words; raises as `entries` does."""
    return Synonyms(
        {
            stems[language][word]: f"{MARK}{number}"
            for number, entry in enumerate(entries(data))
            for language, words in entry.items()
            for word in words
        }
    )


def check_synonyms(document: Document, stems: Stems) -> None:
    """Note in the document what is wrong with the synonyms."""
    reader = Reader(document)
    top = reader.mapping((), document.value, ("schema_version", "synonyms"))
    owners: dict[str, tuple[Path_, str]] = {}
    for number, item in enumerate(reader.items(("synonyms",), top.get("synonyms"), at_least=1)):
        path: Path_ = ("synonyms", number)
        entry = reader.mapping(path, item, (), LANGUAGES)
        count = 0
        for language in (language for language in LANGUAGES if language in entry):
            words = reader.items((*path, language), entry[language], at_least=1)
            count += len(words)
            for i, word in enumerate(words):
                _word(reader, (*path, language, i), reader.text((*path, language, i), word), owners, stems)
        if count == 1:
            reader.problem("missing", path, "holds one word only", "add its synonyms, or remove the entry")


def _word(reader: Reader, path: Path_, word: str | None, owners: dict[str, tuple[Path_, str]], stems: Stems) -> None:
    if word is None:
        return
    language = str(path[2])
    stem = stems[language][word] if word.isalnum() else ""
    if not stem:
        message = f"'{word}' is not a single word with a meaning of its own"
        reader.problem("bad-word", path, message, "write one word; function words and numbers have no synonyms")
        return
    owner, other = owners.setdefault(stem, (path, word))
    if owner[:2] != path[:2]:
        line, _ = reader.document.place(owner)
        message = f"'{word}' has the stem of '{other}' on line {line}"
        reader.problem("label-clash", path, message, "keep it in one of them; a stem has one meaning")
