"""Which of the three languages a text is in, by its function words, or else by the shapes of its words."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d_]+")

FUNCTION_WORDS = {
    "en": frozenset(
        "the an of to in on at for by with from and or but if as is are was were be been being it its this that these "
        "those we us our ours you your yours they them their theirs he him his she her hers who whom whose which what "
        "when where how why not nor so than then there here have has had having do does did will would shall should "
        "can could may might must into about over under up down out off again more most other some such only own same "
        "very any all each both few during before after above below between through against because while until also "
        "i me my no too just yet ever never however therefore".split()
    ),
    "fr": frozenset(
        "le la les un une des du de au aux en dans sur sous par pour avec sans et ou mais si que qu qui quoi dont ce "
        "cet cette ces il elle ils elles on nous vous je tu me te se son sa ses leur leurs notre nos votre vos mon ma "
        "mes est sont etait etaient etre ete ont avons avez avait avaient avoir eu ne pas plus y comme entre vers chez "
        "lors depuis afin ainsi aussi tres tout tous toute toutes meme autre autres fait sera serait seront cela ceci "
        "donc or ni car quand ou lorsque puis deja encore".split()
    ),
    "es": frozenset(
        "el la los las un una unos unas de del al en por para con sin sobre entre e o u pero si que quien quienes cual "
        "cuales cuyo cuya donde cuando como se su sus nos nuestro nuestra nuestros nuestras lo le les me mi te tu es "
        "son era eran ser sido esta estan estar fue fueron ha han hemos haber habia hay no ni mas muy ya tambien este "
        "estos estas ese esa esos esas aquel todo toda todos todas otro otra otros otras desde hasta segun durante "
        "contra ante bajo tras mientras porque pues sino aunque y tres".split()
    ),
}
"""Words that carry grammar and no subject, folded; they tell the language and never decide a suggestion."""


_ACCENTED = {"fr": "été étaient à où même très déjà", "es": "más también está están había según sí"}
_WRITTEN = {language: words.union(_ACCENTED.get(language, "").split()) for language, words in FUNCTION_WORDS.items()}
"""The same as they are written, with accents or without."""

_ANY = frozenset().union(*_WRITTEN.values())


_SHAPES = {
    "en": "w|k|gh|sh|th|(ing|ed|ly|y|h|st|ms)$",
    "fr": "[àâçèêëîïôùûœ]|ou|oi|eu|eau|elle|ique|(ux|ée?s?|ire|ait|ent|er|ez)$",
    "es": "[ñáíóú]|([oa]s?|dad|mos|ar|ir|an|en|cion)$",
}
"""How words of one language look that the other two seldom write; compiled for the few texts that need it."""
_SHAPELY = 4
"""The letters that a word has at least whose shape says something."""


def guess(text: str) -> str | None:
    """The language of which the text holds most function words.

    The three share some (la, que, no), so a short text may hold as many of each of two; then most words of its shape
    decide. None where nothing speaks for any.
    """
    return guess_from(_WORD.findall(text))


def guess_from(words: Iterable[str]) -> str | None:
    """The same for words as they are written."""
    written = {*map(str.lower, words)}  # whole letters come in capitals
    found = written & _ANY
    counts = {language: len(found & known) for language, known in _WRITTEN.items()}
    most = max(counts.values())
    equal = [language for language, count in counts.items() if count == most]
    if len(equal) == 1:
        return equal[0]
    telling = [word for word in written if len(word) >= _SHAPELY]
    shapes = {language: sum(re.search(_SHAPES[language], word) is not None for word in telling) for language in equal}
    best = max(equal, key=shapes.__getitem__)
    return best if most or shapes[best] else None
