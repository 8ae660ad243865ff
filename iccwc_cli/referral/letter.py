"""What a letter says: the request to the Secretariat, or the Secretariat's answer to the country.

Whoever a request is suggested for is named as the sender's suggestion; a letter has one addressee, and it is never a
partner.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any, Literal, NamedTuple

from iccwc_cli.directory.model import Contact
from iccwc_cli.referral.addresses import Mailbox, envelope, requester, secretariat, telephone, ways
from iccwc_cli.referral.lifecycle import Life
from iccwc_cli.referral.own_words import paragraphs, whole_words
from iccwc_cli.referral.record import COMPLETED, Record
from iccwc_cli.referral.wording import Wording
from iccwc_cli.text import LANGUAGES, fold, one_line

_QUOTED = ("title", "description")
"""The fields whose words a suggestion quotes; nobody's own name is a reason to sign."""
_TWICE_ENDED = re.compile(r"([?!…])\.")
"""What was said ends with a mark of its own, and the sentence around it with a full stop."""


class Part(NamedTuple):
    """A piece of a letter's body: a paragraph, the request's own words, or a list."""

    kind: Literal["paragraph", "quote", "list"]
    lines: tuple[str, ...]


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
    """What ids are called in the letter's language: partners, services, needs and countries."""

    partners: dict[str, str]
    services: dict[str, str]
    needs: dict[str, str]
    countries: dict[str, str]


def language_of(record: Record, chosen: str | None) -> str:
    """The letter's language: the one chosen, else the request's, else English."""
    own = str(record["request"]["language"] or "").partition("-")[0].lower()
    return chosen or (own if own in LANGUAGES else LANGUAGES[0])


def request_letter(record: Record, contact: Contact, called: Called, say: Wording) -> Letter:
    """The request for support, from the authority to the Secretariat."""
    request, id_, language = record["request"], record["id"], say.language
    country = called.countries.get(request["country"], request["country_name"])
    person = request["contact"]
    day = request["date"] or record["created_at"][:10]
    title = one_line(request["title"] or say("untitled"))
    body: list[Part] = [_paragraph(say("request-opening"))]
    body.append(Part("quote", _lines(*paragraphs(request["description"]))))
    if request["urgency"] in ("urgent", "emergency"):
        body.append(_paragraph(say(f"urgency-{request['urgency']}")))
    if request["species"]:
        body.append(_paragraph(say("species", value=", ".join(map(_said, request["species"])))))
    if request.get("notes"):
        body.append(_paragraph(say("notes", value=one_line(request["notes"]))))
    if request["needs"]:
        asked = _joined((called.needs.get(need, need) for need in request["needs"]), language)
        body.append(_paragraph(say("needs", value=asked)))
    body += _suggested(record, called, say)
    reached = (person["name"], person["email"], telephone(person["phone"]))
    reach = _said(", ".join(part for part in reached if part))
    asked_back = say("answer", value=reach, id=id_) if reach else say("answer-unknown", id=id_)
    body += [_paragraph(asked_back), _paragraph(say("label-note", label=record["tlp"]))]
    return Letter(
        language=language,
        label=record["tlp"],
        sender=_lines(request["authority"], country, *reached),
        recipient=envelope(contact, called.countries),
        place_and_date=say("place-and-date", place=country, date=_date(day, language)),
        references=_lines(
            say("our-reference", value=request["reference"]) if request["reference"] else None,
            say("referral", value=id_),
        ),
        subject=one_line(say("request-subject", title=title)),
        greeting=say("greeting"),
        body=tuple(body),
        closing=say("closing"),
        signature=_lines(person["name"], request["authority"]),
        mail_to=secretariat(contact),
        mail_from=requester(record),
        day=day,
        id=id_,
    )


def answer_letter(record: Record, contact: Contact, called: Called, life: Life, say: Wording, today: date) -> Letter:
    """The Secretariat's answer: which partners the request was communicated to, and what comes next."""
    request, id_, language = record["request"], record["id"], say.language
    country = called.countries.get(request["country"], request["country_name"])
    person = request["contact"]
    title = one_line(request["title"] or say("untitled"))
    body = [_paragraph(_opening(record, say)), *_communicated(record, called, life, say)]
    if reached := ways(contact, say):
        body.append(_paragraph(say("reach-us", value=reached)))
    body.append(_paragraph(say("label-note", label=record["tlp"])))
    day = today.isoformat()
    return Letter(
        language=language,
        label=record["tlp"],
        sender=envelope(contact, called.countries),
        recipient=_lines(person["name"], request["authority"], country.upper()),
        place_and_date=say("place-and-date", place=contact.seat[language], date=_date(day, language)),
        references=_lines(
            say("your-reference", value=request["reference"]) if request["reference"] else None,
            say("referral", value=id_),
        ),
        subject=one_line(say("answer-subject", title=title)),
        greeting=say("greeting"),
        body=tuple(body),
        closing=say("closing"),
        signature=(say("answer-signature"),),
        mail_to=requester(record),
        mail_from=secretariat(contact),
        day=day,
        id=id_,
    )


def _suggested(record: Record, called: Called, say: Wording) -> list[Part]:
    if not record["suggestions"]:
        return [_paragraph(say("nothing"))]
    lines = []
    for suggestion in record["suggestions"]:
        partner = called.partners.get(suggestion["partner"], suggestion["partner"])
        reasons = suggestion["reasons"]
        service = _joined((_answering(reason, called, say) for reason in reasons), say.language)
        if words := _quoted([e for reason in reasons for e in reason["evidence"]], record["request"], say):
            lines.append(say("suggested-partner-words", partner=partner, service=service, words=words))
        else:
            lines.append(say("suggested-partner", partner=partner, service=service))
    return _listed("suggestion", lines, say)


def _answering(reason: dict[str, Any], called: Called, say: Wording) -> str:
    """The service that a reason names, and the need that it answers where that is called otherwise."""
    service = called.services.get(reason["service"], reason["service"])
    need = called.needs.get(reason["need"], reason["need"])
    return service if need == service else say("service-and-need", service=service, need=need)


def _joined(labels: Iterable[str], language: str) -> str:
    """Labels in a row, each of which may hold commas."""
    return ("\u00a0; " if language == "fr" else "; ").join(labels)


def _quoted(evidence: list[dict[str, Any]], request: dict[str, Any], say: Wording) -> str | None:
    """The two longest of the request's own words that decided, neither inside the other."""
    told = (whole_words(request[e["field"]] or "", e) for e in evidence if e["field"] in _QUOTED)
    texts = dict.fromkeys(map(one_line, told))
    longest: list[str] = []
    for text in sorted(texts, key=len, reverse=True):
        if not any(fold(text) in fold(longer) for longer in longest):
            longest.append(text)
    match longest[:2]:
        case [first, second]:
            return say("quoted-two", first=first, second=second)
        case [only]:
            return say("quoted", value=only)
    return None


def _opening(record: Record, say: Wording) -> str:
    """What the answer answers: the country's own letter when its date is known, else what was recorded."""
    sent, reference = record["request"]["date"], record["request"]["reference"]
    if not sent:
        return say("answer-opening-recorded", date=_date(record["created_at"][:10], say.language))
    if not reference:
        return say("answer-opening-letter", date=_date(sent, say.language))
    return say("answer-opening-reference", date=_date(sent, say.language), reference=reference)


def _communicated(record: Record, called: Called, life: Life, say: Wording) -> list[Part]:
    """What happened to it, from what its events add up to."""
    tasks, key = record["partner_tasks"], record["status"]
    parts = []
    if tasks:
        lines = [
            say(
                "communicated-partner",
                partner=called.partners.get(task["partner"], task["partner"]),
                date=_date(task["opened_at"][:10], say.language),
                state=_answered(task, life, say, life.state(key).final),
            )
            for task in tasks
        ]
        parts = _listed("communicated", lines, say)
    elif not life.state(key).final:
        parts = [_paragraph(say("not-communicated"))]
    if life.needs_rerouting(key, tasks):
        key = "rerouting"
    elif key == life.communicate_to and tasks and not life.open_tasks(tasks):
        key = "answered" if any(task["state"] == COMPLETED for task in tasks) else "rerouting"
    outcome, reason = ((record["closure"] or {}).get("outcome"), record["status_reason"])
    return [*parts, _paragraph(say(f"next-{key}", reason=_said(reason), outcome=_said(outcome)))]


def _answered(task: dict[str, Any], life: Life, say: Wording, ended: bool) -> str:
    """What a partner answered, as a country may read it; a state that letters do not know is called by its name."""
    if ended and not life.task(task["state"]).final:
        return say("task-cancelled")  # nobody's answer is awaited where the referral has ended
    for key in (f"task-{task['state']}-{task['reason_code']}", f"task-{task['state']}"):
        if key in say:
            return say(key)
    return life.task(task["state"]).label[say.language]


def _listed(key: str, lines: list[str], say: Wording) -> list[Part]:
    """What introduces a list, and the list; a single line is no list."""
    if len(lines) == 1:
        return [_paragraph(say(f"{key}-one")), _paragraph(lines[0])]
    return [_paragraph(say(key)), Part("list", tuple(map(one_line, lines)))]


def with_attachment(letter: Letter, say: Wording) -> Letter:
    """The letter as a mail that carries the request as a file says it."""
    return letter._replace(body=(*letter.body, _paragraph(say("mail-body"))))


def _said(text: str | None) -> str:
    return one_line(text or "").rstrip(".")


def _paragraph(text: str) -> Part:
    return Part("paragraph", (_TWICE_ENDED.sub(r"\1", one_line(text)),))


def _lines(*lines: str | None) -> tuple[str, ...]:
    return tuple(one_line(line) for line in lines if line and line.strip())


def _date(day: str, language: str) -> str:
    from babel.dates import format_date

    # The United Nations write English dates with the day first, and French says the first of a month.
    written = format_date(date.fromisoformat(day), format="long", locale={"en": "en_GB"}.get(language, language))
    return written.replace("1 ", "1er ", 1) if language == "fr" and written.startswith("1 ") else written
