"""The request's own words as a letter sets them."""

from __future__ import annotations

import re
from typing import Any

from iccwc_cli.text import ITEM

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_BROKEN, _LIKELY_BROKEN = 50, 30
"""A line of so many characters was broken for want of room, not because a paragraph ends there; and so, likely, was a
shorter one without an end, before one that begins with a small letter."""
_ENDS = ".!?:;"


def paragraphs(text: str) -> list[str]:
    """Paragraphs and items of a text whose lines may have been broken by hand: such a line goes on in the next."""
    found: list[str] = []
    last = ""
    for line in text.splitlines():
        if line.strip() and not re.match(ITEM, line) and _goes_on(last, line):
            found[-1] += f" {line.strip()}"
        else:
            found.append(line)
        last = line.rstrip()
    return found


def _goes_on(last: str, line: str) -> bool:
    """Whether a line goes on in the next."""
    if not last or len(last) >= _BROKEN:
        return bool(last)
    indented = line[0].isspace() and not last[0].isspace()
    return indented or (len(last) >= _LIKELY_BROKEN and last[-1] not in _ENDS and line[0].islower())


def whole_words(text: str, evidence: dict[str, Any]) -> str:
    """Evidence with the whole of the words that it begins and ends in: quelqu'un, maîtres-chiens."""
    start, end = evidence["start"], evidence["end"]
    if text[start:end] != evidence["text"]:  # imported from whoever counts otherwise
        return str(evidence["text"])
    words = [word.span() for word in _WORD.finditer(text) if word.start() < end and start < word.end()]
    return text[min([start, *(first for first, _ in words)]) : max([end, *(last for _, last in words)])]
