"""What every HSDS object is made with: ids that never change, and the sources it was checked against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from iccwc_cli.directory.model import Source

Object = dict[str, Any]
_NAMESPACE = uuid5(NAMESPACE_URL, "iccwc:directory")


def id_of(kind: str, *names: object) -> str:
    """The UUID of an object of ours."""
    return str(uuid5(_NAMESPACE, "/".join([kind, *map(str, names)])))


def attribute(entity: str, link: str, kind: str, label: str, value: str) -> Object:
    """A value that hangs on another object."""
    own = id_of("attribute", link, kind, label, value)
    return {"id": own, "link_id": link, "link_entity": entity, "link_type": kind, "value": value, "label": label}


class Cited:
    """The sources, as attributes and metadata of what was read in them."""

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self.sources = sources

    def source(self, entity: str, link: str, name: str) -> Object:
        """The source of an object, as an attribute."""
        return attribute(entity, link, "source", self.sources[name].title, self.sources[name].url)

    def checks(self, kind: str, resource: str, names: Iterable[str]) -> list[Object]:
        """When an object was last compared with each of its sources."""
        found = [self.sources[name] for name in sorted(names)]
        return [
            {
                "id": id_of("metadata", resource, source.id),
                "resource_id": resource,
                "resource_type": kind,
                "last_action_date": source.last_checked,
                "last_action_type": "checked",
                "field_name": "source",
                "previous_value": "",
                "replacement_value": source.url,
                "updated_by": source.publisher,
            }
            for source in found
        ]
