"""What commands that look into the register share: the register itself, and a referral as it is shown."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from iccwc_cli import places

if TYPE_CHECKING:
    from iccwc_cli.referral.lifecycle import Life
    from iccwc_cli.register.store import Register


@contextmanager
def to_read(chosen: Path | None) -> Iterator[Register | None]:
    """The register, or None when nothing was recorded yet."""
    from iccwc_cli.register import opening

    register = opening.to_read(places.register_file(chosen))
    try:
        yield register
    finally:
        if register is not None:
            register.close()


@contextmanager
def existing(chosen: Path | None, write: bool = False) -> Iterator[Register]:
    """The register, of which a referral is wanted.

    Raises:
        NotFoundError: there is none.
    """
    from iccwc_cli.register import opening

    path = places.register_file(chosen)
    register = opening.to_write(path, make=False) if write else opening.to_read(path)
    if register is None:
        raise opening.missing(path)
    with register:
        yield register


def shown(record: dict[str, Any], life: Life) -> dict[str, Any]:
    """A referral as `register show` gives it: with what is due, computed now."""
    due = life.computed(record["status"], record["moved_at"], record["partner_tasks"], datetime.now(UTC))
    return {**record, **due}
