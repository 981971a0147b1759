"""How outcomes are written in a format that has no objects."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from scrapy.exporters import CsvItemExporter

from imgcrawl.records import JSON_FIELDS

if TYPE_CHECKING:
    from collections.abc import Mapping


class OutcomeCsvExporter(CsvItemExporter):
    """Scrapy's exporter for CSV, with JSON where an outcome holds objects, for feeds and exports alike."""

    def serialize_field(self, field: Mapping[str, Any], name: str, value: Any) -> Any:
        """Return what is written for the *value* of the field *name*."""
        if name in JSON_FIELDS and value is not None:
            return json_text(value)
        return super().serialize_field(field, name, value)


def json_text(value: Any) -> str:
    """Return how an object of an outcome is written where there is nothing but text for it."""
    return json.dumps(value, ensure_ascii=False)
