"""A check report for a pipe, in the form in which editors jump to a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iccwc_cli.text import one_line

if TYPE_CHECKING:
    from iccwc_cli.report import Report


def checked(report: Report) -> str:
    """One line a finding: `file:line:column: severity: code: message`; one line for a file without any."""
    lines = []
    for file in report.files:
        for p in file.problems:
            place = f"{file.file}:{p.line}:{p.column}" if p.line else file.file
            what = f"{p.path}: {p.message}" if p.path else p.message
            hint = f" ({p.hint})" if p.hint else ""
            lines.append(one_line(f"{place}: {p.severity}: {p.code}: {what}{hint}"))
        if not file.problems:
            lines.append(one_line(f"{file.file}: ok"))
    return "\n".join(lines) + "\n"
