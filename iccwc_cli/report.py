"""The check report: what was found in which file."""

from __future__ import annotations

from typing import Any, NamedTuple

from iccwc_cli.errors import Problem


class FileReport(NamedTuple):
    """What was found in one file, and how many documents it holds."""

    file: str
    documents: int
    problems: list[Problem]


class Report(NamedTuple):
    """What was found in every file that was checked."""

    files: list[FileReport]

    @property
    def ok(self) -> bool:
        """Whether no file has an error; warnings are advice."""
        return not any(p.severity == "error" for file in self.files for p in file.problems)

    def as_dict(self) -> dict[str, Any]:
        """The report as its JSON promise says."""
        return {
            "schema_version": 1,
            "ok": self.ok,
            "files": [
                {"file": f.file, "documents": f.documents, "problems": [p.as_dict() for p in f.problems]}
                for f in self.files
            ],
        }
