"""The directory for a pipe."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from iccwc_cli.formats.languages import in_language, typeset
from iccwc_cli.formats.phrases import labelled, phrase
from iccwc_cli.formats.plain import rows
from iccwc_cli.text import clean

if TYPE_CHECKING:
    from iccwc_cli.directory.model import Contact, Partner
    from iccwc_cli.directory.search import Hit
    from iccwc_cli.formats.languages import Names


def partners_list(partners: list[Partner], language: str) -> str:
    """Id, acronym, name and number of services."""
    return rows(
        (p.id, in_language(p.acronyms, language), in_language(p.name, language), len(p.services)) for p in partners
    )


def partner(record: Partner, names: Names, language: str) -> str:
    """Everything the directory knows of one partner."""
    say, label = partial(phrase, language=language), partial(labelled, language=language)
    lines = [
        f"{in_language(record.acronyms, language)}  {in_language(record.name, language)}",
        f"id: {record.id}",
        label("also", ", ".join(record.aliases)),
        "",
        in_language(record.mandate, language),
        "",
        say("facts"),
    ]
    for fact in record.facts:
        date = f", {say('as-of')} {fact.as_of}" if fact.as_of else ""
        shown = "" if fact.preferred else f"  ({say('other-source')})"
        lines.append(
            f"  {typeset(in_language(fact.label, language) + ':', language)} {fact.value}  [{fact.source}{date}]{shown}"
        )
    lines += ["", say("services").capitalize()]
    for service in record.services:
        needs = ", ".join(f"{names.need(n.need, language)} ({say(n.role)})" for n in service.needs)
        lines += [
            f"  {service.id}  {in_language(service.name, language)}",
            f"    {in_language(service.summary, language)}",
            f"    {label('who-can-ask', in_language(service.eligibility, language))}",
            f"    {label('needs', needs)}",
            f"    {label('source', service.source)}",
        ]
    lines += ["", say("sources")]
    for source in record.sources:
        official = say("official" if source.official else "not-official")
        lines.append(
            f"  {source.id}  {source.title} ({source.publisher}; {official}; {say('checked')} {source.last_checked})"
        )
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
