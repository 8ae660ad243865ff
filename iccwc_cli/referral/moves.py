"""The moves of a referral and of its partner tasks: what each needs, and what to type when something is missing."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from iccwc_cli.errors import NotFoundError, RefusedError, UsageError
from iccwc_cli.referral.events import ANSWERED, COMMUNICATED, MOVED, Step
from iccwc_cli.referral.lifecycle import Life, State
from iccwc_cli.referral.record import Record


class Given(NamedTuple):
    """What was said with a move; `advised_on` is a date in ISO 8601, the channels are ids of the lifecycle."""

    by: str | None = None
    channel: str | None = None
    reason: str | None = None
    outcome: str | None = None
    advised_on: str | None = None
    advised_by_channel: str | None = None


_OPTIONS: dict[str, tuple[tuple[str, str | None], ...]] = {
    "channel": (("channel", None),),
    "reason": (("reason", "why"),),
    "outcome": (("outcome", "what was reached"),),
    "advised": (("advised_on", "YYYY-MM-DD"), ("advised_by_channel", None)),
}
"""For each requirement the options that meet it, each with what a hint shows in its place; None for a channel."""

_NOTHING = Given()

_OF_THE_END = ("outcome", "advised_on", "advised_by_channel")
"""What is said of how a referral ended."""


def find_state(name: str, known: Mapping[str, State]) -> str:
    """The state of that name, however it is written.

    Raises:
        UsageError: there is none; the nearest is offered.
    """
    plain = name.strip().lower().replace("_", "-").replace(" ", "-")
    if plain in known:
        return plain
    from iccwc_cli.text import nearest

    near = nearest(plain, list(known))
    hint = f"did you mean '{near}'?" if near else "known are " + ", ".join(known)
    raise UsageError(f"'{name}' is not a state", hint)


def advance(record: Record, life: Life, state: str, given: Given) -> Step:
    """Move a referral to a state.

    Raises:
        RefusedError: the move is not allowed from where it is, or something that it needs is missing.
    """
    now = life.state(record["status"])
    target = life.states[state]
    if state not in now.moves:
        raise RefusedError(_not_allowed(record["id"], now, state), _ways(record, life, now))
    missing = [option for r in target.requires for option, _ in _OPTIONS.get(r, ()) if getattr(given, option) is None]
    if missing:
        names = ", ".join(f"--{option.replace('_', '-')}" for option in missing)
        hint = f"type `{_advance(record['id'], life, target, given)}`"
        raise RefusedError(f"{record['id']}: '{state}' needs {names}", hint)
    _check_end(record, target, given)
    open_tasks = life.open_tasks(record["partner_tasks"])
    if "no-open-task" in target.requires and open_tasks:
        hint = f"type `iccwc register answer {record['id']} {open_tasks[0]} completed`, or the state that it ended in"
        raise RefusedError(f"{record['id']}: '{state}' needs every partner task ended: {', '.join(open_tasks)}", hint)
    if "partner-task" in target.requires and not record["partner_tasks"]:
        hint = f"type `{_communicate(record)}`: the Secretariat's decision opens a partner task"
        raise RefusedError(f"{record['id']}: '{state}' needs a partner task", hint)
    detail = {option: getattr(given, option) for option in _OF_THE_END} if target.final else {}
    return Step(MOVED, given.by or target.set_by[0], now.id, state, given.channel, given.reason, detail)


def _check_end(record: Record, target: State, given: Given) -> None:
    """Refuse what is said of an end that is none, and a day on which nobody can have been advised."""
    said = [option for option in _OF_THE_END if getattr(given, option)]
    if said and not target.final:
        names = ", ".join(f"--{option.replace('_', '-')}" for option in said)
        hint = f"leave {names} out; a referral that ends is given it"
        raise RefusedError(f"{record['id']}: '{target.id}' takes no {names}", hint)
    written = record["request"]["date"]
    if given.advised_on is not None and written is not None and given.advised_on < written:
        message = f"{record['id']}: {given.advised_on} lies before the request was written, on {written}"
        raise RefusedError(message, "give the day when the country was told")


def check_replaceable(record: Record, life: Life) -> None:
    """Refuse to let a new referral take the place of one that is still on its way, or was replaced before.

    Raises:
        RefusedError: it has not ended, or another has taken its place.
    """
    id_, state = record["id"], life.state(record["status"])
    if record["replaced_by"] is not None:
        raise RefusedError(
            f"{id_}: was replaced by {record['replaced_by']}", f"replace {record['replaced_by']} instead"
        )
    if not state.final:
        raise RefusedError(f"{id_}: is '{state.id}' and can still be moved", _ways(record, life, state))


def communicate(record: Record, life: Life, partners: Sequence[str], given: Given) -> Step:
    """Record the Secretariat's decision to communicate a referral to partners.

    Args:
        record: the referral.
        life: its states.
        partners: ids of partners.
        given: by, channel and reason count.

    Raises:
        RefusedError: the referral is not where this is decided, or a partner has it already.
    """
    id_, status = record["id"], record["status"]
    if status not in life.communicate_from:
        wanted = life.communicate_from[0]
        if wanted in life.state(status).moves:
            hint = f"type `{_advance(id_, life, life.states[wanted])}` first"
        else:
            hint = _ways(record, life, life.state(status))
        allowed = ", ".join(life.communicate_from)
        raise RefusedError(f"{id_}: is '{status}'; it can be communicated to partners from {allowed}", hint)
    held = [p for p in partners if p in life.open_tasks(record["partner_tasks"])]
    if held:
        hint = f"leave out {', '.join(held)}; `iccwc register show {id_}` shows the tasks"
        raise RefusedError(f"{id_}: is with {', '.join(held)} already", hint)
    target = life.states[life.communicate_to]
    detail = {"partners": list(dict.fromkeys(partners)), "state": life.first_task}
    return Step(COMMUNICATED, given.by or target.set_by[0], status, target.id, given.channel, given.reason, detail)


def answer(
    record: Record,
    life: Life,
    partner: str,
    state: str,
    reason_code: str | None = None,
    note: str | None = None,
    by: str | None = None,
) -> Step:
    """Record what a partner answers.

    Raises:
        NotFoundError: the referral was never communicated to that partner.
        RefusedError: the task cannot go to that state, or a reason is missing.
    """
    id_ = record["id"]
    task = next((task for task in record["partner_tasks"] if task["partner"] == partner), None)
    if task is None:
        known = ", ".join(t["partner"] for t in record["partner_tasks"]) or "nobody"
        hint = f"type `iccwc register communicate {id_} {partner}` when the Secretariat decides so"
        raise NotFoundError(f"{id_}: was not communicated to '{partner}', but to {known}", hint)
    now, target = life.task(task["state"]), life.tasks[state]
    if state not in now.moves:
        ways = [_answer(id_, partner, life.tasks[s], life) for s in now.moves]
        hint = f"it can go to {', '.join(now.moves)}: type `{ways[0]}`" if ways else "an ended task stays ended"
        raise RefusedError(f"{id_}: the task of '{partner}' cannot go from '{now.id}' to '{state}'", hint)
    if "reason-code" in target.requires and reason_code is None:
        codes = ", ".join(life.reason_codes)
        hint = f"type `{_answer(id_, partner, target, life)}`; codes are {codes}"
        raise RefusedError(f"{id_}: '{state}' needs --reason-code", hint)
    who = by or (partner if target.set_by[0] == "partner" else target.set_by[0])
    return Step(
        ANSWERED, who, now.id, state, None, None, {"partner": partner, "reason_code": reason_code, "note": note}
    )


def _not_allowed(id_: str, now: State, state: str) -> str:
    if now.id == state:
        return f"{id_}: is '{state}' already"
    if now.final:
        return f"{id_}: is '{now.id}', which is final"
    return f"{id_}: cannot go from '{now.id}' to '{state}'"


def _ways(record: Record, life: Life, now: State) -> str:
    if now.final:
        return f"a final state stays; type `iccwc refer --request FILE --replaces {record['id']}` for a new referral"
    target = life.states[now.moves[0]]
    to_decide = "partner-task" in target.requires and not record["partner_tasks"]
    shown = _communicate(record) if to_decide else _advance(record["id"], life, target)
    return f"it can go to {', '.join(now.moves)}: type `{shown}`"


def _advance(id_: str, life: Life, target: State, given: Given = _NOTHING) -> str:
    """The whole command for a move, with what was given and a place for what was not."""
    parts = ["iccwc", "register", "advance", id_, target.id]
    needed = [(option, shown) for r in target.requires for option, shown in _OPTIONS.get(r, ())]
    for option, shown in needed:
        parts += [f"--{option.replace('_', '-')}", getattr(given, option) or shown or next(iter(life.channels))]
    if given.by:
        parts += ["--by", given.by]
    return shlex.join(parts)


def _communicate(record: Record) -> str:
    suggested = [s["partner"] for s in record["suggestions"]] or ["PARTNER"]
    return " ".join(["iccwc register communicate", record["id"], *suggested])


def _answer(id_: str, partner: str, target: State, life: Life) -> str:
    code = f" --reason-code {next(iter(life.reason_codes))}" if "reason-code" in target.requires else ""
    return f"iccwc register answer {id_} {partner} {target.id}{code}"
