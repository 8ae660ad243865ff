"""The life of a referral: advance, communicate, answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer
from typer.core import TyperCommand

from iccwc_cli import places
from iccwc_cli.cli import complete, options
from iccwc_cli.cli.console import Console
from iccwc_cli.cli.opened import existing, shown
from iccwc_cli.errors import IccwcError, UsageError
from iccwc_cli.referral import lifecycle
from iccwc_cli.text import likely, still_to_come

if TYPE_CHECKING:
    from iccwc_cli.referral.events import Step
    from iccwc_cli.referral.record import Record

By = Annotated[
    str | None, typer.Option("--by", metavar="WHO", help="Who does it; by default whoever usually sets that state.")
]
State = Annotated[str, typer.Argument(metavar="STATE", help="One of {states}.", autocompletion=complete.states)]
TaskState = Annotated[
    str, typer.Argument(metavar="STATE", help="One of {task_states}.", autocompletion=complete.task_states)
]
Channel = Annotated[str | None, typer.Option("--channel", metavar="CHANNEL", help="How it was sent: {channels}.")]
Reason = Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why.")]


class Command(TyperCommand):
    """A command whose help names what the data know, which are read only when it is shown."""

    def format_options(self, ctx: typer.Context, formatter: Any) -> None:  # type: ignore[override]
        """As Typer's, with the states, codes and channels of the data that are named before `--help`."""
        try:
            life = lifecycle.life(complete.named_data(ctx))
        except IccwcError as error:  # the rest of the help holds all the same
            named = f"those of the data ({error.message})"
            listed = dict.fromkeys(("states", "task_states", "channels", "reason_codes"), named)
        else:
            known = {
                "states": life.states,
                "task_states": life.tasks,
                "channels": life.channels,
                "reason_codes": life.reason_codes,
            }
            listed = {name: ", ".join(ids) for name, ids in known.items()}
        for parameter in self.params:
            parameter.help = parameter.help.format(**listed)  # type: ignore[attr-defined]
        super().format_options(ctx, formatter)


def advance(
    ref: options.Ref,
    state: State,
    by: By = None,
    channel: Channel = None,
    reason: Reason = None,
    outcome: Annotated[str | None, typer.Option("--outcome", metavar="TEXT", help="What was reached.")] = None,
    advised_on: Annotated[
        str | None, typer.Option("--advised-on", metavar="DAY", help="When the country was told.")
    ] = None,
    advised_by_channel: Annotated[
        str | None, typer.Option("--advised-by-channel", metavar="CHANNEL", help="How: {channels}.")
    ] = None,
    dry_run: options.DryRun = False,
    format_: options.TextJson = "text",
    register: options.Register = None,
    lang: options.Lang = "en",
    data_dir: options.DataDir = None,
    output: options.Output = None,
    quiet: options.Quiet = False,
    color: options.Color = "auto",
) -> None:
    """Move a referral to another state."""
    from iccwc_cli.referral import moves
    from iccwc_cli.referral.given import Given

    life = lifecycle.life(places.data_dir(data_dir))
    target = moves.find_state(state, life.states)
    given = Given(
        _text(by, "--by"),
        _one_of(channel, "--channel", life.channels),
        _text(reason, "--reason"),
        _text(outcome, "--outcome"),
        _day(advised_on),
        _one_of(advised_by_channel, "--advised-by-channel", life.channels),
    )
    told = _Told(Console(output, color, quiet), format_, lang, data_dir)
    _move(ref, lambda record: moves.advance(record, life, target, given), life, dry_run, register, told)


def communicate(
    ref: options.Ref,
    partners: Annotated[
        list[str],
        typer.Argument(metavar="PARTNER...", help="Whom it goes to.", autocompletion=complete.partners),
    ],
    by: By = None,
    channel: Channel = None,
    reason: Reason = None,
    dry_run: options.DryRun = False,
    format_: options.TextJson = "text",
    register: options.Register = None,
    lang: options.Lang = "en",
    data_dir: options.DataDir = None,
    output: options.Output = None,
    quiet: options.Quiet = False,
    color: options.Color = "auto",
) -> None:
    """Record the Secretariat's decision to communicate a referral to partners: the only way one is ever addressed."""
    from iccwc_cli.directory import load, search
    from iccwc_cli.referral import moves
    from iccwc_cli.referral.given import Given

    data = places.data_dir(data_dir)
    life = lifecycle.life(data)
    known = load.partners(data)
    chosen = [search.by_name(known, partner).id for partner in partners]
    given = Given(_text(by, "--by"), _one_of(channel, "--channel", life.channels), _text(reason, "--reason"))
    told = _Told(Console(output, color, quiet), format_, lang, data_dir)
    _move(ref, lambda record: moves.communicate(record, life, chosen, given), life, dry_run, register, told)


def answer(
    ref: options.Ref,
    partner: Annotated[str, typer.Argument(metavar="PARTNER", help="Who answers.", autocompletion=complete.partners)],
    state: TaskState,
    reason_code: Annotated[
        str | None,
        typer.Option("--reason-code", metavar="CODE", help="Why it is rejected: {reason_codes}."),
    ] = None,
    note: Annotated[str | None, typer.Option("--note", metavar="TEXT", help="What else the partner says.")] = None,
    by: By = None,
    dry_run: options.DryRun = False,
    format_: options.TextJson = "text",
    register: options.Register = None,
    lang: options.Lang = "en",
    data_dir: options.DataDir = None,
    output: options.Output = None,
    quiet: options.Quiet = False,
    color: options.Color = "auto",
) -> None:
    """Record what a partner answers."""
    from iccwc_cli.directory import load, search
    from iccwc_cli.referral import moves

    data = places.data_dir(data_dir)
    life = lifecycle.life(data)
    known = load.partners(data)
    target = moves.find_state(state, life.tasks)
    code = _one_of(reason_code, "--reason-code", life.reason_codes)
    said, author = _text(note, "--note"), _text(by, "--by")

    def decide(record: Record) -> Step:
        asked = {task["partner"] for task in record["partner_tasks"]}
        # By the id under which it was asked, also where the data call it otherwise since.
        who = partner if partner in asked else search.by_name(known, partner).id
        return moves.answer(record, life, who, target, code, said, author)

    told = _Told(Console(output, color, quiet), format_, lang, data_dir)
    _move(ref, decide, life, dry_run, register, told)


COMMANDS: tuple[Callable[..., None], ...] = (advance, communicate, answer)


class _Told(NamedTuple):
    """How the outcome is told."""

    console: Console
    format_: str
    lang: str
    data_dir: Path | None


def _move(
    ref: str,
    decide: Callable[[Record], Step],
    life: lifecycle.Life,
    dry_run: bool,
    register: Path | None,
    told: _Told,
) -> None:
    from iccwc_cli.cli.names import names

    console = told.console
    # Names that cannot be read are said before anything is moved.
    called = names(told.data_dir) if told.format_ == "text" and console.rich else None
    with existing(register, write=not dry_run) as found:
        before, after = found.move(found.find(ref), decide, dry_run)
    if dry_run:
        console.note(f"{before['id']}: would go ahead; nothing was written")
    value = shown(after, life)
    console.show(told.format_, value, "register", "moved", before, value, called, told.lang)


def _text(value: str | None, option: str) -> str | None:
    """A text that was typed; a blank one says nothing."""
    if value is not None and not value.strip():
        raise UsageError(f"{option} is empty", "write what is meant, or leave the option out")
    return value.strip() if value else None


def _one_of(value: str | None, option: str, known: object) -> str | None:
    choices = list(known)  # type: ignore[call-overload]
    if value is None or value in choices:
        return value
    raise UsageError(f"{option}: '{value}' is not known", likely(value, choices))


def _day(text: str | None) -> str | None:
    """A day that was or is."""
    found = options.as_day(text, "--advised-on: ")
    if found is not None and still_to_come(found):
        raise UsageError(f"--advised-on: {found} is still to come", "give the day when the country was told")
    return found
