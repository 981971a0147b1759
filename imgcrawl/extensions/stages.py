"""Counts outcomes by stage, error and host, live in the statistics and as a table at the end."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from scrapy import signals

from imgcrawl import keys
from imgcrawl.errors import ERRORS, ErrorSlug
from imgcrawl.intake.address import address_of, host_of

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

    from imgcrawl.records import Outcome

_MOST_HOSTS = 50_000
_SHOWN = 10


class StageStats:
    """Counts every outcome in ``imgcrawl/outcome/…``, and the rows and failures of each host for the table at the end.

    Host names never become statistics keys; ``imgcrawl/hosts/failing`` lists the hosts with most failures as
    ``[host, rows, failed]``. Beyond 50,000 hosts the half with the smaller counts is forgotten.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._stats = crawler.stats
        self._rows: Counter[str] = Counter()
        self._failed: Counter[str] = Counter()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the extension and listen for outcomes."""
        extension = cls(crawler)
        crawler.signals.connect(extension.outcome_recorded, signal=keys.outcome_recorded)
        crawler.signals.connect(extension.spider_closed, signal=signals.spider_closed)
        return extension

    def outcome_recorded(self, outcome: Outcome) -> None:
        """Count *outcome*."""
        inc, host = self._stats.inc_value, host_of(address_of(outcome.url, outcome.page_url))
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
        """Set the list of failing hosts and print the table."""
        failing: list[list[Any]] = [
            [host, self._rows[host], failed] for host, failed in self._failed.most_common(_SHOWN) if host
        ]
        self._stats.set_value(keys.STAT_FAILING_HOSTS, failing)
        rows, good = self._stats.get_value(keys.STAT_ROWS, 0), self._stats.get_value(keys.STAT_OK, 0)
        screen = Console(stderr=True, highlight=False)
        if not rows:
            screen.print("Nothing to do: every row has its outcome. Ask again for failed rows with -a retry=failed.")
            return
        screen.print(self._table(rows, good))
        for host, count, failed in failing[:3]:
            if failed > 1:
                screen.print(f"  {escape(host)}: {failed} of {count} rows failed")
        requests = self._stats.get_value(keys.STAT_ATTEMPT, 0)
        screen.print(
            f"{rows:,} rows, {good:,} images ({good / rows:.1%}), {requests:,} requests; the run {_ended(reason)}."
        )

    def _table(self, rows: int, good: int) -> Table:
        table = Table("stage", "error", "rows", "share", "what to do")
        table.add_row("ok", "", f"{good:,}", f"{good / rows:.1%}", "")
        prefix = f"{keys.STAT_OUTCOME}/"
        counts = {
            key.removeprefix(prefix): value
            for key, value in self._stats.get_stats().items()
            if key.startswith(prefix) and key != keys.STAT_OK
        }
        for name, count in sorted(counts.items(), key=lambda item: -item[1]):
            stage, slug = name.split("/")
            table.add_row(stage, slug, f"{count:,}", f"{count / rows:.1%}", ERRORS[ErrorSlug(slug)].advice)
        return table


def _forget_half(counts: Counter[str]) -> None:
    for name, _ in counts.most_common()[len(counts) // 2 :]:
        del counts[name]


def _ended(reason: str) -> str:
    return "is finished" if reason == "finished" else f"was stopped ({reason}): the same command goes on with it"
