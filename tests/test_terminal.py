"""What a person at a terminal sees: styles that stay where they belong, labels, and the language asked for."""

from __future__ import annotations

import re
import sys

import pytest
from conftest import PHONES

from iccwc_cli.cli.console import Console
from iccwc_cli.formats.languages import Names

HERE = ("--color", "always")


@pytest.fixture
def run(inside):
    return inside


@pytest.fixture
def accepted(run):
    """A referral that the Secretariat has taken up."""
    ref = run("refer", "-r", PHONES, "-f", "json", "-q").ok().json["id"]
    run("register", "advance", ref, "requested", "--channel", "fax").ok()
    run("register", "advance", ref, "accepted").ok()
    return ref


def shown(result):
    """What is read, without colours."""
    return re.sub("\x1b\\[[0-9;]*m", "", result.ok().out)


def in_style(out, codes):
    """The texts that are drawn in exactly this style."""
    return {text.strip() for text in re.findall(rf"\x1b\[{codes}m([^\x1b]*)\x1b", out)} - {""}


def test_a_style_ends_with_the_word_that_has_it(run, accepted):
    name, acronyms = "1;36", {"CITES", "INTERPOL", "UNODC", "WBG", "WCO"}
    for command in (("show", accepted), ("list",), ("history", accepted), ("communicate", accepted, "interpol", "-n")):
        drawn = in_style(run("register", *command, *HERE, COLUMNS="200").ok().out, name)
        assert drawn
        assert drawn <= acronyms | {"Kenya", "CITES Secretariat", "authority", accepted}, command
    for command in (("list",), ("search", "dogs")):
        drawn = in_style(run("partners", *command, *HERE, COLUMNS="200").ok().out, name)
        assert drawn <= acronyms | {name.lower() for name in acronyms}, command
    assert in_style(run("contact", *HERE).ok().out, name) == {"CITES Secretariat"}
    assert in_style(run("needs", "show", "detector-dogs", *HERE).ok().out, name) <= acronyms
    assert in_style(run("request", "check", PHONES, *HERE).ok().out, "1;32") == {"✓"}


@pytest.mark.parametrize("color", ["always", "never"])
def test_the_label_stands_wherever_a_request_is_told(run, accepted, color):
    told = [("refer", "-r", PHONES, "-n", "-q")]
    told += [("register", *command) for command in (("list",), ("show", accepted), ("history", accepted))]
    for command in told:
        assert "TLP:AMBER" in shown(run(*command, "--color", color)), command


def test_a_move_is_told_in_the_language_asked_for(run, accepted):
    out = shown(run("register", "communicate", accepted, "interpol", *HERE, "--lang", "fr", COLUMNS="200"))
    assert out.strip() == f"{accepted}  accepté → en cours  INTERPOL demandé"
    no = ("--reason-code", "no-capacity", "--lang", "es")
    out = shown(run("register", "answer", accepted, "interpol", "rejected", *no, *HERE, COLUMNS="200"))
    assert out.strip() == f"{accepted}  en curso → en curso  INTERPOL rechazado  hay que reorientar"
    end = ("cancelled", "--reason", "withdrawn")
    assert "in-progress -> cancelled" in run("register", "advance", accepted, *end, "--lang", "fr", "-n", "-q").ok().out


@pytest.mark.parametrize("color", ["always", "never"])
def test_verify_tells_which_suggestions_other_data_would_change(run, accepted, data_copy, color):
    result = run("register", "verify", "--data-dir", data_copy, "--color", color, COLUMNS="1000")
    told = " ".join(shown(result).split())
    assert re.search(rf"{accepted}:? suggestions differ since .*border.yaml.* changed: 1\. \S+ -> ", told)
    assert told.endswith("1 referrals, 3 events: intact")


@pytest.mark.parametrize(("lang", "told"), [("en", "receives every request"), ("es", "recibe toda solicitud")])
def test_the_one_door_is_marked_among_the_partners(run, lang, told):
    out = shown(run("partners", "list", *HERE, "--lang", lang, COLUMNS="200"))
    assert out.count(told) == 1
    assert out.index("CITES") < out.index(told) < out.index("INTERPOL")


UNLABELLED = "country: NO\nauthority: a\ndescription: Help with seized telephones.\n"
NOTES = (
    (("refer", "-r", "-", "-n"), "Warning: standard input:1:1: no TLP label"),
    (("register", "list", "--register", "none.sqlite3"), "Note: none.sqlite3: nothing was recorded yet"),
    (("register", "export", "--register", "none.sqlite3"), "Note: none.sqlite3: nothing was recorded yet"),
    (("register", "advance", "{ref}", "on-hold", "--reason", "funds", "-n"), "Note: {ref}: would go ahead"),
    (("register", "communicate", "{ref}", "wco", "-n"), "Note: {ref}: would go ahead"),
    (("letter", "{ref}"), "Note: {ref}: is 'accepted'; the answer to the country is"),
    (("export", "hsds", "-o", "{new}"), "Note: 5 files in"),
    (("register", "backup", "{new}"), "Note: copied to"),
)


@pytest.mark.parametrize(("command", "says"), NOTES, ids=lambda value: value[0] if isinstance(value, tuple) else "")
def test_a_note_is_told_once_and_not_to_the_quiet(run, accepted, command, says):
    told, quiet = (
        run(*(part.format(ref=accepted, new=new) for part in (*command, *more)), stdin=UNLABELLED).ok().err
        for new, more in (("first", ()), ("second", ("-q",)))
    )
    assert says.format(ref=accepted) in told
    assert told.count("Note: ") + told.count("Warning: ") == 1
    assert quiet == ""


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_an_id_that_the_data_lost_is_called_by_itself(language):
    names = Names({}, {}, {}, {"accepted": {"en": "accepted", "fr": "accepté"}})
    called = [names.of("gone", language), names.need("gone", language), names.term("gone", language)]
    assert called == ["gone"] * 3
    assert names.reason({"need": "gone", "service": "lost"}, language) == ["gone", "lost"]
    assert names.term("accepted", language) == {"en": "accepted", "fr": "accepté", "es": "[en] accepted"}[language]


@pytest.mark.parametrize(
    ("terminal", "variables", "color", "expected"),
    [
        (True, {"TERM": "xterm"}, "auto", (True, True)),
        (True, {"TERM": "xterm", "NO_COLOR": "1"}, "auto", (True, False)),
        (True, {"TERM": "xterm", "NO_COLOR": "1"}, "always", (True, True)),
        (True, {"TERM": "xterm"}, "never", (True, False)),
        (True, {"TERM": "dumb"}, "auto", (False, False)),
        (False, {"TERM": "xterm"}, "auto", (False, False)),
        (False, {"TERM": "dumb"}, "always", (True, True)),
    ],
)
def test_who_is_drawn_for_and_in_colour(monkeypatch, terminal, variables, color, expected):
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal)
    console = Console(color=color)
    assert (console.rich, console.color) == expected


def test_the_schemas_fit_the_width_and_no_word_is_lost(run):
    told = shown(run("schema", "list", *HERE, COLUMNS="40"))
    assert max(map(len, told.splitlines())) <= 40
    for line in run("schema", "list").ok().out.splitlines():
        assert re.search(r"\s+".join(map(re.escape, line.split())), told), line
