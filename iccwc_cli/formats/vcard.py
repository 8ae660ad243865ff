"""The Secretariat's contact as a vCard: 4.0 (RFC 6350) or 3.0 (RFC 2426), written by vobject."""

from __future__ import annotations

from typing import Any, Literal

import vobject

from iccwc_cli import countries
from iccwc_cli.directory.model import Channel, Contact
from iccwc_cli.formats.languages import in_language
from iccwc_cli.text import Texts, clean

Version = Literal["4.0", "3.0"]


def vcard(contact: Contact, version: Version, language: str) -> str:
    """The card: both addresses, telephones, fax, e-mail and web, with their sources and the last check as revision."""
    card = vobject.vCard()
    _add(card, "version", version)
    _add(card, "fn", contact.name)
    # An organisation has no family name; 3.0 asks for the property all the same.
    _add(card, "n", vobject.vcard.Name(family=clean(contact.name)))
    _add(card, "org", [clean(contact.organization), clean(contact.name)])
    _add(card, "title" if version == "3.0" else "role", in_language(contact.role, language))
    if version == "4.0":
        _add(card, "kind", "org")
        for preference, code in enumerate(contact.languages, 1):
            _add(card, "lang", code, PREF=str(preference))
    for channel in contact.channels:
        if channel.value is not None:
            _channel(card, channel, contact.seat, version, language)
    sources = {s.id: s for s in contact.sources}
    _add(card, "source", sources[contact.channels[0].source].url)
    checked = max(c.last_checked for c in contact.channels)
    _add(card, "rev", checked.replace("-", "") + "T000000Z" if version == "4.0" else f"{checked}T00:00:00Z")
    notes = [f"{c.value}: {in_language(c.note, language)}" for c in contact.channels if c.note and c.value]
    _add(card, "note", "\n".join([in_language(contact.how_to_request, language), *notes]))
    return str(card.serialize(validate=version == "3.0"))


def _add(card: Any, name: str, value: Any, **parameters: str | list[str]) -> None:
    line = card.add(name)
    line.value = clean(value) if isinstance(value, str) else value
    line.params.update({k: v if isinstance(v, list) else [v] for k, v in parameters.items()})


def _channel(card: Any, channel: Channel, seat: Texts, version: Version, language: str) -> None:
    value = channel.value or ""
    if channel.type in ("phone", "fax"):
        kind = "voice" if channel.type == "phone" else "fax"
        if version == "4.0":
            _add(card, "tel", f"tel:{value}", VALUE="uri", TYPE=["work", kind])
        else:
            _add(card, "tel", channel.display or value, TYPE=["WORK", kind.upper()])
    elif channel.type in ("visit", "mail"):
        _add(
            card,
            "adr",
            _address(channel, seat, language),
            TYPE=["work"] if version == "4.0" else _postal_types(channel),
        )
    elif channel.type == "email":
        _add(card, "email", value, TYPE="work" if version == "4.0" else "INTERNET")
    else:
        _add(card, "url", value)


def _postal_types(channel: Channel) -> list[str]:
    return ["WORK", "POSTAL"] if channel.type == "mail" else ["WORK", "PARCEL"]


def _address(channel: Channel, seat: Texts, language: str) -> Any:
    """The address's parts; where the region is the seat, it is called as the language calls it."""
    code = channel.country or ""
    parts = {key: clean(value) for key, value in (channel.address or {}).items()}
    if parts.get("region") in seat.values():
        parts["region"] = clean(in_language(seat, language))
    return vobject.vcard.Address(
        street=parts.get("street", ""),
        city=parts.get("city", ""),
        region=parts.get("region") or "",
        code=parts.get("postal_code", ""),
        country=countries.names(language).get(code, code),
        extended=parts.get("extended") or "",
    )
