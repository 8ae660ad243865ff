"""`iccwc data check` passes on what ships, and finds each fault seeded into a copy."""

from __future__ import annotations

import contextlib
import json
import shutil
import stat
import sys
from pathlib import Path

import pytest
import yaml
from conftest import ROOT

from iccwc_cli import built
from iccwc_cli.built import Built, fingerprint
from iccwc_cli.cli.console import Console
from iccwc_cli.errors import BadInputError
from iccwc_cli.formats.structured import as_yaml
from iccwc_cli.routing import load
from iccwc_cli.upkeep.check import check_all
from iccwc_cli.upkeep.publish import build_all
from iccwc_cli.yaml_io import read_file

FAULTS = {
    "tool-of-no-partner": ("partners.yaml", "  - id: wco\n    acronym: WCO\n", "  - id: zzz\n    acronym: WCO\n", "unknown-partner"),
    "entry-point": ("partners.yaml", "    entry_point: true\n", "", "entry-point"),
    "duplicate-id": ("partners.yaml", "id: wco-cts\n", "id: wco-cen\n", "duplicate"),
    "unknown-need": ("partners.yaml", "need: detector-dogs,", "need: detector-dog,", "unknown-need"),
    "unknown-source": ("partners.yaml", "source: wco-dogs-page\n", "source: wco-dog-page\n", "unknown-source"),
    "missing-language": ("partners.yaml", '      fr: "Organisation mondiale des douanes"\n', "", "missing"),
    "two-owners": ("partners.yaml", '      - "OMD"\n', '      - "ONUDC"\n', "duplicate-name"),
    "two-owners-but-for-a-hyphen": ("partners.yaml", '      - "OMD"\n', '      - "Banque-mondiale"\n      - "OMD"\n', "duplicate-name"),
    "names-an-id": ("partners.yaml", '      - "OMD"\n', '      - "World-Bank"\n      - "OMD"\n', "duplicate-name"),
    "leads-and-supports": ("partners.yaml", "    support: [cites, world-bank]", "    support: [cites, unodc]", "duplicate"),
    "telephone": ("secretariat_contact.yaml", "+41229178139", "+4122917813", "bad-telephone"),
    "email": ("secretariat_contact.yaml", "info@cites.org", "info@cites..org", "bad-email"),
    "invented-email": (
        "secretariat_contact.yaml",
        "    value: null\n    country: null\n    status: not-stated",
        '    value: "a@example.org"\n    country: null\n    status: not-stated',
        "stated-value",
    ),
    "country-name": ("secretariat_contact.yaml", "country: CH\n", "country: Switzerland\n", "unknown-country"),
    "programme": ("partners.yaml", "source: wco-environment\n", "source: wco-environments\n", "unknown-source"),
    "extended-empty": ("secretariat_contact.yaml", 'extended: "International Environment House"', "extended:", "missing"),
    "region-derived": ("secretariat_contact.yaml", "region_derived: false", "region_derived: [a]", "wrong-type"),
    "lines-of-a-telephone": ("secretariat_contact.yaml", "  - type: phone\n", "  - type: phone\n    lines:\n", "missing"),
    "consortium-acronym": ("partners.yaml", "  acronym: ICCWC\n", "  acronym: [ICCWC]\n", "wrong-type"),
    "communicate-from-nowhere": ("lifecycle.yaml", "from: [accepted", "from: [] # [accepted", "missing"),
    "state-in-capitals": ("lifecycle.yaml", "  - id: received\n", "  - id: Received\n", "bad-id"),
    "setting-beyond-numbers": ("routing.yaml", "slope: ", "slope: 90000 # ", "bad-number"),
    "move": ("lifecycle.yaml", "moves: [requested, cancelled,", "moves: [requestd, cancelled,", "unknown-state"),
    "days": ("lifecycle.yaml", "    days: 30\n", "    days: many\n", "bad-number"),
    "days-not-decimal": ("lifecycle.yaml", "    days: 30\n", "    days: ²\n", "bad-number"),
    "days-without-end": ("lifecycle.yaml", "    days: 30\n", "    days: 1000000\n", "bad-number"),
    "set-by": ("lifecycle.yaml", "set_by: [authority]", "set_by: [{a: b}]", "wrong-type"),
    "asked-of-a-task": ("lifecycle.yaml", "requires: [reason-code]", "requires: [reason]", "unknown-value"),
    "asked-of-a-referral": ("lifecycle.yaml", "requires: [channel]", "requires: [reason-code]", "unknown-value"),
    "place": ("letters.yaml", "{title}", "{titel}", "bad-place"),
    "place-with-a-form": ("letters.yaml", "{title}", "{title:d}", "bad-place"),
    "sentence": ("letters.yaml", '    fr: "La demande est urgente."\n', "", "missing"),
    "yaml-trap": ("secretariat_contact.yaml", "country: CH\n", "country: &c CH\n", "anchor"),
    "cycle": ("needs.yaml", "  - id: justice\n", "  - id: justice\n    broader: judicial-training\n", "broader-cycle"),
    "label-clash": ("needs.yaml", '"sniffer dogs"', '"controlled deliveries"', "label-clash"),
    "empty-language": ("needs.yaml", 'es: "Perros detectores y unidades caninas"', 'es: ""', "missing"),
    "example-need": ("examples/integrity.yaml", "needs: [corruption-prevention]", "needs: [corruption]", "unknown-need"),
    "setting": ("routing.yaml", "slope:", "slpoe:", "unknown-key"),
    "setting-not-whole": ("routing.yaml", "need_weight: 2", "need_weight: 1.5", "bad-number"),
    "setting-no-number": ("routing.yaml", "slope: ", "slope: nan # ", "bad-number"),
    "synonym-clash": ("synonyms.yaml", "en: [customs]", "en: [customs, policing]", "label-clash"),
    "synonym-phrase": ("synonyms.yaml", "en: [customs]", 'en: [customs, "customs house"]', "bad-word"),
    "synonym-grammar": ("synonyms.yaml", "en: [customs]", "en: [customs, the]", "bad-word"),
    "synonym-language": ("synonyms.yaml", "  - en: [customs]\n", "  - it: [dogana]\n    en: [customs]\n", "unknown-key"),
    "speech-phrase": ("speech.yaml", "en: [already,", "en: [all ready,", "bad-word"),
    "speech-twice": ("speech.yaml", "en: [already,", "en: [already, already,", "duplicate"),
    "speech-language": ("speech.yaml", "  es: [ya, aparte]\n", "", "missing"),
    "country-of-a-name": ("country_names.yaml", "  CD:\n", "  DC:\n", "unknown-country"),
    "name-of-two-countries": ("country_names.yaml", "  CF: [CAR,", "  CF: [U.A.E., CAR,", "duplicate-name"),
    "name-of-another-by-iso": ("country_names.yaml", "AE: [UAE,", "AE: [Republic of Kenya, UAE,", "duplicate-name"),
    "name-is-a-code": ("country_names.yaml", "AE: [UAE,", "AE: [KEN, UAE,", "duplicate-name"),
    "name-of-another-as-shown": ("country_names.yaml", "NL: [Holland,", "NL: [Kenia, Holland,", "duplicate-name"),
    "short-word-of-two": ("country_names.yaml", "[st, saint,", "[st, rep, saint,", "duplicate"),
    "short-phrase": ("country_names.yaml", "[st, saint,", '[st, "st of", saint,', "bad-word"),
    "country-name-of-nothing": ("country_names.yaml", "  AE: [UAE", "  AE: [The, UAE", "bad-word"),
    "country-name-of-another": ("country_names.yaml", "alike:\n", "alike:\n  - [north, south]\n", "duplicate-name"),
    "country-word-alone": ("country_names.yaml", "alike:\n", "alike:\n  - []\n  - lone\n", "missing"),
    "formal-name-of-another": ("country_names.yaml", "AG: {en: \"Antigua and Barbuda\"", "AG: {en: \"Kenya\"", "duplicate-name"),
    "formal-country": ("country_names.yaml", "  AG: {en", "  AA: {en", "unknown-country"),
    "formal-language": ("country_names.yaml", "fr: \"Antigua-et-Barbuda\", ", "", "missing"),
    "preferred": ("partners.yaml", 'value: "196"\n        as_of: null\n        source: iccwc-site-partners\n        preferred: true', 'value: "196"\n        as_of: null\n        source: iccwc-site-partners\n        preferred: false', "preferred-fact"),
    "bad-date": ("partners.yaml", 'last_checked: "2026-11-24"', 'last_checked: "24.11.2026"', "bad-date"),
}  # fmt: skip


def test_what_ships_keeps_every_rule(run):
    result = run("data", "check", "-f", "json").ok().json
    assert result["ok"] is True
    assert {
        "partners.yaml",
        "needs.yaml",
        "secretariat_contact.yaml",
        "routing.yaml",
        "synonyms.yaml",
        "speech.yaml",
        "outside.yaml",
    } <= {f["file"].rpartition("/")[2] for f in result["files"]}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_seeded_fault_is_found_with_its_place(run, data_copy, fault):
    name, before, after, code = FAULTS[fault]
    file = data_copy / name
    text = file.read_text(encoding="utf-8")
    assert before in text
    place = text[: text.index(before)].count("\n") + 1
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    result = run("data", "check", "--data-dir", data_copy, "-f", "json")
    assert result.code == 1
    found = [p for f in json.loads(result.out)["files"] if f["file"].endswith(name) for p in f["problems"]]
    assert code in {p["code"] for p in found}
    at = next(p for p in found if p["code"] == code)
    assert at["line"] is not None
    assert at["column"] is not None
    if fault not in (
        "entry-point",
        "missing-language",
        "sentence",
        "speech-language",
        "tool-of-no-partner",
        "preferred",
        "cycle",
        "label-clash",
    ):
        assert place <= at["line"] <= place + 4


def test_a_name_of_a_country_that_is_known_already_is_no_error(run, data_copy):
    file = data_copy / "country_names.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("  AE:", "  KE: [República de Kenya]\n  AE:"))
    report = run("data", "check", "-f", "json", "--data-dir", data_copy).ok().json
    found = [(p["code"], p["severity"], p["message"]) for f in report["files"] for p in f["problems"]]
    assert found == [("duplicate", "warning", "'República de Kenya' is found without it")]


def test_words_that_clash_are_told_with_the_line_of_the_other(run, data_copy):
    file = data_copy / "synonyms.yaml"
    text = file.read_text(encoding="utf-8")
    line = text[: text.index("policemen")].count("\n") + 1
    file.write_text(f"{text}  - en: [policemen]\n    fr: [flic]\n", encoding="utf-8")
    result = run("data", "check", "--data-dir", data_copy)
    assert result.code == 1
    assert f"'policemen' has the stem of 'policemen' on line {line} " in result.out


def test_a_correction_is_seen_at_the_next_command(run, data_copy):
    file = data_copy / "secretariat_contact.yaml"
    file.write_text(file.read_text().replace("+41227973417", "+41227973418"))
    out = run("contact", "--data-dir", data_copy).ok().out
    assert "+41 22 797 34 18" in out


def test_what_was_built_before_a_correction_is_not_shown_after_it(run, data_copy):
    (data_copy / "built").mkdir()
    shutil.copy(ROOT / "data" / "built" / "contact.json", data_copy / "built")
    assert "+41 22 797 34 17" in run("contact", "--data-dir", data_copy).ok().out
    file = data_copy / "secretariat_contact.yaml"
    for before, after in (("17", "18"), ("18", "19")):
        file.write_text(file.read_text().replace(f"+412279734{before}", f"+412279734{after}"))
        assert f"+41 22 797 34 {after}" in run("contact", "--data-dir", data_copy).ok().out


def test_broken_data_is_refused_with_its_place(run, data_copy):
    file = data_copy / "partners.yaml"
    file.write_text(file.read_text().replace("acronym: WCO", "acronmy: WCO"))
    err = run("partners", "list", "--data-dir", data_copy).failed(4).err
    assert "partners.yaml:" in err
    assert "did you mean 'acronym'?" in err
    assert "no such data folder" in run("partners", "list", "--data-dir", data_copy / "nowhere").failed(4).err


def test_one_broken_file_is_the_only_thing_that_is_said(run, data_copy):
    """What refers to a file that cannot be read is not held against it."""
    for name in ("needs.yaml", "partners.yaml"):
        file = data_copy / name
        whole = file.read_text(encoding="utf-8")
        file.write_text("\t" + whole, encoding="utf-8")
        report = run("data", "check", "--data-dir", data_copy, "-f", "json")
        assert report.code == 1
        found = [(Path(f["file"]).name, p["code"]) for f in report.json["files"] for p in f["problems"]]
        assert found == [(name, "syntax")]
        file.write_text(whole, encoding="utf-8")


def test_a_file_that_cannot_be_read_ends_as_everywhere_and_is_named_once(run, data_copy):
    file = data_copy / "letters.yaml"
    file.unlink()
    result = run("data", "check", "--data-dir", data_copy)
    assert result.code == 4
    (line,) = (line for line in result.out.splitlines() if "unreadable" in line)
    assert line.count(str(file)) == 1
    result = run("data", "check", "--data-dir", data_copy, "-f", "json")
    assert [p["message"] for f in result.json["files"] for p in f["problems"]] == ["no such file"]


def test_what_is_wrong_with_a_file_of_data_is_not_told_as_if_it_were_a_request(run, data_copy):
    (data_copy / "letters.yaml").write_text("")
    (data_copy / "needs.yaml").write_text(f"concepts: {'[' * 30}")
    (data_copy / "speech.yaml").write_text("#" * (1 << 20) + "\n#")
    (data_copy / "lifecycle.yaml").unlink()
    (data_copy / "lifecycle.yaml").mkdir()
    out = run("data", "check", "--data-dir", data_copy).out
    assert [code for code in ("empty", "too-deep", "too-large", "unreadable") if f"error: {code}: " not in out] == []
    assert "request" not in out


def test_data_that_would_route_in_silence_by_less_are_refused(run, data_copy):
    refer = ("refer", "-r", ROOT / "examples" / "permisos-en-papel.yaml", "-n", "--data-dir", data_copy)
    partners = data_copy / "partners.yaml"
    whole = partners.read_text(encoding="utf-8")
    partners.write_text(whole.replace("need: electronic-permits", "need: electronic-permit"), encoding="utf-8")
    assert "'electronic-permit', which is not in the vocabulary" in run(*refer).failed(4).err
    partners.write_text(whole, encoding="utf-8")
    for file in (data_copy / "examples").iterdir():
        file.unlink()
    assert "holds no example requests" in run(*refer).failed(4).err
    assert "holds no example requests" in run("data", "check", "--data-dir", data_copy).out


def test_what_an_editor_or_a_mac_leaves_beside_the_data_is_none_of_them(run, data_copy):
    (data_copy / ".#needs.yaml").symlink_to("nobody@nowhere.1")  # as Emacs locks a file
    (data_copy / "examples" / ".#outside.yaml").symlink_to("nobody@nowhere.1")
    (data_copy / "examples" / "._outside.yaml").write_bytes(b"\0\5\x16\7")  # what macOS knows of a file
    run("refer", "-r", ROOT / "examples" / "permisos-en-papel.yaml", "-n", "--data-dir", data_copy).ok()
    run("contact", "--data-dir", data_copy).ok()
    assert "outside.yaml: ok" in (checked := run("data", "check", "--data-dir", data_copy).ok().out)
    assert "/." not in checked


def test_what_is_built_again_leaves_a_reader_what_it_has_open(data_copy):
    build_all(data_copy)
    file = data_copy / "built" / "routing.json"
    with file.open("rb") as reader:
        before = reader.read()
        outside = data_copy / "examples" / "outside.yaml"
        outside.write_text(outside.read_text(encoding="utf-8").replace("language: en", "language: fr", 1))
        build_all(data_copy)
        reader.seek(0)
        assert reader.read() == before
    assert file.read_bytes() != before


def test_a_changed_vocabulary_changes_the_next_suggestion(run, data_copy):
    needs, settings = data_copy / "needs.yaml", data_copy / "routing.yaml"
    settings.write_text(settings.read_text().replace("term_at_least: 3", "term_at_least: 1"))
    request = "country: NO\nauthority: a\ntitle: Zorbulator\ndescription: We ask for a zorbulator.\ntlp: CLEAR\n"
    refer = ("refer", "-r", "-", "-n", "-f", "json", "--explain", "--data-dir", data_copy)
    before = run(*refer, stdin=request).ok().json
    needs.write_text(
        needs.read_text(encoding="utf-8").replace('en: "Detector dogs"', 'en: "Zorbulator"'), encoding="utf-8"
    )
    after = run(*refer, stdin=request).ok().json
    assert before["routing"]["digest"] != after["routing"]["digest"]
    assert before["explanation"]["needs"][0]["need"] != "detector-dogs"
    assert after["explanation"]["needs"][0]["need"] == "detector-dogs"
    # The word counts once: of its two places, which weigh alike, the first is shown.
    assert [e["text"] for e in after["explanation"]["needs"][0]["for"]] == ["Zorbulator"]


CORRECTED = [
    ("partners.yaml", "International Criminal Police Organization", "International Police"),
    ("routing.yaml", "sure_at: 0.98", "sure_at: 0.90"),
]
TAUGHT = [
    ("partners.yaml", "role: support", "role: lead"),
    ("routing.yaml", "term_at_least: 3", "term_at_least: 2"),
    ("needs.yaml", "Detector dogs", "Dogs that detect"),
    ("synonyms.yaml", "handset", "shellphone"),
    ("speech.yaml", "already", "formerly"),
    ("examples/integrity.yaml", "language: en", "language: fr"),
]


def test_examples_are_learnt_again_only_when_a_correction_changes_what_they_teach(data_copy, tmp_path, monkeypatch):
    def correct(name, before, after):
        text = (file := data_copy / name).read_bytes()
        assert before.encode() in text
        file.write_bytes(text.replace(before.encode(), after.encode(), 1))
        return lambda: file.write_bytes(text)

    class LearningError(Exception):
        """Learning begins."""

    def learning():
        raise LearningError

    monkeypatch.setattr(built, "cache_dir", lambda: tmp_path / "cache")
    (data_copy / "examples" / "outside.yaml").unlink()  # for speed
    load.index(data_copy)
    for correction in CORRECTED:
        correct(*correction)
        load.index(data_copy, learning)
    (kept,) = (tmp_path / "cache").glob("*-routing.json")
    assert kept.read_bytes() == built.dumps(load.INDEX.made(data_copy))
    for correction in TAUGHT:
        undo = correct(*correction)
        with pytest.raises(LearningError):
            load.index(data_copy, learning)
        undo()
        load.index(data_copy, learning)
    monkeypatch.setattr(load, "_FORM", "another way")
    with pytest.raises(LearningError):
        load.index(data_copy, learning)


def test_a_built_file_that_was_cut_short_is_made_again(tmp_path, monkeypatch):
    monkeypatch.setattr(built, "cache_dir", lambda: tmp_path / "cache")
    content = {"digest": "d", "lines": [b"one", b"", b"two"]}
    one = Built("x.json", lambda _data: "d", lambda _data: {"lines": [b"made", b"", b"again"]})
    file = tmp_path / "built" / "x.json"
    file.parent.mkdir()
    file.write_bytes(built.dumps(content))

    def first_and_last():
        lines = one.load(tmp_path)["lines"]
        return lines[0], lines[2]

    assert first_and_last() == (b"one", b"two")
    file.write_bytes(built.dumps(content)[:-2])
    assert first_and_last() == (b"made", b"again")
    assert first_and_last() == (b"made", b"again"), "and from the cache the same"


@pytest.mark.parametrize("moment", ["looked", "made"])
def test_what_was_made_of_data_that_changed_meanwhile_is_neither_kept_nor_used(tmp_path, monkeypatch, moment):
    """Also when somebody saves between the look at the data and the reading of them, and undoes it later."""
    monkeypatch.setattr(built, "cache_dir", lambda: tmp_path / "cache")
    (file := tmp_path / "needs.yaml").write_text("before")
    saves = [moment]

    def save(now):
        if now in saves:
            saves.remove(now)
            file.write_text("after")

    def digest(data):
        found = fingerprint("x 1", "needs.yaml")(data)
        save("looked")
        return found

    def make(data):
        content = {"made of": (data / "needs.yaml").read_text()}
        save("made")
        return content

    one = Built("x.json", digest, make)
    with contextlib.suppress(BadInputError):
        assert one.load(tmp_path)["made of"] == "after"
    assert not saves
    file.write_text("before")
    assert one.load(tmp_path)["made of"] == "before"


def test_only_the_newest_of_a_built_file_is_kept_for_each_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(built, "cache_dir", lambda: tmp_path)
    for folder in ("data", "other"):
        for digest, name in (("sha256:1", "x.json"), ("sha256:1", "y.json"), ("sha256:2", "x.json")):
            Built(name, lambda _data, digest=digest: digest, lambda _data: {}).load(tmp_path / folder)
    kept = sorted(path.name.partition("-")[2] for path in tmp_path.iterdir())
    assert kept == ["1-y.json", "1-y.json", "2-x.json", "2-x.json"]


def test_the_wait_for_changed_data_is_explained_at_a_terminal_only(capsys, monkeypatch):
    console = Console(None)
    console.learning()
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    console.learning()
    assert "learning from the example requests" in capsys.readouterr().err


def _lists(value):
    """Each mapping that holds a list, with the name that the list has there; the first for each name."""
    found = {}
    for key, item in value.items() if isinstance(value, dict) else enumerate(value):
        if isinstance(item, list) and isinstance(value, dict):
            found.setdefault(key, value)
        if isinstance(item, (dict, list)):
            found = _lists(item) | found
    return found


def _read(file):
    return yaml.load(file.read_text(encoding="utf-8"), yaml.CBaseLoader)


LISTS = [(file.name, key) for file in sorted((ROOT / "data").glob("*.yaml")) for key in sorted(_lists(_read(file)))]


@pytest.mark.parametrize(("file", "key"), LISTS)
def test_a_list_left_empty_is_told_before_a_command_meets_it(data_copy, file, key):
    path = data_copy / file
    value = _read(path)
    _lists(value)[key][key] = None
    path.write_text(yaml.safe_dump(value), encoding="utf-8")
    wrong = [p for one in check_all(data_copy).files if Path(one.file) == path for p in one.problems]
    assert "is empty" in {p.message for p in wrong if p.path.endswith(key)}


def _channel(value, kind):
    return next(c for c in value["channels"] if c["type"] == kind and c["value"])


def _only_supports(value):
    for service in value["partners"][1]["services"]:
        for need in service["needs"]:
            need["role"] = "support"


def _silent(value):
    for channel in value["channels"]:
        channel |= {"value": None, "status": "not-stated"}


def _all_preferred(value):
    for fact in value["partners"][1]["facts"]:
        fact["preferred"] = "true"


RULES = {
    "an id of two words": ("partners.yaml", lambda v: v["partners"][1].update(id="inter pol"), "bad-id"),
    "four partners": ("partners.yaml", lambda v: v["partners"].pop(), "partner-count"),
    "two doors": ("partners.yaml", lambda v: v["partners"][1].update(entry_point="true"), "entry-point"),
    "a partner without services": ("partners.yaml", lambda v: v["partners"][1].update(services=[]), "missing"),
    "a partner that leads on nothing": ("partners.yaml", _only_supports, "leads-nothing"),
    "a fact preferred twice": ("partners.yaml", _all_preferred, "preferred-fact"),
    "a date by its week": ("partners.yaml", lambda v: v["sources"][0].update(last_checked="2026-W48-2"), "bad-date"),
    "a thirteenth month": ("partners.yaml", lambda v: v["partners"][1]["facts"][0].update(as_of="2026-13"), "bad-date"),
    "a source without its address": ("partners.yaml", lambda v: v["sources"][0].update(url="cites.org"), "bad-address"),
    "another role": (
        "partners.yaml", lambda v: v["partners"][1]["services"][0]["needs"][0].update(role="help"), "unknown-value"
    ),
    "no fax": (
        "secretariat_contact.yaml",
        lambda v: v.update(channels=[c for c in v["channels"] if c["type"] != "fax"]),
        "missing-channel",
    ),
    "no way to reach anybody": ("secretariat_contact.yaml", _silent, "unreachable"),
    "an e-mail address in words": (
        "secretariat_contact.yaml", lambda v: _channel(v, "email").update(value="info at cites.org"), "bad-email"
    ),
    "half a web address": (
        "secretariat_contact.yaml", lambda v: _channel(v, "web").update(value="cites.org"), "bad-address"
    ),
    "a number with spaces": (
        "secretariat_contact.yaml", lambda v: _channel(v, "phone").update(value="+41 22 917 81 39"), "bad-telephone"
    ),
    "an envelope of one line": (
        "secretariat_contact.yaml", lambda v: _channel(v, "mail").update(lines=["Geneva"]), "missing"
    ),
    "a version of two numbers": ("needs.yaml", lambda v: v["scheme"].update(version="1.0"), "bad-version"),
    "a need that nobody leads on": (
        "needs.yaml", lambda v: v["concepts"].append({**v["concepts"][-1], "id": "unheard-of"}), "unanswered-need"
    ),
    "a group that is not there": ("needs.yaml", lambda v: v["concepts"][-1].update(broader="nowhere"), "unknown-need"),
    "a label given twice": (
        "needs.yaml",
        lambda v: v["concepts"][-1].update(altLabel={"en": ["same", "Same"], "fr": ["a"], "es": ["b"]}),
        "duplicate",
    ),
    "an example given twice": ("examples/integrity.yaml", lambda v: v.append(v[0]), "duplicate"),
    "an example in Italian": ("examples/integrity.yaml", lambda v: v[0].update(language="it"), "unknown-value"),
    "a synonym of nothing": ("synonyms.yaml", lambda v: v["synonyms"].append({"en": ["zebra"]}), "missing"),
    "a life that begins elsewhere": (
        "lifecycle.yaml", lambda v: v["referral"].append(v["referral"].pop(0)), "first-state"
    ),
    "a life without mistakes": ("lifecycle.yaml", lambda v: v["referral"].pop(), "missing-state"),
    "a partner that may not decline": (
        "lifecycle.yaml", lambda v: v.update(task=[s for s in v["task"] if s["id"] != "rejected"]), "missing-state"
    ),
    "an end that is overdue": ("lifecycle.yaml", lambda v: v["referral"][-1].update(days="7"), "final-days"),
    "a state given twice": ("lifecycle.yaml", lambda v: v["referral"].append(v["referral"][-1]), "duplicate"),
    "a condition that nobody checks": (
        "lifecycle.yaml", lambda v: v["referral"][0].update(requires=["stamp"]), "unknown-value"
    ),
    "a sentence without its place": (
        "letters.yaml", lambda v: v["sentences"]["request-subject"].update(en="Request"), "bad-place"
    ),
    "a brace left open": (
        "letters.yaml", lambda v: v["sentences"]["request-subject"].update(en="Request: {title"), "bad-place"
    ),
}  # fmt: skip
"""What may be wrong with data, how it comes about, and the code that tells of it."""


@pytest.mark.parametrize("rule", RULES)
def test_a_broken_rule_is_told_of_where_it_is_broken(data_copy, rule):
    name, change, code = RULES[rule]
    path = data_copy / name
    value = read_file(path).value
    change(value)
    path.write_text(as_yaml(value), encoding="utf-8")
    assert code in {p.code for one in check_all(data_copy).files if Path(one.file) == path for p in one.problems}


def test_data_build_writes_what_commands_then_read(run, data_copy):
    paths = [Path(line) for line in run("data", "build", "--data-dir", data_copy).ok().out.splitlines()]
    assert sorted(paths) == sorted((data_copy / "built").iterdir())
    assert {"partners.json", "names.json", "routing.json"} <= {path.name for path in paths}
    assert all(path.read_bytes().startswith(b"{") for path in paths)
    assert "countries.json" not in {path.name for path in paths}, "it is read where it ships only"
    assert {stat.S_IMODE(path.stat().st_mode) for path in paths} == {0o644}, "whoever may run the program may read them"
