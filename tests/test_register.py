"""The register: what was recorded is there, its life goes by the table, and it can be found."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
import stat
import subprocess
import time
from datetime import UTC, datetime, timedelta
from random import Random
from types import SimpleNamespace

import pytest
from conftest import MONEY, PHONES, ROOT

from iccwc_cli.errors import BadInputError
from iccwc_cli.referral import ids
from iccwc_cli.register import opening, store
from iccwc_cli.register.alike import first_alike, sketch

OUTSIDE = "country: FJ\nauthority: Ministry of Health\ndescription: We ask for vaccines and syringes.\ntlp: CLEAR\n"
ENTRY_FIELDS = [
    "schema_version", "id", "created_at", "status", "country", "authority", "title", "partners", "tasks", "tlp",
    "urgency", "overdue", "rerouting_needed",
]  # fmt: skip
TASK_FIELDS = ["partner", "state", "opened_at", "moved_at", "reason_code", "note"]
EVENT_FIELDS = [
    "schema_version",
    "seq",
    "at",
    "by",
    "what",
    "from",
    "to",
    "channel",
    "reason",
    "detail",
    "hash",
    "previous",
]


@pytest.fixture
def ref(run):
    """A recorded referral."""
    return run("refer", "-r", PHONES, "-f", "json").ok().json["id"]


@pytest.fixture
def accepted(run, ref):
    run("register", "advance", ref, "requested", "--channel", "fax").ok()
    run("register", "advance", ref, "accepted").ok()
    return ref


def show(run, ref, *options):
    return run("register", "show", ref, "-f", "json", *options).ok().json


def test_a_referral_whose_id_was_printed_is_there_and_private(run, tmp_path):
    record = run("refer", "-r", PHONES, "-f", "json").ok().json
    assert re.fullmatch(r"R[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{6}", record["id"])
    shown = show(run, record["id"])
    assert {k: shown[k] for k in record} == record
    file = tmp_path / "data" / "iccwc" / "register.sqlite3"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_dry_run_leaves_no_register(run, tmp_path):
    run("refer", "-r", PHONES, "-n").ok()
    run("register", "list").ok()
    run("register", "stats").ok()
    run("register", "verify").ok()
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("format_", ["text", "json", "yaml", "csv", "jsonl"])
def test_an_empty_list_is_not_an_error(run, format_):
    header = "id,created_at,status,country,authority,title,partners,tasks,tlp,overdue,urgency,rerouting_needed\r\n"
    out = run("register", "list", "-f", format_).ok().out
    assert out == {"json": "[]\n", "yaml": "[]\n", "csv": header}.get(format_, "")


def test_every_document_of_a_stream_is_recorded_and_a_bad_one_passed_over(run):
    good = PHONES.read_text(encoding="utf-8")
    stream = f"---\n{good}\n---\ncountry: XX\n---\n{OUTSIDE}"
    result = run("refer", "-r", "-", "-f", "jsonl", stdin=stream)
    assert result.code == 1
    lines = [json.loads(line) for line in result.out.splitlines()]
    assert [line["ok"] for line in lines] == [True, False, True]
    listed = run("register", "list", "-f", "json").ok().json
    assert {e["id"] for e in listed} == {line["referral"]["id"] for line in lines if line["ok"]}


def test_the_fields_are_those_promised(run, accepted):
    run("register", "communicate", accepted, "interpol").ok()
    (entry,) = run("register", "list", "-f", "json").ok().json
    assert list(entry) == ENTRY_FIELDS
    record = show(run, accepted)
    assert [list(task) for task in record["partner_tasks"]] == [TASK_FIELDS]
    events = run("register", "history", accepted, "-f", "json").ok().json
    assert all(list(event) == EVENT_FIELDS for event in events)
    assert [e["previous"] for e in events] == [None, *(e["hash"] for e in events[:-1])]
    assert [e["seq"] for e in events] == [1, 2, 3, 4]


def test_a_list_that_cannot_be_finished_is_not_begun(inside, data_copy):
    moved, newest = (inside("refer", "-r", f, "-f", "json").ok().json["id"] for f in (PHONES, MONEY))
    inside("register", "advance", moved, "requested", "--channel", "fax").ok()
    inside("register", "advance", moved, "received").ok()
    lifecycle = data_copy / "lifecycle.yaml"
    lifecycle.write_text(lifecycle.read_text().replace("received", "arrived"))
    for format_ in ("json", "csv", "text", "yaml"):
        inside("register", "list", "-f", format_, "--data-dir", data_copy).failed(4)
    lines = inside("register", "list", "-f", "jsonl", "--data-dir", data_copy)
    assert (lines.code, [json.loads(line)["id"] for line in lines.out.splitlines()]) == (4, [newest])


def test_a_list_is_the_same_in_every_format(run):
    run("refer", "-r", PHONES, "-r", MONEY).ok()
    entries = run("register", "list", "-f", "json").ok().json
    assert [json.loads(line) for line in run("register", "list", "-f", "jsonl").ok().out.splitlines()] == entries
    assert run("register", "list", "-f", "json").out == json.dumps(entries, ensure_ascii=False, indent=2) + "\n"
    rows = list(csv.DictReader(io.StringIO(run("register", "list", "-f", "csv").ok().out)))
    lines = run("register", "list").ok().out.splitlines()
    assert [e["id"] for e in entries] == [r["id"] for r in rows] == [line.split("\t")[0] for line in lines]


@pytest.mark.parametrize(
    ("stands", "typed"),
    [
        ("une saisie d'ivoire", "ivoires saisies"),
        ("trois magistrats", "magistrat"),
        ("le magistrat", "- magistrats"),
        ("a laboratory", "laboratories"),
        ("several countries", "country"),
        ("the bodies", "body"),
        ("les locaux", "local"),
        ("los perros", "perro"),
        ("une communication", "communications"),
    ],
)
def test_a_text_is_found_in_any_inflection_and_no_other(inside, stands, typed):
    text = "country: KE\nauthority: a\ntitle: {}\ndescription: b\n"
    ref = inside("refer", "-r", "-", "-f", "json", stdin=text.format(stands)).ok().json["id"]
    inside("refer", "-r", "-", stdin=text.format("la commune a un format")).ok()
    assert [e["id"] for e in inside("register", "list", "--text", typed, "-f", "json").ok().json] == [ref]


def test_filters_find_what_they_say(run, accepted):
    other = run("refer", "-r", MONEY, "-f", "json").ok().json["id"]
    outside = run("refer", "-r", "-", "-f", "json", stdin=OUTSIDE).ok().json["id"]
    run("register", "communicate", accepted, "wco").ok()

    def found(*filters):
        return {e["id"] for e in run("register", "list", *filters, "-f", "json").ok().json}

    assert found() == {accepted, other, outside}
    assert found("--status", "in-progress") == {accepted}
    assert found("--partner", "OMD") == {accepted}
    assert found("--partner", "Banco Mundial") == {other}
    assert found("--country", "Pérou") == {other}
    assert found("--need", "digital-forensics") == {accepted}
    assert found("--need", "digital-forensics", "--partner", "wco", "--status", "in-progress") == {accepted}
    assert found("--text", "telefon") == set()
    assert found("--text", "TELEPHON airport") == {accepted}
    assert found("--text", 'lavado "OR" NEAR(') == set()
    assert found("--text", "evaluacion") == found("--text", "evaluaciones") == {other}
    assert found("--unmatched") == {outside}
    assert found("--since", "2026-01-01") == {accepted, other, outside}
    assert found("--since", "2999-01-01") == set()
    assert found("--limit", "1") == {outside}
    assert found("--overdue") == set()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("list", "--status", "recieved"), 2),
        (("list", "--country", "Atlantis"), 2),
        (("list", "--since", "yesterday"), 2),
        (("list", "--partner", "unicef"), 3),
        (("list", "--need", "digital-forensic"), 3),
        (("show", "R6FJV0"), 3),
        (("history", "R6FJV0-E0JVAS"), 3),
        (("advance", "R6FJV0", "requested"), 3),
    ],
)
def test_what_cannot_be_is_said(run, ref, arguments, code):
    assert "Hint: " in run("register", *arguments).failed(code).err


def test_an_id_is_read_as_people_say_it(run, ref):
    assert show(run, ref.lower().replace("-", ""))["id"] == ref
    assert show(run, ref[1:9])["id"] == ref
    misread = ref[:-1] + ("0" if ref[-1] != "0" else "2")
    assert "misread" in run("register", "show", misread).failed(3).err


def test_an_empty_name_is_no_referral_also_where_there_is_only_one(run, ref):
    """As a script types it whose variable is empty."""
    for empty in ("", " ", "-", "R"):
        assert "no referral is named" in run("register", "show", empty).failed(3).err
        run("register", "advance", empty, "requested", "--channel", "post").failed(3)
    assert show(run, ref)["status"] == "draft"


def test_the_first_move_out_of_order_shows_the_whole_command(run, ref):
    result = run("register", "advance", ref, "completed").failed(5)
    assert f"`iccwc register advance {ref} requested --channel CHANNEL`; CHANNEL is one of post," in result.err
    result = run("register", "communicate", ref, "interpol").failed(5)
    assert "from accepted" in result.err
    assert show(run, ref)["status"] == "draft"


def test_the_command_of_a_hint_can_be_typed_with_its_places_filled(run, ref):
    run("register", "advance", ref, "requested", "--channel", "post").ok()
    result = run("register", "advance", ref, "rejected", "--reason", "outside the Convention").failed(5)
    command = re.search(r"type `(.*)`", result.err)[1].replace("YYYY-MM-DD", "2026-11-20").replace("CHANNEL", "post")
    done = subprocess.run(
        ["sh", "-c", f"set -- {command}; printf '%s\\n' \"$@\""], capture_output=True, text=True, check=True
    )
    run(*done.stdout.splitlines()[1:]).ok()
    assert show(run, ref)["closure"] == {
        "outcome": None, "reason": "outside the Convention", "advised_on": "2026-11-20", "advised_by_channel": "post",
    }  # fmt: skip


def test_what_a_hint_shows_is_never_recorded(run, accepted):
    for state in ("on-hold", "completed", "failed"):
        hint = run("register", "advance", accepted, state, "--channel", "post").failed(5).err
        typed = shlex.split(re.search(r"type `(.*?)`", hint)[1])[1:]
        assert "--channel" in typed
        for filled in (typed, [part.replace("YYYY-MM-DD", "2026-11-20").replace("CHANNEL", "post") for part in typed]):
            assert run(*filled).code in {2, 5}
    assert "PARTNER..." in run("register", "advance", accepted, "in-progress").failed(5).err
    assert show(run, accepted)["status"] == "accepted"


def test_what_is_blank_or_no_channel_is_not_recorded(run, ref):
    assert "--reason is empty" in run("register", "advance", ref, "cancelled", "--reason", " ").failed(2).err
    assert "'pigeon' is not known" in run("register", "advance", ref, "requested", "--channel", "pigeon").failed(2).err
    told = ("--reason", "withdrawn", "--advised-on", "2026-11-20", "--advised-by-channel", "pigeon")
    assert "'pigeon' is not known" in run("register", "advance", ref, "cancelled", *told).failed(2).err
    assert show(run, ref)["status"] == "draft"


@pytest.mark.parametrize("written", ["In Progress", "in_progress", " in-progress "])
def test_a_state_is_read_as_people_write_it(run, accepted, written):
    run("register", "communicate", accepted, "interpol").ok()
    assert accepted in run("register", "list", "--status", written).ok().out


def test_only_the_secretariats_decision_addresses_a_partner(run, accepted):
    assert show(run, accepted)["partner_tasks"] == []
    assert run("register", "advance", accepted, "in-progress").failed(5).err.count("register communicate") == 1
    run("register", "communicate", accepted, "ONUDC", "Interpol", "--by", "Desk 3").ok()
    record = show(run, accepted)
    assert [(t["partner"], t["state"]) for t in record["partner_tasks"]] == [
        ("unodc", "requested"),
        ("interpol", "requested"),
    ]
    assert (record["status"], record["addressee"]) == ("in-progress", "cites-secretariat")
    assert run("register", "history", accepted, "-f", "json").json[-1]["by"] == "Desk 3"
    run("register", "communicate", accepted, "unodc").failed(5)
    run("register", "communicate", accepted, "wco", "--reason", "asked by phone", "--channel", "phone").ok()
    event = run("register", "history", accepted, "-f", "json").json[-1]
    assert (event["reason"], event["channel"]) == ("asked by phone", "phone")


def test_a_partner_named_twice_is_asked_once(run, accepted):
    run("register", "communicate", accepted, "interpol", "INTERPOL").ok()
    assert [task["partner"] for task in show(run, accepted)["partner_tasks"]] == ["interpol"]


def test_who_wrote_down_an_answer_can_be_said_and_a_note_stays_until_the_next(run, accepted):
    run("register", "communicate", accepted, "interpol").ok()
    told = ("--note", "in March", "--by", "Desk 3")
    run("register", "answer", accepted, "interpol", "accepted", *told).ok()
    assert run("register", "history", accepted, "-f", "json").ok().json[-1]["by"] == "Desk 3"
    run("register", "answer", accepted, "interpol", "in-progress").ok()
    assert show(run, accepted)["partner_tasks"][0]["note"] == "in March"
    run("register", "answer", accepted, "interpol", "on-hold", "--note", "in April").ok()
    assert show(run, accepted)["partner_tasks"][0]["note"] == "in April"


def test_why_a_partner_declined_is_told_in_a_pipe(run, accepted):
    run("register", "communicate", accepted, "interpol").ok()
    said = run("register", "answer", accepted, "interpol", "rejected", "--reason-code", "no-capacity").ok().out
    assert said.endswith("\tinterpol:rejected\tre-routing needed\n")
    assert re.search("^communicated to interpol .*no-capacity$", run("register", "show", accepted).ok().out, re.M)
    run("register", "advance", accepted, "cancelled", "--reason", "withdrawn").ok()
    assert show(run, accepted)["rerouting_needed"] is False, "what has ended waits for nobody"


def test_when_all_decline_rerouting_is_needed_and_nothing_is_set_by_itself(run, accepted):
    run("register", "communicate", accepted, "interpol", "wco").ok()
    run("register", "answer", accepted, "interpol", "rejected").failed(5)
    run("register", "answer", accepted, "interpol", "rejected", "--reason-code", "busy").failed(2)
    run("register", "answer", accepted, "interpol", "rejected", "--reason-code", "no-capacity").ok()
    assert show(run, accepted)["rerouting_needed"] is False
    run("register", "answer", accepted, "wco", "rejected", "--reason-code", "not-responsible").ok()
    record = show(run, accepted)
    assert (record["rerouting_needed"], record["status"]) == (True, "in-progress")
    assert "re-routing needed" in run("register", "list").out
    (row,) = csv.DictReader(io.StringIO(run("register", "list", "-f", "csv").ok().out))
    assert (row["rerouting_needed"], row["overdue"]) == ("yes", "no")
    run("register", "communicate", accepted, "unodc").ok()
    assert show(run, accepted)["rerouting_needed"] is False
    run("register", "answer", accepted, "cites", "accepted").failed(3)


def test_a_partner_that_is_asked_again_keeps_its_place(run, accepted):
    run("register", "communicate", accepted, "interpol", "wco").ok()
    run("register", "answer", accepted, "interpol", "rejected", "--reason-code", "no-capacity", "--note", "in May").ok()
    run("register", "communicate", accepted, "unodc", "interpol").ok()
    tasks = [(t["partner"], t["state"]) for t in show(run, accepted)["partner_tasks"]]
    assert tasks == [("interpol", "requested"), ("wco", "requested"), ("unodc", "requested")]
    run("register", "verify").ok()
    assert "in May" in run("register", "history", accepted).ok().out


def test_a_partner_answers_under_the_id_by_which_it_was_asked(run, accepted, data_copy):
    run("register", "communicate", accepted, "world-bank").ok()
    for file in data_copy.rglob("*.yaml"):
        text = file.read_text(encoding="utf-8").replace("world-bank", "wbg").replace("World Bank", "Bank")
        file.write_text(text, encoding="utf-8")
    given = ("--data-dir", data_copy)
    run("partners", "show", "world-bank", *given).failed(3)
    run("register", "answer", accepted, "unicef", "completed", *given).failed(3)
    run("register", "answer", accepted, "world-bank", "completed", *given).ok()
    assert show(run, accepted)["partner_tasks"][0]["state"] == "completed"


def test_nobody_answers_what_was_entered_in_error(run, accepted):
    run("register", "communicate", accepted, "interpol", "wco").ok()
    run("register", "advance", accepted, "on-hold", "--reason", "waiting").ok()
    run("register", "answer", accepted, "wco", "accepted").ok()
    run("register", "advance", accepted, "entered-in-error", "--reason", "another country").ok()
    err = run("register", "answer", accepted, "interpol", "accepted").failed(5).err
    assert f"`iccwc refer --request FILE --replaces {accepted}`" in err
    assert [task["state"] for task in show(run, accepted)["partner_tasks"]] == ["requested", "accepted"]


def test_a_partner_may_answer_what_was_withdrawn_meanwhile(run, accepted):
    run("register", "communicate", accepted, "interpol").ok()
    run("register", "advance", accepted, "cancelled", "--reason", "withdrawn").ok()
    run("register", "answer", accepted, "interpol", "completed", "--note", "it was done by then").ok()
    assert show(run, accepted)["partner_tasks"][0]["state"] == "completed"


def test_whom_to_ask_is_not_advised_where_nobody_can_be_asked(run, accepted):
    run("register", "communicate", accepted, "interpol").ok()
    assert "is with interpol already" in run("register", "communicate", accepted, "interpol", "interpol").failed(5).err
    answer = ("register", "answer", accepted, "unodc", "accepted")
    assert f"`iccwc register communicate {accepted} unodc`" in run(*answer).failed(3).err
    run("register", "advance", accepted, "cancelled", "--reason", "withdrawn").ok()
    err = run(*answer).failed(3).err
    assert "communicate" not in err.partition("Hint:")[2]
    assert f"--replaces {accepted}" in err


def test_completed_needs_every_task_ended_and_the_country_advised(run, accepted):
    run("register", "communicate", accepted, "interpol").ok()
    done = ("--outcome", "done", "--advised-on", "2026-11-20", "--advised-by-channel", "phone")
    assert "interpol" in run("register", "advance", accepted, "completed", *done).failed(5).err
    run("register", "answer", accepted, "interpol", "completed").ok()
    for missing in range(0, 6, 2):
        result = run("register", "advance", accepted, "completed", *done[:missing], *done[missing + 2 :]).failed(5)
        assert done[missing] in result.err
    run("register", "advance", accepted, "completed", *done[:3], "20.11.2026", *done[4:]).failed(2)
    run("register", "advance", accepted, "completed", *done[:3], "2999-01-01", *done[4:]).failed(2)
    run("register", "advance", accepted, "completed", *done).ok()
    assert "final" in run("register", "advance", accepted, "cancelled", "--reason", "x").failed(5).err


def test_an_end_is_shown_with_its_reason_also_where_nobody_was_advised(run, ref):
    run("register", "advance", ref, "cancelled", "--reason", "the law was passed without help").ok()
    assert show(run, ref)["closure"] == {
        "outcome": None, "reason": "the law was passed without help", "advised_on": None, "advised_by_channel": None,
    }  # fmt: skip
    shown = run("register", "show", ref, "--lang", "fr").ok().out
    assert "motif\u00a0: the law was passed without help" in shown
    assert "informé" not in shown


def test_a_referral_is_found_by_the_reference_of_its_request(run):
    text = "country: KE\nauthority: a\ndescription: We ask for dogs.\nreference: {}\nurgency: urgent\nspecies: [Panthera leo]\n"
    ids = [
        run("refer", "-r", "-", "-f", "json", stdin=text.format(r)).ok().json["id"]
        for r in ("A/7", "B/1", "B/1", "B/1", "B/1")
    ]
    shown = run("register", "show", "A/7").ok().out
    assert ids[0] in shown
    assert "urgency: urgent" in shown
    assert "species: Panthera leo" in shown
    err = run("register", "show", "B/1").failed(3).err
    assert all(id_ in err for id_ in ids[1:4])
    assert "and more" in err
    assert "and more" in run("register", "show", ids[0][:2]).failed(3).err


@pytest.mark.parametrize("typed", ["Évora/7", "E\u0301vora/7", " Évora/7\n"])
def test_a_reference_is_found_however_its_accents_are_typed_and_with_blanks_around_it(run, typed):
    made = run("refer", "-r", "-", "-f", "json", stdin=f"{OUTSIDE}reference: Évora/7\n").ok().json
    assert show(run, typed)["id"] == made["id"]


def test_an_exact_reference_goes_before_the_beginning_of_an_id(run, ref):
    text = "country: KE\nauthority: a\ndescription: We ask for dogs.\nreference: {}\n"
    named = [run("refer", "-r", "-", "-f", "json", stdin=text.format(r)).ok().json["id"] for r in (ref[1], ref)]
    assert show(run, ref[1])["id"] == named[0]
    err = run("register", "show", ref).failed(3).err
    assert ref in err
    assert named[1] in err
    assert show(run, re.search("type `(.*)`", err)[1])["id"] == ref
    assert show(run, named[1])["id"] == named[1]


def test_a_reference_is_looked_up_and_never_searched_for(tmp_path):
    from iccwc_cli.register import alike, store

    with opening.to_write(tmp_path / "r.sqlite3") as register:
        for sql, given in ((store._REFERENCE, ("A/7",)), (alike._SAME_REFERENCE, ("KE", "A/7", None))):
            plan = [row[-1] for row in register.query(f"EXPLAIN QUERY PLAN {sql}", given)]
            assert any("referrals_by_reference (reference=?" in step for step in plan), plan


def test_a_request_that_is_dated_in_the_future_can_be_ended(run):
    text = "country: KE\nauthority: a\ndescription: We ask for dogs.\ndate: 2062-11-20\ntlp: CLEAR\n"
    ref = run("refer", "-r", "-", "-f", "json", stdin=text).ok().json["id"]
    run("register", "advance", ref, "requested", "--channel", "fax").ok()
    day = show(run, ref)["created_at"][:10]
    said = ("--reason", "r", "--advised-on", day, "--advised-by-channel", "fax")
    run("register", "advance", ref, "rejected", *said).ok()


def test_an_argument_that_is_no_text_is_a_wrong_command_line(run, ref):
    assert "UTF-8" in run("register", "advance", ref, "cancelled", "--reason", "annul\udce9").failed(2).err
    assert show(run, ref)["status"] == "draft"


def test_what_is_urgent_is_marked_wherever_it_is_shown(run, ref):
    routine = run("refer", "-r", MONEY, "-f", "json").ok().json["id"]
    listed = {e["id"]: e["urgency"] for e in run("register", "list", "-f", "json").ok().json}
    assert listed == {ref: "urgent", routine: "routine"}
    lines = run("register", "list", "--lang", "es").ok().out.splitlines()
    assert {line.split("\t")[0]: line.split("\t")[7] for line in lines} == {ref: "urgente", routine: ""}
    assert run("register", "show", ref).ok().out.splitlines()[0].endswith("draft  urgent")
    rows = list(csv.DictReader(io.StringIO(run("register", "list", "-f", "csv").ok().out)))
    assert {row["id"]: row["urgency"] for row in rows} == {ref: "urgent", routine: "routine"}
    at_a_terminal = run("register", "list", "--color", "always").ok().out
    assert at_a_terminal.count("urgent") == 1


def test_the_story_at_a_terminal_is_told_in_the_language_asked_for(run, accepted):
    run("register", "communicate", accepted, "interpol").ok()
    no = ("--reason-code", "no-capacity", "--note", "A->B first")
    run("register", "answer", accepted, "interpol", "rejected", *no).ok()
    told = run("register", "history", accepted, "--lang", "fr", "--color", "always", COLUMNS="200").ok().out
    plain = re.sub("\x1b[^m]*m", "", told)
    assert "Secrétariat CITES  communiqué à INTERPOL accepté -> en cours" in plain
    assert "INTERPOL  a répondu demandé -> rejeté (pas de moyens disponibles) (A->B first)" in plain
    assert "accepted -> in-progress" in run("register", "history", accepted, "--lang", "fr").ok().out


def test_the_story_tells_when_and_how_the_country_was_advised(run, ref):
    told = ("--reason", "withdrawn", "--advised-on", "2026-11-20", "--advised-by-channel", "phone")
    run("register", "advance", ref, "cancelled", *told).ok()
    assert "(withdrawn) country advised on 2026-11-20 (phone)" in run("register", "history", ref).ok().out


def test_a_referral_on_its_way_has_no_end(run, accepted):
    run("register", "advance", accepted, "on-hold", "--reason", "waiting for the budget").ok()
    assert show(run, accepted)["closure"] is None
    assert "reason: waiting for the budget" in run("register", "show", accepted).ok().out


def test_what_was_said_by_the_way_is_kept(run, accepted):
    run("register", "advance", accepted, "cancelled", "--reason", "withdrawn", "--advised-on", "2026-11-20").ok()
    assert show(run, accepted)["closure"] == {
        "outcome": None, "reason": "withdrawn", "advised_on": "2026-11-20", "advised_by_channel": None,
    }  # fmt: skip
    for drawn in (run("register", "show", accepted, "--color", c).ok().out for c in ("never", "always")):
        assert "reason: withdrawn" in drawn
        assert "country advised on 2026-11-20" in drawn
    run("register", "history", accepted).ok()
    run("letter", accepted, "--to", "requester", "-q").ok()


def test_a_dry_run_of_a_move_changes_nothing(run, ref):
    run("register", "advance", ref, "requested", "--channel", "fax", "--dry-run").ok()
    run("register", "advance", ref, "requested", "-n").failed(5)
    assert show(run, ref)["status"] == "draft"


def test_a_dry_run_of_a_move_tells_what_would_be(run, accepted):
    def same(*move):
        tried = run("register", *move, "--dry-run", "-f", "json").ok().json
        assert show(run, accepted)["status"] == before
        done = run("register", *move, "-f", "json").ok().json
        times = re.compile(r"\d{4}-\d\d-\d\dT[0-9:]*Z")
        assert times.sub("", json.dumps(tried)) == times.sub("", json.dumps(done))
        return tried

    before = "accepted"
    assert same("communicate", accepted, "interpol")["partner_tasks"][0]["state"] == "requested"
    before = "in-progress"
    no = ("--reason-code", "no-capacity", "--note", "no laboratory")
    assert same("answer", accepted, "interpol", "rejected", *no)["rerouting_needed"] is True
    assert same("advance", accepted, "cancelled", "--reason", "withdrawn")["closure"]["reason"] == "withdrawn"


def test_what_was_asked_is_shown_in_its_own_words(run):
    request = PHONES.read_text(encoding="utf-8") + "notes: The exhibits are in Nairobi.\n"
    ref = run("refer", "-r", "-", "-f", "json", stdin=request).ok().json["id"]
    for options in (("--lang", "fr"), ("--color", "always")):
        out = " ".join(run("register", "show", ref, *options).ok().out.replace("│", " ").split())
        assert "we hold eleven telephones and one laptop computer" in out
        assert "The exhibits are in Nairobi." in out
        assert "+254" in out


def test_a_reference_means_what_was_corrected_no_more(run, tmp_path):
    request = tmp_path / "request.yaml"
    request.write_text(OUTSIDE + "reference: FJ-7\n")
    first = run("refer", "-r", request, "-f", "json").ok().json["id"]
    run("register", "advance", "FJ-7", "entered-in-error", "--reason", "another country").ok()
    assert run("register", "show", "FJ-7", "-f", "json").ok().json["id"] == first
    second = run("refer", "-r", request, "-f", "json").ok().json["id"]
    assert show(run, "FJ-7")["id"] == second
    run("register", "advance", "FJ-7", "cancelled", "--reason", "sent again with more facts").ok()
    third = run("refer", "-r", request, "--replaces", "FJ-7", "-f", "json").ok().json["id"]
    assert show(run, "FJ-7")["id"] == third
    fourth = run("refer", "-r", request, "-f", "json").ok().json["id"]
    message = run("register", "show", "FJ-7").failed(3).err
    assert "several requests have the reference 'FJ-7'" in message
    assert [id_ for id_ in (first, second, third, fourth) if id_ in message] == [third, fourth]


@pytest.mark.parametrize("reference", ["reference: FJ-7\n", ""])
def test_however_often_a_request_was_corrected_the_one_that_stands_is_meant(inside, reference):
    refer = ("refer", "-r", "-", "-f", "json")
    held = inside(*refer, stdin=OUTSIDE + reference).ok().json["id"]
    for _ in range(4):
        inside("register", "advance", held, "cancelled", "--reason", "sent again with more facts").ok()
        held = inside(*refer, "--replaces", held, stdin=OUTSIDE + reference).ok().json["id"]
    again = inside(*refer, "--if-new", stdin=OUTSIDE + reference).ok()
    assert (again.json["id"], again.json["status"]) == (held, "draft")
    assert f"recorded already, as {held}" in again.err
    if reference:
        assert inside("register", "show", "FJ-7", "-f", "json").ok().json["id"] == held


def test_the_one_that_is_replaced_is_no_duplicate(run, ref):
    run("register", "advance", ref, "cancelled", "--reason", "sent again with more facts").ok()
    twin = run("refer", "-r", PHONES, "-f", "json").ok()
    assert [w["code"] for w in twin.json["warnings"]] == ["possible-duplicate"]
    assert ref in twin.err
    new = run("refer", "-r", PHONES, "--replaces", ref, "-f", "json").ok()
    assert ref not in new.err
    assert twin.json["id"] in new.err, "another is one all the same"


def test_what_replaces_what_is_shown_on_both(run, ref):
    run("register", "advance", ref, "cancelled", "--reason", "sent again with more facts").ok()
    new = run("refer", "-r", MONEY, "--replaces", ref[:9], "-f", "json").ok().json
    assert new["replaces"] == ref
    assert show(run, ref)["replaced_by"] == new["id"]
    for color in ("never", "always"):
        assert f"replaced by {new['id']}" in run("register", "show", ref, "--color", color).ok().out
        assert f"takes the place of {ref}" in run("register", "show", new["id"], "--color", color).ok().out
    run("refer", "-r", MONEY, "--replaces", "R00000").failed(3)
    known = run("register", "list", "-f", "json").ok().json
    run("refer", "-r", MONEY, "-r", PHONES, "--replaces", ref).failed(2)
    two = f"{PHONES.read_text()}\n---\n{MONEY.read_text()}"
    run("refer", "-r", "-", "--replaces", ref, stdin=two).failed(2)
    assert f"replaced by {new['id']}" in run("refer", "-r", MONEY, "--replaces", ref).failed(5).err
    err = run("refer", "-r", MONEY, "--replaces", new["id"]).failed(5).err
    assert f"cancelled or entered-in-error: type `iccwc register advance {new['id']} cancelled --reason REASON`" in err
    assert run("register", "list", "-f", "json").ok().json == known


def test_a_referral_is_replaced_once_however_many_try(run, inside, ref, before_writing):
    run("register", "advance", ref, "cancelled", "--reason", "sent again").ok()
    replace = ("refer", "-r", MONEY, "--replaces", ref)
    before_writing(lambda: run(*replace).ok())
    assert "was replaced by" in inside(*replace).failed(5).err
    assert len(run("register", "list", "-f", "json").ok().json) == 2


def test_ids_stay_apart_after_a_clock_was_ahead(inside, monkeypatch):
    """Chance is taken out, so that two bare draws of one second are the same."""

    class Ahead(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + timedelta(minutes=1)

    monkeypatch.setattr(ids, "os", SimpleNamespace(urandom=bytes))
    with monkeypatch.context() as clock:
        clock.setattr(store, "datetime", Ahead)
        ahead = inside("refer", "-r", PHONES, "-f", "json").ok().json["id"]
    several = "---\n".join([OUTSIDE] * 5)
    made = [record["id"] for record in inside("refer", "-r", "-", "-f", "json", stdin=several).ok().json]
    assert [*made, ahead] == sorted({*made, ahead})


def test_two_offices_that_record_much_in_one_second_hardly_ever_give_the_same_id(monkeypatch):
    now, pairs, each = datetime(2026, 11, 23, 14, 5, 9, tzinfo=UTC), 20, 600
    monkeypatch.setattr(ids, "os", SimpleNamespace(urandom=Random(7).randbytes))

    def office():
        given = [ids.new(now)]
        while len(given) < each:
            given.append(ids.new(now, given[-1]))
        assert given == sorted(given)
        assert given[-1] < ids.horizon(now)
        return set(given)

    shared = [len(office() & office()) for _ in range(pairs)]
    assert sum(shared) < 2 * pairs, "as two draws of so many from a million would"


def test_what_is_not_recorded_is_left_as_it_was_given(run, ref, tmp_path):
    given = run("refer", "-r", PHONES, "-n", "-f", "json").ok().json
    kept = json.dumps(given)
    wrong = given | {"request": given["request"] | {"urgency": None}}
    with (
        opening.to_write(tmp_path / "data" / "iccwc" / "register.sqlite3") as register,
        pytest.raises(BadInputError),
    ):
        register.take_up([given, wrong], "authority", {}, lambda _: None)
    assert json.dumps(given) == kept


def test_nothing_is_recorded_when_a_file_is_not_there(run, tmp_path):
    for other in (tmp_path / "missing.yaml", tmp_path):
        run("refer", "-r", MONEY, "-r", other).failed(4)
    assert run("register", "list", "-f", "json").ok().json == []


def test_the_country_is_advised_on_a_day_on_which_that_can_have_been(run, accepted):
    end = ("register", "advance", accepted, "completed", "--outcome", "done", "--advised-by-channel", "email")
    assert show(run, accepted)["request"]["date"] == "2026-11-02"
    assert "before the request was written" in run(*end, "--advised-on", "1999-01-01").failed(5).err
    run(*end, "--advised-on", "2999-01-01").failed(2)
    run("register", "advance", accepted, "on-hold", "--reason", "waiting", "--outcome", "done").failed(5)
    assert show(run, accepted)["status"] == "accepted"


def test_the_country_may_have_been_told_on_a_day_that_began_there_first(run, accepted):
    end = ("register", "advance", accepted, "cancelled", "--reason", "withdrawn", "-n", "--advised-on")
    today = datetime.now(UTC).date()
    run(*end, (today + timedelta(days=1)).isoformat()).ok()
    run(*end, (today + timedelta(days=3)).isoformat()).failed(2)


def test_a_partner_who_stands_still_makes_a_referral_overdue(run, accepted, data_copy):
    life = data_copy / "lifecycle.yaml"
    referral, task = life.read_text(encoding="utf-8").split("\ntask:\n")
    life.write_text(f"{referral}\ntask:\n{task.replace('days: 14', 'days: 0', 1)}", encoding="utf-8")
    run("register", "communicate", accepted, "interpol").ok()
    time.sleep(1.1)  # times are kept to the second
    for here, expected in ((("--data-dir", data_copy), [accepted]), ((), [])):
        assert [e["id"] for e in run("register", "list", "--overdue", "-f", "json", *here).ok().json] == expected
        assert show(run, accepted, *here)["overdue"] is bool(expected)


def test_what_has_ended_is_not_overdue(run, accepted, data_copy):
    life = data_copy / "lifecycle.yaml"
    life.write_text(re.sub(r"days: \d+", "days: 0", life.read_text()))
    here = ("--data-dir", data_copy)
    run("register", "communicate", accepted, "interpol", *here).ok()
    time.sleep(1.1)  # times are kept to the second
    assert show(run, accepted, *here)["overdue"] is True
    run("register", "advance", accepted, "cancelled", "--reason", "withdrawn", *here).ok()
    assert show(run, accepted, *here)["overdue"] is False
    assert run("register", "list", "--overdue", "-f", "json", *here).ok().json == []


def test_two_references_that_differ_are_two_requests(run):
    text = "Dear colleagues, we seized 120 kg of ivory and ask for support with the laboratory analysis of the tusks."
    for number, expected in ((1, True), (2, True), (1, False)):
        request = f"reference: KE-{number}\ncountry: KE\nauthority: KWS\ndescription: {text}\ntlp: CLEAR\n"
        before = len(run("register", "list", "-f", "json").ok().json)
        run("refer", "-r", "-", "--if-new", "-q", stdin=request).ok()
        assert (len(run("register", "list", "-f", "json").ok().json) > before) is expected


def test_two_texts_of_one_mould_are_two_requests(run):
    mould = (
        "country: KE\nauthority: KWS\ntlp: CLEAR\ndescription: We ask for {} in the coming year, as was agreed at the "
        "last meeting of the Standing Committee, and for a visit to {}.\n"
    )
    for asked in (("four detector dogs", "the port of Mombasa"), ("a course on sentencing", "the courts of Nakuru")):
        run("refer", "-r", "-", "--if-new", "-q", stdin=mould.format(*asked)).ok()
    assert len(run("register", "list", "-f", "json").ok().json) == 2


@pytest.mark.parametrize("reference", ["reference: A/7\n", ""])
def test_what_was_recorded_by_mistake_holds_no_place_for_the_request(run, reference):
    text = f"{reference}country: KE\nauthority: KWS\ndescription: We ask for dog handlers.\ntlp: CLEAR\n"
    refer = ("refer", "-r", "-", "--if-new", "-f", "json")
    mistaken = run(*refer, stdin=text).ok().json["id"]
    run("register", "advance", mistaken, "entered-in-error", "--reason", "a test").ok()
    again = run(*refer, stdin=text).ok().json["id"]
    assert again != mistaken
    assert run(*refer, stdin=text).ok().json["id"] == again


def test_of_several_that_are_alike_the_first_is_named(run):
    text = "country: KE\nauthority: KWS\ndescription: We ask for dog handlers.\ntlp: CLEAR\n"
    first, _, third = (run("refer", "-r", "-", "-f", "json", stdin=text).ok().json for _ in range(3))
    assert f"the register holds {first['id']}" in third["warnings"][-1]["message"]


def test_a_request_that_is_new_is_not_said_to_replace_what_it_may_be(run, ref):
    run("register", "advance", ref, "cancelled", "--reason", "sent again").ok()
    run("refer", "-r", MONEY, "--replaces", ref, "--if-new").failed(2)


def test_the_requests_of_a_file_are_listed_in_its_order_the_last_first(run):
    codes = ["KE", "UG", "TZ", "RW", "ZM", "MW", "MZ"]
    stream = "---\n".join(f"country: {c}\nauthority: a\ndescription: We ask for dogs.\ntlp: CLEAR\n" for c in codes)
    run("refer", "-r", "-", "-q", stdin=stream).ok()
    assert [e["country"] for e in run("register", "list", "-f", "json").ok().json] == codes[::-1]


def test_nothing_is_replaced_in_a_register_that_is_not_there(run, tmp_path):
    place = tmp_path / "none" / "register.sqlite3"
    assert (
        "there is no register yet" in run("refer", "-r", MONEY, "--replaces", "R0", "--register", place).failed(3).err
    )
    assert not place.parent.exists()


def test_the_same_request_warns_and_is_recorded_unless_if_new(run, ref):
    text = PHONES.read_text(encoding="utf-8").replace("Eleven telephones", "Twelve telephones")
    text = text.replace("reference: ", "reference: another-")
    again = run("refer", "-r", "-", "-f", "json", stdin=text).ok()
    assert ref in again.err
    assert again.json["warnings"][-1]["code"] == "possible-duplicate"
    assert again.json["id"] != ref
    held = run("refer", "-r", PHONES, "--if-new", "-f", "json").ok()
    assert held.json["id"] == ref
    assert ref in held.err
    assert len(run("register", "list", "-f", "json").json) == 2
    reference = "country: KE\nauthority: KWS\nreference: A/7\ntlp: GREEN\ndescription: "
    first = run("refer", "-r", "-", "-f", "json", stdin=reference + "We ask for dog handlers.\n").ok().json["id"]
    other = run("refer", "-r", "-", "--if-new", "-f", "json", stdin=reference + "Training of judges is needed.\n").ok()
    assert other.json["id"] == first
    elsewhere = reference.replace("KE", "UG") + "Judges ask for a bench book on wildlife.\n"
    assert run("refer", "-r", "-", "--if-new", "-f", "json", stdin=elsewhere).ok().json["id"] != first


def put_beside(register, number, country, description, sketched):
    """A referral without its events, found by the sketch of some other text."""
    id_ = f"R{number:05}"
    register.db.execute("PRAGMA foreign_keys = OFF")
    register.db.execute(
        "INSERT INTO referrals VALUES (?, ?, '', 'draft', '', NULL, NULL, NULL, ?, NULL, NULL, '', '', '', '', NULL, "
        "?, 1, '')", (number, id_, country, description)
    )  # fmt: skip
    register.db.executemany("INSERT INTO sketches VALUES (?, ?)", [(value, id_) for value in sketch(sketched)])


def test_a_duplicate_is_found_among_many_look_alikes_of_other_countries(tmp_path):
    asked = {"title": None, "description": "We ask for four detector dogs at the port.", "reference": None}
    with opening.to_write(tmp_path / "r.sqlite3") as register:
        for number in range(300):
            put_beside(register, number, "KE" if number == 299 else "UG", asked["description"], asked)
        assert first_alike(register.db, {**asked, "country": "KE"}) == "R00299"
        assert first_alike(register.db, {**asked, "country": "TZ"}) is None


def test_long_texts_are_compared_in_no_time(tmp_path):
    """Other writers wait meanwhile."""
    long, other = (" ".join(str(chance.random()) for _ in range(45_000)) for chance in (Random(1), Random(2)))
    asked = {"title": None, "description": long, "reference": None, "country": "KE"}
    with opening.to_write(tmp_path / "r.sqlite3") as register:
        put_beside(register, 1, "KE", other, asked)
        begun = time.perf_counter()
        assert first_alike(register.db, asked) is None
        assert time.perf_counter() - begun < 5
        put_beside(register, 2, "KE", f"{long} Many thanks.", asked)
        assert first_alike(register.db, asked) == "R00002"


def test_overdue_is_computed_from_the_days_in_the_data(run, ref, data_copy):
    assert show(run, ref)["overdue"] is False
    file = data_copy / "lifecycle.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("days: 30", "days: 0", 1), encoding="utf-8")
    time.sleep(1.1)  # times are kept to the second
    listed = run("register", "list", "--overdue", "--data-dir", data_copy, "-f", "json").ok().json
    assert [(e["id"], e["overdue"]) for e in listed] == [(ref, True)]
    assert "overdue" in run("register", "show", ref, "--data-dir", data_copy).ok().out
    (row,) = csv.DictReader(io.StringIO(run("register", "list", "-f", "csv", "--data-dir", data_copy).ok().out))
    assert (row["overdue"], row["rerouting_needed"]) == ("yes", "no")
    assert run("register", "list", "--overdue", "-f", "json").ok().json == []


def test_statistics_count_and_tell_no_text(run, accepted):
    run("refer", "-r", "-", stdin=OUTSIDE.replace("CLEAR", "RED")).ok()
    run("register", "communicate", accepted, "wco").ok()
    result = run("register", "stats", "-f", "json").ok()
    stats = result.json
    assert stats["received"]["total"] == 2
    assert {c["name"]: c["count"] for c in stats["received"]["by_country"]} == {"KE": 1, "FJ": 1}
    assert stats["communicated"] == [{"name": "wco", "count": 1}]
    assert stats["decisions"] == {"communicated": 1, "as_suggested": 0, "partner_added": 1, "partner_left_out": 1}
    assert stats["nothing_matched"]["total"] == 1
    assert stats["days_to_advice"]["count"] == 0
    assert "vaccine" not in result.out
    assert "Ministry" not in result.out


def test_statistics_are_of_one_moment(run, inside, ref, monkeypatch):
    from iccwc_cli.register import tally

    count = tally._counts

    def then_another_comes(*given):
        monkeypatch.setattr(tally, "_counts", count)
        found = count(*given)
        run("refer", "-r", MONEY).ok()
        return found

    monkeypatch.setattr(tally, "_counts", then_another_comes)
    received = inside("register", "stats", "-f", "json").ok().json["received"]
    assert [sum(c["count"] for c in received[key]) for key in ("by_month", "by_status")] == [1, 1]
    assert received["total"] == 1


def test_statistics_tell_the_most_first_and_the_months_in_full(run):
    asked = "country: {}\nauthority: a\ndescription: We ask for vaccines and syringes.\ntlp: CLEAR\n"
    stream = "---\n".join(asked.format(code) for code in ("FJ", "UG", "UG"))
    run("refer", "-r", "-", "-q", stdin=stream).ok()
    listed = [e["id"] for e in run("register", "list", "-f", "json").ok().json]
    stats = run("register", "stats", "-f", "json").ok().json
    most_first = [{"name": "UG", "count": 2}, {"name": "FJ", "count": 1}]
    assert stats["received"]["by_country"] == stats["nothing_matched"]["by_country"] == most_first
    assert stats["nothing_matched"]["newest"] == listed
    assert [re.fullmatch(r"\d{4}-\d\d", c["name"]) is None for c in stats["received"]["by_month"]] == [False]


def test_what_the_secretariat_decided_is_held_against_what_was_suggested(run, accepted):
    suggested = [s["partner"] for s in show(run, accepted)["suggestions"]]
    run("register", "communicate", accepted, *suggested).ok()
    told = run("register", "stats", "-f", "json").ok().json["decisions"]
    assert told == {"communicated": 1, "as_suggested": 1, "partner_added": 0, "partner_left_out": 0}
    run("register", "communicate", accepted, "world-bank").ok()
    told = run("register", "stats", "-f", "json").ok().json["decisions"]
    assert told == {"communicated": 1, "as_suggested": 0, "partner_added": 1, "partner_left_out": 0}


def test_what_was_never_sent_took_no_days_to_advice(run, ref):
    told = ("--reason", "withdrawn", "--channel", "email", "--advised-on", "2026-11-20")
    run("register", "advance", ref, "cancelled", *told).ok()
    assert run("register", "stats", "-f", "json").ok().json["days_to_advice"]["count"] == 0


@pytest.mark.parametrize(("dated", "days"), [("date: 2025-01-10\n", 31), ("", None)])
def test_days_to_advice_lie_between_the_letters_and_not_between_the_entries(run, dated, days):
    """Old cases are entered all at once, long after the country was advised."""
    ref = run("refer", "-r", "-", "-f", "json", stdin=OUTSIDE + dated).ok().json["id"]
    run("register", "advance", ref, "requested", "--channel", "post").ok()
    told = ("--reason", "not ours", "--advised-on", "2025-02-10", "--advised-by-channel", "post")
    run("register", "advance", ref, "rejected", *told).ok()
    found = run("register", "stats", "-f", "json").ok().json["days_to_advice"]
    assert (found["median"], found["least"]) == (days, days)


@pytest.mark.parametrize(("days", "median"), [([6, 49], 27.5), ([4, 6], 5), ([3, 9, 1], 3)])
def test_the_median_of_days_lies_in_their_middle(inside, tmp_path, days, median):
    made = [inside("refer", "-r", PHONES, "-f", "json").ok().json["id"] for _ in days]
    with opening.to_write(tmp_path / "data" / "iccwc" / "register.sqlite3") as register:
        for id_, number in zip(made, days, strict=True):
            sent = "UPDATE referrals SET requested_at = '2026-01-01T00:00:00Z', advised_on = date('2026-01-01', ?)"
            register.db.execute(f"{sent} WHERE id = ?", (f"+{number} days", id_))
    found = inside("register", "stats", "-f", "json").ok().json["days_to_advice"]
    assert (found["median"], found["count"]) == (median, len(days))
    assert (found["least"], found["most"]) == (min(days), max(days))
    assert type(found["median"]) is type(median)


def test_what_was_recorded_by_mistake_counts_only_among_the_states(run, accepted):
    run("refer", "-r", "-", stdin=OUTSIDE).ok()
    (other,) = (e["id"] for e in run("register", "list", "--unmatched", "-f", "json").ok().json)
    run("register", "communicate", accepted, "wco").ok()
    for id_ in (accepted, other):
        run("register", "advance", id_, "entered-in-error", "--reason", "a test").ok()
    stats = run("register", "stats", "-f", "json").ok().json
    received = stats["received"]
    assert received.pop("by_status") == [{"name": "entered-in-error", "count": 2}]
    assert (received.pop("total"), *received.values()) == (0, [], [], [], [])
    assert (stats["suggested"], stats["communicated"], stats["decisions"]["communicated"]) == ([], [], 0)
    assert stats["nothing_matched"] == {"total": 0, "by_country": [], "newest": []}


def test_a_terminal_sees_tables_in_its_language(run, accepted):
    run("register", "communicate", accepted, "interpol").ok()
    for arguments in (("list",), ("show", accepted), ("history", accepted), ("stats",), ("verify",)):
        run("register", *arguments, "--color", "always", COLUMNS="40").ok()
    assert "en curso" in run("register", "list", "--color", "always", "--lang", "es").ok().out


def test_a_list_on_a_narrow_terminal_cuts_no_word(run, accepted):
    run("register", "communicate", accepted, "interpol").ok()
    title = show(run, accepted)["request"]["title"]
    for width in ("20", "40", "63", "64", "80"):
        drawn = run("register", "list", "--color", "always", COLUMNS=width).ok().out
        words = re.sub("\x1b\\[[0-9;]*m", "", drawn).split()
        assert {accepted, "TLP:AMBER", "progress", "urgent", "INTERPOL", *title.split()} <= set(words)


def test_bars_tell_what_they_leave_out_and_show_the_newest_months():
    from iccwc_cli.formats.languages import Names
    from iccwc_cli.formats.terminal import draw
    from iccwc_cli.formats.terminal.register import statistics
    from iccwc_cli.register.tally import tally

    value = tally(None)
    value["received"]["by_month"] = [{"name": f"{2024 + i // 12}-{i % 12 + 1:02}", "count": 1} for i in range(18)]
    value["received"]["by_country"] = [{"name": f"C{i}", "count": 40 - i} for i in range(20)]
    for lang, more in (("en", "and {} more"), ("fr", "et {} de plus"), ("es", "y {} más")):
        drawn = draw(statistics(value, Names({}, {}, {}, {}), lang), 80, color=False)
        assert "2025-06" in drawn
        assert "2024-03" not in drawn
        assert "C14 " in drawn
        assert "C15 " not in drawn
        assert [more.format(n) in drawn for n in (3, 5)] == [True, True]


def test_broken_names_lock_nobody_out_of_what_has_none(inside, data_copy):
    ref = inside("refer", "-r", PHONES, "-f", "json").ok().json["id"]
    (data_copy / "partners.yaml").write_text("partners: [")
    for command in (["list"], ["show", ref], ["history", ref], ["stats"]):
        inside("register", *command, "-f", "json", "--data-dir", data_copy).ok()
    inside("register", "show", ref, "--data-dir", data_copy).failed(4)


def test_the_whole_life_by_a_script(with_iccwc, tmp_path):
    env = with_iccwc | {"ICCWC_REGISTER": str(tmp_path / "r.sqlite3")}
    script = ROOT / "examples" / "close-the-loop.sh"
    done = subprocess.run([script, PHONES], capture_output=True, text=True, env=env, cwd=tmp_path, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    for line in (
        "in-progress -> completed",
        "unodc:rejected",
        "1 referrals, 9 events: intact",
        "days_to_advice\tcount\t1",
    ):
        assert line in done.stdout


def test_a_name_that_is_taken_is_refused_before_anything_is_recorded(run, ref, tmp_path):
    (tmp_path / "taken.json").write_text("mine")
    for command in (
        ("refer", "-r", PHONES, "-f", "jsonl"),
        ("refer", "-r", PHONES),
        ("register", "advance", ref, "requested", "--channel", "fax"),
    ):
        assert "exists already" in run(*command, "-o", "taken.json").failed(5).err
        assert "cannot be written" in run(*command, "-o", "nowhere/out.json").failed(4).err
    assert [(r["id"], r["status"]) for r in run("register", "list", "-f", "json").ok().json] == [(ref, "draft")]
    assert (tmp_path / "taken.json").read_text() == "mine"
