"""Counts outcomes by stage, error and host, live in the statistics and as a table at the end."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from dataclasses import dataclass
from heapq import nlargest
from typing import TYPE_CHECKING, Any

from scrapy import signals

from imgcrawl import keys
from imgcrawl.catalogue.faults import CatalogueError
from imgcrawl.config import RunConfig
from imgcrawl.extensions.figures import Figures
from imgcrawl.intake.address import host_of_row

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

    from imgcrawl.records import Outcome

_MOST_HOSTS = 10_000
_SHOWN = 10


@dataclass(slots=True)
class _Host:
    rows: int = 0
    failed: int = 0


class StageStats:
    """Counts every outcome in ``imgcrawl/outcome/…``, and the rows and failures of each host for the table at the end.

    Host names never become statistics keys; ``imgcrawl/hosts/failing`` lists the hosts with most failures as
    ``[host, rows, failed]``. Beyond 10,000 hosts the half with fewer failures is forgotten. ``imgcrawl/run/…`` is
    what the run has in all, from all its crawls.
    """

    def __init__(self, crawler: Crawler, *, is_quiet: bool = False) -> None:
        self._crawler = crawler
        self._stats = crawler.stats
        self._inc = crawler.stats.inc_value
        self._is_quiet = is_quiet
        self._hosts: dict[str, _Host] = defaultdict(_Host)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the extension and listen for outcomes."""
        extension = cls(crawler, is_quiet=RunConfig.from_settings(crawler.settings).report_fd >= 0)
        crawler.signals.connect(extension.outcomes_committed, signal=keys.outcomes_committed)
        crawler.signals.connect(extension.outcome_withdrawn, signal=keys.outcome_withdrawn)
        crawler.signals.connect(extension.outcomes_settled, signal=keys.outcomes_settled)
        crawler.signals.connect(extension.spider_closed, signal=signals.spider_closed)
        return extension

    def outcomes_committed(self, outcomes: list[Outcome]) -> None:
        """Count *outcomes*; a batch costs hardly more than one of them."""
        self._count(outcomes, 1)
        if len(self._hosts) > _MOST_HOSTS:
            self._forget_half()

    def outcome_withdrawn(self, outcome: Outcome, ours: bool) -> None:  # noqa: FBT001 - a signal's argument
        """Count *outcome* no more: its row is asked for again and gets another."""
        if ours:
            self._count([outcome], -1)

    def _count(self, outcomes: list[Outcome], times: int) -> None:
        total: Counter[str] = Counter()
        for outcome in outcomes:
            host = self._hosts[host_of_row(outcome.url, outcome.page_url)]
            host.rows += times
            total[keys.STAT_ROWS] += 1
            total[keys.STAT_ATTEMPT] += outcome.attempts
            if outcome.ok:
                total[keys.STAT_OK] += 1
                total[keys.STAT_BYTES] += outcome.bytes or 0
                if outcome.hash_matches is not None:
                    total[keys.STAT_HASHES_KNOWN] += 1
                    total[keys.STAT_HASHES_MATCHING] += outcome.hash_matches
                if outcome.rescued_by:
                    total[f"{keys.STAT_RESCUED}/{outcome.rescued_by}"] += 1
            else:
                total[f"{keys.STAT_OUTCOME}/{outcome.stage}/{outcome.error}"] += 1
                host.failed += times
                if outcome.retryable:
                    total[keys.STAT_RETRYABLE] += 1
        for name, count in total.items():
            self._inc(name, times * count)

    async def outcomes_settled(self, spider: Any) -> None:
        """Count what the whole run has, from all its crawls; reads its outcomes, about a second per million."""
        if spider.journal.has_failed:
            return
        try:
            counts = await asyncio.to_thread(spider.catalogue.counts, spider.run)
        except CatalogueError as exc:
            spider.logger.error("the run could not be counted: %s", exc)  # noqa: TRY400 - the sentence says it all
            return
        self._stats.set_value(keys.STAT_RUN_ROWS, counts.rows)
        self._stats.set_value(keys.STAT_RUN_OK, counts.ok)

    def spider_closed(self, reason: str) -> None:
        """Set the list of failing hosts, and print the table unless another process does (``IMGCRAWL_REPORT_FD``)."""
        failing: list[list[Any]] = [
            [name, host.rows, host.failed] for name, host in self._worst(_SHOWN) if name and host.failed > 0
        ]
        self._stats.set_value(keys.STAT_FAILING_HOSTS, failing)
        if not self._is_quiet:
            from imgcrawl.extensions.ending import print_ending  # noqa: PLC0415 - with Rich, which the start needs not
            from imgcrawl.extensions.screen import the_screen  # noqa: PLC0415

            print_ending(Figures.of(self._crawler, reason), the_screen())

    def _worst(self, count: int) -> list[tuple[str, _Host]]:
        return nlargest(count, self._hosts.items(), key=lambda named: (named[1].failed, named[1].rows))

    def _forget_half(self) -> None:
        self._hosts = defaultdict(_Host, self._worst(len(self._hosts) // 2))
