"""What is said with a move of a referral, and what each state asks for."""

from __future__ import annotations

from typing import NamedTuple

from iccwc_cli.referral.lifecycle import State


class Given(NamedTuple):
    """What was said with a move; `advised_on` is a date in ISO 8601, the channels are ids of the lifecycle."""

    by: str | None = None
    channel: str | None = None
    reason: str | None = None
    outcome: str | None = None
    advised_on: str | None = None
    advised_by_channel: str | None = None


_OPTIONS = {
    "channel": ("channel",),
    "reason": ("reason",),
    "outcome": ("outcome",),
    "advised": ("advised_on", "advised_by_channel"),
}
"""For each requirement the options that meet it."""

OF_THE_END = ("outcome", "advised_on", "advised_by_channel")
"""What is said of how a referral ended."""


def needed(target: State) -> list[str]:
    """What must be said with a move to a state."""
    return [option for r in target.requires for option in _OPTIONS.get(r, ())]


def missing(target: State, given: Given) -> list[str]:
    """What must be said with a move to a state, and was not."""
    return [option for option in needed(target) if not getattr(given, option)]
