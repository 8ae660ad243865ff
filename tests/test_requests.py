"""Requests: example files that pass, example files that give their code at their place, and hostile bytes."""

from __future__ import annotations

import io
import json
import os
import pty
import random
import re
import select
import signal
import sys
import time
from functools import partial

import pytest
import yaml
from conftest import MONEY, ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from rapidfuzz import process

from iccwc_cli import countries
from iccwc_cli.formats.schemas import SCHEMAS, schema
from iccwc_cli.formats.structured import as_json, as_yaml
from iccwc_cli.intake import check as checking
from iccwc_cli.intake import privacy
from iccwc_cli.intake import read as reading
from iccwc_cli.places import shipped_data_dir
from iccwc_cli.routing import vocabulary
from iccwc_cli.yaml_io import read_stream

GOOD = sorted((ROOT / "tests" / "requests" / "good").iterdir())
BAD = sorted((ROOT / "tests" / "requests" / "bad").iterdir())
PLACES = yaml.safe_load((ROOT / "tests" / "requests" / "places.yaml").read_text())
DATA = shipped_data_dir()
NEEDS_BY_NAME = vocabulary.ids_by_name(DATA)
NEEDS = sorted({*NEEDS_BY_NAME.values()})

check, read = partial(checking.check, data=DATA), partial(reading.read, data=DATA)


def understood(text):
    document = next(read_stream(io.BytesIO(text if isinstance(text, bytes) else text.encode())))
    return read(document, lambda: NEEDS_BY_NAME), document.problems


@pytest.mark.parametrize("file", GOOD, ids=lambda f: f.stem)
def test_a_good_file_is_understood(file):
    request, problems = understood(file.read_bytes())
    assert request is not None, problems


@pytest.mark.parametrize("file", BAD, ids=lambda f: f.stem)
def test_a_bad_file_gives_its_code_at_its_place(file):
    with file.open("rb") as stream:
        problems = check(file.name, stream, lambda: NEEDS_BY_NAME).problems
    code = file.stem.partition("__")[0]
    found = {f"{p.line}:{p.column}" for p in problems if p.code == code and p.severity == "error"}
    assert PLACES[file.stem] in found, [(p.code, p.line, p.column, p.message) for p in problems]
    assert all(p.hint for p in problems if p.severity == "error")


def test_there_are_enough_of_them():
    assert len(GOOD) >= 20
    assert len(BAD) >= 60


@pytest.mark.parametrize(
    ("stem", "country"),
    [
        ("norway", "NO"),
        ("french-name", "CI"),
        ("no-accents", "CI"),
        ("spanish-name", "ES"),
        ("alpha3", "KE"),
        ("viet-nam", "VN"),
    ],
)
def test_a_country_is_found_as_people_write_it(stem, country):
    assert understood((ROOT / "tests" / "requests" / "good" / f"{stem}.yaml").read_bytes())[0].country == country


def test_a_telephone_number_is_read_as_a_person_means_it():
    good = ROOT / "tests" / "requests" / "good"
    assert understood((good / "swiss-phone.yaml").read_bytes())[0].contact.phone == "+41229178139"
    assert understood((good / "local-phone.yaml").read_bytes())[0].contact.phone == "+254202379407"


def test_what_stands_in_quotes_is_a_text():
    request, _ = understood("country: KE\nauthority: a\ndescription: b\nreference: 'null'\ntitle: '~'\nnotes: null\n")
    assert (request.reference, request.title, request.notes) == ("null", "~", None)


@pytest.mark.parametrize("size", [1 << 20, 20 << 20])
def test_a_document_that_is_too_large_is_refused_and_spoils_no_other(size):
    large = LINE.replace('"b"', f'"{"a" * size}"')
    documents = list(read_stream(io.BytesIO(f"{LINE}{large}{LINE}".encode())))
    assert [[p.code for p in document.problems] for document in documents] == [[], ["too-large"], []]


def test_where_no_next_document_begins_none_is_looked_for_without_end():
    class Endless(io.RawIOBase):
        def readable(self):
            return True

        def readinto(self, buffer):
            line = b"a: %b\n" % (b"b" * 10_000)
            buffer[:] = (line * (len(buffer) // len(line) + 1))[: len(buffer)]
            return len(buffer)

    (document,) = read_stream(io.BufferedReader(Endless()))
    assert [(p.code, "nothing after it" in p.message) for p in document.problems] == [("too-large", True)]


def test_a_document_that_is_too_large_is_not_said_to_be_cut_within_a_letter():
    for shift in range(2):
        (document,) = read_stream(io.BytesIO(f"{'a' * shift}{'é' * (1 << 20)}\n".encode()))
        assert [p.code for p in document.problems] == ["too-large"]


@pytest.mark.parametrize("text", ["# nothing yet\n", "a: " + "[" * 30, "[" * 1500, "a: " + "b" * (1 << 20)])
def test_what_is_no_request_at_all_is_told_what_one_is(text):
    request, problems = understood(text)
    assert request is None
    assert ["request" in p.hint for p in problems] == [True]


@pytest.mark.parametrize("written", ["20261120", "2026-W47-5", " 2026-11-20 "])
def test_a_date_is_kept_in_one_form(written):
    assert understood(json.dumps({**json.loads(LINE), "date": written}))[0].date == "2026-11-20"


def test_a_request_without_a_label_is_for_its_organisation_and_those_who_must_know():
    request, problems = understood("country: KE\nauthority: a\ndescription: b\n")
    assert request.tlp == "AMBER"
    assert [(p.code, p.message) for p in problems] == [("no-label", "no TLP label: taken as AMBER")]


def test_a_need_named_twice_is_asked_for_once():
    assert understood(json.dumps({**json.loads(LINE), "needs": ["detector-dogs"] * 2}))[0].needs == ("detector-dogs",)


LONG = "We have already tried with our own dogs and ask for four more of them, trained for the port."
ADVICE = {
    "short-description": {"description": "We have already asked for dogs."},
    "no-contact": {"contact": {}},
    "no-way-to-answer": {"contact": {"name": "Head of unit"}},
    "nothing-done": {"description": LONG.replace("have already tried with our", "use our")},
    "urgency-without-reason": {"urgency": "urgent"},
}


@pytest.mark.parametrize("code", ADVICE)
def test_what_would_save_a_letter_is_advised_and_nothing_else(code):
    whole = {**json.loads(LINE), "description": LONG, "contact": {"email": "a@example.org"}}
    for request, expected in (
        (whole, []),
        (whole | ADVICE[code], [code]),
        (whole | {"urgency": "urgent", "notes": "n"}, []),
    ):
        report = check("-", io.BytesIO(json.dumps(request).encode()), lambda: NEEDS_BY_NAME)
        assert [(p.code, p.severity) for p in report.problems] == [(code, "warning") for code in expected]


DONE = {
    "en": ["already", "so far", "since", "last year", "have been", "has been", "we have"],
    "fr": ["déjà", "deja", "depuis", "avons", "a été", "ont été", "l'an dernier", "l’an dernier", "jusqu'ici"],
    "es": ["ya", "hasta ahora", "desde", "hemos", "ha sido", "han sido", "el año pasado"],
}
REASON = {
    "en": "before until within deadline hearing court trial bail today tomorrow day days week weeks month months",
    "fr": "avant jusqu'au délai delai audience tribunal procès aujourd’hui demain jour jours semaine semaines mois",
    "es": "antes hasta plazo audiencia tribunal juicio hoy mañana día días dia semana semanas mes meses",
}


@pytest.mark.parametrize("named", [None, "en", "fr-CH", "pt"])
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We ask for four dogs that are trained for the port and for the officers {} who will lead them there"),
        (
            "fr",
            "Nous demandons quatre chiens pour le port de la capitale et pour mes agents {} qui sont de court séjour",
        ),
        ("es", "Pedimos cuatro perros para el puerto de la capital y para los agentes {} que los llevan en la court"),
    ],
)
def test_what_was_done_and_why_it_is_urgent_is_heard_in_the_language_of_the_text(language, text, named):
    request = json.loads(LINE) | {"contact": {"email": "a@example.org"}, "urgency": "urgent"}
    request |= {"language": named} if named else {}

    def advised(word):
        line = json.dumps(request | {"description": text.format(word)}).encode()
        return {p.code for p in check("-", io.BytesIO(line), lambda: NEEDS_BY_NAME).problems}

    for other, words in DONE.items():
        for word in words:
            for written in (word, word.upper()):
                assert ("nothing-done" not in advised(written)) is (other == language), word
    for other, words in REASON.items():
        for word in set(words.split()) - (set(REASON[language].split()) if other != language else set()):
            assert ("urgency-without-reason" not in advised(word)) is (other == language), word


@pytest.mark.parametrize(("named", "heard"), [("de", True), ("en-GB", True), ("fr", False), (None, True)])
def test_a_text_that_does_not_tell_its_language_is_heard_in_the_one_that_is_named(named, heard):
    request = json.loads(LINE) | {"urgency": "urgent", "description": "K9: 12, bail", "language": named}
    problems = check("-", io.BytesIO(json.dumps(request).encode()), lambda: NEEDS_BY_NAME).problems
    assert ("urgency-without-reason" not in {p.code for p in problems}) is heard


def test_every_code_is_documented_with_cause_and_mend():
    text = (ROOT / "docs" / "requests.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `([a-z0-9-]+)` \|[^|]{10,}\|[^|]{10,}\|$", text, re.M))
    sources = [
        *(ROOT / "iccwc_cli" / "intake").glob("*.py"),
        ROOT / "iccwc_cli" / "yaml_io.py",
        ROOT / "iccwc_cli" / "fields.py",
    ]
    used = {file.stem.partition("__")[0] for file in BAD}
    for source in sources:
        used |= set(re.findall(r'(?:Problem\(|problem\(|_problem\(|yield )\s*"([a-z0-9-]+)"', source.read_text()))
    assert used - {"duplicate", "unknown-value", "bad-id"} <= documented  # three are of data files alone


words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn", "Co")), min_size=1, max_size=40)
texts = words.filter(lambda t: t.strip() and t.strip() == t and "\u2028" not in t and "\ufeff" not in t)
requests = st.fixed_dictionaries(
    {
        "country": st.sampled_from(sorted(countries.names("en"))),
        "authority": texts,
        "description": texts,
        "tlp": st.sampled_from(["RED", "AMBER", "CLEAR"]),
    },
    optional={
        "reference": texts,
        "date": st.dates().map(lambda d: d.isoformat()),
        "title": texts,
        "needs": st.lists(st.sampled_from(NEEDS), unique=True, max_size=3),
        "species": st.lists(texts, max_size=3),
        "urgency": st.sampled_from(["routine", "urgent", "emergency"]),
        "notes": texts,
        "contact": st.fixed_dictionaries({}, optional={"name": texts}),
    },
)


@settings(max_examples=150, deadline=None)
@given(requests)
def test_any_request_reads_back_the_same_from_yaml_and_json(value):
    from_yaml, problems = understood(as_yaml(value))
    assert from_yaml is not None, problems
    assert from_yaml == understood(as_json(value))[0] == understood(json.dumps(value))[0]
    record = from_yaml.as_dict()
    again = understood(as_json({k: v for k, v in record.items() if v is not None} | {"tlp": from_yaml.tlp}))[0]
    assert again == from_yaml._replace(language_guessed=again.language_guessed)


def test_mutated_bytes_do_no_harm():
    """A short run of benchmarks/fuzz.py."""
    sys.path.insert(0, str(ROOT / "benchmarks"))
    import fuzz

    assert fuzz.run(400, random.Random(7)).keys() <= {"understood", "refused"}


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_the_template_filled_in_checks_clean_and_refers(run, language):
    text = run("request", "template", "--lang", language).ok().out
    filled = {
        "country:": "country: MG",
        "authority:": "authority: Direction des parcs",
        "description: >-\n  ": "description: >-\n  We have tried alone and ask for a course for thirty judges on wildlife cases, in March, in the capital.",
        "  phone:": "  phone: +261 20 22 000 00",
        "title:": "title: Judges",
        "date:": "date: 2026-11-20",
    }
    for before, after in filled.items():
        assert f"\n{before}\n" in text
        text = text.replace(f"\n{before}\n", f"\n{after}\n", 1)
    assert run("request", "check", "-", stdin=text).ok().out == "standard input: ok\n"
    assert run("refer", "-r", "-", "-n", "-f", "json", stdin=text).ok().json["suggestions"][0]["partner"] == "unodc"


def test_what_a_request_cannot_do_without_is_not_to_be_removed(run):
    out = run("request", "check", "-", stdin=run("request", "template").ok().out + "reference: ''\n").out
    assert out.count("is empty (write a text)\n") == 3
    assert run("request", "check", "-", stdin=LINE.replace("}", ', "title": ""}')).out.count("remove the line") == 1


def test_a_group_is_no_need_that_can_be_asked_for(run):
    groups = {n["broader"] for n in run("needs", "list", "-f", "json").ok().json} - {None}
    offered = set(re.findall(r"^#   (\S+) ", run("request", "template", "--lang", "fr").ok().out, re.M))
    assert offered == set(NEEDS)
    assert not offered & groups
    text = LINE.rstrip("}\n") + f', "needs": ["{min(groups)}"]}}'
    assert "unknown-need" in run("request", "check", "-", stdin=text).out


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_the_template_is_of_its_own_language(run, language):
    assert f"\nlanguage: {language}\n" in run("request", "template", "--lang", language).ok().out


def test_check_reports_for_scripts_and_for_editors(run, tmp_path):
    (tmp_path / "a.yaml").write_text("country: XX\nauthority: a\ndescription: b\n")
    (tmp_path / "b.yaml").write_bytes(GOOD[0].read_bytes())
    result = run("request", "check", "a.yaml", "b.yaml", "-f", "json")
    assert result.code == 1
    assert [f["file"] for f in result.json["files"]] == ["a.yaml", "b.yaml"]
    assert result.json["ok"] is False
    assert (
        "a.yaml:1:10: error: unknown-country: country: 'XX' is not a country" in run("request", "check", "a.yaml").out
    )
    run("request", "check", "no-such.yaml").failed(4)
    result = run("request", "check", "no-such.yaml", "a.yaml", "-f", "json")
    assert result.code == 4
    assert [[p["code"] for p in f["problems"] if p["severity"] == "error"] for f in result.json["files"]] == [
        ["unreadable"], ["unknown-country"],
    ]  # fmt: skip


def test_what_yaml_takes_for_a_comment_on_a_text_is_warned_of(run):
    text = (
        "reference: #45/2026\ntitle: Affaire #12 du procureur\ncountry: MG # where\nauthority: Parc # 3, Ankarana\n"
        "description: Détournée\t# 😀 l'affaire\r\nnotes:\n  # none\ntlp: AMBER # as usual\ncontact: # whom\n  name: Rabe #3\n"
    )
    warnings = run("refer", "-r", "-", "-n", "-f", "json", stdin=text).ok().json["warnings"]
    assert [(w["code"], w["path"], w["line"]) for w in warnings] == [
        ("text-after-hash", path, line)
        for path, line in (("reference", 1), ("title", 2), ("authority", 4), ("description", 5), ("contact.name", 10))
    ]
    assert "'#12 du procureur' is left out" in warnings[1]["message"]
    assert "2:8: warning: text-after-hash: title" in run("request", "check", "-", stdin=text).ok().out
    whole = "country: MG\nauthority: \"Parc # 3\" # ours\ntitle: 'a #b'\ndescription: |- # as told\n  c #d\ntlp: AMBER\nnotes: é#f\n"
    assert run("refer", "-r", "-", "-n", "-f", "json", stdin=whole).ok().json["warnings"] == []
    assert "text-after-hash" not in run("request", "check", "-", stdin=run("request", "template").out).out


def test_people_are_protected_by_a_warning_and_never_refused(run):
    text = "country: KE\nauthority: a\ndescription: Ask John, +254 20 2379407, passport no A1234567, j@example.org.\ntlp: RED\n"
    result = run("refer", "-r", "-", "-n", "-f", "json", stdin=text).ok()
    codes = {w["code"] for w in result.json["warnings"]}
    assert codes == {"personal-telephone", "personal-passport", "personal-email"}
    assert "secured channels of their own" in result.err
    assert (
        f"'{'a' * 300_000}@b.org'"
        in run("request", "check", "-", stdin=LINE.replace('"b"', f'"{"a" * 300_000}@b.org"')).out
    )
    hostile = LINE.replace('"b"', f'"{"a" * 300_000} @ {"PLATE " * 60_000}"')
    assert "personal-" not in run("request", "check", "-", stdin=hostile).out
    quiet = "country: KE\nauthority: a\ndescription: In 2019-2023 we seized 2 300 kg, 12,500 USD, 359 tusks and 41 plates.\ntlp: RED\n"
    assert run("refer", "-r", "-", "-n", "-f", "json", stdin=quiet).ok().json["warnings"] == []


@pytest.mark.parametrize(
    ("code", "one"),
    [
        ("personal-telephone", "+254 20 2379407, "),
        ("personal-email", "j@example.org, "),
        ("personal-passport", "passport A1234567, "),
        ("personal-plate", "Plate KBX 123A, "),
    ],
)
def test_of_much_that_could_harm_people_the_first_is_named_and_that_there_is_more(code, one):
    for count, more in (
        (20, []),
        (21, ["more than 20 of this kind stand in the text"]),
        (5_000, ["more than 20 of this kind stand in the text"]),
    ):
        document = next(read_stream(io.BytesIO(json.dumps(json.loads(LINE) | {"description": one * count}).encode())))
        privacy.warn(document, read(document, dict))
        assert {p.code for p in document.problems} == {code}
        assert [p.message for p in document.problems[20:]] == more


def test_a_text_of_numbers_is_not_searched_for_telephones_without_end():
    text = "12345678 " * 10_000 + "+254 20 2379407"
    document = next(read_stream(io.BytesIO(json.dumps(json.loads(LINE) | {"description": text}).encode())))
    privacy.warn(document, read(document, dict))
    assert document.problems == []


@pytest.mark.parametrize(("day", "said"), [("2126-01-10", "still to come"), ("1975-06-30", "entered into force")])
def test_a_date_that_cannot_be_is_warned_of(run, day, said):
    text = "country: KE\nauthority: a\ndescription: We ask for dogs.\ntlp: CLEAR\ndate: {}\n"
    result = run("refer", "-r", "-", "-n", "-f", "json", stdin=text.format(day)).ok()
    assert [(w["code"], w["line"]) for w in result.json["warnings"]] == [("odd-date", 5)]
    assert said in result.err
    assert "odd-date" in run("request", "check", "-", stdin=text.format(day)).ok().out
    assert run("refer", "-r", "-", "-n", "-f", "json", stdin=text.format("1975-07-01")).ok().json["warnings"] == []


def test_what_is_printed_keeps_its_schema(run):
    outputs = {
        "partner": run("partners", "show", "wco", "-f", "json").ok().json,
        "contact": run("contact", "-f", "json").ok().json,
        "check-report": run("data", "check", "-f", "json").ok().json,
        "referral": run("refer", "-r", MONEY, "-n", "-f", "json").ok().json,
    }
    referral = Draft202012Validator(schema("referral"), format_checker=Draft202012Validator.FORMAT_CHECKER)
    ref = run("refer", "-r", GOOD[0], "-f", "json").ok().json["id"]
    for move in (
        ("advance", ref, "requested", "--channel", "fax"),
        ("advance", ref, "accepted"),
        ("communicate", ref, "wco"),
        ("answer", ref, "wco", "rejected", "--reason-code", "no-capacity"),
        ("advance", ref, "cancelled", "--reason", "withdrawn"),
    ):
        referral.validate(run("register", *move, "-f", "json").ok().json)
    kept = run("register", "show", ref, "-f", "json").ok().json
    for name in ("closure", "replaces", "replaced_by"):
        assert not referral.is_valid({key: value for key, value in kept.items() if key != name})
    assert not referral.is_valid(kept | {"partner_tasks": [{"partner": "wco"}]})
    outputs["request"] = outputs["referral"]["request"] | {"tlp": "AMBER"}
    assert set(outputs) == set(SCHEMAS)
    for name, value in outputs.items():
        shown = run("schema", "show", name).ok().json
        Draft202012Validator.check_schema(shown)
        Draft202012Validator(shown, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(value)


def test_the_schema_of_a_request_accepts_the_good_and_refuses_what_is_unknown(run):
    validator = Draft202012Validator(schema("request"))
    assert validator.is_valid({"country": "KE", "authority": "a", "description": "b"})
    assert not validator.is_valid({"country": "KE", "authority": "a", "description": "b", "pays": "KE"})
    assert not validator.is_valid({"country": "KE", "authority": "a"})
    assert "request" in run("schema", "show", "requst").failed(3).err
    assert run("schema", "list").ok().out.count("\n") == len(SCHEMAS)
    listed = run("schema", "list", "-f", "json").ok().json
    assert [list(entry) for entry in listed] == [["schema_version", "name", "title"]] * len(SCHEMAS)
    assert [entry["name"] for entry in listed] == list(SCHEMAS)


ODD = (
    "x",
    "No",
    "  x ",
    "254 20 600 0800",
    1,
    1.5,
    20261120,
    True,
    None,
    [],
    ["Panthera leo", 7],
    {},
    {"phone": 2542060008},
)
FITTING = {
    "date": ("2026-11-20", "20261120", "2026-W47-5", " 2026-11-20 ", 20261120),
    "contact": ({"name": 7, "email": "a@example.org"}, {"name": True, "phone": "+254 20 600 0800"}),
    "needs": ("detector-dogs", ["detector-dogs"]),
    "urgency": ("Urgent", " ROUTINE\n", "emergency"),
    "tlp": ("amber", "TLP:AMBER", "tlp:Amber + Strict", "tlp: green", "CLEAR "),
    "schema_version": ("7",),
    "species": (["Panthera leo", 7],),
}
OPTIONAL = ("reference", "title", "language", "notes", "country_name", *FITTING)
ACCEPTS = Draft202012Validator(schema("request"), format_checker=Draft202012Validator.FORMAT_CHECKER)


@given(
    st.fixed_dictionaries(
        {
            "country": st.sampled_from(["KE", "no", " Kenya", False]),
            "authority": st.sampled_from(ODD),
            "description": st.sampled_from(ODD),
        },
        optional={name: st.sampled_from((*ODD, *FITTING.get(name, ()))) for name in OPTIONAL},
    )
)
def test_what_the_reader_accepts_the_schema_accepts(value):
    if understood(json.dumps(value))[0] is not None:
        ACCEPTS.validate(value)


@pytest.mark.parametrize(("field", "value"), [(name, value) for name in FITTING for value in FITTING[name]])
def test_both_accept_what_is_written_a_little_otherwise(field, value):
    request = {"country": "KE", "authority": "a", "description": 7, field: value}
    assert understood(json.dumps(request))[0] is not None
    ACCEPTS.validate(request)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("tlp", "WHITE"),
        ("tlp", "TLP:"),
        ("urgency", "soon"),
        ("date", "20.11.2026"),
        ("contact", {"fax": "1"}),
        ("title", []),
    ],
)
def test_both_refuse_what_is_no_such_thing(field, value):
    request = {"country": "KE", "authority": "a", "description": "b", field: value}
    assert understood(json.dumps(request))[0] is None
    assert not ACCEPTS.is_valid(request)


def _until(terminal, child, *endings):
    """What a terminal shows until one of these endings, or until the program ends; never longer than a minute."""
    shown = b""
    while True:
        if not select.select([terminal], [], [], 60)[0]:
            os.kill(child, signal.SIGKILL)
            pytest.fail(f"nothing more was shown after: {shown.decode()}")
        try:
            shown += os.read(terminal, 4096)
        except OSError:
            return shown
        time.sleep(0.1)  # a prompt may come in pieces
        if endings and not select.select([terminal], [], [], 0)[0] and shown.endswith(endings):
            return shown


LINE = '{"country": "KE", "authority": "a", "description": "b", "tlp": "CLEAR"}\n'
BROKEN = ["garbage\n", '{"country": "KE"\n', "[1, 2]\n", '"text"\n', "null\n", "a: b: c\n"]


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_line_of_json_lines_spoils_no_other(broken):
    documents = list(read_stream(io.BytesIO((LINE + broken + LINE + "\n# a comment\n" + LINE).encode())))
    requests = [read(document, dict) for document in documents]
    assert [request is not None for request in requests] == [True, False, True, True]
    assert [document.place(())[0] for document in documents] == [1, 2, 3, 6]


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        (f"{LINE}{LINE}{{bad\n{LINE}", (3, 1), "the brace opened on line 3 is not closed"),
        (f'{LINE}{LINE}{{"country": [\n{LINE}', (3, 14), "not valid YAML"),
        (
            'country: KE\ncontact:\n  name: "A\n  phone: 1\ntitle: t\n\n---\ncountry: KE\n',
            (3, 9),
            "the quote opened on line 3",
        ),
        ("country: KE\ntitle: 'é \n...\n", (2, 8), "the quote opened on line 2"),
        ("country: KE\ncontact:\n\tname: A\n", (3, 1), "line 3 begins with a tab; use spaces"),
        ("country: KE\ntitle: @office\n", (2, 8), "put the value in quotes, since it begins with @"),
    ],
)
def test_a_slip_in_yaml_is_told_where_it_was_made(text, place, said):
    (problem,) = (p for document in read_stream(io.BytesIO(text.encode())) for p in document.problems)
    assert (problem.line, problem.column) == place
    assert said in f"{problem.message}; {problem.hint}"


def test_after_json_lines_a_document_of_several_lines_is_one_again():
    text = f"{LINE}---\ncountry: KE\nauthority: a\ndescription: b\n---\n{LINE}"
    assert len(list(read_stream(io.BytesIO(text.encode())))) == 3


def test_documents_are_told_apart_whatever_system_wrote_their_lines():
    text = "---\ncountry: KE\nauthority: a\ndescription: b\n"
    for end in ("\n", "\r\n"):
        documents = list(read_stream(io.BytesIO((text * 2).replace("\n", end).encode())))
        assert [read(document, dict) is not None for document in documents] == [True, True], end


def test_an_object_cut_short_in_the_first_line_spoils_no_other():
    documents = list(read_stream(io.BytesIO(('{"country": "KE"\n' + LINE + LINE).encode())))
    assert [read(document, dict) is not None for document in documents] == [False, True, True]


def test_json_of_several_lines_is_one_document_also_without_indentation():
    text = '{\n"country": "KE", "authority": "a", "description": "b", "species": [\n"x"\n],\n"contact":\n{"name": "c"}\n}\n'
    assert len(list(read_stream(io.BytesIO(text.encode())))) == 1


@pytest.mark.parametrize(
    "text",
    [
        '{ "country": "KE", "contact": {"name": "c"}\n, "authority": "a"\n, "description": "b" }\n',
        '{ "country": "KE",\n  "authority": "a", "contact": {"name": "c"},\n "description": "b"}\n',
        '# a comment\n---\n{"country": "KE", "authority": "a", "description": "\\ud83d\\ude00"}\n',
    ],
)
def test_json_is_read_wherever_its_lines_break(text):
    (document,) = read_stream(io.BytesIO(text.encode()))
    assert read(document, dict) is not None, document.problems


def test_each_of_several_documents_may_begin_with_a_byte_order_mark():
    one = "\ufeffcountry: KE\ntitle: t\n".encode()
    for between in (b"---\n", b"--- # the second\n", b"...\n"):
        first, second = read_stream(io.BytesIO(one + between + one))
        assert first.value == second.value == {"country": "KE", "title": "t"}, [*first.problems, *second.problems]


def test_directives_belong_to_the_document_that_they_stand_before():
    one = "# from our editor\n%YAML 1.2\n# 7\n---\ncountry: KE\nauthority: a\ndescription: b\n"
    documents = list(read_stream(io.BytesIO(f"{one}---\n{LINE}...\n{one}".encode())))
    assert [read(document, dict) is not None for document in documents] == [True, True, True]
    assert [document.place(("authority",))[0] for document in documents] == [6, 9, 16]


@pytest.mark.parametrize("banner", ["#" * 60, "# " * 30, "--- " + "#" * 60])
def test_a_banner_holds_up_nothing(banner):
    """An escape in the text has the reader look whether it is JSON."""
    begun = time.perf_counter()
    request, _ = understood(f'{banner}\ncountry: KE\nauthority: "Caf\\u00e9"\ndescription: C:\\users\\x\n')
    assert request.authority == "Café"
    assert request.description == "C:\\users\\x"
    assert time.perf_counter() - begun < 5


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("UK", "GB"), ("uk", "GB"), ("ke", "KE"), ("GBR", "GB"), ("XX", None),
        ("Centrafrique", "CF"), ("Costa de Marfil", "CI"), ("Guinée-Conakry", "GN"), ("EE.UU.", "US"),
        ("Birmanie", "MM"), ("Holanda", "NL"), ("la Guyane", "GF"), ("Palestina", "PS"),
        ("Republic of Korea", "KR"), ("République de Corée", "KR"), ("Kingdom of the Netherlands", "NL"),
        ("Bolivia (Plurinational State of)", "BO"), ("République-Unie de Tanzanie", "TZ"),
        ("Trinidad and Tobago", "TT"), ("República Bolivariana de Venezuela", "VE"),
        ("DR Congo", "CD"), ("R.D. Congo", "CD"), ("RD del Congo", "CD"), ("Congo (RDC)", "CD"),
        ("Rép. dém. du Congo", "CD"), ("Congo, Dem. Rep.", "CD"), ("Democratic Republic of Congo", "CD"),
        ("Congo Republic", "CG"), ("Rép. du Congo", "CG"), ("Congo-Brazzaville", "CG"), ("CAR", "CF"), ("C.A.R.", "CF"),
        ("England", "GB"), ("Écosse", "GB"), ("R.-U.", "GB"), ("P.N.G.", "PG"), ("RDP lao", "LA"), ("Gambia, The", "GM"),
        ("Swaziland", "SZ"), ("Turkey", "TR"), ("Burma", "MM"), ("Timor-Est", "TL"), ("Czech Rep.", "CZ"),
        ("St.Lucia", "LC"), ("St. Helena", "SH"), ("R.D.Congo", "CD"), ("P.R.China", "CN"), ("Hong Kong, China", "HK"),
        ("Arabia Saudita", "SA"), ("Papouasie", None), ("E. U.", None), (".", None), ("the", None), ("ß", None),
        ("Cape Verde", "CV"), ("Moçambique", "MZ"), ("Korea", None), ("Virgin Islands", None), ("Papua", None),
    ],
)  # fmt: skip
def test_a_country_is_found_by_code_and_by_what_people_write(written, code):
    assert countries.find(written, DATA) == code


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("Korea", ["KP", "KR"]), ("Nigera", ["NE", "NG"]), ("Serbia and Montenegro", ["ME", "RS"]),
        ("Virgin Islands", ["VG", "VI"]), ("Madagaskar", ["MG"]), ("Kenay", ["KE"]), ("Saudi", ["SA"]),
        ("Ivoire", ["CI"]), ("Scotia", []), ("Persia", []), ("RD", []), ("Islands", []), ("Republic", []), ("?", []),
    ],
)  # fmt: skip
def test_a_hint_names_every_country_that_can_be_meant_and_no_other(written, codes):
    (problem,) = (p for p in understood(LINE.replace("KE", written))[1] if p.code == "unknown-country")
    assert re.findall(r"\(([A-Z]{2})\)", problem.hint) == codes
    assert codes or problem.hint == "give its ISO 3166 code, as in `country: MG`"


def test_a_name_of_a_country_that_was_added_is_found_at_the_next_command(run, data_copy):
    file = data_copy / "country_names.yaml"
    asked = LINE.replace("KE", "Uhuru")
    refer = ("refer", "-r", "-", "-f", "json", "--data-dir", data_copy)
    assert "'Uhuru' is not a country" in run(*refer, stdin=asked).failed(4).err
    whole = file.read_text(encoding="utf-8")
    file.write_text(whole.replace("\nnames:\n", "\nnames:\n  KE: [Uhuru]\n"), encoding="utf-8")
    assert run(*refer, stdin=asked).ok().json["request"]["country"] == "KE"
    run("request", "check", "-", "--data-dir", data_copy, stdin=asked).ok()
    assert len(run("register", "list", "--country", "uhuru", "-f", "json", "--data-dir", data_copy).ok().json) == 1
    run("register", "list", "--country", "uhuru").failed(2)
    file.write_text(whole.replace("\nnames:\n", "\nnames:\n  ZZ: [Uhuru]\n"), encoding="utf-8")
    assert "country_names.yaml:" in run(*refer, stdin=asked).failed(4).err
    run(*refer, "-n", stdin=LINE).ok()


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_every_name_that_is_shown_is_found(language):
    assert [
        (code, name) for code, name in countries.names(language).items() if countries.find(name, DATA) != code
    ] == []


@pytest.mark.parametrize(
    ("named", "hint"),
    [
        ("chiens détecteurs", "did you mean 'detector-dogs'?"),
        ("PERROS DETECTORES", "did you mean 'detector-dogs'?"),
        ("Detector-dogs", "did you mean 'detector-dogs'?"),
        ("detector-dgos", "did you mean 'detector-dogs'?"),
        ("zzz", "see `iccwc needs list`"),
    ],
)
def test_whoever_names_a_need_by_its_label_is_told_its_id(named, hint):
    request, problems = understood(f"country: NO\nauthority: a\ndescription: b\nneeds: [{named}]\ntlp: CLEAR\n")
    assert request is None
    assert [(p.code, p.line, p.column, p.hint) for p in problems] == [("unknown-need", 4, 9, hint)]


def test_the_vocabulary_is_read_once_for_a_file_of_many_requests(inside, tmp_path, monkeypatch):
    read_ = []
    needs = vocabulary.needs
    monkeypatch.setattr(vocabulary, "needs", lambda data: read_.append(data) or needs(data))
    (file := tmp_path / "many.jsonl").write_text(LINE.replace("}", ', "needs": ["detector-dogs"]}') * 50)
    inside("request", "check", file).ok()
    assert len(read_) == 1


@pytest.mark.parametrize("text", ["Plate KBX 123A was seen", "Placa ABC-123", "the plate KBX 123A"])
def test_a_number_plate_is_found_at_the_start_of_a_sentence_too(text):
    document = next(read_stream(io.BytesIO(LINE.replace('"b"', f'"{text}"').encode())))
    privacy.warn(document, read(document, dict))
    assert [p.code for p in document.problems] == ["personal-plate"]


@pytest.mark.parametrize("field", ["title", "description", "notes"])
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Son passeport no 12AB34567", "personal-passport"),
        ("Su pasaporte número A1234567", "personal-passport"),
        ("Matrícula ABC-123", "personal-plate"),
        ("Immatriculation AB-123-CD", "personal-plate"),
        ("Ask juan@example.org", "personal-email"),
    ],
)
def test_people_are_protected_in_every_text_and_language(field, text, code):
    document = next(read_stream(io.BytesIO(json.dumps({**json.loads(LINE), field: text}).encode())))
    privacy.warn(document, read(document, dict))
    assert [(p.code, p.path) for p in document.problems] == [(code, field)]


def test_what_stands_twice_hides_no_other_problem(run):
    text = "country: XX\nauthority: A\nauthority: B\ndate: nope\n"
    found = run("request", "check", "-", "-f", "json", stdin=text).json["files"][0]["problems"]
    assert [p["code"] for p in found if p["severity"] == "error"] == [
        "missing",
        "unknown-country",
        "duplicate-key",
        "bad-date",
    ]


@pytest.mark.parametrize(
    "many",
    [
        lambda: "needs: [" + ", ".join(f"n{i}" for i in range(60_000)) + "]\n",
        lambda: "".join(f"k{i}: x\n" for i in range(60_000)),
        lambda: f"? {'k' * 90_000}\n:\n" + "- &a x\n" * 60_000,
        lambda: "needs: [" + "abc " * 200_000 + "]\n",
    ],
    ids=["needs", "fields", "anchors", "long"],
)
def test_however_much_is_wrong_it_is_told_shortly_and_little_of_it_compared(many, monkeypatch):
    compared, extract = [], process.extractOne

    def counted(word, *arguments, **options):
        compared.append(word)
        return extract(word, *arguments, **options)

    monkeypatch.setattr(process, "extractOne", counted)
    text = "country: KE\nauthority: a\ndescription: b\n" + many()
    request, problems = understood(text)
    assert len(compared) <= 500
    assert sum(map(len, compared)) < 10_000
    assert request is None
    assert len(problems) <= 501
    assert len(json.dumps([p.as_dict() for p in problems])) < 2 * len(text)


def test_how_many_problems_more_there_are_is_told_last(run):
    keys = "".join(f"k{i}: x\n" for i in range(1500))
    told = (
        run("refer", "-n", "-r", "-", stdin=f"country: KE\nauthority: a\ntlp: RED\ndescription: b\n{keys}")
        .failed(4)
        .err
    )
    errors = [line for line in told.splitlines() if line.startswith("Error: ")]
    assert len(errors) == 501
    assert errors[-1] == "Error: standard input: and 1000 more problems"


@pytest.mark.parametrize("before", ["", "# a note\n", "---\n"])
def test_json_may_hold_any_character_as_it_is(before):
    odd = "DEL \x7f C1 \x80\x9f line ends \x85 \u2028 \u2029 none \ufeff\ufffe\uffff in 'a \"b\\ \U0001f418"
    value = {"country": "KE", "authority": "a", "description": "b", "species": [odd], "notes": odd}
    raw, escaped = (understood(before + json.dumps(value, ensure_ascii=ascii_)) for ascii_ in (False, True))
    assert raw == escaped
    assert raw[0].species == (odd,)
    (bad,) = understood("{country: KE, authority: 'a\x7f', description: \"b\"}")[1]
    assert bad.code == "syntax"


def test_standard_input_is_read_once(run):
    run("request", "check", "-", "-", stdin=LINE).failed(2)
    run("refer", "-r", "-", "-r", "-", "-n", stdin=LINE).failed(2)


def test_what_a_telephone_field_does_not_keep_is_said(run):
    text = LINE.rstrip("}\n") + ', "contact": {"phone": "%s"}}'
    with_extension = run("refer", "-r", "-", "-n", "-f", "json", stdin=text % "+41 22 917 81 39 ext. 12").ok()
    assert with_extension.json["request"]["contact"]["phone"] == "+41229178139"
    assert "extension 12" in with_extension.err
    unusual = run("refer", "-r", "-", "-n", stdin=text % "+234 9 461 0000").failed(4).err
    assert "+234 has none with so many digits" in unusual


@pytest.mark.parametrize("written", ["poste 12", "p. 12", "(poste 12)", ", Poste n° 12", "x12", "anexo 12", "int. 12"])
def test_an_extension_is_known_in_each_language(written):
    request, problems = understood(LINE.rstrip("}\n") + f', "contact": {{"phone": "+261 34 12 345 67 {written}"}}}}')
    assert [p.code for p in problems] == ["extension-left-out"]
    assert "the extension 12 is left out" in problems[0].message
    assert request.contact.phone == "+261341234567"


@pytest.mark.parametrize("number", ["+261 34 12 345 67", "+49 30 1234567"])
def test_words_after_a_number_are_neither_dialled_nor_taken_for_digits(number):
    for after in ("(bureau)", "ou 033 12 345 67", "B.P. 610", "WhatsApp"):
        text = LINE.rstrip("}\n") + f', "contact": {{"phone": "{number} {after}"}}}}'
        request, (problem,) = understood(text)
        assert request.contact.phone == number.replace(" ", "")
        assert (problem.code, problem.severity) == ("words-left-out", "warning")
        assert f"'{after}' is left out" in problem.message


def test_a_number_is_not_blamed_for_a_country_that_is_not_known():
    text = "country: XX\nauthority: a\ndescription: b\ncontact: {phone: %s}\n"
    errors = [
        {p.code for p in understood(text % number)[1] if p.severity == "error"} for number in ("020 600 0800", "+1")
    ]
    assert errors == [{"unknown-country"}, {"unknown-country", "bad-telephone"}]


def test_lines_end_alike_whatever_system_wrote_them(run):
    texts = {
        "Park service, east, and more",
        *("Park\\nservice".replace("\\n", end) for end in ("\\n", "\\r\\n", "\\r")),
    }
    found = [
        run("refer", "-r", "-", "-n", "-f", "json", stdin=LINE.replace('"b"', f'"{t}"')).json for t in sorted(texts)
    ]
    assert {f["request"]["description"] for f in found} == {"Park service, east, and more", "Park\nservice"}


@pytest.fixture
def asked(environment, tmp_path):
    """Answer the questions of `request new` on a terminal; what it showed, and its exit code."""
    if sys.platform == "win32":
        pytest.skip("Windows has no pseudo-terminals")

    def _asked(answers, *options, stdout=None, **variables):
        child, terminal = pty.fork()
        if child == 0:
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # whoever runs the tests in the background ignores it
            os.chdir(tmp_path)
            if stdout:
                os.dup2(os.open(stdout, os.O_WRONLY | os.O_CREAT), 1)
            command = [sys.executable, "-m", "iccwc_cli", "request", "new", *options]
            own = {"PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "300"}
            os.execve(sys.executable, command, environment | own | variables)
        shown = b""
        for answer in answers:
            shown += _until(terminal, child, b": ", b"? ", b"> ")
            os.write(terminal, f"{answer}\r".encode() if answer not in (END, BREAK) else answer.encode())
        shown += _until(terminal, child)
        os.close(terminal)
        return shown.decode(), os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    return _asked


END, BREAK = "\x04", "\x03"
"""Ctrl-D and Ctrl-C."""
BEFORE = ["Senegal", "Parks", "The head", "", "", "", "Judges"]
"""Answers to the questions before the description."""
AFTER = [""] * 5
"""Answers to the questions after it."""


def test_new_asks_in_french_from_the_first_question_to_a_file(asked, tmp_path):
    answers = ["", "Atlantide", "Sénégal", "Direction des parcs", "Le directeur", "", "33 889 00 00", ""]
    answers += ["Former nos juges", "Nous demandons une formation pour nos magistrats", "sur les peines.", "."]
    answers += ["Formation des jujes", "Formation des juges et procureurs; detector-dogs"]
    answers += ["Loxodonta africana, bois de rose", "", "GREEN", "Réponse en français"]
    shown, code = asked(answers, "--lang", "fr", "-o", "new.yaml")
    assert code == 0, shown
    assert "Pays (code ou nom)\u00a0: " in shown
    assert "Il faut une réponse ici" in shown
    assert "de quoi s'agit-il\u00a0? Former" in shown
    assert "'Atlantide' is not a country" in shown
    assert "no need is called 'Formation des jujes'" in shown
    assert "Urgence\u00a0: routine, urgent ou emergency (urgence absolue) [routine]\u00a0: " in shown
    assert "Suggéré au Secrétariat\u00a0: unodc" in shown
    assert "`iccwc refer --request new.yaml` refers it" in shown
    assert "gardée" not in shown
    request, problems = understood((tmp_path / "new.yaml").read_bytes())
    assert request is not None, problems
    assert (request.country, request.tlp, request.contact.phone) == ("SN", "GREEN", "+221338890000")
    assert request.description == "Nous demandons une formation pour nos magistrats\nsur les peines."
    assert request.needs == ("judicial-training", "detector-dogs")
    assert request.species == ("Loxodonta africana", "bois de rose")
    assert request.notes == "Réponse en français"


def test_new_leaves_the_language_to_the_text_and_not_to_the_questions(asked, tmp_path):
    said = ["Nous demandons une formation pour nos magistrats.", "."]
    shown, code = asked([*BEFORE, *said, *AFTER], "--lang", "en", "-o", "new.yaml")
    assert code == 0, shown
    request, _ = understood((tmp_path / "new.yaml").read_bytes())
    assert (request.language, request.language_guessed) == ("fr", True)


LONG_LINE = "Nous demandons des chiens. " * 300 + "Merci."
PASTED = f"Un titre\n\n{LONG_LINE}\n\nÀ bientôt."


@pytest.mark.parametrize("stdout", [None, "new.yaml"])
@pytest.mark.parametrize("frame", ["{}", "\x1b[200~{}\x1b[201~"], ids=["typed", "pasted"])
def test_new_takes_a_description_as_long_as_it_is(asked, tmp_path, frame, stdout):
    pasted = frame.format(PASTED.replace("\n", "\r"))
    shown, code = asked([*BEFORE, pasted, ".", *AFTER], *([] if stdout else ["-o", "new.yaml"]), stdout=stdout)
    assert code == 0, shown
    assert understood((tmp_path / "new.yaml").read_bytes())[0].description == PASTED


def test_new_lets_a_description_be_edited_and_end_with_the_input(asked):
    shown, code = asked([*BEFORE, "We ask for dgs\x1b[D\x1b[Do", "", "and judges.", END, *AFTER])
    assert code == 0, shown
    assert "not kept in a file" in shown.partition("Country")[0]
    *_, written = shown.replace("\r\n", "\n").partition("country: Senegal")
    assert "description: |-\n  We ask for dogs\n\n  and judges.\n" in written


@pytest.mark.parametrize(
    ("answers", "end"), [([], END), ([], BREAK), (BEFORE, END), (BEFORE, BREAK), ([*BEFORE, "Dogs", "."], BREAK)]
)
def test_new_says_that_nothing_is_kept_when_it_is_broken_off(asked, tmp_path, answers, end):
    shown, code = asked([*answers, end], "--lang", "es", stdout="new.yaml")
    assert code == 130
    assert shown.endswith("\r\nInterrumpido; no se guardó nada\r\n")
    assert "Note: " not in shown
    assert (tmp_path / "new.yaml").read_bytes() == b""


def test_new_keeps_accents_in_any_locale_and_a_character_that_is_none(asked, tmp_path):
    answers = [*BEFORE[:-1], "Éléphants\ufffe", "Été à Abidjan", ".", *AFTER]
    shown, code = asked(answers, "-o", "new.yaml", LC_ALL="C")
    assert code == 0, shown
    written = yaml.safe_load((tmp_path / "new.yaml").read_text(encoding="utf-8"))
    assert (written["title"], written["description"]) == ("Éléphants\ufffe", "Été à Abidjan")


def test_new_takes_the_end_of_input_for_no_answer_where_none_is_needed(asked, tmp_path):
    shown, code = asked([*BEFORE, "\x1b[200~Dogs.\r.\x1b[201~", *[END] * len(AFTER)], "-o", "new.yaml")
    assert code == 0, shown
    written = yaml.safe_load((tmp_path / "new.yaml").read_text())
    assert (written["description"], written["tlp"], "needs" in written) == ("Dogs.", "AMBER", False)


@pytest.mark.parametrize(
    ("named", "needs"),
    [
        ("Sampling and testing of ivory, horn and scales", ["ivory-sampling"]),
        ("minería ilegal, residuos y contaminación; DETECTOR-DOGS;", ["mining-and-pollution-crime", "detector-dogs"]),
        ("judicial-training, detector-dogs", ["judicial-training", "detector-dogs"]),
    ],
)
def test_new_takes_needs_by_the_names_that_needs_show_takes(asked, tmp_path, named, needs):
    shown, code = asked([*BEFORE, "Help.", ".", named, *AFTER[1:]], "-o", "new.yaml")
    assert code == 0, shown
    assert yaml.safe_load((tmp_path / "new.yaml").read_text())["needs"] == needs


def test_new_never_hangs_without_a_terminal(run):
    assert "iccwc request template" in run("request", "new").failed(2).err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_new_asks_nothing_where_that_is_forbidden(environment, tmp_path):
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(tmp_path)
        command = [sys.executable, "-m", "iccwc_cli", "request", "new", "--no-input"]
        os.execve(sys.executable, command, environment | {"PYTHONPATH": str(ROOT)})
    shown = _until(terminal, child, b": ").decode()
    os.close(terminal)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 2, shown
    assert "iccwc request template" in shown


@pytest.mark.parametrize(
    ("written", "meant"), [("pays", "country"), ("pais", "country"), ("Asunto", "title"), ("besoin", "needs")]
)
def test_a_field_in_french_or_spanish_is_told_what_it_is_called(run, written, meant):
    result = run("request", "check", "-", stdin=f"{written}: x\n")
    assert result.code == 1
    assert f"'{written}' is not a field here (did you mean '{meant}'?)" in result.out


def test_a_short_field_with_two_letters_swapped_is_known():
    _, problems = understood("country: KE\nauthority: a\ndescription: b\ntpl: CLEAR\n")
    assert "did you mean 'tlp'?" in {p.hint for p in problems if p.code == "unknown-key"}


@pytest.mark.parametrize("key", ["name", "email", "phone"])
def test_what_lost_its_indentation_is_told_where_it_belongs(key):
    _, problems = understood(f"country: KE\nauthority: a\ndescription: b\ntlp: CLEAR\ncontact:\n{key}: x\n")
    assert [(p.code, p.line) for p in problems] == [("unknown-key", 6)]
    assert "belongs under `contact:`" in problems[0].hint


@pytest.mark.parametrize("between", [", ", "; ", " ", ","])
def test_needs_in_one_text_are_told_how_to_write_them(between):
    text = f"country: KE\nauthority: a\ndescription: b\ntlp: CLEAR\nneeds: judicial-training{between}detector-dogs\n"
    _, (problem,) = understood(text)
    assert (problem.code, problem.line) == ("unknown-need", 5)
    assert "`needs: [judicial-training, detector-dogs]`" in problem.hint
