"""JSON, JSON Lines, YAML and CSV: the same bytes for the same values."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from iccwc_cli.text import clean

_LINE = json.JSONEncoder(ensure_ascii=False, separators=(", ", ": "))


def as_json(value: Any) -> str:
    """A whole document: two-space indent, keys in their documented order."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def as_json_line(value: Any) -> str:
    """One line of JSON Lines."""
    return _LINE.encode(value) + "\n"


def as_yaml(value: Any) -> str:
    """The same value as YAML: block style, keys in their order, texts of several lines kept as such."""
    import yaml

    class Dumper(yaml.CSafeDumper):
        """PyYAML's safe dumper with literal blocks, and never an alias."""

        def ignore_aliases(self, data: object) -> bool:
            return True

    def text(dumper: Dumper, value: str) -> yaml.ScalarNode:
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)

    Dumper.add_representer(str, text)
    return yaml.dump(value, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=100)


def as_json_list(items: Iterable[Any]) -> Iterator[str]:
    """The same bytes as `as_json` gives for a list, piece by piece."""
    pieces = (json.dumps(item, ensure_ascii=False, indent=2).replace("\n", "\n  ") for item in items)
    first = next(pieces, None)
    if first is None:
        yield "[]\n"
        return
    yield f"[\n  {first}"
    for piece in pieces:
        yield f",\n  {piece}"
    yield "\n]\n"


def as_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """CSV as RFC 4180 has it, line by line, which neither a terminal nor a spreadsheet obeys.

    What a spreadsheet would run gets an apostrophe before it.
    """
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out)
    for row in itertools.chain([header], rows):
        writer.writerow([_harmless(cell) for cell in row])
        yield out.getvalue()
        out.seek(0)
        out.truncate()


_RUN = re.compile(r'(^|[;\t\n])(?="*[=+\-@\t\uff1d\uff0b\uff0d\uff20])')
"""What begins a cell that a spreadsheet runs; the last four are the same in the width of Chinese and Japanese.

Where a decimal comma is written, as in French and Spanish, a spreadsheet divides a line at `;` or the tab, so that a
cell of its own may begin within one of ours.
"""


def _harmless(cell: object) -> str:
    return "" if cell is None else _RUN.sub(r"\1'", clean(str(cell)))


FORMATS: dict[str, Callable[[Any], str]] = {"json": as_json, "yaml": as_yaml}
"""The formats that take any value."""
