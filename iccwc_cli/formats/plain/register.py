"""The register for a pipe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iccwc_cli.formats.phrases import added, checked, happened, phrase, pressing, replayed
from iccwc_cli.formats.plain import rows
from iccwc_cli.text import one_line

if TYPE_CHECKING:
    from iccwc_cli.formats.languages import Names


def entries(found: list[dict[str, Any]], _names: Names | None, language: str) -> str:
    """One line a referral: id, time, state, label, country, suggested, tasks, what presses, authority, title."""
    return rows(
        (
            entry["id"],
            entry["created_at"],
            entry["status"],
            f"TLP:{entry['tlp']}",
            entry["country"],
            ",".join(entry["partners"]),
            ",".join(f"{task['partner']}:{task['state']}" for task in entry["tasks"]),
            ",".join(pressing(entry["urgency"], entry, language)),
            entry["authority"],
            entry["title"],
        )
        for entry in found
    )


def story(events: list[dict[str, Any]], label: str, _names: Names, language: str) -> str:
    """One line an event, each with the label of what it tells."""
    return rows((event["at"], event["by"], happened(event, language), f"TLP:{label}") for event in events)


def statistics(tally: dict[str, Any], _names: Names, _language: str) -> str:
    """One line a figure: where it belongs, what it counts, the figure."""
    lines: list[tuple[object, ...]] = [("received", "total", tally["received"]["total"])]
    for key, counts in tally["received"].items():
        if key != "total":
            lines += [(f"received {key}", c["name"], c["count"]) for c in counts]
    for key in ("suggested", "communicated"):
        lines += [(key, c["name"], c["count"]) for c in tally[key]]
    for key in ("decisions", "days_to_advice"):
        lines += [(key, name, value) for name, value in tally[key].items()]
    missed = tally["nothing_matched"]
    lines.append(("nothing_matched", "total", missed["total"]))
    lines += [("nothing_matched by_country", c["name"], c["count"]) for c in missed["by_country"]]
    lines += [("nothing_matched newest", id_, "") for id_ in missed["newest"]]
    return rows(lines)


def verified(value: dict[str, Any]) -> str:
    """One line a finding, one a suggestion that data changed since, and how much was checked."""
    lines = [f"{f['referral'] or value['register']}: {f['code']}: {f['message']}" for f in value["findings"]]
    lines += [f"{r['id']}: {replayed(r)}" for r in value["replays"] if not r["same"]]
    return "".join(f"{one_line(line)}\n" for line in (*lines, checked(value)))


def moved(before: dict[str, Any], after: dict[str, Any], _names: Names | None, language: str) -> str:
    """One line: the referral, where it was and is, and its tasks."""
    tasks = ",".join(f"{task['partner']}:{task['state']}" for task in after["partner_tasks"])
    due = [phrase("rerouting_needed", language)] if after["rerouting_needed"] else []
    return rows([(after["id"], f"{before['status']} -> {after['status']}", tasks, *due)])


def merged(value: dict[str, Any]) -> str:
    """One line: what an import added."""
    return f"{added(value)}\n"
