"""`iccwc export`: the directory in a standard that other directories read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from iccwc_cli import places
from iccwc_cli.cli import options
from iccwc_cli.cli.console import Console
from iccwc_cli.errors import UsageError

app = typer.Typer(
    help="The directory in a standard that others read.",
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
)


@app.callback()
def exports() -> None:
    """The directory in a standard that others read. Referrals are never part of it."""


@app.command()
def hsds(
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help="The folder for the files; made when there is none.")
    ],
    data_dir: options.DataDir = None,
    quiet: options.Quiet = False,
) -> None:
    """Write the directory as Human Services Data Specification 3.1, one file for each kind of object."""
    from iccwc_cli.directory import load
    from iccwc_cli.files import write_all_new
    from iccwc_cli.formats.hsds import pages
    from iccwc_cli.formats.structured import as_json
    from iccwc_cli.routing import vocabulary

    if str(output) == "-":
        raise UsageError("several files cannot go to standard output", "give the name of a folder")
    data = places.data_dir(data_dir)
    made = pages(
        load.partners(data), load.consortium(data), load.contact(data), vocabulary.needs(data), vocabulary.version(data)
    )
    write_all_new(output, {f"{kind}.json": as_json(page) for kind, page in made.items()})
    Console(quiet=quiet).note(f"{len(made)} files in {output}")
