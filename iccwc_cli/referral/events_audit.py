"""What the events of a referral must hold, whoever wrote them: checked where they come in and where they are verified.

A digest tells that an event was not changed after it was written. It does not tell that what was written is a referral
to the Secretariat, whose label is known, and whose fields are what the commands expect to read.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from math import isfinite
from types import NoneType
from typing import Any

from iccwc_cli.intake.model import TLP_LABELS, URGENCIES
from iccwc_cli.referral.events import ANSWERED, COMMUNICATED, MOVED, RECORDED, RELEASED, REPLACED, Event
from iccwc_cli.referral.lifecycle import timestamp
from iccwc_cli.referral.record import ADDRESSEE, FIRST_STATE
from iccwc_cli.text import day

_Shape = dict[str, "_Shape"] | list["_Shape"] | frozenset[str] | tuple[type, ...] | Callable[[Any], bool]
"""What a value must be: a mapping with these names, a list of these, one of these texts, of one of these types, or what
a function says."""


def _is_time(value: Any) -> bool:
    """A moment as this program writes it."""
    try:
        return isinstance(value, str) and timestamp(datetime.fromisoformat(value)) == value
    except ValueError:
        return False


def _may_be_day(value: Any) -> bool:
    """A date in ISO 8601, or none."""
    return value is None or (isinstance(value, str) and day(value) == value)


def _may_be_telephone(value: Any) -> bool:
    """A number that can be dialled from anywhere, or none."""
    if value is None:
        return True
    import phonenumbers

    try:
        return isinstance(value, str) and bool(phonenumbers.parse(value))
    except phonenumbers.NumberParseException:
        return False


def _is_share(value: Any) -> bool:
    """A number from 0 to 1."""
    return type(value) in (int, float) and 0 <= value <= 1


_TEXT: _Shape = (str,)
_MAYBE: _Shape = (str, NoneType)
_WHOLE: _Shape = (int,)
_NOTHING: _Shape = (NoneType,)

_REQUEST: _Shape = {
    **dict.fromkeys(("country", "country_name", "authority", "description"), _TEXT),
    **dict.fromkeys(("reference", "title", "language", "notes"), _MAYBE),
    "date": _may_be_day,
    "contact": {"name": _MAYBE, "email": _MAYBE, "phone": _may_be_telephone},
    "needs": [_TEXT],
    "species": [_TEXT],
    "urgency": frozenset(URGENCIES),
}
_EVIDENCE: _Shape = {"field": _TEXT, "start": _WHOLE, "end": _WHOLE, "text": _TEXT}
_SUGGESTION: _Shape = {
    "rank": _WHOLE,
    "partner": _TEXT,
    "role": frozenset(("lead", "support")),
    "score": _is_share,
    "reasons": [{"service": _TEXT, "need": _TEXT, "source": _TEXT, "evidence": [_EVIDENCE]}],
}
_WARNING: _Shape = {
    **dict.fromkeys(("code", "path", "message"), _TEXT),
    **dict.fromkeys(("line", "column"), (int, NoneType)),
    "hint": _MAYBE,
}
_RECORD: _Shape = {
    "id": _TEXT,
    "outcome": frozenset(("suggested", "nothing-matched")),
    "created_at": _is_time,
    "schema_version": (int,),
    "status": frozenset((FIRST_STATE,)),
    "addressee": frozenset((ADDRESSEE,)),
    "tlp": frozenset(TLP_LABELS),
    "request": _REQUEST,
    "suggestions": [_SUGGESTION],
    "partner_tasks": (list,),
    "warnings": [_WARNING],
    "routing": {"digest": _TEXT, "version": _TEXT},
    "replaces": _MAYBE,
    **dict.fromkeys(("closure", "replaced_by"), _NOTHING),
}
_DETAILS: dict[str, _Shape] = {
    RECORDED: {"record": _RECORD, "files": (dict,)},
    MOVED: {"outcome": _MAYBE, "advised_on": _may_be_day, "advised_by_channel": _MAYBE},
    COMMUNICATED: {"partners": [_TEXT], "state": _TEXT},
    ANSWERED: {"partner": _TEXT, "reason_code": _MAYBE, "note": _MAYBE},
    REPLACED: {"by": _TEXT},
    RELEASED: {"output": _TEXT},
}

_DEEPEST = 20
"""Levels of lists and mappings: a later version may add fields, but none that cannot be shown."""


def fault(event: Event) -> str | None:
    """Where an event first holds what it may not, as in `detail.record.request.urgency`; None where it is sound."""
    if not _is_time(event.at):
        return "at"
    detail, shape = event.step.detail, _DETAILS[event.step.what]
    if event.step.what == MOVED and isinstance(detail, dict) and isinstance(shape, dict):
        shape = {name: of for name, of in shape.items() if name in detail}  # only an end has what these say
    misfit = _misfit(detail, shape, "detail")
    if misfit is None and event.step.what == RECORDED and event.step.detail["record"]["partner_tasks"]:
        return "detail.record.partner_tasks"  # only the Secretariat's decision opens a task
    return misfit if misfit or _can_be_shown(detail, _DEEPEST) else "detail"


def _can_be_shown(value: Any, levels: int) -> bool:
    """Whether it is JSON, also where no shape is known, and is no deeper than that."""
    if isinstance(value, float):
        return isfinite(value)
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return levels > 0 and all(_can_be_shown(item, levels - 1) for item in inner)


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
    fits = type(value) in shape if isinstance(shape, tuple) else shape(value)
    return None if fits else path
