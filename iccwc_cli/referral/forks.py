"""Two histories of one referral, kept by two offices: what one of them lacks, or where they part for good."""

from __future__ import annotations

from collections.abc import Sequence

from iccwc_cli.referral.events import RELEASED, Event, follow


class ForkError(Exception):
    """The two histories tell of different moves.

    Attributes:
        seq: the first event, by its number in the history that came, that is not the same in both.
    """

    def __init__(self, seq: int) -> None:
        super().__init__(seq)
        self.seq = seq


def unheld(held: Sequence[Event], came: Sequence[Event]) -> list[Event]:
    """The events that a history lacks, so that they follow the ones it has.

    That a text was let out is noted in the office that let it out, and moves nothing: where two histories differ only
    in such notes, and one knows of more moves, what is lacking is appended and sealed anew. Nothing held is touched.

    Args:
        held: a history, whole; empty where the referral is not known.
        came: what another office has of it, by number; what is held already may be left out.

    Raises:
        ForkError: they tell of different moves.
    """
    seen = {event.seq: event.hash for event in held}
    forked = next((event.seq for event in came if seen.setdefault(event.seq, event.hash) != event.hash), None)
    if forked is None:
        return [event for event in came if event.seq > len(held)]
    if [event.previous for event in came] != [None, *(event.hash for event in came[:-1])]:
        raise ForkError(forked)
    ours, theirs = ([event for event in history if event.step.what != RELEASED] for history in (held, came))
    for our, their in zip(ours, theirs, strict=False):
        if _told(our) != _told(their):
            raise ForkError(their.seq)
    noted = [_told(event) for event in held]
    moves = theirs[len(ours) :]
    last, new = held[-1], []
    for event in came:
        if event in moves or (event.step.what == RELEASED and _told(event) not in noted):
            last = follow(last, event.at, event.step)
            new.append(last)
    return new


def _told(event: Event) -> tuple[object, ...]:
    """What an event tells, wherever it stands."""
    return event.at, event.step
