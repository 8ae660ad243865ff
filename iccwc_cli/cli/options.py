"""The options that mean the same everywhere, each declared once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, Literal, TypeVar

import typer

from iccwc_cli.errors import IccwcError

Language = Literal["en", "fr", "es"]
When = Literal["auto", "always", "never"]

Lang = Annotated[
    Language,
    typer.Option(
        "--lang", envvar="ICCWC_LANG", case_sensitive=False, help="Language of the text shown.", show_envvar=True
    ),
]
DataDir = Annotated[
    Path | None,
    typer.Option(
        "--data-dir",
        envvar="ICCWC_DATA_DIR",
        metavar="DIR",
        readable=False,  # what cannot be read is told in our own words, with our exit code
        help="Use the YAML in this folder.",
        show_envvar=True,
    ),
]
Register = Annotated[
    Path | None,
    typer.Option(
        "--register",
        envvar="ICCWC_REGISTER",
        metavar="FILE",
        readable=False,
        help="The register.",
        show_envvar=True,
    ),
]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", readable=False, help="Write to FILE; - is standard output."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", "-n", help="Show what would be done, and write nothing.")]
AcknowledgeRed = Annotated[
    bool,
    typer.Option("--acknowledge-red", help="Let TLP:RED text out; the history records that you did."),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No notes or warnings on standard error.")]
Color = Annotated[When, typer.Option("--color", help="Colour on the terminal.")]
NoInput = Annotated[bool, typer.Option("--no-input", help="Never ask anything.")]
Limit = Annotated[int | None, typer.Option("--limit", metavar="N", min=0, help="At most N entries.")]


T = TypeVar("T")


def _quietly(complete: Callable[[str], list[T]]) -> Callable[[str], list[T]]:
    """Completes nothing where the data or the register cannot be read: the command that is typed will say so."""

    @wraps(complete)
    def _complete(incomplete: str) -> list[T]:
        try:
            return complete(incomplete)
        except IccwcError:
            return []

    return _complete


@_quietly
def partner_names(incomplete: str) -> list[str]:
    """What a shell completes for a partner."""
    from iccwc_cli import places
    from iccwc_cli.directory import load

    return [p.id for p in load.partners(places.data_dir()) if p.id.startswith(incomplete)]


@_quietly
def need_ids(incomplete: str) -> list[tuple[str, str]]:
    """What a shell completes for a need, with its label."""
    from iccwc_cli import places
    from iccwc_cli.routing import vocabulary

    return [(n.id, n.label["en"]) for n in vocabulary.needs(places.data_dir()) if n.id.startswith(incomplete)]


@_quietly
def references(incomplete: str) -> list[tuple[str, str]]:
    """What a shell completes for a referral: the newest that begin so, each with its authority."""
    from iccwc_cli import places
    from iccwc_cli.referral import ids
    from iccwc_cli.register import opening

    register = opening.to_read(places.register_file())
    if register is None:
        return []
    beginning = ids.tidy(incomplete)
    sql = "SELECT id, authority FROM referrals WHERE id >= ? AND id < ? ORDER BY id DESC LIMIT 30"
    with register:
        return [(id_, authority) for id_, authority in register.query(sql, (beginning, f"{beginning}~"))]


@_quietly
def states(incomplete: str) -> list[tuple[str, str]]:
    """What a shell completes for a state of a referral, with its meaning."""
    from iccwc_cli import places
    from iccwc_cli.referral import lifecycle

    known = lifecycle.life(places.data_dir()).states.values()
    return [(s.id, s.meaning["en"]) for s in known if s.id.startswith(incomplete)]


@_quietly
def task_states(incomplete: str) -> list[tuple[str, str]]:
    """What a shell completes for a state of a partner's task, with its meaning."""
    from iccwc_cli import places
    from iccwc_cli.referral import lifecycle

    known = lifecycle.life(places.data_dir()).tasks.values()
    return [(s.id, s.meaning["en"]) for s in known if s.id.startswith(incomplete)]


def schema_names(incomplete: str) -> list[str]:
    """What a shell completes for a schema."""
    from iccwc_cli.formats.schemas import SCHEMAS

    return [name for name in SCHEMAS if name.startswith(incomplete)]


def format_option(*formats: str) -> object:
    """The `--format` option of a command that knows these formats."""
    return typer.Option("--format", "-f", help=f"One of {', '.join(formats)}.", metavar="FORMAT", show_default=True)


TextJson = Annotated[Literal["text", "json"], format_option("text", "json")]
TextJsonYaml = Annotated[Literal["text", "json", "yaml"], format_option("text", "json", "yaml")]
TextJsonYamlCsv = Annotated[Literal["text", "json", "yaml", "csv"], format_option("text", "json", "yaml", "csv")]
Ref = Annotated[
    str,
    typer.Argument(
        metavar="REF",
        help="A referral: its id, a beginning of it, or its request's reference.",
        autocompletion=references,
    ),
]
