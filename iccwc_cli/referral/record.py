"""The referral: a request on its way to the Secretariat, with the partners it is suggested for and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # every command of the register needs a record, and few of them routing
    from iccwc_cli.errors import Problem
    from iccwc_cli.intake.model import Request
    from iccwc_cli.routing.index import Index
    from iccwc_cli.routing.suggest import Routing, Suggestion

ADDRESSEE = "cites-secretariat"
"""The one door: no suggestion ever becomes an addressee."""

FIRST_STATE = "draft"
"""The state in which a referral begins."""

SENT_STATE = "requested"
"""The state to which a referral moves when it is sent to the Secretariat."""

ENTERED_IN_ERROR = "entered-in-error"
"""The state of a referral that was recorded by mistake."""

REJECTED = "rejected"
"""The state of a task whose partner said no."""

COMPLETED = "completed"
"""The state of a task whose partner did what was asked."""

DUPLICATE = "possible-duplicate"
"""The code of the warning that an earlier referral is alike."""

Record = dict[str, Any]
"""A referral as its JSON promise says."""


def record(request: Request, routing: Routing, index: Index, problems: list[Problem]) -> Record:
    """A new referral in its first state; the register gives it its id and time when it takes it up.

    Args:
        request: as it was read.
        routing: what was suggested for it.
        index: what the suggestion was made with; its digest goes into the record.
        problems: what reading it found; the warnings go into the record.
    """
    return {
        "schema_version": 1,
        "id": None,
        "created_at": None,
        "status": FIRST_STATE,
        "addressee": ADDRESSEE,
        "tlp": request.tlp,
        "request": request.as_dict(),
        "outcome": "suggested" if routing.suggestions else "nothing-matched",
        "suggestions": suggestions(routing),
        "partner_tasks": [],
        "warnings": [p.as_dict() for p in problems if p.severity == "warning"],
        "routing": {"digest": index.digest, "version": index.version},
        "closure": None,
        "replaces": None,
        "replaced_by": None,
    }


def suggestions(routing: Routing) -> list[dict[str, Any]]:
    """The suggestions as they stand in a record."""
    return [_suggestion(rank, s) for rank, s in enumerate(routing.suggestions, 1)]


def _suggestion(rank: int, suggestion: Suggestion) -> dict[str, Any]:
    return {
        "rank": rank,
        "partner": suggestion.partner,
        "role": suggestion.role,
        "score": suggestion.score,
        "reasons": [
            {
                "service": reason.service,
                "need": reason.need,
                "source": reason.source,
                "evidence": [evidence._asdict() for evidence in reason.evidence],
            }
            for reason in suggestion.reasons
        ],
    }
