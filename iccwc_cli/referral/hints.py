"""What to type next: the whole command, with what was given and a place for what is missing."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from iccwc_cli.referral.given import Given, needed
from iccwc_cli.referral.lifecycle import Life, State
from iccwc_cli.referral.record import Record

_PLACES = Given(
    channel="CHANNEL", reason="REASON", outcome="OUTCOME", advised_on="YYYY-MM-DD", advised_by_channel="CHANNEL"
)
"""What a hint shows in place of what was not given. None is taken: a history must not say what nobody meant."""

_NOTHING = Given()


def left_in(given: Given) -> list[str]:
    """The options that hold what a hint shows."""
    return [option for option, place in _PLACES._asdict().items() if place and getattr(given, option) == place]


def flags(options: Sequence[str]) -> str:
    """Options as they are typed."""
    return ", ".join(f"--{option.replace('_', '-')}" for option in options)


def to_advance(id_: str, target: State, life: Life, given: Given = _NOTHING) -> str:
    """What to type for a move, with all that was given and a place for what is missing."""
    asked = needed(target)
    parts = ["iccwc", "register", "advance", id_, target.id]
    for option in Given._fields:
        value = getattr(given, option) or (getattr(_PLACES, option) if option in asked else None)
        if value:
            parts += [flags([option]), value]
    return _typed(shlex.join(parts), life)


def to_answer(id_: str, partner: str, target: State, life: Life) -> str:
    """What to type for a partner's answer."""
    code = " --reason-code CODE" if "reason-code" in target.requires else ""
    return _typed(f"iccwc register answer {id_} {partner} {target.id}{code}", life)


def to_communicate(record: Record) -> str:
    """How the Secretariat's decision is recorded; what was suggested is told beside it, not put in its place."""
    suggested = ", ".join(s["partner"] for s in record["suggestions"])
    told = f", where {suggested} {'was' if ',' not in suggested else 'were'} suggested" if suggested else ""
    return f"type `iccwc register communicate {record['id']} PARTNER...`{told}"


def to_tell(id_: str, target: State, lacking: Sequence[str]) -> str:
    """What to type for the letter that tells the country of a state, with a place for what is missing."""
    places = "".join(f" {flags([option])} {getattr(_PLACES, option)}" for option in lacking)
    return f"type `iccwc letter {id_} --to requester --as {target.id}{places}`"


def ways(record: Record, now: State, life: Life) -> str:
    """Where a referral can go from the state that it is in, and what to type for it."""
    if now.final:
        again = f"iccwc refer --request FILE --replaces {record['id']}"
        return f"a referral that has ended cannot be changed; type `{again}` for a new one"
    target = life.states[now.moves[0]]
    to_decide = "partner-task" in target.requires and not record["partner_tasks"]
    shown = to_communicate(record) if to_decide else to_advance(record["id"], target, life)
    return f"it can go to {', '.join(now.moves)}: {shown}"


def _typed(command: str, life: Life) -> str:
    """A command to type, with what may stand in its places."""
    choices = {"CHANNEL": life.channels, "CODE": life.reason_codes}
    told = [f"{place} is one of {', '.join(known)}" for place, known in choices.items() if f" {place}" in command]
    return "; ".join([f"type `{command}`", *told])
