"""``scrapy export``: every outcome of a run as a table or as lines."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from scrapy.utils.misc import load_object

from imgcrawl import settings
from imgcrawl.commands.export import _opened, _remove_left
from imgcrawl.locks import wait_for_lock
from imgcrawl.records import OUTCOME_FIELDS
from tests.commands.project import OUTCOMES, TRAIL, command_line

if TYPE_CHECKING:
    from tests.commands.project import Scrapy
    from tests.crawl.warm import Warm


def test_export_jsonl(scrapy: Scrapy, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A line per outcome with all published fields but the trail; nothing else is left in the folder."""
    target = tmp_path / "out" / "o.jsonl"
    target.parent.mkdir()
    assert scrapy("export", "old", str(target)) == 0
    first, second = (json.loads(line) for line in target.read_text(encoding="utf-8").splitlines())
    assert list(first) == [name for name in OUTCOME_FIELDS if name != "trail"]
    assert (first["url"], first["extra"], first["run"], first["ok"]) == ("http://a.test/ü,0", {"k": "ü"}, "old", True)
    assert second["error"] == "http_403"
    assert list(target.parent.iterdir()) == [target]
    assert capsys.readouterr().out == f"2 rows of run old written to {target}\n"


def test_no_export_in_place_of_its_list(
    scrapy: Scrapy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The list that a run is of is never replaced by the run's outcomes; that of another run may be meant."""
    monkeypatch.chdir(tmp_path)
    Path("old.csv").write_text("id,url\n")
    assert scrapy("export", "old", str(tmp_path / "old.csv")) == 2
    assert "old.csv is the list of the run old, which would be lost by that: name" in capsys.readouterr().err
    assert Path("old.csv").read_text() == "id,url\n"
    assert scrapy("export", "new", "old.csv") == 0


def test_export_trail(scrapy: Scrapy, tmp_path: Path) -> None:
    """The trail is written if it is asked for."""
    assert scrapy("export", "--trail", "old", str(tmp_path / "o.jsonl")) == 0
    rows = [json.loads(line) for line in (tmp_path / "o.jsonl").read_text().splitlines()]
    assert [row["trail"] for row in rows] == [None, TRAIL]


def test_export_csv_agrees_with_a_feed(scrapy: Scrapy, tmp_path: Path) -> None:
    """The CSV is what a feed writes of the same outcomes, with the other columns as JSON text."""
    assert scrapy("export", "old", str(tmp_path / "o.csv")) == 0
    feed = io.BytesIO()
    exporter = load_object(settings.FEED_EXPORTERS["csv"])(feed, fields_to_export=settings.FEED_EXPORT_FIELDS)
    exporter.start_exporting()
    for outcome in OUTCOMES:
        exporter.export_item(replace(outcome, run="old"))
    exporter.finish_exporting()
    assert (tmp_path / "o.csv").read_bytes() == feed.getvalue()
    rows = list(csv.DictReader(feed.getvalue().decode().splitlines()))
    assert [row.pop("extra") for row in rows] == ['{"k": "ü"}', ""]
    assert [row["ok"] for row in rows] == ["True", "False"]


@pytest.mark.parametrize(
    ("only", "ids"), [("ok", ["0"]), ("failed", ["1"]), ("http", ["1"]), ("dns,http_403", ["1"]), ("dns", [])]
)
def test_export_some_rows(scrapy: Scrapy, tmp_path: Path, only: str, ids: list[str]) -> None:
    """The stored rows, the failed ones, or those of some stages and errors are written if they are asked for."""
    assert scrapy("export", "--only", only, "old", str(tmp_path / "o.jsonl")) == 0
    assert [json.loads(line)["id"] for line in (tmp_path / "o.jsonl").read_text().splitlines()] == ids


def test_export_gzip_of_the_last_run(scrapy: Scrapy, tmp_path: Path) -> None:
    """A name ending in .gz is compressed; without a run the last one is exported."""
    assert scrapy("export", str(tmp_path / "o.jsonl.gz")) == 0
    with gzip.open(tmp_path / "o.jsonl.gz", "rt") as file:
        assert [json.loads(line)["run"] for line in file] == ["new", "new"]


def test_export_to_a_pipe(data: Path, warm: Warm) -> None:
    """Standard output gets JSON Lines."""
    whole = warm.run(*command_line(data, "export", "old", "-"))
    assert whole.returncode == 0
    assert whole.stderr == "2 rows of run old written to standard output\n"
    assert [json.loads(line)["id"] for line in whole.stdout.splitlines()] == ["0", "1"]


@pytest.mark.parametrize(
    "argv",
    [["export", "old", "-"], ["report", "old"], ["report", "--json"], ["compare", "old", "new"], ["explain", "1"]],
    ids=" ".join,
)
def test_a_reader_may_leave(data: Path, warm: Warm, tmp_path: Path, argv: list[str]) -> None:
    """A program behind the pipe that has read enough is no error."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as output, (tmp_path / "errors").open("wb") as errors:
        process = warm.start(*command_line(data, *argv), output=output, errors=errors)
        assert process.wait(100) == 0
    assert (tmp_path / "errors").read_bytes() == b""


@pytest.mark.parametrize(
    "argv", [("export", "old", "-"), ("report", "--json"), ("report",), ("compare", "old", "new"), ("explain", "0")]
)
def test_a_full_disk_is_told(data: Path, warm: Warm, tmp_path: Path, argv: list[str]) -> None:
    """Where standard output cannot be written one sentence says so, and the status is 1."""
    with Path("/dev/full").open("w") as full, (tmp_path / "errors").open("wb") as errors:
        process = warm.start(*command_line(data, *argv), output=full, errors=errors)
        assert process.wait(100) == 1
    assert (tmp_path / "errors").read_text() == "cannot write to standard output: No space left on device\n"


def test_export_refusals(scrapy: Scrapy, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Another format, a missing folder and a wrong number of arguments are usage errors."""
    for arguments, words in [
        (["old", "o.xlsx"], ".jsonl, .csv, .jsonl.gz, .csv.gz, .parquet, or be -"),
        (["old", "o.parquet.gz"], "the file must end in"),  # it is packed within
        (["--only", "faild", "old", "o.csv"], "--only must be 'ok', 'failed' or a list of stages"),
        (["--only", "okay", "old", "o.csv"], "did you mean ok?"),
        (["old", str(tmp_path / "none" / "o.csv")], "cannot write"),
        ([], "expected 1 to 2 arguments, got 0"),
        (["a", "b", "c"], "got 3"),
        (["--trial", "old", "o.csv"], "there is no option --trial"),
    ]:
        assert scrapy("export", *arguments) == 2
        assert words in capsys.readouterr().err


def test_failed_export_leaves_the_old_file(scrapy: Scrapy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is replaced only by a complete one."""
    target = tmp_path / "o.jsonl"
    target.write_text("before")

    def broken(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("imgcrawl.commands.export._write", broken)
    assert scrapy("export", "old", str(target)) == 2
    assert target.read_text() == "before"
    assert {path.name for path in tmp_path.iterdir()} == {"o.jsonl", "data"}


@pytest.mark.parametrize("name", ["out.csv", "out.csv.gz"])
def test_what_killed_exports_left_is_removed(scrapy: Scrapy, tmp_path: Path, name: str) -> None:
    """Parts of the same file whose writer is gone go; those of a living one and of other files stay."""
    left, living, other = (tmp_path / each for each in (f".{name}.1.part", f".{name}.2.part", f".x{name}.1.part"))
    for part in (left, living, other):
        part.write_text("begun")
    with living.open() as held:
        wait_for_lock(held.fileno())
        scrapy("export", str(tmp_path / name))
    assert {part.name for part in tmp_path.glob(".*.part")} == {living.name, other.name}


def test_an_export_holds_its_part_locked(tmp_path: Path) -> None:
    """Another export to the same file leaves the part of one that still writes."""
    with _opened(str(tmp_path / "out.csv")):
        with _opened(str(tmp_path / "out.csv.x.jsonl")):
            pass
        _remove_left(tmp_path / "out.csv")
        assert len(list(tmp_path.glob(".out.csv.*.part"))) == 1
