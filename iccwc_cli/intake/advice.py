"""Advice on a request that can be read and could be better: warnings, never refusals."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from iccwc_cli.fields import Reader
from iccwc_cli.intake.model import Request
from iccwc_cli.yaml_io import Document

_FEWEST_WORDS = 12
# Patterns are compiled when a request calls for them.
_DONE = (
    r"\b(already|so far|since|last year|have been|has been|we have|déjà|depuis|avons|a été|ont été|l'an dernier|"
    r"ya|hasta ahora|desde|hemos|ha sido|han sido|el año pasado)\b"
)


def advise(document: Document, request: Request) -> None:
    """Note in the document what would make the request complete the first time."""
    reader = Reader(document)
    if len(request.description.split()) < _FEWEST_WORDS:
        hint = "say what happened, what kind of help is wanted, for whom and by when"
        reader.problem("short-description", ("description",), "too short to route well", hint, "warning")
    if not any(request.contact):
        hint = "add `contact:` with a name and a telephone number or e-mail address"
        reader.problem("no-contact", (), "nobody is named whom the Secretariat can ask", hint, "warning")
    elif not (request.contact.email or request.contact.phone):
        hint = "add `email:` or `phone:` under `contact:`; post takes weeks"
        reader.problem("no-way-to-answer", ("contact",), "no e-mail address and no telephone number", hint, "warning")
    if not re.search(_DONE, request.description, re.IGNORECASE):
        hint = "say what has been tried and who helps already; it saves a letter"
        reader.problem("nothing-done", ("description",), "nothing is said of what has been done", hint, "warning")
    if (
        request.urgency != "routine"
        and not request.notes
        and not re.search(_REASON, request.description, re.IGNORECASE)
    ):
        hint = "say by when, and why, in the description or under `notes:`"
        reader.problem("urgency-without-reason", ("urgency",), f"'{request.urgency}' without a reason", hint, "warning")


def doubt(document: Document, request: Request) -> None:
    """Note in the document a date on which the request cannot have been written; it would stand in every letter."""
    if request.date is None:
        return
    day = date.fromisoformat(request.date)
    if day < _IN_FORCE:
        what = f"{day} lies before CITES entered into force, on {_IN_FORCE}"
    elif day > datetime.now(UTC).date() + timedelta(days=1):  # the day after may have begun where the country is
        what = f"{day} is still to come"
    else:
        return
    Reader(document).problem("odd-date", ("date",), what, "check the year, then month and day", "warning")


_IN_FORCE = date(1975, 7, 1)

_REASON = (
    r"\b(before|until|within|deadline|hearing|court|trial|bail|today|tomorrow|week|weeks|days?|month|months|avant|"
    r"jusqu|délai|audience|procès|semaines?|jours?|mois|antes|hasta|plazo|audiencia|juicio|semanas?|días?|mes|meses)\b"
)
