"""Stems of a word by Snowball, in the three languages at once, since nobody says which language a word is in."""

from __future__ import annotations

from functools import cache
from typing import Any

_NAMES = {"en": "english", "fr": "french", "es": "spanish"}


@cache
def stemmer(language: str) -> Any:
    """Snowball's stemmer of a language, made when first asked for."""
    import Stemmer

    return Stemmer.Stemmer(_NAMES[language])


def stems(word: str) -> tuple[str, ...]:
    """The English, French and Spanish stem of a folded word."""
    return tuple(stemmer(language).stemWord(word) for language in _NAMES)
