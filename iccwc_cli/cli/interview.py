"""The questions of `iccwc request new`: each answer is checked at once, and may be given again."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from iccwc_cli import countries
from iccwc_cli.cli.console import Console
from iccwc_cli.errors import BadInputError, IccwcError, NotFoundError, Problem
from iccwc_cli.formats.languages import typeset
from iccwc_cli.formats.structured import as_json, as_yaml
from iccwc_cli.intake import read
from iccwc_cli.intake.model import DEFAULT_TLP, DEFAULT_URGENCY, TLP_LABELS, URGENCIES, Request
from iccwc_cli.referral.desk import route_request
from iccwc_cli.routing import vocabulary
from iccwc_cli.routing.index import Index
from iccwc_cli.text import LANGUAGES, clean, fold
from iccwc_cli.yaml_io import read_stream

_QUESTIONS = {
    "country": ("Country (code or name): ", "Pays (code ou nom) : ", "País (código o nombre): "),
    "authority": ("Requesting authority: ", "Autorité qui demande : ", "Autoridad solicitante: "),
    "name": ("Contact person or office: ", "Personne ou service à contacter : ", "Persona u oficina de contacto: "),
    "email": ("E-mail (empty if none): ", "Courriel (vide si aucun) : ", "Correo electrónico (vacío si no hay): "),
    "phone": ("Telephone (empty if none): ", "Téléphone (vide si aucun) : ", "Teléfono (vacío si no hay): "),
    "reference": (
        "Your file number (may be empty): ",
        "Votre numéro de dossier (facultatif) : ",
        "Su expediente (opcional): ",
    ),
    "title": (
        "In one line, what is it about? ",
        "En une ligne, de quoi s'agit-il ? ",
        "En una línea, ¿de qué se trata? ",
    ),
    "description": (
        "What happened or is missing, and which help is wanted?\n"
        "(as many lines as you like; to end, a full stop alone on a line, or Ctrl-D)\n> ",
        "Que s'est-il passé ou que manque-t-il, et quelle aide voulez-vous ?\n"
        "(autant de lignes que vous voulez ; pour terminer, un point seul sur une ligne, ou Ctrl-D)\n> ",
        "¿Qué pasó o qué falta, y qué ayuda se pide?\n"
        "(tantas líneas como quiera; para terminar, un punto solo en una línea, o Ctrl-D)\n> ",
    ),
    "needs": (
        "Needs by name or id, separated by semicolons (empty if unsure; Tab shows them): ",
        "Besoins par nom ou identifiant, séparés par des points-virgules (vide en cas de doute ; Tab les montre) : ",
        "Necesidades por nombre o identificador, separadas por punto y coma (vacío si hay duda; Tab las muestra): ",
    ),
    "species": (
        "Species or products concerned, separated by semicolons (may be empty): ",
        "Espèces ou produits concernés, séparés par des points-virgules (facultatif) : ",
        "Especies o productos de que se trata, separados por punto y coma (opcional): ",
    ),
    "urgency": (
        "Urgency: routine, urgent or emergency [routine]: ",
        "Urgence : routine, urgent ou emergency (urgence absolue) [routine] : ",
        "Urgencia: routine (normal), urgent (urgente) o emergency (emergencia) [routine]: ",
    ),
    "tlp": (
        "TLP label: RED, AMBER+STRICT, AMBER, GREEN, CLEAR [AMBER]: ",
        "Étiquette TLP : RED, AMBER+STRICT, AMBER, GREEN, CLEAR [AMBER] : ",
        "Etiqueta TLP: RED, AMBER+STRICT, AMBER, GREEN, CLEAR [AMBER]: ",
    ),
    "notes": (
        "Anything else for the Secretariat (may be empty): ",
        "Autre chose pour le Secrétariat (facultatif) : ",
        "Algo más para la Secretaría (opcional): ",
    ),
}
_DEFAULTS = {"urgency": DEFAULT_URGENCY, "tlp": DEFAULT_TLP}
_UNKEPT = (
    "The request will be shown here and not kept in a file; `iccwc request new -o request.yaml` keeps it",
    "La demande sera montrée ici sans être gardée dans un fichier ; `iccwc request new -o request.yaml` la garde",
    "La solicitud se mostrará aquí sin guardarse en un archivo; `iccwc request new -o request.yaml` la guarda",
)
_NEEDED = ("An answer is needed here", "Il faut une réponse ici", "Aquí hace falta una respuesta")
_BROKEN_OFF = ("Broken off; nothing was kept", "Interrompu ; rien n'a été gardé", "Interrumpido; no se guardó nada")
_SUGGESTED = ("Suggested to the Secretariat: ", "Suggéré au Secrétariat : ", "Sugerido a la Secretaría: ")
_NOTHING = (
    "Nothing matched; the Secretariat will advise",
    "Rien ne correspond ; le Secrétariat indiquera la suite",
    "Nada coincide; la Secretaría indicará los pasos",
)


def interview(language: str, index: Index, needs: list[vocabulary.Need], console: Console) -> str:
    """Ask every question, show the suggestion on standard error, and give the request file.

    Args:
        language: en, fr or es.
        index: what routes the request.
        needs: what can be asked for.
        console: where the file will go; if that is the terminal alone, it is said before the first question.

    Raises:
        KeyboardInterrupt: Ctrl-C, or the end of input before the last answer; that nothing was kept is said.
    """
    if console.output is None and sys.stdout.isatty():
        console.note(_in(_UNKEPT, language))
    answers: dict[str, Any] = {"date": datetime.now(UTC).date().isoformat()}
    try:
        with _on_terminal():
            for field in _QUESTIONS:
                _ask(field, answers, language, index, needs)
    except (KeyboardInterrupt, EOFError):
        _say(f"\n{_in(_BROKEN_OFF, language)}")
        raise KeyboardInterrupt from None
    request = _understood(answers, index)[0]
    if request is not None:
        suggested = ", ".join(s.partner for s in route_request(request._asdict(), index).suggestions)
        _say(_in(_SUGGESTED, language) + suggested if suggested else _in(_NOTHING, language))
    return as_yaml({field: answers[field] for field in (*read.REQUIRED, *read.OPTIONAL) if answers.get(field)})


@contextmanager
def _on_terminal() -> Iterator[None]:
    """Where the file goes elsewhere than to the terminal, the questions must not, and lines are edited only there."""
    if sys.stdout.isatty():
        yield
        return
    elsewhere = os.dup(1)
    os.dup2(2, 1)
    try:
        yield
    finally:
        os.dup2(elsewhere, 1)
        os.close(elsewhere)


def _ask(field: str, answers: dict[str, Any], language: str, index: Index, needs: list[vocabulary.Need]) -> None:
    question, choices = _in(_QUESTIONS[field], language), _choices(field, needs, language)
    place = answers.setdefault("contact", {}) if field in ("name", "email", "phone") else answers
    while True:
        try:
            answer = _lines(question) if field == "description" else " ".join(_line(question, choices).splitlines())
        except EOFError:  # Ctrl-D, which ended the description a question ago: as much as to say nothing
            if field in read.REQUIRED:
                raise
            answer = ""
            _say("")
        answer = answer.strip() or _DEFAULTS.get(field, "")
        if not answer and field not in read.REQUIRED:
            return
        try:
            if not answer:
                raise BadInputError(_in(_NEEDED, language))
            place[field] = _ids(answer, needs) if field == "needs" else _parts(answer) if field == "species" else answer
            _check(field, answers, index)
        except IccwcError as error:
            place.pop(field, None)
            _say(f"{error.message}; {error.hint}" if error.hint else error.message)
        else:
            return


def _ids(named: str, needs: list[vocabulary.Need]) -> list[str]:
    """The needs of these names; a name may hold commas, so the whole is looked up before its parts."""
    try:
        return [vocabulary.find(needs, named).id]
    except NotFoundError:
        parts = _parts(named)
        if parts == [named]:
            raise
        return [id_ for part in parts for id_ in _ids(part, needs)]


def _parts(answer: str) -> list[str]:
    return [part.strip() for part in answer.split(";" if ";" in answer else ",") if part.strip()]


def _check(field: str, answers: dict[str, Any], index: Index) -> None:
    """Raise the first error that an answer has."""
    for problem in _understood(answers, index)[1]:
        of_all = not problem.path and problem.code in ("syntax", "too-large")  # which the last answer brought about
        if problem.severity == "error" and (of_all or problem.path.rpartition(".")[2].partition("[")[0] == field):
            raise BadInputError(problem.message, problem.hint)


def _understood(answers: dict[str, Any], index: Index) -> tuple[Request | None, list[Problem]]:
    """What has been answered so far as a request, and what is to be said of it."""
    document = next(read_stream(io.BytesIO(as_json(answers).encode())))
    return read.read(document, lambda: index.needs_by_name, index.data), document.problems


def _choices(field: str, needs: list[vocabulary.Need], language: str) -> list[str]:
    """What Tab offers for a field."""
    if field == "country":
        return sorted({name for language in LANGUAGES for name in countries.names(language).values()})
    if field == "needs":
        return [need.label[language] for need in needs]
    return {"urgency": list(URGENCIES), "tlp": list(TLP_LABELS)}.get(field, [])


def _lines(question: str) -> str:
    """Lines up to one that is a full stop alone, or to the end of input; empty ones stand between paragraphs."""
    lines: list[str] = []
    try:
        while lines[-1:] != ["."]:
            lines += [line.rstrip() for line in _line("> " if lines else question).splitlines() or [""]]
        lines.pop()
    except EOFError:
        if not any(lines):
            raise
        _say("")
    return "\n".join(lines)


def _line(question: str, choices: Sequence[str] = ()) -> str:
    """A line, or the lines that were pasted at once, edited with the system's readline; Tab completes the choices."""
    try:
        import readline
    except ImportError:
        pass  # Windows has none, and edits lines itself
    else:
        readline.parse_and_bind("set enable-bracketed-paste on")  # Python turns it off
        for setting in ("input-meta on", "output-meta on", "convert-meta off"):  # no accent is lost in the C locale
            readline.parse_and_bind(f"set {setting}")
        readline.parse_and_bind(f"tab: {'complete' if choices else 'self-insert'}")
        readline.set_completer_delims(";")
        readline.set_completer(lambda text, state: ([*_starting(text, choices), None])[state])
    return input(question)


def _starting(text: str, choices: Sequence[str]) -> list[str | None]:
    return [choice for choice in choices if fold(choice).startswith(fold(text.strip()))]


def _in(texts: tuple[str, str, str], language: str) -> str:
    return typeset(texts[LANGUAGES.index(language)], language)


def _say(text: str) -> None:
    sys.stderr.write(clean(text) + "\n")
