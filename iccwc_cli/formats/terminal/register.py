"""The register for a person at a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.text import Text

from iccwc_cli.formats.phrases import added, checked, happened, labelled, phrase, pressing, replayed
from iccwc_cli.formats.terminal import HEADING, NAME, PRESSING, QUIET, Fitted, indented, line, table, text
from iccwc_cli.text import one_line

if TYPE_CHECKING:
    from iccwc_cli.formats.languages import Names

_BAR = 24
_ROWS = 15
_ROOM = 64
"""Columns below which the words of a list of referrals would be cut into pieces."""
_ROLES = ("authority", "secretariat", "record-keeper")
"""Who sets states, beside the partners."""


def entries(found: list[dict[str, Any]], names: Names | None, language: str) -> RenderableType:
    """A table of referrals, the newest first; where a table has no room, a few lines for each."""
    if not found or names is None:
        return text(phrase("no-referrals", language), QUIET)
    grid = table("id", phrase("status", language), "", phrase("partner", language))
    grid.columns[0].no_wrap = True
    lines: list[RenderableType] = []
    for entry in found:
        marks = ((f"\n{mark}", PRESSING) for mark in pressing(entry["urgency"], entry, language))
        state = line(names.term(entry["status"], language), *marks)
        held = {task["partner"]: task["state"] for task in entry["tasks"]}
        partners = Text("\n").join(
            _partner(p, held.get(p), names, language) for p in dict.fromkeys([*held, *entry["partners"]])
        )
        about = line(f"{entry['country']} {entry['authority']}", (f"\n{entry['title'] or ''}", QUIET))
        who = line((entry["id"], NAME), (f"\n{entry['created_at'][:10]}\nTLP:{entry['tlp']}", QUIET))
        grid.add_row(who, state, about, partners)
        brief = (Text("  ").join(part.split("\n")) for part in (state, partners))
        lines += [Text("  ").join(who.split("\n")), *map(indented, (about, *brief))]
    return Fitted(_ROOM, grid, Group(*lines))


def _partner(partner: str, state: str | None, names: Names, language: str) -> Text:
    return line(names.acronym(partner, language), (f" {names.term(state, language)}" if state else "", QUIET))


def story(events: list[dict[str, Any]], label: str, names: Names, language: str) -> RenderableType:
    """The events, one under the other."""

    def called(id_: str) -> str:
        return names.acronym(id_, language) if id_ in names.acronyms else names.term(id_, language)

    lines = [text(f"TLP:{label}", HEADING)]
    for event in events:
        by = phrase(event["by"], language) if event["by"] in _ROLES else called(event["by"])
        at = event["at"].replace("T", " ").removesuffix("Z")
        lines.append(line((f"{at}  ", QUIET), (f"{one_line(by)}  ", NAME), happened(event, language, called)))
    return Group(*lines)


def statistics(tally: dict[str, Any], names: Names, language: str) -> RenderableType:
    """Bars for every count."""
    received, missed = tally["received"], tally["nothing_matched"]
    parts: list[RenderableType] = [text(labelled("received", received["total"], language), HEADING)]
    for key in ("by_month", "by_country", "by_language", "by_need", "by_status"):
        called = {"by_need": names.need, "by_status": names.term}.get(key)
        rows = [(called(c["name"], language) if called else c["name"], c["count"]) for c in received[key]]
        parts.append(_bars(phrase(key, language), rows, language, of_time=key == "by_month"))
    for key, heading in (("suggested", "partners_suggested"), ("communicated", "communicated")):
        rows = [(names.acronym(c["name"], language), c["count"]) for c in tally[key]]
        parts.append(_bars(phrase(heading, language), rows, language))
    decided = tally["decisions"]
    rows = [(phrase(key, language), decided[key]) for key in ("as_suggested", "partner_added", "partner_left_out")]
    parts.append(_bars(labelled("decisions", decided["communicated"], language), rows, language))
    days = tally["days_to_advice"]
    if days["count"]:
        shown = "  ".join(f"{phrase(key, language)} {days[key]}" for key in ("median", "least", "most", "count"))
        parts += [text(phrase("days_to_advice", language), HEADING), indented(text(shown))]
    parts.append(_bars(
        labelled("nothing_matched", missed["total"], language),
        [(c["name"], c["count"]) for c in missed["by_country"]], language,
    ))  # fmt: skip
    parts.append(indented(text(" ".join(missed["newest"]), QUIET)))
    return Group(*parts)


def _bars(heading: str, rows: Iterable[tuple[str | None, int]], language: str, of_time: bool = False) -> RenderableType:
    """A bar for each of the first rows, or of the last where they follow the time; and how many there are besides."""
    every = list(rows)
    kept = every[-_ROWS:] if of_time else every[:_ROWS]
    grid = table(heading, "", "")
    most = max((count for _, count in kept), default=0) or 1
    for name, count in kept:
        bar = Text("█" * max(1 if count else 0, round(_BAR * count / most)), style="cyan")
        grid.add_row(text(name or phrase("unknown", language)), bar, text(count))
    if len(every) > len(kept):
        grid.add_row(text(phrase("and-more", language).format(len(every) - len(kept)), QUIET), "", "")
    return grid


def verified(value: dict[str, Any]) -> RenderableType:
    """The findings, the suggestions that data changed since, and how much was checked."""
    lines = []
    for f in value["findings"]:
        where, what = f["referral"] or value["register"], one_line(f"{f['code']}: {f['message']}")
        lines.append(line((f"{where}  ", NAME), (what, "red")))
    for again in value["replays"]:
        if not again["same"]:
            lines.append(line((f"{again['id']}  ", NAME), one_line(replayed(again))))
    return Group(*lines, text(checked(value), "green" if value["ok"] else PRESSING))


def moved(before: dict[str, Any], after: dict[str, Any], names: Names, language: str) -> RenderableType:
    """Where the referral was and is, its tasks, and what must not be overlooked."""
    way = " → ".join(names.term(held["status"], language) for held in (before, after))
    parts = [text(after["id"], NAME), text(way)]
    parts += [_partner(task["partner"], task["state"], names, language) for task in after["partner_tasks"]]
    if after["rerouting_needed"]:
        parts.append(text(phrase("rerouting_needed", language), PRESSING))
    return Text("  ").join(parts)


def merged(value: dict[str, Any]) -> RenderableType:
    """What an import added."""
    return text(added(value))
