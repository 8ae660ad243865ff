"""Text for a person at a terminal, drawn by Rich and fitted to its width.

The only rooms that import Rich. What comes from a record is cleaned and drawn as `Text`, never as markup.
"""

from __future__ import annotations

import io

from rich.box import SIMPLE_HEAD
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from iccwc_cli.text import clean

HEADING = "bold"
QUIET = "dim"
NAME = "bold cyan"
PRESSING = "bold red"


def draw(content: RenderableType, width: int, color: bool) -> str:
    """What a terminal of that width is sent."""
    out = io.StringIO()
    console = Console(
        file=out,
        width=max(width, 20),
        force_terminal=True,
        color_system="standard" if color else None,
        no_color=not color,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    console.print(content)
    return out.getvalue()


def text(value: object, style: str = "") -> Text:
    """A text from a record: cleaned, and never markup."""
    return line((value, style))


def line(*parts: object) -> Text:
    """A text of several parts, each a value, or a value with its style, which ends where that part ends.

    Rich takes the style of a text for that of all that is added to it, so none is given to a whole.
    """
    made = Text()
    for part in parts:
        if isinstance(part, Text):
            made.append_text(part)
        else:
            value, style = part if isinstance(part, tuple) else (part, "")
            made.append("" if value is None else clean(str(value)), style)
    return made


def table(*headings: str) -> Table:
    """A table that fits its width and never hides a word."""
    grid = Table(box=SIMPLE_HEAD, header_style=HEADING, pad_edge=False, expand=False)
    for heading in headings:
        grid.add_column(heading, overflow="fold")
    return grid


class Fitted:
    """Content in two shapes: one that needs so many columns, and one for a terminal that has fewer."""

    def __init__(self, columns: int, wide: RenderableType, narrow: RenderableType) -> None:
        self.columns = columns
        self.shapes = wide, narrow

    def __rich_console__(self, _console: Console, options: ConsoleOptions) -> RenderResult:
        yield self.shapes[options.max_width < self.columns]


def indented(content: RenderableType) -> Padding:
    """Content moved to the right."""
    return Padding(content, (0, 0, 0, 2))
