"""The check report: what was found in which file."""

from __future__ import annotations

from typing import Any, NamedTuple

from iccwc_cli.errors import BadInputError, ExitCode, Problem

_UNREADABLE = "unreadable"


class FileReport(NamedTuple):
    """What was found in one file, and how many documents it holds."""

    file: str
    documents: int
    problems: list[Problem]


def unread(file: str, error: BadInputError) -> FileReport:
    """The report of a file that could not be read; it names the file itself, so that the message need not."""
    message = error.message.removeprefix(f"{file}: ")
    return FileReport(file, 0, [Problem(_UNREADABLE, message, hint=error.hint)])


class Report(NamedTuple):
    """What was found in every file that was checked."""

    files: list[FileReport]

    @property
    def ok(self) -> bool:
        """Whether no file has an error; warnings are advice."""
        return not any(p.severity == "error" for file in self.files for p in file.problems)

    @property
    def exit_code(self) -> ExitCode:
        """That of the command that checked."""
        if any(p.code == _UNREADABLE for file in self.files for p in file.problems):
            return ExitCode.BAD_INPUT
        return ExitCode.OK if self.ok else ExitCode.PROBLEMS

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
