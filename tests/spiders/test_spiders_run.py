"""In which state a crawl leaves its run."""

from __future__ import annotations

import logging
from contextlib import closing
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy.utils.test import get_crawler

from imgcrawl import keys
from imgcrawl.catalogue import open_catalogue
from imgcrawl.errors import RunStopped
from imgcrawl.spiders.images import ImagesSpider
from imgcrawl.spiders.options import SpiderOptions
from imgcrawl.spiders.run import closing_on_faults, distinct_rows, note_length, state_left


@pytest.mark.parametrize(
    ("was_finished", "flow", "is_whole", "left"),
    [
        (False, None, True, "unchanged"),
        (False, {}, True, "finished"),
        (True, {}, True, "unchanged"),
        (True, {"has_begun": True}, True, "finished"),
        (False, {"has_begun": True}, False, "stopped"),
        (False, {}, False, "unchanged"),
        (False, {"has_begun": True, "is_read": False}, True, "stopped"),
        (False, {"has_begun": True, "left_out": 1}, True, "stopped"),
        (True, {"left_out": 1}, True, "stopped"),
        (True, {"left_out": 1}, False, "unchanged"),
    ],
    ids=[
        "never-opened",
        "all-there",
        "nothing-to-do",
        "rows-were-added",
        "cut-short",
        "refused",
        "not-read-to-its-end",
        "a-retry-left-rows-out",
        "a-retry-of-a-longer-list",
        "a-refused-retry",
    ],
)
def test_a_run_is_finished_when_every_row_of_its_list_has_an_outcome(was_finished, flow, is_whole, left):
    """Only a crawl that went through the whole list and left no row without an outcome finishes a run."""
    run: Any = SimpleNamespace(was_finished=was_finished)
    seen: Any = None if flow is None else SimpleNamespace(**{"has_begun": False, "is_read": True, "left_out": 0} | flow)
    assert state_left(run, seen, is_whole=is_whole) == left


@pytest.mark.parametrize(
    ("read", "with_outcome", "left_out", "rows"),
    [(4, 4, 0, 4), (4, 3, 0, 3), (4, 1, 3, 4), (4, 5, 0, 4)],
    ids=["each-once", "one-repeated", "some-left-out", "one-was-removed"],
)
def test_a_row_that_is_repeated_counts_once(read, with_outcome, left_out, rows):
    """A list is as long as it has rows of its own: neither repetitions nor rows it had before make it longer."""
    assert distinct_rows(read, with_outcome, left_out) == rows


@pytest.mark.parametrize(
    ("arguments", "failed", "rows"),
    [({}, 0, 7), ({"limit": "100"}, 0, None), ({"shard": "0/2"}, 0, None), ({"retry": "failed"}, 3, 7)],
    ids=["whole", "limited", "shard", "retry"],
)
async def test_the_length_of_the_list_is_on_record_while_rows_are_under_way(desk, task, arguments, failed, rows):
    """Once all is read whoever looks on can tell what is left; a part of the list tells nothing of the whole."""
    options = SpiderOptions.parse({"source": "urls.csv", **arguments}, strategy="adaptive")
    for number in range(failed):
        await desk.record(task(number), ok=False, earlier=True)
    flow = desk.flow([task(0), *map(task, range(7))], retry=arguments.get("retry", ""))
    under_way: list[Any] = []
    noted: list[int | None] = []

    async def when_read() -> None:
        flow.done(await desk.record(under_way.pop()))
        await note_length(flow, desk.ledger, options)
        noted.append(desk.catalogue.find_run("urls").total_rows)
        for each in under_way:
            flow.done(await desk.record(each))

    desk.when_read = when_read
    async for selected in flow.unfinished():
        under_way.append(selected.task)  # noqa: PERF401 - it is looked at meanwhile
    assert noted == [rows]


def test_a_run_is_given_up_once(tmp_path):
    """What is told of a failed crawl after its spider was closed does not end a run that goes on by then."""
    source = tmp_path / "urls.csv"
    source.write_text("url\nhttp://a.test/1.jpg\n")
    crawler = get_crawler(ImagesSpider, {"IMGCRAWL_DATA_DIR": str(tmp_path)})
    spider = ImagesSpider.from_crawler(crawler, source=str(source))
    spider.closed("shutdown")
    with closing(open_catalogue("", data_dir=str(tmp_path), lock_timeout_s=1)) as catalogue:
        assert catalogue.find_run("urls").state == "stopped"
        catalogue.begin_run("urls", source=str(source), strategy="adaptive")
        crawler.signals.send_catch_log(keys.crawl_failed)
        assert catalogue.find_run("urls").state == "running"


def test_a_run_that_has_ended_ends_without_a_word(caplog):
    """Whoever still reads the list then finds the catalogue closed, which is no fault."""
    with closing_on_faults(data_dir="data", logger=logging.getLogger("quiet")):
        raise RunStopped("the catalogue is closed")
    assert not [record for record in caplog.records if record.levelno > logging.DEBUG]
