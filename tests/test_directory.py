"""The directory: looked up, listed, searched."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
import vobject
import yaml

FIVE = ["cites", "interpol", "unodc", "world-bank", "wco"]
PARTNER_FIELDS = {"schema_version", "id", "acronym", "name", "aliases", "mandate", "facts", "services", "sources"}
CONTACT_FIELDS = {"schema_version", "name", "organization", "role", "channels", "languages", "how_to_request"}


def test_a_partner_is_called_as_the_reader_calls_it(run):
    for language, short in (("en", "WCO"), ("fr", "OMD"), ("es", "OMA")):
        assert f"wco\t{short}\t" in run("partners", "list", "--lang", language).ok().out
        assert f"{short}" in run("partners", "list", "--lang", language, "--color", "always").ok().out
        assert run("partners", "show", short, "-f", "json").ok().json["acronym"] == "WCO"


def test_list_in_a_pipe_is_one_line_a_partner(run):
    lines = run("partners", "list").ok().out.splitlines()
    assert [line.split("\t")[0] for line in lines] == FIVE
    assert len({line.count("\t") for line in lines}) == 1


def test_list_in_every_format_holds_the_same_five(run):
    assert [p["id"] for p in run("partners", "list", "-f", "json").ok().json] == FIVE
    assert [p["id"] for p in yaml.safe_load(run("partners", "list", "-f", "yaml").ok().out)] == FIVE
    rows = list(csv.DictReader(io.StringIO(run("partners", "list", "-f", "csv").ok().out)))
    assert [row["id"] for row in rows] == FIVE


def test_a_csv_file_has_the_line_ends_of_its_standard(run):
    out = run("partners", "list", "-f", "csv").ok().out
    assert out.count("\r\n") == out.count("\n") == 1 + len(FIVE)


@pytest.mark.parametrize(("beginning", "harmless"), [("=", "'="), ("\t=", "'\t'="), ("\uff1d", "'\uff1d")])
def test_a_spreadsheet_runs_no_name_of_the_directory(run, data_copy, beginning, harmless):
    partners = data_copy / "partners.yaml"
    content = partners.read_text(encoding="utf-8")
    written = json.dumps(f"{beginning}1+1")
    partners.write_text(content.replace('"World Customs Organization"', written, 1), encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(run("partners", "list", "-f", "csv", "--data-dir", data_copy).ok().out)))
    assert rows[-1]["name_en"] == f"{harmless}1+1"


def test_yaml_says_everything_where_it_stands(run):
    out = run("partners", "list", "-f", "yaml").ok().out
    assert [p["id"] for p in yaml.load(out, yaml.CBaseLoader)] == FIVE
    assert not [event for event in yaml.parse(out) if getattr(event, "anchor", None)]


def test_names_stand_in_their_columns_in_whatever_order_the_file_has_them(run, data_copy):
    partners = data_copy / "partners.yaml"
    english, spanish = '      en: "World Customs Organization"\n', '      es: "Organización Mundial de Aduanas"\n'
    content = partners.read_text(encoding="utf-8")
    assert english in content
    partners.write_text(content.replace(english, "").replace(spanish, spanish + english), encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(run("partners", "list", "-f", "csv", "--data-dir", data_copy).ok().out)))
    names = [rows[-1][f"name_{code}"] for code in ("en", "fr", "es")]
    assert names == [
        "World Customs Organization",
        "Organisation mondiale des douanes",
        "Organización Mundial de Aduanas",
    ]


def test_partner_json_keeps_its_promise(run):
    for partner in run("partners", "list", "-f", "json").ok().json:
        assert set(partner) >= PARTNER_FIELDS
        assert set(partner["name"]) == set(partner["mandate"]) == {"en", "fr", "es"}
        sources = {s["id"] for s in partner["sources"]}
        assert len([s for s in partner["services"] if not s["joint"]]) >= 8
        for service in partner["services"]:
            assert set(service) >= {"id", "name", "summary", "needs", "who_can_ask", "source"}
            assert service["source"] in sources
            assert all(need["role"] in ("lead", "support") for need in service["needs"])
        for fact in partner["facts"]:
            assert set(fact) >= {"name", "value", "as_of", "source"}
            assert fact["source"] in sources


def test_both_counts_of_interpol_members_are_there_and_the_output_says_which_it_prefers(run):
    facts = run("partners", "show", "interpol", "-f", "json").ok().json["facts"]
    members = {f["value"]: f["preferred"] for f in facts if f["name"] == "member-countries"}
    assert members == {"194": False, "196": True}
    out = run("partners", "show", "interpol").ok().out
    assert "194" in out
    assert "another source" in out


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("ONUDC", "unodc"),
        ("onudd", "unodc"),
        ("OMD", "wco"),
        ("oma", "wco"),
        ("Banque mondiale", "world-bank"),
        ("BANCO MUNDIAL", "world-bank"),
        ("world bank", "world-bank"),
        ("Secretaria cites", "cites"),
        ("Secrétariat CITES", "cites"),
        ("organizacion mundial de aduanas", "wco"),
        ("icpo-interpol", "interpol"),
        ("wco", "wco"),
    ],
)
def test_show_takes_any_name_in_any_language(run, name, id_):
    assert run("partners", "show", name, "-f", "json").ok().json["id"] == id_


@pytest.mark.parametrize("color", ["never", "always"])
def test_show_calls_a_need_by_its_label(run, color):
    out = run("partners", "show", "OMD", "--lang", "fr", "--color", color, COLUMNS="250").ok().out
    assert "besoins\u00a0: Chiens détecteurs et équipes cynophiles (chef de file)" in out


def test_show_offers_the_nearest_name(run):
    result = run("partners", "show", "interpool").failed(3)
    assert "interpol" in result.err.lower()


@pytest.mark.parametrize(
    "query", ["blanchiment", "BLANCHIMENT", "blanchimant", "money laundering", "lavado", "laundered"]
)
def test_search_finds_the_world_bank_first_for_laundering(run, query):
    hits = run("partners", "search", *query.split(), "-f", "json").ok().json
    assert hits[0]["partner"] == "world-bank"
    assert [h["rank"] for h in hits] == list(range(1, len(hits) + 1))
    assert all(0 < h["score"] <= 1 for h in hits)
    assert set(hits[0]) >= {"partner", "rank", "score", "service", "matched", "snippet"}


@pytest.mark.parametrize("query", ["perros detectores", "chiens détecteurs", "chien detecteur", "detector dogs", "dog"])
def test_search_finds_the_same_in_three_languages(run, query):
    hits = run("partners", "search", *query.split(), "-f", "json").ok().json
    assert any(h["service"] == "wco-rdtc" for h in hits[:8])


@pytest.mark.parametrize(
    ("query", "service"),
    [
        ("contenedores", "iccwc-pccp"),
        ("conteneur", "iccwc-pccp"),
        ("commission rogatoire", "unodc-mla"),
        ("labo", "iccwc-lab-directory"),
        ("bateau", "interpol-fisheries"),
        ("aletas", "cites-identification"),
    ],
)
def test_search_knows_what_people_call_a_need(run, query, service):
    hits = run("partners", "search", *query.split(), "-f", "json").ok().json
    assert service in [h["service"] for h in hits[:4]]


@pytest.mark.parametrize(("query", "other"), [("madera", "made"), ("aletas", "alerts"), ("extradición", "extraction")])
def test_search_takes_a_word_for_no_other_word_of_another_language(run, query, other):
    hits = run("partners", "search", query, "-f", "json").ok().json
    assert hits
    assert not [h for h in hits if re.search(rf"\b{other}\b", h["snippet"])]


@pytest.mark.parametrize(
    ("word", "others"),
    [
        ("permit", ["permits", "prmit", "permti"]),
        ("prosecutor", ["prosecutors", "prosecutro", "posecutor"]),
        ("procureur", ["procureurs", "procuruer"]),
        ("magistrat", ["magistrats", "magitrat"]),
        ("juez", ["jueces"]),
        ("ivory", ["iory", "ivroy"]),
        ("bank", ["bnak"]),
        ("douane", ["douanes", "douae"]),
        ("contenedor", ["contenedores", "contendor"]),
        ("délit", ["délits", "delits"]),
        ("policy", ["policies"]),
        ("lois", ["loi"]),
        ("pistas", ["pista"]),
        ("cases", ["case"]),
        ("fiscal", ["fiscaux"]),
        ("enquêteur", ["enquêtrice"]),
        ("formateurs", ["formateur", "formatrice", "formatrices"]),
        ("bois", ["bos"]),
    ],
)
def test_search_finds_the_same_for_an_inflection_and_for_a_slip(inside, word, others):
    def found(query):
        return {(h["partner"], h["service"]) for h in inside("partners", "search", query, "-f", "json").ok().json}

    assert found(word)
    assert [other for other in others if found(other) != found(word)] == []


def test_search_forgives_one_slip_of_the_pen_and_not_two(run):
    assert run("partners", "search", "blanchimant", "-f", "json").ok().json
    assert run("partners", "search", "blanshimant", "-f", "json").ok().json == []


def test_search_goes_on_where_a_service_names_a_need_that_the_vocabulary_lacks(run, data_copy):
    partners = data_copy / "partners.yaml"
    partners.write_text(partners.read_text(encoding="utf-8").replace("need: detector-dogs", "need: sniffer-dogs"))
    hits = run("partners", "search", "dogs", "--data-dir", data_copy, "-f", "json").ok().json
    assert "wco-rdtc" in [h["service"] for h in hits]


@pytest.mark.parametrize(
    "words",
    [
        "laundering blanchiment blanqueo",
        "seizure saisie incautación",
        "customs douane aduana",
        "judge juge juez",
        "fisheries pêche pesca",
        "phone téléphone teléfono",
        "training formation capacitación",
        "law loi ley",
    ],
)
def test_words_of_one_meaning_find_the_same_first(inside, words):
    first = [
        [
            (h["partner"], h["service"], h["score"])
            for h in inside("partners", "search", w, "--limit", "2", "-f", "json").json
        ]
        for w in words.split()
    ]
    assert first[0]
    assert first[0] == first[1] == first[2]


@pytest.mark.parametrize(("query", "other"), [("money", "species"), ("pangolin", "Scaling"), ("mail", "clearance")])
def test_a_synonym_that_means_something_else_too_is_borne_out_by_another_language(inside, query, other):
    hits = inside("partners", "search", query, "-f", "json").ok().json
    assert hits[0]["score"] >= 0.5
    assert not [h for h in hits if h["score"] == 1 and other in h["snippet"]]


def test_search_shows_a_hit_in_the_language_of_the_reader(run):
    def first(lang):
        return run("partners", "search", "madera", "--lang", lang, "-f", "json").ok().json[0]["snippet"]

    assert first("fr").startswith("Guide")
    assert first("es").startswith("Guía")


def test_a_hit_on_the_name_of_a_service_is_told_once_at_a_terminal(run):
    shown = run("partners", "search", "laundering", "--color", "always").ok().out
    assert re.sub("\x1b[^m]*m", "", shown).count("Anti-money-laundering assistance") == 1


def test_a_word_that_only_carries_grammar_finds_nothing_beside_another(run):
    def found(*words):
        return [(h["partner"], h["service"]) for h in run("partners", "search", *words, "-f", "json").ok().json]

    assert found("the", "permits") == found("permits")
    assert found("permits", "--limit", "2") == found("permits")[:2]
    assert found("permits", "--limit", "0") == []
    assert len(found("permits")) > 2


def test_search_for_nothing_known_is_an_empty_list(run):
    assert run("partners", "search", "qqqqqq", "-f", "json").ok().json == []
    assert run("partners", "search", "qqqqqq").ok().out == ""


def test_contact_keeps_its_promise(run):
    contact = run("contact", "-f", "json").ok().json
    assert set(contact) >= CONTACT_FIELDS
    phones = [(c["value"], c["display"]) for c in contact["channels"] if c["type"] == "phone"]
    assert phones == [("+41229178139", "+41 22 917 81 39"), ("+41229178140", "+41 22 917 81 40")]
    emails = {c["status"]: c["value"] for c in contact["channels"] if c["type"] == "email"}
    assert emails == {"not-stated": None, "elsewhere": "info@cites.org"}


@pytest.mark.parametrize("version", ["3.0", "4.0"])
def test_the_card_is_read_with_all_that_it_holds(run, version):
    text = run("contact", "-f", "vcard", "--vcard-version", version).ok().out
    card = vobject.readOne(text)
    assert card.version.value == version
    assert card.fn.value == "CITES Secretariat"
    told = [
        (line.value.removeprefix("tel:"), [t.lower() for t in line.params["TYPE"]]) for line in card.contents["tel"]
    ]
    numbers = ["+41229178139", "+41229178140", "+41227973417"]
    assert [number.replace(" ", "") for number, _ in told] == numbers
    assert [types for _, types in told] == [["work", "voice"], ["work", "voice"], ["work", "fax"]]
    assert {a.value.city for a in card.contents["adr"]} == {"Châtelaine", "Genève 10"}
    assert all(a.value.country == "Switzerland" for a in card.contents["adr"])
    assert card.email.value == "info@cites.org"
    assert len(card.contents["url"]) == 2
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_the_card_says_which_language_comes_first_and_what_is_known_of_a_value(run):
    card = vobject.readOne(run("contact", "-f", "vcard").ok().out)
    assert [(line.value, line.params["PREF"]) for line in card.contents["lang"]] == [
        ("en", ["1"]), ("fr", ["2"]), ("es", ["3"]),
    ]  # fmt: skip
    assert "\ninfo@cites.org: " in card.note.value


def test_the_card_names_the_country_in_the_language_asked_for(run, data_copy):
    contact = data_copy / "secretariat_contact.yaml"
    contact.write_text(contact.read_text(encoding="utf-8").replace("country: CH", "country: DE"), encoding="utf-8")
    text = run("contact", "-f", "vcard", "--lang", "fr", "--data-dir", data_copy).ok().out
    assert {a.value.country for a in vobject.readOne(text).contents["adr"]} == {"Allemagne"}


@pytest.mark.parametrize(("language", "region"), [("en", "Geneva"), ("fr", "Genève"), ("es", "Ginebra")])
def test_the_card_names_the_region_in_the_language_asked_for(run, language, region):
    card = vobject.readOne(run("contact", "-f", "vcard", "--lang", language).ok().out)
    assert {a.value.region for a in card.contents["adr"]} == {region}


def test_a_terminal_is_never_sent_more_than_its_width(run):
    for width in ("40", "80", "200"):
        for command in (["partners", "list"], ["partners", "show", "wco"], ["contact"], ["needs", "list"]):
            out = run(*command, "--color", "always", COLUMNS=width).ok().out
            assert "\x1b[" in out
            plain = "".join(part.partition("m")[2] if i else part for i, part in enumerate(out.split("\x1b[")))
            assert max(map(len, plain.splitlines())) <= int(width)


def test_a_pipe_is_sent_no_escape(run):
    assert "\x1b" not in run("partners", "show", "wco").ok().out


def test_json_is_the_same_bytes_twice(run):
    first = run("partners", "list", "-f", "json").ok().out
    assert first == run("partners", "list", "-f", "json").ok().out
    assert first.endswith("}\n]\n")
    assert json.dumps(json.loads(first), ensure_ascii=False, indent=2) + "\n" == first


def test_needs_are_listed_and_found_by_label_in_any_language(run):
    needs = run("needs", "list", "-f", "json").ok().json
    ids = {n["id"] for n in needs}
    assert all(n["broader"] is None or n["broader"] in ids for n in needs)
    shown = run("needs", "show", "formación de jueces y fiscales", "-f", "json").ok().json
    assert shown["id"] == "judicial-training"
    assert {"partner": "unodc", "service": "unodc-judiciary", "role": "lead"} in shown["answered_by"]
    listed = run("partners", "list", "-f", "json").ok().json
    services = {
        s["id"] for p in listed for s in p["services"] if "judicial-training" in {n["need"] for n in s["needs"]}
    }
    assert {answer["service"] for answer in shown["answered_by"]} == services
    assert run("needs", "show", "training").failed(3).err.count(" or ") == 3
    assert "judicial-training" in run("needs", "show", "judicial-trainin").failed(3).err
    assert "detector-dogs" in run("needs", "show", "perros").failed(3).err
