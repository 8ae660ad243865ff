"""The house keeps its floors: a module imports only from floors below its own, and stays small."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest

from iccwc_cli.directory.load import partners
from iccwc_cli.places import shipped_data_dir
from iccwc_cli.referral.record import ADDRESSEE
from iccwc_cli.text import LANGUAGES

PACKAGE = Path(__file__).parent.parent / "iccwc_cli"
FLOORS = {
    "errors": 1, "text": 1, "language": 1.5,
    "yaml_cut": 1, "stems": 2, "report": 2, "places": 2, "files": 2, "yaml_io": 2, "fields": 2.5, "built": 2.5, "countries": 2.7,
    "directory": 3, "intake": 3,
    "routing": 4,
    "referral": 5,
    "register": 5.5, "upkeep": 5.5,
    "formats": 6,
    "cli": 7,
    "__main__": 8, "__init__": 0,
}  # fmt: skip
MODULES = sorted(PACKAGE.rglob("*.py"))


def room(dotted: str) -> str:
    parts = dotted.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def imports(tree: ast.Module) -> list[str]:
    """Every import of the package, but those that only type checkers see."""
    for_types = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    found = []
    for node in ast.walk(tree):
        if id(node) in for_types:
            continue
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("iccwc_cli"):
            one = node.module == "iccwc_cli"
            found += [f"iccwc_cli.{a.name}" for a in node.names] if one else [node.module]
        elif isinstance(node, ast.Import):
            found += [a.name for a in node.names if a.name.startswith("iccwc_cli")]
    return [f for f in found if f != "iccwc_cli.__version__"]


@pytest.mark.parametrize("file", MODULES, ids=lambda f: str(f.relative_to(PACKAGE)))
def test_a_module_imports_only_from_below(file):
    own = file.relative_to(PACKAGE).with_suffix("").parts[0]
    for name in imports(ast.parse(file.read_text(encoding="utf-8"))):
        other = room(name)
        assert FLOORS[other] < FLOORS[own] or other == own, f"{own} (floor {FLOORS[own]}) imports {name}"


def test_whoever_comes_new_finds_every_room_on_its_floor():
    guide = (PACKAGE.parent / "docs" / "develop.md").read_text(encoding="utf-8")
    told = {room: float(floor) for floor, room in re.findall(r"^\| ([\d.]+) \| `(\w+)` \|", guide, re.M)}
    assert told == {room: floor for room, floor in FLOORS.items() if floor}


@pytest.mark.parametrize("file", MODULES, ids=lambda f: str(f.relative_to(PACKAGE)))
def test_a_file_is_small(file):
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 300


def test_only_the_terminal_rooms_import_rich():
    for file in MODULES:
        if "rich" in {n.partition(".")[0] for n in _all_imports(file)}:
            assert file.parent == PACKAGE / "formats" / "terminal"


def _all_imports(file: Path) -> list[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    names = [a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names]
    return names + [n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]


def test_what_is_drawn_for_a_terminal_is_also_written_for_a_pipe():
    for terminal in (PACKAGE / "formats" / "terminal").glob("*.py"):
        plain = PACKAGE / "formats" / "plain" / terminal.name
        assert plain.exists()
        if terminal.name != "__init__.py":
            public = [
                {n.name for n in ast.parse(f.read_text()).body if isinstance(n, ast.FunctionDef) and n.name[0] != "_"}
                for f in (terminal, plain)
            ]
            assert public[0] == public[1]


def test_the_wheel_carries_every_package():
    import tomllib

    project = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text(encoding="utf-8"))
    packages = {file.parent.relative_to(PACKAGE.parent) for file in MODULES}
    named = {Path(*name.split(".")) for name in project["tool"]["setuptools"]["packages"]}
    assert packages == {path for path in named if "data" not in path.parts}


def test_the_code_knows_no_partner_by_name():
    """But for the one whose Secretariat is the door, in what the program says and the documentation explains."""
    others = [partner for partner in partners(shipped_data_dir()) if not ADDRESSEE.startswith(partner.id)]
    names = {name for p in others for name in (p.id, p.acronym, *p.name.values())}
    named = re.compile(rf"(?i)\b({'|'.join(map(re.escape, names))})\b")
    for file in MODULES:
        tree = ast.parse(file.read_text(encoding="utf-8"))
        explained = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in explained:
                assert not named.search(node.value), f"{file}:{node.lineno}"


def test_what_was_built_is_fresh():
    from iccwc_cli import built, countries
    from iccwc_cli.upkeep.publish import BUILT

    data = shipped_data_dir()
    for one in {*BUILT} - {countries.NAMES}:  # which hold those of another library's release, see below
        assert (data / "built" / one.name).read_bytes() == built.dumps(one.made(data)), "run `iccwc data build`"


def test_the_countries_are_babels():
    """Names may be newer in another release of CLDR; the codes are ISO's."""
    from iccwc_cli import countries

    for key, fresh in countries.from_babel().items():
        assert list(fresh) == list(countries.names(key))
    data = shipped_data_dir()
    kept, fresh = json.loads((data / "built" / countries.NAMES.name).read_bytes()), countries.NAMES.made(data)
    assert kept["digest"] == fresh["digest"], "run `iccwc data build`"
    assert (kept["alike"], kept["formal"]) == (fresh["alike"], fresh["formal"])
    assert set(kept["codes"].values()) == set(fresh["codes"].values())
    shown = [(code, name) for language in LANGUAGES for code, name in countries.formal(language, data).items()]
    assert {(code, name) for code, name in shown if countries.find(name, data) != code} == set()
