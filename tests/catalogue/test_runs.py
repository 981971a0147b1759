from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from imgcrawl.catalogue import open_catalogue
from imgcrawl.catalogue.runs import run_name
from imgcrawl.catalogue.schema import owners
from imgcrawl.errors import ConfigError
from tests.catalogue.owners import owning

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from imgcrawl.catalogue import Catalogue
    from imgcrawl.records import Outcome
    from tests.catalogue.owners import Own


@pytest.fixture
def holder(database_url: str) -> Iterator[Own]:
    """Start a process that owns the run "urls", or a shard of it."""
    with owning(database_url) as hold:
        yield hold


def kill(process: subprocess.Popen[bytes], catalogue: Catalogue) -> None:
    """Kill *process*, and wait until the server of a database has missed it too."""
    process.kill()
    process.wait()
    deadline = time.monotonic() + 30
    while catalogue.owner_of("urls"):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_new_run(catalogue: Catalogue) -> None:
    """A new run is running and says what it is."""
    run = catalogue.begin_run("urls", source="urls.csv", strategy="study")
    assert (run.name, run.source, run.strategy, run.state) == ("urls", "urls.csv", "study", "running")
    assert (run.finished_at, run.total_rows, run.shard) == (None, None, "")
    assert catalogue.list_runs() == [run]


def test_resumed_run_keeps_its_identity(catalogue: Catalogue) -> None:
    """Beginning a run of the same name again resumes it, and it runs again."""
    first = catalogue.begin_run("urls", source="urls.csv", strategy="adaptive")
    catalogue.set_total_rows(first, 12)
    catalogue.end_run(first, "stopped")
    stopped = catalogue.find_run("urls")
    again = catalogue.begin_run("urls", source="other.csv", strategy="study")
    assert (stopped.state, stopped.total_rows) == ("stopped", 12)
    assert stopped.finished_at
    assert (again.id, again.source, again.strategy, again.state) == (first.id, "other.csv", "adaptive", "running")
    assert again.finished_at is None


def test_a_run_that_may_not_move_keeps_to_its_list(catalogue: Catalogue, tmp_path: Path) -> None:
    """Another list is refused with both named and the run is left as it was; a link to the same one is none."""
    mine, other, link = (str(tmp_path / name / "urls.csv") for name in ("a", "b", "link"))
    (tmp_path / "a").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "a")
    catalogue.end_run(catalogue.begin_run("urls", source=mine, strategy="adaptive"), "stopped")
    before = catalogue.find_run("urls")
    for source in (other, "-"):
        with pytest.raises(ConfigError) as caught:
            catalogue.begin_run("urls", source=source, strategy="adaptive", may_move=False)
        assert f"is of another list, {mine}, not of {source}: give the run a name of its own with" in str(caught.value)
    assert catalogue.find_run("urls") == before
    for source in (mine, link):
        run = catalogue.begin_run("urls", source=source, strategy="adaptive", may_move=False)
        catalogue.end_run(run, "stopped")
        assert run.source == mine


@pytest.mark.parametrize("state", ["finished", "stopped"])
def test_a_run_in_which_nothing_was_to_do_stays_as_it_was(catalogue: Catalogue, state: str) -> None:
    """A process that leaves what it works on unchanged neither finishes nor unfinishes it."""
    assert work(catalogue, ("", state), ("", "unchanged")) == state
    assert work(catalogue, ("0/2", state), ("1/2", state), ("0/2", "unchanged"), ("1/2", "unchanged")) == state
    assert work(catalogue, ("", "unchanged")) == state


@pytest.mark.parametrize("done", [[""], ["0/2", "1/2"]], ids=["by-one", "by-two"])
@pytest.mark.parametrize("again", [[""], ["0/2", "1/2"], ["0/3", "1/3", "2/3"], ["1/3"]], ids=", ".join)
def test_a_finished_run_stays_so_in_another_division(catalogue: Catalogue, done: list[str], again: list[str]) -> None:
    """Processes that find nothing to do leave a run finished, however many it was divided among; work undoes that."""
    runs = [catalogue.begin_run("urls", source="s", strategy="adaptive", shard=shard) for shard in done]
    for run in runs:
        catalogue.end_run(run, "finished")
    runs = [catalogue.begin_run("urls", source="s", strategy="adaptive", shard=shard) for shard in again]
    for run in runs:
        catalogue.end_run(run, "unchanged")
    assert catalogue.find_run("urls").state == "finished"
    assert work(catalogue, (again[0], "stopped")) == "stopped"
    assert work(catalogue, *((shard, "unchanged") for shard in again)) == "stopped"


@pytest.mark.parametrize("shard", ["", "0/2"])
def test_what_a_killed_process_worked_on_is_not_finished(catalogue: Catalogue, holder, shard: str) -> None:
    """A finished run is so no more when a process was killed that worked on it, whoever comes next."""
    assert work(catalogue, ("", "finished")) == "finished"
    process = holder(shard)
    kill(process, catalogue)
    assert work(catalogue, ("1/2", "unchanged")) == "stopped"
    assert work(catalogue, ("0/2", "finished")) == "stopped"


def test_live_owner_is_respected(catalogue: Catalogue, holder) -> None:
    """A run that another live process works on is refused by name and process, until that process is gone."""
    process = holder()
    with pytest.raises(ConfigError, match=f"process {process.pid} on {os.uname().nodename}"):
        catalogue.begin_run("urls", source="s", strategy="adaptive")
    kill(process, catalogue)
    assert catalogue.begin_run("urls", source="s", strategy="adaptive").state == "running"


def test_refusal_changes_nothing(catalogue: Catalogue, holder) -> None:
    """A refused start leaves the run as it was."""
    holder()
    before = catalogue.list_runs()
    with pytest.raises(ConfigError):
        catalogue.begin_run("urls", source="s", strategy="adaptive")
    assert catalogue.list_runs() == before


def test_shards_share_a_run(catalogue: Catalogue, holder) -> None:
    """Workers on different shards share a run, which runs until the last of them ends."""
    process = holder("0/2")
    with pytest.raises(ConfigError):
        catalogue.begin_run("urls", source="s", strategy="adaptive", shard="0/2")
    mine = catalogue.begin_run("urls", source="s", strategy="adaptive", shard="1/2")
    catalogue.end_run(mine, "finished")
    assert catalogue.find_run("urls").state == "running"
    kill(process, catalogue)
    catalogue.end_run(mine, "finished")
    assert catalogue.find_run("urls").state == "stopped"


def test_a_killed_run_is_interrupted(catalogue: Catalogue, holder) -> None:
    """A run whose only process was killed does not pass for running; one on another host may live, if none can tell."""
    process = holder()
    assert [run.state for run in catalogue.list_runs()] == ["running"]
    kill(process, catalogue)
    assert catalogue.find_run("urls").state == "interrupted"
    with catalogue.writing() as connection:
        connection.execute(update(owners).values(host="elsewhere"))
    can_tell = catalogue.dialect.name == "postgresql"
    assert catalogue.find_run("urls").state == ("interrupted" if can_tell else "running")


def work(catalogue: Catalogue, *ends: tuple[str, str]) -> str:
    """Begin and end one shard after the other; return the run's state."""
    for shard, state in ends:
        run = catalogue.begin_run("urls", source="s", strategy="adaptive", shard=shard)
        catalogue.end_run(run, state)  # type: ignore[arg-type]
    return catalogue.find_run("urls").state


@pytest.mark.parametrize(
    ("ends", "state"),
    [
        ([("0/2", "finished")], "stopped"),
        ([("0/2", "finished"), ("1/2", "finished")], "finished"),
        ([("1/2", "finished"), ("0/2", "stopped")], "stopped"),
        ([("0/2", "stopped"), ("1/2", "finished")], "stopped"),
        ([("0/2", "stopped"), ("1/2", "finished"), ("0/2", "finished")], "finished"),
        ([("0/2", "finished"), ("1/2", "finished"), ("1/2", "stopped")], "stopped"),
        ([("0/2", "finished"), ("", "stopped")], "stopped"),
        ([("0/2", "finished"), ("", "finished")], "finished"),
        ([("0/2", "finished"), ("1/3", "finished"), ("2/3", "finished")], "stopped"),
        ([("", "finished"), ("0/2", "finished"), ("1/2", "finished")], "finished"),
        ([("", "finished"), ("0/2", "finished"), ("1/2", "stopped")], "stopped"),
    ],
)
def test_a_run_is_finished_when_all_its_shards_are(catalogue: Catalogue, ends, state: str) -> None:
    """Only all shards of one division, or the whole, finish a run; whatever has rows in common is begun anew."""
    assert work(catalogue, *ends) == state


def test_a_killed_shard_is_not_finished(catalogue: Catalogue, holder) -> None:
    """A run whose other shard was killed is stopped, until that shard is finished too."""
    process = holder("0/2")
    kill(process, catalogue)
    assert work(catalogue, ("1/2", "finished")) == "stopped"
    assert work(catalogue, ("0/2", "finished")) == "finished"


def test_find_run(catalogue: Catalogue) -> None:
    """A run is found by its name, its source's file, its strategy, or as the latest."""
    for name, strategy in [("birds", "baseline"), ("flowers.csv", "study"), ("trees", "study")]:
        catalogue.end_run(catalogue.begin_run(name, source="s", strategy=strategy), "finished")
    found = {
        text: catalogue.find_run(text).name for text in ("birds", "lists/birds.csv.gz", "flowers.csv", "study", "")
    }
    assert found == {
        "birds": "birds",
        "lists/birds.csv.gz": "birds",
        "flowers.csv": "flowers.csv",
        "study": "trees",
        "": "trees",
    }


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("a/urls.csv", "urls"),
        ("urls.JSONL.gz", "urls"),
        ("v1.2.txt", "v1.2"),
        ("urls", "urls"),
        (".csv", ".csv"),
        ("-", "stdin"),
    ],
)
def test_run_name(source: str, name: str) -> None:
    """A run is named after its source's file, without the endings that say how to read it."""
    assert run_name(source) == name


def test_begun_last_is_latest(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    """The latest run is the one begun or resumed last, also when the clock was set back."""
    instants = iter(["2026-01-03", "2026-01-02", "2026-01-01"])
    monkeypatch.setattr("imgcrawl.catalogue.runs._now", lambda: next(instants))
    for name in ("a", "b", "a"):
        catalogue.begin_run(name, source="s", strategy="adaptive")
    assert [(run.name, run.crawl) for run in catalogue.list_runs()] == [("a", 3), ("b", 2)]
    assert catalogue.find_run("").name == "a"


def test_the_last_run_is_one_that_has_rows(catalogue: Catalogue, make: Callable[..., Outcome]) -> None:
    """A run that came to nothing, as its list could not be read, is not the last, unless it runs, or is alone."""
    for name in ("b", "a"):
        run = catalogue.begin_run(name, source=name, strategy="study")
        catalogue.write(run, [make("0")])
        catalogue.end_run(run, "finished")
    failed = catalogue.begin_run("failed", source="failed", strategy="study")
    assert catalogue.find_run("").name == "failed"
    catalogue.end_run(failed, "unchanged")
    assert (catalogue.find_run("").name, catalogue.find_run("study").name) == ("a", "a")
    assert catalogue.find_run("failed").name == "failed"


def test_a_run_without_rows_is_the_last_where_none_has_any(catalogue: Catalogue) -> None:
    """It is all that there is to tell of."""
    for name in ("a", "b"):
        catalogue.end_run(catalogue.begin_run(name, source=name, strategy="study"), "unchanged")
    assert catalogue.find_run("").name == "b"


def test_a_pair_is_over_one_list(catalogue: Catalogue) -> None:
    """Of the runs of strategies the last two over the same list are taken; a name means that run whatever its list."""
    runs = [("b1", "one", "baseline"), ("a1", "one", "adaptive"), ("b2", "two", "baseline"), ("a2", "two", "adaptive")]
    runs += [("b3", "three", "baseline"), ("a4", "four", "adaptive")]
    for name, source, strategy in runs:
        catalogue.begin_run(name, source=source, strategy=strategy)
    pairs = [("baseline", "adaptive"), ("b1", "adaptive"), ("adaptive", "b1"), ("b3", "a4"), ("b1", "b2")]
    found = [tuple(run.name for run in catalogue.find_pair(*pair)) for pair in pairs]
    assert found == [("b2", "a2"), ("b1", "a1"), ("a1", "b1"), ("b3", "a4"), ("b1", "b2")]
    for pair in (("b3", "adaptive"), ("baseline", "a4")):
        with pytest.raises(ConfigError, match=r"no runs over the same list: name two runs.*a4 \(four\), b3 \(three\)"):
            catalogue.find_pair(*pair)


def test_a_strategy_is_compared_with_itself(catalogue: Catalogue) -> None:
    """A strategy named twice means two runs of it, not one."""
    for name in ("x", "y"):
        catalogue.begin_run(name, source="one", strategy="adaptive")
    assert {run.name for run in catalogue.find_pair("adaptive", "adaptive")} == {"x", "y"}


def test_unknown_run(catalogue: Catalogue) -> None:
    """The message about a run that does not exist lists those that do, or says how to start one."""
    with pytest.raises(ConfigError, match="scrapy crawl images"):
        catalogue.find_run("urls")
    catalogue.begin_run("birds", source="s", strategy="adaptive")
    with pytest.raises(ConfigError, match=r"no run 'urls'; .*: birds"):
        catalogue.find_run("urls")


def test_run_survives_the_catalogue(database_url: str) -> None:
    """Runs are there when the catalogue is opened again."""
    for _ in range(2):
        catalogue = open_catalogue(database_url, data_dir="/nowhere", lock_timeout_s=1)
        catalogue.begin_run("urls", source="s", strategy="adaptive")
        assert [run.name for run in catalogue.list_runs()] == ["urls"]
        catalogue.close()
