"""The command line as a new user meets it: bare, with --help, mistyped."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from conftest import MONEY, ROOT
from test_docs import commands

LEVELS = sorted({tuple(path.split()[1:end]) for path, _ in commands() for end in range(1, 4)})
"""Every command and every group of commands, as typed."""


@pytest.mark.parametrize("level", LEVELS, ids=" ".join)
@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help_is_there_on_every_level(inside, level, flag):
    out = inside(*level, flag).ok().out
    assert f"Usage: {' '.join(['iccwc', *level])} " in out
    for below in LEVELS:
        if below[:-1] == level and below:
            assert re.search(rf"^  {below[-1]}\b", out, re.M), below


def test_bare_it_shows_its_commands(run):
    assert run().ok().out == run("--help").ok().out


def test_a_help_that_needs_broken_data_says_so(run, data_copy, tmp_path):
    (data_copy / "lifecycle.yaml").write_text("states: [")
    (tmp_path / "data").symlink_to(data_copy)
    (tmp_path / "iccwc_cli").symlink_to(ROOT / "iccwc_cli")  # a checkout whose own data are these
    assert "lifecycle.yaml" in run("register", "list").failed(4).err
    assert "those of the data" in run("register", "advance", "--help").ok().out
    for command in ("--help", "register --help", "register list --help", "letter --help"):
        run(*command.split()).ok()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_a_log_on_a_full_disk_changes_no_result(environment, tmp_path):
    """What was recorded is told, and an error ends with its own code."""

    def done(*arguments):
        with Path("/dev/full").open("w") as full:
            return subprocess.run(
                [sys.executable, "-m", "iccwc_cli", *arguments],
                stdout=subprocess.PIPE,
                stderr=full,
                env=environment | {"PYTHONPATH": str(ROOT)},
                cwd=tmp_path,
                timeout=120,
                check=False,
                text=True,
            )

    request = str(ROOT / "examples" / "permisos-en-papel.yaml")
    ids = [json.loads(done("refer", "-r", request, "-f", "json").stdout)["id"] for _ in range(2)]  # one with a warning
    assert [line.split("\t")[0] for line in done("register", "list").stdout.splitlines()] == sorted(ids, reverse=True)
    assert done("partners", "show", "zzz").returncode == 3
    assert done("refer", "-r", "nowhere.yaml").returncode == 4
    assert done("--nope").returncode == 2


def test_ctrl_c_while_the_program_is_loaded_shows_no_traceback(environment):
    loaded = (
        "import iccwc_cli.cli.app as app, iccwc_cli.__main__ as program\n"
        "def stopped(): raise KeyboardInterrupt\n"
        "app.main = stopped\nprogram.main()"
    )
    command = [sys.executable, "-c", loaded]
    done = subprocess.run(command, env=environment | {"PYTHONPATH": str(ROOT)}, capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


def test_version(run):
    from iccwc_cli import __version__

    assert run("--version").ok().out == f"iccwc {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["partnrs"], "No such command 'partnrs'. Did you mean 'partners'?"),
        (["lettre"], "No such command 'lettre'. Did you mean 'letter'?"),
        (["xyzzy"], "No such command 'xyzzy'\n"),
        (["partners", "lst"], "'lst'. Did you mean 'list'?"),
        (["contact", "--colour", "never"], "--colour"),
        (["refer"], "--request"),
        (["contact", "-f", "xml"], "xml"),
        (["refer", "--request"], "\nHint: see `iccwc refer --help`"),
        (["register", "list", "--status"], "\nHint: see `iccwc register list --help`"),
        (["partners"], ""),
    ],
)
def test_a_wrong_command_line_is_exit_2_with_a_hint(run, arguments, says):
    result = run(*arguments).failed(2)
    assert says in result.err
    assert "\nHint: see `iccwc" in result.err


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (["request.yaml"], "--request request.yaml`"),
        (["a.yaml", "b.yaml"], "--request a.yaml --request b.yaml`"),
        (["-n", "my request.yaml"], "--request 'my request.yaml'`, with what else you typed"),
        (["a.yaml", "-o", "a.yaml"], "--request a.yaml`, with what else you typed"),
    ],
)
def test_who_names_a_request_without_its_option_is_told_what_to_type(run, typed, meant):
    assert run("refer", *typed).failed(2).err.endswith(f"Hint: type `iccwc refer {meant}\n")


def test_a_fault_of_our_own_is_no_result_and_no_traceback(run, data_copy):
    # a built file that carries the right digest and the wrong content can only be a fault of ours
    from iccwc_cli.directory.load import CONTACT

    (data_copy / "built").mkdir()
    (data_copy / "built" / "contact.json").write_text(f'{{"digest": "{CONTACT.digest(data_copy)}"}}')
    result = run("contact", "--data-dir", data_copy).failed(70)
    assert "ICCWC_DEBUG=1" in result.err
    assert "Traceback" in run("contact", "--data-dir", data_copy, ICCWC_DEBUG="1").err


def test_closed_streams_are_no_fault_of_ours(environment, tmp_path):
    """As a service may start it."""
    command = f"{sys.executable} -m iccwc_cli"
    lost = (("partners list >&-", 4), ("--version >&-", 4), (f"refer -n -r {MONEY} >&-", 4), ("refer -n -r - <&-", 4))
    for line, code in (("partners list 2>&-", 0), ("contact -o contact.txt >&-", 0), *lost):
        done = subprocess.run(
            ["bash", "-c", f"{command} {line}"],
            env=environment | {"PYTHONPATH": str(ROOT)},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, "Traceback" in done.stderr) == (code, False), done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
@pytest.mark.parametrize("line", ["partners list", "partners list -f json", "--help", "--version"])
def test_an_output_that_takes_nothing_is_said(environment, tmp_path, line):
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "iccwc_cli", *line.split()],
            env=environment | {"PYTHONPATH": str(ROOT)},
            cwd=tmp_path,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 4
    assert done.stderr.startswith("Error: standard output: No space left on device")
    assert done.stderr.count("Error: ") == 1


@pytest.mark.parametrize("line", ["--help", "--version", "refer --help", "partners list"])
def test_a_reader_that_goes_away_is_told_of_by_the_exit_code_alone(environment, tmp_path, line):
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "iccwc_cli", *line.split()],
        env=environment | {"PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, "")


def writing(environment, tmp_path, *options, before=(), stderr=None):
    """A program that has begun to write a file, and waits for more."""
    running = subprocess.Popen(
        [*before, sys.executable, "-m", "iccwc_cli", "refer", *options, "-r", "-", "-f", "jsonl", "-o", "out.jsonl"],
        env=environment | {"PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stderr=stderr,
    )
    running.stdin.write(MONEY.read_bytes() + b"---\n")
    running.stdin.flush()
    for _ in range(1000):
        if any(tmp_path.glob(".iccwc-*")):
            break
        time.sleep(0.01)
    else:
        pytest.fail("it never began to write")
    return running


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_program_that_is_ended_leaves_no_half_file(environment, tmp_path, number, code):
    before = signal.signal(number, signal.SIG_DFL)  # who runs the tests may have it ignored
    running = writing(environment, tmp_path, "-n")
    signal.signal(number, before)
    running.send_signal(number)
    assert running.wait() == code
    running.stdin.close()
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_whoever_cannot_be_told_what_is_recorded_gets_the_exit_code_all_the_same(environment, tmp_path):
    register = tmp_path / "data" / "iccwc" / "register.sqlite3"
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    with Path("/dev/full").open("w") as full:
        running = writing(environment, tmp_path, stderr=full)
    signal.signal(signal.SIGHUP, before)
    for _ in range(1000):
        if register.exists() and count(register):
            break
        time.sleep(0.01)
    running.send_signal(signal.SIGHUP)
    assert running.wait() == 129
    running.stdin.close()
    assert [path.name for path in tmp_path.iterdir()] == ["data"]
    assert count(register) == 1


def count(register):
    """How many referrals are on disk."""
    with closing(sqlite3.connect(register)) as db:
        return db.execute("SELECT count(*) FROM referrals").fetchone()[0]


def test_a_terminal_that_is_closed_does_not_end_what_is_to_go_on_without_it(environment, tmp_path):
    running = writing(environment, tmp_path, "-n", before=["nohup"])
    running.send_signal(signal.SIGHUP)
    running.stdin.close()
    assert running.wait() == 0
    assert len((tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()) == 1


def test_who_interrupts_a_program_gets_the_exit_code_of_that_and_no_traceback(environment, tmp_path):
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell that runs us beside itself ignores it
    running = subprocess.Popen(
        [sys.executable, "-m", "iccwc_cli", "refer", "-n", "-r", "-", "-f", "jsonl", "-q"],
        env=environment | {"PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    signal.signal(signal.SIGINT, before)
    with running:
        running.stdin.write(MONEY.read_bytes() + b"---\n")
        running.stdin.flush()
        assert running.stdout.readline()  # it is at work, and waits for more
        running.send_signal(signal.SIGINT)
        assert running.wait(60) == 130
        assert running.stderr.read() == b""


def asked(shell, words):
    """What the script that a shell was taught puts into the environment."""
    index = str(len(words.split()) - (not words.endswith(" ")))
    return {
        "_ICCWC_COMPLETE": f"complete_{shell}", "_TYPER_COMPLETE_ARGS": words, "COMP_WORDS": words, "COMP_CWORD": index,
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    }  # fmt: skip


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_completes_commands_partners_and_needs(run, shell):
    for words, expected in (
        ("iccwc par", "partners"),
        ("iccwc partners show wo", "world-bank"),
        ("iccwc needs show judicial", "judicial-training"),
        ("iccwc schema show ref", "referral"),
    ):
        assert expected in run(**asked(shell, words)).out


def test_a_shell_completes_from_the_register_and_the_data_that_are_named(run, data_copy, tmp_path):
    register, lifecycle = tmp_path / "own.sqlite3", data_copy / "lifecycle.yaml"
    ref = run("refer", "-r", MONEY, "-f", "json", "--register", register).ok().json["id"]
    assert run(**asked("bash", "iccwc register show R"), ICCWC_REGISTER=str(register)).out.strip() == ref
    lifecycle.write_text(lifecycle.read_text(encoding="utf-8").replace("received", "arrived"), encoding="utf-8")
    for named, variables in (("", {"ICCWC_DATA_DIR": str(data_copy)}), (f"--data-dir {data_copy} ", {})):
        words = asked("bash", f"iccwc register list {named}--status arr")
        assert run(**words, **variables).out.strip() == "arrived"


def test_a_help_names_the_states_of_the_data_that_are_named(run, data_copy):
    lifecycle = data_copy / "lifecycle.yaml"
    lifecycle.write_text(lifecycle.read_text(encoding="utf-8").replace("received", "arrived"), encoding="utf-8")
    for shown in (
        run("register", "advance", "--help", ICCWC_DATA_DIR=str(data_copy)),
        run("register", "answer", "--data-dir", data_copy, "--help"),
    ):
        assert "requested, arrived, accepted" in " ".join(shown.ok().out.split())


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_is_handed_nothing_that_it_could_run(run, data_copy, tmp_path, shell):
    trap = r"x \$(touch owned) `touch owned`"
    request = f"country: KE\nauthority: '{trap}'\ntitle: '{trap}'\ndescription: We ask for dogs.\ntlp: CLEAR\n"
    ref = run("refer", "-r", "-", "-f", "json", stdin=request).ok().json["id"]
    shown = run(**asked(shell, "iccwc register show R")).ok().out
    assert ref in shown
    assert not set(shown) & set("$`\\")
    lifecycle = data_copy / "lifecycle.yaml"
    told = f"'{trap}' # "
    lifecycle.write_text(
        lifecycle.read_text().replace('"sent to the Secretariat"', told).replace('"acknowledged', told)
    )
    for words in (f"register advance {ref} ", "register list --status ", "needs show "):
        shown = run(**asked(shell, f"iccwc {words}"), ICCWC_DATA_DIR=str(data_copy)).ok().out
        assert "-" in shown
        assert not set(shown) & set("$`\\"), shown


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_completes_ids_of_the_register_that_is_named(run, tmp_path, shell):
    other = tmp_path / "other.sqlite3"
    here, there = (run("refer", "-r", MONEY, "-f", "json", *at).ok().json["id"] for at in ((), ("--register", other)))
    shown = run(**asked(shell, f"iccwc register show --register {other} R")).ok().out
    assert there in shown
    assert here not in shown


def test_only_a_word_is_completed():
    """Also where the data should hold something else one day."""
    from iccwc_cli.cli import complete

    offered = ["wco", "R6FJV0-E90XAR", "", "a b", "$(id)", "`id`", "a;b", "a\nb", "a\n"]
    assert complete.quietly(lambda _: offered)("") == ["wco", "R6FJV0-E90XAR"]


def test_a_shell_leaves_an_older_register_to_the_command_that_is_typed(run, tmp_path):
    file = tmp_path / "own.sqlite3"
    ref = run("refer", "-r", MONEY, "-f", "json", "--register", file).ok().json["id"]
    with closing(sqlite3.connect(file)) as db:
        db.execute("PRAGMA user_version = 0")

    def completed():
        return run(**asked("bash", "iccwc register show R"), ICCWC_REGISTER=str(file)).ok().out.strip()

    assert completed() == ""
    assert list(tmp_path.glob("*.version-*")) == []
    run("register", "show", ref, "--register", file).ok()
    assert completed() == ref


def test_a_shell_completes_nothing_where_the_register_is_damaged(run, tmp_path):
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Sir or Madam, " * 100)
    result = run(**asked("bash", "iccwc register show R"), ICCWC_REGISTER=str(letter)).ok()
    assert (result.out.strip(), result.err) == ("", "")
