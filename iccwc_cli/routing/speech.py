"""The words by which requests speak, as a data folder has them."""

from __future__ import annotations

from pathlib import Path

from iccwc_cli.fields import Reader, checked
from iccwc_cli.routing.sources import SPEECH_FILE
from iccwc_cli.routing.words import Speech
from iccwc_cli.text import LANGUAGES
from iccwc_cli.yaml_io import Document


def speech(data: Path) -> Speech:
    """The words of a data folder.

    Raises:
        BadInputError: the file cannot be read, or breaks a rule that `iccwc data check` names.
    """
    value = checked(data / SPEECH_FILE, check_speech)
    return Speech(*(value[kind] for kind in Speech._fields))


def check_speech(document: Document) -> None:
    """Note in the document what is wrong with the words."""
    reader = Reader(document)
    top = reader.mapping((), document.value, ("schema_version", *Speech._fields))
    for kind in (kind for kind in Speech._fields if kind in top):
        lists = reader.mapping((kind,), top[kind], LANGUAGES)
        for language in (language for language in LANGUAGES if language in lists):
            seen: dict[str, str] = {}
            for i, item in enumerate(reader.items((kind, language), lists[language], at_least=1)):
                word = reader.text((kind, language, i), item)
                if word is not None and not word.isalnum():
                    reader.problem("bad-word", (kind, language, i), f"'{word}' is not a single word", "write one word")
                reader.unique((kind, language, i), word, seen, "word")
