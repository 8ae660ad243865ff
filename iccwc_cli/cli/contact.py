"""`iccwc contact`: how to reach the CITES Secretariat."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from iccwc_cli import places
from iccwc_cli.cli import options
from iccwc_cli.cli.console import Console

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def contact(
    format_: Annotated[Literal["text", "json", "yaml", "vcard"], options.FORMAT] = "text",
    vcard_version: Annotated[
        Literal["4.0", "3.0"], typer.Option("--vcard-version", help="Version of the card.", metavar="VERSION")
    ] = "4.0",
    lang: options.Lang = "en",
    data_dir: options.DataDir = None,
    output: options.Output = None,
    color: options.Color = "auto",
) -> None:
    """Show how to reach the CITES Secretariat, the one door for every request."""
    from iccwc_cli.directory import load

    found = load.contact(places.data_dir(data_dir))
    console = Console(output, color)
    if format_ == "vcard":
        from iccwc_cli.formats.vcard import vcard

        console.write(vcard(found, vcard_version, lang))
    else:
        console.show(format_, found.as_dict(), "directory", "contact", found, lang)
