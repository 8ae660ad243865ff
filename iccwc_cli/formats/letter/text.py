"""A letter as plain text, for a fax, a message or any editor."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from iccwc_cli.referral.letter import Letter, Part

WIDTH = 72


def as_text(letter: Letter, width: int = WIDTH) -> str:
    """The letter, wrapped at words, with its label first and last."""
    label = f"TLP:{letter.label}".rjust(width)
    blocks = [
        label,
        _lines(letter.sender, width),
        _lines(letter.recipient, width),
        _wrap(letter.place_and_date, width),
        _lines(letter.references, width),
        _wrap(letter.subject, width),
        _wrap(letter.greeting, width),
        *(_part(part, width) for part in letter.body),
        _wrap(letter.closing, width),
        _lines(letter.signature, width),
        label,
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _lines(lines: Iterable[str], width: int) -> str:
    """Lines that stay lines; what one is too long for is set in under it."""
    return "\n".join(_wrap(line, width, later="  ") for line in lines)


def _part(part: Part, width: int) -> str:
    if part.kind == "list":
        items = (_wrap(line, width, f"{number}. ", "   ") for number, line in enumerate(part.lines, 1))
        return "\n".join(items)
    indent = "    " if part.kind == "quote" else ""
    return "\n\n".join(_wrap(line, width, indent, indent) for line in part.lines)


def _wrap(text: str, width: int, first: str = "", later: str = "") -> str:
    return textwrap.fill(
        text, width, initial_indent=first, subsequent_indent=later, break_long_words=False, break_on_hyphens=False
    )
