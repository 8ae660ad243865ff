"""A request for support as it is understood after reading."""

from __future__ import annotations

from typing import Any, NamedTuple

TLP_LABELS = ("RED", "AMBER+STRICT", "AMBER", "GREEN", "CLEAR")
"""The labels of the Traffic Light Protocol 2.0 (FIRST, August 2022), most restrictive first; never translated."""

MOST_RESTRICTIVE = TLP_LABELS[0]
"""For the eyes of named persons only; what carries it leaves the register only on somebody's responsibility."""

DEFAULT_TLP = "AMBER"
"""Taken when a request carries no label, with a warning: the sender's organisation and those who must know."""

URGENCIES = ("routine", "urgent", "emergency")

DEFAULT_URGENCY = URGENCIES[0]
"""Taken when a request says nothing of it, and not worth a mark."""


class Person(NamedTuple):
    """Whom to answer; `phone` is E.164."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None


class Request(NamedTuple):
    """One request; what was not given is None or empty.

    `country` is ISO 3166-1 alpha-2 and `country_name` its English name; `date` is ISO 8601; `language` is BCP 47,
    guessed from the text when `language_guessed`; `needs` are ids of the vocabulary.
    """

    country: str
    country_name: str
    authority: str
    description: str
    reference: str | None = None
    date: str | None = None
    contact: Person = Person()
    title: str | None = None
    needs: tuple[str, ...] = ()
    species: tuple[str, ...] = ()
    urgency: str = DEFAULT_URGENCY
    language: str | None = None
    language_guessed: bool = False
    notes: str | None = None
    tlp: str = DEFAULT_TLP

    def as_dict(self) -> dict[str, Any]:
        """The request as it stands in a referral record; the label stands beside it there."""
        return {
            "reference": self.reference,
            "date": self.date,
            "country": self.country,
            "country_name": self.country_name,
            "authority": self.authority,
            "contact": self.contact._asdict(),
            "title": self.title,
            "description": self.description,
            "needs": list(self.needs),
            "species": list(self.species),
            "urgency": self.urgency,
            "language": self.language,
            "language_guessed": self.language_guessed,
            "notes": self.notes,
        }
