"""What the parts that see a crawler may ask of its spider, whichever spider that is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, cast

if TYPE_CHECKING:
    from logging import LoggerAdapter

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from imgcrawl.catalogue.journal import Journal
    from imgcrawl.catalogue.opening import Catalogue
    from imgcrawl.catalogue.runs import Run
    from imgcrawl.records import Outcome, Passed
    from imgcrawl.remedies.attempts.state import FetchState


class RowSpider(Protocol):
    """A spider that works on the rows of a list, in a run of the catalogue."""

    catalogue: Catalogue
    run: Run
    journal: Journal
    """Where outcomes are recorded; the catalogue's pipeline sets it when the spider is opened."""

    @property
    def logger(self) -> LoggerAdapter[Any]:
        """The log of the crawl."""

    def outlook(self, host: str) -> int:
        """Return how many addresses of *host* have no outcome yet."""

    def keeps_back(self, request: Request | None, state: FetchState, outcome: Outcome) -> bool:
        """Keep a failed row for the way of asking that another row may find; say whether that is done."""

    def withdraw(self, passed: set[Passed]) -> None:
        """Take back the outcomes of pictures that have *passed* and proved to be none."""

    def read_answer(self, response: Response, *, whole: bool = False) -> str | None:
        """Return the image's present address, if the page in its place names it; *whole*: no smaller one."""


def spider_of(crawler: Crawler) -> RowSpider:
    """Return the spider of *crawler*, once it is open."""
    return cast("RowSpider", crawler.spider)
