"""What tests share: a command run as a user runs it, in an empty home."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
PHONES = ROOT / "examples" / "phones-we-cannot-open.yaml"
MONEY = ROOT / "examples" / "riesgo-de-lavado.yaml"


@dataclass
class Result:
    """What a command left: exit code, data and talk."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    def ok(self) -> Result:
        assert self.code == 0, f"exit {self.code}\nstdout:\n{self.out}\nstderr:\n{self.err}"
        return self

    def failed(self, code: int) -> Result:
        """Exit code, nothing on stdout, an error and a hint, never a traceback."""
        assert self.code == code, f"exit {self.code}, not {code}\nstdout:\n{self.out}\nstderr:\n{self.err}"
        assert self.out == ""
        assert self.err.startswith("Error: ")
        assert "Traceback" not in self.err
        return self


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A home of its own, UTC, UTF-8, 80 columns, none of the caller's settings."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("ICCWC_") and k not in ("NO_COLOR", "COLUMNS")}
    home = {"HOME": tmp_path, "XDG_DATA_HOME": tmp_path / "data", "XDG_CACHE_HOME": tmp_path / "cache"}
    return kept | {k: str(v) for k, v in home.items()} | {"TZ": "UTC", "LC_ALL": "C.UTF-8", "COLUMNS": "80"}


@pytest.fixture
def run(environment: dict[str, str], tmp_path: Path):
    """Run `iccwc` with these arguments, in a folder of its own."""

    def _run(*arguments: object, stdin: str | bytes = "", **variables: str) -> Result:
        done = subprocess.run(
            [sys.executable, "-m", "iccwc_cli", *map(str, arguments)],
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            capture_output=True,
            env=environment | variables | {"PYTHONPATH": str(ROOT)},
            cwd=tmp_path,
            timeout=120,
            check=False,
        )
        return Result(done.returncode, done.stdout.decode(), done.stderr.decode())

    return _run


@pytest.fixture
def with_iccwc(environment: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """An environment whose shell knows `iccwc`, for what a reader types."""
    program = tmp_path / "bin" / "iccwc"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -m iccwc_cli "$@"\n')
    program.chmod(0o755)
    return environment | {"PATH": f"{program.parent}:{os.environ['PATH']}"}


@pytest.fixture
def data_copy(tmp_path: Path) -> Path:
    """A copy of the data that a test may spoil; without what was built, and with few examples, so that it is quick."""
    import shutil

    copy = tmp_path / "own-data"
    shutil.copytree(ROOT / "data", copy, ignore=shutil.ignore_patterns("built", "examples"))
    (copy / "examples").mkdir()
    for name in ("integrity.yaml", "outside.yaml"):
        shutil.copy(ROOT / "data" / "examples" / name, copy / "examples")
    return copy


@pytest.fixture
def inside(environment: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """As `run`, within this process: for tests that run a command many times."""
    from iccwc_cli.cli.app import app

    for name in [name for name in os.environ if name.startswith("ICCWC_") or name in ("NO_COLOR", "COLUMNS")]:
        monkeypatch.delenv(name)
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "TZ", "LC_ALL", "COLUMNS"):
        monkeypatch.setenv(name, environment[name])
    monkeypatch.chdir(tmp_path)

    def _run(*arguments: object, stdin: str | bytes = "", **variables: str) -> Result:
        typed = tmp_path / ".stdin"
        typed.write_bytes(stdin.encode() if isinstance(stdin, str) else stdin)
        opened = {name: io.TextIOWrapper(io.BytesIO(), "utf-8", newline="\n") for name in ("stdout", "stderr")}
        with typed.open(encoding="utf-8") as given, monkeypatch.context() as patch:
            patch.setattr(sys, "stdin", given)
            for name, stream in opened.items():
                patch.setattr(sys, name, stream)
            for name, value in variables.items():
                patch.setenv(name, value)
            with pytest.raises(SystemExit) as end:
                app([*map(str, arguments)], prog_name="iccwc")
        out, err = (_written(opened[name]) for name in ("stdout", "stderr"))
        return Result(int(end.value.code or 0), out, err)

    return _run


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    return stream.buffer.getvalue().decode()  # type: ignore[attr-defined]


@pytest.fixture
def before_writing(monkeypatch: pytest.MonkeyPatch):
    """Lets somebody else act once, between what a command within this process has read and what it writes."""
    from iccwc_cli.register.store import Register

    begin = Register.transaction

    def _before_writing(act):
        def after_somebody_else(register):
            monkeypatch.setattr(Register, "transaction", begin)
            act()
            return begin(register)

        monkeypatch.setattr(Register, "transaction", after_somebody_else)

    return _before_writing
