"""The commands that read the catalogue, called as ``scrapy`` calls them."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import signal
import subprocess
import sys
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest
from scrapy.cmdline import execute
from scrapy.exporters import CsvItemExporter
from scrapy.settings import Settings

from imgcrawl.catalogue import open_catalogue
from imgcrawl.records import OUTCOME_FIELDS, Outcome
from imgcrawl.report.dashboard import Dashboard, Page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Scrapy = Callable[..., int]

TRAIL = [{"n": 1, "remedy": None, "status": 403, "error": "http_403", "ms": 3.0}]
OUTCOMES = [
    Outcome(
        id="0",
        url="http://a.test/ü,0",
        ok=True,
        path="full/0.jpg",
        attempts=1,
        total_ms=1.5,
        bytes=10,
        extra={"k": "ü"},
    ),
    Outcome(id="1", url="http://a.test/1", stage="http", error="http_403", retryable=True, attempts=1, trail=TRAIL),
]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Write two runs: "old" with one stored image, "new" with two."""
    folder = tmp_path / "data"
    catalogue = open_catalogue("", data_dir=str(folder), lock_timeout_s=1)
    old = catalogue.begin_run("old", source="old.csv", strategy="baseline")
    catalogue.write(old, OUTCOMES)
    catalogue.end_run(old, "finished")
    new = catalogue.begin_run("new", source="new.csv", strategy="adaptive")
    catalogue.write(new, [Outcome(id=str(n), url=OUTCOMES[n].url, ok=True, attempts=2) for n in range(2)])
    catalogue.end_run(new, "finished")
    catalogue.close()
    return folder


@pytest.fixture
def scrapy(data: Path, monkeypatch: pytest.MonkeyPatch) -> Scrapy:
    """Call a command in a project and return its exit code."""
    monkeypatch.setenv("SCRAPY_SETTINGS_MODULE", "imgcrawl")

    def call(*argv: str, **settings: Any) -> int:
        values = {"COMMANDS_MODULE": "imgcrawl.commands", "IMGCRAWL_DATA_DIR": str(data)} | settings
        with pytest.raises(SystemExit) as caught:
            execute(["scrapy", *argv], Settings(values))
        return int(caught.value.code or 0)

    return call


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


def test_export_trail(scrapy: Scrapy, tmp_path: Path) -> None:
    """The trail is written if it is asked for."""
    assert scrapy("export", "--trail", "old", str(tmp_path / "o.jsonl")) == 0
    rows = [json.loads(line) for line in (tmp_path / "o.jsonl").read_text().splitlines()]
    assert [row["trail"] for row in rows] == [None, TRAIL]


def test_export_csv_agrees_with_a_feed(scrapy: Scrapy, tmp_path: Path) -> None:
    """The CSV is what Scrapy's feed writes of the same outcomes, with the other columns as JSON text."""
    assert scrapy("export", "old", str(tmp_path / "o.csv")) == 0
    feed = io.BytesIO()
    fields = [name for name in OUTCOME_FIELDS if name not in ("trail", "extra")]
    exporter = CsvItemExporter(feed, fields_to_export=fields)
    exporter.start_exporting()
    for outcome in OUTCOMES:
        exporter.export_item({name: getattr(outcome, name) for name in fields} | {"run": "old"})
    exporter.finish_exporting()
    expected = list(csv.DictReader(feed.getvalue().decode().splitlines()))
    with (tmp_path / "o.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row.pop("extra") for row in rows] == ['{"k": "ü"}', ""]
    assert rows == expected
    assert [row["ok"] for row in rows] == ["True", "False"]


def test_export_gzip_of_the_last_run(scrapy: Scrapy, tmp_path: Path) -> None:
    """A name ending in .gz is compressed; without a run the last one is exported."""
    assert scrapy("export", str(tmp_path / "o.jsonl.gz")) == 0
    with gzip.open(tmp_path / "o.jsonl.gz", "rt") as file:
        assert [json.loads(line)["run"] for line in file] == ["new", "new"]


def test_export_to_a_pipe(data: Path) -> None:
    """Standard output gets JSON Lines."""
    whole = subprocess.run(_in_a_process(data, "export", "old", "-"), capture_output=True, check=True)
    assert whole.stderr.decode() == "2 rows of run old written to standard output\n"
    assert [json.loads(line)["id"] for line in whole.stdout.splitlines()] == ["0", "1"]


def _in_a_process(data: Path, *argv: str) -> list[str]:
    code = (
        "import os, sys; from scrapy.cmdline import execute; from scrapy.settings import Settings;"
        "os.environ['SCRAPY_SETTINGS_MODULE'] = 'imgcrawl';"
        "execute(['scrapy', *sys.argv[2:]],"
        "Settings({'COMMANDS_MODULE': 'imgcrawl.commands', 'IMGCRAWL_DATA_DIR': sys.argv[1]}))"
    )
    return [sys.executable, "-c", code, str(data), *argv]


@pytest.mark.parametrize(
    "argv",
    [["export", "old", "-"], ["report", "old"], ["report", "--json"], ["compare", "old", "new"], ["explain", "1"]],
    ids=" ".join,
)
def test_a_reader_may_leave(data: Path, argv: list[str]) -> None:
    """A program behind the pipe that has read enough is no error."""
    command, buffered = _in_a_process(data, *argv), os.environ | {"PYTHONUNBUFFERED": ""}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=buffered)
    assert process.stdout
    process.stdout.close()
    process.stdout = None
    _, said = process.communicate()
    assert (process.returncode, said) == (0, b"")


@pytest.mark.parametrize(
    "argv", [("export", "old", "-"), ("report", "--json"), ("report",), ("compare", "old", "new"), ("explain", "0")]
)
def test_a_full_disk_is_told(data: Path, argv: list[str]) -> None:
    """Where standard output cannot be written one sentence says so, and the status is 1."""
    with open("/dev/full", "w") as full:  # noqa: PTH123
        done = subprocess.run(_in_a_process(data, *argv), stdout=full, stderr=subprocess.PIPE, check=False)
    said = "cannot write to standard output: No space left on device\n"
    assert (done.returncode, done.stderr.decode()) == (1, said)


def test_export_refusals(scrapy: Scrapy, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Another format, a missing folder and a wrong number of arguments are usage errors."""
    for arguments, words in [
        (["old", "o.xlsx"], ".jsonl"),
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


def test_report(scrapy: Scrapy, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The report is shown, and written as HTML into the data folder under the run's name."""
    assert scrapy("report", "old") == 0
    shown = capsys.readouterr().out
    assert "http_403" in shown
    assert f"HTML report: {data / 'reports' / 'old.html'}\n" in shown
    assert "http_403" in (data / "reports" / "old.html").read_text(encoding="utf-8")


def test_report_elsewhere(scrapy: Scrapy, tmp_path: Path) -> None:
    """The HTML file goes where it is asked to; without a run the last one is reported."""
    assert scrapy("report", "--html", str(tmp_path / "r.html")) == 0
    assert "Run new" in (tmp_path / "r.html").read_text(encoding="utf-8")
    assert not (tmp_path / "data" / "reports").exists()


def test_report_json(scrapy: Scrapy, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --json the figures are the whole output."""
    assert scrapy("report", "old.csv", "--json") == 0
    figures = json.loads(capsys.readouterr().out)
    assert (figures["rows"], figures["ok"], figures["failures"][0]["error"]) == (2, 1, "http_403")
    assert not (data / "reports").exists()


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize(
    ("command", "parts"),
    [
        (["report", "old"], ["<h1>Run old</h1>", "old.csv, strategy baseline, finished", "rows to go", "http_403"]),
        (["compare", "old", "new"], ["<h1>new against old</h1>", "2 rows that have an outcome in both", "(ROI)"]),
    ],
    ids=["report", "compare"],
)
def test_serve(data: Path, command: list[str], parts: list[str], told: signal.Signals) -> None:
    """A served report is made anew for who looks on, asks for the next one, and ends when told to with status 0."""
    argv = _in_a_process(data, *command, "--serve", "--port", "0")
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().split()[0]
        with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310 - our own page
            page = answer.read().decode()
        process.send_signal(told)
        assert process.wait(30) == 0
    assert '<meta http-equiv="refresh" content="5">' in page
    assert [part for part in parts if part not in page] == []


def test_a_report_that_cannot_be_made_says_why(scrapy: Scrapy, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the catalogue is gone while it is looked at, the page says so, and the next one may be made."""
    pages = []

    def look_twice(served: Dashboard) -> None:
        pages.append(served.page())
        (data / "imgcrawl.db").rename(data / "away.db")
        served._stale_at = 0
        pages.append(served.page())

    monkeypatch.setattr(Dashboard, "serve_forever", look_twice)
    assert scrapy("report", "--serve", "--port", "0") == 0
    assert [page.status for page in pages] == [200, 503]
    assert "start a run first" in pages[1].html


def test_serve_refusals(scrapy: Scrapy, capsys: pytest.CaptureFixture[str]) -> None:
    """A port that is taken or none, and a run that is not there, are refused at once."""
    with Dashboard(0, lambda: Page("")) as other:
        port = str(other.server_address[1])
        assert scrapy("report", "--serve", "--port", port) == 2
    assert f"cannot serve on port {port}: Address already in use; name another by --port" in capsys.readouterr().err
    for command in (["report", "none"], ["compare", "old", "none"]):
        assert scrapy(*command, "--serve", "--port", "0") == 2
        assert "there is no run 'none'" in capsys.readouterr().err
    for command in (["report", "--json"], ["report", "--html", "x.html"], ["compare", "old", "new", "--json"]):
        assert scrapy(*command, "--serve", "--port", "0") == 2
        assert "leave out --json and --html" in capsys.readouterr().err
    assert scrapy("report", "--serve", "--port", "65536") == 2
    assert "--port must be a number from 0 to 65535" in capsys.readouterr().err


def test_report_cannot_be_written(scrapy: Scrapy, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A place that cannot be written is a usage error; no folder is made for it."""
    for place in (data, data / "none" / "r.html"):
        assert scrapy("report", "--html", str(place)) == 2
        assert f"cannot write {place}" in capsys.readouterr().err
    assert not (data / "none").exists()


def test_run_name_stays_in_the_folder(scrapy: Scrapy, data: Path) -> None:
    """A run's name cannot lead the report out of its folder."""
    catalogue = open_catalogue("", data_dir=str(data), lock_timeout_s=1)
    catalogue.begin_run("../../x/y", source="s", strategy="adaptive")
    catalogue.close()
    assert scrapy("report", "../../x/y") == 0
    assert [path.name for path in (data / "reports").iterdir()] == ["_.._x_y.html"]


def test_compare(scrapy: Scrapy, capsys: pytest.CaptureFixture[str]) -> None:
    """Two runs are compared, by name or strategy, with the measured or the given cost."""
    assert scrapy("compare", "baseline", "adaptive") == 0
    assert "failed in old" in capsys.readouterr().out
    assert scrapy("compare", "old", "new", "--json", "--cost-multiplier", "1.5") == 0
    figures = json.loads(capsys.readouterr().out)
    transitions = {"ok_ok": 1, "ok_fail": 0, "fail_ok": 1, "fail_fail": 0}
    assert (figures["transitions"], figures["cost_multiplier"], figures["roi"]) == (transitions, 1.5, 1.0)
    assert figures["rescued"] == [{"error": "http_403", "failed": 1, "rescued": 1}]
    assert figures["rate_b"]["estimate"] == 1.0


def test_explain(scrapy: Scrapy, capsys: pytest.CaptureFixture[str]) -> None:
    """A row is explained by its id or URL, in the last run or in the one named."""
    for arguments in (["1", "--run", "old"], ["http://a.test/1", "--run", "old"]):
        assert scrapy("explain", *arguments) == 0
        assert "Row 1 of run old" in (shown := capsys.readouterr().out)
        assert "status 403, http_403" in shown
    assert scrapy("explain", "1") == 0
    assert "run new" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["explain", "99"], "run new has no outcome for a row 99"),
        (["explain", "\x1b[2J"], r"\x1b[2J"),
        (["report", "nothing"], "there is no run 'nothing'; the runs are, the latest first: new, old"),
        (["compare", "old", "old"], "both runs are 'old'"),
        (["compare", "old", "new", "--cost-multiplier", "0"], "above 0"),
        (["compare", "old"], "expected 2 arguments, got 1"),
        (["report", "--cost"], "there is no option --cost"),
        (["compare", "old", "new", "--cost-multiplier", "much"], "invalid float value: 'much'"),
        (["explain"], "expected 1 argument, got 0"),
    ],
)
def test_mistakes(scrapy: Scrapy, arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A mistake ends in one sentence and exit code 2."""
    assert scrapy(*arguments) == 2
    said = capsys.readouterr().err
    assert words in said
    assert said.startswith("scrapy: error: ")
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize("command", [["export", "-"], ["report"], ["compare", "a", "b"], ["explain", "1"]])
def test_no_catalogue(scrapy: Scrapy, command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where no run was made yet, every command says so, and makes nothing."""
    assert scrapy(*command, IMGCRAWL_DATA_DIR=str(tmp_path / "none")) == 2
    assert "start a run first" in capsys.readouterr().err
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    "command", [["export", "-"], ["report"], ["compare", "old", "new"], ["explain", "1"], ["verify"]], ids=" ".join
)
def test_all_settings_are_checked(scrapy: Scrapy, command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """A setting that is misspelt or makes no sense ends a command that would act on what was not meant."""
    assert scrapy(*command, IMGCRAWL_DATADIR="elsewhere") == 2
    assert "there is no setting IMGCRAWL_DATADIR: did you mean IMGCRAWL_DATA_DIR?" in capsys.readouterr().err
    assert scrapy(*command, IMGCRAWL_PROGRESS_SECONDS="abc") == 2
    assert "IMGCRAWL_PROGRESS_SECONDS must be a number" in capsys.readouterr().err


def test_wrong_setting(scrapy: Scrapy, capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong setting is named, a password in it is not."""
    assert scrapy("report", IMGCRAWL_DATABASE_URL="mysql://u:secret@h/d") == 2
    said = capsys.readouterr().err
    assert "IMGCRAWL_DATABASE_URL" in said
    assert "secret" not in said
