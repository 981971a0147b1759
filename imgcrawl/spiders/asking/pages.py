"""What becomes of a row for which a page has come.

Imported when the first one has, for all that reads pages takes its time.
"""

from __future__ import annotations

from collections.abc import AsyncIterator  # noqa: TC003 - scrapy-poet reads the annotations
from functools import partial
from typing import TYPE_CHECKING, Any

from scrapy.http import Response  # noqa: TC002 - likewise
from web_poet import consume_modules

from imgcrawl import keys
from imgcrawl.pages.page import ImagePage  # noqa: TC001 - likewise
from imgcrawl.spiders.asking.by_hash import ByHash
from imgcrawl.spiders.asking.present_address import goes_on, named_by_answer, named_by_page, named_onward

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy import Request
    from scrapy.crawler import Crawler

    from imgcrawl.records import Outcome
    from imgcrawl.remedies.attempts.state import FetchState
    from imgcrawl.spiders.asking.requests import Asking


class PageAnswers:
    """Goes on with a row by what a page says, of whose site there may be a page object.

    *outcome_for* is the outcome that a row has as things are; *keeps_back* says whether it is not yet the last word.
    """

    def __init__(
        self,
        crawler: Crawler,
        asking: Asking,
        *,
        outcome_for: Callable[[Response, FetchState], Outcome | None],
        keeps_back: Callable[[Request | None, FetchState, Outcome], bool],
    ) -> None:
        self._crawler = crawler
        self._asking = asking
        self._outcome_for = outcome_for
        self._keeps_back = keeps_back
        self.by_hash = ByHash()
        for module in crawler.settings.getlist("SCRAPY_POET_DISCOVER"):
            consume_modules(module)

    @staticmethod
    def named_by_answer(response: Response, *, whole: bool = False) -> str | None:
        """Return the image's present address, if the page in its place names it; *whole*: no smaller one."""
        return named_by_answer(response, whole=whole)

    async def parse(self, response: Response, page: ImagePage) -> AsyncIterator[Any]:
        """Yield the request for the image's present address, if its page names one, else the row's failure."""
        state: FetchState = response.meta[keys.FETCH]
        choice = named_by_page(response, page)
        if choice is not None:
            yield self._asking.present(choice, state, response)
            return
        onward = self._asking.onward(partial(named_onward, response, page), state)
        if again := onward or self._asking.with_fresh_cookies(response, state):
            yield again
            return
        if b"Set-Cookie" in response.headers and (again := self._asking.with_cookies(state, response)):
            yield again
            return
        if keys.VERDICT not in response.meta:
            told = {"page_url": state["page_url"], "is_bare": page.is_bare()}
            self._crawler.signals.send_catch_log(keys.page_named_nothing, **told)
        outcome = self._outcome_for(response, state)
        if outcome is not None and (choice := self.by_hash.choice(response, page, outcome.id)) is not None:
            yield self._asking.present(choice, state, response)
            return
        if (state["detour"] or keys.VERDICT in response.meta) and goes_on(self._crawler, response):
            return
        if outcome is not None and not self._keeps_back(response.request, state, outcome):
            yield outcome
