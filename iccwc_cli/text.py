"""Text that is compared, and text that is shown: folding, and cleaning for a terminal."""

from __future__ import annotations

import re
import unicodedata

LANGUAGES = ("en", "fr", "es")
"""The three working languages of the Convention, as BCP 47 codes; every shown text exists in each."""

Texts = dict[str, str]
"""One text in each of them, by its code."""

# Everything a terminal could act on: C0 and C1 controls but tab and newline, and the characters that reorder
# or hide text (Unicode's bidi controls, U+061C, zero-width and other format characters, line separators); and the two
# that XML refuses, of which a document is made. ZWNJ and ZWJ stay: Persian, Urdu and Indic names are spelt with them.
_HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\U000e0000-\U000e007f]"
)
_SOFT_HYPHEN = "\u00ad"
"""Shows nothing where no line breaks, and stands in many a text that was copied from a word processor."""

_BLANKS = re.compile(r"[ \t\n]+")
"""What may become one space; a no-break space stays, since French and numbers are written with it."""


ITEM = r"[^\S\n]*(?:[-*•–—]|\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,4})[.)º°]|\d+(?:\.\d+)+)\s"
"""How an item of a list begins, which is a line of its own."""


def fold(text: str) -> str:
    """Lower case without accents, so that `Genève`, `GENEVE` and `geneve` are the same."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def words_of(text: str) -> list[str]:
    """Letters and digits that stand together."""
    return re.findall(r"[^\W_]+", text)


def squeeze(name: str) -> str:
    """A name as it is looked up: folded, and without its punctuation, so that `Wild-Desk` and `wild desk` are one."""
    return " ".join(words_of(fold(name)))


def clean(text: str) -> str:
    """Text that a terminal shows and never obeys: each harmful character becomes U+FFFD, soft hyphens go."""
    return _HARMFUL.sub("\ufffd", text.replace(_SOFT_HYPHEN, ""))


def one_line(text: str) -> str:
    """`clean` text on one line, for a cell, a subject or a tab-separated field."""
    return _BLANKS.sub(" ", clean(text)).strip(" ")


_ATEXT = r"[^\s.,:;@<>()\[\]\\\"]"
_ADDRESS = rf"(?!.*=\?){_ATEXT}+(?:\.{_ATEXT}+)*@(?:{_ATEXT}+\.)+{_ATEXT}{{2,}}"
_LONGEST_ADDRESS = 254
"""In characters: what a path of RFC 5321 holds."""


def is_address(text: str) -> bool:
    """Whether it is an e-mail address that the head of a mail takes as it stands.

    Dots stand between atoms on both sides (RFC 5322, and RFC 6532 for letters beyond ASCII), the domain has one, and
    nothing begins as an encoded word does (RFC 2047). The standard library's parser says as much, but takes longer to
    load than a referral may wait for it.
    """
    return len(text) <= _LONGEST_ADDRESS and clean(text) == text and re.fullmatch(_ADDRESS, text) is not None


def as_written(number: str) -> str:
    """A telephone number in E.164 as people write it: in E.123's international notation."""
    import phonenumbers

    return phonenumbers.format_number(phonenumbers.parse(number), phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def day(text: str) -> str | None:
    """A date in any form of ISO 8601 as year-month-day; None where it is none."""
    from datetime import date

    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        return None


def still_to_come(found: str) -> bool:
    """Whether a date, as `day` gives it, has begun nowhere; that of tomorrow may have, where the country is."""
    from datetime import UTC, datetime, timedelta

    return found > (datetime.now(UTC).date() + timedelta(days=1)).isoformat()


_LIKE = 70
"""The least likeness of what is taken for a slip of the pen, 0 to 100, as RapidFuzz's `ratio` counts it."""
_SHORTEST = 3
"""The letters of a word of which one slip leaves enough to know it by, however unlike the whole has become."""
_LONGEST_WORD = 200
"""The letters of a word that is compared: no known one is so long, and a text of a megabyte would take seconds."""


def nearest(word: str, known: list[str]) -> str | None:
    """The known word most like the one that was typed, or None when none is near.

    Args:
        word: what was typed.
        known: what could have been meant.
    """
    if len(word) > _LONGEST_WORD:
        return None
    from rapidfuzz import fuzz, process

    found = process.extractOne(word, known, scorer=fuzz.ratio, processor=fold, score_cutoff=_LIKE)
    if found:
        return found[0]
    return next(iter(one_slip_from(word, known)), None) if len(word) >= _SHORTEST else None


def likely(word: str, known: list[str], otherwise: str | None = None) -> str:
    """The hint for a word that is not known: the nearest that is; where none is near, all of them, or what is given."""
    near = nearest(word, known)
    return f"did you mean '{near}'?" if near else otherwise or f"known are {', '.join(known)}"


def one_slip_from(word: str, known: list[str]) -> list[str]:
    """The known words that one letter more, less, other or swapped makes of this one (RapidFuzz's OSA)."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    found = process.extract(word, known, scorer=OSA.distance, processor=fold, score_cutoff=1, limit=None)
    return [near for near, *_ in found]
