"""`iccwc data`: the directory's own YAML."""

from __future__ import annotations

import typer

from iccwc_cli import places
from iccwc_cli.cli import options
from iccwc_cli.cli.console import Console

app = typer.Typer(help="The directory's own YAML.", rich_markup_mode=None, add_completion=False, no_args_is_help=True)


@app.command()
def check(
    format_: options.TextJson = "text",
    data_dir: options.DataDir = None,
    output: options.Output = None,
    color: options.Color = "auto",
) -> None:
    """Check every rule that the data must keep, and show each finding with its place."""
    from iccwc_cli.upkeep.check import check_all

    result = check_all(places.data_dir(data_dir))
    Console(output, color).show(format_, result.as_dict(), "check", "checked", result)
    raise typer.Exit(result.exit_code)


@app.command()
def build(data_dir: options.DataDir = None) -> None:
    """Build the files that ship beside the YAML, so that no command has to parse it."""
    from iccwc_cli.upkeep.publish import build_all

    for path in build_all(places.data_dir(data_dir)):
        Console().write(f"{path}\n")
