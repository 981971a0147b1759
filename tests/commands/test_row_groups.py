"""An export as Parquet has the outcomes with their types, and no more than a row group of them in memory."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
from pyarrow import parquet
from scrapy.exceptions import UsageError

from imgcrawl.catalogue import open_catalogue
from imgcrawl.commands import row_groups
from imgcrawl.commands.export import _exporter, _opened, _write
from imgcrawl.commands.row_groups import OutcomeParquetExporter, schema_of
from imgcrawl.records import OUTCOME_FIELDS, Outcome
from tests.commands.project import OUTCOMES, TRAIL

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.commands.project import Scrapy


def test_export_parquet(scrapy: Scrapy, tmp_path: Path) -> None:
    """The table has the published fields in their order, with what JSON Lines have; objects are JSON text."""
    target = tmp_path / "o.parquet"
    assert scrapy("export", "--trail", "old", str(target)) == 0
    table = parquet.read_table(target)
    assert table.column_names == list(OUTCOME_FIELDS)
    first, second = table.to_pylist()
    expected = OUTCOMES[0].as_dict() | {"run": "old", "extra": '{"k": "ü"}'}
    assert first == expected
    assert json.loads(second["trail"]) == TRAIL
    assert (second["ok"], second["error"], second["total_ms"]) == (False, "http_403", None)


def test_types() -> None:
    """Instants are instants, numbers and truths are what they are, and what is always there is never null."""
    schema = schema_of(OUTCOME_FIELDS)
    assert {name: str(schema.field(name).type) for name in ("ok", "bytes", "dns_ms", "finished_at", "trail")} == {
        "ok": "bool",
        "bytes": "int64",
        "dns_ms": "double",
        "finished_at": "timestamp[ms, tz=UTC]",
        "trail": "string",
    }
    assert [field.name for field in schema if not field.nullable] == ["id", "url", "ok", "attempts"]


def test_instants(scrapy: Scrapy, data: Path, tmp_path: Path) -> None:
    """An instant is read back to the millisecond."""
    catalogue = open_catalogue("", data_dir=str(data), lock_timeout_s=1)
    run = catalogue.begin_run("third", source="third.csv", strategy="adaptive")
    catalogue.write(run, [Outcome(id="0", url="http://a.test/", finished_at="2026-01-31T23:59:59.125Z")])
    catalogue.close()
    assert scrapy("export", "third", str(tmp_path / "o.parquet")) == 0
    (row,) = parquet.read_table(tmp_path / "o.parquet").to_pylist()
    assert row["finished_at"] == datetime(2026, 1, 31, 23, 59, 59, 125_000, UTC)
    assert row["started_at"] is None


def test_row_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What fills a row group is written and let go of."""
    monkeypatch.setattr(row_groups, "ROWS", 10)
    with (tmp_path / "o.parquet").open("wb") as file:
        exporter = OutcomeParquetExporter(file, fields=["id", "url"])
        for number in range(25):
            exporter.export_item({"id": str(number), "url": "u"})
            assert len(exporter._rows) < 10
        exporter.finish_exporting()
    written = parquet.ParquetFile(tmp_path / "o.parquet").metadata
    assert [written.row_group(n).num_rows for n in range(written.num_row_groups)] == [10, 10, 5]


def test_no_rows(scrapy: Scrapy, tmp_path: Path) -> None:
    """A table without rows has its columns."""
    assert scrapy("export", "--only", "failed", "new", str(tmp_path / "o.parquet")) == 0
    table = parquet.read_table(tmp_path / "o.parquet")
    assert (table.num_rows, "path" in table.column_names) == (0, True)


def test_a_table_that_fails_leaves_nothing(
    scrapy: Scrapy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A full disk is told in a sentence, once, and nothing is written to what is closed already."""

    def full(*_args: object, **_named: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pa, "record_batch", full)
    assert scrapy("export", "old", str(tmp_path / "o.parquet")) == 2
    assert capsys.readouterr().err == (
        f"scrapy: error: cannot write {tmp_path / 'o.parquet'}: No space left on device\n"
    )
    assert {path.name for path in tmp_path.iterdir()} == {"data"}


def test_nothing_is_written_to_a_closed_file(tmp_path: Path) -> None:
    """Where the outcomes cannot be read on, the table is ended before its file is, and not when it is disposed of."""

    def some() -> Iterator[Outcome]:
        yield OUTCOMES[0]
        raise OSError(5, "Input/output error")

    target = str(tmp_path / "o.parquet")
    with pytest.raises(UsageError, match="Input/output error"), _opened(target) as file:
        _write(_exporter(target, file, ["id"]), some(), ["id"])
    assert list(tmp_path.iterdir()) == []
