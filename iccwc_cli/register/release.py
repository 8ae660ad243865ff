"""Letting a text out although its label forbids it: noted in the history of the referral."""

from __future__ import annotations

from iccwc_cli.referral.events import RELEASED, Step
from iccwc_cli.register.store import Register

_BY = "record-keeper"


def release(register: Register, id_: str, output: str) -> None:
    """Note in a referral's history that its text went out although its label forbids it; once for each output."""
    step = Step(RELEASED, _BY, detail={"output": output})
    with register.transaction():
        history = register.history(id_)
        if not any(e.step.what == RELEASED and e.step.detail == step.detail for e in history):
            register.append(history, step)
