"""Random commands against a model of the life of a referral, written from the table of states by hand."""

from __future__ import annotations

import contextlib
import io
import json
import tempfile
from pathlib import Path

from conftest import PHONES
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from iccwc_cli.cli.app import app

END = {"completed", "rejected", "failed", "cancelled", "entered-in-error"}
MOVES = {
    "draft": {"requested", "cancelled"},
    "requested": {"received", "accepted", "rejected", "cancelled"},
    "received": {"accepted", "rejected", "cancelled"},
    "accepted": {"in-progress", "on-hold", "completed", "failed", "cancelled"},
    "in-progress": {"on-hold", "completed", "failed", "cancelled"},
    "on-hold": {"in-progress", "completed", "failed", "cancelled"},
}
ADVISED = {"--advised-on", "--advised-by-channel"}
OF_THE_END = {"--outcome", *ADVISED}
NEEDS = {
    "requested": {"--channel"},
    "on-hold": {"--reason"},
    "completed": {"--outcome", *ADVISED},
    "rejected": {"--reason", *ADVISED},
    "failed": {"--reason", *ADVISED},
    "cancelled": {"--reason"},
    "entered-in-error": {"--reason"},
}
OPTIONS = {
    "--channel": "post", "--reason": "because", "--outcome": "done", "--advised-on": "2026-11-20",
    "--advised-by-channel": "phone",
}  # fmt: skip
STATES = ["draft", *MOVES, *sorted(END)]
TASK_END = {"completed", "failed", "rejected", "cancelled"}
TASK_AHEAD = {
    "requested": {"received", "accepted", "in-progress", "on-hold", *TASK_END},
    "received": {"accepted", "in-progress", "on-hold", *TASK_END},
    "accepted": {"in-progress", "on-hold", *TASK_END},
    "in-progress": {"on-hold", "completed", "failed", "cancelled"},
    "on-hold": {"in-progress", "completed", "failed", "cancelled"},
}
PARTNERS = ["cites", "interpol", "unodc", "world-bank", "wco"]


class Life(RuleBasedStateMachine):
    @initialize()
    def record(self):
        self.folder = tempfile.TemporaryDirectory()
        self.file = Path(self.folder.name) / "register.sqlite3"
        self.id = json.loads(self.run("refer", "-r", str(PHONES), "-f", "json")[1])["id"]
        self.state, self.tasks, self.events = "draft", {}, 1

    def run(self, *arguments):
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                app([*arguments, "--register", str(self.file)], prog_name="iccwc")
                raise AssertionError("a command ends with an exit code")
            except SystemExit as end:
                code = end.code
        return code, out.getvalue(), err.getvalue()

    def open_tasks(self):
        return {p for p, state in self.tasks.items() if state not in TASK_END}

    def tell(self, expected, *arguments):
        code, _, err = self.run("register", *arguments)
        assert code == expected, (arguments, self.state, self.tasks, err)
        self.events += code == 0
        if code == 5:
            assert "Hint: " in err

    @rule(state=st.sampled_from(STATES), given=st.sets(st.sampled_from(sorted(OPTIONS))), exact=st.booleans())
    def advance(self, state, given, exact):
        given = NEEDS.get(state, set()) if exact else given
        allowed = state in MOVES.get(self.state, set()) or (state == "entered-in-error" and self.state not in END)
        allowed = allowed and NEEDS.get(state, set()) <= given and (state in END or not given & OF_THE_END)
        if state in ("completed", "failed"):
            allowed = allowed and not self.open_tasks()
        if state == "in-progress":
            allowed = allowed and bool(self.tasks)
        options = [part for name in sorted(given) for part in (name, OPTIONS[name])]
        self.tell(0 if allowed else 5, "advance", self.id, state, *options)
        if allowed:
            self.state = state

    @rule(partners=st.lists(st.sampled_from(PARTNERS), min_size=1, max_size=3, unique=True))
    def communicate(self, partners):
        allowed = self.state in ("accepted", "in-progress", "on-hold") and not set(partners) & self.open_tasks()
        self.tell(0 if allowed else 5, "communicate", self.id, *partners)
        if allowed:
            self.state = "in-progress"
            self.tasks |= dict.fromkeys(partners, "requested")

    @rule(
        partner=st.sampled_from(PARTNERS),
        state=st.sampled_from(["requested", *TASK_AHEAD, *sorted(TASK_END)]),
        code=st.booleans(),
    )
    def answer(self, partner, state, code):
        known = partner in self.tasks
        allowed = known and state in TASK_AHEAD.get(self.tasks[partner], ()) and (code or state != "rejected")
        allowed = allowed and self.state != "entered-in-error"
        reason = ["--reason-code", "other"] if code else []
        self.tell(0 if allowed else 5 if known else 3, "answer", self.id, partner, state, *reason)
        if allowed:
            self.tasks[partner] = state

    @rule()
    def take_up_quickly(self):
        """The usual way, so that the later states are visited often."""
        if self.state == "draft":
            self.advance("requested", set(), True)
        elif self.state in ("requested", "received"):
            self.advance("accepted", set(), True)

    @invariant()
    def agree(self):
        record = json.loads(self.run("register", "show", self.id, "-f", "json")[1])
        assert record["status"] == self.state
        assert {t["partner"]: t["state"] for t in record["partner_tasks"]} == self.tasks
        everyone_said_no = bool(self.tasks) and set(self.tasks.values()) == {"rejected"} and self.state not in END
        assert record["rerouting_needed"] == everyone_said_no
        assert record["addressee"] == "cites-secretariat"

    def teardown(self):
        code, out, _ = self.run("register", "verify", "-f", "json")
        assert (code, json.loads(out)["events"]) == (0, self.events)
        exported = Path(self.folder.name) / "export.jsonl"
        self.run("register", "export", "-o", str(exported))
        self.file = Path(self.folder.name) / "other.sqlite3"
        code, out, err = self.run("register", "import", str(exported), "-f", "json")
        assert (code, json.loads(out or "{}").get("events"), err) == (0, self.events, "")
        self.folder.cleanup()


Life.TestCase.settings = settings(
    max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
TestLife = Life.TestCase
