"""Text for a pipe: no colour, no boxes, nothing cut; a list is one tab-separated line a record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from iccwc_cli.text import one_line


def rows(records: Iterable[Sequence[object]]) -> str:
    """One line a record, fields separated by tabs, without header."""
    return "".join("\t".join(one_line("" if f is None else str(f)) for f in record) + "\n" for record in records)
