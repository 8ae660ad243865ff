"""The desk: documents in, referrals out, one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, NamedTuple

from iccwc_cli.errors import Problem
from iccwc_cli.intake import privacy, read
from iccwc_cli.referral.record import Record, record
from iccwc_cli.routing.index import Index
from iccwc_cli.routing.suggest import Routing, route
from iccwc_cli.routing.words import FIELDS
from iccwc_cli.yaml_io import read_stream


class Outcome(NamedTuple):
    """What became of one document: a referral, or the problems that stood against it."""

    name: str
    record: Record | None
    routing: Routing | None
    problems: list[Problem]


def refer(stream: BinaryIO, name: str, index: Index) -> Iterator[Outcome]:
    """Refer each document of a stream; nothing is recorded yet.

    Args:
        stream: YAML documents or JSON Lines.
        name: the stream's name in messages.
        index: what routing has learnt.
    """
    for document in read_stream(stream):
        request = read.read(document, lambda: index.needs_by_name, index.data)
        if request is None:
            yield Outcome(name, None, None, document.problems)
        else:
            privacy.warn(document, request)
            routing = route_request(request._asdict(), index)
            made = record(request, routing, index, document.problems)
            yield Outcome(name, made, routing, document.problems)


def route_request(request: Mapping[str, Any], index: Index) -> Routing:
    """The suggestion for a request, by its fields as they stand in a record."""
    return route(index, {field: request[field] for field in FIELDS}, tuple(request["needs"]))
