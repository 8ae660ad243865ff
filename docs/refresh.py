"""Writes what the documents take from the program and its data: the life's tables, the man page and the pictures.

    python docs/refresh.py

A test compares what stands in the folder with what this writes.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.text import Text

from iccwc_cli import __version__
from iccwc_cli.cli.app import app
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


def man_page() -> str:
    """docs/iccwc.1: every command with its options, as they say it themselves."""
    root = typer.main.get_command(app)
    top = typer.Context(root, info_name="iccwc", **root.context_settings)
    about = _paragraphs(root.help or "")
    lines = [
        '.\\" Written by docs/refresh.py',
        f'.TH ICCWC 1 "" "iccwc {__version__}" "User Commands"',
        ".SH NAME",
        f"iccwc \\- {_roff(about[0].rstrip('.').lower())}",
        ".SH SYNOPSIS",
        ".B iccwc",
        "COMMAND [OPTIONS] [ARGUMENTS]",
        ".SH DESCRIPTION",
        *(line for paragraph in about for line in (".PP", _roff(paragraph))),
        ".SH COMMANDS",
    ]
    for name in root.list_commands(top):
        lines += _command(root.get_command(top, name), top, f"iccwc {name}")
    lines += [".SH OPTIONS", *_listed(p.get_help_record(top) for p in root.get_params(top))]
    lines += [".SH EXIT STATUS", *_listed(_exit_codes())]
    lines += [".SH ENVIRONMENT", *_listed(VARIABLES.items())]
    return "\n".join(lines) + "\n"


VARIABLES = {
    "ICCWC_REGISTER": "The register, where --register names none.",
    "ICCWC_DATA_DIR": "Another copy of the data, where --data-dir names none.",
    "ICCWC_LANG": "Language of what is shown, where --lang names none: en, fr or es.",
    "NO_COLOR": "When set, no colour.",
    "ICCWC_DEBUG": "When 1, a fault in iccwc shows where it lies.",
    "XDG_DATA_HOME": "On Linux, the folder that holds iccwc/register.sqlite3; ~/.local/share when not set.",
    "XDG_CACHE_HOME": "On Linux, the folder for what is rebuilt from data of your own; ~/.cache when not set.",
}
"""The variables that the program heeds."""


def _exit_codes() -> list[tuple[str, str]]:
    """Each exit code and when it comes, as docs/scripting.md has them."""
    table = (DOCS / "scripting.md").read_text(encoding="utf-8").partition("## Exit codes")[2].partition("\n## ")[0]
    return [(codes, when.replace("`", "")) for codes, when in re.findall(r"^\| (\d[\d, ]*) \| (.+) \|$", table, re.M)]


def _listed(records: Iterable[tuple[str, str] | None]) -> list[str]:
    """Terms, each with what it means."""
    return [
        line
        for record in records
        if record
        for line in (".TP", f".B {_roff(record[0])}", _roff(" ".join(record[1].split())))
    ]


def _command(command: Any, parent: Any, path: str) -> list[str]:
    context = typer.Context(command, info_name=path.rpartition(" ")[2], parent=parent)
    if hasattr(command, "list_commands"):
        inner = [(name, command.get_command(context, name)) for name in command.list_commands(context)]
        return [line for name, found in inner for line in _command(found, context, f"{path} {name}")]
    command.get_help(context)  # only then do the options name what the data know
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    shown = " ".join([path, *(p.make_metavar(context) for p in arguments)])
    lines = [
        f".SS {_roff(shown)}",
        *(line for text in _paragraphs(command.help or "") for line in (".PP", _roff(text))),
    ]
    return [*lines, *_listed(p.get_help_record(context) for p in command.params)]


def _paragraphs(text: str) -> list[str]:
    return [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]


def _roff(text: str) -> str:
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{escaped}" if escaped[:1] in (".", "'") else escaped


PICTURES = {
    "refer.svg": ("refer", "--request", "examples/phones-we-cannot-open.yaml", "--dry-run"),
    "partners.svg": ("partners", "search", "lavado de activos", "--lang", "es", "--limit", "4"),
    "explain.svg": ("refer", "--request", "examples/conteneurs-bois-de-vene.yaml", "-n", "--explain", "--lang", "fr"),
}
"""The pictures of the terminal, each with the command that it shows."""


def terminal(arguments: Iterable[str]) -> str:
    """What a terminal of 100 columns is sent by a command."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ICCWC_")}
    environment = kept | {"PYTHONPATH": str(DOCS.parent), "COLUMNS": "100"}
    command = [sys.executable, "-m", "iccwc_cli", *arguments, "--color", "always"]
    done = subprocess.run(command, cwd=DOCS.parent, env=environment, capture_output=True, check=True)  # noqa: S603
    return done.stdout.decode()


def picture(arguments: tuple[str, ...]) -> str:
    """A command and what it shows, drawn by Rich."""
    console = Console(record=True, width=100, file=io.StringIO(), force_terminal=True, legacy_windows=False)
    console.print(Text.from_ansi(terminal(arguments)))
    drawn = console.export_svg(title=shlex.join(["iccwc", *arguments]), unique_id="iccwc")
    return re.sub(r"@font-face \{.*?\}\n", "", drawn, flags=re.S)  # fonts would be fetched from elsewhere


WRITTEN: dict[str, Callable[[], str]] = {"lifecycle.md": lifecycle, "iccwc.1": man_page}
"""Each file that is written whole from the program, with what writes it."""


def main() -> None:
    """Write all of it."""
    made = WRITTEN | {name: partial(picture, arguments) for name, arguments in PICTURES.items()}
    for name, make in made.items():
        (DOCS / name).write_text(make(), encoding="utf-8", newline="\n")
        print(DOCS / name)


if __name__ == "__main__":
    main()
