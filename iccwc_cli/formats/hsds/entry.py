"""The one door as HSDS objects: the Secretariat's contact, its telephones and its two addresses."""

from __future__ import annotations

from iccwc_cli.directory.model import Channel, Contact
from iccwc_cli.formats.hsds.objects import Cited, Object, attribute, id_of

_KIND = {"visit": "physical", "mail": "postal"}


class Door:
    """Where every request goes.

    Args:
        contact: the Secretariat's.
        organization: the id of the partner that receives requests.
        cited: the sources.
    """

    def __init__(self, contact: Contact, organization: str, cited: Cited) -> None:
        self.contact = contact
        self.organization = organization
        self.cited = cited
        self.service = id_of("service", "entry-point")

    def secretariat(self) -> Object:
        """The one contact: every request goes there."""
        own = id_of("contact", "secretariat")
        return {
            "id": own,
            "organization_id": self.organization,
            "service_id": self.service,
            "name": self.contact.name,
            "title": self.contact.role["en"],
            "department": self.contact.organization,
            "phones": self.phones(own),
        } | self._email(own)

    def phones(self, contact: str) -> list[Object]:
        """The telephones and the fax, in E.164, of a contact."""
        return [
            {
                "id": id_of("phone", channel.value),
                "contact_id": contact,
                "number": channel.value,
                "type": "voice" if channel.type == "phone" else "fax",
                "description": channel.display,
            }
            for channel in self.contact.channels
            if channel.type in ("phone", "fax") and channel.value
        ]

    def _email(self, contact: str) -> Object:
        """The address that the partners page states; else one from elsewhere, which says so."""
        best = self.contact.channel("email")
        if best is None:
            return {}
        found: Object = {"email": best.value}
        if best.status != "stated":
            unsure = "from elsewhere; the partners page does not confirm it"
            source = self.cited.source("contact", contact, best.source)
            found["attributes"] = [attribute("contact", contact, "provenance", "email", unsure), source]
        return found

    def addresses(self) -> list[Channel]:
        """The channels that are addresses."""
        return [c for c in self.contact.channels if c.type in _KIND and c.address]

    def location(self, channel: Channel) -> Object:
        """A place with its address; no coordinates, since no source gives any."""
        own, address, kind = id_of("location", channel.type), channel.address or {}, _KIND[channel.type]
        place = id_of("address", channel.type)
        found: Object = {
            "id": place,
            "location_id": own,
            "attention": self.contact.name,
            "address_1": address["street"],
            "city": address["city"],
            "state_province": address["region"],
            "postal_code": address["postal_code"],
            "country": channel.country,
            "address_type": kind,
        }
        if address.get("extended"):
            found["address_2"] = address["extended"]
        if str(address.get("region_derived")) == "true":
            derived = "derived from the city; the source prints none"
            found["attributes"] = [attribute("address", place, "provenance", "state_province", derived)]
        return {
            "id": own,
            "location_type": kind,
            "organization_id": self.organization,
            "name": channel.lines[0],
            "addresses": [found],
            "attributes": [self.cited.source("location", own, channel.source)],
            "metadata": self.cited.checks("location", own, [channel.source]),
        }

    def at_locations(self) -> list[Object]:
        """The entry point at each of its places."""
        return [
            {
                "id": id_of("service_at_location", "entry-point", channel.type),
                "service_id": self.service,
                "location_id": id_of("location", channel.type),
                "location": self.location(channel),
                "contacts": [self.secretariat()],
                "phones": self.phones(id_of("contact", "secretariat")),
            }
            for channel in self.addresses()
        ]
