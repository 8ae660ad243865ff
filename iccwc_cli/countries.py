"""Countries by ISO 3166-1 code or by name in English, French or Spanish.

Codes and the names that are shown are Babel's (CLDR); other names by which a country is found are pycountry's (ISO
3166-1 and its translations). Both take longer to load than a referral takes altogether, so all is kept as
`iccwc data build` took it from them.
"""

from __future__ import annotations

import json
import re
from functools import cache

from iccwc_cli.places import shipped_data_dir
from iccwc_cli.text import LANGUAGES, fold

BUILT = "countries.json"
BUILT_NAMES = "country_names.json"
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


def likely(text: str, otherwise: str) -> str:
    """The hint for what is no country: the name most like it, with its code; where none is near, what is given."""
    from iccwc_cli.text import nearest

    near = nearest(_squeeze(text), list(_by_name()))
    if near is None:
        return otherwise
    code = _by_name()[near]
    return f"did you mean '{names('en')[code]}' ({code})?"


@cache
def _by_name() -> dict[str, str]:
    found: dict[str, str] = json.loads((shipped_data_dir() / "built" / BUILT_NAMES).read_bytes())
    shown = {_squeeze(name): code for language in LANGUAGES for code, name in names(language).items()}
    return found | shown | {_squeeze(name): code for name, code in _COLLOQUIAL.items()}


def official_names() -> dict[str, str]:
    """What is kept of ISO's names and the long official ones, in three languages: the code by the squeezed name."""
    import gettext

    import pycountry

    known = from_babel()["en"]
    found: dict[str, str] = {}
    for language in LANGUAGES:
        translated = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, [language], fallback=language == "en")
        for country in sorted(pycountry.countries, key=lambda c: str(c.alpha_2)):
            for kind in ("name", "official_name", "common_name"):
                name = getattr(country, kind, None)
                if name and country.alpha_2 in known:
                    for form in _forms(translated.gettext(name)):
                        found.setdefault(form, country.alpha_2)
    return found


def _forms(name: str) -> tuple[str, ...]:
    """A name as it stands, without its parenthesis, and the right way round: `Korea, Republic of`."""
    outside = name.partition(" (")[0]
    first, _, rest = outside.partition(", ")
    return tuple(_squeeze(form) for form in (name, outside, f"{rest} {first}"))


_ARTICLE = re.compile(r"^(?:the|la|le|les|l|el|los|las) ")
_NO_LETTER = re.compile(r"\W+")


def _squeeze(text: str) -> str:
    """A name without case, accents, punctuation, doubled spaces, and the article before it."""
    plain = fold(text).replace("&", " and ").replace(".", "")
    return _ARTICLE.sub("", _NO_LETTER.sub(" ", plain).strip())


# What people write, and neither CLDR nor ISO gives.
_COLLOQUIAL = {
    "DRC": "CD",
    "RDC": "CD",
    "Congo": "CG",
    "Congo Brazzaville": "CG",
    "Congo Kinshasa": "CD",
    "Zaïre": "CD",
    "Centrafrique": "CF",
    "RCA": "CF",
    "Guinée Conakry": "GN",
    "Guinea Conakry": "GN",
    "Guyane": "GF",
    "Lao PDR": "LA",
    "Swaziland": "SZ",
    "Souaziland": "SZ",
    "Suazilandia": "SZ",
    "Cabo Verde": "CV",
    "Ivory Coast": "CI",
    "Burma": "MM",
    "East Timor": "TL",
    "Macedonia": "MK",
    "Macédoine": "MK",
    "Bosnia": "BA",
    "Bosnie": "BA",
    "Trinidad": "TT",
    "Holland": "NL",
    "Hollande": "NL",
    "Holanda": "NL",
    "Great Britain": "GB",
    "Grande-Bretagne": "GB",
    "Gran Bretaña": "GB",
    "UK": "GB",
    "USA": "US",
    "EEUU": "US",
    "EE. UU.": "US",
    "United States of America": "US",
    "États-Unis d'Amérique": "US",
    "Estados Unidos de América": "US",
    "Méjico": "MX",
    "Rep. Dominicana": "DO",
    "Palestine": "PS",
    "Palestina": "PS",
    "UAE": "AE",
    "EAU": "AE",
    "Émirats": "AE",
    "Île Maurice": "MU",
    "Sao Tomé": "ST",
    "Papouasie": "PG",
    "PNG": "PG",
    "Vatican": "VA",
    "Fédération de Russie": "RU",
    "Federación de Rusia": "RU",
    "Hong Kong": "HK",
    "Macao": "MO",
    "Macau": "MO",
    "Turkey": "TR",
}
