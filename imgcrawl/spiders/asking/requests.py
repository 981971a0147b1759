"""The requests that a row can lead to: for its image, for the page that names it, and for the image once more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy import Request

from imgcrawl import clock, keys
from imgcrawl.errors import ErrorSlug, RowError
from imgcrawl.frontier.waiting import FIRST_OF_ALL
from imgcrawl.identity.origins import is_same_site
from imgcrawl.intake.address import host_of
from imgcrawl.intake.repair import prepare_url
from imgcrawl.intake.spellings import secured
from imgcrawl.remedies.places.elsewhere import HTTPS
from imgcrawl.remedies.places.paging import ONWARD
from imgcrawl.remedies.rules.table import REMEDIES, Kind
from imgcrawl.remedies.rules.variants import DEFAULT
from imgcrawl.remedies.waits.again import LATER, LOOK_AGAIN
from imgcrawl.remedies.waits.promised import ask_when_open
from imgcrawl.spiders.asking.page_cookies import PageCookies
from imgcrawl.spiders.asking.taken_along import are_withheld, cookies_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy.http import Response

    from imgcrawl.config import IntakeConfig
    from imgcrawl.pages.choosing.choice import Choice
    from imgcrawl.pages.onward import Onward
    from imgcrawl.records import ImageTask
    from imgcrawl.remedies.attempts.state import FetchState
    from imgcrawl.spiders.rows.withheld import Refused

_MOST_ANEW = 2  # another row may use up what the first brings
_PAGE_ANEW = "page_anew"
"""Stands among what was tried when the page was fetched once more for its cookies."""


class Asking:
    """Makes the requests of rows, and notes in their state what is asked for.

    *parse*, what *parse_page* returns, and *failed* are what the spider does with an image's answer, a page's, and
    none. Pages are asked for where *ask_pages* says so, and an image once more with its page's cookies where
    *take_page_cookies* does.
    """

    def __init__(
        self,
        *,
        parse: Callable[..., Any],
        parse_page: Callable[[], Callable[..., Any]],
        failed: Callable[..., Any],
        intake: IntakeConfig,
        ask_pages: bool,
        take_page_cookies: bool,
    ) -> None:
        self._parse = parse
        self._parse_page = parse_page
        self._failed = failed
        self._intake = intake
        self._ask_pages = ask_pages
        self._take_page_cookies = take_page_cookies
        self.page_cookies = PageCookies()

    def first(self, task: ImageTask, state: FetchState) -> Request:
        """Return the request that a row begins with.

        :raises RowError: if its URL cannot be asked for.
        """
        prepared = prepare_url(
            task.url, page_url=task.page_url, max_length=self._intake.max_length, repair=self._intake.repair
        )
        state["url"] = prepared.url
        request = self._image(prepared.url, state)
        if prepared.authorization:
            request.headers["Authorization"] = prepared.authorization
        return request

    def page(self, state: FetchState, slug: ErrorSlug, wanted: str) -> Request | None:
        """Return the request for the row's page, for a row whose URL cannot be asked for at all."""
        page_url = self._usable_page(state) if slug is not ErrorSlug.URL_ROW_MALFORMED else None
        if page_url is None:
            return None
        return self._page(page_url, state, wanted, "page")

    def present(self, choice: Choice, state: FetchState, page: Response) -> Request:
        """Return the request for the image at the present address that its *page* names."""
        if host_of(choice.url) != host_of(page.url):
            state["retries"] = 0  # those of the page's host
        request = self._next_after(page, choice.url, state)
        if keys.VERDICT in page.meta:
            request.meta[keys.PAGE_LACKED] = keys.begun_at(page.request) if page.request else page.url
        state["trail"][-1]["note"] = choice.evidence
        state["instead"] = list(choice.instead)
        return request

    def onward(self, named: Callable[[], Onward | None], state: FetchState) -> Request | None:
        """Return the request for the document that a row's page names in its own place; once for a row.

        *named* finds its address, by reading the page once more.
        """
        if ONWARD in state["tried"] or (found := named()) is None:
            return None
        request = self._page(found.url, state, state["url"] or state["given"], ONWARD)
        request.meta[keys.PAGE_ONWARD] = found.url
        if found.is_told:
            request.meta[keys.PAGE_TOLD] = True
        request.priority = 1
        return request

    def _next_after(self, page: Response, url: str, state: FetchState) -> Request:
        """Return the request for an image that goes out next on its host, with the cookies of *page*.

        What a page gives access to, by a cookie or a signature, may last for moments, or until another page is asked.
        """
        request = self._image(url, state)
        request.priority = 1
        request.meta[keys.NOT_BEFORE] = FIRST_OF_ALL
        request.cookies = cookies_for(url, page)
        return request

    def with_cookies(self, state: FetchState, page: Response) -> Request | None:
        """Return the request for the image itself once more, for a host that wants to see its *page*'s cookies.

        Not over http where the page has set none that goes there.
        """
        if not self._may_take_cookies(state) or are_withheld(state["url"], page):
            return None
        state["remedy"] = "page_cookies"
        state["variant"] = DEFAULT.name
        self.page_cookies.taken(state["page_url"] or "")
        return self._next_after(page, state["url"], state)

    def with_fresh_cookies(self, response: Response, state: FetchState) -> Request | None:
        """Return the request for a page whose cookies brought images and are used up; for the image, once it has come.

        *response* is the refusal of the image, or the page. A row asks twice at most.
        """
        if keys.PAGE_AFTER in response.meta:
            return self.with_cookies(state, response) if b"Set-Cookie" in response.headers else None
        is_page = keys.PAGE in response.meta
        before: float = response.meta.get(keys.PAGE_CAME_AT if is_page else keys.ASKED_AT, 0.0)
        is_used = before > 0 and (not is_page or before <= (state["started_at"] or 0.0))
        page_url = self._usable_page(state)
        if not (
            is_used and page_url and state["tried"].count(_PAGE_ANEW) < _MOST_ANEW and self._may_take_cookies(state)
        ):
            return None
        if not self.page_cookies.renews(state["page_url"] or "", after=before):
            return None
        request = self._page(page_url, state, state["url"], _PAGE_ANEW)
        request.meta[keys.PAGE_AFTER] = before
        request.priority = 1
        return request

    def _page(self, url: str, state: FetchState, wanted: str, mark: str) -> Request:
        """Return the request for the page at *url*, on which *wanted* is looked for; *mark* is noted as tried."""
        state["remedy"] = "page"
        state["retries"] = 0  # those of another host
        state["tried"].append(mark)
        meta = {keys.FETCH: state, keys.PAGE: True, "page_params": {"wanted_url": wanted}}
        return Request(url, callback=self._parse_page(), errback=self._failed, meta=meta)

    def _may_take_cookies(self, state: FetchState) -> bool:
        refused = state["error"] and Kind.ASK_OTHERWISE in REMEDIES[ErrorSlug(state["error"])].kinds
        return bool(refused) and is_same_site(state["url"], state["page_url"]) and self._take_page_cookies

    def again(self, row: Refused, way: str) -> Request:
        """Return the request for a row that was kept back, in the *way* that has helped others of its host.

        That is one of asking, or over https, or a while later, or as it was, once its host is open.
        """
        state = row.state
        if way == "wait":
            ask_when_open(state)
            return self.moved(row, state["url"])
        if way == HTTPS and (url := secured(state["url"])):
            state["tried"].append(url)
            state["remedy"], state["variant"], state["against"] = way, DEFAULT.name, None
            return self.moved(row, url)
        state["remedy"], state["against"] = way, None
        if way == LOOK_AGAIN:
            state["tried"].append(LATER)
            state["variant"] = state["speaker"] or DEFAULT.name
        else:
            state["tried"].append(way)
            state["variant"] = way
        return self.moved(row, state["url"])

    def moved(self, row: Refused, url: str) -> Request:
        """Return the request for a row that was kept back at *url*, before rows that have not been asked for.

        The time in which it was kept counts for no deadline.
        """
        now = clock.now()
        row.state["excused_s"] += now - (row.state["planned_at"] or now)
        request = self._image(url, row.state)
        request.priority = 1
        if b"Authorization" in row.request.headers and host_of(row.request.url) == host_of(request.url):
            request.headers[b"Authorization"] = row.request.headers[b"Authorization"]
        return request

    def _image(self, url: str, state: FetchState) -> Request:
        meta = {keys.FETCH: state, "verbatim_url": True}  # the intake has made it safe already
        return Request(url, callback=self._parse, errback=self._failed, meta=meta)

    def _usable_page(self, state: FetchState) -> str | None:
        if not self._ask_pages or not state["page_url"]:
            return None
        try:
            return prepare_url(state["page_url"], max_length=self._intake.max_length).url
        except RowError:
            return None
