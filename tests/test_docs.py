"""The documents can fail: each `$ iccwc ...` block runs and matches, and what is promised is there."""

from __future__ import annotations

import re
import runpy
import sqlite3
import subprocess
from contextlib import closing
from datetime import UTC, datetime

import pytest
from conftest import PHONES, ROOT

from iccwc_cli.errors import ExitCode
from iccwc_cli.formats.schemas import REFERRAL

DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```console\n(.*?)^```", re.M | re.S)


def blocks(file):
    for found in BLOCK.finditer(file.read_text(encoding="utf-8")):
        for part in re.split(r"^\$ ", found[1], flags=re.M)[1:]:
            command, _, output = part.partition("\n")
            yield command, output


@pytest.mark.parametrize("file", [file for file in DOCS if any(blocks(file))], ids=lambda file: file.name)
def test_the_commands_of_a_document_print_what_it_shows(file, with_iccwc):
    """One after the other with one register, as a reader types them; `...` stands for any lines, `…` for any text."""
    for command, output in blocks(file):
        done = subprocess.run(
            ["bash", "-c", command], capture_output=True, text=True, env=with_iccwc, cwd=ROOT, check=False
        )
        lines = ["(?:.*\n)*?" if line == "..." else re.escape(line) + "\n" for line in output.splitlines()]
        pattern = "".join(lines).replace("…", ".*")
        assert re.fullmatch(pattern, done.stdout), f"{command}\nexit {done.returncode}\n{done.stdout}\n{done.stderr}"


def test_the_readme_has_exactly_two_commands_to_start():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    start = readme.split("## Start", 1)[1].split("\n## ", 1)[0]
    commands = re.findall(r"^```\w*\n(.*?)^```", start, re.M | re.S)
    assert len(commands) == 2
    assert all(len(command.splitlines()) == 1 for command in commands)


def commands():
    """Every command with its options, as typed."""
    import typer

    from iccwc_cli.cli.app import app

    def walk(command, context, path):
        if hasattr(command, "list_commands"):
            for name in command.list_commands(context):
                found = command.get_command(context, name)
                yield from walk(found, typer.Context(found, info_name=name, parent=context), f"{path} {name}")
        else:
            yield path, [option for p in command.params for option in p.opts if option.startswith("--")]

    root = typer.main.get_command(app)
    return list(walk(root, typer.Context(root, info_name="iccwc"), "iccwc"))


def written():
    return "".join(file.read_text(encoding="utf-8") for file in DOCS)


def test_every_command_is_documented_with_its_options():
    """In one row, paragraph or example with the command, or in the table of those that mean the same everywhere."""
    places = re.split(r"\n{2,}|\n(?=\||\$ )", written())
    scripting = (ROOT / "docs" / "scripting.md").read_text(encoding="utf-8")
    table = scripting.split("## Options that mean the same", 1)[1].split("\n## ", 1)[0]
    shared = set(re.findall(r"--[a-z-]+", "\n".join(re.findall(r"^\| (.*?) \|", table, re.M))))
    assert len(shared) > 5
    missing = []
    for path, options in commands():
        beside = [set(re.findall(r"--[a-z-]+", place)) for place in places if re.search(rf"\b{path}\b(?!-)", place)]
        assert beside, path
        missing += [f"{path} {option}" for option in set(options) - shared.union(*beside)]
    assert missing == []


IN_ENGLISH = {"request check", "data check", "register verify", "register import", "schema list"}
"""Their text is findings, which are English whatever the language."""
UNDRAWN = {"register import", "letter"}
"""Their text is the same at a terminal."""
NOTED = (
    "refer", "register list", "register advance", "register communicate", "register answer", "register verify",
    "register import", "register backup", "letter", "export hsds", "request new",
)  # fmt: skip


def test_what_gives_text_has_the_options_that_text_has():
    known = {path.removeprefix("iccwc "): set(options) for path, options in commands()}
    texts = {path for path, options in known.items() if "--format" in options}
    assert {path for path in texts if "--lang" not in known[path]} == IN_ENGLISH
    assert {path for path in texts if "--color" not in known[path]} == UNDRAWN
    assert [path for path in NOTED if "--quiet" not in known[path]] == []


def test_every_exit_code_is_documented():
    for file in ("README.md", "docs/scripting.md"):
        for code in ExitCode:
            assert re.search(rf"\b{int(code)}\b", (ROOT / file).read_text(encoding="utf-8")), code


def test_every_problem_code_is_documented():
    """The codes as the program writes them stand in its sources as the first argument of a problem."""
    text, codes = written(), set()
    for file in (ROOT / "iccwc_cli").rglob("*.py"):
        source = file.read_text(encoding="utf-8")
        codes |= set(re.findall(r'(?:Problem|Finding|problem|_problem)\(\s*"([a-z0-9]+(?:-[a-z0-9]+)*)"', source))
        codes |= set(re.findall(r'"((?:unknown|bad|personal)-[a-z]+)"', source))
    assert len(codes) > 50
    assert sorted(code for code in codes if f"`{code}`" not in text) == []


def promised():
    """The section on fields: for each command that its headings name, the fields in the first column of its table."""
    scripting = (ROOT / "docs" / "scripting.md").read_text(encoding="utf-8")
    section = scripting.split("## Fields of what is printed as JSON\n", 1)[1].split("\n## ", 1)[0]
    names = {}
    for part in section.split("\n### ")[1:]:
        heading, _, rest = part.partition("\n")
        cells = re.findall(r"^\| (`.*?`) \|", rest, re.M)
        names[re.findall(r"`iccwc (.*?)`", heading)[0]] = set(re.findall(r"`(.+?)`", " ".join(cells)))
    return " ".join(section.split()), names


TOLD_ONCE = ({"name", "count"}, {"field", "start", "end", "text"})
"""What stands in many places of one object, and in the table in a row of its own."""
WHOLE = {"detail.record", "detail.files", "prefLabel", "altLabel", "hiddenLabel", "scopeNote"}
"""What holds a referral, or what languages or files have for names."""


def fields(value, path=""):
    """The fields of a value as the documents write them; of an empty list there is nothing to tell."""
    if isinstance(value, list):
        for item in value:
            yield from fields(item, f"{path}[]" if path else "")
    elif not isinstance(value, dict) or path in WHOLE:
        yield path
    elif set(value) in TOLD_ONCE:
        yield from (path, *value)
    else:
        for name in value.keys() - {"schema_version"}:
            yield from fields(value[name], f"{path}.{name}" if path else name)


def lived(inside, tmp_path):
    """A register in which all has happened that can: a referral with an end and its successor, and one let out.

    Another register has the first referral, and moved it on in its own way.
    """
    early, late, other = (tmp_path / name for name in ("early.jsonl", "late.jsonl", "other.sqlite3"))
    red = "country: FJ\nauthority: a\ndescription: We ask for vaccines and syringes.\ntlp: RED\n"

    def refer(request, *options):
        return inside("refer", "-r", "-", "-f", "json", *options, stdin=request).ok().json["id"]

    def register(*arguments):
        inside("register", *arguments).ok()

    ended = refer(PHONES.read_text(encoding="utf-8"))
    register("export", "-o", early)
    register("import", early, "--register", other)
    register("advance", ended, "requested", "--channel", "post", "--register", other)
    register("advance", ended, "requested", "--channel", "fax")
    register("advance", ended, "accepted")
    register("communicate", ended, "interpol")
    register("answer", ended, "interpol", "completed")
    advised = ("--advised-on", f"{datetime.now(UTC):%F}", "--advised-by-channel", "post")
    register("advance", ended, "completed", "--outcome", "done", *advised)
    refer(PHONES.read_text(encoding="utf-8"), "--replaces", ended)
    let_out = refer(red)
    register("export", "--acknowledge-red", "-o", late)
    return ended, let_out, ("register", "import", late, "--register", other)


def test_every_field_that_is_printed_is_documented_and_no_other(inside, tmp_path, data_copy):
    ended, let_out, again = lived(inside, tmp_path)

    def printed(*arguments, stdin="", code=0):
        result = inside(*arguments, "-f", "json", stdin=stdin)
        assert result.code == code, result.err
        return result.json

    dogs = (ROOT / "examples" / "land-border-dogs.yaml").read_text(encoding="utf-8")
    named = f"{dogs}needs: [detector-dogs]\n"  # whose words speak for and against
    shown = printed("register", "show", ended)
    found = {
        "register list": printed("register", "list"),
        "register show": {name: shown[name] for name in shown.keys() - REFERRAL["properties"].keys()},
        "register history": [printed("register", "history", ref) for ref in (ended, let_out)],
        "register stats": printed("register", "stats"),
        "register import": printed(*again, code=5),
        "refer --explain": printed("refer", "-r", "-", "-n", "--explain", stdin=named)["explanation"],
        "partners search": printed("partners", "search", "telephones"),
        "needs list": [printed("needs", "list"), printed("needs", "show", "digital-forensics")],
        "schema list": printed("schema", "list"),
    }
    with closing(sqlite3.connect(tmp_path / "data" / "iccwc" / "register.sqlite3")) as db:
        db.execute("DROP TRIGGER events_stay")
    found["register verify"] = printed("register", "verify", "--data-dir", data_copy, code=1)
    section, names = promised()
    assert {command: set(fields(value)) for command, value in found.items()} == names
    with_json = {path for path, options in commands() if "--format" in options} - {"iccwc letter"}
    assert sorted(path for path in with_json if f"`{path}`" not in section) == []


REFRESH = runpy.run_path(str(ROOT / "docs" / "refresh.py"))


@pytest.mark.parametrize("name", REFRESH["WRITTEN"])
def test_what_a_document_takes_from_the_program_is_fresh(name):
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == REFRESH["WRITTEN"][name](), "run docs/refresh.py"


def test_every_finding_of_verify_is_documented():
    source = (ROOT / "iccwc_cli" / "register" / "verify.py").read_text(encoding="utf-8")
    codes = set(re.findall(r'Finding\("([a-z-]+)"', source))
    assert len(codes) > 5
    text = (ROOT / "docs" / "lifecycle.md").read_text(encoding="utf-8")
    assert codes == set(re.findall(r"^\| `([a-z-]+)` \| [^|]* \|$", text, re.M)) & codes


@pytest.mark.parametrize("name", REFRESH["PICTURES"])
def test_a_picture_shows_what_the_terminal_shows(name):
    """Word by word: another release of Rich may draw the same words in another way."""
    import html

    picture = (ROOT / "docs" / name).read_text(encoding="utf-8")
    drawn = html.unescape(" ".join(re.findall(r'<text class="iccwc-r\d+"[^>]*>([^<]*)</text>', picture)))
    shown = re.sub(r"\x1b\[[0-9;]*m", "", REFRESH["terminal"](REFRESH["PICTURES"][name]))
    assert set(re.findall(r"\w+", shown)) == set(re.findall(r"\w+", drawn)), "run docs/refresh.py"
    assert "http" not in re.sub(r"http://www.w3.org/\S+|https://www.textualize.io", "", picture)
