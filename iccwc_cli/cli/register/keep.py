"""Keeping the register: verify, export, import, backup."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from iccwc_cli import places
from iccwc_cli.cli import options
from iccwc_cli.cli.console import Console, opened, report
from iccwc_cli.cli.opened import existing, to_read
from iccwc_cli.errors import ExitCode, RefusedError, UsageError
from iccwc_cli.intake.model import MOST_RESTRICTIVE


def verify(
    format_: options.TextJson = "text",
    register: options.Register = None,
    data_dir: options.DataDir = None,
    output: options.Output = None,
    quiet: options.Quiet = False,
    color: options.Color = "auto",
) -> None:
    """Check the whole register: history intact, records readable, suggestions the same when made again."""
    console = Console(output, color, quiet)
    value = _verified(register, data_dir, console, format_ == "json")
    console.show(format_, value, "register", "verified", value)
    if not value["ok"]:
        raise typer.Exit(ExitCode.PROBLEMS)


def _verified(register: Path | None, data_dir: Path | None, console: Console, all_replays: bool) -> dict[str, Any]:
    """What `register verify` gives; for people only the replays that differ, so that memory stays small."""
    from iccwc_cli.register import verify as checks
    from iccwc_cli.routing import load

    path = places.register_file(register)
    value: dict[str, Any] = {"schema_version": 1, "ok": True, "register": str(path), "referrals": 0, "events": 0}
    findings: list[dict[str, Any]] = []
    replays: list[dict[str, Any]] = []
    index = load.index(places.data_dir(data_dir), console.learning)
    with to_read(register) as found:
        if found is None:
            console.note(f"{path}: nothing was recorded yet")
        else:
            with found.snapshot(), console.progress("events", found.size()) as move_on:
                findings += [f.as_dict() for f in checks.whole(found)]
                for checked in checks.each(found, index):
                    value["referrals"] += 1
                    value["events"] += checked.events
                    findings += [f.as_dict() for f in checked.findings]
                    again = checked.replay
                    if again is not None and (all_replays or not again.same):
                        replays.append(again.as_dict())
                    move_on(checked.events)
    return value | {"ok": not findings, "findings": findings, "replays": replays}


def export(
    acknowledge_red: options.AcknowledgeRed = False,
    register: options.Register = None,
    output: options.Output = None,
    quiet: options.Quiet = False,
) -> None:
    """Write the whole register as JSON Lines, one event a line, lossless."""
    from iccwc_cli.formats.structured import as_json_line
    from iccwc_cli.register import exchange
    from iccwc_cli.register.release import release

    console = Console(output, quiet=quiet)
    with to_read(register) as found:
        if found is None:
            console.note(f"{places.register_file(register)}: nothing was recorded yet")
            console.each(())
            return
        told = set(exchange.labelled(found, MOST_RESTRICTIVE)) if acknowledge_red else set()
        if told:
            with existing(register, write=True) as writing:
                for id_ in sorted(told):
                    release(writing, id_, "export")
        with found.snapshot():  # so that what is recorded meanwhile does not go out unasked
            red = [id_ for id_ in exchange.labelled(found, MOST_RESTRICTIVE) if id_ not in told]
            if red:
                some = ", ".join(red[:3]) + (" ..." if len(red) > 3 else "")  # noqa: PLR2004 - enough to find them
                raise RefusedError(
                    f"the register holds {len(red)} TLP:{MOST_RESTRICTIVE} referrals, for named persons only: {some}",
                    "type `iccwc register export --acknowledge-red` when those who read it are among them",
                )
            console.each(map(as_json_line, exchange.lines(found)))


def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `register export` wrote; - is standard input.")],
    format_: options.TextJson = "text",
    register: options.Register = None,
    data_dir: options.DataDir = None,
    quiet: options.Quiet = False,
) -> None:
    """Add the referrals of another register, or what happened there since."""
    from iccwc_cli.referral import lifecycle
    from iccwc_cli.register import exchange, opening

    life = lifecycle.life(places.data_dir(data_dir))
    with (
        opened(file) as (name, stream),
        exchange.checked(name, iter(partial(stream.readline, exchange.LONGEST), b"")) as came,
        opening.to_write(places.register_file(register)) as found,  # only now: junk makes no register
    ):
        merged = exchange.merge(found, name, came, life)
    value = {"schema_version": 1, **merged._asdict(), "refused": list(merged.refused)}
    if merged.events or not merged.refused:
        Console(None, "auto", quiet).show(format_, value, "register", "merged", value)
    if merged.refused:
        report([_parted(id_, seq) for id_, seq in merged.refused.items()])
        raise typer.Exit(ExitCode.REFUSED)


def _parted(id_: str, seq: int) -> tuple[str, str]:
    """What an event that is not the same in both registers means, and what to do; the first is the request itself."""
    if seq == 1:
        mistaken = f"`iccwc register advance {id_} entered-in-error --reason TEXT`"
        hint = f"in one of the offices, type {mistaken} and refer its request again: it then gets another id"
        return f"{id_}: two different referrals have this id, one in each register", hint
    hint = "both offices moved it on; decide which history holds, and enter the other's moves by hand"
    return f"{id_}: event {seq} is not the same in both registers", hint


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where the copy goes; it must not exist yet.")],
    register: options.Register = None,
    quiet: options.Quiet = False,
) -> None:
    """Copy the register while it is in use; the copy is itself a register."""
    from iccwc_cli.register import copies

    if str(file) == "-":
        raise UsageError("a backup is a file, and cannot go to standard output", "give the name of a new file")
    with existing(register) as found:
        copies.backup(found, file)
    Console(quiet=quiet).note(f"copied to {file}; `--register {file}` reads it")


COMMANDS: tuple[Callable[..., None], ...] = (verify, export, import_, backup)
