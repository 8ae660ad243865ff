"""The options that mean the same everywhere, each declared once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from iccwc_cli.cli import complete
from iccwc_cli.errors import UsageError
from iccwc_cli.places import DATA_DIR_VARIABLE, REGISTER_VARIABLE
from iccwc_cli.text import day

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
        metavar="DIR",
        is_eager=True,  # a help that is asked for after it is of that folder
        readable=False,  # what cannot be read is told in our own words, with our exit code
        help=f"Use the YAML in this folder. [env var: {DATA_DIR_VARIABLE}]",
    ),
]
Register = Annotated[
    Path | None,
    typer.Option(
        "--register",
        metavar="FILE",
        readable=False,
        help=f"The register, instead of the one in your data folder. [env var: {REGISTER_VARIABLE}]",
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
Limit = Annotated[int | None, typer.Option("--limit", metavar="N", min=0, max=1_000_000_000, help="At most N entries.")]


FORMAT = typer.Option("--format", "-f", help="Format of the output.")
TextJson = Annotated[Literal["text", "json"], FORMAT]
TextJsonYaml = Annotated[Literal["text", "json", "yaml"], FORMAT]
TextJsonYamlCsv = Annotated[Literal["text", "json", "yaml", "csv"], FORMAT]
Ref = Annotated[
    str,
    typer.Argument(
        metavar="REF",
        help="A referral: its id, a beginning of it, or its request's reference.",
        autocompletion=complete.references,
    ),
]


def as_day(text: str | None, before: str = "") -> str | None:
    """The day that an option gives, in ISO 8601; None where it is not given.

    Args:
        text: as it was typed.
        before: what a message begins with.

    Raises:
        UsageError: it is none.
    """
    if text is None:
        return None
    if (found := day(text)) is None:
        raise UsageError(f"{before}'{text}' is not a date", "write year-month-day, as in 2026-11-20")
    return found
