"""The vocabulary for a person at a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group, RenderableType

from iccwc_cli.formats.languages import in_language
from iccwc_cli.formats.phrases import phrase
from iccwc_cli.formats.terminal import HEADING, NAME, QUIET, indented, line, table, text

if TYPE_CHECKING:
    from iccwc_cli.directory.model import Partner, Service
    from iccwc_cli.routing.vocabulary import Need


def needs_list(needs: list[Need], language: str) -> RenderableType:
    """Each group with its needs."""
    parts: list[RenderableType] = []
    for group in (n for n in needs if not n.broader):
        grid = table("id", in_language(group.label, language))
        grid.columns[0].no_wrap = True
        for record in needs:
            if record.broader == group.id:
                grid.add_row(text(record.id), text(in_language(record.label, language)))
        parts.append(grid)
    return Group(*parts)


def need(record: Need, answers: list[tuple[Partner, Service, str]], language: str) -> RenderableType:
    """One need with its labels and who answers it."""
    grid = table(phrase("partner", language), "", phrase("service", language))
    for partner, service, role in answers:
        name = line(in_language(service.name, language), (f"\n{service.id}", QUIET))
        grid.add_row(text(in_language(partner.acronyms, language), NAME), text(phrase(role, language)), name)
    return Group(
        line((in_language(record.label, language), HEADING), (f"  {record.id}", QUIET)),
        indented(text(in_language(record.note, language))),
        indented(text(", ".join(record.alt.get(language, [])), QUIET)),
        grid,
    )
