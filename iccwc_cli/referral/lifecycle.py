"""The life of a referral and of its partner tasks, as `data/lifecycle.yaml` says it: states, moves, guards, days.

The states are those of HL7 FHIR's Task resource, of which a referral and each partner task are one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from iccwc_cli.built import Built, fingerprint
from iccwc_cli.errors import BadInputError
from iccwc_cli.referral.record import REJECTED
from iccwc_cli.text import Texts

LIFECYCLE_FILE = "lifecycle.yaml"


class State(NamedTuple):
    """One state.

    Attributes:
        id: HL7's name.
        label: what it is called, in each language.
        meaning: what it means here, in each language.
        set_by: who usually sets it, the most usual first.
        requires: what must be given or be so before it is reached.
        days: without a move for longer, it is overdue; None for a final state.
        moves: the states that can follow; none for a final state.
    """

    id: str
    label: Texts
    meaning: Texts
    set_by: tuple[str, ...]
    requires: tuple[str, ...]
    days: int | None
    moves: tuple[str, ...]

    @property
    def final(self) -> bool:
        """Whether the life ends here."""
        return not self.moves


class Life(NamedTuple):
    """Everything that `lifecycle.yaml` says.

    Attributes:
        states: of a referral; the first is where it begins.
        tasks: of a partner's task; the first is where it begins.
        communicate_from: the states in which the Secretariat may communicate a referral to partners.
        communicate_to: the state in which it then is.
        reason_codes: why a partner does not take a task up.
        channels: the ways by which letters go.
    """

    states: Mapping[str, State]
    tasks: Mapping[str, State]
    communicate_from: tuple[str, ...]
    communicate_to: str
    reason_codes: Mapping[str, Texts]
    channels: Mapping[str, Texts]

    @property
    def first_task(self) -> str:
        """The state in which a partner's task begins."""
        return next(iter(self.tasks))

    def state(self, id_: str) -> State:
        """A state of a referral.

        Raises:
            BadInputError: the data no longer have it.
        """
        return _known(self.states, id_)

    def task(self, id_: str) -> State:
        """A state of a partner's task.

        Raises:
            BadInputError: the data no longer have it.
        """
        return _known(self.tasks, id_)

    def open_tasks(self, tasks: Iterable[Mapping[str, Any]]) -> list[str]:
        """The partners whose task has not ended."""
        return [task["partner"] for task in tasks if not self.task(task["state"]).final]

    def needs_rerouting(self, status: str, tasks: Iterable[Mapping[str, Any]]) -> bool:
        """Whether every partner said no while the referral is still open; nothing is then set by itself."""
        states = [task["state"] for task in tasks]
        return bool(states) and not self.state(status).final and set(states) == {REJECTED}

    def is_overdue(self, status: str, moved_at: str, tasks: Iterable[Mapping[str, Any]], now: datetime) -> bool:
        """Whether an open referral, or one of its tasks, stood still for longer than its state's days."""
        if self.state(status).final:
            return False
        stood = [(self.state(status), moved_at), *((self.task(t["state"]), t["moved_at"]) for t in tasks)]
        return any(state.days is not None and at < cutoff(now, state.days) for state, at in stood)

    def computed(
        self, status: str, moved_at: str, tasks: Sequence[Mapping[str, Any]], now: datetime
    ) -> dict[str, bool]:
        """What is due of a referral, which is never stored."""
        return {
            "overdue": self.is_overdue(status, moved_at, tasks, now),
            "rerouting_needed": self.needs_rerouting(status, tasks),
        }


def _known(states: Mapping[str, State], id_: str) -> State:
    if id_ in states:
        return states[id_]
    raise BadInputError(
        f"{LIFECYCLE_FILE}: has no state '{id_}', in which a referral of the register is",
        "put it back, or name the folder that has it with `--data-dir`; what the register holds never changes",
    )


def cutoff(now: datetime, days: int) -> str:
    """The moment before which a last move is too long ago."""
    return timestamp(now - timedelta(days=days))


def timestamp(moment: datetime) -> str:
    """A moment in UTC as records carry it: ISO 8601, to the second."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def life(data: Path) -> Life:
    """The life that a data folder describes.

    Raises:
        BadInputError: the file cannot be read, or breaks a rule that `iccwc data check` names.
    """
    content = LIFE.load(data)
    return Life(
        {s["id"]: _state(s) for s in content["referral"]},
        {s["id"]: _state(s) for s in content["task"]},
        tuple(content["communicate"]["from"]),
        content["communicate"]["to"],
        {c["id"]: c["label"] for c in content["reason_codes"]},
        {c["id"]: c["label"] for c in content["channels"]},
    )


def _make(data: Path) -> dict[str, Any]:
    """What `life` loads, made from the YAML."""
    from iccwc_cli.fields import checked
    from iccwc_cli.referral.lifecycle_audit import check_lifecycle

    return dict(checked(data / LIFECYCLE_FILE, check_lifecycle))


LIFE = Built("lifecycle.json", fingerprint("lifecycle 2", LIFECYCLE_FILE), _make)


def _state(content: dict[str, Any]) -> State:
    days = content["days"]
    return State(
        content["id"],
        content["label"],
        content["meaning"],
        tuple(content["set_by"]),
        tuple(content["requires"] or ()),
        None if days is None else int(days),
        tuple(content["moves"] or ()),
    )
