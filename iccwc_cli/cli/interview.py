"""The questions of `iccwc request new`: each answer is checked at once, and may be given again."""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime
from typing import Any

from iccwc_cli import countries
from iccwc_cli.errors import Problem
from iccwc_cli.formats.languages import typeset
from iccwc_cli.formats.structured import as_json, as_yaml
from iccwc_cli.intake import read
from iccwc_cli.intake.model import TLP_LABELS, URGENCIES, Request
from iccwc_cli.referral.desk import route_request
from iccwc_cli.routing.index import Index
from iccwc_cli.text import LANGUAGES, clean, fold
from iccwc_cli.yaml_io import read_stream

_QUESTIONS = {
    "country": ("Country (code or name)", "Pays (code ou nom)", "País (código o nombre)"),
    "authority": ("Requesting authority", "Autorité qui demande", "Autoridad solicitante"),
    "name": ("Contact person or office", "Personne ou service à contacter", "Persona u oficina de contacto"),
    "email": ("E-mail (empty if none)", "Courriel (vide si aucun)", "Correo electrónico (vacío si no hay)"),
    "phone": ("Telephone (empty if none)", "Téléphone (vide si aucun)", "Teléfono (vacío si no hay)"),
    "reference": (
        "Your file number (may be empty)",
        "Votre numéro de dossier (facultatif)",
        "Su expediente (opcional)",
    ),
    "title": ("In one line, what is it about?", "En une ligne, de quoi s'agit-il ?", "En una línea, ¿de qué se trata?"),
    "description": (
        "What happened or is missing, and which help is wanted? End with an empty line",
        "Que s'est-il passé ou que manque-t-il, et quelle aide voulez-vous ? Ligne vide pour terminer",
        "¿Qué pasó o qué falta, y qué ayuda se pide? Línea vacía para terminar",
    ),
    "needs": (
        "Needs by id, separated by commas (empty if unsure; Tab shows them)",
        "Besoins par identifiant, séparés par des virgules (vide en cas de doute ; Tab les montre)",
        "Necesidades por identificador, separadas por comas (vacío si hay duda; Tab las muestra)",
    ),
    "urgency": (
        "Urgency: routine, urgent or emergency",
        "Urgence : routine, urgent ou emergency (urgence absolue)",
        "Urgencia: routine (normal), urgent (urgente) o emergency (emergencia)",
    ),
    "tlp": (
        "TLP label: RED, AMBER+STRICT, AMBER, GREEN, CLEAR",
        "Étiquette TLP : RED, AMBER+STRICT, AMBER, GREEN, CLEAR",
        "Etiqueta TLP: RED, AMBER+STRICT, AMBER, GREEN, CLEAR",
    ),
}
_DEFAULTS = {"urgency": "routine", "tlp": "AMBER"}
_SUGGESTED = ("Suggested to the Secretariat", "Suggéré au Secrétariat", "Sugerido a la Secretaría")
_NOTHING = (
    "Nothing matched; the Secretariat will advise",
    "Rien ne correspond ; le Secrétariat indiquera la suite",
    "Nada coincide; la Secretaría indicará los pasos",
)


def interview(language: str, index: Index) -> str:
    """Ask every question, show the suggestion on standard error, and give the request file."""
    which = LANGUAGES.index(language)
    answers: dict[str, Any] = {"date": datetime.now(UTC).date().isoformat(), "language": language}
    for field, wordings in _QUESTIONS.items():
        _ask(field, typeset(wordings[which], language), answers, index)
    request = _understood(answers, index)[0]
    if request is not None:
        suggested = ", ".join(s.partner for s in route_request(request._asdict(), index).suggestions)
        _say(f"{typeset(f'{_SUGGESTED[which]}:', language)} {suggested}" if suggested else _NOTHING[which])
    return as_yaml(_in_order(answers))


def _ask(field: str, wording: str, answers: dict[str, Any], index: Index) -> None:
    while True:
        answer: Any = (
            _lines(wording) if field == "description" else _line(wording, _DEFAULTS.get(field), _choices(field, index))
        )
        if field == "needs":
            answer = [need.strip() for need in answer.split(",") if need.strip()]
        place = answers.setdefault("contact", {}) if field in ("name", "email", "phone") else answers
        if not answer and field not in read.REQUIRED:
            return
        place[field] = answer
        wrong = [p for p in _understood(answers, index)[1] if p.path.rpartition(".")[2].partition("[")[0] == field]
        if not wrong:
            return
        _say(f"{wrong[0].message}; {wrong[0].hint}" if wrong[0].hint else wrong[0].message)
        del place[field]


def _understood(answers: dict[str, Any], index: Index) -> tuple[Request | None, list[Problem]]:
    """What has been answered so far as a request, and the errors in it."""
    document = next(read_stream(io.BytesIO(as_json(answers).encode())))
    request = read.read(document, lambda: index.needs, index.data)
    return request, [p for p in document.problems if p.severity == "error" and p.path]


def _choices(field: str, index: Index) -> list[str]:
    """What Tab offers for a field."""
    if field == "country":
        return sorted({name for language in LANGUAGES for name in countries.names(language).values()})
    return {"needs": index.needs, "urgency": list(URGENCIES), "tlp": list(TLP_LABELS)}.get(field, [])


def _line(wording: str, default: str | None, choices: list[str]) -> str:
    prompt = f"{wording} [{default}]: " if default else f"{wording}: "
    if sys.stdout.isatty():
        return _line_with_tab(prompt, choices) or (default or "")
    sys.stderr.write(prompt)
    sys.stderr.flush()
    line = sys.stdin.readline()
    if not line:
        raise KeyboardInterrupt  # the terminal was closed
    return line.strip() or (default or "")


def _line_with_tab(prompt: str, choices: list[str]) -> str:
    """A line edited with the system's readline, where there is one; Tab completes the choices."""
    try:
        import readline
    except ImportError:
        pass  # Windows has none
    else:
        readline.set_completer_delims(",")
        readline.parse_and_bind("tab: complete")
        readline.set_completer(lambda text, state: ([*_starting(text, choices), None])[state])
    try:
        return input(prompt).strip()
    except EOFError:
        raise KeyboardInterrupt from None


def _starting(text: str, choices: list[str]) -> list[str | None]:
    return [choice for choice in choices if fold(choice).startswith(fold(text.strip()))]


def _lines(wording: str) -> str:
    sys.stderr.write(f"{wording}:\n")
    sys.stderr.flush()
    lines: list[str] = []
    while True:
        line = sys.stdin.readline()
        if not line:  # the end of input, which no further question would pass
            raise KeyboardInterrupt
        if not line.strip():
            return " ".join(lines)
        lines.append(line.strip())


def _say(text: str) -> None:
    sys.stderr.write(clean(text) + "\n")


def _in_order(answers: dict[str, Any]) -> dict[str, Any]:
    return {field: answers[field] for field in (*read.REQUIRED, *read.OPTIONAL) if answers.get(field)}
