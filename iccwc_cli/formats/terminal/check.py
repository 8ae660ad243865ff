"""A check report for a person at a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group, RenderableType

from iccwc_cli.formats.terminal import HEADING, QUIET, indented, line

if TYPE_CHECKING:
    from iccwc_cli.report import Report

_STYLES = {"error": "bold red", "warning": "yellow"}


def checked(report: Report) -> RenderableType:
    """Each file with its findings, what is wrong before what to do."""
    parts: list[RenderableType] = []
    for file in report.files:
        bad = any(p.severity == "error" for p in file.problems)
        parts.append(line(("✗ ", "bold red") if bad else ("✓ ", "bold green"), (file.file, HEADING)))
        for p in file.problems:
            what = line(
                (f"{p.line}:{p.column}  " if p.line else "", QUIET),
                (f"{p.severity} ", _STYLES[p.severity]),
                f"{p.path}: {p.message}" if p.path else p.message,
                (f"  {p.code}", QUIET),
                (f"\n{p.hint}" if p.hint else "", QUIET),
            )
            parts.append(indented(what))
    return Group(*parts)
