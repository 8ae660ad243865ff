"""A letter as plain text, for a fax, a message or any editor."""

from __future__ import annotations

import textwrap

from iccwc_cli.referral.letter import Letter, Part

WIDTH = 72


def as_text(letter: Letter) -> str:
    """The letter, wrapped, with its label first and last."""
    blocks = [
        f"TLP:{letter.label}".rjust(WIDTH),
        "\n".join(letter.sender),
        "\n".join(letter.recipient),
        letter.place_and_date,
        "\n".join(letter.references),
        _wrap(letter.subject),
        letter.greeting,
        *(_part(part) for part in letter.body),
        _wrap(letter.closing),
        "\n".join(letter.signature),
        f"TLP:{letter.label}".rjust(WIDTH),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _part(part: Part) -> str:
    if part.kind == "list":
        items = (_wrap(line, f"{number}. ") for number, line in enumerate(part.lines, 1))
        return "\n".join(items)
    if part.kind == "quote":
        return "\n\n".join(_wrap(line, "    ", "    ") for line in part.lines)
    return "\n\n".join(_wrap(line) for line in part.lines)


def _wrap(text: str, first: str = "", later: str | None = None) -> str:
    following = " " * len(first) if later is None else later
    return textwrap.fill(
        text, WIDTH, initial_indent=first, subsequent_indent=following, break_long_words=False, break_on_hyphens=False
    )
