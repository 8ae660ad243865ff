"""What needs, services and partners are called, for people."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from iccwc_cli import places

if TYPE_CHECKING:
    from iccwc_cli.formats.languages import Names


def names(data_dir: Path | None) -> Names:
    """The names of a data folder."""
    from iccwc_cli.directory import load
    from iccwc_cli.formats.languages import Names
    from iccwc_cli.referral import lifecycle
    from iccwc_cli.routing import vocabulary

    data = places.data_dir(data_dir)
    partners = load.partners(data)
    life = lifecycle.life(data)
    return Names(
        {p.id: p.acronym for p in partners},
        {p.id: p.name for p in partners} | {s.id: s.name for p in partners for s in p.services},
        {n.id: n.label for n in vocabulary.needs(data)},
        {s.id: s.label for s in (*life.tasks.values(), *life.states.values())},
    )
