"""The demo as a newcomer meets it: in a process of its own, with its output read."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import shlex
import signal
import subprocess
import sys
import time
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from scrapy.cmdline import execute
from scrapy.exceptions import UsageError
from scrapy.settings import Settings

import imgcrawl
from imgcrawl import lab
from imgcrawl.catalogue import open_catalogue
from imgcrawl.commands import contest, demo
from imgcrawl.config import setting_names
from imgcrawl.lab.kinds import KINDS
from imgcrawl.lab.listing import read_truth, write_listing
from imgcrawl.lab.model import Ports
from imgcrawl.lab.plan import make_plan
from imgcrawl.records import Outcome
from imgcrawl.report import compare

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.crawl.warm import Warm

PROJECT = Path(imgcrawl.__file__).parent.parent
ROWS = 12


@contextlib.contextmanager
def _started(out: Path, **streams: Any) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "scrapy", "demo", "--rows", str(ROWS), "--out", str(out)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("SCRAPY_", "IMGCRAWL_"))}
    with subprocess.Popen(command, cwd=PROJECT, env=environment | {"SCRAPY_PROJECT": "study"}, **streams) as process:
        try:
            yield process
        finally:
            process.kill()


def _call(*argv: str) -> int:
    values = {"COMMANDS_MODULE": "imgcrawl.commands", "IMGCRAWL_DATA_DIR": "elsewhere"}
    with pytest.raises(SystemExit) as caught:
        execute(["scrapy", "demo", *argv], Settings(values))
    return int(caught.value.code or 0)


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str, int]:
    """Run a small demo in a folder that an earlier one has used; return the folder, its outputs and status."""
    out = tmp_path_factory.mktemp("a folder") / "demo"
    demo.clear_folder(out)
    earlier = open_catalogue("", data_dir=str(out), lock_timeout_s=1)
    earlier.begin_run("baseline", source="other.csv", strategy="other")
    earlier.close()
    with _started(out, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        said, errors = process.communicate(timeout=60)
    return out, said.decode(), errors.decode(), process.returncode


def test_it_ends_well_and_says_where_things_lie(shown: tuple[Path, str, str, int]) -> None:
    """The status is 0, every place that is named is there, and the output is plain where it goes to a file."""
    out, said, errors, status = shown
    assert status == 0, said + errors
    assert "\x1b" not in said + errors
    places = [line[11:] for line in said.splitlines() if f"{out}/" in line and "scrapy" not in line]
    assert [Path(place).exists() for place in places] == [True] * 5
    assert f" of the {ROWS} URLs: baseline got " in said
    assert "scrapy crawl images -a source=urls.csv -s IMGCRAWL_CONTACT=you@example.org" in said


def test_what_can_be_had_is_the_ceiling(tmp_path: Path) -> None:
    """Of each run the images that can be had, and are the right ones, are counted among all that can be had."""
    write_listing(make_plan(ROWS, 1, Ports(8080, 8443)), tmp_path)
    truth = list(read_truth(tmp_path).values())
    reachable = [true for true in truth if true.ok]
    right = [Outcome(true.id, true.url, ok=True, sha256=true.sha256) for true in reachable]
    wrong = [replace(right[0], sha256="0"), *right[2:]]
    beyond = [Outcome(true.id, true.url, ok=True, sha256=true.sha256) for true in truth if not true.ok]
    with contextlib.closing(open_catalogue("", data_dir=str(tmp_path), lock_timeout_s=1)) as catalogue:
        runs = [catalogue.begin_run(name, source="s", strategy=name) for name in ("baseline", "adaptive")]
        catalogue.write(runs[0], wrong + beyond)
        catalogue.write(runs[1], right + beyond)
        said = demo._reached(catalogue, runs, tmp_path)
    count = len(reachable)
    assert said.startswith(
        f"Reachable at all are the images of {count} of the {ROWS} URLs: "
        f"baseline got {count - 2} of {count}, adaptive got {count} of {count}.\n"
    )
    assert beyond


def test_progress_is_lines_where_there_is_no_terminal(shown: tuple[Path, str, str, int]) -> None:
    """Each strategy has a last line with all its rows, and nothing else stands on standard error."""
    lines = shown[2].splitlines()
    assert all(line.startswith(("baseline: ", "adaptive: ")) for line in lines)
    complete = [line.split(",")[0] for line in lines if f"{ROWS}/" in line]
    assert list(dict.fromkeys(complete)) == [f"{strategy}: {ROWS}/{ROWS} rows" for strategy in contest.STRATEGIES]


def test_both_strategies_meet_the_same_urls(shown: tuple[Path, str, str, int]) -> None:
    """All rows match, a second demo leaves nothing of the first, and each run has the strategy of its name."""
    catalogue = open_catalogue("", data_dir=str(shown[0]), lock_timeout_s=1, create=False)
    runs = [catalogue.find_run(strategy) for strategy in contest.STRATEGIES]
    comparison = compare(catalogue, *runs)
    assert (comparison.matched, comparison.only_in_a, comparison.only_in_b) == (ROWS, 0, 0)
    assert [(run.name, run.strategy, run.state) for run in catalogue.list_runs()] == [
        ("adaptive", "adaptive", "finished"),
        ("baseline", "baseline", "finished"),
    ]
    catalogue.close()


def test_what_it_tells_to_type_works(shown: tuple[Path, str, str, int], warm: Warm) -> None:
    """The commands on what was fetched run as they are printed, whatever the folder is called."""
    commands = [
        line for line in shown[1].splitlines() if line.startswith(("  scrapy report adaptive", "  scrapy explain"))
    ]
    assert len(commands) == 2
    for command in commands:
        done = warm.run(*shlex.split(command))
        assert done.returncode == 0, done.stderr


def test_limits_are_settings_and_cost_no_image(shown: tuple[Path, str, str, int]) -> None:
    """Every shortened limit exists, and the baseline got all rows that the truth promises it."""
    assert set(contest.SHORTENED) <= set(setting_names())
    always = {kind.name for kind in KINDS if kind.baseline == 1}
    truth = [json.loads(line) for line in (shown[0] / "lab" / "truth.jsonl").read_text().splitlines()]
    wanted = {row["id"] for row in truth if row["kind"] in always}
    catalogue = open_catalogue("", data_dir=str(shown[0]), lock_timeout_s=1, create=False)
    got = {outcome.id for outcome in catalogue.iter_outcomes(catalogue.find_run("baseline")) if outcome.ok}
    catalogue.close()
    assert wanted
    assert wanted <= got


def test_on_a_terminal_there_is_a_bar(tmp_path: Path) -> None:
    """Bars are drawn, and Ctrl-C, even twice, ends the demo and its children with status 130 and no traceback."""
    leader, terminal = pty.openpty()
    with _started(tmp_path / "demo", stdout=terminal, stderr=terminal, start_new_session=True) as process:
        os.close(terminal)
        seen = b""
        while b"/12 rows" not in seen:
            seen += os.read(leader, 65536)
        lab = _wait_for(tmp_path / "demo" / "lab" / "lab.json")
        os.killpg(process.pid, signal.SIGINT)
        os.killpg(process.pid, signal.SIGINT)
        with contextlib.suppress(OSError):  # the terminal is gone when all who write to it are
            while data := os.read(leader, 65536):
                seen += data
        assert process.wait(20) == 130
    os.close(leader)
    assert b"Stopped. What was made so far lies in" in seen
    assert b"Traceback" not in seen
    assert not _listens(lab["ports"]["http"])


def test_a_signal_is_not_lost(request: pytest.FixtureRequest) -> None:
    """One that comes while a destructor runs, which lets no exception out, is known; later ones change nothing."""
    ending = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    for number in ending:
        request.addfinalizer(partial(signal.signal, number, signal.getsignal(number)))
    signal.signal(signal.SIGHUP, signal.SIG_IGN)

    class Dying:
        def __del__(self) -> None:
            signal.raise_signal(signal.SIGINT)

    with demo._interruptible() as signals:
        Dying()
        signal.raise_signal(signal.SIGHUP)
        assert signals == [signal.SIGINT]
        signal.raise_signal(signal.SIGTERM)
    assert [signal.getsignal(number) for number in ending] == [signal.SIG_IGN] * 3


def test_signals_are_as_before(request: pytest.FixtureRequest) -> None:
    """A demo that was not stopped leaves the handlers as they were."""
    before = signal.getsignal(signal.SIGINT)
    request.addfinalizer(partial(signal.signal, signal.SIGINT, before))
    with demo._interruptible():
        assert signal.getsignal(signal.SIGINT) is not before
    assert signal.getsignal(signal.SIGINT) is before


def _wait_for(path: Path) -> dict[str, Any]:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with contextlib.suppress(OSError, ValueError):
            described: dict[str, Any] = json.loads(path.read_text())
            return described
        time.sleep(0.05)
    raise AssertionError(f"{path} did not come")


def _listens(port: int) -> bool:
    needle = f":{port:04X} 00000000:0000 0A"
    return needle in Path("/proc/net/tcp").read_text()


def test_the_crawl_ends_with_its_context(tmp_path: Path) -> None:
    """A process that does not heed SIGTERM is killed with all its group."""
    code = (
        "import os, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "pid = os.fork(); print(pid or '', flush=True); time.sleep(60)"
    )
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, process_group=0)
    assert process.stdout
    process.stdout.readline()
    before, contest._STOP_S = contest._STOP_S, 0.1
    try:
        contest._stop(process)
    finally:
        contest._STOP_S = before
    process.stdout.read()  # ends when the child, too, has closed it
    process.stdout.close()
    assert process.wait(5) == -signal.SIGKILL


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that holds anything and bears no mark is a usage error, and nothing in it changes."""
    (tmp_path / "precious").write_text("mine")
    assert _call("--out", str(tmp_path)) == 2
    assert "was not made by scrapy demo" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["precious"]


def test_clearing(tmp_path: Path) -> None:
    """An empty folder and an own one are made ready; a link in it is removed, what it leads to is not."""
    other, out = tmp_path / "other", tmp_path / "out"
    other.mkdir()
    (other / "precious").touch()
    out.mkdir()
    demo.clear_folder(out)
    (out / "link").symlink_to(other)
    (out / "images").mkdir()
    (out / "images" / "a.jpg").touch()
    demo.clear_folder(out)
    assert [path.name for path in out.iterdir()] == [demo.MARKER]
    assert (other / "precious").exists()


def test_a_folder_that_cannot_be(tmp_path: Path) -> None:
    """A file in the folder's place is a usage error."""
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="cannot use the folder"):
        demo.clear_folder(tmp_path / "file")


@pytest.mark.parametrize("arguments", [["--rows", "0"], ["extra"], ["--rowz", "3"]])
def test_mistakes(arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistake ends with status 2 and makes nothing."""
    monkeypatch.chdir(tmp_path)
    assert _call(*arguments) == 2
    assert not list(tmp_path.iterdir())


def test_a_run_that_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    """The status is 1; the end of its log is shown and its place named."""
    monkeypatch.setitem(contest.SHORTENED, "IMGCRAWL_NO_SUCH_SETTING", 1)
    assert _call("--rows", "1", "--out", str(tmp_path / "demo")) == 1
    said = capfd.readouterr().err
    assert "The run baseline failed with status 2" in said
    assert str(tmp_path / "demo" / "baseline.log") in said
    assert "there is no setting IMGCRAWL_NO_SUCH_SETTING" in said


def test_a_lab_that_does_not_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """The status is 1, and one sentence says so."""

    def broken(**_: object) -> contextlib.AbstractContextManager[Any]:
        raise RuntimeError("the lab did not start")

    monkeypatch.setattr(lab, "running_lab", broken)
    assert _call("--out", str(tmp_path / "demo")) == 1
    assert "The demo failed: the lab did not start." in capfd.readouterr().err
