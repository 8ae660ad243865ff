"""The moves of a referral and of its partner tasks, and what each needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from iccwc_cli.errors import NotFoundError, RefusedError, UsageError
from iccwc_cli.referral.events import ANSWERED, COMMUNICATED, MOVED, Event, Step, current, follow, happen
from iccwc_cli.referral.given import OF_THE_END, Given, missing
from iccwc_cli.referral.hints import flags, left_in, to_advance, to_answer, to_communicate, to_tell, ways
from iccwc_cli.referral.lifecycle import Life, State
from iccwc_cli.referral.record import ENTERED_IN_ERROR, Record
from iccwc_cli.text import likely


def foreseen(history: Sequence[Event], life: Life, state: str, given: Given, at: str) -> Record:
    """What a referral will be once it has moved to a state and the country was told: for the letter that tells it.

    Args:
        history: its events.
        life: its states.
        state: where it will go.
        given: outcome and reason count.
        at: the time of the letter; the country is taken to be told on that day.

    Raises:
        RefusedError: as `advance`; what is missing is asked of the letter.
    """
    record, target = current(history), life.states[state]
    channel = next(iter(life.channels))
    told = given._replace(channel=channel)
    if "advised" in target.requires:
        told = told._replace(advised_on=at[:10], advised_by_channel=channel)
    if lacking := missing(target, told):
        hint = to_tell(record["id"], target, lacking)
        raise RefusedError(f"{record['id']}: '{state}' needs {flags(lacking)}", hint)
    return happen(record, follow(history[-1], at, advance(record, life, state, told)))


def find_state(name: str, known: Mapping[str, State]) -> str:
    """The state of that name, however it is written.

    Raises:
        UsageError: there is none; the nearest is offered.
    """
    plain = name.strip().lower().replace("_", "-").replace(" ", "-")
    if plain in known:
        return plain
    raise UsageError(f"'{name}' is not a state", likely(plain, list(known)))


def advance(record: Record, life: Life, state: str, given: Given) -> Step:
    """Move a referral to a state.

    Raises:
        RefusedError: the move is not allowed from where it is, or something that it needs is missing.
    """
    now = life.state(record["status"])
    target = life.states[state]
    if state not in now.moves:
        raise RefusedError(_not_allowed(record["id"], now, state), ways(record, now, life))
    if lacking := missing(target, given):
        hint = to_advance(record["id"], target, life, given)
        raise RefusedError(f"{record['id']}: '{state}' needs {flags(lacking)}", hint)
    if left := left_in(given):
        raise RefusedError(f"{record['id']}: {flags(left)} holds what a hint shows", "put your own words there")
    _check_end(record, target, given)
    open_tasks = life.open_tasks(record["partner_tasks"])
    if "no-open-task" in target.requires and open_tasks:
        hint = f"type `iccwc register answer {record['id']} {open_tasks[0]} STATE` with the state in which it ended"
        raise RefusedError(f"{record['id']}: '{state}' needs every partner task ended: {', '.join(open_tasks)}", hint)
    if "partner-task" in target.requires and not record["partner_tasks"]:
        hint = f"{to_communicate(record)}: the Secretariat's decision opens a partner task"
        raise RefusedError(f"{record['id']}: '{state}' needs a partner task", hint)
    detail = {option: getattr(given, option) for option in OF_THE_END} if target.final else {}
    return Step(MOVED, given.by or target.set_by[0], now.id, state, given.channel, given.reason, detail)


def _check_end(record: Record, target: State, given: Given) -> None:
    """Refuse what is said of an end that is none, and a day on which nobody can have been advised."""
    said = [option for option in OF_THE_END if getattr(given, option)]
    if said and not target.final:
        hint = f"leave {flags(said)} out; a referral that ends is given it"
        raise RefusedError(f"{record['id']}: '{target.id}' takes no {flags(said)}", hint)
    dated = record["request"]["date"]
    if given.advised_on is None or dated is None:
        return  # a letter without a date may be an old one that is entered now
    written = min(dated, record["created_at"][:10])  # one that is dated in the future was written by then all the same
    if given.advised_on < written:
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
        hint = ways(record, state, life)
        if ends := [life.states[move] for move in state.moves if life.states[move].final]:
            easiest = min(ends, key=lambda end: len(end.requires))
            hint = f"end it first, as {' or '.join(e.id for e in ends)}: {to_advance(id_, easiest, life)}"
        raise RefusedError(f"{id_}: is '{state.id}' and has not ended", hint)


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
            hint = f"{to_advance(id_, life.states[wanted], life)} first"
        else:
            hint = ways(record, life.state(status), life)
        allowed = ", ".join(life.communicate_from)
        raise RefusedError(f"{id_}: is '{status}'; it can be communicated to partners from {allowed}", hint)
    partners = list(dict.fromkeys(partners))
    held = [p for p in partners if p in life.open_tasks(record["partner_tasks"])]
    if held:
        hint = f"leave out {', '.join(held)}; `iccwc register show {id_}` shows the tasks"
        raise RefusedError(f"{id_}: is with {', '.join(held)} already", hint)
    target = life.states[life.communicate_to]
    detail = {"partners": partners, "state": life.first_task}
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
        RefusedError: the task cannot go to that state, a reason is missing, or the referral was recorded by mistake.
    """
    id_ = record["id"]
    task = next((task for task in record["partner_tasks"] if task["partner"] == partner), None)
    if task is None:
        known = ", ".join(t["partner"] for t in record["partner_tasks"]) or "nobody"
        hint = f"type `iccwc register communicate {id_} {partner}` when the Secretariat decides so"
        if record["status"] not in life.communicate_from:
            hint = ways(record, life.state(record["status"]), life)
        raise NotFoundError(f"{id_}: was not communicated to '{partner}', but to {known}", hint)
    if record["status"] == ENTERED_IN_ERROR:  # what has ended otherwise may be answered late
        hint = ways(record, life.state(ENTERED_IN_ERROR), life)
        raise RefusedError(f"{id_}: is '{ENTERED_IN_ERROR}' and takes no answer", hint)
    now, target = life.task(task["state"]), life.tasks[state]
    if state not in now.moves:
        hint = "an ended task cannot be changed; communicating it again opens a new one"
        if now.moves:
            first = to_answer(id_, partner, life.tasks[now.moves[0]], life)
            hint = f"it can go to {', '.join(now.moves)}: {first}"
        raise RefusedError(f"{id_}: the task of '{partner}' cannot go from '{now.id}' to '{state}'", hint)
    if "reason-code" in target.requires and reason_code is None:
        hint = to_answer(id_, partner, target, life)
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
