"""Whether a referral's suggestions come out again, and which change broke them if not."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import zip_longest
from typing import Any, NamedTuple

from iccwc_cli.referral.desk import route_request
from iccwc_cli.referral.record import Record, suggestions
from iccwc_cli.routing.index import Index


class Replay(NamedTuple):
    """What came of routing a stored request again.

    Attributes:
        id: the referral.
        same: whether the very same suggestions came out.
        differs: for each rank where they differ, what was suggested and what is now, as (rank, then, now).
        data_changed: whether the routing data are others than when the referral was made; when they are the same
            and the suggestions differ, the record or the program was changed.
        changed_files: which of the data files changed since, came or went; empty when that is not known.
    """

    id: str | None
    same: bool
    differs: tuple[tuple[int, str | None, str | None], ...]
    data_changed: bool
    changed_files: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The replay as its JSON promise says."""
        return {
            "schema_version": 1,
            "id": self.id,
            "same": self.same,
            "differs": [{"rank": rank, "then": then, "now": now} for rank, then, now in self.differs],
            "data_changed": self.data_changed,
            "changed_files": list(self.changed_files),
        }


def replay(record: Record, index: Index, files: Mapping[str, str] | None = None) -> Replay:
    """Route the request of a record again and compare.

    Args:
        record: the referral.
        index: what routing has learnt now.
        files: the digests of the data files when the referral was made, where they were kept.
    """
    then, now = record["suggestions"], suggestions(route_request(record["request"], index))
    differs = [
        (rank, before["partner"] if before else None, after["partner"] if after else None)
        for rank, (before, after) in enumerate(zip_longest(then, now), 1)
        if before != after
    ]
    changed = record["routing"]["digest"] != index.digest
    names = sorted(name for name in {*files, *index.files} if files.get(name) != index.files.get(name)) if files else ()
    return Replay(record["id"], not differs, tuple(differs), changed, tuple(names))
