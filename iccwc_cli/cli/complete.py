"""What a shell completes: ids, and nothing else.

A completion becomes part of a command line that the shell reads, and zsh evaluates it. So only what can be nothing but
a word passes, and no text of a record or of the data goes along as its explanation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import Any

import typer

from iccwc_cli.errors import IccwcError

_WORD = re.compile(r"[A-Za-z0-9-]+")


def quietly(complete: Callable[..., Iterable[str]]) -> Callable[..., list[str]]:
    """Only words; none where the data or the register cannot be read: the command that is typed will say so."""

    @wraps(complete)
    def _complete(*given: Any, **named: Any) -> list[str]:
        try:
            return [id_ for id_ in complete(*given, **named) if _WORD.fullmatch(id_)]
        except IccwcError:
            return []

    return _complete


def named_data(ctx: typer.Context) -> Path:
    """The data folder that is named before."""
    from iccwc_cli import places

    named = ctx.params.get("data_dir")  # a text: nothing is converted yet
    return places.data_dir(Path(named) if named else None)


@quietly
def partners(ctx: typer.Context, incomplete: str) -> Iterable[str]:
    """The ids of partners."""
    from iccwc_cli.directory import load

    return (p.id for p in load.partners(named_data(ctx)) if p.id.startswith(incomplete))


@quietly
def needs(ctx: typer.Context, incomplete: str) -> Iterable[str]:
    """The ids of needs."""
    from iccwc_cli.routing import vocabulary

    return (n.id for n in vocabulary.needs(named_data(ctx)) if n.id.startswith(incomplete))


@quietly
def references(ctx: typer.Context, incomplete: str) -> Iterable[str]:
    """The ids of referrals, the newest that begin so, in the register that is named before."""
    from iccwc_cli import places
    from iccwc_cli.register import find, opening

    named = ctx.params.get("register")  # a text: nothing is converted yet
    register = opening.to_read(places.register_file(Path(named) if named else None), forward=False)
    if register is None:
        return []
    with register:
        return find.newest(register, incomplete)


@quietly
def states(ctx: typer.Context, incomplete: str) -> Iterable[str]:
    """The states of a referral."""
    from iccwc_cli.referral import lifecycle

    return (id_ for id_ in lifecycle.life(named_data(ctx)).states if id_.startswith(incomplete))


@quietly
def task_states(ctx: typer.Context, incomplete: str) -> Iterable[str]:
    """The states of a partner's task."""
    from iccwc_cli.referral import lifecycle

    return (id_ for id_ in lifecycle.life(named_data(ctx)).tasks if id_.startswith(incomplete))


@quietly
def schemas(incomplete: str) -> Iterable[str]:
    """The names of schemas."""
    from iccwc_cli.formats.schemas import SCHEMAS

    return (name for name in SCHEMAS if name.startswith(incomplete))
