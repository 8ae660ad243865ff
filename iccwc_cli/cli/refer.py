"""`iccwc refer`: from a request file to a referral record with suggested partners and reasons."""

from __future__ import annotations

import gc
import itertools
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext, suppress
from functools import cache, partial
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

import typer
from typer.core import TyperCommand

from iccwc_cli import places
from iccwc_cli.cli import options
from iccwc_cli.cli.console import Console, check_readable, check_stdin_once, opened, report
from iccwc_cli.errors import ExitCode, IccwcError, InvalidDocumentError, UsageError
from iccwc_cli.referral.record import DUPLICATE, FIRST_STATE, SENT_STATE

if TYPE_CHECKING:
    from iccwc_cli.referral.desk import Outcome
    from iccwc_cli.referral.record import Record
    from iccwc_cli.register.store import Register
    from iccwc_cli.routing.index import Index

app = typer.Typer(rich_markup_mode=None, add_completion=False)


class _Refer(TyperCommand):
    """Tells who names a file without `--request` what to type."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        typed = list(args)  # the parser takes from what it is given
        try:
            return super().parse_args(ctx, args)
        except typer.TyperException:
            _, files, _ = self.make_parser(ctx).parse_args(args=[*typed])
            if not files:
                raise
            import shlex

            named = " ".join(f"--request {shlex.quote(file)}" for file in files)
            besides = ", with what else you typed" if len(typed) > len(files) else ""
            hint = f"type `iccwc refer {named}`{besides}"
            raise UsageError(f"{files[0]}: `--request` stands before each file", hint) from None


@app.command(cls=_Refer)
def refer(
    request: Annotated[
        list[Path],
        typer.Option(
            "--request",
            "-r",
            metavar="FILE",
            readable=False,  # what cannot be read is told in our own words, with our exit code
            help="A request file; - is standard input. May be repeated.",
        ),
    ],
    format_: Annotated[Literal["text", "json", "yaml", "jsonl"], options.FORMAT] = "text",
    dry_run: options.DryRun = False,
    explain: Annotated[bool, typer.Option("--explain", help="Show everything that was considered.")] = False,
    if_new: Annotated[
        bool, typer.Option("--if-new", help="Record no request that the register holds; give the one it holds.")
    ] = False,
    replaces: Annotated[
        str | None, typer.Option("--replaces", metavar="REF", help="The referral that this one takes the place of.")
    ] = None,
    register: options.Register = None,
    lang: options.Lang = "en",
    data_dir: options.DataDir = None,
    output: options.Output = None,
    quiet: options.Quiet = False,
    color: options.Color = "auto",
) -> None:
    """Turn each request into a referral to the CITES Secretariat, with the partners it suggests and why.

    It is recorded in the register before its id is shown. A file may hold many requests. Only the Secretariat decides
    which partners a request goes to.
    """
    from iccwc_cli.routing import load

    if replaces is not None and (len(request) > 1 or if_new):
        raise UsageError("--replaces goes with one request, which is new", "refer that request by itself")
    console = Console(output, color, quiet)
    check_stdin_once(request)
    for file in request:
        check_readable(file)
    if output is not None and os.path.realpath(output) == os.path.realpath(places.register_file(register)):
        raise UsageError("--output names the register", "give the output a file of its own")
    found = load.index(places.data_dir(data_dir), console.learning)
    with _told(console) as counted:
        outcomes = _routed(request, found, console)
        keep = _Keep(places.register_file(register), places.data_dir(data_dir), found.files, if_new, replaces, dry_run)
        if not dry_run:
            outcomes = counted(_recorded(outcomes, console, keep))
        elif replaces is not None or os.path.lexists(keep.path):
            outcomes = _recorded(outcomes, console, keep)
        if format_ == "jsonl":
            _stream(console, outcomes, found, explain)
            return
        done = [outcome for batch in outcomes for outcome in batch]
        bad = [o for o in done if o.record is None]
        if len(done) == 1 and bad:
            raise InvalidDocumentError(bad[0].name, bad[0].problems)
        for outcome in done:
            _warn(console, outcome)
        if format_ == "text":
            from iccwc_cli.cli.names import names

            good = [(o.record, _why(o, found) if explain else None) for o in done if o.record is not None]
            console.show_text("referral", "referrals", good, names(data_dir), lang)
            if not dry_run and len(good) == 1:
                _what_next(good[0][0], console)
        else:
            values = [_value(o, found, explain) for o in done if o.record is not None]
            console.show_value(format_, values[0] if len(done) == 1 else values)
        _end(bad)


def _what_next(record: Record, console: Console) -> None:
    """What to type for a referral that is on its way; one that was recorded earlier may be past that."""
    id_ = record["id"]
    if record["status"] == FIRST_STATE:
        sent = f"iccwc register advance {id_} {SENT_STATE} --channel CHANNEL"
        console.note(f"`iccwc letter {id_}` writes the letter; when it is sent, type `{sent}`")


_MANY = 200
"""How many documents of a file are recorded at a time: one wait for the disk serves all of them."""

Batch = list["Outcome"]


def _routed(files: list[Path], index: Index, console: Console) -> Iterator[Batch]:
    """Each document, routed; those of a file in batches, those of a pipe one by one as they come."""
    from iccwc_cli.referral import desk

    total = _bytes(files)
    with console.progress("requests", total) as move_on:
        for file in files:
            with opened(file) as (name, stream):
                outcomes = desk.refer(stream, name, index)
                size = _MANY if S_ISREG(os.fstat(stream.fileno()).st_mode) else 1
                before = 0
                while batch := list(itertools.islice(outcomes, size)):
                    yield batch
                    now = before + len(batch) if total is None else stream.tell()
                    move_on(now - before)
                    before = now


def _bytes(files: list[Path]) -> int | None:
    """How much there is to read; None where it comes through a pipe."""
    found = [file.stat() for file in files if str(file) != "-"]
    known = len(found) == len(files) and all(S_ISREG(one.st_mode) for one in found)
    return sum(one.st_size for one in found) if known else None


class _Keep(NamedTuple):
    """How referrals are recorded: in which register, by the states of which data, what of them, or whether none is."""

    path: Path
    data: Path
    files: dict[str, str]
    if_new: bool
    replaces: str | None
    dry_run: bool


def _recorded(batches: Iterator[Batch], console: Console, keep: _Keep) -> Iterator[Batch]:
    """The same, each good one on disk before it is given on; in a dry run, each as it would be."""
    from iccwc_cli.referral import lifecycle, moves

    if keep.replaces is not None:
        all_of_it = list(batches)
        if [len(batch) for batch in all_of_it] != [1]:
            raise UsageError("--replaces goes with one request, not several", "refer that request by itself")
        batches = iter(all_of_it)
    life = lifecycle.life(keep.data)
    by = life.states[FIRST_STATE].set_by[0]
    check = partial(moves.check_replaceable, life=life)
    with ExitStack() as stack:
        held = cache(lambda: stack.enter_context(_register(keep, console)))
        for batch in batches:
            good = [outcome.record for outcome in batch if outcome.record is not None]
            register = held() if good else None
            if register is None:
                yield batch
                continue
            for record in good:
                record["replaces"] = keep.replaces
            taken = iter(register.take_up(good, by, keep.files, check, keep.if_new, keep.dry_run))
            done = []
            for outcome in batch:
                if outcome.record is None:
                    done.append(outcome)
                    continue
                recorded = next(taken)
                done.append(outcome._replace(record=recorded.record))
                if recorded.alike and not recorded.is_new:
                    console.note(f"{outcome.name}: recorded already, as {recorded.alike}")
            yield done


def _register(keep: _Keep, console: Console) -> AbstractContextManager[Register | None]:
    """The register that takes referrals up; in a dry run, None for an older one: to bring it forward is to write."""
    from iccwc_cli.register import opening

    if not keep.dry_run:
        return opening.to_write(keep.path, make=keep.replaces is None)
    if register := opening.to_read(keep.path, forward=False):
        return register
    if not keep.path.exists():
        raise opening.missing(keep.path)
    console.note(f"{keep.path}: an older iccwc wrote it; a dry run does not look into it")
    return nullcontext()


@contextmanager
def _told(console: Console) -> Iterator[Callable[[Iterator[Batch]], Iterator[Batch]]]:
    """When something ends the work early, also an output that takes nothing more, what is recorded already is told.

    It gives a way to count what is.
    """
    count = 0

    def counted(batches: Iterator[Batch]) -> Iterator[Batch]:
        nonlocal count
        for batch in batches:
            count += sum(outcome.record is not None for outcome in batch)
            yield batch

    try:
        yield counted
    except (IccwcError, OSError, KeyboardInterrupt, SystemExit):
        if count:
            with suppress(OSError):  # a terminal that was closed hears nothing more
                console.note(f"{count} recorded before this; `--if-new` records none of them twice")
        raise


def _stream(console: Console, batches: Iterator[Batch], index: Index, explain: bool) -> None:
    """One line for each document as soon as it is done, so that a stream of any length takes no more memory."""
    from iccwc_cli.formats.structured import as_json_line

    gc.freeze()  # what is loaded stays to the end; the collector need not look at it again for each request
    bad = False
    with console.lines() as write:
        for position, outcome in enumerate(_each(batches, console)):
            if outcome.record is None:
                bad = True
                problems = [problem.as_dict() for problem in outcome.problems]
                write(as_json_line({"index": position, "ok": False, "problems": problems}))
            else:
                write(as_json_line({"index": position, "ok": True, "referral": _value(outcome, index, explain)}))
    if bad:
        raise typer.Exit(ExitCode.PROBLEMS)


def _each(batches: Iterator[Batch], console: Console) -> Iterator[Outcome]:
    """Document by document; what became of a batch is given out before the next is begun."""
    for batch in batches:
        yield from batch
        console.flush()


def _value(outcome: Outcome, index: Index, explain: bool) -> dict[str, Any]:
    record = outcome.record or {}
    return record | {"explanation": _why(outcome, index)} if explain else record


def _why(outcome: Outcome, index: Index) -> dict[str, Any] | None:
    from iccwc_cli.referral.explain import explanation

    return explanation(outcome.routing, index) if outcome.routing else None


def _warn(console: Console, outcome: Outcome) -> None:
    for problem in outcome.problems:
        if problem.severity == "warning":
            console.warn(problem.located(outcome.name), problem.hint)
    for warning in (outcome.record or {}).get("warnings", ()):
        if warning["code"] == DUPLICATE:
            console.warn(f"{outcome.name}: {warning['message']}", warning["hint"])


def _end(bad: list[Outcome]) -> None:
    if bad:
        for outcome in bad:
            report(InvalidDocumentError(outcome.name, outcome.problems).findings())
        raise typer.Exit(ExitCode.PROBLEMS)
