"""The directory for a person at a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group, RenderableType

from iccwc_cli.formats.languages import in_language
from iccwc_cli.formats.terminal import HEADING, NAME, QUIET, draw, indented, table, text

if TYPE_CHECKING:
    from iccwc_cli.directory.model import Contact, Partner
    from iccwc_cli.directory.search import Hit

__all__ = ["contact", "draw", "hits", "partner", "partners_list"]


def partners_list(partners: list[Partner], language: str) -> RenderableType:
    """The five, with what each is called and how many kinds of help it gives."""
    grid = table("id", "partner", "services")
    for p in partners:
        name = text(p.acronym, NAME).append(f"  {in_language(p.name, language)}", style="default")
        if p.entry_point:
            name.append("\nreceives every request", style=QUIET)
        grid.add_row(text(p.id), name, text(len(p.services)))
    return grid


def partner(record: Partner, language: str) -> RenderableType:
    """Everything the directory knows of one partner."""
    parts: list[RenderableType] = [
        text(record.acronym, NAME).append(f"  {in_language(record.name, language)}", style=HEADING),
        text(f"id {record.id} · also {', '.join(record.aliases)}", QUIET),
        text(""),
        text(in_language(record.mandate, language)),
        text(""),
        text("Facts", HEADING),
    ]
    facts = table("fact", "value", "as of", "source")
    for fact in record.facts:
        value = text(fact.value, "" if fact.preferred else QUIET)
        if not fact.preferred:
            value.append(" (another source)")
        facts.add_row(text(in_language(fact.label, language)), value, text(fact.as_of or "no date"), text(fact.source))
    parts += [facts, text("Services", HEADING)]
    for service in record.services:
        parts.append(text(in_language(service.name, language), NAME).append(f"  {service.id}", style=QUIET))
        parts.append(indented(text(in_language(service.summary, language))))
        needs = ", ".join(f"{n.need} ({n.role})" for n in service.needs)
        parts.append(indented(text(f"who can ask: {in_language(service.eligibility, language)}", QUIET)))
        parts.append(indented(text(f"needs: {needs} · source: {service.source}", QUIET)))
    parts += [text(""), text("Sources", HEADING)]
    for source in record.sources:
        official = "official" if source.official else "not official"
        parts.append(text(f"{source.id}  {source.title} ({source.publisher}; {official}; {source.last_checked})"))
        parts.append(indented(text(source.url, QUIET)))
    return Group(*parts)


def contact(record: Contact, language: str) -> RenderableType:
    """How to reach the Secretariat, with what is confirmed and what is not."""
    grid = table("channel", "value", "status")
    for channel in record.channels:
        value = text("\n".join(channel.lines) if channel.lines else channel.display or "not stated")
        if channel.note:
            value.append(f"\n{in_language(channel.note, language)}", style=QUIET)
        status = text(channel.status).append(f"\nchecked {channel.last_checked}", style=QUIET)
        grid.add_row(text(channel.type), value, status)
    return Group(
        text(record.name, NAME).append(f"  {record.organization}", style="default"),
        text(in_language(record.role, language)),
        grid,
        text(in_language(record.how_to_request, language)),
    )


def hits(found: list[Hit], partners: list[Partner], language: str) -> RenderableType:
    """Where the words stand, best first."""
    if not found:
        return text("Nothing found; try other words, or see `iccwc needs list`")
    names = {s.id: in_language(s.name, language) for p in partners for s in p.services}
    parts: list[RenderableType] = []
    for hit in found:
        title = text(hit.partner, NAME)
        if hit.service:
            title.append(f"  {names[hit.service]}", style=HEADING).append(f"  {hit.service}", style=QUIET)
        snippet = text(hit.snippet)
        snippet.highlight_words(hit.found, style="bold yellow", case_sensitive=False)
        parts += [title, indented(snippet)]
    return Group(*parts)
