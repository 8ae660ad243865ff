"""JSON Schemas (2020-12) of what goes in and out; strict where people write, open where fields may be added."""

from __future__ import annotations

from typing import Any

from iccwc_cli.directory.model import CHANNELS, STATUSES
from iccwc_cli.intake.model import TLP_LABELS, URGENCIES
from iccwc_cli.referral.record import ADDRESSEE
from iccwc_cli.text import LANGUAGES

Schema = dict[str, Any]

_BASE = "https://json-schema.org/draft/2020-12/schema"
_TEXT: Schema = {"type": "string", "minLength": 1}
_MAYBE: Schema = {"type": ["string", "null"]}
_FLAG: Schema = {"type": "boolean"}
_NUMBER: Schema = {"type": ["integer", "null"]}
_SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
_DATE: Schema = {"type": "string", "format": "date"}
_TIME: Schema = {"type": "string", "format": "date-time"}
_VERSION: Schema = {"const": 1}
_ROLE: Schema = {"enum": ["lead", "support"]}


def _list(of: Schema) -> Schema:
    return {"type": "array", "items": of}


def _object(properties: dict[str, Schema], optional: tuple[str, ...] = (), closed: bool = False) -> Schema:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required} | (
        {"additionalProperties": False} if closed else {}
    )


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _one_of(words: tuple[str, ...], before: str = "", between: str = "") -> Schema:
    """One of these words, which an editor offers, in whatever case and with what the reader passes over."""
    loose = (between.join(f"[{c}{c.lower()}]" if c.isalpha() else f"[{c}]" for c in word.upper()) for word in words)
    pattern = rf"^\s*{before}\s*(?:{'|'.join(loose)})\s*$"
    return {"anyOf": [{"enum": [*words, None]}, {"type": "string", "pattern": pattern}]}


_TEXTS = _object(dict.fromkeys(LANGUAGES, _TEXT))
_SOURCE = _object(
    {"id": _TEXT, "title": _TEXT, "publisher": _TEXT, "url": _TEXT, "last_checked": _DATE, "official": _FLAG}
)
_EVIDENCE = _object({"field": _TEXT, "start": {"type": "integer"}, "end": {"type": "integer"}, "text": _TEXT})
_PROBLEM = _object(
    {
        "code": _TEXT,
        "severity": {"enum": ["error", "warning"]},
        "path": {"type": "string"},
        "line": _NUMBER,
        "column": _NUMBER,
        "message": _TEXT,
        "hint": _MAYBE,
    }
)
_CONTACT_OF_REQUEST: dict[str, Schema] = {"name": _MAYBE, "email": _MAYBE, "phone": _MAYBE}

_WRITTEN: Schema = {"type": ["string", "number", "boolean"], "minLength": 1}
"""A text as people write it: the reader takes what stands there, also where YAML sees a number or a yes."""

_MAYBE_WRITTEN = _or_null(_WRITTEN)
_LABELS: Schema = {"anyOf": [_list(_WRITTEN), _MAYBE_WRITTEN]}
_DAY = r"^\s*[0-9]{4}-?([0-9]{2}-?[0-9]{2}|W[0-9]{2}(-?[0-9])?)\s*$"
_NEEDED: dict[str, Schema] = {
    "country": _WRITTEN | {"description": "ISO 3166-1 code or name in English, French or Spanish"},
    "authority": _WRITTEN,
    "description": _WRITTEN,
}
_FURTHER: dict[str, Schema] = {
    "reference": _MAYBE_WRITTEN,
    "date": {"type": ["string", "number", "null"], "pattern": _DAY, "description": "ISO 8601, as in 2026-11-20"},
    "contact": _or_null(_object(dict.fromkeys(_CONTACT_OF_REQUEST, _MAYBE_WRITTEN), tuple(_CONTACT_OF_REQUEST), True)),
    "title": _MAYBE_WRITTEN,
    "needs": _LABELS,
    "species": _LABELS,
    "urgency": _one_of(URGENCIES),
    "tlp": _one_of(TLP_LABELS, "(?:[Tt][Ll][Pp]:)?", " *"),
    "language": _MAYBE_WRITTEN,
    "notes": _MAYBE_WRITTEN,
    # What a record adds is read over.
    "schema_version": {},
    "country_name": {},
    "language_guessed": {},
}

REQUEST = _object(_NEEDED | _FURTHER, tuple(_FURTHER), True)

REFERRAL = _object(
    {
        "schema_version": _VERSION,
        "id": _MAYBE,
        "created_at": {"type": ["string", "null"], "format": "date-time"},
        "status": _TEXT,
        "addressee": {"const": ADDRESSEE},
        "tlp": {"enum": list(TLP_LABELS)},
        "request": _object(
            {
                "reference": _MAYBE,
                "date": _MAYBE,
                "country": {"type": "string", "pattern": "^[A-Z]{2}$"},
                "country_name": _TEXT,
                "authority": _TEXT,
                "contact": _object(_CONTACT_OF_REQUEST),
                "title": _MAYBE,
                "description": _TEXT,
                "needs": _list(_TEXT),
                "species": _list(_TEXT),
                "urgency": {"enum": list(URGENCIES)},
                "language": _MAYBE,
                "language_guessed": _FLAG,
                "notes": _MAYBE,
            }
        ),
        "outcome": {"enum": ["suggested", "nothing-matched"]},
        "suggestions": _list(
            _object(
                {
                    "rank": {"type": "integer", "minimum": 1},
                    "partner": _TEXT,
                    "role": _ROLE,
                    "score": _SHARE,
                    "reasons": _list(
                        _object({"service": _TEXT, "need": _TEXT, "source": _TEXT, "evidence": _list(_EVIDENCE)})
                    ),
                }
            )
        ),
        "partner_tasks": _list(
            _object(
                {
                    "partner": _TEXT,
                    "state": _TEXT,
                    "opened_at": _TIME,
                    "moved_at": _TIME,
                    "reason_code": _MAYBE,
                    "note": _MAYBE,
                }
            )
        ),
        "warnings": _list(_PROBLEM),
        "routing": _object({"digest": {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"}, "version": _TEXT}),
        "closure": _or_null(
            _object({"outcome": _MAYBE, "reason": _MAYBE, "advised_on": _MAYBE, "advised_by_channel": _MAYBE})
        ),
        "replaces": _MAYBE,
        "replaced_by": _MAYBE,
    }
)

PARTNER = _object(
    {
        "schema_version": _VERSION,
        "id": _TEXT,
        "acronym": _TEXT,
        "acronyms": _TEXTS,
        "name": _TEXTS,
        "aliases": _list(_TEXT),
        "mandate": _TEXTS,
        "facts": _list(_object({"name": _TEXT, "value": _TEXT, "as_of": _MAYBE, "source": _TEXT})),
        "services": _list(
            _object(
                {
                    "id": _TEXT,
                    "name": _TEXTS,
                    "summary": _TEXTS,
                    "needs": _list(_object({"need": _TEXT, "role": _ROLE})),
                    "who_can_ask": _TEXT,
                    "source": _TEXT,
                }
            )
        ),
        "sources": _list(_SOURCE),
    }
)

CONTACT = _object(
    {
        "schema_version": _VERSION,
        "name": _TEXT,
        "organization": _TEXT,
        "role": _TEXTS,
        "channels": _list(
            _object(
                {
                    "type": {"enum": list(CHANNELS)},
                    "value": _MAYBE,
                    "display": _MAYBE,
                    "lines": _list(_TEXT),
                    "country": _MAYBE,
                    "status": {"enum": list(STATUSES)},
                    "source": _TEXT,
                    "last_checked": _DATE,
                    "note": _or_null(_TEXTS),
                }
            )
        ),
        "languages": _list({"enum": list(LANGUAGES)}),
        "how_to_request": _TEXTS,
    }
)

CHECK_REPORT = _object(
    {
        "schema_version": _VERSION,
        "ok": _FLAG,
        "files": _list(
            _object({"file": _TEXT, "documents": {"type": "integer", "minimum": 0}, "problems": _list(_PROBLEM)})
        ),
    }
)

SCHEMAS: dict[str, tuple[str, Schema]] = {
    "request": ("A request for support, as a focal point writes it", REQUEST),
    "referral": ("A referral, as `iccwc refer` prints it", REFERRAL),
    "partner": ("A partner, as `iccwc partners show` prints it", PARTNER),
    "contact": ("The Secretariat's contact, as `iccwc contact` prints it", CONTACT),
    "check-report": ("What `iccwc request check` and `iccwc data check` found", CHECK_REPORT),
}


def schema(name: str) -> Schema:
    """A schema with its head."""
    title, body = SCHEMAS[name]
    return {"$schema": _BASE, "$id": f"urn:iccwc:schema:{name}:1", "title": title} | body
