"""The first step of a row: its request, the image that its ``data:`` URL holds, or its failure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.http import Response

from imgcrawl.errors import ErrorSlug, RowError
from imgcrawl.intake.data_urls import decode_data_url, is_data_url
from imgcrawl.remedies.attempts.outcomes import FetchedImage
from imgcrawl.spiders.rows.withdrawal import state_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy import Request

    from imgcrawl.records import ImageTask, Outcome
    from imgcrawl.remedies.attempts.state import FetchState
    from imgcrawl.spiders.asking.requests import Asking
    from imgcrawl.spiders.rows.selection import Selected

_ROWS_A_TURN = 16
"""Rows that are begun in one turn of the engine, which takes one request from ``start()`` in each: too few for a list
that is sorted by host, whose rows must be read faster than they are answered."""


class Turns:
    """Hands the engine the requests that rows begin with, as fast as there is room for them.

    Middlewares that want to see what ``start()`` yields see all of it, at the price of speed.
    """

    def __init__(self, engine: Any) -> None:
        self._engine = engine
        self._rows = 1 if engine.scraper.spidermw.methods["process_start"] else _ROWS_A_TURN
        self._begun = 0

    async def take(self, request: Request) -> Request | None:
        """Wait for room for *request*; return it if ``start()`` is to yield it, None if the engine has it already."""
        await self._engine.scheduler.wait_for_room()
        self._begun += 1
        if self._begun % self._rows and self._engine.spider is not None:
            self._engine.crawl(request)
            return None
        return request


def begin(
    selected: Selected, asking: Asking, *, repair: bool, outcome: Callable[[ImageTask, FetchState], Outcome]
) -> Request | Outcome | FetchedImage:
    """Return a request for the row, or what it comes to where there is nothing to ask for.

    With *repair* a ``data:`` URL is decoded; *outcome* makes a row's outcome from its state.
    """
    task, state = selected.task, state_of(selected)
    try:
        if task.malformed:
            raise RowError(ErrorSlug.URL_ROW_MALFORMED, task.malformed)  # noqa: TRY301 - one place makes the outcome
        if repair and is_data_url(task.url):
            body = decode_data_url(task.url)
            return FetchedImage(outcome(task, state), Response("data:,", body=body), state)
        return asking.first(task, state)
    except RowError as exc:
        state["error"], state["detail"] = exc.slug.value, exc.detail
        return asking.page(state, exc.slug, task.url) or outcome(task, state)
