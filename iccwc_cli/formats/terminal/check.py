"""A check report for a person at a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group, RenderableType

from iccwc_cli.formats.terminal import HEADING, QUIET, draw, indented, text

if TYPE_CHECKING:
    from iccwc_cli.report import Report

__all__ = ["checked", "draw"]

_STYLES = {"error": "bold red", "warning": "yellow"}


def checked(report: Report) -> RenderableType:
    """Each file with its findings, what is wrong before what to do."""
    parts: list[RenderableType] = []
    for file in report.files:
        mark = text("✗ ", "bold red") if any(p.severity == "error" for p in file.problems) else text("✓ ", "bold green")
        parts.append(mark.append_text(text(file.file, HEADING)))
        for p in file.problems:
            line = text(f"{p.line}:{p.column}  " if p.line else "", QUIET)
            line.append_text(text(f"{p.severity} ", _STYLES[p.severity]))
            line.append_text(text(f"{p.path}: {p.message}" if p.path else p.message))
            line.append_text(text(f"  {p.code}", QUIET))
            if p.hint:
                line.append_text(text(f"\n{p.hint}", QUIET))
            parts.append(indented(line))
    return Group(*parts)
