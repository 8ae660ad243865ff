"""A bar on standard error, for whoever waits for longer than a moment."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import repeat
from time import monotonic
from typing import Any

import typer

PATIENCE = 1.0
"""Seconds for which nobody needs to be told that something is going on."""


@contextmanager
def bar(what: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """Show how far a work has come.

    Args:
        what: what is gone through.
        total: how much of it there is, in any unit; None where nobody knows, and then it is counted.

    Yields:
        What moves the bar on, given by how much.
    """
    started = monotonic()
    done = 0
    drawn: Any = None
    with ExitStack() as stack:

        def move_on(by: int) -> None:
            nonlocal done, drawn
            done += by
            if drawn is not None:
                drawn.update(by)
            elif monotonic() - started >= PATIENCE:
                endless: repeat[None] = repeat(None)  # the bar asks how long what it is given is
                shown = typer.progressbar(endless, total, label=what, show_pos=total is None, file=sys.stderr)
                drawn = stack.enter_context(shown)
                drawn.update(done)

        yield move_on
