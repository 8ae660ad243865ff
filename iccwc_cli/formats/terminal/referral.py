"""Referrals for a person at a terminal: the way from the country to the Secretariat, and what is suggested there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.text import Text
from rich.tree import Tree

from iccwc_cli import countries
from iccwc_cli.formats.phrases import advised, asked, left_out, phrase, pressing
from iccwc_cli.formats.terminal import HEADING, NAME, PRESSING, QUIET, indented, line, table, text

if TYPE_CHECKING:
    from iccwc_cli.formats.languages import Names

_BAR = 12
_TLP_STYLES = {
    "RED": "bold red",
    "AMBER+STRICT": "bold yellow",
    "AMBER": "yellow",
    "GREEN": "green",
    "CLEAR": "default",
}


def referrals(done: list[tuple[dict[str, Any], dict[str, Any] | None]], names: Names, language: str) -> RenderableType:
    """Each referral drawn as its way, with its explanation when there is one."""
    parts: list[RenderableType] = []
    for record, why in done:
        parts.append(_referral(record, names, language))
        if why is not None:
            parts.append(indented(_explained(why, names, language)))
    return Group(*parts)


def whole(record: dict[str, Any], names: Names, language: str) -> RenderableType:
    """One referral with the request in its own words."""
    words = [text(phrase("asked", language), HEADING), *map(text, asked(record["request"], names, language))]
    return Group(_referral(record, names, language), indented(Group(*words)))


def _referral(record: dict[str, Any], names: Names, language: str) -> RenderableType:
    request = record["request"]
    head = line(
        (f"TLP:{record['tlp']}", _TLP_STYLES[record["tlp"]]),
        (f"  {record['id'] or phrase('not-recorded', language)}", HEADING),
        (f"  {names.term(record['status'], language)}", QUIET),
        *((f"  {mark}", PRESSING) for mark in pressing(request["urgency"], record, language)),
        (f"\n{request['title']}" if request["title"] else "", HEADING),
    )
    country = countries.names(language).get(request["country"], request["country_name"])
    way = Tree(line((country, NAME), f"  {request['authority']}"), guide_style=QUIET)
    door = way.add(line((phrase("secretariat", language), NAME), ("  ▼", QUIET)))
    for suggestion in record["suggestions"]:
        branch = door.add(_suggestion(suggestion, names, language))
        for reason in suggestion["reasons"]:
            branch.add(_reason(reason, names, language))
    foot = phrase("suggested" if record["suggestions"] else "nothing", language)
    life = _life(record, names, language)
    return Panel(Group(head, way, text(foot, QUIET), *life), border_style=QUIET, expand=True)


def _life(record: dict[str, Any], names: Names, language: str) -> list[Text]:
    """What became of it: tasks, links, how it ended."""
    lines = []
    for task in record["partner_tasks"]:
        who = names.acronym(task["partner"], language)
        code = task["reason_code"] and names.term(task["reason_code"], language)
        since = f"{phrase('since', language)} {task['moved_at'][:10]}"
        told = [part for part in (names.term(task["state"], language), since, code, task["note"]) if part]
        lines.append(line((f"{phrase('with', language)} ", QUIET), (who, NAME), f"  {'  '.join(told)}"))
    for link in ("replaces", "replaced_by"):
        if record[link]:
            lines.append(text(f"{phrase(link, language)} {record[link]}"))
    end = record["closure"] or {}
    for name, said in (("reason", record.get("status_reason")), ("outcome", end.get("outcome"))):
        if said:
            lines.append(text(f"{phrase(name, language)} {said}"))
    if end.get("advised_on"):
        lines.append(text(advised(end, language, lambda id_: names.term(id_, language))))
    return lines


def _suggestion(suggestion: dict[str, Any], names: Names, language: str) -> Text:
    filled = round(suggestion["score"] * _BAR)
    partner = suggestion["partner"]
    return line(
        (names.acronym(partner, language), NAME),
        "  ",
        ("█" * filled, "cyan"),
        ("░" * (_BAR - filled), QUIET),
        f" {suggestion['score']:.2f}  ",
        (phrase(suggestion["role"], language), QUIET),
        (f"\n{names.of(partner, language)}", QUIET),
    )


def _reason(reason: dict[str, Any], names: Names, language: str) -> Text:
    need, *service = names.reason(reason, language)
    what = line((need, HEADING), *(f"  {name}" for name in service))
    if not reason["evidence"]:
        return line(what, (f"\n{phrase('named', language)}", QUIET))
    words = dict.fromkeys(f"“{' '.join(e['text'].split())}”" for e in reason["evidence"])
    said = Text(", ").join(text(word, "yellow") for word in words)
    return line(what, (f"\n{phrase('for', language)} ", QUIET), said)


def _explained(why: dict[str, Any], names: Names, language: str) -> RenderableType:
    needs = table(phrase("considered", language), "", phrase("for", language), phrase("against", language))
    for need in why["needs"]:
        needs.add_row(
            text(names.need(need["need"], language)),
            text(f"{need['strength']:+.2f}"),
            _said(need["for"]),
            _said(need["against"]),
        )
    partners = table(phrase("partners", language), "", phrase("for", language), phrase("against", language))
    for partner in why["partners"]:
        need = names.need(partner["need"], language)
        who = line((partner["partner"], NAME), f"\n{need}", (f"\n{left_out(partner, language)}", QUIET))
        partners.add_row(who, text(f"{partner['score']:.2f}"), _said(partner["for"]), _said(partner["against"]))
    heading = f"{phrase('outside every mandate', language).capitalize()}  {why['outside']['strength']:+.2f}  "
    outside = line((heading, HEADING), _said(why["outside"]["for"]))
    parts: list[RenderableType] = [needs, text(phrase("scale", language), QUIET), partners]
    if why["named_needs"]:
        parts.insert(0, text(phrase("named-decide", language)))
    return Group(*parts, outside, text(""))


def _said(evidence: list[dict[str, Any]]) -> Text:
    words = dict.fromkeys(" ".join(e["text"].split()) for e in evidence)
    return Text(", ").join(text(word, "yellow") for word in words)
