"""What the events of a referral must hold, whoever wrote them: checked where they come in and where they are verified.

A digest tells that an event was not changed after it was written. It does not tell that what was written is a referral
to the Secretariat, whose label is known, and whose fields are what the commands expect to read.
"""

from __future__ import annotations

from types import NoneType
from typing import Any

from iccwc_cli.intake.model import TLP_LABELS, URGENCIES
from iccwc_cli.referral.events import ANSWERED, COMMUNICATED, MOVED, RECORDED, RELEASED, REPLACED, Event
from iccwc_cli.referral.record import ADDRESSEE, FIRST_STATE

_Shape = dict[str, "_Shape"] | list["_Shape"] | frozenset[str] | tuple[type, ...]
"""What a value must be: a mapping with these names, a list of these, one of these texts, or of one of these types."""

_TEXT: _Shape = (str,)
_MAYBE: _Shape = (str, NoneType)
_NUMBER: _Shape = (int, float)
_NOTHING: _Shape = (NoneType,)

_REQUEST: _Shape = {
    **dict.fromkeys(("country", "country_name", "authority", "description"), _TEXT),
    **dict.fromkeys(("reference", "date", "title", "language", "notes"), _MAYBE),
    "contact": dict.fromkeys(("name", "email", "phone"), _MAYBE),
    "needs": [_TEXT],
    "species": [_TEXT],
    "urgency": frozenset(URGENCIES),
}
_EVIDENCE: _Shape = {"field": _TEXT, "start": _NUMBER, "end": _NUMBER, "text": _TEXT}
_SUGGESTION: _Shape = {
    "rank": _NUMBER,
    "partner": _TEXT,
    "role": _TEXT,
    "score": _NUMBER,
    "reasons": [{"service": _TEXT, "need": _TEXT, "source": _TEXT, "evidence": [_EVIDENCE]}],
}
_RECORD: _Shape = {
    **dict.fromkeys(("id", "created_at", "outcome"), _TEXT),
    "schema_version": (int,),
    "status": frozenset((FIRST_STATE,)),
    "addressee": frozenset((ADDRESSEE,)),
    "tlp": frozenset(TLP_LABELS),
    "request": _REQUEST,
    "suggestions": [_SUGGESTION],
    "partner_tasks": (list,),
    "warnings": [(dict,)],
    "routing": {"digest": _TEXT, "version": _TEXT},
    "replaces": _MAYBE,
    **dict.fromkeys(("closure", "replaced_by"), _NOTHING),
}
_DETAILS: dict[str, _Shape] = {
    RECORDED: {"record": _RECORD, "files": (dict,)},
    MOVED: {},
    COMMUNICATED: {"partners": [_TEXT], "state": _TEXT},
    ANSWERED: {"partner": _TEXT, "reason_code": _MAYBE, "note": _MAYBE},
    REPLACED: {"by": _TEXT},
    RELEASED: {"output": _TEXT},
}


def fault(event: Event) -> str | None:
    """Where an event first holds what it may not, as in `detail.record.request.urgency`; None where it is sound."""
    misfit = _misfit(event.step.detail, _DETAILS[event.step.what], "detail")
    if misfit is None and event.step.what == RECORDED and event.step.detail["record"]["partner_tasks"]:
        return "detail.record.partner_tasks"  # only the Secretariat's decision opens a task
    return misfit


def _misfit(value: Any, shape: _Shape, path: str) -> str | None:
    """The path of the first value that is not of its shape."""
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            return path
        names = ((f"{path}.{name}", name, of) for name, of in shape.items())
        faults = (_misfit(value[name], of, place) if name in value else place for place, name, of in names)
        return next((found for found in faults if found is not None), None)
    if isinstance(shape, list):
        if not isinstance(value, list):
            return path
        faults = (_misfit(item, shape[0], f"{path}[{i}]") for i, item in enumerate(value))
        return next((found for found in faults if found is not None), None)
    if isinstance(shape, frozenset):
        return None if isinstance(value, str) and value in shape else path
    return None if type(value) in shape else path
