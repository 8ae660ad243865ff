"""The directory's records from their YAML, or from what was built of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from iccwc_cli.built import Built, fingerprint
from iccwc_cli.directory import CONTACT_FILE, PARTNERS_FILE
from iccwc_cli.directory.model import Channel, Consortium, Contact, Fact, NeedRole, Partner, Programme, Service, Source
from iccwc_cli.text import LANGUAGES, as_written


def partners(data: Path) -> list[Partner]:
    """The five partners, in the order of the file.

    Raises:
        BadInputError: the file cannot be read, or breaks a rule that `iccwc data check` names.
    """
    content = PARTNERS.load(data)
    every_source = {s["id"]: Source(**s) for s in content["sources"]}
    joint = content["joint_services"]
    return [_partner(p, joint, every_source) for p in content["partners"]]


def consortium(data: Path) -> Consortium:
    """The consortium that the partners make up.

    Raises:
        BadInputError: the file cannot be read, or breaks a rule that `iccwc data check` names.
    """
    content = PARTNERS.load(data)
    own = content["consortium"]
    facts = tuple(Fact(**fact) for fact in own["facts"])
    cited = {fact.source for fact in facts}
    sources = tuple(Source(**s) for s in content["sources"] if s["id"] in cited)
    return Consortium(own["name"], own["acronym"], facts, sources)


def contact(data: Path) -> Contact:
    """The Secretariat's contact.

    Raises:
        BadInputError: the file cannot be read, or breaks a rule that `iccwc data check` names.
    """
    content = CONTACT.load(data)
    return Contact(
        content["name"],
        content["organization"],
        content["role"],
        tuple(content["languages"]),
        content["seat"],
        content["how_to_request"],
        tuple(Channel(**{**c, "lines": tuple(c["lines"])}) for c in content["channels"]),
        tuple(Source(**s) for s in content["sources"]),
    )


def _make_partners(data: Path) -> dict[str, Any]:
    """What `partners` loads, made from the YAML."""
    from iccwc_cli.directory.audit import check_partners
    from iccwc_cli.fields import checked

    value = checked(data / PARTNERS_FILE, check_partners)
    for record in (*value["partners"], value["consortium"]):
        for fact in record["facts"]:
            fact["preferred"] = fact["preferred"] == "true"
    for source in value["sources"]:
        source["official"] = source["official"] == "true"
    for partner in value["partners"]:
        partner["entry_point"] = partner.get("entry_point") == "true"
    return dict(value)


def _make_contact(data: Path) -> dict[str, Any]:
    """What `contact` loads, made from the YAML: with telephone numbers as they are shown."""
    from iccwc_cli.directory.audit import check_contact
    from iccwc_cli.fields import checked

    value = checked(data / CONTACT_FILE, check_contact)
    for source in value["sources"]:
        source["official"] = source["official"] == "true"
    for channel in value["channels"]:
        channel["display"] = _display(channel["type"], channel["value"])
        channel.setdefault("lines", [])
        channel.setdefault("address", None)
    return dict(value)


_FORM = "directory 4"
PARTNERS = Built("partners.json", fingerprint(_FORM, PARTNERS_FILE), _make_partners)
CONTACT = Built("contact.json", fingerprint(_FORM, CONTACT_FILE), _make_contact)


def _display(kind: str, value: str | None) -> str | None:
    """A value as people read it."""
    return as_written(value) if value is not None and kind in ("phone", "fax") else value


def _partner(content: dict[str, Any], joint: list[dict[str, Any]], sources: dict[str, Source]) -> Partner:
    services = [_service(s, tuple(NeedRole(**n) for n in s["needs"]), False) for s in content["services"]]
    for tool in joint:
        for role in ("lead", "support"):
            if content["id"] in tool[role]:
                services.append(_service(tool, tuple(NeedRole(need, role) for need in tool["needs"]), True))
    facts = tuple(Fact(**fact) for fact in content["facts"])
    programmes = tuple(Programme(**programme) for programme in content.get("programmes") or ())
    named = (*(f.source for f in facts), *(p.source for p in programmes), *(s.source for s in services))
    cited = dict.fromkeys([content["mandate_source"], *named])
    return Partner(
        content["id"],
        content["acronym"],
        content.get("acronyms") or dict.fromkeys(LANGUAGES, content["acronym"]),
        content["name"],
        tuple(content["aliases"]),
        content["mandate"],
        content["mandate_source"],
        content["entry_point"],
        facts,
        programmes,
        tuple(services),
        tuple(sources[s] for s in cited),
    )


def _service(content: dict[str, Any], needs: tuple[NeedRole, ...], joint: bool) -> Service:
    texts = (content["name"], content["summary"], content["eligibility"])
    leads = tuple(content["lead"]) if joint else ()
    return Service(content["id"], *texts, needs, content["source"], joint, leads)
