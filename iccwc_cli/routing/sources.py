"""The files of a data folder that decide a suggestion."""

from __future__ import annotations

from pathlib import Path

from iccwc_cli.directory import PARTNERS_FILE

NEEDS_FILE = "needs.yaml"
SETTINGS_FILE = "routing.yaml"
SYNONYMS_FILE = "synonyms.yaml"
SPEECH_FILE = "speech.yaml"
EXAMPLES_FOLDER = "examples"


def example_files(data: Path) -> list[Path]:
    """The files of example requests, in a fixed order; what an editor or a system hides beside them is none."""
    return sorted((data / EXAMPLES_FOLDER).glob("[!.]*.yaml"))


def deciding_files(data: Path) -> list[Path]:
    """The files of all that decides, in a fixed order."""
    names = (PARTNERS_FILE, NEEDS_FILE, SETTINGS_FILE, SYNONYMS_FILE, SPEECH_FILE)
    return [*(data / name for name in names), *example_files(data)]
