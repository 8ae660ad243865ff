"""The directory for a person at a terminal."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType

from iccwc_cli.formats.languages import in_language
from iccwc_cli.formats.phrases import labelled, phrase
from iccwc_cli.formats.terminal import HEADING, NAME, QUIET, indented, line, table, text

if TYPE_CHECKING:
    from iccwc_cli.directory.model import Contact, Partner
    from iccwc_cli.directory.search import Hit
    from iccwc_cli.formats.languages import Names


def partners_list(partners: list[Partner], language: str) -> RenderableType:
    """The five, with what each is called and how many kinds of help it gives."""
    grid = table("id", phrase("partner", language), phrase("services", language))
    for p in partners:
        door = f"\n{phrase('door', language)}" if p.entry_point else ""
        name = line((in_language(p.acronyms, language), NAME), f"  {in_language(p.name, language)}", (door, QUIET))
        grid.add_row(text(p.id), name, text(len(p.services)))
    return grid


def partner(record: Partner, names: Names, language: str) -> RenderableType:
    """Everything the directory knows of one partner."""
    say, label = partial(phrase, language=language), partial(labelled, language=language)
    parts: list[RenderableType] = [
        line((in_language(record.acronyms, language), NAME), (f"  {in_language(record.name, language)}", HEADING)),
        text(f"id {record.id} · {say('also')} {', '.join(record.aliases)}", QUIET),
        text(""),
        text(in_language(record.mandate, language)),
        text(""),
        text(say("facts"), HEADING),
    ]
    facts = table(*(say(key) for key in ("fact", "value", "as-of", "source")))
    for fact in record.facts:
        value = text(fact.value) if fact.preferred else text(f"{fact.value} ({say('other-source')})", QUIET)
        facts.add_row(
            text(in_language(fact.label, language)),
            value,
            text(fact.as_of or say("no-date")),
            text(fact.source),
        )
    parts += [facts, text(say("services").capitalize(), HEADING)]
    for service in record.services:
        parts.append(line((in_language(service.name, language), NAME), (f"  {service.id}", QUIET)))
        parts.append(indented(text(in_language(service.summary, language))))
        needs = ", ".join(f"{names.need(n.need, language)} ({say(n.role)})" for n in service.needs)
        parts.append(indented(text(label("who-can-ask", in_language(service.eligibility, language)), QUIET)))
        parts.append(indented(text(f"{label('needs', needs)} · {label('source', service.source)}", QUIET)))
    parts += [text(""), text(say("sources"), HEADING)]
    for source in record.sources:
        official = say("official" if source.official else "not-official")
        parts.append(text(f"{source.id}  {source.title} ({source.publisher}; {official}; {source.last_checked})"))
        parts.append(indented(text(source.url, QUIET)))
    return Group(*parts)


def contact(record: Contact, language: str) -> RenderableType:
    """How to reach the Secretariat, with what is confirmed and what is not."""
    grid = table(*(phrase(key, language) for key in ("channel", "value", "status")))
    for channel in record.channels:
        told = "\n".join(channel.lines) if channel.lines else channel.display or phrase("not-stated", language)
        note = f"\n{in_language(channel.note, language)}" if channel.note else ""
        value = line(told, (note, QUIET))
        checked = f"\n{phrase('checked', language)} {channel.last_checked}"
        status = line(phrase(channel.status, language), (checked, QUIET))
        grid.add_row(text(phrase(channel.type, language)), value, status)
    return Group(
        line((record.name, NAME), f"  {record.organization}"),
        text(in_language(record.role, language)),
        grid,
        text(in_language(record.how_to_request, language)),
    )


def hits(found: list[Hit], partners: list[Partner], language: str) -> RenderableType:
    """Where the words stand, best first."""
    if not found:
        return text(phrase("no-hits", language))
    names = {s.id: in_language(s.name, language) for p in partners for s in p.services}
    parts: list[RenderableType] = []
    for hit in found:
        title = text(hit.partner, NAME)
        if hit.service:
            title = line((hit.partner, NAME), (f"  {names[hit.service]}", HEADING), (f"  {hit.service}", QUIET))
        words = re.compile(rf"\b(?:{'|'.join(map(re.escape, hit.found))})\b")
        snippet = text(hit.snippet)
        for part in (title, snippet):
            part.highlight_regex(words, style="bold yellow")
        parts += [title] if hit.snippet == names.get(hit.service or "") else [title, indented(snippet)]
    return Group(*parts)
