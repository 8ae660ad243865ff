"""`iccwc needs`: the kinds of help that can be asked for."""

from __future__ import annotations

from typing import Annotated

import typer

from iccwc_cli import places
from iccwc_cli.cli import complete, options
from iccwc_cli.cli.console import Console

app = typer.Typer(
    help="The kinds of help that can be asked for.", rich_markup_mode=None, add_completion=False, no_args_is_help=True
)


@app.command("list")
def list_needs(
    format_: options.TextJsonYaml = "text",
    lang: options.Lang = "en",
    data_dir: options.DataDir = None,
    output: options.Output = None,
    color: options.Color = "auto",
) -> None:
    """List the needs, each under its group."""
    from iccwc_cli.routing import vocabulary

    needs = vocabulary.needs(places.data_dir(data_dir))
    Console(output, color).show(format_, [n.as_dict() for n in needs], "needs", "needs_list", needs, lang)


@app.command("show")
def show_need(
    need: Annotated[
        str, typer.Argument(help="Id of a need, or one of its labels in any language.", autocompletion=complete.needs)
    ],
    format_: options.TextJsonYaml = "text",
    lang: options.Lang = "en",
    data_dir: options.DataDir = None,
    output: options.Output = None,
    color: options.Color = "auto",
) -> None:
    """Show one need: its labels, what belongs to it, and who answers it."""
    from iccwc_cli.directory import load
    from iccwc_cli.routing import vocabulary

    data = places.data_dir(data_dir)
    found = vocabulary.find(vocabulary.needs(data), need)
    answers = [
        (partner, service, role)
        for partner in load.partners(data)
        for service in partner.services
        for name, role in service.needs
        if name == found.id
    ]
    value = found.as_dict() | {
        "answered_by": [{"partner": p.id, "service": s.id, "role": role} for p, s, role in answers]
    }
    Console(output, color).show(format_, value, "needs", "need", found, answers, lang)
