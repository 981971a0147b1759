"""The commands that read the catalogue, called as ``scrapy`` calls them."""

from __future__ import annotations

import json
import os
import signal
import urllib.request
from typing import TYPE_CHECKING

import pytest

from imgcrawl.catalogue import open_catalogue
from imgcrawl.report.dashboard import Dashboard, Page
from tests.commands.project import command_line

if TYPE_CHECKING:
    from pathlib import Path

    from tests.commands.project import Scrapy
    from tests.crawl.warm import Warm


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
        (["report", "old"], ["<h1>Run old</h1>", "old.csv, strategy baseline, finished", "Overview", "http_403"]),
        (["compare", "old", "new"], ["<h1>new against old</h1>", "2 rows that have an outcome in both", "(ROI)"]),
    ],
    ids=["report", "compare"],
)
def test_serve(data: Path, warm: Warm, command: list[str], parts: list[str], told: signal.Signals) -> None:
    """A served report is made anew for who looks on, asks for the next one, and ends when told to with status 0."""
    reader, writer = os.pipe()
    with os.fdopen(writer, "wb") as output:
        process = warm.start(*command_line(data, *command, "--serve", "--port", "0"), output=output)
    with os.fdopen(reader) as said:
        url = said.readline().split()[0]
        with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310 - our own page
            page = answer.read().decode()
        process.send_signal(told)
        assert process.wait(30) == 0
    assert '<meta http-equiv="refresh" content="60">' in page
    assert ", renewed every 60 s" in page
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


@pytest.mark.parametrize("command", [["report"], ["report", "first"], ["compare", "first", "first"]], ids=" ".join)
def test_serve_before_the_first_crawl(
    scrapy: Scrapy,
    command: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Terminal and page say which catalogue is waited for, and the run is shown as soon as it is there."""
    folder, pages = tmp_path / "none", []

    def look_on(served: Dashboard) -> None:
        pages.append(served.page())
        catalogue = open_catalogue("", data_dir=str(folder), lock_timeout_s=1)
        served._stale_at = 0
        pages.append(served.page())
        catalogue.begin_run("first", source="s", strategy="adaptive")
        catalogue.close()
        served._stale_at = 0
        pages.append(served.page())

    monkeypatch.setattr(Dashboard, "serve_forever", look_on)
    assert scrapy(*command, "--serve", "--port", "0", IMGCRAWL_DATA_DIR=str(folder)) == 0
    missing = f"there is no catalogue at {folder}/imgcrawl.db yet: start a run first"
    assert capsys.readouterr().err.startswith(f"Waiting for the first crawl: {missing}")
    assert "<h1>Waiting for the first crawl</h1>" in pages[0].html
    assert missing in pages[0].html
    assert "the catalogue holds no run yet" in pages[1].html
    assert '<meta http-equiv="refresh" content="5">' in pages[1].html
    is_there = command[0] == "report"  # a run is not compared with itself
    assert pages[2].status == (200 if is_there else 503)
    assert ("<h1>Run first</h1>" in pages[2].html) is is_there
    assert "Waiting" not in pages[2].html


def test_serve_refusals(scrapy: Scrapy, capsys: pytest.CaptureFixture[str]) -> None:
    """A port that is taken, and a run that is not there, are refused at once."""
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


def test_report_cannot_be_written(scrapy: Scrapy, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A place that cannot be written is a usage error; no folder is made for it."""
    for place in (data, data / "none" / "r.html"):
        assert scrapy("report", "--html", str(place)) == 2
        assert f"cannot write {place}" in capsys.readouterr().err
    assert not (data / "none").exists()


def test_report_without_room_for_html(scrapy: Scrapy, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where the data folder takes no HTML, the report is shown all the same, and says so."""
    (data / "reports").write_text("in the way")
    assert scrapy("report", "old") == 0
    shown = capsys.readouterr().out
    assert "http_403" in shown
    assert f"no HTML report: cannot write {data / 'reports' / 'old.html'}: " in shown
    assert "--html FILE" in shown


@pytest.mark.parametrize("command", [("report",), ("explain", "0"), ("export", "old", "-"), ("compare", "old", "new")])
def test_folder_that_cannot_be_written(
    command: tuple[str, ...], scrapy: Scrapy, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What only reads does so where SQLite can make no file of its own."""
    (data / "imgcrawl.db-shm").symlink_to(data / "none" / "shm")
    assert scrapy(*command) == 0, capsys.readouterr().err


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
        (["compare", "old"], "expected 2 arguments, got 1: scrapy compare [options] A B"),
        (["report", "--cost"], "there is no option --cost"),
        (
            ["compare", "old", "new", "--cost-multiplier", "much"],
            "--cost-multiplier must be a number above 0, got much",
        ),
        (["explain"], "expected 1 argument, got 0: scrapy explain [options] ID|URL"),
        (["explain", "--run"], "--run must be followed by RUN"),
        (["report", "--html"], "--html must be followed by FILE"),
        (["report", "-s"], "-s/--set must be followed by NAME=VALUE"),
        (["report", "--", "--json"], "there is no run '--json'"),
        (["report", "--", "a", "b"], "expected 0 to 1 arguments, got 2"),
        (["explain", "--", "--"], "run new has no outcome for a row --"),
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


@pytest.mark.parametrize(("command", "status"), [(["report", "none"], 2), (["report", "old"], 0)])
def test_the_status_is_the_commands_own(data: Path, warm: Warm, command: list[str], status: int) -> None:
    """Whoever reads neither of its streams still learns from its status what became of a command."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as output:
        assert warm.start(*command_line(data, *command), output=output).wait(100) == status


def test_of_a_running_crawl_more_is_to_come(scrapy: Scrapy, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An export says that the run goes on, and a row without an outcome that it may have one later."""
    assert scrapy("explain", "99") == 2
    assert capsys.readouterr().err.endswith("no outcome for a row 99; --run RUN names another run\n")
    catalogue = open_catalogue("", data_dir=str(data), lock_timeout_s=1)
    catalogue.begin_run("old", source="old.csv", strategy="baseline")
    catalogue.close()
    assert scrapy("explain", "99") == 2
    assert capsys.readouterr().err.endswith("no outcome for a row 99; it is running: it may have one later\n")
    assert scrapy("export", str(data / "o.csv")) == 0
    assert capsys.readouterr().out.startswith("2 rows of run old, which is running, were written to ")
