"""Every rule of the whole data folder at once, across its files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from iccwc_cli.countries import NAMES_FILE, check_names
from iccwc_cli.directory import CONTACT_FILE, PARTNERS_FILE
from iccwc_cli.directory.audit import check_contact, check_partners
from iccwc_cli.errors import BadInputError, InvalidDocumentError, Problem
from iccwc_cli.referral.lifecycle import LIFECYCLE_FILE
from iccwc_cli.referral.lifecycle_audit import check_lifecycle
from iccwc_cli.referral.wording import LETTERS_FILE, check_letters
from iccwc_cli.report import FileReport, Report, unread
from iccwc_cli.routing.audit import check_examples, check_needs
from iccwc_cli.routing.build import check_settings
from iccwc_cli.routing.sources import (
    EXAMPLES_FOLDER,
    NEEDS_FILE,
    SETTINGS_FILE,
    SPEECH_FILE,
    SYNONYMS_FILE,
    example_files,
)
from iccwc_cli.routing.speech import check_speech, speech
from iccwc_cli.routing.synonyms import check_synonyms
from iccwc_cli.routing.vocabulary import NO_EXAMPLES
from iccwc_cli.routing.words import Speech, Stems
from iccwc_cli.text import LANGUAGES
from iccwc_cli.yaml_io import Document, Value, read_file


def check_all(data: Path) -> Report:
    """Check a data folder; a file that cannot be read is a problem of its own."""
    needs, answered, stems = _needs(data / NEEDS_FILE), _answered(data / PARTNERS_FILE), _stems(data)
    examples = example_files(data)
    checks: list[tuple[Path, Callable[[Document], None]]] = [
        (data / PARTNERS_FILE, lambda d: check_partners(d, needs)),
        (data / CONTACT_FILE, check_contact),
        (data / NEEDS_FILE, lambda d: check_needs(d, answered)),
        (data / SETTINGS_FILE, check_settings),
        (data / SYNONYMS_FILE, lambda d: check_synonyms(d, stems)),
        (data / SPEECH_FILE, check_speech),
        (data / NAMES_FILE, check_names),
        (data / LIFECYCLE_FILE, check_lifecycle),
        (data / LETTERS_FILE, check_letters),
        *((file, lambda d: check_examples(d, needs)) for file in examples),
    ]
    reports = [_check(file, check) for file, check in checks]
    if not examples:
        lost = Problem("missing", NO_EXAMPLES, hint="copy the folder from the data that ship with the program")
        reports.append(FileReport(str(data / EXAMPLES_FOLDER), 0, [lost]))
    return Report(reports)


def _check(file: Path, check: Callable[[Document], None]) -> FileReport:
    try:
        document = read_file(file)
    except InvalidDocumentError as error:
        return FileReport(str(file), 1, error.problems)
    except BadInputError as error:
        return unread(str(file), error)
    check(document)
    return FileReport(str(file), 1, document.problems)


def _value(file: Path) -> Value:
    """What a file holds; None when it cannot be read, which its own check will say."""
    try:
        return read_file(file).value
    except BadInputError:
        return None


def _needs(file: Path) -> list[str] | None:
    """The ids of the concepts that are no groups; None when they cannot be told, and nothing is held against them."""
    value = _value(file)
    found = _mappings(value.get("concepts")) if isinstance(value, dict) else []
    return [str(c["id"]) for c in found if c.get("broader") is not None and c.get("id") is not None] or None


def _answered(file: Path) -> set[str] | None:
    """The needs that some service leads on; None when they cannot be told."""
    value = _value(file)
    answered: set[str] = set()
    if not isinstance(value, dict):
        return None
    for partner in _mappings(value.get("partners")):
        for service in _mappings(partner.get("services")):
            answered |= {str(n.get("need")) for n in _mappings(service.get("needs")) if n.get("role") == "lead"}
    for tool in _mappings(value.get("joint_services")):
        needs = tool.get("needs")
        answered |= {str(n) for n in needs} if isinstance(needs, list) else set()
    return answered


def _stems(data: Path) -> Stems:
    """What the data's words are known by; where `speech.yaml` cannot be read, each is known by its stem."""
    try:
        return Stems(speech(data))
    except BadInputError:
        nothing: dict[str, list[str]] = {language: [] for language in LANGUAGES}
        return Stems(Speech(nothing, nothing, nothing))


def _mappings(value: Value) -> list[dict[str, Value]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
