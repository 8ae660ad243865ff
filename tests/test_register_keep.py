"""The register keeps what it has: nothing changes unseen, nothing is lost, and it can be carried elsewhere."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from conftest import MONEY, PHONES, ROOT


@pytest.fixture
def file(tmp_path):
    return tmp_path / "office.sqlite3"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A register with two referrals, one of them communicated, made once; and their ids."""
    path = tmp_path_factory.mktemp("office") / "made.sqlite3"
    program = [sys.executable, "-m", "iccwc_cli"]
    env = {k: v for k, v in os.environ.items() if not k.startswith("ICCWC_")}
    env |= {"PYTHONPATH": str(ROOT), "ICCWC_REGISTER": str(path)}

    def command(*arguments):
        done = subprocess.run([*program, *map(str, arguments)], capture_output=True, text=True, env=env, check=True)
        return done.stdout

    ids = [json.loads(command("refer", "-r", request, "-f", "json"))["id"] for request in (PHONES, MONEY)]
    command("register", "advance", ids[0], "requested", "--channel", "fax")
    command("register", "advance", ids[0], "accepted")
    command("register", "communicate", ids[0], "interpol", "unodc")
    command("register", "answer", ids[0], "unodc", "rejected", "--reason-code", "other", "--note", "later")
    return path, ids


@pytest.fixture
def office(made, file):
    """Puts a copy of that register where a test may spoil it."""

    def _office():
        shutil.copy(made[0], file)
        return made[1]

    return _office


def findings(run, file):
    result = run("register", "verify", "--register", file, "-f", "json")
    assert result.code == (1 if result.json["findings"] else 0)
    return result.json["findings"]


@contextmanager
def unguarded(file):
    """The database of a register without its triggers, for somebody who gets round them; they are put back."""
    with closing(sqlite3.connect(file)) as db:
        triggers = db.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            db.execute(f"DROP TRIGGER {name}")
        yield db
        for _, sql in triggers:
            db.execute(sql)
        db.commit()


CHANGES = [
    (table, column)
    for table, columns in {
        "events": "referral at by what before after channel reason detail previous hash",
        "referrals": "id created_at status moved_at requested_at advised_on replaced_by country reference language outcome tlp "
        "authority title description urgency head",
        "suggested": "referral partner",
        "tasks": "referral partner state moved_at",
        "concerns": "name referral",
        "sketches": "referral",
    }.items()
    for column in columns.split()
]


@pytest.mark.parametrize(("table", "column"), CHANGES)
def test_a_byte_changed_beside_the_program_is_found_and_the_referral_named(run, file, office, table, column):
    first, _ = office()
    key = "id" if table == "referrals" else "referral"
    with unguarded(file) as db:
        value, rowid = db.execute(
            f"SELECT {column}, min({'position' if table == 'events' else key}) FROM {table} "
            f"WHERE {key} = ? AND {column} IS NOT NULL", (first,)
        ).fetchone()  # fmt: skip
        if value is None:  # nothing stands there yet: then something is put there
            value = "-"
            where, given = f"{key} = ?", (first,)
        elif table == "events":
            where, given = "position = ?", (rowid,)
        else:
            where, given = f"{key} = ? AND {column} = ?", (first, value)
        other = chr(ord(value[-1]) ^ 1)
        db.execute(f"UPDATE {table} SET {column} = ? WHERE {where}", (value[:-1] + other, *given))
    found = findings(run, file)
    assert found
    assert first in {f["referral"] for f in found} or any(first[:-1] in str(f["referral"]) for f in found)


def _rewrite(file, referral, change):
    """Puts another first event in a referral's history, with a digest that fits and the rules as they were."""
    from iccwc_cli.referral.events import Step, compact, seal

    with unguarded(file) as db:
        fields = "referral, seq, at, what, by, before, after, channel, reason, detail"
        sql = f"SELECT {fields} FROM events WHERE referral = ? AND seq = 1"
        id_, seq, at, *step = db.execute(sql, (referral,)).fetchone()
        step[-1] = change(json.loads(step[-1]))
        digest = seal(id_, seq, at, Step(*step), None)
        new = (compact(step[-1]), digest, referral)
        db.execute("UPDATE events SET detail = ?, hash = ? WHERE referral = ? AND seq = 1", new)
        db.execute("UPDATE events SET previous = ? WHERE referral = ? AND seq = 2", (digest, referral))


@pytest.mark.parametrize("detail", [[], {}, {"record": "x", "files": {}}, {"record": {"id": 7}, "files": {}}])
def test_what_cannot_be_read_is_a_finding_and_hides_no_other(run, file, office, detail):
    first, second = office()
    _rewrite(file, second, lambda _: detail)
    found = findings(run, file)
    assert ("unreadable", second) in {(f["code"], f["referral"]) for f in found}
    assert first not in {f["referral"] for f in found}


def test_a_field_that_a_later_version_added_is_no_fault(run, file, office):
    _, second = office()

    def later(detail):
        detail["record"]["request"]["added_later"] = 1
        return detail

    _rewrite(file, second, later)
    assert "unreadable" not in {f["code"] for f in findings(run, file)}
    exported = run("register", "export", "--register", file).ok().out
    other = f"{file}.other"
    run("register", "import", "-", "--register", other, stdin=exported).ok()
    again = run("register", "verify", "--register", other, "-f", "json").ok().json["replays"]
    assert [r["same"] for r in again] == [True, True]


def test_a_removed_event_leaves_a_gap(run, file, office):
    _, second = office()
    with closing(sqlite3.connect(file)) as db:
        with pytest.raises(sqlite3.IntegrityError, match="never deleted"):
            db.execute("DELETE FROM events")
        with pytest.raises(sqlite3.IntegrityError, match="never changed"):
            db.execute("UPDATE events SET by = 'me'")
    with unguarded(file) as db:
        for table in ("suggested", "concerns", "sketches"):
            db.execute(f"DELETE FROM {table} WHERE referral = ?", (second,))
        db.execute("DELETE FROM referrals WHERE id = ?", (second,))
        db.execute("DELETE FROM events WHERE referral = ?", (second,))
    assert "event-missing" in {f["code"] for f in findings(run, file)}


def _cut_off(file, referral, since):
    """Takes the later events of a referral out of the register, and what was derived from them, by the program's own."""
    from iccwc_cli.register import opening, rows

    with unguarded(file), opening.to_write(file) as register:
        register.db.execute("PRAGMA foreign_keys = OFF")
        register.db.execute("DELETE FROM events WHERE referral = ? AND seq >= ?", (referral, since))
        if since > 1:
            rows.update(register.db, rows.derived(register.history(referral)))


def test_the_newest_events_cannot_be_taken_away_unseen(run, file, office):
    first, _ = office()
    _cut_off(file, first, 5)
    (found,) = findings(run, file)
    assert (found["code"], found["message"]) == ("event-missing", "events 6 to 6 of the register are gone")


def test_a_referral_whose_events_are_all_gone_is_named(run, file, office):
    _, second = office()
    _cut_off(file, second, 1)
    assert ("event-missing", second) in {(f["code"], f["referral"]) for f in findings(run, file)}


def test_an_index_that_says_other_than_its_table_is_found(run, file, office):
    office()
    with closing(sqlite3.connect(file)) as db:
        (root,) = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'referrals_by_country'").fetchone()
        (size,) = db.execute("PRAGMA page_size").fetchone()
    content = file.read_bytes()
    start = (root - 1) * size
    page = content[start : start + size]
    assert b"PE" in page
    file.write_bytes(content[:start] + page.replace(b"PE", b"PF") + content[start + size :])
    assert {f["code"] for f in findings(run, file)} == {"damaged"}


def test_an_event_rewritten_with_its_own_digest_breaks_the_chain(run, file, office):
    from iccwc_cli.referral.events import Step, seal

    first, _ = office()
    with unguarded(file) as db:
        fields = "referral, seq, at, by, what, before, after, channel, reason, detail, previous"
        row = db.execute(f"SELECT {fields} FROM events WHERE referral = ? AND seq = 2", (first,)).fetchone()
        step = Step(row[4], "somebody else", *row[5:9], json.loads(row[9]))
        forged = seal(row[0], row[1], row[2], step, row[10])
        db.execute("UPDATE events SET by = ?, hash = ? WHERE referral = ? AND seq = 2", (step.by, forged, first))
    assert {"code": "chain-broken", "referral": first, "message": "event 3 does not follow event 2"} in findings(
        run, file
    )


def test_an_event_has_the_same_digest_for_ever_and_comes_back_from_row_and_object():
    from iccwc_cli.referral.events import Event, Step, sealed

    step = Step("moved", "né", "a", None, "fax", None, {"b": [1, "é"], "a": None})
    event = sealed("R1", 2, "t", step, "p")
    assert event.hash == "2b4789890c8736ec3aef656cf2b06bbd154b64b12b29bf6dee3460fe436df554"
    assert Event.from_row(event.as_row()) == event
    assert Event.from_dict({"referral": "R1"} | event.as_dict()) == event
    assert event.is_sealed()
    assert not event._replace(seq=3).is_sealed()


def test_a_rule_taken_away_is_found(run, file, office):
    office()
    with closing(sqlite3.connect(file)) as db:
        db.execute("DROP TRIGGER events_stay")
    assert {f["code"] for f in findings(run, file)} == {"rules-differ"}


def test_a_suggestion_that_changed_data_would_give_differently_is_told_with_the_file(run, file, office, data_copy):
    first, _ = office()
    partners = data_copy / "partners.yaml"
    text = partners.read_text(encoding="utf-8")
    assert "need: digital-forensics, role: lead" in text
    partners.write_text(
        text.replace("need: digital-forensics, role: lead", "need: digital-forensics, role: support", 1),
        encoding="utf-8",
    )
    result = run("register", "verify", "--register", file, "--data-dir", data_copy, "-f", "json").ok().json
    again = next(r for r in result["replays"] if r["id"] == first)
    assert (again["same"], again["data_changed"]) == (False, True)
    assert "partners.yaml" in again["changed_files"]
    same = run("register", "verify", "--register", file, "-f", "json").ok().json
    assert [r["same"] for r in same["replays"]] == [True, True]


def test_a_need_that_the_vocabulary_lost_is_told_and_stops_no_check(run, file, data_copy):
    text = "country: KE\nauthority: a\ndescription: We look for a man.\nneeds: [fugitive-search]\ntlp: CLEAR\n"
    run("refer", "-r", "-", "--register", file, stdin=text).ok()
    for path in (data_copy / "needs.yaml", data_copy / "partners.yaml", *(data_copy / "examples").iterdir()):
        path.write_text(path.read_text(encoding="utf-8").replace("fugitive-search", "fugitive-hunt"), encoding="utf-8")
    result = run("register", "verify", "--register", file, "--data-dir", data_copy, "-f", "json").ok().json
    assert result["replays"][0]["same"] is False
    assert {"needs.yaml", "partners.yaml"} <= set(result["replays"][0]["changed_files"])


def test_export_import_export_gives_the_same_bytes(run, file, office, tmp_path):
    office()
    out = run("register", "export", "--register", file).ok().out
    other = tmp_path / "other.sqlite3"
    merged = run("register", "import", "-", "--register", other, "-f", "json", stdin=out).ok().json
    assert merged == {"schema_version": 1, "referrals": 2, "events": 6, "known": 0, "refused": []}
    assert run("register", "export", "--register", other).ok().out == out
    assert findings(run, other) == []
    again = run("register", "import", "-", "--register", other, "-f", "json", stdin=out).ok().json
    assert again == {"schema_version": 1, "referrals": 0, "events": 0, "known": 6, "refused": []}
    shown = [run("register", "list", "--register", f, "-f", "json").ok().out for f in (file, other)]
    assert shown[0] == shown[1]


def test_two_offices_merge_and_what_contradicts_is_refused(run, file, office, tmp_path):
    first, second = office()
    other = tmp_path / "other.sqlite3"
    out = run("register", "export", "--register", file).ok().out
    run("register", "import", "-", "--register", other, stdin=out).ok()
    run("register", "advance", second, "requested", "--channel", "post", "--register", other).ok()
    third = run("refer", "-r", PHONES, "--register", other, "-f", "json").ok().json["id"]
    run(
        "register", "import", "-", "--register", file, stdin=run("register", "export", "--register", other).ok().out
    ).ok()
    listed = run("register", "list", "--register", file, "-f", "json").ok().json
    assert {e["id"]: e["status"] for e in listed} == {first: "in-progress", second: "requested", third: "draft"}
    run("register", "advance", first, "on-hold", "--reason", "here", "--register", file).ok()
    run("register", "advance", first, "on-hold", "--reason", "there", "--register", other).ok()
    before = run("register", "export", "--register", file).ok().out
    out = run("register", "export", "--register", other).ok().out
    assert first in run("register", "import", "-", "--register", file, stdin=out).failed(5).err
    assert run("register", "export", "--register", file).ok().out == before
    fourth = run("refer", "-r", MONEY, "--register", other, "-f", "json").ok().json["id"]
    out = run("register", "export", "--register", other).ok().out
    newest_first = "".join(reversed(out.splitlines(keepends=True)))
    result = run("register", "import", "-", "--register", file, "-f", "json", stdin=newest_first)
    assert (result.code, result.json["referrals"], result.json["refused"]) == (5, 1, [first])
    assert f"{first}: event 6 is not the same" in result.err
    after = run("register", "export", "--register", file).ok().out
    assert after.startswith(before)
    assert {json.loads(line)["referral"] for line in after[len(before) :].splitlines()} == {fourth}
    assert findings(run, file) == []


def test_two_different_referrals_with_one_id_are_not_said_to_be_one_that_was_moved_on(run, file, tmp_path):
    from iccwc_cli.referral.events import Event, sealed

    first = run("refer", "-r", PHONES, "--register", file, "-f", "json").ok().json["id"]
    theirs = tmp_path / "other.sqlite3"
    run("refer", "-r", MONEY, "--register", theirs).ok()
    line = json.loads(run("register", "export", "--register", theirs).ok().out)
    line["detail"]["record"]["id"] = first
    event = Event.from_dict(line)
    again = sealed(first, 1, event.at, event.step, None)
    came = json.dumps({"schema_version": 1, "referral": first, **again.as_dict()})
    told = run("register", "import", "-", "--register", file, stdin=came).failed(5).err
    assert f"{first}: two different referrals have this id" in told
    assert f"iccwc register advance {first} entered-in-error --reason TEXT" in told
    assert "moved it on" not in told


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: "not json\n",
        lambda text: text.replace("Kenya", "Kenia", 1),
        lambda text: "\n".join(text.splitlines()[1:]) + "\n",
        lambda text: text.replace('"seq": 1,', '"seq": true,', 1),
        lambda text: "[1, 2]\n",
        lambda text: "[" * 100_000 + "\n",
        lambda text: text.replace("Kenya", "\\ud800", 1),
    ],
)
def test_an_export_that_was_changed_is_not_imported(run, file, office, tmp_path, spoil):
    office()
    out = run("register", "export", "--register", file).ok().out
    other = tmp_path / "other.sqlite3"
    run("register", "import", "-", "--register", other, stdin=spoil(out)).failed(4)
    assert run("register", "list", "--register", other, "-f", "json").ok().json == []


def test_junk_that_is_imported_makes_no_register(run, tmp_path):
    other = tmp_path / "none" / "other.sqlite3"
    run("register", "import", "-", "--register", other, stdin="junk\n").failed(4)
    assert not other.parent.exists()


def test_an_export_may_have_gained_blank_lines_on_its_way(run, file, office, tmp_path):
    office()
    out = run("register", "export", "--register", file).ok().out.replace("\n", "\r\n\r\n")
    other = tmp_path / "other.sqlite3"
    assert run("register", "import", "-", "--register", other, "-f", "json", stdin=out).ok().json["events"] == 6


def test_a_chain_that_was_broken_is_not_imported(run, file, office, tmp_path):
    from iccwc_cli.referral.events import Event, sealed

    first, _ = office()
    out = run("register", "export", "--register", file).ok().out
    *_, last = (line for line in out.splitlines() if json.loads(line)["referral"] == first)
    event = Event.from_dict(json.loads(last))
    alone = sealed(event.referral, event.seq, event.at, event.step, "0" * 64)
    broken = out.replace(last, json.dumps({"referral": first, **alone.as_dict()}))
    other = tmp_path / "other.sqlite3"
    assert "does not follow" in run("register", "import", "-", "--register", other, stdin=broken).failed(4).err


def test_a_referral_that_was_recorded_twice_is_not_imported(run, file, office, tmp_path):
    office()
    given = {}

    def again(event):
        given.setdefault(event["referral"], event["detail"])
        if event["seq"] == 3:
            event |= {"what": "recorded", "from": None, "to": "draft", "detail": given[event["referral"]]}

    out = resealed(run("register", "export", "--register", file).ok().out, again)
    other = tmp_path / "other.sqlite3"
    assert "event 3 does not follow" in run("register", "import", "-", "--register", other, stdin=out).failed(4).err
    assert run("register", "list", "--register", other, "-f", "json").ok().json == []


def test_a_suggestion_that_the_same_data_never_gave_is_found(run, file, office, tmp_path):
    _, second = office()

    def other_score(event):
        if event["referral"] == second:
            event["detail"]["record"]["suggestions"][0]["score"] = 0.01

    out = run("register", "export", "--register", file).ok().out
    other = tmp_path / "other.sqlite3"
    run("register", "import", "-", "--register", other, stdin=resealed(out, other_score)).ok()
    assert [(f["code"], f["referral"]) for f in findings(run, other)] == [("not-replayable", second)]


def test_a_clock_that_was_set_back_does_not_turn_a_history_round(run, file, office, tmp_path):
    _, second = office()
    out = run("register", "export", "--register", file).ok().out
    other = tmp_path / "other.sqlite3"
    ahead = resealed(out, lambda event: event.update(at="2999-01-01T00:00:00Z"))
    run("register", "import", "-", "--register", other, stdin=ahead).ok()
    run("register", "advance", second, "requested", "--channel", "post", "--register", other).ok()
    events = run("register", "history", second, "-f", "json", "--register", other).ok().json
    assert [event["at"] for event in events] == ["2999-01-01T00:00:00Z"] * 2


def test_red_leaves_only_on_somebodys_responsibility(run, file, tmp_path):
    text = PHONES.read_text(encoding="utf-8").replace("tlp: AMBER", "tlp: RED")
    ref = run("refer", "-r", "-", "--register", file, "-f", "json", stdin=text).ok().json["id"]
    assert ref in run("register", "export", "--register", file).failed(5).err
    assert "TLP:RED" in run("register", "history", ref, "--register", file).ok().out.splitlines()[0]
    out = run("register", "export", "--acknowledge-red", "--register", file).ok().out
    assert json.loads(out.splitlines()[-1])["what"] == "released"
    assert run("register", "export", "--acknowledge-red", "--register", file).ok().out == out


def test_that_a_text_went_out_is_noted_once_however_many_let_it_out(run, inside, file, before_writing):
    text = PHONES.read_text(encoding="utf-8").replace("tlp: AMBER", "tlp: RED")
    ref = run("refer", "-r", "-", "--register", file, "-f", "json", stdin=text).ok().json["id"]
    export = ("register", "export", "--acknowledge-red", "--register", file)
    before_writing(lambda: run(*export).ok())
    inside(*export).ok()
    history = run("register", "history", ref, "--register", file, "-f", "json").ok().json
    assert [event["what"] for event in history] == ["recorded", "released"]


@pytest.mark.parametrize(("acknowledged", "code"), [((), 0), (("--acknowledge-red",), 5)])
def test_red_that_comes_in_during_an_export_does_not_leave_with_it(inside, file, monkeypatch, acknowledged, code):
    from iccwc_cli.register import exchange

    inside("refer", "-r", MONEY, "--register", file).ok()
    labelled = exchange.labelled

    def then_another_comes(register, label):
        monkeypatch.setattr(exchange, "labelled", labelled)
        found = labelled(register, label)
        text = PHONES.read_text(encoding="utf-8").replace("tlp: AMBER", "tlp: RED")
        inside("refer", "-r", "-", "--register", file, stdin=text).ok()
        return found

    monkeypatch.setattr(exchange, "labelled", then_another_comes)
    result = inside("register", "export", *acknowledged, "--register", file)
    assert result.code == code, result.err
    assert "TLP:RED" in inside("register", "list", "--register", file).ok().out
    assert "RED" not in result.out


def test_what_two_offices_let_out_does_not_part_their_registers(run, file, tmp_path):
    text = PHONES.read_text(encoding="utf-8").replace("tlp: AMBER", "tlp: RED")
    red = run("refer", "-r", "-", "--register", file, "-f", "json", stdin=text).ok().json["id"]
    other = tmp_path / "other.sqlite3"
    run("register", "backup", other, "--register", file).ok()

    def carry(source, target):
        out = run("register", "export", "--acknowledge-red", "--register", source).ok().out
        return run("register", "import", "-", "--register", target, "-f", "json", stdin=out).ok().json

    run("letter", red, "--acknowledge-red", "--register", file).ok()
    run("register", "export", "--acknowledge-red", "--register", other).ok()
    run("refer", "-r", MONEY, "--register", other).ok()
    assert carry(other, file)["referrals"] == 1
    run("register", "advance", red, "requested", "--channel", "post", "--register", other).ok()
    assert carry(other, file)["events"] == 1
    run("register", "advance", red, "received", "--register", file).ok()
    carry(file, other)
    assert (carry(other, file)["events"], carry(file, other)["events"]) == (0, 0)
    for register in (file, other):
        assert run("register", "show", red, "--register", register, "-f", "json").ok().json["status"] == "received"
        history = run("register", "history", red, "--register", register, "-f", "json").ok().json
        assert sorted(event["what"] for event in history) == ["moved", "moved", "recorded", "released", "released"]
        assert findings(run, register) == []
    run("register", "advance", red, "accepted", "--register", file).ok()
    run("register", "advance", red, "cancelled", "--reason", "r", "--register", other).ok()
    out = run("register", "export", "--acknowledge-red", "--register", other).ok().out
    assert red in run("register", "import", "-", "--register", file, stdin=out).failed(5).err


def test_the_exports_of_two_offices_in_one_file_are_one_import(run, file, office, tmp_path):
    first, second = office()
    other, third = tmp_path / "other.sqlite3", tmp_path / "third.sqlite3"
    run("register", "backup", other, "--register", file).ok()
    for register in (file, other):
        run("register", "advance", first, "on-hold", "--reason", register.name, "--register", register).ok()
    both = "".join(run("register", "export", "--register", register).ok().out for register in (file, other))
    result = run("register", "import", "-", "--register", third, "-f", "json", stdin=both)
    assert (result.code, result.json["referrals"], result.json["refused"]) == (5, 1, [first])
    assert [entry["id"] for entry in run("register", "list", "--register", third, "-f", "json").ok().json] == [second]


def test_an_export_that_comes_slowly_keeps_nobody_waiting(run, file, office, tmp_path):
    from iccwc_cli.referral.lifecycle import life
    from iccwc_cli.register import exchange, opening

    office()
    out = run("register", "export", "--register", file).ok().out
    other = tmp_path / "other.sqlite3"

    def slowly():
        for line in out.encode().splitlines(keepends=True):
            with closing(sqlite3.connect(other, timeout=0)) as writer:
                writer.execute("BEGIN IMMEDIATE")
            yield line

    with opening.to_write(other) as register, exchange.checked("x", slowly()) as came:
        merged = exchange.merge(register, "x", came, life(ROOT / "data"))
    assert merged == (2, 6, 0, {})


def test_lines_that_are_no_events_are_counted_where_they_are_many(run, file, office):
    office()
    out = run("register", "export", "--register", file).ok().out
    err = run("register", "import", "-", "--register", file, stdin=out + "{}\n" * 510).failed(4).err
    assert err.count("is not an event") == 500
    assert "and 10 more" in err


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="only Unix has a device that never ends")
def test_a_line_without_end_is_no_event(run, file):
    assert "/dev/zero:1:1: is not an event" in run("register", "import", "/dev/zero", "--register", file).failed(4).err


def resealed(lines: str, change) -> str:
    """An export of an office whose program says other things, each event with a digest that fits."""
    from iccwc_cli.referral.events import Step, seal

    last: dict[str, str] = {}
    out = []
    for line in lines.splitlines():
        event = json.loads(line)
        change(event)
        step = Step(*(event[k] for k in ("what", "by", "from", "to", "channel", "reason", "detail")))
        event["previous"] = last.get(event["referral"])
        event["hash"] = seal(event["referral"], event["seq"], event["at"], step, event["previous"])
        last[event["referral"]] = event["hash"]
        out.append(json.dumps(event, ensure_ascii=False))
    return "\n".join(out) + "\n"


def _other_state(event):
    event["to"] = "parked" if event["to"] == "in-progress" else event["to"]


def _other_task_state(event):
    event["to"] = "asleep" if event["to"] == "rejected" else event["to"]


def _no_links(event):
    if event["what"] == "recorded":
        del event["detail"]["record"]["replaced_by"]


def _record(path, value):
    def change(event):
        *way, last = path.split(".")
        if event["what"] == "recorded":
            held = event["detail"]["record"]
            for name in way:
                held = held[name]
            held[last] = value

    return change


def _suggestion(**values):
    def change(event):
        if event["what"] == "recorded":
            first = event["detail"]["record"]["suggestions"][0]
            for name, value in values.items():
                (first if name in first else first["reasons"][0]["evidence"][0])[name] = value

    return change


def _advised_soon(event):
    if event["what"] == "moved":
        event["detail"] = {"advised_on": "soon"}


def _at_once(event):
    event["at"] = "now"


def _called(written):
    """Gives each referral another id."""

    def change(event):
        event["referral"] = written(event["referral"])
        if event["what"] == "recorded":
            event["detail"]["record"]["id"] = event["referral"]

    return change


def _channel(event):
    event["channel"] = 5


def _step(what, **values):
    """Puts other values into the events of a kind, or into their details."""

    def change(event):
        if event["what"] == what and event["to"] == values.get("to", event["to"]):
            for name, value in values.items():
                (event if name in event else event["detail"])[name] = value

    return change


_ENDED = {"outcome": "a course", "advised_on": "2026-11-20", "advised_by_channel": "post"}


def _instead(of, **values):
    """Has something else happen where an event of a kind was; what it went from and to is given as `way`."""
    before, after = values.pop("way", (None, None))

    def change(event):
        if event["what"] == of:
            event.update(values, **{"from": before, "to": after})

    return change


def _straight_to_the_end(event):
    if event["to"] == "requested":
        event["to"] = "completed"


def _no_files(event):
    event["detail"].pop("files", None)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_other_state, "parked"),
        (_other_task_state, "asleep"),
        (_no_links, "record.replaced_by"),
        (_no_files, "detail.files"),
        (_called(lambda id_: id_[:-1] + ("0" if id_[-1] != "0" else "1")), "do not add up"),
        (_called(lambda id_: f"X{id_[1:]}"), "do not add up"),
        (_called(lambda id_: f"{id_[:5]}-{id_[5]}{id_[7:]}"), "do not add up"),
        (_channel, "is not an event"),
        (_record("addressee", "interpol"), "record.addressee"),
        (_record("tlp", "TLP:RED"), "record.tlp"),
        (_record("request.urgency", "soon"), "record.request.urgency"),
        (_record("request.contact", None), "record.request.contact"),
        (_record("request.contact.phone", "12"), "record.request.contact.phone"),
        (_record("request.date", "2026-02-30"), "record.request.date"),
        (_record("created_at", "now"), "record.created_at"),
        (_advised_soon, "detail.advised_on"),
        (_at_once, "but at is not"),
        (_record("request.needs", "dogs"), "record.request.needs"),
        (_record("partner_tasks", [{"partner": "wco"}]), "record.partner_tasks"),
        (_record("suggestions", [{"partner": "wco"}]), "record.suggestions[0].rank"),
        (_record("outcome", "lost"), "record.outcome"),
        (_record("warnings", [{}]), "record.warnings[0].code"),
        (_suggestion(rank=1.5), "record.suggestions[0].rank"),
        (_suggestion(role="chief"), "record.suggestions[0].role"),
        (_suggestion(score=1e11), "record.suggestions[0].score"),
        (_suggestion(score=float("nan")), "record.suggestions[0].score"),
        (_suggestion(score=True), "record.suggestions[0].score"),
        (_suggestion(start=1.5), "record.suggestions[0].reasons[0].evidence[0].start"),
        (_straight_to_the_end, "event 2: cannot go from 'draft' to 'completed'"),
        (_step("moved", to="requested", channel=None), "event 2: 'requested' needs channel"),
        (_step("moved", to="requested", channel="pigeon"), "event 2: the channel 'pigeon'"),
        (_step("moved", to="accepted", **{"from": "received"}), "event 3: cannot go"),
        (_step("communicated", channel="pigeon"), "event 4: the channel 'pigeon'"),
        (_step("communicated", state="completed"), "event 4: a task begins as 'requested'"),
        (_step("communicated", partners=[]), "event 4: names no partner"),
        (_step("communicated", **{"from": "draft"}), "event 4: is communicated"),
        (_step("answered", partner="wco"), "event 5: was not communicated to 'wco'"),
        (_step("answered", reason_code="lazy"), "event 5: the reason code 'lazy'"),
        (_step("answered", reason_code=None), "event 5: 'rejected' needs reason_code"),
        (
            _instead("communicated", what="moved", way=("accepted", "in-progress")),
            "event 4: 'in-progress' needs a partner",
        ),
        (
            _instead("answered", what="moved", way=("in-progress", "completed"), detail=_ENDED),
            "event 5: 'completed' needs every partner task ended",
        ),
        (
            _instead("answered", what="replaced", detail={"by": "R0"}),
            "event 5: is 'in-progress', and is replaced before",
        ),
        (lambda event: event.update(seq=1 << 64), "is not an event"),
        (_record("id", "R6X-no-such"), "do not add up"),
        (_record("added", float("nan")), "but detail is not"),
        (_record("added", json.loads("[" * 400 + "]" * 400)), "but detail is not"),
    ],
)
def test_what_another_program_wrote_is_not_imported_when_it_means_nothing_here(
    run, file, office, tmp_path, change, said
):
    office()
    out = run("register", "export", "--register", file).ok().out
    assert resealed(out, lambda event: None) == out
    other = tmp_path / "other.sqlite3"
    assert said in run("register", "import", "-", "--register", other, stdin=resealed(out, change)).failed(4).err
    assert run("register", "list", "--register", other, "-f", "json").ok().json == []


def test_an_index_that_lost_a_text_is_found(run, file, office):
    office()
    with closing(sqlite3.connect(file)) as db:
        db.execute("DELETE FROM words_docsize WHERE id = (SELECT min(id) FROM words_docsize)")
        db.commit()
    assert [f["code"] for f in findings(run, file)] == ["index-differs"]


def test_an_index_that_is_gone_is_found(run, file, office):
    office()
    with closing(sqlite3.connect(file)) as db:
        db.execute("DROP TABLE words")
    assert {"index-differs", "rules-differ"} == {f["code"] for f in findings(run, file)}


@pytest.mark.parametrize("where", ["backup", "execute"])
def test_a_full_disk_is_no_fault_of_the_register(file, office, monkeypatch, where):
    from iccwc_cli.errors import BadInputError
    from iccwc_cli.register import opening, verify

    class Full(sqlite3.Connection):
        def execute(self, *_):
            error = sqlite3.OperationalError("database or disk is full")
            error.sqlite_errorname = "SQLITE_FULL"
            raise error

        backup = execute

    office()
    with opening.to_read(file) as register:
        if where == "backup":
            register.close()
            register.db = Full(file)
        else:
            connect = sqlite3.connect
            monkeypatch.setattr(sqlite3, "connect", lambda *given, **named: connect(*given, **named, factory=Full))
        with pytest.raises(BadInputError, match="disk is full"):
            list(verify._full_text(register))


def test_what_moves_while_the_register_is_checked_is_no_fault_of_it(run, inside, file, office, monkeypatch):
    from iccwc_cli.register import rows

    _, last = office()
    stored = rows.stored

    def moved_meanwhile(db, id_):
        if id_ == last:
            run("register", "advance", last, "requested", "--channel", "post", "--register", file).ok()
        return stored(db, id_)

    monkeypatch.setattr(rows, "stored", moved_meanwhile)
    assert inside("register", "verify", "--register", file, "-f", "json").ok().json["findings"] == []


def test_a_register_is_checked_without_writing_to_it(run, file, office):
    office()
    before = file.read_bytes()
    with closing(sqlite3.connect(file, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")  # whoever wants to write waits for this one
        assert findings(run, file) == []
        writer.execute("ROLLBACK")
    assert file.read_bytes() == before


def test_a_backup_is_a_register(run, file, office, tmp_path):
    ids = office()
    copy = tmp_path / "copy.sqlite3"
    run("register", "backup", copy, "--register", file).ok()
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert {e["id"] for e in run("register", "list", "--register", copy, "-f", "json").ok().json} == set(ids)
    assert findings(run, copy) == []
    run("register", "backup", copy, "--register", file).failed(5)
    run("register", "backup", tmp_path / "no" / "copy", "--register", file).failed(4)


def test_a_backup_is_durable_and_never_goes_over_another_file(file, office, tmp_path, monkeypatch):
    from iccwc_cli.errors import RefusedError
    from iccwc_cli.register import copies, opening

    office()
    copy, synced = tmp_path / "copy.sqlite3", []
    monkeypatch.setattr(copies, "sync_folder", synced.append)
    with opening.to_read(file) as register:
        copies.backup(register, copy)
        assert synced == [tmp_path]
        copy.unlink()
        monkeypatch.setattr(copies, "check_new", lambda path: path.write_text("theirs"))
        with pytest.raises(RefusedError, match="exists already"):
            copies.backup(register, copy)
    assert copy.read_text() == "theirs"
    assert list(tmp_path.glob(".iccwc-*")) == []


def test_what_is_several_files_or_a_register_does_not_go_to_standard_output(run, file, office, tmp_path):
    office()
    run("register", "backup", "-", "--register", file).failed(2)
    run("export", "hsds", "-o", "-").failed(2)
    assert not (tmp_path / "-").exists()


def test_what_is_no_register_is_left_as_it_is(run, tmp_path):
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Sir or Madam, " * 100)
    other = tmp_path / "other.sqlite3"
    with closing(sqlite3.connect(other)) as db:
        db.execute("CREATE TABLE t (x)")
    for path in (letter, other, tmp_path):
        before = path.read_bytes() if path.is_file() else b""
        for command in (("list",), ("show", "R6"), ("verify",), ("import", PHONES)):
            assert "register" in run("register", *command, "--register", path).failed(4).err
        run("refer", "-r", PHONES, "--register", path).failed(4)
        assert (path.read_bytes() if path.is_file() else b"") == before


@pytest.mark.parametrize("command", ["refer -r {}", "register list", "letter R1"])
def test_a_link_to_a_register_that_is_not_there_is_said_to_be_one(run, file, tmp_path, command):
    file.symlink_to(tmp_path / "disk" / "kept.sqlite3")
    told = run(*command.format(PHONES).split(), "--register", file).failed(4).err
    assert f"{file}: is a link to {tmp_path / 'disk' / 'kept.sqlite3'}, which is not there" in told
    assert "put that file back" in told
    assert list(tmp_path.iterdir()) == [file]


def test_a_newer_register_is_not_touched(run, file, office):
    office()
    with closing(sqlite3.connect(file)) as db:
        db.execute("PRAGMA user_version = 99")
    before = file.read_bytes()
    assert "newer" in run("refer", "-r", PHONES, "--register", file).failed(4).err
    run("register", "list", "--register", file).failed(4)
    assert file.read_bytes() == before


def test_an_older_register_moves_forward_after_a_backup(run, file, office, tmp_path):
    office()
    Path(f"{file}.version-0").write_text("something else")
    listed = run("register", "list", "--register", file, "-f", "json").ok().out
    with closing(sqlite3.connect(file)) as db:
        for table in ("words", "sketches", "concerns", "tasks", "suggested", "referrals"):
            db.execute(f"DROP TABLE {table}")
        db.execute("CREATE TABLE referrals (id TEXT PRIMARY KEY, state TEXT) STRICT")
        db.execute("PRAGMA user_version = 0")
        db.commit()
    assert run("register", "list", "--register", file, "-f", "json").ok().out == listed
    assert findings(run, file) == []
    assert Path(f"{file}.version-0").read_text() == "something else"
    with closing(sqlite3.connect(f"{file}.version-0.1")) as db:
        assert db.execute("SELECT count(*) FROM events").fetchone() == (6,)
        assert db.execute("PRAGMA user_version").fetchone() == (0,)


def test_a_backup_of_an_earlier_try_is_left_and_the_register_moves_forward(run, file, office):
    office()
    kept = Path(f"{file}.version-0")
    kept.write_bytes(file.read_bytes())
    before = kept.read_bytes()
    with closing(sqlite3.connect(file)) as db:
        db.execute("PRAGMA user_version = 0")
    assert len(run("register", "list", "--register", file, "-f", "json").ok().json) == 2
    assert kept.read_bytes() == before


def test_programs_that_meet_an_older_register_at_once_all_bring_it_forward(run, file, tmp_path, environment):
    env = environment | {"PYTHONPATH": str(ROOT)}
    one = PHONES.read_text()
    many = tmp_path / "many.yaml"
    many.write_text("\n---\n".join(f"{one}\nnotes: number {n}" for n in range(800)))
    run("refer", "-q", "-r", many, "--register", file).ok()
    with closing(sqlite3.connect(file)) as db:
        db.execute("PRAGMA user_version = 0")
    command = [sys.executable, "-m", "iccwc_cli", "register", "list", "--limit", "1", "--register", str(file)]
    readers = [subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(4)]
    told = [reader.communicate()[1].decode() for reader in readers]
    assert [reader.returncode for reader in readers] == [0] * 4, told


def test_a_damaged_register_is_said_to_be_so(run, file, office):
    office()
    content = bytearray(file.read_bytes())
    for at in range(4096, len(content), 4096):
        content[at : at + 64] = os.urandom(64)
    file.write_bytes(content)
    result = run("register", "list", "--register", file)
    assert result.code == 4
    assert "damaged" in result.err
    assert "Traceback" not in result.err


FULL = """
import resource, runpy, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
limit = int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
sys.argv = ["iccwc", *sys.argv[2:]]
runpy.run_module("iccwc_cli", run_name="__main__")
"""


@pytest.mark.parametrize("room", [0, 4096, 40_000, 150_000])
def test_a_full_disk_changes_nothing(run, file, office, environment, tmp_path, room):
    """Files that may not grow beyond a size stand for the disk that is full."""
    office()
    before = run("register", "export", "--register", file).ok().out
    stream = tmp_path / "many.yaml"
    stream.write_text("\n---\n".join([PHONES.read_text(encoding="utf-8")] * 300), encoding="utf-8")
    command = [sys.executable, "-c", FULL, str(room), "refer", "-r", str(stream), "--register", str(file), "-q"]
    env = environment | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, capture_output=True, text=True, env=env, check=False)
    assert done.returncode == 4, done.stderr
    assert done.stdout == ""
    assert done.stderr.startswith("Error: ")
    assert findings(run, file) == []
    after = run("register", "export", "--register", file).ok().out
    assert len(after.splitlines()) in (6, 206)  # the first two hundred may be on disk; what was not is not half there
    assert set(before.splitlines()) <= set(after.splitlines())


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written(run, tmp_path):
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o500)
    run("refer", "-r", PHONES, "--register", folder / "r.sqlite3").failed(4)


def test_a_name_that_sqlite_could_not_lengthen_gets_no_register(run, file, office, tmp_path):
    office()
    before = sorted(tmp_path.iterdir())
    name = tmp_path / ("r" * (os.pathconf(tmp_path, "PC_NAME_MAX") - 2))
    assert "no register can be kept there" in run("refer", "-r", PHONES, "--register", name).failed(4).err
    assert "choose a shorter name" in run("register", "backup", name, "--register", file).failed(4).err
    assert [path for path in sorted(tmp_path.iterdir()) if not path.name.endswith(("-wal", "-shm"))] == before


def test_a_register_that_changes_while_a_reader_cannot_lock_it_is_not_called_damaged(run, file, tmp_path, monkeypatch):
    from iccwc_cli.errors import RefusedError
    from iccwc_cli.register import opening

    many = tmp_path / "many.yaml"
    many.write_text("\n---\n".join([PHONES.read_text(encoding="utf-8")] * 30), encoding="utf-8")
    run("refer", "-r", many, "--register", file, "-q").ok()
    monkeypatch.setattr(os, "access", lambda *_: False)  # as in a folder of somebody else
    with opening.to_read(file) as register:
        histories = register.histories()
        next(histories)
        run("refer", "-r", many, "--register", file, "-q").ok()
        with pytest.raises(RefusedError, match="changed while it was read"):
            list(histories)
        with pytest.raises(RefusedError, match="changed while it was read"):
            register.size()
    with opening.to_read(file) as register:
        assert len(list(register.histories())) == 60


def test_a_register_made_meanwhile_is_not_overwritten(run, file, office):
    from iccwc_cli.register import place

    office()
    before = file.read_bytes()
    place.create(file)
    assert file.read_bytes() == before
    assert [path.name for path in file.parent.glob(".iccwc-*")] == []


def test_who_waits_for_another_writer_hears_a_signal(file, office, monkeypatch):
    from iccwc_cli.register import opening, place

    monkeypatch.setattr(place, "PATIENCE", 3)
    office()
    with (
        closing(sqlite3.connect(file, isolation_level=None)) as writer,
        opening.to_write(file) as register,
    ):
        writer.execute("BEGIN IMMEDIATE")
        before = signal.signal(signal.SIGALRM, lambda *_: writer.execute("ROLLBACK"))
        signal.setitimer(signal.ITIMER_REAL, 0.1)
        try:
            with register.transaction():
                assert not writer.in_transaction
        finally:
            signal.signal(signal.SIGALRM, before)


def test_a_register_that_stays_locked_is_refused_and_not_called_bad(inside, file, office, monkeypatch):
    from iccwc_cli.register import place

    monkeypatch.setattr(place, "PATIENCE", 0)
    _, second = office()
    with closing(sqlite3.connect(file, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        move = ("register", "advance", second, "requested", "--channel", "post", "--register", file)
        assert "locked by another program" in inside(*move).failed(5).err


def test_nobody_writes_between_a_decision_and_what_comes_of_it(file, office):
    from iccwc_cli.referral.events import Step
    from iccwc_cli.register import opening

    def decide(_record):
        with (
            closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as other,
            pytest.raises(sqlite3.OperationalError, match="locked"),
        ):
            other.execute("BEGIN IMMEDIATE")
        return Step("released", "me", detail={"output": "letter"})

    first, _ = office()
    with opening.to_write(file) as register:
        register.move(first, decide)


def test_what_is_recorded_waits_for_the_disk(file, office, tmp_path, monkeypatch):
    from iccwc_cli.register import copies, opening, place

    office()
    with opening.to_write(file) as register:
        assert next(register.query("PRAGMA synchronous")) == (2,), "FULL: a commit is on disk when it returns"
        order = []
        sync = os.fsync
        monkeypatch.setattr(
            os, "fsync", lambda handle: (order.append(stat.S_ISDIR(os.fstat(handle).st_mode)), sync(handle))
        )
        copies.backup(register, tmp_path / "copy.sqlite3")
        assert order == [False, True], "the file, and then the folder that has its name"
        place.create(tmp_path / "new.sqlite3")
        assert order == [False, True, True], "what SQLite wrote it has synced itself"


def test_many_writers_wait_for_one_another(environment, file):
    env = environment | {"PYTHONPATH": str(ROOT), "ICCWC_REGISTER": str(file)}
    command = [sys.executable, "-m", "iccwc_cli", "refer", "-r", str(PHONES), "-f", "json", "-q"]
    writers = [subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(8)]
    results = [(writer.communicate(), writer.returncode) for writer in writers]
    assert [code for _, code in results] == [0] * 8, results
    ids = {json.loads(out)["id"] for (out, _), _ in results}
    assert len(ids) == 8
    listed = subprocess.run([*command[:3], "register", "list", "-f", "json"], env=env, capture_output=True, check=True)
    assert {entry["id"] for entry in json.loads(listed.stdout)} == ids


def test_what_may_come_in_and_what_the_schema_promises_are_one_record():
    from iccwc_cli.formats.schemas import REFERRAL
    from iccwc_cli.referral import events_audit

    assert set(events_audit._RECORD) == set(REFERRAL["properties"])
    request = set(REFERRAL["properties"]["request"]["properties"])
    assert request - set(events_audit._REQUEST) == {"language_guessed"}
    assert set(events_audit._REQUEST) <= request
