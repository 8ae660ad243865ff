"""`iccwc letter`: the request to the Secretariat, or its answer, ready to send."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from iccwc_cli import places
from iccwc_cli.cli import complete, options
from iccwc_cli.cli.console import Console
from iccwc_cli.cli.opened import existing
from iccwc_cli.errors import BadInputError, RefusedError, UsageError
from iccwc_cli.intake.model import MOST_RESTRICTIVE

if TYPE_CHECKING:
    from iccwc_cli.directory.model import Contact
    from iccwc_cli.referral.events import Event
    from iccwc_cli.referral.given import Given
    from iccwc_cli.referral.letter import Called, Letter
    from iccwc_cli.referral.record import Record
    from iccwc_cli.referral.wording import Wording

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def letter(
    ref: options.Ref,
    to: Annotated[
        Literal["secretariat", "requester"],
        typer.Option("--to", help="The request to the Secretariat, or the Secretariat's answer to the requester."),
    ] = "secretariat",
    becoming: Annotated[
        str | None,
        typer.Option(
            "--as",
            metavar="STATE",
            help="The answer as it will be in that state: it is sent before the move is recorded.",
            autocompletion=complete.states,
        ),
    ] = None,
    outcome: Annotated[
        str | None, typer.Option("--outcome", metavar="TEXT", help="With --as: what was reached.")
    ] = None,
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="With --as: why.")] = None,
    format_: Annotated[Literal["text", "html", "eml", "docx"], options.FORMAT] = "text",
    lang: Annotated[
        options.Language | None,
        typer.Option(
            "--lang",
            envvar="ICCWC_LANG",
            case_sensitive=False,
            help="Language of the letter, by default the request's own.",
            show_envvar=True,
        ),
    ] = None,
    acknowledge_red: options.AcknowledgeRed = False,
    register: options.Register = None,
    data_dir: options.DataDir = None,
    output: options.Output = None,
    quiet: options.Quiet = False,
) -> None:
    """Write the request to the Secretariat, or with `--to requester` the answer to the country.

    Neither is ever addressed to a partner.
    """
    from iccwc_cli.directory import load
    from iccwc_cli.referral import letter as letters
    from iccwc_cli.referral.given import Given
    from iccwc_cli.referral.wording import wording
    from iccwc_cli.register.release import release

    if (becoming and to != "requester") or ((outcome or reason) and not becoming):
        raise UsageError("--as goes with --to requester; --outcome and --reason go with --as", "see `iccwc letter -h`")
    console = Console(output, quiet=quiet)
    if format_ == "docx" and console.rich:
        raise UsageError("a docx document does not go on a terminal", "add -o letter.docx")
    data = places.data_dir(data_dir)
    contact = load.contact(data)
    with existing(register) as found:
        id_ = found.find(ref)
        history = found.history(id_)
    record = _foreseen(history, becoming, Given(outcome=outcome, reason=reason), data, console)
    language = letters.language_of(record, lang)
    say = wording(data, language)
    made = _letter(record, contact, to, say, data, console)
    if format_ == "eml":
        made = letters.with_attachment(made, say)
    content = _set(made, record, format_, console)
    if record["tlp"] == MOST_RESTRICTIVE:
        if not acknowledge_red:
            raise RefusedError(
                f"{id_}: carries TLP:{MOST_RESTRICTIVE}, for named persons only",
                f"type `iccwc letter {id_} --acknowledge-red` when the addressee is among them",
            )
        with existing(register, write=True) as writing:
            release(writing, id_, f"letter to {to}")
    if format_ == "eml":
        _advise(console, made, contact, to)
    console.write(content)


def _foreseen(history: list[Event], state: str | None, given: Given, data: Path, console: Console) -> Record:
    """The referral as it is, or as it will be in a state, with what to type when that has come about."""
    from iccwc_cli.referral import hints, lifecycle, moves
    from iccwc_cli.referral.events import current
    from iccwc_cli.referral.lifecycle import timestamp

    record = current(history)
    if state is None:
        return record
    life = lifecycle.life(data)
    target = moves.find_state(state, life.states)
    foreseen = moves.foreseen(history, life, target, given, timestamp(datetime.now(UTC)))
    console.note(f"when it is sent, {hints.to_advance(record['id'], life.states[target], life, given)}")
    return foreseen


def _letter(record: Record, contact: Contact, to: str, say: Wording, data: Path, console: Console) -> Letter:
    from iccwc_cli.referral import letter as letters
    from iccwc_cli.referral import lifecycle
    from iccwc_cli.referral.record import FIRST_STATE, SENT_STATE

    id_, status, life = record["id"], record["status"], lifecycle.life(data)
    called, sentence = _called(data, say.language), f"next-{status}"
    answerable = sentence in say
    if not answerable and life.state(status).final:
        hint = f"`iccwc register show {id_}` tells why it ended so"
        raise RefusedError(f"{id_}: is '{status}'; no letter is written for it", hint)
    if to == "secretariat":
        if answerable and "authority" not in life.state(status).set_by:
            console.note(f"{id_}: is '{status}'; the answer to the country is `iccwc letter {id_} --to requester`")
        return letters.request_letter(record, contact, called, say)
    if status == FIRST_STATE:
        sent = f"iccwc register advance {id_} {SENT_STATE} --channel CHANNEL"
        hint = f"the Secretariat answers what was sent to it: `{sent}`"
        raise RefusedError(f"{id_}: is '{status}'; there is nothing to answer", hint)
    if not answerable:
        hint = f"write the sentence `{sentence}` into letters.yaml"
        raise RefusedError(f"{id_}: is '{status}', and letters have no words for what comes next", hint)
    today = datetime.now(UTC).date()
    return letters.answer_letter(record, contact, called, life, say, today)


def _called(data: Path, language: str) -> Called:
    """What the letter calls partners, services, needs and countries."""
    from iccwc_cli import countries
    from iccwc_cli.directory import load
    from iccwc_cli.formats.languages import in_language
    from iccwc_cli.referral.letter import Called
    from iccwc_cli.routing import vocabulary

    partners = load.partners(data)
    return Called(
        {p.id: f"{in_language(p.acronyms, language)} ({in_language(p.name, language)})" for p in partners},
        {s.id: in_language(s.name, language) for p in partners for s in p.services},
        {n.id: in_language(n.label, language) for n in vocabulary.needs(data)},
        countries.formal(language, data),
    )


def _set(made: Letter, record: Record, format_: str, console: Console) -> str | bytes:
    """The letter in its format; text is narrower on a narrow terminal."""
    if format_ == "text":
        from iccwc_cli.formats.letter.text import WIDTH, as_text

        return as_text(made, min(WIDTH, console.width) if console.rich else WIDTH)
    if format_ == "html":
        from iccwc_cli.formats.letter.html import as_html

        return as_html(made)
    if format_ == "eml":
        from iccwc_cli.formats.letter.mail import as_mail
        from iccwc_cli.formats.structured import as_yaml

        request = {key: value for key, value in record["request"].items() if value not in (None, [], False)}
        request["contact"] = {key: value for key, value in record["request"]["contact"].items() if value}
        return as_mail(made, as_yaml({**request, "tlp": record["tlp"]}))
    try:
        from iccwc_cli.formats.letter.docx import as_docx
    except ImportError:
        hint = "install it with `pip install '.[docx]'`, or take html, which word processors open too"
        raise BadInputError("docx needs python-docx, which is not installed", hint) from None
    return as_docx(made)


def _advise(console: Console, made: Letter, contact: Contact, to: str) -> None:
    """Say what a draft's addresses lack."""
    box = made.mail_to
    if box is None:
        console.warn("the draft has no addressee: no e-mail address is known", "send it by post, or telephone first")
    elif not box.confirmed:
        ways = [c.display or ", ".join(c.lines) for c in contact.channels if c.status == "stated" and c.type in _SURE]
        console.warn(
            f"the draft goes to {box.address}, an address that the Secretariat's own page does not print",
            f"ask the Secretariat before you send it, or take a way that is sure: {'; '.join(ways)}",
        )
    if to == "secretariat" and made.mail_from is None:
        again = f"cancel this referral, add one under `contact:` and refer the file with `--replaces {made.id}`"
        console.warn("the request names no e-mail address to answer to", again)


_SURE = ("mail", "phone")
"""Whether the fax is still in use is not known."""
