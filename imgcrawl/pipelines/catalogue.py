"""Hands every outcome to the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.exceptions import CloseSpider, DropItem

from imgcrawl import background, keys
from imgcrawl.catalogue.faults import CatalogueError
from imgcrawl.catalogue.journal import Journal
from imgcrawl.catalogue.ledger import Ledger
from imgcrawl.catalogue.news import HostNews
from imgcrawl.catalogue.opening import place_of
from imgcrawl.catalogue.outage_news import OutageNews
from imgcrawl.config import CatalogueConfig
from imgcrawl.pipelines.ending import Ending
from imgcrawl.records import Outcome
from imgcrawl.row_spider import spider_of

if TYPE_CHECKING:
    import asyncio
    from typing import Self

    from scrapy.crawler import Crawler

    from imgcrawl.frontier import Standing
    from imgcrawl.transport.pause import Awaited


class CataloguePipeline:
    """Commits outcomes in batches, one per row, and tells when they are safe.

    Owns the journal of the spider's run (``spider.journal``). When outcomes cannot be committed any more, the run is
    stopped: rows without a committed outcome are taken up by the next run.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._config = CatalogueConfig.from_settings(crawler.settings)
        self._watch: asyncio.Task[None] | None = None
        self._ending = Ending(crawler)
        self._journal: Journal
        self._news: HostNews
        self._outages: OutageNews
        self._told = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the pipeline from the crawler's settings."""
        pipeline = cls(crawler)
        crawler.signals.connect(pipeline.host_paused, signal=keys.host_paused)
        crawler.signals.connect(pipeline.outage_changed, signal=keys.outage_changed)
        return pipeline

    async def open_spider(self) -> None:
        """Start the journal, and let the scheduler know how hosts want to be treated before anything is sent.

        :raises CloseSpider: if the catalogue fails so soon.
        """
        spider = spider_of(self._crawler)
        self._journal = spider.journal = Journal(spider.catalogue, spider.run, self._config, on_commit=self._committed)
        self._watch = background.begin(self._stop_on_failure(), "the watch over the catalogue")
        scheduler: Any = self._crawler.engine.scheduler
        self._news = HostNews(self._journal, scheduler.recall)
        self._outages = OutageNews(self._journal)
        try:
            await self._news.start()
        except CatalogueError as exc:
            spider.logger.error("the catalogue cannot be read: %s", exc)  # noqa: TRY400 - the sentence says it all
            raise CloseSpider("catalogue_failed") from exc

    async def process_item(self, item: Any) -> Any:
        """Record *item* if it is an outcome, and pass it on without logins; one that cannot be recorded ends here.

        :raises DropItem: if the catalogue has failed.
        """
        if isinstance(item, Outcome):
            try:
                await self._journal.add(item)
            except CatalogueError as exc:
                raise DropItem("the catalogue has failed") from exc
            self._crawler.signals.send_catch_log(keys.outcome_recorded, outcome=item)
            return item.without_logins()
        return item

    async def close_spider(self) -> None:
        """Commit what is left, and what was learnt of hosts."""
        if self._watch is not None:
            self._watch.cancel()
        spider = spider_of(self._crawler)
        await self._news.stop()
        await self._outages.stop()
        for what, record in (
            ("outcomes", self._journal.flush),
            ("lessons of hosts", self._save_lessons),
            ("outcomes", self._journal.close),
        ):
            try:
                await record()
            except CatalogueError as exc:
                if not self._told:
                    said = "%s were not recorded in %s: %s"
                    spider.logger.error(said, what, place_of(self._crawler.settings), exc.why)  # noqa: TRY400 - as above
                self._told = True
                self._journal.fail(exc)
        await self._crawler.signals.send_catch_log_async(keys.outcomes_settled, spider=spider)

    async def _save_lessons(self) -> None:
        for _, lessons in self._crawler.signals.send_catch_log(keys.lessons_wanted):
            if isinstance(lessons, dict) and lessons:
                await Ledger(self._journal).save_hosts(lessons)

    def host_paused(self, standing: Standing | None) -> None:
        """Let other processes, and later runs, know how a host wants to be treated."""
        if standing is not None:
            self._news.tell(standing)

    def outage_changed(self, awaited: Awaited | None) -> None:
        """Let whoever looks on know what the crawl waits for."""
        self._outages.tell(awaited)

    def _committed(self, outcomes: list[Outcome]) -> None:
        self._crawler.signals.send_catch_log(keys.outcomes_committed, outcomes=outcomes)

    async def _stop_on_failure(self) -> None:
        error = await self._journal.failed
        self._told = True
        where = place_of(self._crawler.settings)
        self._ending.begin("catalogue_failed", f"the catalogue {where} cannot be written, the run ends: {error.why}")
