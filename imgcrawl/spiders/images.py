"""The spider that turns a list of image URLs into requests, and answers into outcomes."""

from __future__ import annotations

from functools import cached_property, partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy import Request, Spider
from scrapy.exceptions import IgnoreRequest

from imgcrawl import clock, keys
from imgcrawl.catalogue.ledger import Ledger
from imgcrawl.config import IdentityConfig, IntakeConfig, RemedyConfig, RunConfig, SchedulerConfig, ValidationConfig
from imgcrawl.errors import ErrorSlug, RowError
from imgcrawl.identity.policies import PolicyTable
from imgcrawl.intake.lists.backlog import RowBacklog
from imgcrawl.intake.lists.known_hashes import known_hash
from imgcrawl.intake.lists.shards import asked_host
from imgcrawl.intake.lists.sources import read_tasks
from imgcrawl.intake.lists.streams import Reading
from imgcrawl.remedies.answers.failures import failure_of
from imgcrawl.remedies.attempts.outcomes import FetchedImage, outcome_of, utc_now
from imgcrawl.spiders.asking.beginning import Turns, begin
from imgcrawl.spiders.asking.made_up import MadeUpNames
from imgcrawl.spiders.asking.requests import Asking
from imgcrawl.spiders.asking.side_requests import SideRequests
from imgcrawl.spiders.checks import check_before_start, check_hash_column, doubts
from imgcrawl.spiders.options import SpiderOptions
from imgcrawl.spiders.rows.earlier import EarlierCrawls
from imgcrawl.spiders.rows.flow import RowFlow
from imgcrawl.spiders.rows.kept import KeptRows
from imgcrawl.spiders.rows.lost import LostRows
from imgcrawl.spiders.rows.met import RowsMet
from imgcrawl.spiders.rows.ready import ReadyItems
from imgcrawl.spiders.rows.renumbered import check_ids
from imgcrawl.spiders.rows.selection import Selector, shared
from imgcrawl.spiders.rows.stored import StoredHashes
from imgcrawl.spiders.rows.withdrawal import Withdrawals
from imgcrawl.spiders.rows.withheld import Refused
from imgcrawl.spiders.run import begin_run, closing_on_faults, end_run, note_length, state_left

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings
    from twisted.python.failure import Failure

    from imgcrawl.catalogue.journal import Journal
    from imgcrawl.catalogue.pictures import Recorded
    from imgcrawl.catalogue.runs import State
    from imgcrawl.records import ImageTask, Outcome, Passed
    from imgcrawl.remedies.attempts.state import FetchState
    from imgcrawl.row_spider import RowSpider
    from imgcrawl.spiders.asking.pages import PageAnswers


class ImagesSpider(Spider):
    """Asks for every image of a list and yields one outcome for each of its rows.

    ``-a source=FILE`` is the list; see :mod:`imgcrawl.spiders.options` for the other arguments. Rows that the catalogue
    has an outcome for are done. The list is read as the scheduler drains.
    """

    name = "images"

    def __init__(self, *, settings: BaseSettings, **arguments: Any) -> None:
        super().__init__(self.name)
        self.run_config = RunConfig.from_settings(settings)
        self.options = SpiderOptions.parse(arguments, strategy=self.run_config.strategy)
        check_hash_column(settings, self.options.columns.hash)
        self._policies = PolicyTable.load(IdentityConfig.from_settings(settings).host_policies)
        validation = ValidationConfig.from_settings(settings)
        self._placeholder_repeats = validation.placeholder_repeats
        self._stored = None if validation.require_hash else StoredHashes.of(settings)
        self._most_rows = SchedulerConfig.from_settings(settings).max_queued
        folder = Path(self.run_config.data_dir)
        self._backlog, self._parked, self._met = RowBacklog(folder), RowBacklog(folder), RowsMet(folder)
        self._intake = IntakeConfig.from_settings(settings)
        remedies = RemedyConfig.from_settings(settings).remedies
        self._asking = Asking(
            parse=self.parse,
            parse_page=lambda: self.parse_page,
            failed=self.failed,
            intake=self._intake,
            ask_pages="page" in remedies and self.run_config.page_fallback and self.options.page_fallback,
            take_page_cookies="page_cookies" in remedies,
        )
        self.side_requests = SideRequests(self, self._asking, MadeUpNames(self._outcome_for))
        self._ready: ReadyItems
        self._kept = KeptRows(
            rows_of=lambda host: self.flow.outlook(host),  # noqa: PLW0108 - there is no flow yet
            ask_again=self.side_requests.ask_again,
            ask_there=self.side_requests.ask_where_moved,
            give_up=lambda row: self._ready.put_soon(row.outcome),
            heeds_moves="moved" in remedies,
        )
        self.journal: Journal
        self.flow: RowFlow

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Build the spider, open the catalogue and take hold of the run.

        :raises ConfigError: for a wrong setting, argument, source or catalogue.
        """
        check_before_start(crawler.settings)
        spider = super().from_crawler(crawler, *args, settings=crawler.settings, **kwargs)
        for said in doubts(crawler.settings):
            spider.logger.warning("%s", said)
        spider.begin_run()
        crawler.signals.connect(spider.let_go, signal=keys.crawl_failed)
        crawler.signals.connect(spider.outcome_recorded, signal=keys.outcome_recorded)
        if "made_up_name" in RemedyConfig.from_settings(crawler.settings).remedies:
            crawler.signals.connect(spider.side_requests.proof_wanted, signal=keys.proof_wanted)
        return spider

    def begin_run(self) -> None:
        """Open the list and the catalogue, and take hold of the run.

        :raises ConfigError: if one of them cannot be had.
        """
        self.reading = Reading()
        self._rows = read_tasks(self.options.source, columns=self.options.columns, reading=self.reading)
        self.catalogue, self.run = begin_run(self.options, self.settings)
        self._holds_run = True

    def let_go(self) -> None:
        """Give the run up as it was found, unless that is done: the rest of the crawl could not be built."""
        if self._holds_run:
            self._give_up("unchanged", read=None)

    async def start(self) -> AsyncIterator[Any]:
        """Yield the requests of the rows that need one, and stay until all rows' outcomes are committed."""
        engine: Any = self.crawler.engine
        ready = self._ready = ReadyItems(self.crawler)
        ledger = Ledger(self.journal)
        earlier = EarlierCrawls(ledger, self.crawler.signals)
        self.flow = self._new_flow(engine, ledger, earlier)
        turns = Turns(engine)
        lost = LostRows(engine, let_go=self._kept.let_all_go, outcome=self._outcome, logger=self.logger)
        with closing_on_faults(data_dir=self.run_config.data_dir, logger=self.logger):
            repeats = self._placeholder_repeats
            has_refused = await earlier.hand_on_placeholders(self.options.retry, repeats=repeats)
            self.flow.withdrawals.has_refused = has_refused
            async for selected in self.flow.unfinished():
                if selected is None:
                    for outcome in lost.found(self.flow.under_way):
                        await ready.put(outcome)
                elif selected.twin is not None:
                    await ready.put(shared(selected.twin, selected.task, utc_now()))
                else:
                    work = begin(selected, self._asking, repair=self._intake.repair, outcome=self._outcome)
                    if not isinstance(work, Request):
                        await ready.put(work)
                    elif (request := await turns.take(work)) is not None:
                        yield request
            await ready.processed()
            await self.journal.flush()

    def _new_flow(self, engine: Any, ledger: Ledger, earlier: EarlierCrawls) -> RowFlow:
        options, stored = self.options, self._stored
        known = partial(known_hash, column=options.columns.hash)
        return RowFlow(
            filter(self._keeps, islice(self._rows, options.limit)),
            Selector(ledger, self._met, known, source=options.source, retry=options.retry, stored=stored),
            self._backlog,
            parked=self._parked,
            withdrawals=Withdrawals(
                ledger,
                tell=self._withdrawn,
                recorded=self._ready.processed,
                keeps=self._keeps,
                repeats=self._placeholder_repeats,
                known_hash=known,
            ),
            on_hosts=earlier.hand_on_lessons,
            on_read=lambda: note_length(self.flow, ledger, self.options),
            most_rows=self._most_rows,
            on_first=None if options.another_source else partial(check_ids, ledger=ledger, source=options.source),
            is_hungry=lambda: engine.scheduler.is_hungry and not engine.needs_backout(),
        )

    def _keeps(self, task: ImageTask) -> bool:
        """Say whether a row is of this shard: hosts that share their limits are in the same one."""
        shard = self.options.shard
        return shard is None or shard.keeps(self._policies.slot(asked_host(task.url, task.page_url)))

    def _withdrawn(self, recorded: Recorded, ours: bool) -> None:  # noqa: FBT001 - Withdrawals calls it
        facts = {"outcome": recorded.outcome, "key": recorded.key, "ours": ours}
        self.crawler.signals.send_catch_log(keys.outcome_withdrawn, **facts)

    async def parse(self, response: Response) -> AsyncIterator[Any]:
        """Yield the fetched image for validation, or the row's failure."""
        state: FetchState = response.meta[keys.FETCH]
        outcome = self._outcome_for(response, state)
        if outcome is None:
            return
        if keys.VERDICT in response.meta:
            if again := self._asking.with_fresh_cookies(response, state):
                yield again
            elif not self.keeps_back(response.request, state, outcome):
                yield outcome
        else:
            self.flow.arrived(state["lane"])
            self._asking.page_cookies.brought(state["page_url"])
            yield FetchedImage(outcome, response, state)

    @property
    def parse_page(self) -> Callable[..., AsyncIterator[Any]]:
        """What is called with a row's page; it wants the page object."""
        return self._pages.parse

    def read_answer(self, response: Response, *, whole: bool = False) -> str | None:
        """Return the image's present address, if the page in its place names it; *whole*: no smaller one."""
        return self._pages.named_by_answer(response, whole=whole)

    @cached_property
    def _pages(self) -> PageAnswers:
        from imgcrawl.spiders.asking.pages import PageAnswers  # noqa: PLC0415 - a fifteenth of a crawl's start

        return PageAnswers(self.crawler, self._asking, outcome_for=self._outcome_for, keeps_back=self.keeps_back)

    async def failed(self, failure: Failure) -> AsyncIterator[Any]:
        """Yield the failure of a request that brought no response; a run that is ending leaves its rows to the next."""
        request: Request = failure.request  # type: ignore[attr-defined]
        state: FetchState = request.meta[keys.FETCH]
        exception: Any = failure.value
        if isinstance(exception, IgnoreRequest):
            exception = RowError(ErrorSlug.POLICY_ROBOTS)
        reason = failure_of(exception)
        if reason is None:
            return
        if not state["error"]:
            state["error"], state["detail"] = reason.slug.value, reason.detail
        if reason.slug is ErrorSlug.INTERNAL_ERROR:
            self.logger.error("row failed on our side: %s", reason.detail, exc_info=failure.value)
        outcome = self._outcome_for(request, state)
        if outcome is not None and not self.keeps_back(request, state, outcome):
            yield outcome

    def keeps_back(self, request: Request | None, state: FetchState, outcome: Outcome) -> bool:
        """Keep a failed row for the way of asking that another row may find; say whether that is done."""
        if request is None or not self._kept.keep(Refused(request, state, outcome)):
            return False
        state["planned_at"] = clock.now()
        self.flow.arrived(state["lane"])
        return True

    def outlook(self, host: str) -> int:
        """Return how many addresses of *host* have no outcome yet, but for those that wait for the others."""
        return self.flow.outlook(host) - self._kept.count(host)

    def withdraw(self, passed: set[Passed]) -> None:
        """Take back the outcomes of pictures that have *passed* and proved to be none."""
        self.flow.withdrawals.add(passed)

    def outcome_recorded(self, outcome: Outcome) -> None:
        """Note that a URL has its outcome; rows that share it, or wait for it, may have theirs."""
        self.flow.done(outcome)
        self._kept.recorded(outcome)
        if "_pages" in vars(self):
            self._pages.by_hash.recorded(outcome)

    def closed(self, reason: str) -> None:
        """Give up the run, in the state in which this crawl leaves it."""
        flow, options = getattr(self, "flow", None), self.options
        is_whole = reason == "finished" and options.limit is None
        read = flow if is_whole and options.shard is None else None
        self._give_up(state_left(self.run, flow, is_whole=is_whole), read=read)

    def _give_up(self, state: State, *, read: RowFlow | None) -> None:
        self._holds_run, journal = False, getattr(self, "journal", None)
        try:
            flow = getattr(self, "flow", None)
            was_idle = flow is None or not flow.has_begun
            end_run(self.catalogue, self.run, journal, state=state, read=read, was_idle=was_idle, logger=self.logger)
        finally:
            self.catalogue.close()
            for file in (self._backlog, self._parked, self._met):
                file.close()

    def _outcome_for(self, exchange: Request | Response, state: FetchState) -> Outcome | None:
        task = self.flow.under_way.get(state["lane"])
        return None if task is None else self._outcome(task, state, exchange.meta)

    def _outcome(self, task: ImageTask, state: FetchState, meta: Mapping[str, Any] | None = None) -> Outcome:
        return outcome_of(task, state, run=self.run.name, strategy=self.run_config.strategy, meta=meta)


if TYPE_CHECKING:
    _: type[RowSpider] = ImagesSpider  # what other parts rely on
