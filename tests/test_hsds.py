"""The directory as HSDS 3.1: valid by the official schemas where they are at hand, and always complete and the same."""

from __future__ import annotations

import json
import os
import re
import uuid
from pathlib import Path

import phonenumbers
import pytest
from conftest import PHONES, ROOT

SCHEMAS = Path(os.environ.get("HSDS_SCHEMAS", ROOT.parent / "shared" / "hsds"))
KINDS = {"organization", "service", "service_at_location", "taxonomy", "taxonomy_term"}
BASE = "https://example.org/hsds/"


@pytest.fixture
def pages(run, tmp_path):
    run("export", "hsds", "-o", tmp_path / "out").ok()
    files = sorted((tmp_path / "out").iterdir())
    assert {f.stem for f in files} == KINDS
    return {f.stem: json.loads(f.read_text(encoding="utf-8")) for f in files}


def objects(value):
    """Every object with an id, at any depth."""
    if isinstance(value, dict):
        if "id" in value:
            yield value
        for item in value.values():
            yield from objects(item)
    elif isinstance(value, list):
        for item in value:
            yield from objects(item)


def strict(schema):
    """The schema with no further properties allowed anywhere."""
    if isinstance(schema, dict):
        closed = {key: strict(value) for key, value in schema.items()}
        return closed | {"additionalProperties": False} if "properties" in closed else closed
    return [strict(item) for item in schema] if isinstance(schema, list) else schema


@pytest.mark.skipif(not (SCHEMAS / "service.json").exists(), reason="the official schemas are not here (HSDS_SCHEMAS)")
@pytest.mark.parametrize("close", [lambda schema: schema, strict], ids=["plain", "strict"])
def test_every_object_is_valid_by_the_official_schemas(pages, close):
    from jsonschema import Draft202012Validator, FormatChecker
    from referencing import Registry, Resource
    from referencing.jsonschema import DRAFT202012

    registry = Registry()
    for file in SCHEMAS.glob("*.json"):
        schema = close(json.loads(file.read_text(encoding="utf-8"))) | {"$id": BASE + file.name}
        registry = registry.with_resource(BASE + file.name, Resource.from_contents(schema, DRAFT202012))
    for kind, page in pages.items():
        validator = Draft202012Validator(
            {"$ref": f"{BASE}{kind}.json"}, registry=registry, format_checker=FormatChecker()
        )
        for item in page["contents"]:
            assert [e.message for e in validator.iter_errors(item)] == []


def test_two_runs_give_the_same_bytes_and_nothing_is_written_over(run, tmp_path, pages):
    run("export", "hsds", "-o", tmp_path / "again").ok()
    for file in (tmp_path / "out").iterdir():
        assert (tmp_path / "again" / file.name).read_bytes() == file.read_bytes()
    assert "exists already" in run("export", "hsds", "-o", tmp_path / "out").failed(5).err
    run("export", "hsds", "-o", tmp_path / "out" / "service.json").failed(5)


def test_it_holds_the_whole_directory(run, pages):
    partners = run("partners", "list", "-f", "json").ok().json
    assert [o["name"] for o in pages["organization"]["contents"]] == [p["name"]["en"] for p in partners]
    own = {s["name"]["en"] for p in partners for s in p["services"]}
    services = pages["service"]["contents"]
    assert own == {s["name"] for s in services[1:]}
    assert len(services) == 1 + len({s["id"] for p in partners for s in p["services"]})
    assert any("Led together with " in s["description"] for s in services)
    assert len(pages["taxonomy_term"]["contents"]) == len(run("needs", "list", "-f", "json").ok().json)
    for page in pages.values():
        assert page["total_items"] == page["size"] == len(page["contents"])


def test_needs_hang_together_and_years_are_numbers(run, pages):
    terms = {t["code"]: t for t in pages["taxonomy_term"]["contents"]}
    for need in run("needs", "list", "-f", "json").ok().json:
        broader = terms[need["broader"]]["id"] if need["broader"] else None
        assert terms[need["id"]].get("parent_id") == broader
    founded = {
        partner["name"]["en"]: int(fact["value"][:4])
        for partner in run("partners", "list", "-f", "json").ok().json
        for fact in partner["facts"]
        if (fact["name"], fact["preferred"]) == ("founded", True)
    }
    assert founded
    years = {o["name"]: o.get("year_incorporated") for o in pages["organization"]["contents"]}
    assert {name: year for name, year in years.items() if year} == founded


@pytest.mark.parametrize(("value", "year"), [("in 1923", 1923), ("long ago", None)])
def test_a_founding_year_may_be_told_in_words(run, data_copy, tmp_path, value, year):
    partners = data_copy / "partners.yaml"
    content = re.sub(r'(name: founded\n(?: .*\n)*?        value: )".*"', rf'\1"{value}"', partners.read_text())
    partners.write_text(content)
    run("export", "hsds", "-o", tmp_path / "told", "--data-dir", data_copy).ok()
    contents = json.loads((tmp_path / "told" / "organization.json").read_text())["contents"]
    assert {o.get("year_incorporated") for o in contents} == {year, None}


def test_a_need_that_the_vocabulary_lacks_is_told_and_nothing_written(run, data_copy, tmp_path):
    partners = data_copy / "partners.yaml"
    partners.write_text(partners.read_text().replace("need: electronic-permits", "need: electronic-permit"))
    said = run("export", "hsds", "-o", tmp_path / "out", "--data-dir", data_copy).failed(4).err
    assert "'electronic-permit', which is not in the vocabulary" in said
    assert not (tmp_path / "out").exists()


def test_ids_are_uuids_used_once_and_every_reference_leads_somewhere(pages):
    ids = {}
    for kind, page in pages.items():
        listed = [o["id"] for o in page["contents"]]
        assert len(set(listed)) == len(listed)
        for found in objects(page["contents"]):
            assert str(uuid.UUID(found["id"])) == found["id"]
            ids.setdefault(found["id"], kind)
    for found in objects([page["contents"] for page in pages.values()]):
        for key, value in found.items():
            if key.endswith("_id"):
                assert value in ids, (key, value)


def test_the_entry_point_can_be_reached_and_is_the_only_contact(pages):
    entry, *others = pages["service"]["contents"]
    (contact,) = entry["contacts"]
    numbers = [p["number"] for p in contact["phones"]]
    assert len(numbers) == 3
    assert all(phonenumbers.is_valid_number(phonenumbers.parse(n)) for n in numbers)
    assert "announce" in entry["alert"]
    assert not any("contacts" in s or "phones" in s for s in others)
    assert all(s["application_process"] == entry["application_process"] for s in others)
    addresses = [a for at in entry["service_at_locations"] for a in at["location"]["addresses"]]
    assert [a["address_type"] for a in addresses] == ["physical", "postal"]
    assert all(re.fullmatch("[A-Z]{2}", a["country"]) for a in addresses)
    assert "latitude" not in json.dumps(pages)
    assert [("attributes" in a) for a in addresses] == [False, True]


def test_an_address_that_is_not_confirmed_says_so_and_whence_it_is(run, data_copy, tmp_path, pages):
    entry = pages["service"]["contents"][0]
    contacts = [*entry["contacts"], *(c for at in entry["service_at_locations"] for c in at["contacts"])]
    known = next(
        c
        for c in run("contact", "-f", "json").ok().json["channels"]
        if (c["type"], c["status"]) == ("email", "elsewhere")
    )
    for contact in contacts:
        assert contact["email"] == known["value"]
        told = {
            (a["link_type"], a["label"]): a["value"] for a in contact["attributes"] if a["link_id"] == contact["id"]
        }
        assert "does not confirm" in told["provenance", "email"]
        assert any(kind == "source" and value.startswith("https://") for (kind, _), value in told.items())
    file = data_copy / "secretariat_contact.yaml"
    stated = file.read_text(encoding="utf-8").replace(
        "    value: null\n    country: null\n    status: not-stated",
        "    value: a@example.org\n    country: null\n    status: stated",
    )
    file.write_text(stated, encoding="utf-8")
    run("export", "hsds", "-o", tmp_path / "stated", "--data-dir", data_copy).ok()
    (contact,) = json.loads((tmp_path / "stated" / "service.json").read_text())["contents"][0]["contacts"]
    assert contact["email"] == "a@example.org"
    assert "attributes" not in contact


def test_no_referral_and_no_label_is_in_it(run, tmp_path, pages):
    run("refer", "-r", PHONES).ok()
    run("export", "hsds", "-o", tmp_path / "later").ok()
    text = "".join(f.read_text(encoding="utf-8") for f in (tmp_path / "later").iterdir())
    assert text == "".join(
        (tmp_path / "out" / f.name).read_text(encoding="utf-8") for f in (tmp_path / "later").iterdir()
    )
    assert "TLP" not in text
