"""Countries by ISO 3166-1 code or by name in English, French or Spanish.

Codes and the names that are shown are Babel's (CLDR); other names by which a country is found are pycountry's (ISO
3166-1 and its translations) and the data folder's. The two libraries take longer to load than a referral takes
altogether, so all is kept as `iccwc data build` took it from them.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from iccwc_cli.built import Built, fingerprint
from iccwc_cli.places import shipped_data_dir
from iccwc_cli.text import LANGUAGES, fold, words_of

if TYPE_CHECKING:
    from iccwc_cli.fields import Reader
    from iccwc_cli.yaml_io import Document, Path_, Value

NAMES_FILE = "country_names.yaml"
BUILT = "countries.json"
_BY_ALPHA_3 = "alpha_3"

# CLDR's territories that ISO 3166-1 does not assign: groupings, exceptional reservations and private use.
_NOT_COUNTRIES = frozenset("AC CP CQ DG EA EU EZ IC QO TA UN XA XB XK ZZ".split())
_ALPHA_2 = 2
_ALPHA_3 = 3


@cache
def _built() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads((shipped_data_dir() / "built" / BUILT).read_bytes())
    return found


def names(language: str) -> dict[str, str]:
    """Name by alpha-2 code, in one of the three languages."""
    return _built()[language]


def from_babel() -> dict[str, dict[str, str]]:
    """What is kept: the names in each of the three languages, and alpha-2 by alpha-3."""
    from babel import Locale
    from babel.core import get_global

    kept = {}
    for language in LANGUAGES:
        every = sorted(Locale(language).territories.items())
        kept[language] = {c: n for c, n in every if len(c) == _ALPHA_2 and c.isalpha() and c not in _NOT_COUNTRIES}
    aliases = sorted(get_global("territory_aliases").items())
    known = kept["en"]
    return kept | {
        _BY_ALPHA_3: {c: to[0] for c, to in aliases if len(c) == _ALPHA_3 and c.isalpha() and to[0] in known}
    }


def find(text: str, data: Path) -> str | None:
    """The alpha-2 code of a country given by alpha-2, alpha-3 or name; None when there is no such country.

    Args:
        text: the code or the name.
        data: the folder whose names are known besides.

    Raises:
        BadInputError: the folder's names cannot be read, or break a rule that `iccwc data check` names.
    """
    return _by_code(text) or _names_of(data).find(text)


def _by_code(text: str) -> str | None:
    code = text.strip().upper() if text.isascii() else ""  # the capitals of ß are two letters
    return code if len(code) == _ALPHA_2 and code in names("en") else _built()[_BY_ALPHA_3].get(code)


def likely(text: str, otherwise: str, data: Path) -> str:
    """The hint for what is no country: all that can have been meant; where none or many can, what is given."""
    meant = sorted((names("en")[code], code) for code in _names_of(data).near(text))
    if not 0 < len(meant) <= _FEW:
        return otherwise
    return "did you mean " + " or ".join(f"'{name}' ({code})" for name, code in meant) + "?"


_FEW = 4
"""How many countries a hint names at most."""
_LONGEST = 100
"""No name has more characters; a longer text is not looked up, however long a file makes it."""
_TELLING = 4
"""The letters of a name that can be near another: any two or three letters are."""
_NEAR = 0.79
"""A slip in five letters, as RapidFuzz's normalised OSA has it: `Kenay` is Kenya, and `America` not Armenia."""


class _Names(NamedTuple):
    """The code by the key of each name, and the word that a key holds for others."""

    codes: dict[str, str]
    alike: dict[str, str]

    def find(self, text: str) -> str | None:
        return self.codes.get(_key(text, self.alike)) if len(text) <= _LONGEST else None

    def near(self, text: str) -> set[str]:
        """The countries of which a name holds all the words (`Korea`), is held (`Laos PDR`), or is a slip away."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        key = _key(text[:_LONGEST], self.alike)
        if not _TELLING <= len(key) < _LONGEST:
            return set()
        words = {*key.split()}
        found = {code for name, code in self.codes.items() if words <= (held := {*name.split()}) or held <= words}
        slips = process.extract(key, [*self.codes], scorer=OSA.normalized_similarity, score_cutoff=_NEAR, limit=None)
        return found.union(self.codes[name] for name, *_ in slips)


def formal(language: str, data: Path) -> dict[str, str]:
    """The name of each country by its alpha-2 code, as letters between States write it.

    Raises:
        BadInputError: as `find`.
    """
    return names(language) | {code: called[language] for code, called in _content(data)["formal"].items()}


def _names_of(data: Path) -> _Names:
    content = _content(data)
    return _Names(content["codes"], content["alike"])


@cache
def _content(data: Path) -> dict[str, Any]:
    return NAMES.load(data)


def _make(data: Path) -> dict[str, Any]:
    """What names are found by: those of ISO, of Babel and of a data folder."""
    from iccwc_cli.fields import checked

    value = checked(data / NAMES_FILE, check_names)
    alike = _alike(value["alike"])
    called = [*value["names"].items(), *((code, texts.values()) for code, texts in value["formal"].items())]
    own = {_key(name, alike): code for code, names_ in called for name in names_}
    return {"codes": _given(alike) | own, "alike": alike, "formal": value["formal"]}


_of_yaml, _of_codes = fingerprint("country names 3", NAMES_FILE), fingerprint("codes", BUILT)


def _digest(data: Path) -> str:
    """What the names are made of: those of the folder, and the codes that ship."""
    return f"{_of_yaml(data)} {_of_codes(shipped_data_dir() / 'built')}"


NAMES = Built("country_names.json", _digest, _make)


def check_names(document: Document) -> None:
    """Note in the document what is wrong with the names of countries."""
    from iccwc_cli.fields import Reader

    reader = Reader(document)
    top = reader.mapping((), document.value, ("schema_version", "alike", "names", "formal"))
    alike = _alike(_check_alike(reader, top["alike"]) if "alike" in top else [])
    given, seen = _given(alike), dict[str, str]()

    def other(path: Path_, name: str, code: str) -> str | None:
        """The country that a name finds without this place; that it is not this one is noted."""
        key = _key(name, alike)
        known = _by_code(name) or given.get(key)
        if not key:
            reader.problem("bad-word", path, f"'{name}' names nothing", "write a name")
        elif (owner := known or seen.setdefault(key, code)) != code:
            reader.problem("duplicate-name", path, f"'{name}' also names '{owner}'", "a name finds one country")
        return known

    for language in LANGUAGES:
        for code, name in names(language).items():
            other(("alike",), name, code)
    for code, texts in _by_country(reader, top, "formal").items():
        for language, name in reader.texts(("formal", code), texts).items():
            other(("formal", code, language), name, code)
    for code, called in _by_country(reader, top, "names").items():
        for i, name in enumerate(reader.labels(("names", code), called, at_least=1)):
            if other(("names", code, i), name, code) == code:
                hint = "remove it"
                reader.problem("duplicate", ("names", code, i), f"'{name}' is found without it", hint, "warning")


def _by_country(reader: Reader, top: dict[str, Value], part: str) -> dict[str, Value]:
    """What a part of the file holds for each country; whatever is none is noted."""
    listed = top.get(part, {})
    found = reader.mapping((part,), listed, (), listed if isinstance(listed, dict) else ())
    for code in found:
        if code not in names("en"):
            hint = "write an alpha-2 code of ISO 3166-1, as in `CD:`"
            reader.problem("unknown-country", (part, code), f"'{code}' is not a country", hint)
    return found


def _check_alike(reader: Reader, value: Value) -> list[list[str]]:
    rows = [reader.labels(("alike", i), row, at_least=2) for i, row in enumerate(reader.items(("alike",), value))]
    seen: dict[str, str] = {}
    for i, row in enumerate(rows):
        for j, word in enumerate(row):
            if not word.isalnum():
                reader.problem("bad-word", ("alike", i, j), f"'{word}' is not a single word", "write one word")
            reader.unique(("alike", i, j), fold(word), seen, "word")
    return rows


def _alike(rows: list[list[str]]) -> dict[str, str]:
    """Of each row the first word, by each of the others."""
    return {fold(word): fold(row[0]) for row in rows for word in row[1:]}


@cache
def _all_given() -> list[tuple[str, str]]:
    """The names of ISO and the long official ones, then those of Babel, in three languages: each with its code."""
    import gettext

    import pycountry

    found = []
    for language in LANGUAGES:
        translated = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, [language], fallback=language == "en")
        for country in sorted(pycountry.countries, key=lambda c: str(c.alpha_2)):
            for kind in ("name", "official_name", "common_name"):
                if country.alpha_2 in names("en") and (name := getattr(country, kind, None)):
                    whole = translated.gettext(name)
                    found += [(form, country.alpha_2) for form in (whole, whole.partition(" (")[0])]
    return found + [(name, code) for language in LANGUAGES for code, name in names(language).items()]


def _given(alike: dict[str, str]) -> dict[str, str]:
    """The code by the key of each name; of two countries with one key, the one that Babel shows by it."""
    return {_key(name, alike): code for name, code in _all_given()}


_PASSED_OVER = frozenset("the of and la le les l de du des d et el los las del y".split())
_INITIALS = re.compile(r"\b(\w)\.(?=\w\b)")
"""A letter alone with its dot, before another: `R.D. Congo` is `RD Congo`, and `St.Lucia` two words."""


def _key(name: str, alike: dict[str, str]) -> str:
    """A name without case, accents, punctuation, articles and what joins its words, whatever their order.

    So `Congo, Rép. dém. du` is the same as `République démocratique du Congo`.
    """
    words = words_of(_INITIALS.sub(r"\1", fold(name)))
    return " ".join(sorted(alike.get(word, word) for word in words if word not in _PASSED_OVER))
