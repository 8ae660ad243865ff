"""From a document to a request: each field by its own type, and every problem at once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from iccwc_cli import countries, language
from iccwc_cli.fields import Reader
from iccwc_cli.intake.model import DEFAULT_TLP, TLP_LABELS, URGENCIES, Person, Request
from iccwc_cli.text import day, fold, is_address, nearest, still_to_come
from iccwc_cli.yaml_io import Document, Path_, Value

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

REQUIRED = ("country", "authority", "description")
OPTIONAL = (
    "reference", "date", "contact", "title", "needs", "species", "urgency", "tlp", "language", "notes",
)  # fmt: skip
_ALSO_KNOWN = frozenset(("schema_version", "country_name", "language_guessed"))
"""What a record adds to a request; read over, so that the request of a record can be sent again."""

_CALLED = {
    "pays": "country", "país": "country", "autorité": "authority", "autoridad": "authority",
    "descripción": "description", "référence": "reference", "fecha": "date", "contacto": "contact",
    "titre": "title", "objet": "title", "título": "title", "asunto": "title",
    "besoins": "needs", "necesidades": "needs", "espèces": "species", "especies": "species",
    "urgence": "urgency", "urgencia": "urgency", "langue": "language", "idioma": "language",
    "remarques": "notes", "observaciones": "notes",
}  # fmt: skip
"""What a field is called by who writes French or Spanish: the hint names the field."""

_HINTS = {
    "empty": "see `iccwc request template`",
    "too-large": "a request is some hundred words; send attachments by another way",
    "too-deep": "a request is flat; see `iccwc request template`",
}
"""What to do when a file cannot be a request at all."""

_FREE_TEXTS = {("reference",), ("title",), ("authority",), ("description",), ("notes",), ("contact", "name")}
"""Where ` #` is likely to belong to the text, and not to begin a note on it."""

# Patterns are compiled when a request calls for them, which many do not.
_TWO_NUMBERS = r"[/;,]\s*\d"
"""As in 917-81-39/40, which the library would read as one long number."""

_IN_FORCE = "1975-07-01"
"""The day from which the Convention has been in force; no request is older."""
_LONGEST_NUMBER = 100
"""In characters, with all that is said beside it."""
_POSTE = r"(?i)(?<![\w.])(?:poste|p\.)\W*(?:no?\W*)?(\d+)\)?\s*$"
"""An extension in French, which the library does not know."""

_LANGUAGE_TAG = r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*"


def read(document: Document, needs_by_name: Callable[[], Mapping[str, str]], data: Path) -> Request | None:
    """The request in a document, or None when a problem of severity error stands in `document.problems`.

    Args:
        document: as `yaml_io.read_stream` gave it; problems are added to it.
        needs_by_name: the ids of the vocabulary by folded id and label; asked for only when the request names needs.
        data: the folder by whose names countries are found.

    Raises:
        BadInputError: that folder's names of countries cannot be read, or break a rule that `iccwc data check` names.
    """
    if document.value is None and document.problems:
        document.problems[:] = [p._replace(hint=_HINTS.get(p.code, p.hint)) for p in document.problems]
        return None
    request = _RequestReader(document, needs_by_name, data).request()
    document.problems.sort(key=lambda p: (p.line is None, p.line or 0, p.column or 0))
    return request


class _RequestReader(Reader):
    required = tuple((key,) for key in REQUIRED)

    def __init__(self, document: Document, needs_by_name: Callable[[], Mapping[str, str]], data: Path) -> None:
        super().__init__(document)
        self.needs_by_name = needs_by_name
        self.data = data

    def request(self) -> Request | None:
        value = self.document.value
        if not isinstance(value, dict):
            self.problem(
                "not-a-request",
                (),
                "is not a request",
                "a request is `name: value` lines; see `iccwc request template`",
            )
            return None
        fields: dict[str, Any] = {}
        for key, item in value.items():
            reader = _READERS.get(key)
            if reader is not None:
                if item is not None or key in REQUIRED:
                    fields[key] = reader(self, (key,), item)
            elif key not in _ALSO_KNOWN:
                self._not_a_field(key)
        for key in REQUIRED:
            if key not in value:
                self.problem("missing", (), f"'{key}' is missing", f"add a line `{key}: ...`")
        self._warn_of_comments()
        phone = self._phone(value.get("contact"), fields.get("country"))
        if "tlp" not in fields:
            hint = "add `tlp: AMBER`, or one of " + ", ".join(TLP_LABELS)
            self.problem("no-label", (), f"no TLP label: taken as {DEFAULT_TLP}", hint, "warning")
        if any(p.severity == "error" for p in self.problems):
            return None
        code = fields["country"]
        fields["country_name"] = countries.names("en")[code]
        if "contact" in fields:
            fields["contact"] = fields["contact"]._replace(phone=phone)
        if "language" not in fields:
            fields["language"] = language.guess(f"{fields.get('title') or ''} {fields['description']}")
            fields["language_guessed"] = True
        return Request(**fields)

    def _not_a_field(self, key: str) -> None:
        if key in Person._fields:
            hint = f"it belongs under `contact:`, as in `  {key}: ...` with two spaces before it"
            self.problem("unknown-key", (key,), f"'{key}' is not a field here", hint)
        else:
            self._unknown_key((), key, [*REQUIRED, *OPTIONAL], _CALLED)

    def _warn_of_comments(self) -> None:
        for path, comment in self.document.comments.items():
            if path in _FREE_TEXTS:
                message = f"'{comment}' is left out: in YAML a comment begins at ` #`"
                hint = "put the whole text in quotes if it is part of it"
                self.problem("text-after-hash", path, message, hint, "warning")

    def read_text(self, path: Path_, value: Value) -> str | None:
        """A text in Unicode's composed form, its lines ended alike, so that the same text is the same everywhere."""
        text = self.text(path, value)
        return unicodedata.normalize("NFC", "\n".join(text.splitlines())).strip() if text else None

    def read_country(self, path: Path_, value: Value) -> str | None:
        text = self.text(path, value)
        if text is None:
            return None
        code = countries.find(text, self.data)
        if code is None:
            hint = countries.likely(text, "give its ISO 3166 code, as in `country: MG`", self.data)
            self.problem("unknown-country", path, f"'{text}' is not a country", hint)
        return code

    def read_date(self, path: Path_, value: Value) -> str | None:
        text = self.text(path, value)
        if text is None:
            return None
        found = day(text)
        if found is None:
            self.problem("bad-date", path, f"'{text}' is not a date", "write year-month-day, as in 2026-11-20")
            return None
        odd = None
        if found < _IN_FORCE:
            odd = f"{found} lies before CITES entered into force, on {_IN_FORCE}"
        elif still_to_come(found):
            odd = f"{found} is still to come"
        if odd:  # it would stand in every letter
            self.problem("odd-date", path, odd, "check the year, then month and day", "warning")
        return found

    def read_contact(self, path: Path_, value: Value) -> Person:
        found = self.mapping(path, value, (), ("name", "email", "phone"))
        name = self.read_text((*path, "name"), found["name"]) if found.get("name") is not None else None
        email = None
        if found.get("email") is not None and (text := self.text((*path, "email"), found["email"])):
            email = text.strip()
            if not is_address(email):
                self.problem(
                    "bad-email", (*path, "email"), f"'{email}' is not an e-mail address", "write it as name@example.org"
                )
        return Person(name, email)

    def _phone(self, contact: Value, country: str | None) -> str | None:
        """The telephone number in E.164, dialled as from the request's country when it names none."""
        if not isinstance(contact, dict) or contact.get("phone") is None:
            return None
        path: Path_ = ("contact", "phone")
        text = self.text(path, contact["phone"])
        if text is None or (country is None and not text.strip().startswith("+")):
            return None  # without its country nothing can be said of a number; that it is not known, is said already
        import phonenumbers

        try:
            extended = re.sub(_POSTE, r" ext. \1", text)
            number = None if re.search(_TWO_NUMBERS, text) else phonenumbers.parse(extended, country)
        except phonenumbers.NumberParseException:
            number = None
        number, after = _without_words(text, country, number)
        if number is None or not phonenumbers.is_possible_number(number):
            hint = "write it with the country's code, as in +41 22 917 81 39; one number only"
            what = f"'{text}' is not a telephone number"
            if number is not None and text.strip().startswith("+"):
                hint = "check its digits; a number of an unusual kind can stand under `notes:`"
                what += f": +{number.country_code} has none with so many digits"
            self.problem("bad-telephone", path, what, hint)
            return None
        if after:
            message = f"'{after}' is left out: the field holds a number that can be dialled"
            self.problem("words-left-out", path, message, "say it under `notes:` if it matters", "warning")
        if number.extension:
            hint = f"put it under `notes:`, as in `notes: extension {number.extension}`"
            message = f"the extension {number.extension} is left out: the field holds a number that can be dialled"
            self.problem("extension-left-out", path, message, hint, "warning")
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    def read_needs(self, path: Path_, value: Value) -> tuple[str, ...]:
        found = self.read_labels(path, value)
        if not found:
            return ()
        names = self.needs_by_name()
        for i, text in enumerate(found):
            if names.get(fold(text)) != text:
                self._not_a_need((*path, i), text, names)
        return tuple(dict.fromkeys(found))

    def _not_a_need(self, path: Path_, text: str, names: Mapping[str, str]) -> None:
        """Note a text that is no id of a need: several in one, a label, or a slip of the pen."""
        message, hint = f"'{text}' is not known here", "see `iccwc needs list`"
        parts = re.split(r"[,;\s]+", text)
        if len(parts) > 1 and set(parts).issubset(names.values()):
            message, hint = (
                f"'{text}' is one text, and several needs",
                f"write each by itself, as in `needs: [{', '.join(parts)}]`",
            )
        elif not self.problems.full and (near := fold(text) if fold(text) in names else nearest(text, list(names))):
            hint = f"did you mean '{names[near]}'?"
        self.problem("unknown-need", path, message, hint)

    def read_labels(self, path: Path_, value: Value) -> tuple[str, ...]:
        """A list of texts; one text alone counts as a list of one."""
        items: Value = [value] if isinstance(value, str) else value
        return tuple(unicodedata.normalize("NFC", text).strip() for text in self.labels(path, items))

    def read_urgency(self, path: Path_, value: Value) -> str | None:
        text = self.text(path, value)
        return self.one_of(path, text.strip().lower(), URGENCIES, "unknown-urgency") if text else None

    def read_tlp(self, path: Path_, value: Value) -> str | None:
        text = self.text(path, value)
        if text is None:
            return None
        label = text.strip().upper().removeprefix("TLP:").replace(" ", "")
        if label == "WHITE":
            self.problem("unknown-label", path, "'WHITE' was renamed in TLP 2.0", "write `tlp: CLEAR`")
            return None
        return self.one_of(path, label, TLP_LABELS, "unknown-label")

    def read_language(self, path: Path_, value: Value) -> str | None:
        text = self.text(path, value)
        if text is not None and not re.fullmatch(_LANGUAGE_TAG, text.strip()):
            self.problem("bad-language", path, f"'{text}' is not a language code", "write en, fr or es (BCP 47)")
            return None
        return text.strip() if text else None


def _without_words(text: str, country: str | None, parsed: PhoneNumber | None) -> tuple[PhoneNumber | None, str]:
    """The number, and the words after it, which would be dialled: the library reads letters as keys (0800 REPTILE)."""
    if len(text) > _LONGEST_NUMBER or not any(map(str.isalpha, text)):
        return parsed, ""
    from phonenumbers import Leniency, PhoneNumberMatcher

    found = next(iter(PhoneNumberMatcher(text, country, Leniency.POSSIBLE, max_tries=9)), None)
    if found is None or (parsed is not None and found.number.national_number == parsed.national_number):
        return parsed, ""
    return found.number, text[found.end :].strip(" ,;")


_READERS: dict[str, Callable[[_RequestReader, Path_, Value], Any]] = {
    "country": _RequestReader.read_country,
    "authority": _RequestReader.read_text,
    "description": _RequestReader.read_text,
    "reference": _RequestReader.read_text,
    "date": _RequestReader.read_date,
    "contact": _RequestReader.read_contact,
    "title": _RequestReader.read_text,
    "needs": _RequestReader.read_needs,
    "species": _RequestReader.read_labels,
    "urgency": _RequestReader.read_urgency,
    "tlp": _RequestReader.read_tlp,
    "language": _RequestReader.read_language,
    "notes": _RequestReader.read_text,
}
