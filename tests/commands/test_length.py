"""How long a list is that several processes have read between them."""

from __future__ import annotations

from contextlib import closing
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy.settings import Settings

from imgcrawl.catalogue import open_catalogue
from imgcrawl.commands import crawl
from imgcrawl.commands.crawl import Command
from imgcrawl.commands.length import note_total, run_before
from imgcrawl.extensions.figures import Figures
from imgcrawl.records import Outcome


@pytest.fixture
def noted(tmp_path):
    """Let a run have outcomes of three rows, two of which have failed, and return what is noted of its length."""

    def noted(total: Figures, **arguments: str) -> int | None:
        with closing(open_catalogue("", data_dir=str(tmp_path), lock_timeout_s=1)) as catalogue:
            run = catalogue.begin_run("urls", source="urls.csv", strategy="adaptive")
            catalogue.write(run, [Outcome(id=str(n), url="http://a.test/", ok=not n, attempts=1) for n in range(3)])
            note_total(Settings({"IMGCRAWL_DATA_DIR": str(tmp_path)}), {"source": "urls.csv"} | arguments, None, total)
            return catalogue.find_run("urls").total_rows

    return noted


@pytest.mark.parametrize(
    ("figures", "arguments", "rows"),
    [
        ({"to_go": 5}, {}, 8),
        ({"to_go": 50}, {}, 9),
        ({"to_go": 2, "left_out": 4}, {"retry": "failed"}, 7),
        ({"to_go": 5}, {"limit": "9"}, None),
        ({"to_go": 5, "list_read": 0.5}, {}, None),
        ({"to_go": 5, "list_read": None}, {}, None),
    ],
    ids=["whole", "no-more-than-lines", "retry", "limited", "still-read", "cannot-be-told"],
)
def test_rows_with_an_outcome_and_those_to_go(noted, figures, arguments, rows):
    """A list that was read to its end has the rows that have an outcome, those to go and those that are left out."""
    assert noted(Figures(**{"read": 9, "list_read": 1.0} | figures), **arguments) == rows


def test_a_catalogue_that_cannot_be_written_ends_nothing(tmp_path):
    """Where the length cannot be recorded it is not known, and that is all."""
    settings = Settings({"IMGCRAWL_DATA_DIR": str(tmp_path / "none")})
    assert run_before(settings, {"source": "urls.csv"}) is None
    note_total(settings, {"source": "urls.csv"}, None, Figures(list_read=1.0))
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(("rows", "state", "are_kept"), [(0, "stopped", True), (1, "stopped", False), (0, "", False)])
def test_what_found_nothing_to_do_has_no_times(tmp_path, rows, state, are_kept):
    """Where all processes have ended without a row the run's last crawl is still the one before."""
    settings, arguments = Settings({"IMGCRAWL_DATA_DIR": str(tmp_path)}), {"source": "urls.csv"}
    with closing(open_catalogue("", data_dir=str(tmp_path), lock_timeout_s=1)) as catalogue:
        catalogue.end_run(catalogue.begin_run("urls", source="urls.csv", strategy="adaptive"), "finished")
        before = run_before(settings, arguments)
        begun = [catalogue.begin_run("urls", source="urls.csv", strategy="adaptive", shard=f"{n}/2") for n in range(2)]
        for run in begun if state else ():
            catalogue.end_run(run, "unchanged", was_idle=not rows)
        note_total(settings, arguments, before, Figures(rows=rows))
        after = catalogue.find_run("urls")
    assert ((after.started_at, after.finished_at) == (before.started_at, before.finished_at)) is are_kept


def test_the_times_before_are_kept_by_the_command(tmp_path, monkeypatch):
    """What starts the processes knows the run as it was before they began, whichever of them ends last."""
    (tmp_path / "urls.csv").write_text("url\nhttp://a.test/1.jpg\n")
    command, source = Command(), str(tmp_path / "urls.csv")
    command.settings = Settings({"IMGCRAWL_DATA_DIR": str(tmp_path)})
    with closing(open_catalogue("", data_dir=str(tmp_path), lock_timeout_s=1)) as catalogue:
        catalogue.end_run(catalogue.begin_run("urls", source=source, strategy="adaptive"), "finished")
        before = catalogue.find_run("urls")

        def work(_: Any, *, progress_s: float, note: Any, opening: str) -> int:
            assert opening.startswith("going on with run urls of ")
            shards = [catalogue.begin_run("urls", source=source, strategy="adaptive", shard=f"{n}/2") for n in (0, 1)]
            for run in shards:
                catalogue.end_run(run, "unchanged", was_idle=True)
            note(Figures())
            return int(progress_s)

        monkeypatch.setattr(crawl, "run_shards", work)
        monkeypatch.setattr(crawl, "shard_commands", lambda *_: [])
        command._run_shards("images", SimpleNamespace(spargs={"source": source}))
        after = catalogue.find_run("urls")
    assert (after.started_at, after.finished_at) == (before.started_at, before.finished_at)
