"""The directory for a pipe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iccwc_cli.formats.languages import in_language
from iccwc_cli.formats.plain import rows
from iccwc_cli.text import clean

if TYPE_CHECKING:
    from iccwc_cli.directory.model import Contact, Partner
    from iccwc_cli.directory.search import Hit


def partners_list(partners: list[Partner], language: str) -> str:
    """Id, acronym, name and number of services."""
    return rows((p.id, p.acronym, in_language(p.name, language), len(p.services)) for p in partners)


def partner(record: Partner, language: str) -> str:
    """Everything the directory knows of one partner."""
    lines = [
        f"{record.acronym}  {in_language(record.name, language)}",
        f"id: {record.id}",
        f"also: {', '.join(record.aliases)}",
        "",
        in_language(record.mandate, language),
        "",
        "Facts",
    ]
    for fact in record.facts:
        date = f", as of {fact.as_of}" if fact.as_of else ""
        shown = "" if fact.preferred else "  (another source gives the value shown first)"
        lines.append(f"  {in_language(fact.label, language)}: {fact.value}  [{fact.source}{date}]{shown}")
    lines += ["", "Services"]
    for service in record.services:
        needs = ", ".join(f"{n.need} ({n.role})" for n in service.needs)
        lines += [
            f"  {service.id}  {in_language(service.name, language)}",
            f"    {in_language(service.summary, language)}",
            f"    who can ask: {in_language(service.eligibility, language)}",
            f"    needs: {needs}",
            f"    source: {service.source}",
        ]
    lines += ["", "Sources"]
    for source in record.sources:
        official = "official" if source.official else "not official"
        lines.append(f"  {source.id}  {source.title} ({source.publisher}; {official}; checked {source.last_checked})")
        lines.append(f"    {source.url}")
    return clean("\n".join(lines)) + "\n"


def contact(record: Contact, language: str) -> str:
    """The Secretariat's contact: one tab-separated line a channel."""
    return rows(
        (c.type, c.display or "", c.status, in_language(c.note, language) if c.note else "") for c in record.channels
    )


def hits(found: list[Hit], partners: list[Partner], language: str) -> str:
    """Partner, service, score and where the words stand: one tab-separated line a hit."""
    return rows((h.partner, h.service, f"{h.score:.2f}", h.snippet) for h in found)
