"""From a request file to a referral."""

from __future__ import annotations

import json
import os
import re
import select
import sqlite3
import stat
import subprocess
import sys
import time
import tracemalloc
from contextlib import closing, nullcontext
from pathlib import Path

import pytest
from conftest import PHONES, ROOT

from iccwc_cli import files
from iccwc_cli.cli.console import Console
from iccwc_cli.cli.refer import _routed, _told
from iccwc_cli.errors import RefusedError
from iccwc_cli.places import shipped_data_dir
from iccwc_cli.referral.desk import Outcome
from iccwc_cli.routing import load

EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
RECORD_FIELDS = [
    "schema_version", "id", "created_at", "status", "addressee", "tlp", "request", "outcome", "suggestions",
    "partner_tasks", "warnings", "routing", "closure", "replaces", "replaced_by",
]  # fmt: skip
LED_BY = {
    "phones-we-cannot-open": "interpol",
    "magistrats-peines-inegales": "unodc",
    "riesgo-de-lavado": "world-bank",
    "conteneurs-bois-de-vene": "wco",
    "permisos-en-papel": "cites",
    "ranger-posts-credit": "world-bank",
    "land-border-dogs": "wco",
}
GOOD = "country: NO\nauthority: Økokrim\ndescription: We need help to examine seized telephones.\ntlp: GREEN\n"


def evidence(record):
    return [e for s in record["suggestions"] for r in s["reasons"] for e in r["evidence"]]


def test_what_to_type_next_is_said_of_a_referral_that_is_not_yet_sent(run):
    first = run("refer", "-r", EXAMPLES[0]).ok()
    ref = first.out.split()[0]
    assert f"iccwc register advance {ref} requested --channel CHANNEL" in first.err
    assert "register advance" in run("refer", "-r", EXAMPLES[0], "--if-new").ok().err
    run("register", "advance", ref, "requested", "--channel", "post").ok()
    assert "register advance" not in run("refer", "-r", EXAMPLES[0], "--if-new").ok().err


def test_a_dry_run_refuses_what_recording_would(run):
    ref = run("refer", "-r", EXAMPLES[0], "-f", "json").ok().json["id"]
    for options in ((), ("-n",)):
        run("refer", "-r", EXAMPLES[1], "--replaces", "R00000", *options).failed(3)
        run("refer", "-r", EXAMPLES[1], "--replaces", ref, *options).failed(5)
    run("register", "advance", ref, "cancelled", "--reason", "twice").ok()
    run("refer", "-r", EXAMPLES[1], "--replaces", ref, "-n").ok()


def test_a_dry_run_tells_what_recording_would_and_writes_nothing(run, tmp_path):
    held = run("refer", "-r", EXAMPLES[0], "-f", "json").ok().json

    def lies_there():
        return {path: path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file()}

    before = lies_there()
    again = run("refer", "-r", EXAMPLES[0], "-n", "-f", "json").ok()
    assert (again.json["id"], again.json["created_at"]) == (None, None)
    assert again.json["warnings"][-1]["code"] == "possible-duplicate"
    assert f"Warning: {EXAMPLES[0]}: the register holds {held['id']}" in again.err
    lines = run("refer", "-r", EXAMPLES[0], "-r", EXAMPLES[1], "-n", "--if-new", "-f", "jsonl").ok()
    first, second = (json.loads(line)["referral"] for line in lines.out.splitlines())
    assert {key: first[key] for key in held} == held
    assert f"recorded already, as {held['id']}" in lines.err
    assert (second["id"], second["warnings"]) == (None, [])
    assert lies_there() == before


def test_a_dry_run_names_the_referral_that_would_be_replaced_and_finds_it_no_duplicate(run):
    ref = run("refer", "-r", EXAMPLES[0], "-f", "json").ok().json["id"]
    run("register", "advance", ref, "cancelled", "--reason", "sent again").ok()
    again = run("refer", "-r", EXAMPLES[0], "--replaces", ref[:7], "-n", "-f", "json").ok().json
    assert (again["id"], again["replaces"], again["warnings"]) == (None, ref, [])
    run("refer", "-r", "-", "--replaces", ref, "-n", stdin=f"{GOOD}---\n{GOOD}").failed(2)


def test_a_dry_run_does_not_bring_an_older_register_forward(run, tmp_path):
    register = tmp_path / "own.sqlite3"
    run("refer", "-r", EXAMPLES[0], "--register", register).ok()
    with closing(sqlite3.connect(register)) as db:
        db.execute("PRAGMA user_version = 0")
    before = register.read_bytes()
    told = run("refer", "-r", EXAMPLES[0], "--register", register, "-n", "--if-new", "-f", "json").ok()
    assert told.json["id"] is None
    assert "an older iccwc wrote it" in told.err
    assert register.read_bytes() == before
    assert not list(tmp_path.glob("*version*"))


def test_a_dry_run_without_a_register_loads_nothing_of_it(run, tmp_path):
    loaded = run("refer", "-r", EXAMPLES[0], "-n", "--if-new", PYTHONPROFILEIMPORTTIME="1").ok().err
    assert "iccwc_cli.referral.desk" in loaded
    assert "iccwc_cli.register" not in loaded
    assert "sqlite3" not in loaded
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("named", ["own.sqlite3", "folder/../own.sqlite3", "link/own.sqlite3"])
def test_the_output_is_never_the_register(run, tmp_path, named):
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path)
    register = tmp_path / "own.sqlite3"
    run("refer", "-r", EXAMPLES[0], "--register", register, "-o", named, "-f", "json").failed(2)
    assert not register.exists()


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda f: f.stem)
def test_an_example_goes_where_an_informed_reader_would_send_it(run, file):
    record = run("refer", "--request", file, "--dry-run", "-f", "json").ok().json
    assert list(record) == RECORD_FIELDS
    assert (record["id"], record["created_at"]) == (None, None)
    assert (record["status"], record["addressee"]) == ("draft", "cites-secretariat")
    assert record["suggestions"][0]["partner"] == LED_BY[file.stem]
    assert evidence(record)
    for e in evidence(record):
        assert record["request"][e["field"]][e["start"] : e["end"]] == e["text"]
    scores = [s["score"] for s in record["suggestions"]]
    assert scores == sorted(scores, reverse=True)
    assert [s["rank"] for s in record["suggestions"]] == list(range(1, len(scores) + 1))


def test_every_example_has_its_expectation():
    assert {f.stem for f in EXAMPLES} == set(LED_BY)


def test_the_same_request_gives_the_same_bytes(run):
    first = run("refer", "-r", EXAMPLES[0], "-n", "-f", "json").ok().out
    assert first == run("refer", "-r", EXAMPLES[0], "-n", "-f", "json", TZ="Asia/Tokyo", LC_ALL="C").ok().out


def test_norway_is_not_false_and_zeros_stay(run):
    record = run("refer", "-r", "-", "-n", "-f", "json", stdin=GOOD + "reference: 007\n").ok().json
    assert (record["request"]["country"], record["request"]["country_name"]) == ("NO", "Norway")
    assert record["request"]["reference"] == "007"


def test_outside_every_mandate_nothing_is_invented(run):
    text = "country: FJ\nauthority: Ministry of Health\ndescription: We ask for vaccines and syringes.\ntlp: CLEAR\n"
    record = run("refer", "-r", "-", "-n", "-f", "json", stdin=text).ok().json
    assert (record["outcome"], record["suggestions"]) == ("nothing-matched", [])
    assert record["addressee"] == "cites-secretariat"
    assert "Secretariat will advise" in run("refer", "-r", "-", "-n", stdin=text).ok().out


def test_needs_named_by_id_decide(run):
    text = GOOD + "needs: [ml-risk-assessment]\n"
    record = run("refer", "-r", "-", "-n", "-f", "json", stdin=text).ok().json
    assert record["suggestions"][0]["partner"] == "world-bank"
    assert record["suggestions"][0]["reasons"][0] == {
        "service": "wb-nra-environment", "need": "ml-risk-assessment", "source": "wb-nra-page", "evidence": [],
    }  # fmt: skip


def test_many_documents_in_lines_with_a_bad_one_among_them(run):
    text = "---\n" + GOOD + "---\ncountry: XX\n---\n" + GOOD
    result = run("refer", "-r", "-", "-n", "-f", "jsonl", stdin=text)
    lines = [json.loads(line) for line in result.out.splitlines()]
    assert result.code == 1
    assert [(x["index"], x["ok"]) for x in lines] == [(0, True), (1, False), (2, True)]
    assert {p["code"] for p in lines[1]["problems"]} == {"unknown-country", "missing", "no-label"}
    assert lines[1]["problems"][0]["line"] == 7


@pytest.mark.parametrize("format_", ["text", "json"])
def test_a_bad_document_among_several_is_told_beside_the_good(run, format_):
    result = run("refer", "-r", "-", "-n", "-f", format_, stdin=f"---\n{GOOD}---\ncountry: XX\n")
    assert result.code == 1
    assert "'XX' is not a country" in result.err
    if format_ == "json":
        (record,) = result.json
        assert record["request"]["country"] == "NO"
    else:
        assert result.out.count("TLP:GREEN") == 1


def test_json_lines_in_and_a_repeated_option(run, tmp_path):
    one = {"country": "NO", "authority": "a", "description": "We need help with seized telephones 📱", "tlp": "RED"}
    (tmp_path / "a.jsonl").write_text(json.dumps(one) + "\n" + json.dumps(one) + "\n")
    (tmp_path / "b.yaml").write_text(GOOD)
    result = run("refer", "-r", "a.jsonl", "-r", "b.yaml", "-n", "-f", "jsonl").ok()
    lines = [json.loads(line) for line in result.out.splitlines()]
    assert [x["referral"]["tlp"] for x in lines] == ["RED", "RED", "GREEN"]
    assert lines[0]["referral"]["request"]["description"].endswith("📱")


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("missing.yaml", None, "no such file"),
        ("folder", ..., "is a folder"),
        ("empty.yaml", "", "holds no document"),
        ("list.yaml", "- a\n- b\n", "not a request"),
        ("broken.yaml", "country: [NO\n", "broken.yaml:1:10"),
        ("country.yaml", "country: Atlantis\nauthority: a\ndescription: b\n", "country.yaml:1:10: country:"),
        ("description.yaml", "country: NO\nauthority: a\n", "'description' is missing"),
    ],
)
def test_what_cannot_be_read_is_said_with_place_and_hint(run, tmp_path, name, content, says):
    if content is ...:
        (tmp_path / name).mkdir()
    elif content is not None:
        (tmp_path / name).write_text(content)
    result = run("refer", "--request", name).failed(4)
    assert says in result.err
    assert "\nHint: " in result.err


def test_all_problems_at_once(run, tmp_path):
    (tmp_path / "a.yaml").write_text("country: XX\nauthorty: a\nurgency: now\ndescription: b\ndescription: c\n")
    err = run("refer", "-r", "a.yaml").failed(4).err
    for says in ("a.yaml:5:1: description: key 'description' stands twice",):
        assert says in err
    (tmp_path / "a.yaml").write_text("country: XX\nauthorty: a\nurgency: now\ndescription: b\n")
    err = run("refer", "-r", "a.yaml").failed(4).err
    assert err.count("Error: ") == 4
    assert "did you mean 'authority'?" in err


def test_output_file_is_written_once_and_private(run, tmp_path):
    run("refer", "-r", EXAMPLES[0], "-n", "-f", "json", "-o", "out.json").ok()
    written = tmp_path / "out.json"
    assert json.loads(written.read_text())["outcome"] == "suggested"
    assert written.stat().st_mode & 0o077 == 0
    assert "exists already" in run("refer", "-r", EXAMPLES[0], "-n", "-o", "out.json").failed(5).err
    assert "cannot be written" in run("refer", "-r", EXAMPLES[0], "-n", "-o", "no/such/out.json").failed(4).err


def test_an_output_whose_name_is_as_long_as_can_be_is_written(run, tmp_path):
    name = "o" * os.pathconf(tmp_path, "PC_NAME_MAX")
    run("refer", "-r", EXAMPLES[0], "-f", "json", "-o", name).ok()
    assert json.loads((tmp_path / name).read_text())["id"]


def test_nothing_is_recorded_for_an_output_whose_name_is_too_long(run, tmp_path):
    name = "o" * (os.pathconf(tmp_path, "PC_NAME_MAX") + 1)
    told = run("refer", "-r", EXAMPLES[0], "-o", name).failed(4).err
    assert f"{name}: cannot be written" in told
    assert "choose a shorter name" in told
    assert run("register", "list", "-f", "json").ok().json == []


def test_a_file_that_is_broken_off_leaves_nothing(tmp_path):
    def lines(write):
        write("a line\n" * 100_000)
        raise KeyError

    with pytest.raises(KeyError), files.whole(tmp_path / "out.jsonl") as write:
        lines(write)
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_on_disk_before_it_has_its_name_and_then_its_name_is(tmp_path, monkeypatch):
    order = []

    def sync(handle):
        order.append(
            (stat.S_ISDIR(os.fstat(handle).st_mode), sorted(p.name for p in tmp_path.iterdir() if p.name[0] != "."))
        )

    monkeypatch.setattr(os, "fsync", sync)
    with files.whole(tmp_path / "a") as write:
        write("ours")
    assert order == [(False, []), (True, ["a"])]
    files.write_all_new(tmp_path, dict.fromkeys("bc", "ours"))
    assert order[2:] == [(False, ["a"]), (False, ["a"]), (True, ["a", "b", "c"])]


def test_a_link_that_leads_nowhere_is_a_name_that_is_taken(run, tmp_path):
    (tmp_path / "out.json").symlink_to(tmp_path / "gone")
    assert "exists already" in run("refer", "-r", EXAMPLES[0], "-f", "json", "-o", "out.json").failed(5).err
    assert run("register", "list", "-f", "json").ok().json == []


def test_a_file_that_appears_meanwhile_is_never_overwritten(tmp_path):
    file = tmp_path / "out.jsonl"
    with pytest.raises(RefusedError, match="exists already"), files.whole(file):
        file.write_text("theirs")
    assert [path.read_text() for path in tmp_path.iterdir()] == ["theirs"]


@pytest.mark.parametrize("end", [KeyboardInterrupt, FileExistsError, SystemExit])
def test_of_several_files_all_are_written_or_none_and_no_other_is_touched(tmp_path, monkeypatch, end):
    put = files.put

    def broken_off(made, path):
        if path.name == "b":
            path.write_text("theirs")
            raise end
        put(made, path)

    monkeypatch.setattr(files, "put", broken_off)
    with pytest.raises((RefusedError, KeyboardInterrupt, SystemExit)):
        files.write_all_new(tmp_path, dict.fromkeys("abc", "ours"))
    assert [path.read_text() for path in tmp_path.iterdir()] == ["theirs"]


def test_a_file_system_without_links_is_written_to_as_well(tmp_path, monkeypatch):
    def no_links(*_):
        raise PermissionError

    monkeypatch.setattr(os, "link", no_links)
    files.write_all_new(tmp_path, {"a": "ours"})
    with pytest.raises(RefusedError), files.whole(tmp_path / "b"):
        (tmp_path / "b").write_text("theirs")
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a": "ours", "b": "theirs"}


def test_a_file_takes_no_more_memory_than_its_longest_line(tmp_path):
    line = "x" * 999 + "\n"
    tracemalloc.start()
    with Console(tmp_path / "out.jsonl").lines() as write:
        for _ in range(10_000):
            write(line)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (tmp_path / "out.jsonl").stat().st_size == 10_000_000
    assert peak < 1_000_000


def test_ids_sort_by_time_and_tell_a_misreading():
    from datetime import UTC, datetime

    from iccwc_cli.referral import ids

    made = []
    for second in (1, 1, 1, 2, 3):
        made.append(ids.new(datetime(2026, 11, 24, 2, 30, second, tzinfo=UTC), made[-1] if made else None))
    assert made == sorted(made)
    assert len(set(made)) == 5
    for id_ in made:
        assert ids.is_whole(ids.tidy(id_.lower().replace("0", "o")))
        for i in range(1, len(id_)):
            if id_[i] != "-":
                other = ids.ALPHABET[(ids.ALPHABET.index(id_[i]) + 1) % 31]
                assert other == id_[i] or not ids.is_whole(id_[:i] + other + id_[i + 1 :])


def test_an_id_tells_swapped_symbols_and_takes_letters_for_the_digits_that_they_look_like():
    from iccwc_cli.referral import ids

    symbols = "6FS9T120Q7"
    whole = ids.written(symbols + ids.check(symbols))
    assert ids.is_whole(whole)
    for i in range(len(symbols) - 1):
        swapped = symbols[:i] + symbols[i + 1] + symbols[i] + symbols[i + 2 :]
        assert not ids.is_whole(ids.written(swapped + whole[-1])), swapped
    for digit, letters in (("1", "iIlL"), ("0", "oO")):
        assert {ids.tidy(whole.replace(digit, letter)) for letter in letters} == {whole}


def test_explain_names_words_for_and_against_and_who_was_left_out(run):
    why = run("refer", "-r", EXAMPLES[0], "-n", "--explain", "-f", "json").ok().json["explanation"]
    assert len(why["partners"]) == 5
    assert all(p["suggested"] or p["left_out"] for p in why["partners"])
    assert why["needs"][0]["for"]
    assert "left out" in run("refer", "-r", EXAMPLES[0], "-n", "--explain").ok().out
    line = json.loads(run("refer", "-r", EXAMPLES[0], "-n", "--explain", "-f", "jsonl").ok().out)
    assert line["referral"]["explanation"] == why


def test_explain_says_that_named_needs_decide_whatever_the_words_say(run):
    request = GOOD + "needs: [aml-training]\n"
    done = run("refer", "-r", "-", "-n", "--explain", "-f", "json", stdin=request).ok().json
    taken = {s["partner"] for s in done["suggestions"]}
    why = done["explanation"]
    assert why["named_needs"] == ["aml-training"]
    assert {p["partner"] for p in why["partners"] if p["suggested"]} == taken
    told = {p["partner"]: p["left_out"] for p in why["partners"]}
    assert "interpol" not in taken
    assert "names decide" in told["interpol"]
    out = run("refer", "-r", "-", "-n", "--explain", "--lang", "fr", stdin=request).ok().out
    assert "besoins nommés dans la demande décident" in out


def test_whoever_is_suggested_has_a_score_that_is_not_nothing(run):
    text = "country: SN\nauthority: Douanes\ntlp: CLEAR\ndescription: Nous souhaitons former nos agents des douanes à la CITES.\n"
    done = run("refer", "-r", "-", "-n", "-f", "json", stdin=text).ok().json["suggestions"]
    assert "support" in [s["role"] for s in done]
    assert all(s["score"] >= 0.06 for s in done)


@pytest.mark.parametrize("example", EXAMPLES)
def test_explain_calls_suggested_who_is_suggested(run, example):
    done = run("refer", "-r", example, "-n", "--explain", "-f", "json").ok().json
    told = {p["partner"] for p in done["explanation"]["partners"] if p["suggested"]}
    assert told == {s["partner"] for s in done["suggestions"]}


def test_text_of_records_is_never_markup_nor_an_escape(run):
    text = "country: NO\nauthority: '[red]x[/y]'\ndescription: \"We need help with seized telephones \\e[2J \\u202e end\"\n"
    for color in ("never", "always"):
        out = run("refer", "-r", "-", "-n", "--color", color, stdin=text).ok().out
        assert "[red]x[/y]" in out
        assert "\x1b[2J" not in out
        assert "\u202e" not in out


def test_the_reader_may_go_away(environment):
    import subprocess
    import sys

    command = f"{sys.executable} -m iccwc_cli refer -r - -n -f jsonl | head -n 1"
    many = ("---\n" + GOOD) * 3000
    env = environment | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(["bash", "-c", f"{command}; echo ${{PIPESTATUS[0]}}"], input=many.encode(), capture_output=True, env=env, check=False)  # fmt: skip
    assert done.stdout.decode().splitlines()[-1] == "141"
    assert done.stderr == b""


def test_a_need_and_a_service_of_one_name_are_named_once(run):
    lines = run("refer", "-r", PHONES, "-n").ok().out.splitlines()
    assert "   Digital forensics" in lines
    lines = run("refer", "-r", ROOT / "examples" / "conteneurs-bois-de-vene.yaml", "-n").ok().out.splitlines()
    assert "   Customs risk profiles for wildlife: Wildlife risk-management missions" in lines


@pytest.mark.parametrize(("lang", "told"), [("fr", "écarté (sous 0."), ("es", "por debajo de 0.")])
def test_why_a_partner_is_left_out_is_told_in_the_language_asked_for(run, lang, told):
    out = run("refer", "-r", PHONES, "-n", "--explain", "--lang", lang).ok().out
    assert told in out
    assert "below" not in out


def test_a_stream_gives_each_referral_as_soon_as_it_is_done(environment, tmp_path):
    line = '{"country": "KE", "authority": "KWS", "description": "We ask for dog handlers.", "tlp": "CLEAR"}\n'
    buffered = {name: value for name, value in environment.items() if name != "PYTHONUNBUFFERED"}
    with subprocess.Popen(
        [sys.executable, "-m", "iccwc_cli", "refer", "-r", "-", "-n", "-f", "jsonl"],
        env=buffered | {"PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as running:
        running.stdin.write(line * 2)  # where the second begins, the first has ended
        running.stdin.flush()
        shown = select.select([running.stdout], [], [], 60)[0]
        if not shown:
            running.kill()
        assert shown, "nothing came before the stream's end"
        assert json.loads(running.stdout.readline())["ok"] is True
        rest, _ = running.communicate()
    assert len(rest.splitlines()) == 1


@pytest.mark.parametrize("end", [KeyboardInterrupt, SystemExit, OSError])
def test_what_is_recorded_is_told_when_the_work_ends_early(capsys, end):
    """The module is asked by itself: no file can be made to fail between two batches."""

    def ends_early():
        yield [Outcome("a", {"id": "R1"}, None, []), Outcome("a", None, None, [])]
        raise end

    with pytest.raises(end), _told(Console()) as counted:
        list(counted(ends_early()))
    assert "1 recorded before this" in capsys.readouterr().err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
@pytest.mark.parametrize("format_", ["text", "json", "yaml", "jsonl"])
def test_what_is_recorded_is_told_when_the_output_takes_nothing(run, format_):
    result = run("refer", "-r", EXAMPLES[0], "-f", format_, "-o", "/dev/full")
    assert result.code == 4
    assert "1 recorded before this" in result.err
    assert result.err.count("Error: ") == 1


def test_an_output_may_be_a_device_and_is_never_a_folder(run, tmp_path):
    run("partners", "list", "-o", "/dev/null").ok()
    assert "is a folder" in run("partners", "list", "-o", tmp_path).failed(5).err


def _talk_at_a_terminal(environment, tmp_path, waits, *options):
    """What a person sees on standard error while documents come through a pipe, the second after so many seconds."""
    terminal, end = os.openpty()
    running = subprocess.Popen(
        [sys.executable, "-m", "iccwc_cli", "refer", "-n", "-r", "-", "-f", "jsonl", *options],
        env=environment | {"PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=end,
    )
    os.close(end)
    running.stdin.write(f"{GOOD}---\n".encode())
    running.stdin.flush()
    time.sleep(waits)
    running.stdin.write(GOOD.encode())
    running.stdin.close()
    assert running.wait() == 0
    os.set_blocking(terminal, False)
    try:
        return os.read(terminal, 10_000).decode()
    except (BlockingIOError, OSError):  # what a terminal that was closed without a word gives
        return ""
    finally:
        os.close(terminal)


def test_whoever_waits_at_a_terminal_sees_a_bar(environment, tmp_path):
    assert re.search(r"requests +\[.*\] +2", _talk_at_a_terminal(environment, tmp_path, 2.5))
    assert _talk_at_a_terminal(environment, tmp_path, 2.5, "--quiet") == ""
    assert _talk_at_a_terminal(environment, tmp_path, 0) == ""


def test_the_bar_of_a_file_ends_where_the_file_does(tmp_path):
    moved = []

    class Watched(Console):
        def progress(self, what, total):
            moved.append(total)
            return nullcontext(moved.append)

    file = tmp_path / "many.yaml"
    file.write_text(f"{GOOD}---\n" * 450)
    index = load.index(shipped_data_dir())
    assert [len(batch) for batch in _routed([file, file], index, Watched())] == [200, 200, 50] * 2
    assert moved[0] == sum(moved[1:]) == 2 * file.stat().st_size
