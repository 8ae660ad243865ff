"""Whether a history could have come about: each event by the life of the data, whoever wrote it.

The commands ask for more than this, and may ask for yet more in a later version: what an earlier one wrote stays good.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from iccwc_cli.referral.events import ANSWERED, COMMUNICATED, MOVED, REPLACED, Event, Step, happen
from iccwc_cli.referral.given import OF_THE_END, Given, missing
from iccwc_cli.referral.lifecycle import Life, State
from iccwc_cli.referral.record import Record


def breach(history: Iterable[Event], life: Life, known: int = 0) -> str | None:
    """The first event that the life does not allow, and why; None where all could have come about.

    Args:
        history: in order, from the event that recorded it.
        life: what can follow, and what it needs.
        known: how many of the first events are taken as they are.
    """
    record: Record = {}
    for event in history:
        rule = _RULES.get(event.step.what)
        if rule is not None and event.seq > known and (wrong := rule(record, event.step, life)):
            return f"event {event.seq}: {wrong}"
        record = happen(record, event)
    return None


def _moved(record: Record, step: Step, life: Life) -> str | None:
    if wrong := _way(record["status"], step, life.states):
        return wrong
    target = life.states[str(step.after)]
    given = Given(step.by, step.channel, step.reason, *(step.detail.get(option) for option in OF_THE_END))
    if lacking := missing(target, given):
        return f"'{target.id}' needs {', '.join(lacking)}"
    if "partner-task" in target.requires and not record["partner_tasks"]:
        return f"'{target.id}' needs a partner task"
    if "no-open-task" in target.requires and (open_tasks := life.open_tasks(record["partner_tasks"])):
        return f"'{target.id}' needs every partner task ended: {', '.join(open_tasks)}"
    return _channel(given.advised_by_channel, life) or _channel(given.channel, life)


def _communicated(record: Record, step: Step, life: Life) -> str | None:
    partners = step.detail["partners"]
    if record["status"] not in life.communicate_from:
        return f"is '{record['status']}', and is not communicated to partners from there"
    if (step.before, step.after) != (record["status"], life.communicate_to):
        return f"is communicated to partners, and goes from '{step.before}' to '{step.after}'"
    if step.detail["state"] != life.first_task:
        return f"a task begins as '{life.first_task}', not as '{step.detail['state']}'"
    if not partners or len(set(partners)) < len(partners):
        return "names no partner, or one twice"
    if held := sorted(set(partners) & set(life.open_tasks(record["partner_tasks"]))):
        return f"is with {', '.join(held)} already"
    return _channel(step.channel, life)


def _answered(record: Record, step: Step, life: Life) -> str | None:
    partner, code = step.detail["partner"], step.detail["reason_code"]
    task = next((task for task in record["partner_tasks"] if task["partner"] == partner), None)
    if task is None:
        return f"was not communicated to '{partner}'"
    if wrong := _way(task["state"], step, life.tasks):
        return f"the task of '{partner}' {wrong}"
    if code is None and "reason-code" in life.tasks[str(step.after)].requires:
        return f"'{step.after}' needs reason_code"
    return None if code is None or code in life.reason_codes else f"the reason code '{code}' is not known here"


def _replaced(record: Record, _step: Step, life: Life) -> str | None:
    if record["replaced_by"] is not None:
        return f"was replaced by {record['replaced_by']} already"
    return None if life.state(record["status"]).final else f"is '{record['status']}', and is replaced before its end"


def _way(now: str, step: Step, states: Mapping[str, State]) -> str | None:
    """Why a state cannot follow the one that is."""
    if step.before == now and now in states and step.after in states[now].moves:
        return None
    return f"cannot go from '{now}' to '{step.after}'"


def _channel(channel: object, life: Life) -> str | None:
    return None if channel in (None, *life.channels) else f"the channel '{channel}' is not known here"


_RULES: Mapping[str, Callable[[Record, Step, Life], str | None]] = {
    MOVED: _moved,
    COMMUNICATED: _communicated,
    ANSWERED: _answered,
    REPLACED: _replaced,
}
"""What each kind of event must keep; any may be noted that moves nothing."""
