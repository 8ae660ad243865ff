"""Referrals for a pipe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iccwc_cli.formats.languages import typeset
from iccwc_cli.formats.phrases import advised, asked, left_out, phrase, pressing
from iccwc_cli.text import clean, one_line

if TYPE_CHECKING:
    from iccwc_cli.formats.languages import Names


def referrals(done: list[tuple[dict[str, Any], dict[str, Any] | None]], names: Names, language: str) -> str:
    """Each referral, with its explanation when there is one, as lines of text; an empty line between two."""
    return "\n".join(_referral(record, why, names, language) for record, why in done)


def whole(record: dict[str, Any], names: Names, language: str) -> str:
    """One referral with the request in its own words."""
    words = [phrase("asked", language), *map(one_line, asked(record["request"], names, language))]
    return _referral(record, None, names, language) + "\n" + "\n".join(words) + "\n"


def _referral(record: dict[str, Any], why: dict[str, Any] | None, names: Names, language: str) -> str:
    request = record["request"]
    head = [
        record["id"] or phrase("not-recorded", language),
        f"TLP:{record['tlp']}",
        record["status"],
        *pressing(request["urgency"], record, language),
    ]
    lines = [
        "  ".join(head),
        f"{request['country']} {request['authority']} -> {phrase('to', language)}",
        request["title"] or "",
    ]
    for suggestion in record["suggestions"]:
        role = phrase(suggestion["role"], language)
        lines.append(f"{suggestion['rank']}. {suggestion['partner']}  {role}  {suggestion['score']:.2f}")
        for reason in suggestion["reasons"]:
            lines.append(f"   {typeset(': '.join(names.reason(reason, language)), language)}")
            said = ", ".join(dict.fromkeys(f"'{e['text']}'" for e in reason["evidence"]))
            lines.append(f"   {phrase('for', language)} {said}" if said else f"   {phrase('named', language)}")
    lines.append(phrase("suggested" if record["suggestions"] else "nothing", language))
    lines += _life(record, language)
    if why is not None:
        lines += _explained(why, names, language)
    return clean("\n".join(line if "\n" not in line else one_line(line) for line in lines)) + "\n"


def _life(record: dict[str, Any], language: str) -> list[str]:
    """What became of it: tasks, links, how it ended."""
    lines = []
    for task in record["partner_tasks"]:
        more = [part for part in (task["reason_code"], task["note"]) if part]
        since = f"{phrase('since', language)} {task['moved_at'][:10]}"
        told = [f"{phrase('with', language)} {task['partner']}", task["state"], since, *more]
        lines.append(one_line("  ".join(told)))
    for link in ("replaces", "replaced_by"):
        if record[link]:
            lines.append(f"{phrase(link, language)} {record[link]}")
    end = record["closure"] or {}
    for name, said in (("reason", record.get("status_reason")), ("outcome", end.get("outcome"))):
        if said:
            lines.append(one_line(f"{phrase(name, language)} {said}"))
    if end.get("advised_on"):
        lines.append(advised(end, language))
    return lines


def _explained(why: dict[str, Any], names: Names, language: str) -> list[str]:
    lines = ["", phrase("named-decide", language)] if why["named_needs"] else []
    lines += ["", f"{phrase('considered', language)} ({phrase('scale', language)})"]
    for need in why["needs"]:
        lines.append(f"  {need['strength']:+.2f}  {names.need(need['need'], language)} ({need['need']})")
        lines += _said(need, language)
    lines += ["", phrase("partners", language)]
    for partner in why["partners"]:
        state = left_out(partner, language)
        need = names.need(partner["need"], language)
        lines.append(f"  {partner['score']:.2f}  {partner['partner']}  {need}  {state}")
        lines += _said(partner, language)
    lines += ["", f"{phrase('outside every mandate', language).capitalize()}  {why['outside']['strength']:+.2f}"]
    return lines + _said(why["outside"], language)


def _said(item: dict[str, Any], language: str) -> list[str]:
    lines = []
    for side in ("for", "against"):
        if item.get(side):
            words = ", ".join(dict.fromkeys(f"'{one_line(e['text'])}'" for e in item[side]))
            lines.append(f"        {phrase(side, language)} {words}")
    return lines
