from __future__ import annotations

import logging
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy.settings import Settings
from scrapy.statscollectors import MemoryStatsCollector

from imgcrawl import keys
from imgcrawl.catalogue import Counts
from imgcrawl.catalogue.faults import CatalogueError
from imgcrawl.extensions import stages as stages_module
from imgcrawl.extensions.stages import StageStats
from imgcrawl.records import Outcome


@pytest.fixture
def stats():
    """Return an empty collector."""
    crawler: Any = SimpleNamespace(settings=Settings({"STATS_DUMP": False, "LOG_LEVEL": "INFO"}))
    return MemoryStatsCollector(crawler)


@pytest.fixture
def stages(stats):
    """Count into that collector."""
    return StageStats(SimpleNamespace(stats=stats, engine=None, spider=None))  # type: ignore[arg-type]


def good(host: str = "a.test", **fields: Any) -> Outcome:
    """Make the outcome of a stored image."""
    return Outcome("1", f"http://{host}/1.jpg", ok=True, attempts=1, bytes=10, **fields)


def bad(host: str = "a.test", error: str = "http_404") -> Outcome:
    """Make the outcome of a failure."""
    return Outcome("1", f"http://{host}/1.jpg", stage=error.partition("_")[0], error=error, attempts=2)


def test_every_outcome_is_counted(stages, stats):
    """Rows, requests, images, bytes, failures by stage and slug, and rescues are counted live."""
    stages.outcomes_committed([good(), good(rescued_by="page"), bad()])
    stages.outcomes_committed([bad(), bad(error="tcp_reset")])
    assert stats.get_stats() == {
        keys.STAT_ROWS: 5,
        keys.STAT_ATTEMPT: 8,
        keys.STAT_OK: 2,
        keys.STAT_BYTES: 20,
        "imgcrawl/rescued/page": 1,
        "imgcrawl/outcome/http/http_404": 2,
        "imgcrawl/outcome/tcp/tcp_reset": 1,
    }


def test_images_with_a_known_hash_are_counted(stages, stats):
    """And those of them that have it; what is taken back counts no more, and failures not at all."""
    kept, refused = good(hash_matches=False), bad()
    refused.hash_matches = False
    stages.outcomes_committed([good(hash_matches=True), kept, good(), refused])
    assert (stats.get_value(keys.STAT_HASHES_KNOWN), stats.get_value(keys.STAT_HASHES_MATCHING)) == (2, 1)
    stages.outcome_withdrawn(kept, ours=True)
    assert (stats.get_value(keys.STAT_HASHES_KNOWN), stats.get_value(keys.STAT_HASHES_MATCHING)) == (1, 1)


def test_hosts_stand_in_no_key(stages, stats, capsys):
    """Host names are listed under one key, the worst first, with their rows and failures."""
    for outcome in (good("a.test"), bad("a.test"), bad("b.test"), bad("b.test"), bad("")):
        stages.outcomes_committed([outcome])
    stages.spider_closed("finished")
    assert stats.get_value(keys.STAT_FAILING_HOSTS) == [["b.test", 2, 2], ["a.test", 2, 1]]
    assert not any("test" in key for key in stats.get_stats())
    assert "b.test 2 of 2" in capsys.readouterr().err


def test_the_table_says_what_to_do(stages, capsys):
    """The end shows stages, errors and advice, and whether the run is finished."""
    for outcome in (good(), bad(), bad()):
        stages.outcomes_committed([outcome])
    stages.spider_closed("finished")
    shown = " ".join(capsys.readouterr().err.split())
    assert "http_404" in shown
    assert "3 rows, 1 image (33.3%), 5 requests; the run is finished." in shown


def test_a_stopped_run_says_how_to_go_on(stages, capsys):
    """A run that was stopped names the reason and that the same command goes on."""
    stages.outcomes_committed([good()])
    stages.spider_closed("shutdown")
    assert "was stopped: the same command goes on with it" in " ".join(capsys.readouterr().err.split())


def test_nothing_to_do_is_said(stages, capsys):
    """A run in which every row had its outcome says so, and how failed rows are asked for again."""
    stages.spider_closed("finished")
    assert "Nothing to do" in capsys.readouterr().err


def test_memory_of_hosts_is_bounded(stages, monkeypatch):
    """Beyond the bound the hosts that were met once are dropped."""
    monkeypatch.setattr(stages_module, "_MOST_HOSTS", 10)
    for n in range(30):
        stages.outcomes_committed([bad("often.test")])
        stages.outcomes_committed([bad(f"h{n}.test")])
    assert len(stages._hosts) <= 11
    assert stages._hosts["often.test"].rows == 30


def test_what_is_forgotten_of_a_host_is_forgotten_as_one(stages, stats, monkeypatch):
    """A host that few rows fail of is never shown with more failures than rows, though others are forgotten."""
    monkeypatch.setattr(stages_module, "_MOST_HOSTS", 4)
    stages.outcomes_committed([bad("bad.test") for _ in range(3)])
    for n in range(20):
        stages.outcomes_committed([good(f"h{n % 10}.test")] * 4)
    stages.outcomes_committed([bad("bad.test")])
    stages.spider_closed("finished")
    assert stats.get_value(keys.STAT_FAILING_HOSTS) == [["bad.test", 4, 4]]


def test_rows_that_may_succeed_later_are_counted(stages, stats):
    """Whether a failed row may succeed later is the outcome's own word, not that of its error."""
    for retryable in (True, False):
        outcome = bad()
        outcome.retryable = retryable
        stages.outcomes_committed([outcome])
    assert stats.get_value(keys.STAT_RETRYABLE) == 1


def test_all_memory_of_hosts_is_bounded(stages, monkeypatch):
    """What is kept of failing hosts is bounded as well."""
    monkeypatch.setattr(stages_module, "_MOST_HOSTS", 10)
    for n in range(100):
        stages.outcomes_committed([bad(f"h{n}.test")])
    assert len(stages._hosts) <= 11


def test_a_withdrawn_outcome_counts_no_more(stages, stats):
    """What this crawl counted and took back is counted as what it became, once."""
    stages.outcomes_committed([good(rescued_by="page")])
    stages.outcome_withdrawn(good(rescued_by="page"), ours=True)
    stages.outcome_withdrawn(good(), ours=False)
    stages.outcomes_committed([bad(error="content_placeholder")])
    assert {key: count for key, count in stats.get_stats().items() if count} == {
        keys.STAT_ROWS: 1,
        keys.STAT_ATTEMPT: 2,
        "imgcrawl/outcome/content/content_placeholder": 1,
    }
    stages.spider_closed("finished")
    assert stats.get_value(keys.STAT_FAILING_HOSTS) == [["a.test", 1, 1]]


async def test_the_whole_run_is_counted(stages, stats):
    """At the end the run's rows and images are counted, also those of earlier crawls; a failed catalogue is let be."""
    spider: Any = SimpleNamespace(
        journal=SimpleNamespace(has_failed=True),
        run="r",
        catalogue=SimpleNamespace(counts=lambda run: Counts(12, 9, {"http_404": 3})),
        logger=logging.getLogger(),
    )
    await stages.outcomes_settled(spider)
    assert stats.get_value(keys.STAT_RUN_ROWS) is None
    spider.journal.has_failed = False
    await stages.outcomes_settled(spider)
    assert (stats.get_value(keys.STAT_RUN_ROWS), stats.get_value(keys.STAT_RUN_OK)) == (12, 9)


async def test_a_run_that_cannot_be_counted_ends_as_well(stages, stats, caplog):
    """A catalogue that fails at the very end costs the run's figures and no more."""

    def fail(_run: Any) -> None:
        raise CatalogueError("gone", transient=False)

    spider: Any = SimpleNamespace(
        journal=SimpleNamespace(has_failed=False),
        run="r",
        catalogue=SimpleNamespace(counts=fail),
        logger=logging.getLogger(),
    )
    await stages.outcomes_settled(spider)
    assert stats.get_value(keys.STAT_RUN_ROWS) is None
    assert "the run could not be counted: gone" in caplog.text
