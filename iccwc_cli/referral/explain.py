"""Everything that was weighed for a suggestion, for whoever must be able to say why."""

from __future__ import annotations

from typing import Any

from iccwc_cli.routing.index import OUTSIDE, Index
from iccwc_cli.routing.match import ONE
from iccwc_cli.routing.suggest import Candidate, Routing

_NEEDS = 5
_NAMED_DECIDE = "the needs that the request names decide"
"""Why a partner is left out that the words alone would have suggested."""


def explanation(routing: Routing, index: Index) -> dict[str, Any]:
    """The needs considered, the words for and against each partner, and why the next partner was left out.

    Where the request names needs, these decide, and the rest is what its words alone would say.

    `strength` is how well the words fit a need: 1 and more as well as sure example requests, -1 not at all; that of the
    need that fits best may be anything between.
    """
    match = routing.match
    strengths = match.strengths
    order = sorted(range(len(index.needs)), key=lambda lane: -strengths[lane])[:_NEEDS]
    return {
        "named_needs": list(routing.named),
        "needs": [
            {
                "need": index.needs[lane],
                "strength": round(strengths[lane] / ONE, 2),
                "for": [e._asdict() for e in match.evidence(index.needs[lane])],
                "against": [e._asdict() for e in match.evidence(index.needs[lane], against=True)],
            }
            for lane in order
        ],
        "partners": [
            {
                "partner": c.partner,
                "score": c.score,
                "need": c.need,
                "suggested": not c.left_out,
                "left_out": c.left_out,
                "for": [e._asdict() for e in match.evidence(c.need, c.partner)],
                "against": [e._asdict() for e in match.evidence(c.partner, against=True)],
            }
            for c in _told(routing)
        ],
        "outside": {
            "strength": round(strengths[index.place[OUTSIDE]] / ONE, 2),
            "for": [e._asdict() for e in match.evidence(OUTSIDE)],
        },
    }


def _told(routing: Routing) -> list[Candidate]:
    """The partners that are suggested, as they are suggested, then the others that were weighed, best first."""
    shown = [Candidate(s.partner, s.score, s.reasons[0].need, None) for s in routing.suggestions]
    taken = {c.partner for c in shown}
    others = [c for c in routing.candidates if c.partner not in taken]
    return shown + [c._replace(left_out=c.left_out or _NAMED_DECIDE) for c in others]
