"""What a letter says: the request to the Secretariat, or the Secretariat's answer to the country.

Whoever a request is suggested for is named as the sender's suggestion; a letter has one addressee, and it is never a
partner.
"""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

from iccwc_cli import countries
from iccwc_cli.directory.model import Channel, Contact
from iccwc_cli.referral.lifecycle import Life
from iccwc_cli.referral.record import Record
from iccwc_cli.referral.wording import Wording
from iccwc_cli.text import LANGUAGES, one_line

To = Literal["secretariat", "requester"]
_WORDS = 4
"""How many of the deciding words a suggestion quotes."""


class Part(NamedTuple):
    """A piece of a letter's body: a paragraph, the request's own words, or a list."""

    kind: Literal["paragraph", "quote", "list"]
    lines: tuple[str, ...]


class Mailbox(NamedTuple):
    """Whom a mail goes to or comes from; `confirmed` tells whether an official source prints the address."""

    name: str
    address: str
    confirmed: bool = True


class Letter(NamedTuple):
    """A letter before it is set in any format; every line is text without markup.

    Attributes:
        language: BCP 47, one of the three working languages.
        label: the TLP 2.0 label.
        sender: name and country of who writes, and how to answer.
        recipient: the address as it stands on the envelope.
        place_and_date: as the language writes them.
        references: one a line.
        subject: on one line.
        greeting: the salutation.
        body: in order.
        closing: the complimentary close.
        signature: who signs.
        mail_to: None when no address is known.
        mail_from: None when no address is known.
        day: the date of the letter, ISO 8601.
        id: the referral.
    """

    language: str
    label: str
    sender: tuple[str, ...]
    recipient: tuple[str, ...]
    place_and_date: str
    references: tuple[str, ...]
    subject: str
    greeting: str
    body: tuple[Part, ...]
    closing: str
    signature: tuple[str, ...]
    mail_to: Mailbox | None
    mail_from: Mailbox | None
    day: str
    id: str


class Called(NamedTuple):
    """What ids are called in the letter's language: partners, services, needs, terms of the life, and channels."""

    partners: dict[str, str]
    services: dict[str, str]
    needs: dict[str, str]
    life: dict[str, str]
    channels: dict[str, str]


def language_of(record: Record, chosen: str | None) -> str:
    """The letter's language: the one chosen, else the request's, else English."""
    own = str(record["request"]["language"] or "")[:2].lower()
    return chosen or (own if own in LANGUAGES else LANGUAGES[0])


def request_letter(record: Record, contact: Contact, called: Called, say: Wording) -> Letter:
    """The request for support, from the authority to the Secretariat."""
    request, id_, language = record["request"], record["id"], say.language
    country = countries.names(language).get(request["country"], request["country_name"])
    person = request["contact"]
    day = request["date"] or record["created_at"][:10]
    title = one_line(request["title"] or say("untitled"))
    body: list[Part] = [_paragraph(say("request-opening", authority=request["authority"], country=country))]
    body.append(Part("quote", _lines(*request["description"].splitlines())))
    if request["urgency"] in ("urgent", "emergency"):
        body.append(_paragraph(say(f"urgency-{request['urgency']}")))
    if request["species"]:
        body.append(_paragraph(say("species", value=_said(", ".join(request["species"])))))
    if request.get("notes"):
        body.append(_paragraph(say("notes", value=one_line(request["notes"]))))
    if request["needs"]:
        asked = ", ".join(called.needs.get(need, need) for need in request["needs"])
        body.append(_paragraph(say("needs", value=asked)))
    body += _suggested(record, called, say)
    reached = (person["name"], person["email"], _telephone(person["phone"]))
    ways = ", ".join(part for part in reached if part)
    asked_back = say("answer", value=ways, id=id_) if ways else say("answer-unknown", id=id_)
    body += [_paragraph(asked_back), _paragraph(say("label-note", label=record["tlp"]))]
    email = _channel(contact, "email")
    return Letter(
        language,
        record["tlp"],
        _lines(request["authority"], country, *reached),
        _envelope(_channel(contact, "mail")),
        say("place-and-date", place=country, date=_date(day, language)),
        _lines(
            say("our-reference", value=request["reference"]) if request["reference"] else None,
            say("referral", value=id_),
        ),
        one_line(say("request-subject", title=title)),
        say("greeting"),
        tuple(body),
        say("closing"),
        _lines(person["name"], request["authority"]),
        Mailbox(contact.name, email.value, email.status == "stated") if email and email.value else None,
        _requester(record),
        day,
        id_,
    )


def answer_letter(record: Record, contact: Contact, called: Called, life: Life, say: Wording, today: date) -> Letter:
    """The Secretariat's answer: which partners the request was communicated to, and what comes next."""
    request, id_, language = record["request"], record["id"], say.language
    country = countries.names(language).get(request["country"], request["country_name"])
    person = request["contact"]
    title = one_line(request["title"] or say("untitled"))
    opened = _date(record["created_at"][:10], language)
    opening = say("answer-opening", authority=request["authority"], country=country, date=opened)
    body = [_paragraph(opening), *_communicated(record, called, life, say)]
    body += [
        _paragraph(say("reach-us", value=_ways(contact, called, language))),
        _paragraph(say("label-note", label=record["tlp"])),
    ]
    mail = _channel(contact, "mail")
    email = _channel(contact, "email")
    day = today.isoformat()
    return Letter(
        language,
        record["tlp"],
        _envelope(mail),
        _lines(person["name"], request["authority"], country.upper()),
        say("place-and-date", place=contact.seat[language], date=_date(day, language)),
        _lines(
            say("your-reference", value=request["reference"]) if request["reference"] else None,
            say("referral", value=id_),
        ),
        one_line(say("answer-subject", title=title)),
        say("greeting"),
        tuple(body),
        say("closing"),
        (say("answer-signature"),),
        _requester(record),
        Mailbox(contact.name, email.value, email.status == "stated") if email and email.value else None,
        day,
        id_,
    )


def _suggested(record: Record, called: Called, say: Wording) -> list[Part]:
    if not record["suggestions"]:
        return [_paragraph(say("nothing"))]
    lines = []
    for suggestion in record["suggestions"]:
        reason = suggestion["reasons"][0]
        line = say(
            "suggested-partner",
            partner=called.partners.get(suggestion["partner"], suggestion["partner"]),
            service=called.services.get(reason["service"], reason["service"]),
            need=called.needs.get(reason["need"], reason["need"]),
        )
        texts = list(dict.fromkeys(one_line(e["text"]) for e in reason["evidence"]))[:_WORDS]
        if texts:
            quoted = ", ".join(say("quoted", value=text) for text in texts)
            line += say("words", value=quoted)
        lines.append(line)
    return [_paragraph(say("suggestion")), Part("list", tuple(lines))]


def _communicated(record: Record, called: Called, life: Life, say: Wording) -> list[Part]:
    """What happened to it, from what its events add up to."""
    tasks = record["partner_tasks"]
    if tasks:
        lines = tuple(
            say(
                "communicated-partner",
                partner=called.partners.get(task["partner"], task["partner"]),
                date=_date(task["opened_at"][:10], say.language),
                state=" – ".join(called.life.get(code, code) for code in (task["state"], task["reason_code"]) if code),
            )
            for task in tasks
        )
        parts = [_paragraph(say("communicated")), Part("list", lines)]
    else:
        parts = [_paragraph(say("not-communicated"))]
    key = record["status"]
    if life.needs_rerouting(key, tasks):
        key = "rerouting"
    elif key == life.communicate_to and tasks and not life.open_tasks(tasks):
        key = "answered"
    outcome, reason = ((record["closure"] or {}).get("outcome"), record["status_reason"])
    return [*parts, _paragraph(say(f"next-{key}", reason=_said(reason), outcome=_said(outcome)))]


def _ways(contact: Contact, called: Called, language: str) -> str:
    """By telephone and fax, each with its numbers: `telephone 1 or 2, fax 3`."""
    from babel.lists import format_list

    numbers: dict[str, list[str]] = {}
    for channel in contact.channels:
        if channel.type in called.channels and channel.display:
            numbers.setdefault(channel.type, []).append(channel.display)
    ways = [f"{called.channels[kind]} {format_list(some, 'or', language)}" for kind, some in numbers.items()]
    return ", ".join(ways)


def with_attachment(letter: Letter, say: Wording) -> Letter:
    """The letter as a mail that carries the request as a file says it."""
    return letter._replace(body=(*letter.body, _paragraph(say("mail-body"))))


def _said(text: str | None) -> str:
    return one_line(text or "").rstrip(".")


def _paragraph(text: str) -> Part:
    return Part("paragraph", (one_line(text),))


def _lines(*lines: str | None) -> tuple[str, ...]:
    return tuple(one_line(line) for line in lines if line and line.strip())


def _channel(contact: Contact, kind: str) -> Channel | None:
    """The channel of that type that has a value; one that an official page states comes first."""
    found = [c for c in contact.channels if c.type == kind and c.value is not None]
    return min(found, key=lambda c: c.status != "stated", default=None)


def _envelope(mail: Channel | None) -> tuple[str, ...]:
    """The address in Swiss order, with the country last and in capitals, as for post from abroad."""
    if mail is None:
        return ()
    *lines, country = mail.lines
    return (*lines, country.upper())


def _requester(record: Record) -> Mailbox | None:
    person = record["request"]["contact"]
    return (
        Mailbox(one_line(person["name"] or record["request"]["authority"]), person["email"])
        if person["email"]
        else None
    )


def _telephone(number: str | None) -> str | None:
    """A number in E.164 as people write it (E.123)."""
    if number is None:
        return None
    import phonenumbers

    return phonenumbers.format_number(phonenumbers.parse(number), phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _date(day: str, language: str) -> str:
    from babel.dates import format_date

    # The United Nations write English dates with the day first, and French says the first of a month.
    written = format_date(date.fromisoformat(day), format="long", locale={"en": "en_GB"}.get(language, language))
    return written.replace("1 ", "1er ", 1) if language == "fr" and written.startswith("1 ") else written
