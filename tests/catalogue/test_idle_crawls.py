"""Crawls that find nothing to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from imgcrawl.catalogue import Catalogue


def test_a_crawl_that_had_nothing_to_do_is_not_the_last_one(catalogue: Catalogue) -> None:
    """It leaves the times of the crawl before, but not where there was none, nor one that had something to do."""
    first = catalogue.begin_run("urls", source="s", strategy="adaptive")
    catalogue.end_run(first, "stopped", was_idle=True)
    before = catalogue.find_run("urls")
    assert before.finished_at
    for was_idle in (True, False):
        again = catalogue.begin_run("urls", source="s", strategy="adaptive")
        assert again.before == (before.started_at, before.finished_at)
        catalogue.end_run(again, "unchanged", was_idle=was_idle)
        after = catalogue.find_run("urls")
        assert (after.started_at == before.started_at) is (after.finished_at == before.finished_at) is was_idle


def test_a_shard_that_had_nothing_to_do_leaves_the_times_of_those_that_had(catalogue: Catalogue) -> None:
    """It may be the last to end: whether all of them were idle is known to who began them."""
    catalogue.end_run(catalogue.begin_run("urls", source="s", strategy="adaptive"), "stopped")
    before = catalogue.find_run("urls")
    one, other = (catalogue.begin_run("urls", source="s", strategy="adaptive", shard=f"{n}/2") for n in range(2))
    catalogue.set_times(before, ("2026-01-01T00:00:00+00:00", None))
    catalogue.end_run(other, "finished")
    catalogue.end_run(one, "unchanged", was_idle=True)
    after = catalogue.find_run("urls")
    assert after.started_at == "2026-01-01T00:00:00+00:00"
    assert after.finished_at
