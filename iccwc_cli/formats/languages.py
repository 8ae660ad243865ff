"""Texts in the language that was asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from iccwc_cli.text import LANGUAGES


def in_language(texts: Mapping[str, str], language: str) -> str:
    """The text in that language; where it is missing, another's, marked with its code so that nobody is misled."""
    if texts.get(language):
        return typeset(texts[language], language)
    other = next((code for code in LANGUAGES if texts.get(code)), None)
    return f"[{other}] {texts[other]}" if other else ""


_HIGH = re.compile(r"(?<=\S) ?([;!?]|:(?=\s|$))")


def typeset(text: str, language: str) -> str:
    """French as it is printed: a space that no line breaks at stands before `;`, `:`, `!` and `?`."""
    return _HIGH.sub("\u00a0\\1", text) if language == "fr" else text


class Names(NamedTuple):
    """What ids are called in each language: partners, in short and in full, services, needs and terms of the life.

    The terms are states, the codes of a partner's no, and the ways by which letters go.
    """

    acronyms: Mapping[str, Mapping[str, str]]
    directory: Mapping[str, Mapping[str, str]]
    needs: Mapping[str, Mapping[str, str]]
    life: Mapping[str, Mapping[str, str]]

    def acronym(self, id_: str, language: str) -> str:
        """What a partner is called in short; its id when the directory no longer has it."""
        return _called(self.acronyms, id_, language)

    def of(self, id_: str, language: str) -> str:
        """The name of a partner or service; its id when the directory no longer has it."""
        return _called(self.directory, id_, language)

    def need(self, id_: str, language: str) -> str:
        """The label of a need; its id when the vocabulary no longer has it."""
        return _called(self.needs, id_, language)

    def reason(self, reason: Mapping[str, Any], language: str) -> list[str]:
        """The need of a reason and the service that answers it; one name where both are called the same."""
        return [*dict.fromkeys((self.need(reason["need"], language), self.of(reason["service"], language)))]

    def term(self, id_: str, language: str) -> str:
        """The label of a state, a code or a channel; its id when the data no longer have it."""
        return _called(self.life, id_, language)


def _called(names: Mapping[str, Mapping[str, str]], id_: str, language: str) -> str:
    return in_language(names[id_], language) if id_ in names else id_
