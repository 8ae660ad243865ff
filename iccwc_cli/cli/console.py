"""Where output goes: data to standard output or a file, talk to standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from errno import EACCES, EISDIR
from importlib import import_module
from pathlib import Path
from stat import S_ISDIR
from typing import Any, BinaryIO

from iccwc_cli.errors import BadInputError, UsageError, unreadable
from iccwc_cli.text import clean

_IN_MEMORY = 1 << 20
"""Bytes of a document that are kept in memory until it is whole; a longer one waits in a file that has no name."""


class Console:
    """One command's output.

    Args:
        output: a file to write instead of standard output; `-` is standard output.
        color: auto, always or never; `NO_COLOR` counts as never under auto.
        quiet: no notes and warnings.

    Raises:
        RefusedError: the file exists already. This is told before the command does anything.
        BadInputError: the file's folder cannot be written to.
    """

    def __init__(self, output: Path | None = None, color: str = "auto", quiet: bool = False) -> None:
        self.output = None if output is None or str(output) == "-" else output
        self.quiet = quiet
        if self.output is not None:
            from iccwc_cli.files import check_new

            check_new(self.output)
        terminal = self.output is None and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
        self.rich = terminal or (color == "always" and self.output is None)
        """Whether text is drawn for a person at a terminal, rather than for a pipe."""
        self.color = color == "always" or (color == "auto" and terminal and not os.environ.get("NO_COLOR"))

    @property
    def width(self) -> int:
        """Columns of the terminal; 80 where there is none."""
        import shutil

        return shutil.get_terminal_size().columns

    def show(self, format_: str, value: Any, subject: str, view: str, *shown: Any) -> None:
        """Give a result out in the format that was asked for.

        Args:
            format_: text, or one of the formats that take any value.
            value: the result as its JSON promise says.
            subject: the room that draws it as text; see `show_text`.
            view: the function there.
            shown: what that function is given.
        """
        if format_ == "text":
            self.show_text(subject, view, *shown)
        else:
            self.show_value(format_, value)

    def show_value(self, format_: str, value: Any) -> None:
        """Give out what the JSON promise says in one of the formats that take any value."""
        from iccwc_cli.formats import structured

        self.write(structured.FORMATS[format_](value))

    def show_text(self, subject: str, view: str, *shown: Any) -> None:
        """Give out text for a person at a terminal, or for a pipe.

        Args:
            subject: a room of `formats.terminal` and of `formats.plain`.
            view: the function there; both rooms have it, which a test sees to.
            shown: what that function is given.
        """
        if self.rich:
            from iccwc_cli.formats.terminal import draw

            room = import_module(f"iccwc_cli.formats.terminal.{subject}")
            self.write(draw(getattr(room, view)(*shown), self.width, self.color))
        else:
            room = import_module(f"iccwc_cli.formats.plain.{subject}")
            self.write(getattr(room, view)(*shown))

    def write(self, content: str | bytes) -> None:
        """Give out one whole document."""
        if self.output is not None:
            from iccwc_cli.files import whole

            with whole(self.output) as write:
                write(content)
        elif isinstance(content, bytes):
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
        else:
            sys.stdout.write(content)
            sys.stdout.flush()

    @contextmanager
    def lines(self) -> Iterator[Callable[[str], object]]:
        """A way to give out one line after the other; a file appears only when the last was written."""
        if self.output is None:
            yield sys.stdout.write
            self.flush()
            return
        from iccwc_cli.files import whole

        with whole(self.output) as write:
            yield write

    def flush(self) -> None:
        """Let the reader of a pipe have what was written so far; a file appears only as a whole."""
        if self.output is None:
            sys.stdout.flush()

    def each(self, pieces: Iterable[str]) -> None:
        """Give out one document that comes in pieces, once the last is there; it takes no more memory than a piece."""
        if self.output is not None:
            with self.lines() as write:
                for piece in pieces:
                    write(piece)
            return
        import shutil
        from tempfile import SpooledTemporaryFile

        with SpooledTemporaryFile(_IN_MEMORY) as kept:
            for piece in pieces:
                kept.write(piece.encode("utf-8", "replace"))
            kept.seek(0)
            shutil.copyfileobj(kept, sys.stdout.buffer)
            sys.stdout.buffer.flush()

    def progress(self, what: str, total: int | None) -> AbstractContextManager[Callable[[int], object]]:
        """A bar while a person at a terminal waits and the data goes elsewhere; see `progress.bar`."""
        if self.quiet or not sys.stderr.isatty() or (sys.stdout.isatty() and self.output is None):
            return nullcontext(lambda _: None)
        from iccwc_cli.cli import progress

        return progress.bar(what, total)

    def learning(self) -> None:
        """Why a command takes some seconds longer than usual, for a person who waits at a terminal."""
        if sys.stderr.isatty():
            self.note("the data has changed: learning from the example requests again, once ...")

    def note(self, message: str) -> None:
        """What a person may want to read and a script may not."""
        self._talk(f"Note: {message}")

    def warn(self, message: str, hint: str | None = None) -> None:
        """Advice that does not stop the command."""
        self._talk(f"Warning: {message}" + (f"\nHint: {hint}" if hint else ""))

    def _talk(self, message: str) -> None:
        if not self.quiet:
            _talk(message)


def report(findings: list[tuple[str, str | None]]) -> None:
    """Each error on a line of its own, with what to do next under it, on standard error."""
    for message, hint in findings:
        lines = f"Error: {' '.join(message.split())}" + (f"\nHint: {hint}" if hint else "")
        _talk(lines)


def _talk(lines: str) -> None:
    """Say something on standard error; where that is full or gone, the command goes on all the same."""
    with suppress(OSError):
        print(clean(lines), file=sys.stderr)  # noqa: T201 - standard error is where talk goes


def check_stdin_once(files: Sequence[Path]) -> None:
    """Refuse standard input that is named twice: it can be read once.

    Raises:
        UsageError: it is.
    """
    if [str(file) for file in files].count("-") > 1:
        raise UsageError("standard input is named twice", "give `-` once")


def check_readable(file: Path) -> None:
    """See that a file can be read, before any work is done for another.

    Raises:
        BadInputError: it is not there, is a folder, or may not be read.
    """
    if str(file) == "-":
        return
    try:
        if S_ISDIR(file.stat().st_mode):
            raise IsADirectoryError(EISDIR, os.strerror(EISDIR))
        if not os.access(file, os.R_OK):
            raise PermissionError(EACCES, os.strerror(EACCES))
    except OSError as error:
        raise unreadable(str(file), error) from None


@contextmanager
def opened(file: Path) -> Iterator[tuple[str, BinaryIO]]:
    """A file to read, with its name in messages; `-` is standard input."""
    if str(file) == "-":
        if sys.stdin is None:
            raise BadInputError("standard input: is closed", "give the request in a file, or through a pipe")
        yield "standard input", sys.stdin.buffer
        return
    try:
        stream = file.open("rb")
        stream.peek(1)
    except OSError as error:
        raise unreadable(str(file), error) from None
    with stream:
        yield str(file), stream
