"""Rows that nothing works on any more: a fault of ours, never a silent gap."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.exceptions import CloseSpider

from imgcrawl.errors import ErrorSlug
from imgcrawl.remedies.attempts.outcomes import fail
from imgcrawl.remedies.attempts.state import new_state

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from logging import LoggerAdapter

    from imgcrawl.records import ImageTask, Outcome
    from imgcrawl.remedies.attempts.state import FetchState


class LostRows:
    """Gives rows that were lost on the way their outcome.

    *let_go* gives up the rows that are kept back, which are not lost, and says whether there were any; *outcome* makes
    a row's outcome from its state.
    """

    def __init__(
        self,
        engine: Any,
        *,
        let_go: Callable[[], bool],
        outcome: Callable[[ImageTask, FetchState], Outcome],
        logger: LoggerAdapter[Any],
    ) -> None:
        self._engine = engine
        self._let_go = let_go
        self._outcome = outcome
        self._logger = logger
        self._lanes: set[int] = set()

    def found(self, under_way: dict[int, ImageTask]) -> Iterator[Outcome]:
        """Yield an outcome for every row that is *under_way*, by its lane, while nothing is being worked on.

        :raises CloseSpider: if a row is found for the second time.
        """
        if self._is_busy() or self._let_go():
            return
        if not self._lanes.isdisjoint(under_way):
            self._logger.error(
                "outcomes do not reach the catalogue: a pipeline in ITEM_PIPELINES drops or changes them"
            )
            raise CloseSpider("outcomes_dropped")
        for lane, task in list(under_way.items()):
            self._lanes.add(lane)
            outcome = self._outcome(task, new_state(lane, task.url, task.page_url))
            fail(outcome, ErrorSlug.INTERNAL_ERROR, "the row was lost on the way")
            yield outcome

    def _is_busy(self) -> bool:
        engine = self._engine
        return bool(
            engine.downloader.active or engine.scheduler.has_pending_requests() or not engine.scraper.slot.is_idle()
        )
