"""Everything that can be said about request files before they are referred."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO

from iccwc_cli.errors import Problem
from iccwc_cli.intake import advice, privacy, read
from iccwc_cli.report import FileReport
from iccwc_cli.yaml_io import read_stream


def check(name: str, stream: BinaryIO, needs_by_name: Callable[[], Mapping[str, str]], data: Path) -> FileReport:
    """The errors and the advice for every document of a stream."""
    count = 0
    problems: list[Problem] = []
    for document in read_stream(stream):
        count += 1
        request = read.read(document, needs_by_name, data)
        if request is not None:
            privacy.warn(document, request)
            advice.advise(document, request)
        problems += document.problems
    return FileReport(name, count, problems)
