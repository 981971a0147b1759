"""Requests beside the rows' turns: what one is compared with, and what was kept back and has found a way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imgcrawl import keys
from imgcrawl.remedies.attempts.trail import compared_by

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.http import Response

    from imgcrawl.spiders.asking.made_up import MadeUpNames
    from imgcrawl.spiders.asking.requests import Asking
    from imgcrawl.spiders.rows.withheld import Refused


class SideRequests:
    """Hands requests of *spider* to the engine at once, and counts them as remedies."""

    def __init__(self, spider: Spider, asking: Asking, made_up_names: MadeUpNames) -> None:
        self._spider = spider
        self._asking = asking
        self._made_up_names = made_up_names

    def proof_wanted(self, response: Response, url: str, way: str = "") -> bool:
        """Ask for *url* as for *response*, or in another *way*, to compare what comes; say whether that is done."""
        return self._crawl(self._made_up_names.request(response, url, way), remedy=compared_by(way))

    def ask_again(self, row: Refused, way: str) -> None:
        """Ask for a row that was kept back in the *way* that its host was found to like."""
        self._crawl(self._asking.again(row, way), remedy=way)

    def ask_where_moved(self, row: Refused) -> bool:
        """Ask for a row that was kept back where others of its host were found, if that is known; say whether it is."""
        told = self._spider.crawler.signals.send_catch_log(keys.move_wanted, state=row.state)
        url = next((found for _, found in told if isinstance(found, str)), None)
        return url is not None and self._crawl(self._asking.moved(row, url), remedy="moved")

    def _crawl(self, request: Request, *, remedy: str) -> bool:
        crawler = self._spider.crawler
        if crawler.engine is None or crawler.engine.spider is None:
            return False
        crawler.stats.inc_value(f"{keys.STAT_REMEDY}/{remedy}")
        crawler.engine.crawl(request)
        return True
