"""Keeps the log to what needs attention: every row has an outcome that says more than a line per request could."""

from __future__ import annotations

from typing import Any

from scrapy.logformatter import LogFormatter


class QuietLogFormatter(LogFormatter):
    """Logs errors of the spider and the pipelines, and nothing of requests and items that go their way."""

    def crawled(self, *_args: Any, **_kwargs: Any) -> None:  # type: ignore[override]
        """Say nothing of a response."""

    def scraped(self, *_args: Any, **_kwargs: Any) -> None:  # type: ignore[override]
        """Say nothing of an outcome."""

    def dropped(self, *_args: Any, **_kwargs: Any) -> None:  # type: ignore[override]
        """Say nothing of a body that gave way to another attempt."""
