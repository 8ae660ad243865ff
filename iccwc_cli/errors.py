"""What can go wrong, said once: exit codes, problems with a place, and the exceptions that carry them."""

from __future__ import annotations

from enum import IntEnum
from typing import Literal, NamedTuple


class ExitCode(IntEnum):
    """The program's exit codes; scripts rely on them."""

    OK = 0
    PROBLEMS = 1
    USAGE = 2
    NOT_FOUND = 3
    BAD_INPUT = 4
    REFUSED = 5
    INTERNAL = 70
    HUNG_UP = 129
    INTERRUPTED = 130
    BROKEN_PIPE = 141
    TERMINATED = 143


Severity = Literal["error", "warning"]


class Problem(NamedTuple):
    """One finding in a document.

    Attributes:
        code: stable kebab-case name, documented in `docs/`.
        message: what is wrong, values in single quotes, without a full stop.
        path: where in the document, as in `contact.phone` or `services[2].name.fr`; empty for the whole.
        line: line in the file, from 1, or None where a finding has no place.
        column: column in characters, from 1.
        hint: what to do next.
        severity: a document with an error is refused; a warning is advice.
    """

    code: str
    message: str
    path: str = ""
    line: int | None = None
    column: int | None = None
    hint: str | None = None
    severity: Severity = "error"

    def as_dict(self) -> dict[str, object]:
        """The problem as the check report and the JSON Lines of `refer` carry it."""
        return {
            "code": self.code,
            "severity": self.severity,
            "path": self.path,
            "line": self.line,
            "column": self.column,
            "message": self.message,
            "hint": self.hint,
        }

    def located(self, file: str) -> str:
        """`file:line:column: path: message`, the form in which editors jump to the place."""
        place = file if self.line is None else f"{file}:{self.line}:{self.column}"
        return f"{place}: {self.path}: {self.message}" if self.path else f"{place}: {self.message}"


_MOST = 500
"""How many problems of one document are told one by one: more than a person makes, and fewer than hold up the next."""
_LONGEST_PATH = 300
"""How many characters of a path are told: each problem under a very long key repeats it."""


class Problems(list[Problem]):
    """What was found in one document; of very much the first, and last how many more there are."""

    more = 0

    @property
    def full(self) -> bool:
        """Whether what comes now is only counted."""
        return len(self) >= _MOST

    def append(self, problem: Problem) -> None:
        """Add one, or count it."""
        if not self.full:
            super().append(problem._replace(path=problem.path[:_LONGEST_PATH]))
            return
        self.more += 1
        severity = min(p.severity for p in (problem, *self[_MOST:]))  # an error among them makes it one
        hint = "mend these first; then the others are told"
        self[_MOST:] = [Problem("more-problems", f"and {self.more} more problems", hint=hint, severity=severity)]


class IccwcError(Exception):
    """An error that a user can do something about; caught once, at the root of the command line."""

    exit_code = ExitCode.INTERNAL

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def findings(self) -> list[tuple[str, str | None]]:
        """Pairs of message and hint, one for each thing to mend."""
        return [(self.message, self.hint)]


class UsageError(IccwcError):
    """The command line is wrong in a way that its parser could not see."""

    exit_code = ExitCode.USAGE


class NotFoundError(IccwcError):
    """No such partner, need, referral or schema."""

    exit_code = ExitCode.NOT_FOUND


class RefusedError(IccwcError):
    """The register or a label says no; nothing was changed."""

    exit_code = ExitCode.REFUSED


class BadInputError(IccwcError):
    """A file, standard input, the data or the register cannot be read or is not what it should be."""

    exit_code = ExitCode.BAD_INPUT


class InvalidDocumentError(BadInputError):
    """A document with problems, all of them, each with its place.

    Args:
        file: the name shown before each place; `-` for standard input.
        problems: what was found; at least one is an error.
    """

    def __init__(self, file: str, problems: list[Problem]) -> None:
        super().__init__(f"{file}: {len(problems)} problems")
        self.file = file
        self.problems = problems

    def findings(self) -> list[tuple[str, str | None]]:
        """Each problem of severity error, as `file:line:column: path: message` and its hint."""
        return [(p.located(self.file), p.hint) for p in self.problems if p.severity == "error"]


def unreadable(name: str, error: OSError) -> BadInputError:
    """The error for a file that the operating system would not open or read."""
    if isinstance(error, FileNotFoundError):
        return BadInputError(f"{name}: no such file", "check the name; `ls` shows what is there")
    if isinstance(error, IsADirectoryError):
        return BadInputError(f"{name}: is a folder, not a file", "name a file in it, or put one in its place")
    return BadInputError(f"{name}: cannot be read: {error.strerror}", "check the file's permissions")
