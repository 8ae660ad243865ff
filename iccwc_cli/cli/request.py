"""`iccwc request`: a request file from nothing to complete."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path
from typing import Annotated

import typer

from iccwc_cli import places
from iccwc_cli.cli import options
from iccwc_cli.cli.console import Console, check_readable, check_stdin_once, opened
from iccwc_cli.errors import BadInputError

app = typer.Typer(
    help="Write and check request files.", rich_markup_mode=None, add_completion=False, no_args_is_help=True
)


@app.command("template")
def show_template(
    lang: options.Lang = "en",
    data_dir: options.DataDir = None,
    output: options.Output = None,
) -> None:
    """Print a commented request file to fill in."""
    from iccwc_cli.formats.languages import in_language
    from iccwc_cli.intake.template import template
    from iccwc_cli.routing import vocabulary

    needs = [n for n in vocabulary.needs(places.data_dir(data_dir)) if n.broader]
    Console(output).write(template(lang, ((n.id, in_language(n.label, lang)) for n in needs)))


@app.command("check")
def check_requests(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", readable=False, help="Request files; - is standard input.")
    ],
    format_: options.TextJson = "text",
    data_dir: options.DataDir = None,
    output: options.Output = None,
    color: options.Color = "auto",
) -> None:
    """Check request files: errors that stop a referral, and advice that saves a letter."""
    from iccwc_cli.intake.check import check
    from iccwc_cli.report import Report, unread
    from iccwc_cli.routing import vocabulary

    data = places.data_dir(data_dir)

    needs_by_name = cache(partial(vocabulary.ids_by_name, data))
    check_stdin_once(files)
    reports = []
    for file in files:
        try:
            check_readable(file)
        except BadInputError as error:
            if len(files) == 1:
                raise
            reports.append(unread(str(file), error))
            continue
        with opened(file) as (name, stream):
            reports.append(check(name, stream, needs_by_name, data))
    result = Report(reports)
    Console(output, color).show(format_, result.as_dict(), "check", "checked", result)
    raise typer.Exit(result.exit_code)


@app.command("new")
def new_request(
    lang: options.Lang = "en",
    data_dir: options.DataDir = None,
    output: options.Output = None,
    quiet: options.Quiet = False,
    no_input: options.NoInput = False,
) -> None:
    """Ask on a terminal for what a request needs, show the suggestion, and write the file."""
    import sys

    from iccwc_cli.cli.interview import interview
    from iccwc_cli.errors import UsageError
    from iccwc_cli.routing import load, vocabulary

    if no_input or not sys.stdin.isatty():
        hint = "without one, fill in the file that `iccwc request template -o request.yaml` writes"
        raise UsageError("`request new` asks its questions on a terminal", hint)
    console = Console(output, quiet=quiet)
    data = places.data_dir(data_dir)
    needs = [n for n in vocabulary.needs(data) if n.broader]
    console.write(interview(lang, load.index(data, console.learning), needs, console))
    if kept := console.output:
        console.note(f"`iccwc request check {kept}` advises on it, `iccwc refer --request {kept}` refers it")
