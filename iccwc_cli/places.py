"""Where the data, the register and rebuilt indexes live. Asking for a place never creates it."""

from __future__ import annotations

import os
from pathlib import Path

from iccwc_cli.errors import BadInputError

DATA_DIR_VARIABLE = "ICCWC_DATA_DIR"
REGISTER_VARIABLE = "ICCWC_REGISTER"


def data_dir(chosen: Path | None = None) -> Path:
    """The folder of the directory's YAML: the one chosen, else `ICCWC_DATA_DIR`, else the one shipped.

    Raises:
        BadInputError: what was chosen is no folder.
    """
    named = chosen or (Path(value) if (value := os.environ.get(DATA_DIR_VARIABLE)) else None)
    if named is None:
        return shipped_data_dir()
    if not named.is_dir():
        raise BadInputError(
            f"{named}: no such data folder",
            f"give --data-dir or {DATA_DIR_VARIABLE} a folder that holds partners.yaml",
        )
    return named


def shipped_data_dir() -> Path:
    """The data of an installed wheel; in a checkout, the top-level `data/` that the wheel is made from."""
    package = Path(__file__).parent
    installed = package / "data"
    return installed if installed.is_dir() else package.parent / "data"


def register_file(chosen: Path | None = None) -> Path:
    """The register: the one chosen, else `ICCWC_REGISTER`, else one in the platform's data folder."""
    if chosen:
        return chosen
    if value := os.environ.get(REGISTER_VARIABLE):
        return Path(value)
    import platformdirs

    return platformdirs.user_data_path("iccwc", appauthor=False) / "register.sqlite3"


def cache_dir() -> Path:
    """Where an index rebuilt from somebody's own data is kept; losing it costs only time."""
    import platformdirs

    return platformdirs.user_cache_path("iccwc", appauthor=False)
