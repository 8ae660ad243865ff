"""What ids are called, gathered from the whole data folder into one small file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from iccwc_cli.built import Built, fingerprint
from iccwc_cli.directory import PARTNERS_FILE
from iccwc_cli.referral.lifecycle import LIFECYCLE_FILE
from iccwc_cli.routing.sources import NEEDS_FILE


def load_names(data: Path) -> dict[str, Any]:
    """In each language the acronyms of partners, the names of partners and services, needs, and terms of the life.

    Raises:
        BadInputError: a file cannot be read, or breaks a rule that `iccwc data check` names.
    """
    return NAMES.load(data)


def _make(data: Path) -> dict[str, Any]:
    """What `load_names` loads, made from the YAML."""
    from iccwc_cli.directory import load
    from iccwc_cli.referral import lifecycle
    from iccwc_cli.routing import vocabulary

    partners = load.partners(data)
    life = lifecycle.life(data)
    return {
        "acronyms": {p.id: p.acronyms for p in partners},
        "directory": {p.id: p.name for p in partners} | {s.id: s.name for p in partners for s in p.services},
        "needs": {n.id: n.label for n in vocabulary.needs(data)},
        "life": {s.id: s.label for s in (*life.tasks.values(), *life.states.values())}
        | {**life.reason_codes, **life.channels},
    }


NAMES = Built("names.json", fingerprint("names 3", PARTNERS_FILE, NEEDS_FILE, LIFECYCLE_FILE), _make)
