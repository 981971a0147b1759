"""Crawls that find nothing to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from imgcrawl.catalogue import Catalogue


def test_a_crawl_that_had_nothing_to_do_is_not_the_last_one(catalogue: Catalogue) -> None:
    """It leaves the times of the crawl before, but not of one that goes on beside it, nor where there was none."""
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
    one, other = (catalogue.begin_run("urls", source="s", strategy="adaptive", shard=f"{n}/2") for n in range(2))
    assert (bool(one.before), other.before) == (True, None)
    catalogue.end_run(one, "unchanged", was_idle=True)
    catalogue.end_run(other, "finished")
    assert (catalogue.find_run("urls").finished_at or "") >= other.started_at
