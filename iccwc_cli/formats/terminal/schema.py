"""The schemas for a person at a terminal."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import RenderableType

from iccwc_cli.formats.terminal import NAME, table, text


def schemas(titles: Mapping[str, str]) -> RenderableType:
    """Each schema with its title."""
    grid = table("schema", "")
    grid.columns[0].no_wrap = True
    for name, title in titles.items():
        grid.add_row(text(name, NAME), text(title))
    return grid
