"""Outcomes as a Parquet table, written in row groups: no more than one of them is in memory.

pyarrow is imported where it is needed: Scrapy imports this module for every command.
"""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from typing import IO, TYPE_CHECKING, Any, Final

from scrapy.exporters import BaseItemExporter

from imgcrawl.extensions.exporters import json_text
from imgcrawl.records import JSON_FIELDS, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ROWS: Final = 10_000
"""Rows of a row group. With the trail a row may have a few kilobytes."""

_OR_NULL: Final = " | None"
_TYPES: Final = {"str": "string", "bool": "bool", "int": "int64", "float": "double"}
_KINDS: Final = {field.name: str(field.type) for field in fields(Outcome)}


def schema_of(names: Iterable[str]) -> Any:
    """Return the columns for the outcome's fields *names*: instants as such, objects as JSON text."""
    import pyarrow as pa

    return pa.schema([pa.field(name, _type(name), nullable=_KINDS[name].endswith(_OR_NULL)) for name in names])


def _type(name: str) -> Any:
    import pyarrow as pa

    if _is_instant(name):
        return pa.timestamp("ms", tz="UTC")
    return pa.type_for_alias("string" if name in JSON_FIELDS else _TYPES[_KINDS[name].removesuffix(_OR_NULL)])


def _is_instant(name: str) -> bool:
    return name.endswith("_at")


class OutcomeParquetExporter(BaseItemExporter):
    """Writes items with the outcome's *fields* to *file*; it is whole after :meth:`finish_exporting`."""

    def __init__(self, file: IO[bytes], *, fields: Iterable[str]) -> None:
        from pyarrow import parquet

        super().__init__()
        self._schema = schema_of(fields)
        self._writer = parquet.ParquetWriter(file, self._schema, compression="zstd")
        self._rows: list[Mapping[str, Any]] = []

    def export_item(self, item: Mapping[str, Any]) -> None:
        """Take *item*, and write it with those before it where they fill a row group."""
        self._rows.append(item)
        if len(self._rows) >= ROWS:
            self._write()

    def finish_exporting(self) -> None:
        """Write the last row group and the end of the file."""
        try:
            if self._rows:
                self._write()
            self._writer.close()
        finally:
            self._writer.is_open = False  # on a full disk it would try again when it is disposed of

    def _write(self) -> None:
        import pyarrow as pa

        columns = [
            pa.array([_value(field.name, row[field.name]) for row in self._rows], field.type) for field in self._schema
        ]
        self._writer.write_batch(pa.record_batch(columns, schema=self._schema), row_group_size=ROWS)
        self._rows.clear()


def _value(name: str, value: Any) -> Any:
    """Return what the column of the field *name* holds for *value*."""
    if value is None:
        return None
    if name in JSON_FIELDS:
        return json_text(value)
    return datetime.fromisoformat(value) if _is_instant(name) else value
