"""Keeps the log to what needs attention: every row has an outcome that says more than a line per request could."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from scrapy.logformatter import LogFormatter

from imgcrawl.plain import address_without_login
from imgcrawl.secrets import hide_secrets

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler


class QuietLogFormatter(LogFormatter):
    """Logs errors of the spider and the pipelines, nothing of requests and items that go their way, and no secrets."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the formatter, right before Scrapy logs the settings."""
        hide_secrets(crawler.settings)
        return super().from_crawler(crawler)

    def crawled(self, *_args: Any, **_kwargs: Any) -> None:  # type: ignore[override]
        """Say nothing of a response."""

    def scraped(self, *_args: Any, **_kwargs: Any) -> None:  # type: ignore[override]
        """Say nothing of an outcome."""

    def item_error(self, item: Any, exception: BaseException, *_args: Any, **_kwargs: Any) -> Any:
        """Name the row that a pipeline failed on, by its id and its URL without a login."""
        outcome = getattr(item, "outcome", item)
        row, url = getattr(outcome, "id", None), address_without_login(str(getattr(outcome, "url", "")))
        args = {"row": row, "url": url, "kind": type(item).__name__, "fault": type(exception).__name__}
        return {
            "level": logging.ERROR,
            "msg": "row %(row)r (%(url)r): %(fault)s in a pipeline, at %(kind)s",
            "args": args,
        }

    def dropped(self, *_args: Any, **_kwargs: Any) -> None:  # type: ignore[override]
        """Say nothing of a body that gave way to another attempt."""
