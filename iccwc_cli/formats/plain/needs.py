"""The vocabulary for a pipe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iccwc_cli.formats.languages import in_language
from iccwc_cli.formats.phrases import phrase
from iccwc_cli.formats.plain import rows
from iccwc_cli.text import clean

if TYPE_CHECKING:
    from iccwc_cli.directory.model import Partner, Service
    from iccwc_cli.routing.vocabulary import Need


def needs_list(needs: list[Need], language: str) -> str:
    """Id, label and group, one tab-separated line a need."""
    return rows((n.id, in_language(n.label, language), n.broader) for n in needs if n.broader)


def need(record: Need, answers: list[tuple[Partner, Service, str]], language: str) -> str:
    """One need with its labels and who answers it."""
    lines = [
        f"{record.id}  {in_language(record.label, language)}",
        in_language(record.note, language),
        f"{phrase('broader', language)} {record.broader or '-'}",
        f"{phrase('also-called', language)} {', '.join(record.alt.get(language, []))}",
    ]
    for partner, service, role in answers:
        lines.append(f"{partner.id}  {phrase(role, language)}  {in_language(service.name, language)}  {service.id}")
    return clean("\n".join(lines)) + "\n"
