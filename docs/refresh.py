"""Writes what the documents take from the program and its data: the life's tables, the man page and the pictures.

    python docs/refresh.py

A test compares what stands in the folder with what this writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from iccwc_cli.places import shipped_data_dir
from iccwc_cli.referral.lifecycle import Life, State, life

DOCS = Path(__file__).parent
BEGIN = "<!-- from data/lifecycle.yaml: begin -->\n"
END = "<!-- from data/lifecycle.yaml: end -->\n"


def lifecycle() -> str:
    """docs/lifecycle.md with its diagram and tables as the data say."""
    text = (DOCS / "lifecycle.md").read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}{_life(life(shipped_data_dir()))}{END}{after}"


def _life(found: Life) -> str:
    return (
        f"### The referral\n\n{_diagram(found.states)}\n{_table(found.states)}\n"
        f"### A partner's task\n\n{_diagram(found.tasks)}\n{_table(found.tasks)}\n"
        f"`--reason-code` is one of {_codes(found.reason_codes)}. A channel is one of {_codes(found.channels)}.\n"
    )


def _diagram(states: Mapping[str, State]) -> str:
    """A state diagram in Mermaid's words, which forges and editors draw; without the way into `entered-in-error`."""
    shown = [state for state in states.values() if state.id != "entered-in-error"]
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f"    {_name(state.id)}: {state.id}" for state in shown]  # Mermaid's own names take no hyphen
    lines.append(f"    [*] --> {_name(shown[0].id)}")
    for state in shown:
        lines += [f"    {_name(state.id)} --> {_name(after)}" for after in state.moves if after != "entered-in-error"]
    lines += [f"    {_name(state.id)} --> [*]" for state in shown if state.final]
    return "\n".join([*lines, "```", ""])


def _name(state: str) -> str:
    return state.replace("-", "_")


def _table(states: Mapping[str, State]) -> str:
    lines = ["| state | what it means | set by | needs | overdue after | can go to |", "|---|---|---|---|---|---|"]
    for state in states.values():
        days = "" if state.days is None else f"{state.days} days"
        cells = (f"`{state.id}`", state.meaning["en"], ", ".join(state.set_by), ", ".join(state.requires), days)
        lines.append(f"| {' | '.join(cells)} | {', '.join(state.moves) or 'final'} |")
    return "\n".join([*lines, ""])


def _codes(known: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in known)


WRITTEN = {"lifecycle.md": lifecycle}
"""Each file that is written, with what writes it."""


def main() -> None:
    """Write all of it."""
    for name, make in WRITTEN.items():
        (DOCS / name).write_text(make(), encoding="utf-8", newline="\n")
        print(DOCS / name)


if __name__ == "__main__":
    main()
