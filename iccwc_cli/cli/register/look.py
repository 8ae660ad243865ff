"""Looking into the register: list, show, history, stats."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from iccwc_cli import places
from iccwc_cli.cli import complete, options
from iccwc_cli.cli.console import Console
from iccwc_cli.cli.opened import existing, shown, to_read
from iccwc_cli.errors import UsageError

_COLUMNS = tuple(
    "id created_at status country authority title partners tasks tlp overdue urgency rerouting_needed".split()
)


def list_(
    format_: Annotated[Literal["text", "json", "yaml", "csv", "jsonl"], options.FORMAT] = "text",
    status: Annotated[
        str | None, typer.Option("--status", metavar="STATE", help="In this state.", autocompletion=complete.states)
    ] = None,
    partner: Annotated[
        str | None,
        typer.Option(
            "--partner", metavar="PARTNER", help="Suggested or communicated to.", autocompletion=complete.partners
        ),
    ] = None,
    country: Annotated[str | None, typer.Option("--country", metavar="COUNTRY", help="ISO 3166 code or name.")] = None,
    need: Annotated[
        str | None,
        typer.Option("--need", metavar="NEED", help="Asked for, or found in it.", autocompletion=complete.needs),
    ] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="DAY", help="Recorded on this day or later.")] = None,
    text: Annotated[
        str | None,
        typer.Option(
            "--text", metavar="WORDS", help="All these words stand in its title, authority, text and reference."
        ),
    ] = None,
    unmatched: Annotated[bool, typer.Option("--unmatched", help="Only those that matched no partner.")] = False,
    overdue: Annotated[
        bool, typer.Option("--overdue", help="Only those that are overdue: too long in one state.")
    ] = False,
    limit: options.Limit = None,
    register: options.Register = None,
    lang: options.Lang = "en",
    data_dir: options.DataDir = None,
    output: options.Output = None,
    quiet: options.Quiet = False,
    color: options.Color = "auto",
) -> None:
    """List referrals, the newest first."""
    from iccwc_cli.cli.names import for_text
    from iccwc_cli.referral import lifecycle
    from iccwc_cli.register.find import Wanted, entries

    data = places.data_dir(data_dir)
    life = lifecycle.life(data)
    wanted = Wanted(
        _state(status, life.states),
        _partner(partner, data),
        _country(country, data),
        _need(need, data),
        options.as_day(since),
        "nothing-matched" if unmatched else None,
        text,
        overdue,
        limit,
    )
    console = Console(output, color, quiet)
    with to_read(register) as found:
        if found is None:
            console.note(f"{places.register_file(register)}: nothing was recorded yet")
        every = entries(found, wanted, life, datetime.now(UTC)) if found else iter(())
        if format_ == "jsonl":
            from iccwc_cli.formats.structured import as_json_line

            with console.lines() as write:  # each line is whole by itself, and need not wait for the others
                for entry in every:
                    write(as_json_line(entry))
        elif format_ == "csv":
            from iccwc_cli.formats.structured import as_csv

            console.each(as_csv(_COLUMNS, map(_cells, every)))
        elif format_ == "json":
            from iccwc_cli.formats.structured import as_json_list

            console.each(as_json_list(every))
        elif format_ == "text" and not console.rich:
            from iccwc_cli.formats.plain import register as plain

            console.each(plain.entries([entry], None, lang) for entry in every)
        else:
            kept = list(every)
            console.show(format_, kept, "register", "entries", kept, for_text(format_, data_dir), lang)


def show(
    ref: options.Ref,
    format_: options.TextJsonYaml = "text",
    register: options.Register = None,
    lang: options.Lang = "en",
    data_dir: options.DataDir = None,
    output: options.Output = None,
    color: options.Color = "auto",
) -> None:
    """Show a referral: what was asked and suggested, where it is, and what became of it."""
    from iccwc_cli.cli.names import for_text
    from iccwc_cli.referral import lifecycle

    with existing(register) as found:
        value = shown(found.record(found.find(ref)), lifecycle.life(places.data_dir(data_dir)))
    Console(output, color).show(format_, value, "referral", "whole", value, for_text(format_, data_dir), lang)


def history(
    ref: options.Ref,
    format_: options.TextJsonYaml = "text",
    register: options.Register = None,
    lang: options.Lang = "en",
    data_dir: options.DataDir = None,
    output: options.Output = None,
    color: options.Color = "auto",
) -> None:
    """Tell what happened to a referral, event by event."""
    from iccwc_cli.cli.names import for_text

    with existing(register) as found:
        events = [{"schema_version": 1, **event.as_dict()} for event in found.history(found.find(ref))]
    label = events[0]["detail"]["record"]["tlp"]
    Console(output, color).show(format_, events, "register", "story", events, label, for_text(format_, data_dir), lang)


def stats(
    format_: options.TextJson = "text",
    register: options.Register = None,
    lang: options.Lang = "en",
    data_dir: options.DataDir = None,
    output: options.Output = None,
    color: options.Color = "auto",
) -> None:
    """Count what came in, where it was suggested and went, how long it took, and what matched nothing."""
    from iccwc_cli.cli.names import for_text
    from iccwc_cli.register.tally import tally

    with to_read(register) as found, found.snapshot() if found else nullcontext():
        value = tally(found)
    Console(output, color).show(format_, value, "register", "statistics", value, for_text(format_, data_dir), lang)


COMMANDS: tuple[Callable[..., None], ...] = (list_, show, history, stats)


def _state(name: str | None, known: Any) -> str | None:
    from iccwc_cli.referral.moves import find_state

    return None if name is None else find_state(name, known)


def _partner(name: str | None, data: Path) -> str | None:
    from iccwc_cli.directory import load, search

    return None if name is None else search.by_name(load.partners(data), name).id


def _need(name: str | None, data: Path) -> str | None:
    from iccwc_cli.routing import vocabulary

    return None if name is None else vocabulary.find(vocabulary.needs(data), name).id


def _country(name: str | None, data: Path) -> str | None:
    if name is None:
        return None
    from iccwc_cli import countries

    code = countries.find(name, data)
    if code is None:
        hint = countries.likely(name, "give its ISO 3166 code, as in `--country MG`", data)
        raise UsageError(f"'{name}' is not a country", hint)
    return code


def _cells(entry: dict[str, Any]) -> list[object]:
    flat = (
        entry
        | {
            "partners": " ".join(entry["partners"]),
            "tasks": " ".join(f"{task['partner']}:{task['state']}" for task in entry["tasks"]),
        }
        | {mark: "yes" if entry[mark] else "no" for mark in ("overdue", "rerouting_needed")}
    )
    return [flat[column] for column in _COLUMNS]
