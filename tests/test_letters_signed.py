"""Letters that an official would sign: what they say of partners, of their answers and of the country's own letter."""

from __future__ import annotations

import io
from datetime import date

import pytest

from iccwc_cli.directory import load
from iccwc_cli.formats.letter.docx import as_docx
from iccwc_cli.formats.letter.html import as_html
from iccwc_cli.formats.letter.text import as_text
from iccwc_cli.places import shipped_data_dir
from iccwc_cli.referral import letter, lifecycle
from iccwc_cli.referral.addresses import secretariat
from iccwc_cli.referral.wording import wording
from iccwc_cli.text import LANGUAGES

DATA = shipped_data_dir()
CONTACT = load.contact(DATA)
CALLED = letter.Called({}, {}, {}, {})


def written(made):
    return "\n".join(line for part in made.body for line in part.lines).replace("\u00a0", " ")


def asked(language, evidence, partners=("unodc", "wco")):
    """The body of a request whose suggestions rest on these words."""
    texts = {"title": "", "description": "", "authority": ""}
    found = []
    for field, text in evidence:
        start = len(texts[field])
        texts[field] += f"{text}. "
        found.append({"field": field, "start": start, "end": start + len(text), "text": text})
    reasons = [{"service": "s", "need": "n", "evidence": found}]
    record = plain_record(suggestions=[{"partner": partner, "reasons": reasons} for partner in partners], request=texts)
    return written(letter.request_letter(record, CONTACT, CALLED, wording(DATA, language)))


def answered(language, **changes):
    """The body of the answer to that record."""
    say = wording(DATA, language)
    record = plain_record(**changes)
    return written(letter.answer_letter(record, CONTACT, CALLED, lifecycle.life(DATA), say, date(2026, 11, 24)))


def requested(language, **changes):
    """The letter of a request with these fields."""
    return letter.request_letter(plain_record(request=changes), CONTACT, CALLED, wording(DATA, language))


def plain_record(**changes):
    contact = {"name": None, "email": None, "phone": None}
    request = {"country": "UG", "country_name": "Uganda", "authority": "Department of National Parks", "title": None}
    request |= {"description": "Help us.", "reference": None, "date": None, "language": "en", "urgency": "routine"}
    request |= {"species": [], "needs": [], "contact": contact} | changes.pop("request", {})
    record = {"id": "R6FJV0-E0JVAS", "created_at": "2026-11-20T10:00:00Z", "status": "in-progress", "tlp": "GREEN"}
    record |= {"suggestions": [], "partner_tasks": [], "closure": None, "status_reason": None, "request": request}
    return record | changes


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Judges, prosecutors; Dogs."), ("fr", "Judges, prosecutors ; Dogs."), ("es", "Judges, prosecutors; Dogs.")],
)
def test_needs_whose_labels_hold_commas_can_be_told_apart(language, said):
    called = letter.Called({}, {}, {"a": "Judges, prosecutors", "b": "Dogs"}, {})
    record = plain_record(request={"needs": ["a", "b"]})
    assert said in written(letter.request_letter(record, CONTACT, called, wording(DATA, language)))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "917 81 40, or by fax on +41"),
        ("fr", "917 81 40, ou par télécopie au +41"),
        ("es", "917 81 40, o por fax al +41"),
    ],
)
def test_the_last_way_to_reach_the_secretariat_follows_an_or(language, said):
    assert said in answered(language)


def task(partner, state, code=None):
    return {"partner": partner, "state": state, "reason_code": code, "opened_at": "2026-11-20T10:00:00Z"}


@pytest.mark.parametrize(
    ("language", "quoted"),
    [
        ("en", "; the request mentions “conteneurs dont le scellé” and “bois de rose”."),
        ("fr", " ; la demande mentionne « conteneurs dont le scellé » et « bois de rose »."),
        ("es", "; la solicitud menciona «conteneurs dont le scellé», así como «bois de rose»."),
    ],
)
def test_a_suggestion_quotes_two_phrases_and_never_the_askers_name(language, quoted):
    evidence = [
        ("authority", "Direction générale des douanes"),
        ("description", "Conteneurs"),
        ("description", "portant"),
        ("title", "bois de rose"),
        ("description", "conteneurs dont le scellé"),
    ]
    body = asked(language, evidence)
    assert body.count(quoted) == 2
    assert "douanes" not in body
    assert "portant" not in body.split("\n", 2)[2]
    assert not {"“", "«"} & set(asked(language, evidence[:1]))


def test_a_partner_is_named_with_all_that_it_is_suggested_for():
    reasons = [{"service": s, "need": n, "evidence": []} for s, n in (("a", "judges"), ("b", "money"))]
    record = plain_record(suggestions=[{"partner": "x", "reasons": reasons}])
    called = letter.Called({}, {"a": "Judges", "b": "Finance"}, {"judges": "Judges", "money": "Money"}, {})
    body = written(letter.request_letter(record, CONTACT, called, wording(DATA, "fr")))
    assert "x : Judges ; Finance (Money)." in body


def test_a_quotation_cuts_no_word_in_half():
    text = "L'affaire de quelqu'un et les maîtres-chiens du parc"
    spans = [(start := text.index(words), start + len(words)) for words in ("affaire de quelqu", "chiens du parc")]
    evidence = [{"field": "description", "start": s, "end": e, "text": text[s:e]} for s, e in spans]
    reasons = [{"service": "s", "need": "n", "evidence": evidence}]
    record = plain_record(suggestions=[{"partner": "x", "reasons": reasons}], request={"description": text})
    body = written(letter.request_letter(record, CONTACT, CALLED, wording(DATA, "fr")))
    assert "« L'affaire de quelqu'un » et « maîtres-chiens du parc »" in body


def test_a_text_whose_lines_were_broken_by_hand_is_set_in_paragraphs():
    text = (
        "Depuis le début de l'année, nos agents ont saisi plus de trois cents\ntortues radiées à l'aéroport d'Ivato.\n"
        "\nNous demandons, dans l'ordre de ce qui nous presse le plus\u00a0:\n- une formation des procureurs de la capitale et des"
        "\n  provinces\n2. deux chiens\nMerci.\nLe directeur"
    )
    quote = next(part for part in requested("fr", description=text).body if part.kind == "quote")
    assert [line.replace("\u00a0", " ") for line in quote.lines] == [
        "Depuis le début de l'année, nos agents ont saisi plus de trois cents tortues radiées à l'aéroport d'Ivato.",
        "Nous demandons, dans l'ordre de ce qui nous presse le plus :",
        "- une formation des procureurs de la capitale et des provinces",
        "2. deux chiens",
        "Merci.",
        "Le directeur",
    ]


def test_items_and_lines_that_were_broken_early_are_told_apart():
    text = (
        "In October 2026 our customs at Yangon port\nseized 12 tonnes of teak, hidden under rice;\nthe officers had none."
        "\n(a) dogs for the port;\n  and handlers\nii) training\n1º equipment\nA. visits\n1.1 advice\nboats\nfuel"
    )
    quote = next(part for part in requested("en", description=text).body if part.kind == "quote")
    assert list(quote.lines) == [
        "In October 2026 our customs at Yangon port seized 12 tonnes of teak, hidden under rice;",
        "the officers had none.",
        "(a) dogs for the port; and handlers",
        "ii) training",
        "1º equipment",
        "A. visits",
        "1.1 advice",
        "boats",
        "fuel",
    ]


def test_a_reason_that_ends_with_its_own_mark_gets_no_second_one():
    body = answered("en", status="on-hold", status_reason="we wait for a reply: no funds!")
    assert "no funds! " in body


@pytest.mark.parametrize(
    ("language", "one", "many"),
    [
        ("en", "the following partner ", "the following partners "),
        ("fr", "partenaire suivant ", "partenaires suivants "),
        ("es", "siguiente socio", "siguientes socios"),
    ],
)
def test_one_partner_is_not_called_partners(language, one, many):
    alone, both = [task("unodc", "accepted")], [task("unodc", "accepted"), task("wco", "accepted")]
    bodies = (asked(language, [], ("unodc",)), answered(language, partner_tasks=alone))
    assert all(one in body and many not in body for body in bodies)
    bodies = (asked(language, []), answered(language, partner_tasks=both))
    assert all(many in body and one not in body for body in bodies)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_of_a_partner_is_a_sentence_and_no_state(language):
    life = lifecycle.life(DATA)
    states = [(state, None) for state in life.tasks] + [("rejected", code) for code in life.reason_codes]
    said = [answered(language, partner_tasks=[task("wco", *state)]).split("\n")[2] for state in states]
    assert len(set(said)) == len(states) - 1, "all differ, but that a refusal for another reason gives none"
    for (state, _), line in zip(states, said, strict=True):
        assert line.endswith(".")
        assert f"; {life.task(state).label[language]}" not in line


def test_a_state_that_letters_do_not_know_is_called_by_its_name():
    life = lifecycle.life(DATA)
    new = life.task("received")._replace(id="in-review", label={"en": "in review"})
    life = life._replace(tasks={**life.tasks, "in-review": new})
    record = plain_record(partner_tasks=[task("wco", "in-review")])
    made = letter.answer_letter(record, CONTACT, CALLED, life, wording(DATA, "en"), date(2026, 11, 24))
    assert "wco, asked on 20 November 2026, in review." in written(made)


@pytest.mark.parametrize(
    ("language", "ours", "theirs", "recorded"),
    [
        ("en", "your letter of 1 October 2026", "(reference UG/7)", "recorded on 20 November 2026"),
        ("fr", "votre lettre du 1er octobre 2026", "(référence UG/7)", "enregistrée le 20 novembre 2026"),
        ("es", "su carta de fecha 1 de octubre de 2026", "(referencia UG/7)", "registrada el 20 de noviembre de 2026"),
    ],
)
def test_an_answer_quotes_the_countrys_own_letter(language, ours, theirs, recorded):
    opening = answered(language, request={"date": "2026-10-01", "reference": "UG/7"})
    assert f"{ours} {theirs}" in opening
    assert recorded not in opening
    opening = answered(language, request={"date": "2026-10-01"})
    assert ours in opening
    assert "(" not in opening.split("\n")[0]
    assert recorded in answered(language, request={"reference": "UG/7"})


@pytest.mark.parametrize(
    ("language", "routine", "urgent", "emergency"),
    [
        ("en", "urgent", "urgent", "This is an emergency: "),
        ("fr", "urgen", "La demande est urgente.", "Il s'agit d'une urgence absolue"),
        ("es", "emergencia", "urgente", "Se trata de una emergencia: "),
    ],
)
def test_a_request_says_how_much_it_presses(language, routine, urgent, emergency):
    assert routine not in written(requested(language))
    assert urgent in written(requested(language, urgency="urgent"))
    assert emergency in written(requested(language, urgency="emergency"))


def test_a_request_says_which_help_is_asked_for_and_where_to_answer():
    contact = {"name": None, "email": None, "phone": "+254202379407"}
    made = requested("en", needs=["detector-dogs"], contact=contact)
    assert "Kinds of help asked for: detector-dogs." in written(made)
    assert "+254 20 2379407" in written(made)
    assert "+254\u00a020\u00a02379407" in made.sender
    assert "We do not know which partner could help" in written(made)
    assert "TLP:GREEN" in written(made)


@pytest.mark.parametrize(
    ("own", "chosen", "expected"), [("fr-CM", None, "fr"), ("ES", None, "es"), ("ar", None, "en"), ("fr", "es", "es")]
)
def test_a_letter_is_in_the_language_of_the_request_whatever_the_country(own, chosen, expected):
    assert letter.language_of(plain_record(request={"language": own}), chosen) == expected


def test_when_every_partner_declined_the_country_is_told_that_another_way_is_looked_for():
    declined, open_ = task("wco", "rejected", "no-capacity"), task("unodc", "accepted")
    assert "is looking for another way" in answered("en", partner_tasks=[declined])
    assert "is looking for another way" not in answered("en", partner_tasks=[declined, open_])


def test_the_label_stands_at_the_head_and_the_foot_of_every_page():
    import docx

    made = requested("en")
    page = as_html(made)
    for part in ("thead", "tfoot"):
        assert "TLP:GREEN" in page.partition(f"<{part}>")[2].partition(f"</{part}>")[0]
    text = as_text(made).splitlines()
    assert [text[0].strip(), text[-1].strip()] == ["TLP:GREEN"] * 2
    section = docx.Document(io.BytesIO(as_docx(made))).sections[0]
    assert [place.paragraphs[0].text.strip() for place in (section.header, section.footer)] == ["TLP:GREEN"] * 2


@pytest.mark.parametrize(
    ("day", "written_"), [("01", "le 1er octobre"), ("11", "le 11 octobre"), ("21", "le 21 octobre")]
)
def test_in_french_only_the_first_of_a_month_is_an_ordinal(day, written_):
    assert written_ in requested("fr", date=f"2026-10-{day}").place_and_date


def test_an_address_that_is_stated_goes_before_one_from_elsewhere():
    known = next(c for c in CONTACT.channels if c.type == "email" and c.value)
    stated = known._replace(value="desk@example.org", status="stated")
    for channels in ((known, stated), (stated, known)):
        assert secretariat(CONTACT._replace(channels=channels)) == (CONTACT.name, "desk@example.org", True)


def test_what_has_ended_is_not_said_to_wait_for_a_partner():
    assert "not yet been communicated" in answered("en", status="accepted")
    assert "communicated" not in answered("en", status="completed", closure={"outcome": "a visit"})


@pytest.mark.parametrize("width", [72, 60])
def test_no_line_of_a_text_is_longer_than_its_width_and_no_word_is_broken(width):
    name = "Direction interministérielle de la police judiciaire et de la lutte contre la criminalité organisée"
    contact = {"name": f"Chef de la {name}", "email": None, "phone": "+254202379407"}
    request = {"authority": name, "reference": f"N° 7 de la {name}", "title": name, "contact": contact}
    say = wording(DATA, "fr")
    made = letter.request_letter(plain_record(request=request), CONTACT, CALLED, say)
    out = as_text(made, width)
    assert max(map(len, out.splitlines())) <= width
    assert " ".join(out.replace("\u00a0", " ").split()).count(name) == 7


def test_a_request_that_may_have_an_answer_says_how_to_get_it(run):
    assert "--to requester" in " ".join(run("letter", "--help").ok().out.partition("Arguments:")[0].split())
    request = (
        '{"country": "UG", "authority": "Department of National Parks", "description": "Help us.", "tlp": "GREEN"}'
    )
    ref = run("refer", "-r", "-", "-f", "json", stdin=request).ok().json["id"]
    run("register", "advance", ref, "requested", "--channel", "post").ok()
    assert not run("letter", ref).ok().err
    run("register", "advance", ref, "received").ok()
    assert f"iccwc letter {ref} --to requester" in run("letter", ref).ok().err
    assert not run("letter", ref, "--to", "requester").ok().err
    lacking = run("letter", ref, "--to", "requester", "-f", "eml").ok().err
    assert "no e-mail address is known" in lacking
    assert "to answer to" not in lacking
