"""Referrals for a pipe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iccwc_cli.formats.phrases import phrase
from iccwc_cli.text import clean, one_line

if TYPE_CHECKING:
    from iccwc_cli.formats.languages import Names
    from iccwc_cli.referral.desk import Outcome
    from iccwc_cli.routing.index import Index


def referrals(done: list[Outcome], index: Index, explain: bool, names: Names, language: str) -> str:
    """Each referral as lines of text, with an empty line between two."""
    return "\n".join(_referral(o, index, explain, names, language) for o in done)


def _referral(outcome: Outcome, index: Index, explain: bool, names: Names, language: str) -> str:
    record: dict[str, Any] = outcome.record or {}
    request = record["request"]
    head = [record["id"] or phrase("not-recorded", language), f"TLP:{record['tlp']}", record["status"]]
    lines = [
        "  ".join(head),
        f"{request['country']} {request['authority']} -> {phrase('to', language)}",
        request["title"] or "",
    ]
    for suggestion in record["suggestions"]:
        role = phrase(suggestion["role"], language)
        lines.append(f"{suggestion['rank']}. {suggestion['partner']}  {role}  {suggestion['score']:.2f}")
        for reason in suggestion["reasons"]:
            lines.append(f"   {names.need(reason['need'], language)}: {names.of(reason['service'], language)}")
            said = ", ".join(f"'{e['text']}'" for e in reason["evidence"])
            lines.append(f"   {phrase('for', language)} {said}" if said else f"   {phrase('named', language)}")
    lines.append(phrase("suggested" if record["suggestions"] else "nothing", language))
    if explain and outcome.routing is not None:
        from iccwc_cli.referral.explain import explanation

        lines += _explained(explanation(outcome.routing, index), names, language)
    return clean("\n".join(line if "\n" not in line else one_line(line) for line in lines)) + "\n"


def _explained(why: dict[str, Any], names: Names, language: str) -> list[str]:
    lines = ["", phrase("considered", language)]
    for need in why["needs"]:
        lines.append(f"  {need['strength']:+.2f}  {names.need(need['need'], language)} ({need['need']})")
        lines += _said(need, language)
    lines += ["", phrase("partners", language)]
    for partner in why["partners"]:
        state = (
            f"{phrase('left-out', language)}: {partner['left_out']}"
            if partner["left_out"]
            else phrase("taken", language)
        )
        need = names.need(partner["need"], language)
        lines.append(f"  {partner['score']:.2f}  {partner['partner']}  {need}  {state}")
        lines += _said(partner, language)
    lines += ["", f"{phrase('outside', language)}  {why['outside']['strength']:+.2f}"]
    return lines + _said(why["outside"], language)


def _said(item: dict[str, Any], language: str) -> list[str]:
    lines = []
    for side in ("for", "against"):
        if item.get(side):
            words = ", ".join(f"'{one_line(e['text'])}'" for e in item[side])
            lines.append(f"        {phrase(side, language)} {words}")
    return lines
