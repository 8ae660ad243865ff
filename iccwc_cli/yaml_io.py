"""The one door through which YAML and JSON enter.

Every scalar stays the text that was written, so that `country: NO` is Norway and `reference: 007` keeps its
zeros; only an unquoted empty value, `~` or `null` is read as "not given". What a record never needs and an
attacker might (anchors, aliases, tags, deep nesting, size) is refused, each with its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import yaml
from yaml._yaml import CParser
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from iccwc_cli.errors import InvalidDocumentError, Problem, Problems, unreadable
from iccwc_cli.yaml_cut import FARTHEST, MAX_BYTES, chunks, is_json

MAX_DEPTH = 20

Value = str | None | list["Value"] | dict[str, "Value"]
Path_ = tuple[str | int, ...]

_NOT_GIVEN = frozenset(("", "~", "null"))
_JSON = re.compile(r"(?:\s|#.*+|---)*+[{\[]")
"""The start of JSON, after comments; what was taken for one is never tried again, or many `#` would take for ever."""
_ONLY_IN_JSON = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""What stands for itself in a text of JSON; YAML refuses it, or takes it for the end of a line."""
_COMMENT = re.compile(r"[ \t]+(#[^\r\n]*)")
_SURROGATE_PAIR = re.compile(r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")


class Document:
    """One document as it was read.

    Attributes:
        value: texts, lists and mappings; None when empty or unreadable.
        places: line and column, both from 1, of each value by its path.
        comments: what follows a value without quotes on its line, from ` #` on, by the value's path.
        problems: why it cannot be used; empty when it can.
    """

    def __init__(self) -> None:
        self.value: Value = None
        self.places: dict[Path_, tuple[int, int]] = {}
        self.comments: dict[Path_, str] = {}
        self.problems = Problems()

    def place(self, path: Path_) -> tuple[int, int]:
        """Where the value at `path` stands; for one that is missing, where its parent stands."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, (1, 1))


def show_path(path: Path_) -> str:
    """A path as people read it: `services[2].name.fr`."""
    return "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in path).removeprefix(".")


def read_file(path: Path) -> Document:
    """The one document of a file.

    Raises:
        BadInputError: the file cannot be read.
        InvalidDocumentError: it holds no document, several, or one that is refused.
    """
    try:
        with path.open("rb") as stream:
            documents = list(read_stream(stream))
    except OSError as error:
        raise unreadable(str(path), error) from None
    if len(documents) > 1:
        line, column = documents[1].place(())
        problem = Problem(
            "many-documents", "more than one document", "", line, column, "keep one document in this file"
        )
        documents[0].problems.append(problem)
    if documents[0].problems:
        raise InvalidDocumentError(str(path), documents[0].problems)
    return documents[0]


def read_stream(stream: BinaryIO) -> Iterator[Document]:
    """The documents of a stream of YAML or JSON Lines, one at a time, in constant memory.

    A broken document is given with its problems and does not stop the next. A stream without any document
    gives one whose problem is `empty`.
    """
    found = False
    for first_line, chunk in chunks(stream):
        document = _parse(chunk, first_line)
        if document is not None:
            yield document
            found = True
    if not found:
        nothing = Document()
        nothing.problems.append(Problem("empty", "holds no document", "", 1, 1, "fill it, or name another file"))
        yield nothing


def _parse(chunk: bytes, first_line: int) -> Document | None:
    """One chunk as a document, or None when it holds nothing but blanks and comments."""
    document = Document()
    if len(chunk) > MAX_BYTES:
        what = "larger than 1 MiB" if len(chunk) <= FARTHEST else "larger than 64 MiB; nothing after it was read"
        hint = "shorten it, or split it into several"
        document.problems.append(Problem("too-large", what, "", first_line, 1, hint))
        return document
    try:
        text = chunk.decode("utf-8")
    except UnicodeDecodeError as error:
        before = chunk[: error.start]
        line = first_line + before.count(b"\n")
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        hint = "save the file as UTF-8; in an editor this is often under 'Save as ...'"
        document.problems.append(Problem("not-utf8", "not UTF-8 text", "", line, column, hint))
        return document
    if ("\\u" in text or _ONLY_IN_JSON.search(text)) and (start := _JSON.match(text)):
        text = _SURROGATE_PAIR.sub(_join_surrogates, text)
        if _ONLY_IN_JSON.search(text) and is_json(text[start.end() - 1 :]):
            text = _ONLY_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    try:
        return document if _Builder(document, text, first_line - 1).build(CParser(text)) else None
    except _TooDeepError as error:
        document.problems.append(_too_deep(*error.place))
    except yaml.MarkedYAMLError as error:
        document.problems.append(_syntax_problem(error, text, first_line))
    except yaml.YAMLError as error:  # the reader's own: a character that YAML does not allow
        before_ = text[: getattr(error, "position", 0) or 0]
        line, column = first_line + before_.count("\n"), len(before_.rpartition("\n")[2]) + 1
        reason = getattr(error, "reason", None) or str(error)
        hint = "remove control characters from the text"
        document.problems.append(Problem("syntax", f"not valid YAML: {reason}", "", line, column, hint))
    document.value = None
    return document


def _join_surrogates(found: re.Match[str]) -> str:
    """Two JSON escapes for one character beyond U+FFFF; YAML's escapes know no such pairs."""
    return (bytes.fromhex(found[1]) + bytes.fromhex(found[2])).decode("utf-16-be")


def _too_deep(line: int, column: int) -> Problem:
    hint = "write it with fewer lists and mappings inside others"
    return Problem("too-deep", f"nested deeper than {MAX_DEPTH} levels", "", line, column, hint)


_OPENED = {'"': "quote", "'": "quote", "[": "bracket", "{": "brace"}


def _syntax_problem(error: yaml.MarkedYAMLError, text: str, first_line: int) -> Problem:
    """The parser's finding, where people look for its cause."""
    mark = error.problem_mark or error.context_mark
    what = error.problem or error.context or "cannot be parsed"
    hint = "check indentation, and put quotes around text that holds `: ` or ` #`, or starts with a special character"
    if mark is None:
        return Problem("syntax", f"not valid YAML: {what}", "", first_line, 1, hint)
    found, opened = text[mark.index :], error.context_mark
    line, column = mark.line + first_line, mark.column + 1
    if "nesting depth" in what:  # the parser looks ahead, and met its own limit first
        return _too_deep(line, column)
    if found.strip() in {"", "..."}:  # the end is the first to miss something; the line after may be another document's
        before = text[: mark.index].rstrip()
        line, column = first_line + before.count("\n"), len(before.rpartition("\n")[2]) + 1
        if opened is not None and (kind := _OPENED.get(text[opened.index : opened.index + 1])):
            line, column = opened.line + first_line, opened.column + 1
            what = f"the {kind} opened on line {line} is not closed"
            hint = f"write the closing {kind} at the end of what stands in it"
    elif found.startswith("\t"):
        hint = f"line {line} begins with a tab; use spaces"
    elif found.startswith(("@", "`", "%")):
        hint = f"put the value in quotes, since it begins with {found[0]}"
    return Problem("syntax", f"not valid YAML: {what}", "", line, column, hint)


class _TooDeepError(Exception):
    def __init__(self, place: tuple[int, int]) -> None:
        super().__init__()
        self.place = place


class _Builder:
    """Turns the parser's events into a document, noting places and refusing what records never need."""

    def __init__(self, document: Document, text: str, offset: int) -> None:
        self.document = document
        self.commented = text if "#" in text else None
        self.offset = offset
        self.problems = document.problems
        self.places = document.places

    def build(self, parser: Any) -> bool:
        """Whether there is a document; what it holds and what is wrong with it stand in it then."""
        parser.get_event()  # the stream's start
        if isinstance(parser.get_event(), StreamEndEvent):
            return False
        event = parser.get_event()
        if type(event) is ScalarEvent and event.value == "" and event.implicit[0] and not event.tag:
            self._end(parser)
            return False
        self.document.value = self._node(parser, event, (), 0)
        self._end(parser)
        return True

    def _end(self, parser: Any) -> None:
        """Pass the document's end; a second document in one chunk is a problem."""
        parser.get_event()
        event = parser.get_event()
        if isinstance(event, DocumentStartEvent):
            self._problem("many-documents", "more than one document", event, (), "separate them by a line `---`")

    def _problem(self, code: str, message: str, event: Any, path: Path_, hint: str) -> None:
        mark = event.start_mark
        place = show_path(path)
        self.problems.append(Problem(code, message, place, mark.line + 1 + self.offset, mark.column + 1, hint))

    def _node(self, parser: Any, event: Any, path: Path_, depth: int) -> Value:
        mark = event.start_mark
        self.places[path] = (mark.line + 1 + self.offset, mark.column + 1)
        kind = type(event)
        if kind is AliasEvent:
            self._problem("alias", f"alias '*{event.anchor}' is not allowed", event, path, "write the value out")
            return None
        if event.anchor is not None:
            hint = "remove it, or put quotes around text that starts with `&`"
            self._problem("anchor", f"anchor '&{event.anchor}' is not allowed", event, path, hint)
        if event.tag is not None:
            hint = "remove it, or put quotes around text that starts with `!`"
            self._problem("tag", f"tag '{event.tag}' is not allowed", event, path, hint)
        if kind is ScalarEvent:
            value: str = event.value
            if self.commented and not event.style and (found := _COMMENT.match(self.commented, event.end_mark.index)):
                self.document.comments[path] = found[1]
            return None if value in _NOT_GIVEN and event.implicit[0] else value
        if depth >= MAX_DEPTH:
            raise _TooDeepError(self.places[path])
        if kind is SequenceStartEvent:
            return self._sequence(parser, path, depth + 1)
        if kind is MappingStartEvent:
            return self._mapping(parser, path, depth + 1)
        raise AssertionError(kind)

    def _sequence(self, parser: Any, path: Path_, depth: int) -> list[Value]:
        items: list[Value] = []
        while type(event := parser.get_event()) is not SequenceEndEvent:
            items.append(self._node(parser, event, (*path, len(items)), depth))
        return items

    def _mapping(self, parser: Any, path: Path_, depth: int) -> dict[str, Value]:
        mapping: dict[str, Value] = {}
        while type(event := parser.get_event()) is not MappingEndEvent:
            if type(event) is not ScalarEvent or event.anchor or event.tag:
                key = self._odd_key(parser, event, path, depth)
            else:
                key = event.value
            if key in mapping:
                hint = f"keep one '{key}'; it is not known which was meant"
                self._problem("duplicate-key", f"key '{key}' stands twice", event, (*path, key), hint)
            value = self._node(parser, parser.get_event(), (*path, key), depth)
            mapping[key] = value
            if value is None or type(value) is not str:
                mark = event.start_mark  # for what is missing or spans lines, the key is the place to look
                self.places[(*path, key)] = (mark.line + 1 + self.offset, mark.column + 1)
        return mapping

    def _odd_key(self, parser: Any, event: Any, path: Path_, depth: int) -> str:
        value = self._node(parser, event, (*path, "?"), depth)
        if isinstance(value, str):
            return value
        self._problem("bad-key", "a key must be text", event, path, "write `name: value`")
        return "?"
