"""Writers killed at random: is every id that was printed there, none twice, and the register intact?

    python benchmarks/crash.py [--kills N] [--writers N]

Each writer records a stream of requests and moves referrals on. One of them, picked at random, is killed with SIGKILL
after a random moment and replaced, until there were so many kills; the last ones may end by themselves.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO, NamedTuple

ROOT = Path(__file__).parent.parent
REQUEST = (
    "---\ncountry: KE\nauthority: Park service {n}\ntlp: GREEN\ndescription: Request {n}, telephones to examine {n}.\n"
)
KILLED = -9


class Outcome(NamedTuple):
    """What a run left behind."""

    kills: int
    printed: int
    lost: int
    twice: int
    failed: list[str]
    intact: bool
    recorded: int


class Writer(NamedTuple):
    """A process that writes to the register, and where its output goes."""

    process: subprocess.Popen[bytes]
    out: Path
    err: Path


def crash(folder: Path, kills: int, writers: int, seed: int = 1) -> Outcome:
    """Run the writers, kill so many, and look at what is left."""
    draw = random.Random(seed)  # noqa: S311 - chance, not secrets
    register = folder / "register.sqlite3"
    many = folder / "many.yaml"
    many.write_text("".join(REQUEST.format(n=n) for n in range(400)), encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": str(ROOT), "ICCWC_REGISTER": str(register)}
    started: list[Writer] = []

    def start() -> Writer:
        number = len(started)
        out, err = folder / f"{number}.out", folder / f"{number}.err"
        command = [sys.executable, "-m", "iccwc_cli", *_command(number, many, started)]
        writer = Writer(_run(command, environment, out, err), out, err)
        started.append(writer)
        return writer

    running = [start() for _ in range(writers)]
    done = 0
    while done < kills:
        time.sleep(draw.uniform(0.0, 0.12))
        place = draw.randrange(writers)
        if running[place].process.poll() is None:
            running[place].process.kill()
            running[place].process.wait()
            done += running[place].process.returncode == KILLED
        running[place] = start()
    for writer in running:
        writer.process.wait()
    return _look(register, started, done, environment)


def _command(number: int, many: Path, started: list[Writer]) -> list[str]:
    """Mostly a stream of requests; every third writer moves on a referral that an earlier one printed."""
    if number % 3 == 2:
        for writer in reversed(started):
            if ids := _ids(writer.out):
                return ["register", "advance", ids[number % len(ids)], "cancelled", "--reason", "tried", "-f", "json"]
    source = "-" if number % 2 else str(many)
    return ["refer", "-r", source, "-f", "jsonl", "-q"]


def _run(command: list[str], environment: dict[str, str], out: Path, err: Path) -> subprocess.Popen[bytes]:
    many = out.parent / "many.yaml"
    with out.open("wb") as to, err.open("wb") as talk:
        process = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=to, stderr=talk)
    stdin: IO[bytes] | None = process.stdin
    if stdin is not None:
        try:
            stdin.write(many.read_bytes())
            stdin.close()
        except BrokenPipeError:
            pass
    return process


def _ids(out: Path) -> list[str]:
    """The ids on the whole lines that a writer printed."""
    lines = [line for line in out.read_text(encoding="utf-8").splitlines(keepends=True) if line.endswith("\n")]
    return [json.loads(line)["referral"]["id"] for line in lines if line.startswith('{"index"')]


def _look(register: Path, started: list[Writer], kills: int, environment: dict[str, str]) -> Outcome:
    printed = [id_ for writer in started for id_ in _ids(writer.out)]
    failed = [
        f"exit {writer.process.returncode}: {writer.err.read_text(encoding='utf-8').strip()}"
        for writer in started
        if writer.process.returncode not in (0, KILLED) and not _is_second_move(writer)
    ]
    command = [sys.executable, "-m", "iccwc_cli", "register"]
    listed = subprocess.run([*command, "list", "-f", "jsonl"], env=environment, capture_output=True, check=True)
    there = {json.loads(line)["id"] for line in listed.stdout.splitlines()}
    verified = subprocess.run([*command, "verify"], env=environment, capture_output=True, check=False)
    lost, twice = len(set(printed) - there), len(printed) - len(set(printed))
    return Outcome(kills, len(printed), lost, twice, failed, verified.returncode == 0, len(there))


def _is_second_move(writer: Writer) -> bool:
    """Whether it was refused because that referral had been moved on already: the program's answer, not a failure."""
    return writer.process.returncode == 5 and "is 'cancelled' already" in writer.err.read_text(encoding="utf-8")


def main() -> None:
    """Run and say what was seen."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        outcome = crash(Path(folder), given.kills, given.writers, given.seed)
    for name, value in outcome._asdict().items():
        print(f"{name:10} {value}")
    sys.exit(bool(outcome.lost or outcome.twice or outcome.failed or not outcome.intact))


if __name__ == "__main__":
    main()
