"""The rules that `lifecycle.yaml` keeps, checked all at once with places."""

from __future__ import annotations

from collections.abc import Collection

from iccwc_cli.fields import Reader
from iccwc_cli.referral.record import COMPLETED, ENTERED_IN_ERROR, FIRST_STATE, REJECTED, SENT_STATE
from iccwc_cli.yaml_io import Document, Path_, Value

_REQUIREMENTS = {
    "referral": ("channel", "reason", "outcome", "advised", "partner-task", "no-open-task"),
    "task": ("reason-code",),
}
"""What a state of each can ask for; the code knows how to check these, and no others."""

_NAMED = {"referral": (SENT_STATE, ENTERED_IN_ERROR), "task": (REJECTED, COMPLETED)}
"""The states of each, besides the first, by which the code counts and refuses."""

_DIGITS = 5
"""Of a number of days: more of them lead back to a day that no calendar has."""


def check_lifecycle(document: Document) -> None:
    """Note in the document what is wrong with the life of a referral."""
    _Life(document).check()


class _Life(Reader):
    def check(self) -> None:
        keys = ("schema_version", "referral", "communicate", "task", "reason_codes", "channels")
        top = self.mapping((), self.document.value, keys)
        states = self._states("referral", top.get("referral"))
        self._states("task", top.get("task"))
        if states and states[0] != FIRST_STATE:
            self.problem("first-state", ("referral", 0), f"the first state is '{FIRST_STATE}', where a referral begins")
        found = self.mapping(("communicate",), top.get("communicate"), ("from", "to"))
        self._known(("communicate", "from"), found.get("from"), states, at_least=1)
        self.one_of(("communicate", "to"), found.get("to"), states, "unknown-state")
        for key in ("reason_codes", "channels"):
            seen: dict[str, str] = {}
            for i, item in enumerate(self.items((key,), top.get(key), at_least=1)):
                entry = self.mapping((key, i), item, ("id", "label"))
                self.new_id((key, i, "id"), entry.get("id"), seen, key)
                self.texts((key, i, "label"), entry.get("label"))

    def _states(self, key: str, value: Value) -> list[str]:
        items = self.items((key,), value, at_least=1)
        seen: dict[str, str] = {}
        known = [str(item["id"]) for item in items if isinstance(item, dict) and item.get("id") is not None]
        for i, item in enumerate(items):
            path: Path_ = (key, i)
            found = self.mapping(path, item, ("id", "label", "meaning", "set_by", "requires", "days", "moves"))
            self.new_id((*path, "id"), found.get("id"), seen, "state")
            self.texts((*path, "label"), found.get("label"))
            self.texts((*path, "meaning"), found.get("meaning"))
            self.labels((*path, "set_by"), found.get("set_by"), at_least=1)
            self._known((*path, "requires"), found.get("requires"), _REQUIREMENTS[key], "unknown-value")
            self._known((*path, "moves"), found.get("moves"), known)
            self._days((*path, "days"), found.get("days"), bool(found.get("moves")))
        for state in _NAMED[key]:
            if known and state not in known:
                hint = "put it back; only its label and meaning may be other words"
                self.problem("missing-state", (key,), f"has no state '{state}', which the program relies on", hint)
        return known

    def _known(
        self, path: Path_, value: Value, known: Collection[str], code: str = "unknown-state", at_least: int = 0
    ) -> None:
        for i, item in enumerate(self.items(path, value, at_least)):
            self.one_of((*path, i), item, known, code)

    def _days(self, path: Path_, value: Value, moves: bool) -> None:
        if value is None and moves:
            self.problem("missing", path, "is empty", "say after how many days without a move it is overdue")
        elif value is not None and not moves:
            self.problem("final-days", path, "a state that ends the life is never overdue", "write null")
        elif value is not None and not (isinstance(value, str) and value.isdecimal() and len(value) <= _DIGITS):
            hint = f"write a whole number of at most {_DIGITS} digits"
            self.problem("bad-number", path, f"'{value}' is not a number of days", hint)
