"""What in a request's text could harm people: warned of with its place, before anything is stored.

Operational and personal detail does not belong in a letter that is passed on; police and customs have secured channels
of their own for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from iccwc_cli.fields import Reader
from iccwc_cli.intake.model import Request
from iccwc_cli.yaml_io import Document

_FIELDS = ("title", "description", "notes")
_MOST = 20
"""How many finds of a kind in a field are named: each is kept with the referral for ever."""
_TRIES = 5_000
"""How many runs of digits that are no telephone number are tried in a field: each takes the library some 40 µs."""
# However a text is made, its request must not hold up those behind it: no pattern looks at a character more than a few
# times. Each is compiled when a text calls for it, which few do.
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
        for code, what, finds in _kinds(text or "", request.country):
            for found in islice(finds, _MOST):
                reader.problem(code, (field,), f"{what} '{found}' stands in the text", _HINT, "warning")
            if next(finds, None) is not None:
                reader.problem(code, (field,), f"more than {_MOST} of this kind stand in the text", _HINT, "warning")


def _kinds(text: str, country: str) -> Iterator[tuple[str, str, Iterator[str]]]:
    """For each kind that may be there its code, what it is, and the finds as they are looked for."""
    lowered = text.lower()  # a look for the word saves a search with the pattern, which takes longer
    if "@" in text:
        yield "personal-email", "an e-mail address", (found[0] for found in re.finditer(_EMAIL, text))
    if "pas" in lowered:
        yield "personal-passport", "a passport number", (found[1] for found in re.finditer(_DOCUMENT, text))
    if any(word in lowered for word in ("plate", "immatric", "plaque", "placa", "matr")):
        yield "personal-plate", "a plate number", (found[1] for found in re.finditer(_PLATE, text))
    if _digits(text):
        from phonenumbers import Leniency, PhoneNumberMatcher

        matches = PhoneNumberMatcher(text, country, leniency=Leniency.VALID, max_tries=_TRIES)
        yield "personal-telephone", "a telephone number", (match.raw_string for match in matches)


def _digits(text: str) -> bool:
    """Whether the text can hold a telephone number at all; asking the library takes longer."""
    return re.search(r"\d(?:[\s().-]?\d){6}", text) is not None
