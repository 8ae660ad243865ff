"""The rules that `partners.yaml` and `secretariat_contact.yaml` keep, checked all at once with places."""

from __future__ import annotations

import re
from collections.abc import Collection

from iccwc_cli.countries import names
from iccwc_cli.directory.model import CHANNELS, STATUSES
from iccwc_cli.fields import Reader
from iccwc_cli.text import day, is_address, squeeze
from iccwc_cli.yaml_io import Document, Path_, Value

PARTNERS = 5

_URL = re.compile(r"https?://[^\s]+")
_YEAR_OR_MONTH = re.compile(r"\d{4}(-(0[1-9]|1[0-2]))?")


def check_partners(document: Document, needs: Collection[str] | None = None) -> None:
    """Note in the document what is wrong with the partners.

    Args:
        document: `partners.yaml` as read.
        needs: the ids of the vocabulary, or None to leave references to it unchecked.
    """
    _Partners(document, needs).check()


def check_contact(document: Document) -> None:
    """Note in the document what is wrong with the Secretariat's contact."""
    _Contact(document).check()


class _Sourced(Reader):
    """What both files share: ids, dates and sources."""

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self.sources: dict[str, str] = {}

    def read_date(self, path: Path_, value: Value, year_will_do: bool = False) -> None:
        text = self.text(path, value)
        if text is None or (year_will_do and _YEAR_OR_MONTH.fullmatch(text)):
            return
        if day(text) != text:  # a week is none here, nor are digits without hyphens
            self.problem("bad-date", path, f"'{text}' is not a date", "write it as 2026-11-24")

    def read_sources(self, value: Value) -> None:
        for i, item in enumerate(self.items(("sources",), value, at_least=1)):
            path: Path_ = ("sources", i)
            found = self.mapping(path, item, ("id", "title", "publisher", "url", "last_checked", "official"))
            self.new_id((*path, "id"), found.get("id"), self.sources, "source")
            for key in ("title", "publisher"):
                if key in found:
                    self.text((*path, key), found[key])
            if "last_checked" in found:
                self.read_date((*path, "last_checked"), found["last_checked"])
            if "official" in found:
                self.flag((*path, "official"), found["official"])
            url = self.text((*path, "url"), found.get("url")) if "url" in found else None
            if url is not None and not _URL.fullmatch(url):
                self.problem("bad-address", (*path, "url"), f"'{url}' is not a web address", "start it with https://")

    def refer_source(self, path: Path_, value: Value) -> None:
        self.one_of(path, value, self.sources, "unknown-source")


class _Partners(_Sourced):
    def __init__(self, document: Document, needs: Collection[str] | None) -> None:
        super().__init__(document)
        self.needs = needs
        self.ids: dict[str, str] = {}
        self.services: dict[str, str] = {}
        self.names: dict[str, tuple[str, str]] = {}

    def check(self) -> None:
        top = self.mapping(
            (), self.document.value, ("schema_version", "sources", "partners", "joint_services", "consortium")
        )
        self.read_sources(top.get("sources"))
        partners = self.items(("partners",), top.get("partners"))
        for i, item in enumerate(partners):
            self._partner(("partners", i), item)
        if len(partners) != PARTNERS:
            self.problem("partner-count", ("partners",), f"there are {PARTNERS} partners, not {len(partners)}")
        entries = [p for p in partners if isinstance(p, dict) and p.get("entry_point") == "true"]
        if len(entries) != 1:
            hint = "exactly one partner has `entry_point: true`: the one that receives every request"
            self.problem("entry-point", ("partners",), f"there is one entry point, not {len(entries)}", hint)
        for i, item in enumerate(self.items(("joint_services",), top.get("joint_services"))):
            self._joint(("joint_services", i), item)
        if "consortium" in top:
            found = self.mapping(("consortium",), top["consortium"], ("name", "acronym", "facts"))
            self.texts(("consortium", "name"), found.get("name"))
            self.text(("consortium", "acronym"), found.get("acronym"))
            self._facts(("consortium", "facts"), found.get("facts"))

    def _partner(self, path: Path_, value: Value) -> None:
        required = ("id", "acronym", "name", "aliases", "mandate", "mandate_source", "facts", "services")
        found = self.mapping(path, value, required, ("acronyms", "entry_point", "programmes"))
        partner = self.new_id((*path, "id"), found.get("id"), self.ids, "partner") or ""
        if "entry_point" in found:
            self.flag((*path, "entry_point"), found["entry_point"])
        self._name((*path, "id"), partner or None, partner)
        self._name((*path, "acronym"), self.text((*path, "acronym"), found.get("acronym")), partner)
        for field in ("name", *(("acronyms",) if "acronyms" in found else ())):
            for language, name in self.texts((*path, field), found.get(field)).items():
                self._name((*path, field, language), name, partner)
        for i, alias in enumerate(self.labels((*path, "aliases"), found.get("aliases"))):
            self._name((*path, "aliases", i), alias, partner)
        self.texts((*path, "mandate"), found.get("mandate"))
        self.refer_source((*path, "mandate_source"), found.get("mandate_source"))
        self._facts((*path, "facts"), found.get("facts"))
        for i, item in enumerate(self.items((*path, "programmes"), found.get("programmes"))):
            self._programme((*path, "programmes", i), item)
        services = self.items((*path, "services"), found.get("services"), at_least=1)
        for i, item in enumerate(services):
            self._service((*path, "services", i), item)
        needs = [service.get("needs") for service in services if isinstance(service, dict)]
        led = [
            n
            for some in needs
            if isinstance(some, list)
            for n in some
            if isinstance(n, dict) and n.get("role") == "lead"
        ]
        if services and not led:
            hint = "give a need of one of its services `role: lead`"
            self.problem("leads-nothing", (*path, "services"), f"'{partner}' leads on no need", hint)

    def _name(self, path: Path_, name: str | None, partner: str) -> None:
        if name is None:
            return
        owner, where = self.names.setdefault(squeeze(name), (partner, ".".join(map(str, path))))
        if owner != partner:
            self.problem(
                "duplicate-name", path, f"'{name}' also names '{owner}', at {where}", "a name finds one partner"
            )

    def _facts(self, path: Path_, value: Value) -> None:
        preferred: dict[str, int] = {}
        first: dict[str, Path_] = {}
        for i, item in enumerate(self.items(path, value)):
            here = (*path, i)
            found = self.mapping(here, item, ("name", "label", "value", "as_of", "source", "preferred"))
            name = self.text((*here, "name"), found.get("name")) or ""
            self.texts((*here, "label"), found.get("label"))
            self.text((*here, "value"), found.get("value"))
            if found.get("as_of") is not None:
                self.read_date((*here, "as_of"), found["as_of"], year_will_do=True)
            self.refer_source((*here, "source"), found.get("source"))
            first.setdefault(name, here)
            preferred[name] = preferred.get(name, 0) + self.flag((*here, "preferred"), found.get("preferred"))
        for name, count in preferred.items():
            if count != 1:
                hint = "mark the newest official value `preferred: true`, the others false"
                self.problem("preferred-fact", first[name], f"'{name}' has {count} preferred values, not one", hint)

    def _programme(self, path: Path_, value: Value) -> None:
        found = self.mapping(path, value, ("id", "name", "summary", "source"))
        self.new_id((*path, "id"), found.get("id"), self.services, "programme")
        for key in ("name", "summary"):
            self.texts((*path, key), found.get(key))
        self.refer_source((*path, "source"), found.get("source"))

    def _service(self, path: Path_, value: Value) -> None:
        found = self.mapping(path, value, ("id", "name", "summary", "eligibility", "needs", "source"))
        self._described(path, found)
        for i, item in enumerate(self.items((*path, "needs"), found.get("needs"), at_least=1)):
            here = (*path, "needs", i)
            pair = self.mapping(here, item, ("need", "role"))
            self._need((*here, "need"), pair.get("need"))
            self.one_of((*here, "role"), pair.get("role"), ("lead", "support"))

    def _joint(self, path: Path_, value: Value) -> None:
        found = self.mapping(
            path, value, ("id", "name", "summary", "eligibility", "needs", "source", "lead", "support")
        )
        self._described(path, found)
        for i, item in enumerate(self.items((*path, "needs"), found.get("needs"))):
            self._need((*path, "needs", i), item)
        named: dict[str, str] = {}
        for role, at_least in (("lead", 1), ("support", 0)):
            for i, item in enumerate(self.items((*path, role), found.get(role), at_least)):
                here = (*path, role, i)
                self.unique(here, self.one_of(here, item, self.ids, "unknown-partner"), named, "partner")

    def _described(self, path: Path_, found: dict[str, Value]) -> None:
        self.new_id((*path, "id"), found.get("id"), self.services, "service")
        for key in ("name", "summary", "eligibility"):
            self.texts((*path, key), found.get(key))
        self.refer_source((*path, "source"), found.get("source"))

    def _need(self, path: Path_, value: Value) -> None:
        if self.needs is None:
            self.text(path, value)
        else:
            self.one_of(path, value, self.needs, "unknown-need")


class _Contact(_Sourced):
    reachable = False

    def check(self) -> None:
        required = (
            "schema_version",
            "name",
            "organization",
            "role",
            "languages",
            "seat",
            "how_to_request",
            "sources",
            "channels",
        )
        top = self.mapping((), self.document.value, required)
        for key in ("name", "organization"):
            if key in top:
                self.text((key,), top[key])
        for key in ("role", "seat", "how_to_request"):
            if key in top:
                self.texts((key,), top[key])
        self.labels(("languages",), top.get("languages"))
        self.read_sources(top.get("sources"))
        types = [
            self._channel(("channels", i), c) for i, c in enumerate(self.items(("channels",), top.get("channels")))
        ]
        for kind in CHANNELS:
            if kind not in types:
                hint = "write a channel with `value: null` and `status: not-stated` for what no source gives"
                self.problem("missing-channel", ("channels",), f"no channel of type '{kind}'", hint)
        if not self.reachable:
            hint = "give at least one channel a value that a source states"
            self.problem("unreachable", ("channels",), "the contact cannot be reached by any channel", hint)

    def _channel(self, path: Path_, value: Value) -> str | None:
        required = ("type", "value", "country", "status", "source", "last_checked", "note")
        found = self.mapping(path, value, required, ("lines", "address"))
        kind = self.one_of((*path, "type"), found.get("type"), CHANNELS)
        status = self.one_of((*path, "status"), found.get("status"), STATUSES)
        self.refer_source((*path, "source"), found.get("source"))
        self.read_date((*path, "last_checked"), found.get("last_checked"))
        if found.get("note") is not None:
            self.texts((*path, "note"), found["note"])
        here = (*path, "value")
        if status == "not-stated":
            if found.get("value") is not None:
                self.problem("stated-value", here, "a value stands here that its source does not state", "write null")
        elif (text := self.text(here, found.get("value"))) is not None:
            self.reachable = True
            self._value(here, kind, text)
        if found.get("country") is not None:
            self.one_of((*path, "country"), found["country"], names("en"), "unknown-country")
        if kind in ("visit", "mail"):
            self._address(path, found)
        elif "lines" in found:
            self.labels((*path, "lines"), found["lines"])
        return kind

    def _value(self, path: Path_, kind: str | None, text: str) -> None:
        if kind in ("phone", "fax"):
            import phonenumbers

            try:
                number = phonenumbers.parse(text)
                good = phonenumbers.is_valid_number(number)
                form = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
            except phonenumbers.NumberParseException:
                good, form = False, ""
            if not good or form != text:
                self.problem("bad-telephone", path, f"'{text}' is not a number in E.164", "write it as +41229178139")
        elif kind == "email" and not is_address(text):
            self.problem("bad-email", path, f"'{text}' is not an e-mail address")
        elif kind == "web" and not _URL.fullmatch(text):
            self.problem("bad-address", path, f"'{text}' is not a web address", "start it with https://")

    def _address(self, path: Path_, found: dict[str, Value]) -> None:
        if len(self.labels((*path, "lines"), found.get("lines"))) < 2:  # noqa: PLR2004 - a name and a place
            self.problem("missing", path, "an address needs its 'lines'", "write the lines of the envelope as a list")
        required = ("street", "postal_code", "city", "region", "region_derived")
        parts = self.mapping((*path, "address"), found.get("address"), required, ("extended",))
        for key in ("street", "postal_code", "city", "region", *(("extended",) if "extended" in parts else ())):
            self.text((*path, "address", key), parts.get(key))
        self.flag((*path, "address", "region_derived"), parts.get("region_derived"))
