"""Referrals for a person at a terminal: the way from the country to the Secretariat, and what is suggested there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.text import Text
from rich.tree import Tree

from iccwc_cli import countries
from iccwc_cli.formats.phrases import advised, asked, left_out, phrase, pressing
from iccwc_cli.formats.terminal import HEADING, NAME, PRESSING, QUIET, draw, indented, table, text

if TYPE_CHECKING:
    from iccwc_cli.formats.languages import Names

__all__ = ["draw", "referrals", "whole"]

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
    head = Text.assemble(
        text(f"TLP:{record['tlp']}", _TLP_STYLES[record["tlp"]]),
        "  ",
        text(record["id"] or phrase("not-recorded", language), HEADING),
        "  ",
        text(names.term(record["status"], language), QUIET),
    )
    for mark in pressing(record, language):
        head.append_text(text(f"  {mark}", PRESSING))
    if request["title"]:
        head.append("\n").append_text(text(request["title"], HEADING))
    country = countries.names(language).get(request["country"], request["country_name"])
    way = Tree(text(country, NAME).append_text(text(f"  {request['authority']}")), guide_style=QUIET)
    door = way.add(text(phrase("secretariat", language), NAME).append_text(text("  ▼", QUIET)))
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
        line = text(f"{phrase('with', language)} ", QUIET)
        line.append_text(text(names.acronyms.get(task["partner"], task["partner"]), NAME))
        code = task["reason_code"] and names.term(task["reason_code"], language)
        more = [part for part in (code, task["note"]) if part]
        lines.append(line.append_text(text("  ".join(["", names.term(task["state"], language), *more]))))
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
    line = text(names.acronyms.get(partner, partner), NAME)
    line.append("  ").append("█" * filled, style="cyan").append("░" * (_BAR - filled), style=QUIET)
    line.append_text(text(f" {suggestion['score']:.2f}  "))
    line.append_text(text(phrase(suggestion["role"], language), QUIET))
    return line.append_text(text(f"\n{names.of(partner, language)}", QUIET))


def _reason(reason: dict[str, Any], names: Names, language: str) -> Text:
    need, *service = names.reason(reason, language)
    line = Text("  ").join([text(need, HEADING), *map(text, service)])
    if not reason["evidence"]:
        return line.append_text(text(f"\n{phrase('named', language)}", QUIET))
    line.append_text(text(f"\n{phrase('for', language)} ", QUIET))
    words = dict.fromkeys(f"“{' '.join(e['text'].split())}”" for e in reason["evidence"])
    return line.append_text(Text(", ").join(text(word, "yellow") for word in words))


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
        state = left_out(partner, language)
        who = text(partner["partner"], NAME).append_text(text(f"\n{names.need(partner['need'], language)}"))
        who.append_text(text(f"\n{state}", QUIET))
        partners.add_row(who, text(f"{partner['score']:.2f}"), _said(partner["for"]), _said(partner["against"]))
    outside = text(
        f"{phrase('outside every mandate', language).capitalize()}  {why['outside']['strength']:+.2f}  ", HEADING
    )
    parts: list[RenderableType] = [needs, text(phrase("scale", language), QUIET), partners]
    if why["named_needs"]:
        parts.insert(0, text(phrase("named-decide", language)))
    return Group(*parts, outside.append_text(_said(why["outside"]["for"])), text(""))


def _said(evidence: list[dict[str, Any]]) -> Text:
    words = dict.fromkeys(" ".join(e["text"].split()) for e in evidence)
    return Text(", ").join(text(word, "yellow") for word in words)
