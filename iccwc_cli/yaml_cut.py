"""Cutting a stream into the documents of YAML or of JSON Lines, in constant memory."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import BinaryIO

MAX_BYTES = 1 << 20
"""A document has no more bytes than this."""

FARTHEST = 64 * MAX_BYTES
"""Where no next document begins within so many bytes, none is looked for: a device never ends, and an attachment that
was pasted into one request is shorter."""

_SEPARATOR = re.compile(rb"(---|\.\.\.)(?=[ \t\r\n]|$)")


def chunks(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The pieces, each with the number of its first line: cut where YAML starts a document, and between JSON Lines.

    No valid document has `---` or `...` at the start of a line of its content. A JSON object that is whole on its line
    begins JSON Lines, unless it stands within a longer document: from there on each line is cut off by itself, so that
    a broken one spoils no other.
    """
    held = bytearray()
    first = 1
    number = 1
    fresh = True  # at the start of a line; a line longer than the limit comes in pieces
    content = b""  # the first characters of the first two lines held that hold more than a comment
    json_lines = False
    while line := stream.readline(MAX_BYTES + 2):
        if fresh and content in {b"", b"-"}:  # YAML 1.2 lets each document begin with a byte order mark
            line = line.removeprefix(b"\xef\xbb\xbf")
        start = line[:1] if fresh else b""
        cut = end = False
        if start in {b"-", b"."} and (found := _SEPARATOR.match(line)):
            cut, end = found[1] == b"---", found[1] == b"..."
            json_lines = False
        elif json_lines:
            cut = fresh and not line.isspace()
        elif start == b"{" and content in {b"", b"{"}:  # the line before, if any, was meant to be an object too
            json_lines = cut = is_json(line, dict)
        if cut and held and content != b"%":  # directives belong to the document that they stand before
            yield first, bytes(held)
            held, content = bytearray(), b""
        if not held:
            first = number
        if fresh and len(content) < 2 and not line.isspace() and not line.lstrip().startswith(b"#"):  # noqa: PLR2004
            content = start if start == b"%" == content else content + start
        held += line
        if len(held) > FARTHEST:
            break
        if end:
            yield first, bytes(held)
            held, content = bytearray(), b""
        fresh = line.endswith(b"\n")
        number += fresh
    if held:
        yield first, bytes(held)


def is_json(text: str | bytes, kind: type = object) -> bool:
    """Whether a text is JSON, of a value of some kind."""
    try:
        return isinstance(json.loads(text), kind)
    except (ValueError, RecursionError):
        return False
