"""Opening a register: made when there is none, brought forward when it is old."""

from __future__ import annotations

from pathlib import Path

from iccwc_cli.register import place
from iccwc_cli.register.schema import VERSION
from iccwc_cli.register.store import Register


def to_write(path: Path) -> Register:
    """Open a register for writing; create it when there is none.

    Raises:
        BadInputError: the file is no register, is damaged, newer, or cannot be written.
    """
    if not path.exists():
        place.create(path)
    register = Register(path, place.connect(path, write=True))
    if place.version(register.db) < VERSION:
        from iccwc_cli.register.forward import bring_forward

        bring_forward(register)
    return register


def to_read(path: Path) -> Register | None:
    """Open a register for reading, or None when there is none.

    Raises:
        BadInputError: the file is no register, is damaged, newer, or cannot be read.
    """
    if not path.exists():
        return None
    register = Register(path, place.connect(path, write=False))
    if place.version(register.db) < VERSION:
        register.close()
        return to_write(path)
    return register
