"""Countries by ISO 3166-1 code or by name in English, French or Spanish; codes and names are Babel's (CLDR).

Babel takes longer to load one language than a referral takes altogether, so names and codes are kept as
`iccwc data build` took them from it.
"""

from __future__ import annotations

import json
from functools import cache

from iccwc_cli.places import shipped_data_dir
from iccwc_cli.text import LANGUAGES, fold

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


def find(text: str) -> str | None:
    """The alpha-2 code of a country given by alpha-2, alpha-3 or name; None when there is no such country."""
    code = text.strip().upper()
    if len(code) == _ALPHA_2 and code in names("en"):
        return code
    if len(code) == _ALPHA_3 and (found := _built()[_BY_ALPHA_3].get(code)):
        return found
    return _by_name().get(_squeeze(text))


def nearest_name(text: str) -> tuple[str, str] | None:
    """The country's name most like the one written, with its code."""
    from iccwc_cli.text import nearest

    near = nearest(_squeeze(text), list(_by_name()))
    if near is None:
        return None
    code = _by_name()[near]
    return names("en")[code], code


@cache
def _by_name() -> dict[str, str]:
    found = {_squeeze(name): code for language in LANGUAGES for code, name in names(language).items()}
    return found | {_squeeze(name): code for name, code in _ALSO.items()}


def _squeeze(text: str) -> str:
    """A name without case, accents, articles' apostrophes, hyphens and doubled spaces."""
    return " ".join(fold(text).replace("’", " ").replace("'", " ").replace("-", " ").replace(".", "").split())


# Names in official use that CLDR gives in another form.
_ALSO = {
    "Viet Nam": "VN",
    "Lao People's Democratic Republic": "LA",
    "Lao PDR": "LA",
    "United Republic of Tanzania": "TZ",
    "Democratic Republic of the Congo": "CD",
    "République démocratique du Congo": "CD",
    "República Democrática del Congo": "CD",
    "DRC": "CD",
    "RDC": "CD",
    "Republic of the Congo": "CG",
    "Congo": "CG",
    "Republic of Korea": "KR",
    "Democratic People's Republic of Korea": "KP",
    "Islamic Republic of Iran": "IR",
    "Syrian Arab Republic": "SY",
    "Russian Federation": "RU",
    "Fédération de Russie": "RU",
    "Federación de Rusia": "RU",
    "Republic of Moldova": "MD",
    "Bolivia (Plurinational State of)": "BO",
    "Venezuela (Bolivarian Republic of)": "VE",
    "Brunei Darussalam": "BN",
    "Cabo Verde": "CV",
    "Swaziland": "SZ",
    "Czech Republic": "CZ",
    "Ivory Coast": "CI",
    "Burma": "MM",
    "Türkiye": "TR",
    "Turkey": "TR",
    "Timor-Leste": "TL",
    "East Timor": "TL",
    "The Gambia": "GM",
    "The Bahamas": "BS",
    "United States of America": "US",
    "USA": "US",
    "UK": "GB",
    "United Kingdom of Great Britain and Northern Ireland": "GB",
    "Hong Kong": "HK",
    "Macao": "MO",
    "Macau": "MO",
    "State of Palestine": "PS",
    "Holy See": "VA",
    "Micronesia (Federated States of)": "FM",
    "North Macedonia": "MK",
}
