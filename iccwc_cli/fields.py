"""Taking a document apart field by field, noting everything that is wrong with it at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any

from iccwc_cli.errors import InvalidDocumentError, Problem, Severity
from iccwc_cli.text import LANGUAGES, likely, nearest
from iccwc_cli.yaml_io import Document, Path_, Value, read_file, show_path

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def checked(file: Path, check: Callable[[Document], None]) -> Any:
    """What a file holds, when it keeps its rules.

    Raises:
        BadInputError: it cannot be read, or breaks a rule that `iccwc data check` names.
    """
    document = read_file(file)
    check(document)
    if any(p.severity == "error" for p in document.problems):
        raise InvalidDocumentError(str(file), document.problems)
    return document.value


class Reader:
    """Reads values out of a document; what does not fit becomes a problem with its place, never an exception."""

    required: Collection[Path_] = ()
    """What may not be left out, so that nobody is told to remove it."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems = document.problems

    def problem(
        self, code: str, path: Path_, message: str, hint: str | None = None, severity: Severity = "error"
    ) -> None:
        """Note a finding at the place of `path`, or of its nearest parent when the value is missing."""
        line, column = self.document.place(path)
        self.problems.append(Problem(code, message, show_path(path), line, column, hint, severity))

    def mapping(
        self, path: Path_, value: Value, required: Collection[str], optional: Collection[str] = ()
    ) -> dict[str, Value]:
        """The mapping at `path`; unknown and missing keys are noted, the nearest known key is offered."""
        if not isinstance(value, dict):
            self.problem("wrong-type", path, "must be a mapping of `name: value`", "see the fields around it")
            return {}
        for key in value:
            if key not in required and key not in optional:
                self._unknown_key(path, key, [*required, *optional])
        for key in required:
            if key not in value:
                self.problem("missing", path, f"'{key}' is missing", f"add `{key}:`")
        return value

    def _unknown_key(self, path: Path_, key: str, known: list[str], called: Mapping[str, str] | None = None) -> None:
        """Note a key that is not known; `called` gives the key for other names of it."""
        others = called or {}
        near = None if self.problems.full else nearest(key, [*known, *others])
        near = others.get(near or "", near)
        hint = f"did you mean '{near}'?" if near else f"known are {', '.join(known)}"
        self.problem("unknown-key", (*path, key), f"'{key}' is not a field here", hint)

    def _stands(self, path: Path_) -> bool:
        """Whether the document has something there; what is not there at all is told by `mapping`."""
        return path in self.document.places

    def text(self, path: Path_, value: Value) -> str | None:
        """A text that is not blank; None, with a problem, when there is none."""
        if isinstance(value, str) and value.strip():
            return value
        if value is None or isinstance(value, str):
            if self._stands(path):
                otherwise = "" if path in self.required else ", or remove the line if it may be left out"
                self.problem("missing", path, "is empty", f"write a text{otherwise}")
        else:
            self.problem("wrong-type", path, "must be a text", "put it on one line, or in quotes")
        return None

    def texts(self, path: Path_, value: Value) -> dict[str, str]:
        """One text in each of the three languages."""
        found = self.mapping(path, value, LANGUAGES)
        return {
            language: self.text((*path, language), found[language]) or "" for language in LANGUAGES if language in found
        }

    def items(self, path: Path_, value: Value, at_least: int = 0) -> list[Value]:
        """A list; where there is none, `[]` is to be written."""
        if value is None:
            if self._stands(path):
                hint = "write `[]` if there are none, or each entry on a line of its own after `- `"
                self.problem("missing", path, "is empty", hint)
            return []
        if not isinstance(value, list):
            self.problem("wrong-type", path, "must be a list", "write each entry on a line of its own after `- `")
            return []
        if len(value) < at_least:
            self.problem("missing", path, f"must have at least {at_least} entries, has {len(value)}")
        return value

    def labels(self, path: Path_, value: Value, at_least: int = 0) -> list[str]:
        """A list of texts."""
        found = (self.text((*path, i), item) for i, item in enumerate(self.items(path, value, at_least)))
        return [text for text in found if text is not None]

    def one_of(
        self,
        path: Path_,
        value: Value,
        choices: Collection[str],
        code: str = "unknown-value",
        listed_by: str | None = None,
    ) -> str | None:
        """A text that is one of the choices; otherwise the nearest is offered.

        Args:
            path: where it stands.
            value: what stands there.
            choices: what may stand there.
            code: the problem's, when it is none of them.
            listed_by: the command that lists the choices, where they are too many to tell.
        """
        text = self.text(path, value)
        if text is None or text in choices:
            return text
        otherwise = f"see `{listed_by}`" if listed_by else None
        hint = None if self.problems.full else likely(text, sorted(choices), otherwise)
        self.problem(code, path, f"'{text}' is not known here", hint)
        return None

    def flag(self, path: Path_, value: Value) -> bool:
        """`true` or `false`."""
        return self.one_of(path, value, ("true", "false")) == "true"

    def new_id(self, path: Path_, value: Value, seen: dict[str, str], what: str) -> str | None:
        """An id that no other place of the same kind has."""
        text = self.text(path, value)
        if text is not None and not _ID.fullmatch(text):
            self.problem("bad-id", path, f"'{text}' is not an id", "use lower case letters, digits and hyphens")
        self.unique(path, text, seen, what)
        return text

    def unique(self, path: Path_, value: str | None, seen: dict[str, str], what: str) -> None:
        """Note a value that another place of the same kind already has."""
        if value is None:
            return
        if value in seen:
            self.problem("duplicate", path, f"{what} '{value}' stands also at {seen[value]}", "keep one of them")
        else:
            seen[value] = show_path(path)
