from __future__ import annotations

import pytest
from scrapy import Spider, signals
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from imgcrawl import keys
from imgcrawl.extensions.core import OutcomeCoreStats
from imgcrawl.records import Outcome


@pytest.fixture
def crawler():
    """Return a crawler that nothing else counts for."""
    made = get_crawler(Spider, {"EXTENSIONS": {"scrapy.extensions.corestats.CoreStats": None}})
    made.extension = OutcomeCoreStats.from_crawler(made)  # type: ignore[attr-defined]
    return made


def test_items_are_counted_by_their_outcomes(crawler):
    """Each committed outcome counts as an item, whatever Scrapy says of items; dropped items as ever."""
    spider, outcome = Spider("any"), Outcome("1", "http://a.test/1.jpg")
    response = Response("http://a.test/1.jpg")
    crawler.signals.send_catch_log(keys.outcomes_committed, outcomes=[outcome, outcome])
    for _ in range(2):
        crawler.signals.send_catch_log(signals.item_scraped, item=outcome, response=response, spider=spider)
    crawler.signals.send_catch_log(signals.item_dropped, item=outcome, spider=spider, exception=ValueError())
    counted = crawler.stats.get_stats()
    assert counted["item_scraped_count"] == 2
    assert counted["item_dropped_count"] == 1
