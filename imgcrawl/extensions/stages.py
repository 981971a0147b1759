"""Counts outcomes by stage, error and host, live in the statistics and as a table at the end."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from rich.console import Console
from scrapy import signals

from imgcrawl import keys
from imgcrawl.config import RunConfig
from imgcrawl.extensions.figures import Figures
from imgcrawl.intake.address import host_of_row

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

    from imgcrawl.records import Outcome

_MOST_HOSTS = 10_000
_SHOWN = 10


class StageStats:
    """Counts every outcome in ``imgcrawl/outcome/…``, and the rows and failures of each host for the table at the end.

    Host names never become statistics keys; ``imgcrawl/hosts/failing`` lists the hosts with most failures as
    ``[host, rows, failed]``. Beyond 10,000 hosts the half with the smaller counts is forgotten.
    """

    def __init__(self, crawler: Crawler, *, is_quiet: bool = False) -> None:
        self._crawler = crawler
        self._stats = crawler.stats
        self._is_quiet = is_quiet
        self._rows: Counter[str] = Counter()
        self._failed: Counter[str] = Counter()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the extension and listen for outcomes."""
        extension = cls(crawler, is_quiet=RunConfig.from_settings(crawler.settings).report_fd >= 0)
        crawler.signals.connect(extension.outcome_recorded, signal=keys.outcome_recorded)
        crawler.signals.connect(extension.spider_closed, signal=signals.spider_closed)
        return extension

    def outcome_recorded(self, outcome: Outcome) -> None:
        """Count *outcome*."""
        inc, host = self._stats.inc_value, host_of_row(outcome.url, outcome.page_url)
        inc(keys.STAT_ROWS)
        inc(keys.STAT_ATTEMPT, outcome.attempts)
        self._rows[host] += 1
        if outcome.ok:
            inc(keys.STAT_OK)
            inc(keys.STAT_BYTES, outcome.bytes or 0)
            if outcome.rescued_by:
                inc(f"{keys.STAT_RESCUED}/{outcome.rescued_by}")
        else:
            inc(f"{keys.STAT_OUTCOME}/{outcome.stage}/{outcome.error}")
            self._failed[host] += 1
        for counts in (self._rows, self._failed):
            if len(counts) > _MOST_HOSTS:
                _forget_half(counts)

    def spider_closed(self, reason: str) -> None:
        """Set the list of failing hosts, and print the table unless another process does (``IMGCRAWL_REPORT_FD``)."""
        failing: list[list[Any]] = [
            [host, self._rows[host], failed] for host, failed in self._failed.most_common(_SHOWN) if host
        ]
        self._stats.set_value(keys.STAT_FAILING_HOSTS, failing)
        if not self._is_quiet:
            Figures.of(self._crawler, reason).print_summary(Console(stderr=True, highlight=False))


def _forget_half(counts: Counter[str]) -> None:
    for name, _ in counts.most_common()[len(counts) // 2 :]:
        del counts[name]
