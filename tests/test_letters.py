"""Letters: one addressee, the right words in three languages, and drafts that a mail program opens."""

from __future__ import annotations

import email
import email.policy
import io
import os
import re
import subprocess
import sys
import zipfile
from datetime import UTC, date, datetime

import pytest
import yaml
from conftest import PHONES, ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from iccwc_cli import countries
from iccwc_cli.directory import load
from iccwc_cli.formats.letter.html import as_html
from iccwc_cli.formats.letter.mail import as_mail
from iccwc_cli.places import shipped_data_dir
from iccwc_cli.referral import letter, lifecycle
from iccwc_cli.referral.wording import wording
from iccwc_cli.text import is_address

DATA = shipped_data_dir()
EXAMPLES = {
    "en": "phones-we-cannot-open.yaml",
    "fr": "magistrats-peines-inegales.yaml",
    "es": "riesgo-de-lavado.yaml",
}
DATES = {"en": "Kenya, 2 November 2026", "fr": "Cameroun, le 14 septembre 2026", "es": "Perú, 5 de octubre de 2026"}
SUBJECTS = {
    "en": "Request for support: Eleven telephones from the airport case",
    "fr": "Demande d'appui\u00a0: Des peines très inégales pour les mêmes faits",
    "es": "Solicitud de apoyo: Cuánto se lava con la tala y el tráfico de fauna",
}
SHORT = {
    "en": {"unodc": "UNODC"},
    "fr": {"unodc": "ONUDC"},
    "es": {"unodc": "UNODC", "world-bank": "GBM"},
}
SWISS = "CITES Secretariat\nPalais des Nations\nAvenue de la Paix 8-14\n1211 Genève 10"
FROM_ABROAD = {"en": "SWITZERLAND", "fr": "SUISSE", "es": "SUIZA"}


@pytest.fixture
def recorded(run):
    def _recorded(language, **changes):
        text = (ROOT / "examples" / EXAMPLES[language]).read_text(encoding="utf-8")
        for key, value in changes.items():
            text = re.sub(rf"^{key}:.*$", f"{key}: {value}", text, flags=re.M)
        return run("refer", "-r", "-", "-f", "json", stdin=text).ok().json

    return _recorded


def parsed(text):
    return email.message_from_string(text, policy=email.policy.default)


@pytest.mark.parametrize("language", EXAMPLES)
def test_the_letter_is_written_as_its_language_writes(run, recorded, language):
    record = recorded(language)
    out = run("letter", record["id"], "-q").ok().out
    for expected in (
        f"{SWISS}\n{FROM_ABROAD[language]}\n",
        DATES[language],
        SUBJECTS[language],
        record["id"],
        f"TLP:{record['tlp']}",
    ):
        assert expected in out
    assert " ".join(record["request"]["description"].split())[:60] in " ".join(out.split())
    assert max(len(line) for line in out.splitlines()) <= 72
    for suggestion in record["suggestions"]:
        assert out.index(SWISS) < out.index(SHORT[language].get(suggestion["partner"], "INTERPOL"))
    assert run("letter", record["id"], "--lang", "en", "-q").ok().out.count("Request for support") == 1


@pytest.mark.parametrize("language", EXAMPLES)
def test_a_country_is_called_as_states_call_it(run, recorded, language):
    formal = {
        "en": ("Myanmar, 1 October 2026", "DEMOCRATIC REPUBLIC OF THE CONGO"),
        "fr": ("Myanmar, le 1er octobre 2026", "RÉPUBLIQUE DÉMOCRATIQUE DU CONGO"),
        "es": ("Myanmar, 1 de octubre de 2026", "REPÚBLICA DEMOCRÁTICA DEL CONGO"),
    }
    of, to = formal[language]
    record = recorded(language, country="MM", date="2026-10-01")
    assert of in run("letter", record["id"], "-q").ok().out.replace("\u00a0", " ")
    answered = recorded(language, country="CD")["id"]
    run("register", "advance", answered, "requested", "--channel", "post").ok()
    assert to in run("letter", answered, "--to", "requester", "-q").ok().out


@pytest.mark.parametrize("language", EXAMPLES)
def test_the_draft_is_read_by_a_mail_program(run, recorded, language):
    record = recorded(language)
    text = run("letter", record["id"], "-f", "eml").ok().out
    draft = parsed(text)
    assert draft["Subject"] == f"[TLP:{record['tlp']}] {SUBJECTS[language]}"
    assert draft["X-Unsent"] == "1"
    assert [a.addr_spec for a in draft["To"].addresses] == ["info@cites.org"]
    plain = draft.get_body(("plain",)).get_content()
    page = draft.get_body(("html",)).get_content()
    assert SUBJECTS[language] in plain
    assert "Genève" in page
    said = {"en": "is attached", "fr": "est jointe", "es": "Se adjunta"}[language]
    assert said in plain
    assert said in page
    assert said not in run("letter", record["id"], "-q").ok().out
    (attached,) = draft.iter_attachments()
    assert attached.get_filename() == f"{record['id']}.yaml"
    again = run("refer", "-n", "-r", "-", "-f", "json", stdin=attached.get_content()).ok().json
    assert again["suggestions"] == record["suggestions"]
    assert again["tlp"] == record["tlp"]
    assert text == run("letter", record["id"], "-f", "eml").ok().out


def test_an_address_that_no_page_confirms_is_said_with_the_sure_ways(run, recorded):
    ref = recorded("en")["id"]
    assert not any(run("letter", ref, "-f", other).ok().err for other in ("text", "html"))
    err = run("letter", ref, "-f", "eml").ok().err
    assert "info@cites.org" in err
    assert "names no e-mail address to answer to" in err
    assert "+41 22 917 81 39" in err
    assert "Palais des Nations" in err
    assert "+41 22 797 34 17" not in err, "whether the fax is still in use is not known"


def test_a_name_with_accents_stays_in_the_headers(run):
    text = (
        "country: CI\nauthority: Ministère des Eaux et Forêts\ntlp: GREEN\ntitle: Écorces saisies, à vérifier\n"
        "description: Nous demandons une formation des magistrats.\n"
        "contact: {name: 'Koné, Aïssata \"Aya\"', email: aya@example.org}\n"
    )
    ref = run("refer", "-r", "-", "-f", "json", stdin=text).ok().json["id"]
    draft = parsed(run("letter", ref, "-f", "eml").ok().out)
    (sender,) = draft["From"].addresses
    assert (sender.display_name, sender.addr_spec) == ('Koné, Aïssata "Aya"', "aya@example.org")
    assert draft["Subject"] == "[TLP:GREEN] Demande d'appui\u00a0: Écorces saisies, à vérifier"


def test_the_answer_tells_the_country_where_its_request_went_and_what_comes_next(run, recorded):
    ref = recorded("fr")["id"]
    assert "draft" in run("letter", ref, "--to", "requester").failed(5).err
    run("register", "advance", ref, "requested", "--channel", "post").ok()
    run("register", "advance", ref, "accepted").ok()
    assert "n'a pas été communiquée" in run("letter", ref, "--to", "requester", "-q").ok().out
    run("register", "communicate", ref, "unodc", "wco").ok()
    run("register", "answer", ref, "wco", "rejected", "--reason-code", "no-capacity").ok()
    out = " ".join(run("letter", ref, "--to", "requester", "-q").ok().out.replace("\u00a0", " ").split())
    assert "ONUDC (Office des Nations Unies contre la drogue et le crime), le" in out
    assert "OMD (" in out
    assert "ne peut être prise en charge pour le moment, faute de moyens" in out
    assert "CAMEROUN Genève, le" in out
    assert "distinguée. Secrétariat CITES" in out
    run("register", "advance", ref, "on-hold", "--reason", "fonds attendus").ok()
    assert "en attente" in run("letter", ref, "--to", "requester", "-q").ok().out
    run("register", "answer", ref, "unodc", "completed").ok()
    done = ("--outcome", "séminaire tenu", "--advised-on", "2026-11-20", "--advised-by-channel", "email")
    run("register", "advance", ref, "completed", *done).ok()
    assert "séminaire tenu" in run("letter", ref, "--to", "requester", "-q").ok().out
    assert "has been completed" in run("letter", ref, "--to", "requester", "-q", "--lang", "en").ok().out


def test_an_answer_before_the_end_says_that_the_partners_have_ended_theirs(run, recorded):
    ref = recorded("es")["id"]
    run("register", "advance", ref, "requested", "--channel", "post").ok()
    run("register", "advance", ref, "accepted").ok()
    run("register", "communicate", ref, "world-bank", "unodc").ok()
    run("register", "answer", ref, "unodc", "rejected", "--reason-code", "no-capacity").ok()
    asking = " ".join(run("letter", ref, "--to", "requester", "-q").ok().out.split())
    assert "por el momento no puede asumirla, al no disponer de capacidad." in asking
    assert "se le solicite directamente información" in asking
    run("register", "answer", ref, "world-bank", "completed").ok()
    out = " ".join(run("letter", ref, "--to", "requester", "-q").ok().out.split())
    assert "La labor solicitada al Consorcio ha concluido" in out
    assert "se le solicite directamente información" not in out
    assert "teléfono al +41 22 917 81 39 o +41 22 917 81 40, o por fax al +41 22 797 34 17" in out


def test_the_letter_that_tells_the_end_is_written_before_the_end_is_recorded(run, recorded):
    ref = recorded("fr")["id"]
    letter = ("letter", ref, "--to", "requester", "--as")
    run("register", "advance", ref, "requested", "--channel", "post").ok()
    assert "cannot go from 'requested' to 'completed'" in run(*letter, "completed", "--outcome", "x").failed(5).err
    run("register", "advance", ref, "accepted").ok()
    run("register", "communicate", ref, "unodc").ok()
    assert "every partner task ended: unodc" in run(*letter, "completed", "--outcome", "x").failed(5).err
    run("register", "answer", ref, "unodc", "completed").ok()
    missing = run(*letter, "completed").failed(5).err
    assert f"`iccwc letter {ref} --to requester --as completed --outcome OUTCOME`" in missing
    foreseen = run(*letter, "Completed", "--outcome", "Deux ateliers tenus.").ok()
    assert "Deux ateliers tenus" in foreseen.out
    end = ("register", "advance", ref, "completed", "--outcome", "Deux ateliers tenus.")
    assert f"type `iccwc {' '.join(end[:-1])} 'Deux ateliers tenus.' --advised-on YYYY-MM-DD" in foreseen.err
    assert run("register", "show", ref, "-f", "json").ok().json["status"] == "in-progress"
    day = datetime.now(UTC).date().isoformat()
    run(*end, "--advised-on", day, "--advised-by-channel", "email").ok()
    assert run("letter", ref, "--to", "requester").ok().out == foreseen.out
    run("letter", ref, "--as", "completed").failed(2)
    run("letter", ref, "--to", "requester", "--reason", "r").failed(2)
    run("letter", ref, "--to", "requester", "--as", "compleet").failed(2)


def test_work_that_nobody_did_has_not_come_to_an_end(run, recorded):
    ref = recorded("en")["id"]
    run("register", "advance", ref, "requested", "--channel", "post").ok()
    run("register", "advance", ref, "accepted").ok()
    run("register", "communicate", ref, "wco").ok()
    run("register", "answer", ref, "wco", "cancelled").ok()
    out = " ".join(run("letter", ref, "--to", "requester", "-q").ok().out.split())
    assert "has come to an end" not in out
    assert "looking for another way" in out


def test_an_answer_after_the_end_awaits_nobody(run, recorded):
    ref = recorded("fr")["id"]
    run("register", "advance", ref, "requested", "--channel", "post").ok()
    run("register", "advance", ref, "accepted").ok()
    run("register", "communicate", ref, "unodc", "wco").ok()
    run("register", "answer", ref, "wco", "completed").ok()
    run("register", "advance", ref, "cancelled", "--reason", "affaire close").ok()
    out = " ".join(run("letter", ref, "--to", "requester", "-q").ok().out.replace("\u00a0", " ").split())
    assert "attendue" not in out
    assert "; la demande ne lui est plus adressée. 2. OMD" in out
    assert "; le traitement est achevé." in out


def test_a_list_that_ends_in_an_abbreviation_ends_in_one_full_stop(run):
    text = (
        "country: GN\nauthority: a\ndescription: Aidez-nous.\ndate: 2026-10-01\nlanguage: fr\nspecies: [Manis spp.]\n"
    )
    ref = run("refer", "-r", "-", "-f", "json", stdin=text).ok().json["id"]
    out = run("letter", ref, "-q").ok().out
    assert "Manis spp.\n" in out
    assert "le 1er octobre 2026" in out


def test_what_was_entered_in_error_gets_no_answer_and_no_advice_to_send_it(run, recorded):
    ref = recorded("en")["id"]
    assert f"iccwc register advance {ref} requested --channel" in run("letter", ref, "--to", "requester").failed(5).err
    run("register", "advance", ref, "entered-in-error", "--reason", "typed twice").ok()
    assert "requested" not in run("letter", ref, "--to", "requester").failed(5).err
    refused = run("letter", ref).failed(5)
    assert "is 'entered-in-error'; no letter is written for it" in refused.err
    assert not refused.out


def test_a_state_that_is_added_to_the_life_has_its_own_sentence(run, recorded, data_copy):
    file, here = data_copy / "lifecycle.yaml", ("--data-dir", data_copy)
    text = file.read_text(encoding="utf-8")
    start, end = text.index("  - id: on-hold\n"), text.index("  - id: completed\n")
    added = text[start:end].replace("on-hold", "under-review").replace("requires: [reason]", "requires: []")
    life = text.replace("[received, accepted, rejected,", "[under-review, received, accepted, rejected,", 1)
    file.write_text(life.replace("  - id: on-hold\n", f"{added}  - id: on-hold\n", 1), encoding="utf-8")
    ref = recorded("en")["id"]
    run("register", "advance", ref, "requested", "--channel", "post").ok()
    run("register", "advance", ref, "under-review", *here).ok()
    letter = ("letter", ref, "--to", "requester", "-q", *here)
    assert "write the sentence `next-under-review` into letters.yaml" in run(*letter).failed(5).err
    sentences = data_copy / "letters.yaml"
    before = sentences.read_text(encoding="utf-8").rstrip() + "\n"
    mine = "  next-under-review:\n" + "".join(f'    {code}: "It is being read{{}}."\n' for code in ("en", "fr", "es"))
    sentences.write_text(before + mine.replace("{}", " ({reason}) in {place}"), encoding="utf-8")
    found = run("data", "check", "-f", "json", *here).json["files"]
    assert {p["message"] for f in found for p in f["problems"]} == {"'{place}' is not filled here"}
    sentences.write_text(before + mine.replace("{}", ""), encoding="utf-8")
    run("data", "check", *here).ok()
    assert "It is being read." in run(*letter).ok().out


def test_each_way_in_which_red_went_out_is_noted(run, recorded):
    ref = recorded("en", tlp="RED")["id"]
    run("register", "export", "--acknowledge-red").ok()
    for to in ("secretariat", "secretariat", "requester"):
        if to == "requester":
            run("register", "advance", ref, "requested", "--channel", "post").ok()
        run("letter", ref, "--to", to, "--acknowledge-red", "-q").ok()
    events = run("register", "history", ref, "-f", "json").ok().json
    released = [event["detail"]["output"] for event in events if event["what"] == "released"]
    assert released == ["export", "letter to secretariat", "letter to requester"]


@pytest.mark.parametrize("format_", ["text", "html", "eml", "docx"])
def test_red_goes_out_only_on_somebodys_responsibility(run, recorded, tmp_path, format_):
    ref = recorded("en", tlp="RED")["id"]
    file = tmp_path / "letter"
    assert "acknowledge-red" in run("letter", ref, "-f", format_, "-o", file).failed(5).err
    assert not file.exists()
    run("letter", ref, "-f", format_, "-o", file, "--acknowledge-red").ok()
    assert file.stat().st_size > 500
    assert "letter to secretariat" in run("register", "history", ref).ok().out
    run("register", "verify").ok()


def test_the_page_is_whole_by_itself_and_the_document_opens(run, recorded, tmp_path):
    ref = recorded("es")["id"]
    page = run("letter", ref, "-f", "html", "-q").ok().out
    assert not re.search(r"<(script|img|link|iframe|object)|url\(|@import|https?://", page)
    assert '<html lang="es">' in page
    assert "size: A4" in page
    file = tmp_path / "carta.docx"
    run("letter", ref, "-f", "docx", "-q", "-o", file).ok()
    import docx

    document = docx.Document(file)
    text = "\n".join(p.text for p in document.paragraphs)
    assert SUBJECTS["es"] in text
    assert "TLP:AMBER" in document.sections[0].header.paragraphs[0].text
    assert zipfile.ZipFile(io.BytesIO(file.read_bytes())).testzip() is None
    assert abs(document.sections[0].page_width.mm - 210) < 0.5


def test_a_document_does_not_go_on_a_terminal(recorded, environment, tmp_path):
    ref = recorded("en")["id"]
    terminal, end = os.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "iccwc_cli", "letter", ref, "-f", "docx"],
        env=environment | {"PYTHONPATH": str(ROOT), "TERM": "xterm"},
        cwd=tmp_path,
        stdout=end,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,  # nobody reads the terminal: a document that went there would wait for ever
        check=False,
    )
    os.close(end)
    os.close(terminal)
    assert done.returncode == 2
    assert "-o letter.docx" in done.stderr


ADDRESSES = {"info@cites.org"}
PARTNERS = load.partners(DATA)
CONTACT = load.contact(DATA)
CALLED = letter.Called({}, {}, {}, countries.names("en"))
words = st.text(max_size=40)
tasks = st.lists(
    st.fixed_dictionaries(
        {
            "partner": st.sampled_from([p.id for p in PARTNERS]),
            "state": st.sampled_from(["requested", "rejected", "completed"]),
            "reason_code": st.sampled_from([None, "no-capacity"]),
            "opened_at": st.just("2026-11-20T10:00:00Z"),
        }
    ),
    max_size=4,
)
EVIDENCE = {"field": "title", "start": 0, "end": 13, "text": "<script>ivory"}
records = st.fixed_dictionaries(
    {
        "id": st.just("R6FJV0-E0JVAS"),
        "created_at": st.just("2026-11-20T10:00:00Z"),
        "status": st.sampled_from(
            ["requested", "received", "accepted", "in-progress", "on-hold", "completed", "cancelled"]
        ),
        "tlp": st.sampled_from(["CLEAR", "GREEN", "AMBER"]),
        "suggestions": st.lists(
            st.fixed_dictionaries(
                {
                    "partner": st.sampled_from([p.id for p in PARTNERS]),
                    "reasons": st.just([{"service": "s", "need": "n", "evidence": [EVIDENCE]}]),
                }
            ),
            max_size=3,
        ),
        "partner_tasks": tasks,
        "closure": st.none() | st.just({"outcome": "done"}),
        "status_reason": st.none() | words,
        "request": st.fixed_dictionaries(
            {
                "country": st.sampled_from(["KE", "CI", "PE"]),
                "country_name": st.just("Kenya"),
                "authority": words.filter(str.strip),
                "title": st.none() | words,
                "description": words,
                "reference": st.none() | words,
                "date": st.none() | st.just("2026-11-01"),
                "language": st.sampled_from(["en", "fr", "es", "ar", None]),
                "urgency": st.sampled_from(["routine", "urgent", "emergency"]),
                "species": st.lists(words, max_size=2),
                "needs": st.lists(st.sampled_from(["digital-forensics"]), max_size=1),
                "contact": st.fixed_dictionaries(
                    {
                        "name": st.none() | words,
                        "email": st.none() | st.just("desk@example.org") | st.emails(),
                        "phone": st.none() | st.just("+254202379407"),
                    }
                ),
            }
        ),
    }
)


@settings(max_examples=150, deadline=None)
@given(records, st.booleans())
def test_no_draft_ever_addresses_a_partner(record, answer):
    language = letter.language_of(record, None)
    say = wording(DATA, language)
    if answer:
        life = lifecycle.life(DATA)
        made = letter.answer_letter(record, CONTACT, CALLED, life, say, date(2026, 11, 24))
        allowed = {record["request"]["contact"]["email"]}
    else:
        made = letter.request_letter(record, CONTACT, CALLED, say)
        allowed = ADDRESSES
    draft = parsed(as_mail(made, yaml.safe_dump({"authority": record["request"]["authority"]})))
    for header in ("To", "Cc", "Bcc", "Resent-To"):
        for address in draft[header].addresses if draft[header] else ():
            assert address.addr_spec in allowed
    assert "\n" not in draft["Subject"]
    assert "<script" not in as_html(made)
    names = {p.acronym for p in PARTNERS if p.id != "cites"} | {p.name["en"] for p in PARTNERS}
    assert not names & set(made.recipient)


ODD = ["desk@wildlife..org", "desk.@wildlife.org", "a..b@example.org", "é@ünder.org", "=?utf-8?q?x?=@b.org", "a@[::1]"]
odd = st.text("aZ9é.@!#'=?_-,;:<>()[] \"\\\u00ad\u200b\n", max_size=24).map(lambda text: f"x{text}@b.org")


@settings(max_examples=200, deadline=None)
@given(records, st.sampled_from(ODD) | st.emails() | odd)
def test_an_address_that_is_accepted_stands_in_the_draft_as_it_is(record, address):
    record["request"]["contact"]["email"] = address
    draft = parsed(as_mail(letter.request_letter(record, CONTACT, CALLED, wording(DATA, "en")), ""))
    sender = [a.addr_spec for a in draft["From"].addresses] if draft["From"] else None
    assert sender == ([address] if is_address(address) else None)


@pytest.mark.parametrize(("lang", "words"), [("en", "Further remarks:"), ("fr", "Autres remarques"), ("es", "Otras")])
def test_notes_for_the_secretariat_stand_in_the_letter(run, lang, words):
    request = PHONES.read_text(encoding="utf-8")
    request += "notes: The exhibits are in Nairobi.\n"
    ref = run("refer", "-r", "-", "-f", "json", stdin=request).ok().json["id"]
    text = " ".join(run("letter", ref, "--lang", lang).ok().out.split())
    assert words in text
    assert "The exhibits are in Nairobi." in text
