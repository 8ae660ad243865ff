"""Advice on a request that can be read and could be better: warnings, never refusals."""

from __future__ import annotations

import re

from iccwc_cli.fields import Reader
from iccwc_cli.intake.model import DEFAULT_URGENCY, Request
from iccwc_cli.language import guess
from iccwc_cli.text import fold
from iccwc_cli.yaml_io import Document

_FEWEST_WORDS = 12
# What tells that something was done, and by when help is needed: words of each language as `fold` leaves them, since
# those of one mean something else in another (`mes` is a month in Spanish and "my" in French).
_DONE = {
    "en": "already|so far|since|last year|have been|has been|we have",
    "fr": "deja|depuis|avons|a ete|ont ete|l.an dernier|jusqu.ici",
    "es": "ya|hasta ahora|desde|hemos|ha sido|han sido|el ano pasado",
}
_REASON = {
    "en": "before|until|within|deadline|hearing|court|trial|bail|today|tomorrow|days?|weeks?|months?",
    "fr": "avant|jusqu|delai|audience|tribunal|proces|aujourd.hui|demain|jours?|semaines?|mois",
    "es": "antes|hasta|plazo|audiencia|tribunal|juicio|hoy|manana|dias?|semanas?|mes|meses",
}


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
    if not _says(_DONE, request):
        hint = "say what has been tried and who helps already; it saves a letter"
        reader.problem("nothing-done", ("description",), "nothing is said of what has been done", hint, "warning")
    if request.urgency != DEFAULT_URGENCY and not request.notes and not _says(_REASON, request):
        hint = "say by when, and why, in the description or under `notes:`"
        reader.problem("urgency-without-reason", ("urgency",), f"'{request.urgency}' without a reason", hint, "warning")


def _says(words: dict[str, str], request: Request) -> bool:
    """Whether one of the words stands in the description, of its own language alone.

    The language that the request names may be the template's, and is asked only where the text does not tell.
    """
    spoken = guess(request.description) or (request.language or "").partition("-")[0]
    sought = words.get(spoken) or "|".join(words.values())
    return re.search(rf"\b(?:{sought})\b", fold(request.description)) is not None
