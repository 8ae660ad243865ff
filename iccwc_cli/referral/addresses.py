"""Where a letter goes and where it comes from: the Secretariat's channels and the requester's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from iccwc_cli.directory.model import Contact
from iccwc_cli.referral.record import Record
from iccwc_cli.referral.wording import Wording
from iccwc_cli.text import as_written, is_address, one_line


class Mailbox(NamedTuple):
    """Whom a mail goes to or comes from; `confirmed` tells whether an official source prints the address."""

    name: str
    address: str
    confirmed: bool = True


def secretariat(contact: Contact) -> Mailbox | None:
    """The Secretariat's mailbox; None when no e-mail address is known."""
    email = contact.channel("email")
    return Mailbox(one_line(contact.name), email.value, email.status == "stated") if email and email.value else None


def requester(record: Record) -> Mailbox | None:
    """The mailbox of who asks; None when the request names no e-mail address, or one that an earlier version took."""
    person = record["request"]["contact"]
    name = one_line(person["name"] or record["request"]["authority"])
    return Mailbox(name, person["email"]) if is_address(person["email"] or "") else None


def envelope(contact: Contact, countries: Mapping[str, str]) -> tuple[str, ...]:
    """The Secretariat's address in Swiss order, with the country last and in capitals, as for post from abroad.

    Args:
        contact: the Secretariat.
        countries: what they are called, by code, in the letter's language, for the post office that sends it.
    """
    mail = contact.channel("mail")
    if mail is None:
        return ()
    *lines, country = mail.lines
    return (*lines, countries.get(mail.country or "", country).upper())


def telephone(number: str | None) -> str | None:
    """A number in E.164 as people write it, which no line breaks."""
    return None if number is None else _unbroken(as_written(number))


def ways(contact: Contact, say: Wording) -> str:
    """By telephone and fax, each with its numbers; empty where none is known."""
    from babel.lists import format_list

    numbers: dict[str, list[str]] = {}
    for channel in contact.channels:
        if channel.type in ("phone", "fax") and channel.display:
            numbers.setdefault(channel.type, []).append(_unbroken(channel.display))
    said = [say(f"by-{kind}", value=format_list(some, "or", say.language)) for kind, some in numbers.items()]
    return say("by-either", first=said[0], second=said[1]) if len(said) > 1 else "".join(said)


def _unbroken(number: str) -> str:
    return number.replace(" ", "\u00a0")
