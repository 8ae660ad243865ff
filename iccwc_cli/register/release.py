"""Letting a text out although its label forbids it: noted in the history of the referral."""

from __future__ import annotations

from iccwc_cli.referral.events import RELEASED, Step
from iccwc_cli.referral.record import Record
from iccwc_cli.register.store import Register


def release(register: Register, id_: str, output: str, by: str) -> None:
    """Note in a referral's history that its text went out although its label forbids it; once for each output."""
    step = Step(RELEASED, by, detail={"output": output})
    noted = any(e.step.what == RELEASED and e.step.detail == step.detail for e in register.history(id_))

    def decide(_record: Record) -> Step | None:
        return None if noted else step

    register.move(id_, decide)
