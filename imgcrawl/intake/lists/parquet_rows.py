"""Parquet tables, read with pyarrow, batch by batch."""

from __future__ import annotations

import math
from typing import IO, TYPE_CHECKING, Any

from imgcrawl.errors import ConfigError
from imgcrawl.intake.hashes import read_hash
from imgcrawl.intake.lists.columns import as_text, find_layout
from imgcrawl.intake.lists.ids import told_apart
from imgcrawl.intake.lists.row_faults import fault_of, note_fault, readable
from imgcrawl.intake.lists.streams import ChangeWatch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from imgcrawl.intake.lists.columns import Columns, Layout
    from imgcrawl.intake.lists.streams import Reading
    from imgcrawl.records import ImageTask

_BATCH_ROWS = 4096


def parquet_tasks(
    file: IO[bytes], columns: Columns, source: str, reading: Reading | None = None
) -> Iterator[ImageTask]:
    """Yield a task for each row of a Parquet *file*. Columns of bytes are left out of the extra columns.

    :raises ConfigError: when pyarrow is missing, the file is damaged, names no URL column or changes while it is read.
    """
    try:
        import pyarrow as pa  # noqa: PLC0415 - optional
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError as error:
        raise ConfigError(f"{source} is a Parquet file: run pip install pyarrow, or export it as CSV") from error
    watch = ChangeWatch(file, source)
    try:
        table = parquet.ParquetFile(file)
        rows = _tasks(table, pa, columns, watch, reading)
        has_ids = find_layout(table.schema_arrow.names, columns, source).id is not None
        yield from told_apart(rows, reading) if has_ids else rows
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        watch.check()
        raise ConfigError(f"{source} is damaged or no Parquet file ({error}): make a new copy") from error


def _tasks(table: Any, pa: Any, columns: Columns, watch: ChangeWatch, reading: Reading | None) -> Iterator[ImageTask]:
    schema = table.schema_arrow
    layout = find_layout(schema.names, columns, watch.name)
    wanted = {*_roles(layout), layout.hash}
    names = [field.name for at, field in enumerate(schema) if at in wanted or not _holds_bytes(field.type, pa)]
    layout = find_layout(names, columns, watch.name)
    if reading is not None:
        reading.note_columns(layout)
    roles = _roles(layout)
    index = 0
    for batch in table.iter_batches(_BATCH_ROWS, columns=names):
        watch.check()
        fields = [
            [
                as_text(value) if at in roles else _hash_text(value) if at == layout.hash else _json_safe(value)
                for value in _values(column, pa)
            ]
            for at, column in enumerate(batch.columns)
        ]
        for row in zip(*fields, strict=True):
            yield _task(row, index, layout, roles, reading)
            index += 1


def _roles(layout: Layout) -> set[int]:
    return {at for at in (layout.url, layout.id, layout.page) if at is not None}


def _holds_bytes(kind: Any, pa: Any) -> bool:
    return bool(pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind))


def _values(column: Any, pa: Any) -> list[Any]:
    try:
        return list(column.to_pylist())
    except UnicodeDecodeError:
        return list(column.cast(pa.binary()).to_pylist())


def _task(row: tuple[Any, ...], index: int, layout: Layout, roles: set[int], reading: Reading | None) -> ImageTask:
    fault = next(filter(None, (fault_of(row[at]) for at in roles)), "")
    if fault:
        note_fault(fault, reading)
        row = tuple(readable(value) if at in roles else value for at, value in enumerate(row))
    return layout.task(index, row, f"Row {index} {fault}" if fault else "")


def _hash_text(value: Any) -> Any:
    """Return a known hash as text, also where it is kept as the bytes that it is."""
    is_raw = isinstance(value, bytes) and read_hash(as_text(value)) is None
    return value.hex() if is_raw else _json_safe(value)


def _json_safe(value: Any) -> Any:
    """Return *value* in types that JSON knows, without what databases refuse in it (NUL, NaN)."""
    if isinstance(value, str):
        return value.replace("\0", "\ufffd")
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, list | tuple):
        return [_json_safe(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _json_safe(item) for key, item in value.items()}
    return readable(as_text(value))
