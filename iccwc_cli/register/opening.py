"""Opening a register: made when there is none, brought forward when it is old."""

from __future__ import annotations

import os
from pathlib import Path

from iccwc_cli.errors import NotFoundError
from iccwc_cli.register import place
from iccwc_cli.register.schema import VERSION
from iccwc_cli.register.store import Register


def to_write(path: Path, make: bool = True) -> Register:
    """Open a register for writing.

    Args:
        path: its file.
        make: whether one is made when there is none; not for what concerns a referral that it should hold.

    Raises:
        NotFoundError: there is none, and none is to be made.
        BadInputError: the file is no register, is damaged, newer, or cannot be written, or a link to it leads nowhere.
    """
    if not place.is_there(path):
        if not make:
            raise missing(path)
        place.create(path)
    register = Register(path, place.connect(path, write=True))
    if place.version(register.db) < VERSION:
        from iccwc_cli.register.forward import bring_forward

        bring_forward(register)
    return register


def missing(path: Path) -> NotFoundError:
    """That nothing was recorded there yet."""
    return NotFoundError(f"{path}: there is no register yet", "`iccwc refer --request FILE` records the first one")


def to_read(path: Path, forward: bool = True) -> Register | None:
    """Open a register for reading, or None when there is none.

    Args:
        path: its file.
        forward: whether one of an older version is brought forward first; otherwise there is none that can be read, and
            the folder is left as it was found.

    Raises:
        BadInputError: the file is no register, is damaged, newer, or cannot be read, or a link to it leads nowhere.
    """
    if not place.is_there(path):
        return None
    # What only reads leaves SQLite's own files beside the register; what may write clears them away when it ends.
    clears = not forward and os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    register = Register(path, place.connect(path, write=clears))
    if place.version(register.db) < VERSION:
        register.close()
        return to_write(path) if forward else None
    return register
