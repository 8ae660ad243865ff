"""The directory as Human Services Data Specification 3.1 (Open Referral): one page of each kind of object.

Ids are UUIDs made from our own ids, so that they never change. What no source gives is left out. Referrals and their
labels have no place here.
"""

from __future__ import annotations

import re

from iccwc_cli.directory import PARTNERS_FILE
from iccwc_cli.directory.model import Consortium, Contact, Partner, Programme, Service
from iccwc_cli.formats.hsds.entry import Door
from iccwc_cli.formats.hsds.objects import Cited, Object, attribute, id_of
from iccwc_cli.routing.vocabulary import Need, lacking

_TAXONOMY = "needs"


def pages(
    partners: list[Partner], consortium: Consortium, contact: Contact, needs: list[Need], version: str
) -> dict[str, Object]:
    """The API's `Page` object for each kind of object, by the kind's name.

    Raises:
        BadInputError: a service answers a need that is not among these.
    """
    directory = _Directory(partners, consortium, contact, needs, version)
    contents: dict[str, list[Object]] = {
        "organization": [directory.organization(partner) for partner in partners],
        "service": directory.services(),
        "service_at_location": directory.door.at_locations(),
        "taxonomy": [directory.taxonomy()],
        "taxonomy_term": [directory.term(need) for need in needs],
    }
    return {kind: _page(objects) for kind, objects in contents.items()}


def _page(objects: list[Object]) -> Object:
    return {
        "total_items": len(objects),
        "total_pages": 1,
        "page_number": 1,
        "size": len(objects),
        "first_page": True,
        "last_page": True,
        "empty": not objects,
        "contents": objects,
    }


class _Directory:
    """What the objects are made from; each method makes one kind."""

    def __init__(
        self, partners: list[Partner], consortium: Consortium, contact: Contact, needs: list[Need], version: str
    ) -> None:
        self.partners = partners
        self.consortium = consortium
        self.contact = contact
        self.needs = {need.id: need for need in needs}
        self.version = version
        every = (*(s for p in partners for s in p.sources), *contact.sources, *consortium.sources)
        self.sources = {source.id: source for source in every}
        self.cited = Cited(self.sources)
        first = next(partner for partner in partners if partner.entry_point)
        self.door = Door(contact, id_of("organization", first.id), self.cited)

    def organization(self, partner: Partner) -> Object:
        own = id_of("organization", partner.id)
        founded = next((f.value for f in partner.facts if f.name == "founded" and f.preferred), None)
        found: Object = {
            "id": own,
            "name": partner.name["en"],
            "alternate_name": partner.acronym,
            "description": partner.mandate["en"],
        }
        if year := re.search(r"\b[0-9]{4}\b", founded or ""):
            found["year_incorporated"] = int(year[0])
        if partner.entry_point:
            if web := self.contact.channel("web"):
                found["website"] = web.value
            found["contacts"] = [self.door.secretariat()]
            found["locations"] = [self.door.location(channel) for channel in self.door.addresses()]
        found["programs"] = [self.program(partner, programme) for programme in partner.programmes]
        if partner.entry_point:
            found["programs"].insert(0, self.consortium_program())
        names = [attribute("organization", own, "name", code, partner.name[code]) for code in ("fr", "es")]
        found["attributes"] = [*names, self.cited.source("organization", own, partner.mandate_source)]
        found["metadata"] = self.cited.checks("organization", own, [partner.mandate_source])
        return found

    def consortium_program(self) -> Object:
        own = id_of("program", self.consortium.acronym.lower())
        facts = [f"{fact.label['en']}: {fact.value}" for fact in self.consortium.facts if fact.preferred]
        return {
            "id": own,
            "organization_id": self.door.organization,
            "name": self.consortium.name["en"],
            "alternate_name": self.consortium.acronym,
            "description": ". ".join(facts),
            "metadata": self.cited.checks("program", own, {fact.source for fact in self.consortium.facts}),
        }

    def program(self, partner: Partner, programme: Programme) -> Object:
        own = id_of("program", programme.id)
        return {
            "id": own,
            "organization_id": id_of("organization", partner.id),
            "name": programme.name["en"],
            "description": programme.summary["en"],
            "attributes": [self.cited.source("program", own, programme.source)],
            "metadata": self.cited.checks("program", own, [programme.source]),
        }

    def services(self) -> list[Object]:
        """The entry point first; then each service once, under the partner that leads it."""
        found = [self.entry_point()]
        for partner in self.partners:
            found += [self.service(partner, s) for s in partner.services if not s.joint or s.leads[0] == partner.id]
        return found

    def entry_point(self) -> Object:
        checked = [c.last_checked for c in self.contact.channels]
        missing = [c.note["en"] for c in self.contact.channels if c.status == "not-stated" and c.note]
        found = {
            "id": self.door.service,
            "organization_id": self.door.organization,
            "program_id": id_of("program", self.consortium.acronym.lower()),
            "name": f"{self.contact.name}: {self.consortium.acronym} requests for support",
            "description": self.contact.role["en"],
            "status": "active",
            "application_process": self.contact.how_to_request["en"],
            "assured_date": min(checked),
            "last_modified": f"{max(checked)}T00:00:00Z",
            "service_areas": [self._area(self.door.service)],
            "service_at_locations": self.door.at_locations(),
            "contacts": [self.door.secretariat()],
            "attributes": [
                self.cited.source("service", self.door.service, name)
                for name in dict.fromkeys(c.source for c in self.contact.channels)
            ],
            "metadata": self.cited.checks("service", self.door.service, {c.source for c in self.contact.channels}),
        }
        return found | ({"alert": " ".join(missing)} if missing else {})

    def service(self, partner: Partner, service: Service) -> Object:
        own = id_of("service", service.id)
        source = self.sources[service.source]
        unknown = next((need for need, _ in service.needs if need not in self.needs), None)
        if unknown is not None:
            raise lacking(PARTNERS_FILE, service.id, unknown)
        needs = [self._need(own, need, role) for need, role in service.needs]
        leads = ", ".join(p.acronym for p in self.partners if p.id in service.leads and p.id != partner.id)
        also = f" Led together with {leads}." if leads else ""
        return {
            "id": own,
            "organization_id": id_of("organization", partner.id),
            "program_id": id_of("program", self.consortium.acronym.lower()),
            "name": service.name["en"],
            "description": service.summary["en"] + also,
            "status": "active",
            "application_process": self.contact.how_to_request["en"],
            "eligibility_description": service.eligibility["en"],
            "assured_date": source.last_checked,
            "last_modified": f"{source.last_checked}T00:00:00Z",
            "service_areas": [self._area(own)],
            "attributes": [*needs, self.cited.source("service", own, service.source)],
            "metadata": self.cited.checks("service", own, [service.source]),
        }

    def taxonomy(self) -> Object:
        return {
            "id": id_of("taxonomy", _TAXONOMY),
            "name": "Needs",
            "description": f"Kinds of help that a country asks the {self.consortium.name['en']} for.",
            "version": self.version,
        }

    def term(self, need: Need) -> Object:
        found: Object = {
            "id": id_of("taxonomy_term", need.id),
            "code": need.id,
            "name": need.label["en"],
            "description": need.note["en"],
            "taxonomy": "Needs",
            "taxonomy_id": id_of("taxonomy", _TAXONOMY),
            "language": "en",
        }
        return found | ({"parent_id": id_of("taxonomy_term", need.broader)} if need.broader else {})

    def _need(self, service: str, need: str, role: str) -> Object:
        return {
            "id": id_of("attribute", service, "need", need),
            "link_id": service,
            "link_entity": "service",
            "link_type": "need",
            "taxonomy_term_id": id_of("taxonomy_term", need),
            "taxonomy_term": self.term(self.needs[need]),
            "value": role,
            "label": self.needs[need].label["en"],
        }

    def _area(self, service: str) -> Object:
        return {"id": id_of("service_area", service), "service_id": service, "name": "Worldwide"}
