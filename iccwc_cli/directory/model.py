"""The directory's records: partners, their services and sources, and the Secretariat's contact."""

from __future__ import annotations

from typing import Any, NamedTuple

from iccwc_cli.text import Texts


class Source(NamedTuple):
    """Where a fact was read, and when that was last checked (ISO date)."""

    id: str
    title: str
    publisher: str
    url: str
    last_checked: str
    official: bool


class Fact(NamedTuple):
    """One value with its date and source; of several values of one name, one is the preferred."""

    name: str
    label: Texts
    value: str
    as_of: str | None
    source: str
    preferred: bool


class NeedRole(NamedTuple):
    """What a service answers, and whether its partner leads or supports there."""

    need: str
    role: str


class Service(NamedTuple):
    """One kind of help that a partner gives; for a joint tool, as seen from that partner."""

    id: str
    name: Texts
    summary: Texts
    eligibility: Texts
    needs: tuple[NeedRole, ...]
    source: str
    joint: bool
    leads: tuple[str, ...] = ()
    """For a joint tool the partners that lead it, the first of them first."""


class Programme(NamedTuple):
    """A programme of a partner that a source names."""

    id: str
    name: Texts
    summary: Texts
    source: str


class Consortium(NamedTuple):
    """The consortium itself."""

    name: Texts
    acronym: str
    facts: tuple[Fact, ...]
    sources: tuple[Source, ...]


class Partner(NamedTuple):
    """One of the organisations of the consortium.

    `acronym` is the English one; `acronyms` has that of each language.
    """

    id: str
    acronym: str
    acronyms: Texts
    name: Texts
    aliases: tuple[str, ...]
    mandate: Texts
    mandate_source: str
    entry_point: bool
    facts: tuple[Fact, ...]
    programmes: tuple[Programme, ...]
    services: tuple[Service, ...]
    sources: tuple[Source, ...]

    def as_dict(self) -> dict[str, Any]:
        """The partner as its JSON promise says."""
        return {
            "schema_version": 1,
            "id": self.id,
            "acronym": self.acronym,
            "acronyms": self.acronyms,
            "name": self.name,
            "aliases": list(self.aliases),
            "mandate": self.mandate,
            "mandate_source": self.mandate_source,
            "entry_point": self.entry_point,
            "facts": [fact._asdict() for fact in self.facts],
            "programmes": [programme._asdict() for programme in self.programmes],
            "services": [
                {
                    "id": service.id,
                    "name": service.name,
                    "summary": service.summary,
                    "needs": [need._asdict() for need in service.needs],
                    "who_can_ask": service.eligibility["en"],
                    "eligibility": service.eligibility,
                    "joint": service.joint,
                    "source": service.source,
                }
                for service in self.services
            ],
            "sources": [source._asdict() for source in self.sources],
        }


CHANNELS = ("visit", "mail", "phone", "fax", "email", "web")
"""The types of a channel."""

STATUSES = ("stated", "elsewhere", "not-stated")
"""What a source says of a channel's value."""


class Channel(NamedTuple):
    """One way to reach the Secretariat.

    `value` is E.164 for telephone and fax and `display` its E.123 form; both are None when a source announces the
    channel and does not give it (`status` not-stated). `status` elsewhere marks a value that the partners page does
    not confirm.
    """

    type: str
    value: str | None
    display: str | None
    lines: tuple[str, ...]
    address: dict[str, str] | None
    country: str | None
    status: str
    source: str
    last_checked: str
    note: Texts | None


class Contact(NamedTuple):
    """The CITES Secretariat: the one addressee of every referral; `seat` is the town it writes from."""

    name: str
    organization: str
    role: Texts
    languages: tuple[str, ...]
    seat: Texts
    how_to_request: Texts
    channels: tuple[Channel, ...]
    sources: tuple[Source, ...]

    def channel(self, kind: str) -> Channel | None:
        """The channel of that type that has a value; one that the partners page states comes first."""
        found = [c for c in self.channels if c.type == kind and c.value is not None]
        return min(found, key=lambda c: c.status != "stated", default=None)

    def as_dict(self) -> dict[str, Any]:
        """The contact as its JSON promise says."""
        return {
            "schema_version": 1,
            "name": self.name,
            "organization": self.organization,
            "role": self.role,
            "channels": [channel._asdict() | {"lines": list(channel.lines)} for channel in self.channels],
            "languages": list(self.languages),
            "seat": self.seat,
            "how_to_request": self.how_to_request,
            "sources": [source._asdict() for source in self.sources],
        }
