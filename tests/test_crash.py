"""A shorter run of benchmarks/crash.py."""

from __future__ import annotations

import runpy
from pathlib import Path

CRASH = runpy.run_path(str(Path(__file__).parent.parent / "benchmarks" / "crash.py"))


def test_what_was_printed_survives_writers_that_are_killed(tmp_path):
    outcome = CRASH["crash"](tmp_path, 12, 4)
    assert outcome.kills == 12
    assert outcome.printed > 0
    assert (outcome.lost, outcome.twice, outcome.failed, outcome.intact) == (0, 0, [], True)
    assert outcome.recorded >= outcome.printed
