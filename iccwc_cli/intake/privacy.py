"""What in a request's text could harm people: warned of with its place, before anything is stored.

Operational and personal detail does not belong in a letter that is passed on; police and customs have secured channels
of their own for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from iccwc_cli.fields import Reader
from iccwc_cli.intake.model import Request
from iccwc_cli.yaml_io import Document

_FIELDS = ("title", "description", "notes")
# Patterns are compiled when a text calls for them, which few do. None may look at a character more than a few times,
# however the text is made: a file of one request must not hold up those behind it.
_EMAIL = r"(?<![\w.+-])[\w.+-]++@[\w-]+\.[\w.-]+"
# A passport or plate number stands after the word for it, and holds a digit.
_DOCUMENT = (
    r"(?i)\b(?:passport|passeport|pasaporte)\b(?:\W+(?:no|number|num[ée]ro|n[úu]mero|nr|n|nº|n°))?"
    r"\W+([A-Z0-9]*\d[A-Z0-9]{4,})"
)
_PLATE = (
    r"(?i:\b(?:number plate|plate|licence plate|license plate|immatricul\w+|plaque|placa|matr[íi]cula)\b)\W+(?:\w+\W+)?"
    r"((?=[A-Z0-9 -]{0,13}\d)[A-Z]{1,3}[ -]?[A-Z0-9]{2,4}(?:[ -]?[A-Z0-9]{1,4})?)\b"
)
_HINT = "keep it out of the request; police and customs have secured channels of their own for such detail"


def warn(document: Document, request: Request) -> None:
    """Note in the document each telephone number, e-mail address, passport and plate number in the text."""
    reader = Reader(document)
    for field in _FIELDS:
        text = getattr(request, field)
        for code, what, found in _finds(text or "", request.country):
            reader.problem(code, (field,), f"{what} '{found}' stands in the text", _HINT, "warning")


def _finds(text: str, country: str) -> Iterator[tuple[str, str, str]]:
    lowered = text.lower()  # a look for the word saves a search with the pattern, which takes longer
    if "@" in text:
        for found in re.finditer(_EMAIL, text):
            yield "personal-email", "an e-mail address", found[0]
    if "pas" in lowered:
        for found in re.finditer(_DOCUMENT, text):
            yield "personal-passport", "a passport number", found[1]
    if any(word in lowered for word in ("plate", "immatric", "plaque", "placa", "matr")):
        for found in re.finditer(_PLATE, text):
            yield "personal-plate", "a plate number", found[1]
    if _digits(text):
        import phonenumbers

        for match in phonenumbers.PhoneNumberMatcher(text, country, leniency=phonenumbers.Leniency.VALID):
            yield "personal-telephone", "a telephone number", match.raw_string


def _digits(text: str) -> bool:
    """Whether the text can hold a telephone number at all; asking the library takes longer."""
    return re.search(r"\d(?:[\s().-]?\d){6}", text) is not None
