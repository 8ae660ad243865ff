"""`iccwc schema`: JSON Schemas for editors and scripts."""

from __future__ import annotations

from typing import Annotated

import typer

from iccwc_cli.cli import complete, options
from iccwc_cli.cli.console import Console
from iccwc_cli.errors import NotFoundError
from iccwc_cli.text import likely

app = typer.Typer(
    help="JSON Schemas of what goes in and out.", rich_markup_mode=None, add_completion=False, no_args_is_help=True
)


@app.command("list")
def list_schemas(
    format_: options.TextJson = "text", output: options.Output = None, color: options.Color = "auto"
) -> None:
    """List the schemas."""
    from iccwc_cli.formats.schemas import SCHEMAS

    titles = {name: title for name, (title, _) in SCHEMAS.items()}
    values = [{"schema_version": 1, "name": name, "title": title} for name, title in titles.items()]
    Console(output, color).show(format_, values, "schema", "schemas", titles)


@app.command("show")
def show_schema(
    name: Annotated[str, typer.Argument(help="Name of a schema, as listed.", autocompletion=complete.schemas)],
    output: options.Output = None,
) -> None:
    """Print one schema (JSON Schema 2020-12)."""
    from iccwc_cli.formats import structured
    from iccwc_cli.formats.schemas import SCHEMAS, schema

    if name not in SCHEMAS:
        raise NotFoundError(f"no schema is called '{name}'", likely(name, list(SCHEMAS), "see `iccwc schema list`"))
    Console(output).write(structured.as_json(schema(name)))
