"""`iccwc partners`: who they are and what each does."""

from __future__ import annotations

from typing import Annotated

import typer

from iccwc_cli import places
from iccwc_cli.cli import complete, options
from iccwc_cli.cli.console import Console
from iccwc_cli.text import LANGUAGES

app = typer.Typer(
    help="Who the partners are, and what each does.", rich_markup_mode=None, add_completion=False, no_args_is_help=True
)


@app.command("list")
def list_partners(
    format_: options.TextJsonYamlCsv = "text",
    lang: options.Lang = "en",
    data_dir: options.DataDir = None,
    output: options.Output = None,
    color: options.Color = "auto",
) -> None:
    """List the five partners."""
    from iccwc_cli.directory import load

    partners = load.partners(places.data_dir(data_dir))
    console = Console(output, color)
    if format_ == "csv":
        from iccwc_cli.formats.structured import as_csv

        header = ("id", "acronym", *(f"name_{code}" for code in LANGUAGES), "services")
        rows = ((p.id, p.acronym, *(p.name[code] for code in LANGUAGES), len(p.services)) for p in partners)
        console.each(as_csv(header, rows))
    else:
        console.show(format_, [p.as_dict() for p in partners], "directory", "partners_list", partners, lang)


@app.command("show")
def show_partner(
    partner: Annotated[
        str,
        typer.Argument(
            help="Id, acronym, name or alias, in any of the three languages.", autocompletion=complete.partners
        ),
    ],
    format_: options.TextJsonYaml = "text",
    lang: options.Lang = "en",
    data_dir: options.DataDir = None,
    output: options.Output = None,
    color: options.Color = "auto",
) -> None:
    """Show one partner: mandate, facts, services and sources."""
    from iccwc_cli.cli.names import names
    from iccwc_cli.directory import load, search

    data = places.data_dir(data_dir)
    found = search.by_name(load.partners(data), partner)
    Console(output, color).show(format_, found.as_dict(), "directory", "partner", found, names(data), lang)


@app.command("search")
def search_partners(
    words: Annotated[list[str], typer.Argument(help="What you look for, in any of the three languages.")],
    format_: options.TextJsonYaml = "text",
    limit: options.Limit = None,
    lang: options.Lang = "en",
    data_dir: options.DataDir = None,
    output: options.Output = None,
    color: options.Color = "auto",
) -> None:
    """Search what the partners do; accents, inflection and one slip of the pen do not matter."""
    from iccwc_cli.directory import load, search
    from iccwc_cli.routing import vocabulary
    from iccwc_cli.routing.synonyms import entries

    data = places.data_dir(data_dir)
    partners = load.partners(data)
    needs = {need.id: need for need in vocabulary.needs(data)}
    hits = search.search(partners, needs, entries(data), " ".join(words), lang, limit)
    Console(output, color).show(format_, [h.as_dict() for h in hits], "directory", "hits", hits, partners, lang)
