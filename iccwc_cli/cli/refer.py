"""`iccwc refer`: from a request file to a referral record with suggested partners and reasons."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from iccwc_cli import places
from iccwc_cli.cli import options
from iccwc_cli.cli.console import Console, opened, report
from iccwc_cli.errors import ExitCode, InvalidDocumentError

if TYPE_CHECKING:
    from iccwc_cli.referral.desk import Outcome
    from iccwc_cli.routing.index import Index

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def refer(
    request: Annotated[
        list[Path],
        typer.Option("--request", "-r", metavar="FILE", help="A request file; - is standard input. May be repeated."),
    ],
    format_: Annotated[
        Literal["text", "json", "yaml", "jsonl"], options.format_option("text", "json", "yaml", "jsonl")
    ] = "text",
    dry_run: options.DryRun = False,
    explain: Annotated[bool, typer.Option("--explain", help="Show everything that was weighed.")] = False,
    lang: options.Lang = "en",
    data_dir: options.DataDir = None,
    output: options.Output = None,
    quiet: options.Quiet = False,
    color: options.Color = "auto",
) -> None:
    """Turn each request into a referral to the CITES Secretariat, with the partners it suggests and why.

    A file may hold many requests. Only the Secretariat decides which partners a request goes to.
    """
    from iccwc_cli.routing import load

    console = Console(output, color, quiet)
    found = load.index(places.data_dir(data_dir))
    outcomes = _outcomes(request, found, dry_run)
    if format_ == "jsonl":
        _stream(console, outcomes)
        return
    done = list(outcomes)
    bad = [o for o in done if o.record is None]
    if len(done) == 1 and bad:
        raise InvalidDocumentError(bad[0].name, bad[0].problems)
    for outcome in done:
        _warn(console, outcome)
    if format_ == "text":
        good = [o for o in done if o.record is not None]
        console.show("text", None, "referral", "referrals", good, found, explain, _names(data_dir), lang)
    else:
        values = [_value(o, found, explain) for o in done if o.record is not None]
        console.show(format_, values[0] if len(done) == 1 else values, "", "")
    _end(bad)


def _outcomes(files: list[Path], index: Index, dry_run: bool) -> Iterator[Outcome]:
    from iccwc_cli.referral import desk, ids

    def stamp() -> tuple[str | None, datetime | None]:
        if dry_run:
            return None, None
        now = datetime.now(UTC)
        return ids.new(now), now

    for file in files:
        with opened(file) as (name, stream):
            yield from desk.refer(stream, name, index, stamp)


def _stream(console: Console, outcomes: Iterator[Outcome]) -> None:
    """One line for each document as soon as it is done, so that a stream of any length takes no more memory."""
    from iccwc_cli.formats.structured import as_json_line

    bad = False
    with console.lines() as write:
        for position, outcome in enumerate(console.counted(outcomes)):
            if outcome.record is None:
                bad = True
                problems = [problem.as_dict() for problem in outcome.problems]
                write(as_json_line({"index": position, "ok": False, "problems": problems}))
            else:
                write(as_json_line({"index": position, "ok": True, "referral": outcome.record}))
    if bad:
        raise typer.Exit(ExitCode.PROBLEMS)


def _value(outcome: Outcome, index: Index, explain: bool) -> dict[str, Any]:
    from iccwc_cli.referral.explain import explanation

    record = dict(outcome.record or {})
    if explain and outcome.routing is not None:
        record["explanation"] = explanation(outcome.routing, index)
    return record


def _names(data_dir: Path | None) -> Any:
    """What needs, services and partners are called, for people."""
    from iccwc_cli.directory import load
    from iccwc_cli.formats.languages import Names
    from iccwc_cli.routing import vocabulary

    data = places.data_dir(data_dir)
    partners = load.partners(data)
    return Names(
        {p.id: p.acronym for p in partners},
        {p.id: p.name for p in partners} | {s.id: s.name for p in partners for s in p.services},
        {n.id: n.label for n in vocabulary.needs(data)},
    )


def _warn(console: Console, outcome: Outcome) -> None:
    for problem in outcome.problems:
        if problem.severity == "warning":
            console.warn(problem.located(outcome.name), problem.hint)


def _end(bad: list[Outcome]) -> None:
    if bad:
        for outcome in bad:
            report(InvalidDocumentError(outcome.name, outcome.problems).findings())
        raise typer.Exit(ExitCode.PROBLEMS)
