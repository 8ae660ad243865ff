"""The schemas for a pipe."""

from __future__ import annotations

from collections.abc import Mapping

from iccwc_cli.formats.plain import rows


def schemas(titles: Mapping[str, str]) -> str:
    """Name and title, one tab-separated line a schema."""
    return rows(titles.items())
