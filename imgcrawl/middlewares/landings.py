"""Keeps what is found where hosts lead many addresses, so that it is not asked for again for each of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from scrapy.exceptions import NotConfigured

from imgcrawl import keys
from imgcrawl.config import RemedyConfig
from imgcrawl.errors import GONE_STATUSES, ErrorSlug
from imgcrawl.naming.notices import leads_to_notice, says_gone
from imgcrawl.recent import Recent
from imgcrawl.remedies.answers.landing import is_for_nothing, is_home, landing_of
from imgcrawl.remedies.hosts.pages import NotAsked
from imgcrawl.remedies.rules.variants import VARIANTS
from imgcrawl.validation.formats import Kind, sniff

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from imgcrawl.remedies.attempts.state import FetchState

_MOST_BYTES: Final = 65_536
"""Of one answer that is kept."""
_MOST_KEPT: Final = 256
_SEVERAL: Final = 2
"""Addresses led to a place before it is taken to be the same for all; a site's home page is from the first on."""
_OF_THE_MOMENT: Final = (b"Retry-After", b"Refresh")


@dataclass(slots=True)
class _Place:
    """Where redirects end: the *answer* that came last, and the addresses that it came for, up to as many as count.

    *ways*: of asking, in which it came.
    """

    answer: Response
    names: set[str] = field(default_factory=set)
    ways: set[str] = field(default_factory=set)

    def note(self, name: str, way: str, answer: Response) -> None:
        """Note that *name* was led here. A picture that changes, or that another query changes, counts for nothing."""
        is_one_page = answer.url == self.answer.url and _is_page(answer) and _is_page(self.answer)
        if self.answer.body != answer.body and not is_one_page:
            self.names.clear()
            self.ways.clear()
        self.answer = answer
        self.ways.add(way)
        if len(self.names) < _SEVERAL:
            self.names.add(name)

    def known(self, begun_at: str, url: str, way: str) -> Response | None:
        """Return what is at *url*, which is here, be it with another query, if nobody needs to ask; else None.

        *begun_at*: where the request began that was led there.
        """
        is_same_for_all = len(self.names) >= _SEVERAL and (way in self.ways or _is_for_everybody(url))
        if _is_called_missing(begun_at, url):
            is_same_for_all = url == self.answer.url and not _is_page(self.answer)
        elif url != self.answer.url:
            is_same_for_all = is_same_for_all and is_for_nothing(url)
        elif _is_home_alone(url) and _is_page(self.answer):
            is_same_for_all = True
        return self.answer if is_same_for_all else None


class LandingsMiddleware:
    """Answers for places to which redirects have led before: dead links mostly end at one page, or one picture.

    What is there is not about the one address: it was found behind a redirect by two rows of the run, in the present
    way of asking, or is a page at the root of its site or at its place for errors, or a picture whose name says that
    there is none; the last answers for rows' pages as well that are led there. A row's page that is led to what its
    site has for everybody is gone, and that is not asked for. Where a site has its page for errors or for visitors to
    log in, two rows speak for all ways and queries, if they were given the same. Kept are the 256
    places met last, of up to 64 KiB each, where they name no time, and set no cookie unless they were sent one, which
    all rows have then. Without other ways of asking there is little to save, and nothing is kept.
    """

    def __init__(self) -> None:
        self._places: Recent[str, _Place] = Recent(_MOST_KEPT)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the middleware if rows are asked for in several ways."""
        if VARIANTS.keys().isdisjoint(RemedyConfig.from_settings(crawler.settings).remedies):
            raise NotConfigured  # nothing to warn of
        return cls()

    async def process_request(self, request: Request) -> Response | None:
        """Return what is known to be where a redirect has led; it costs the row no request.

        :raises NotAsked: where that is a page for everybody, and the row's own has led there: it is gone.
        """
        if not request.meta.get("redirect_urls"):  # as of most
            return None
        begun_at = keys.begun_at(request)
        if _is_page_gone(request):
            request.meta[keys.FETCH]["requests"] -= 1
            raise NotAsked(ErrorSlug.CONTENT_HTML, "the page leads to its site's home page, or the like of that")
        place = self._places.get(landing_of(request.url)) if _is_led(request) or _is_of_page(request) else None
        answer = place.known(begun_at, request.url, _way_of(request)) if place is not None else None
        if answer is None or keys.FRESH in request.meta:
            return None
        state: FetchState = request.meta[keys.FETCH]
        state["requests"] -= 1
        request.meta.pop(keys.TIMINGS, None)  # the redirect's
        request.meta[keys.ASKED_AT] = request.meta.get(keys.LED_AT, 0.0)  # nothing was since
        return answer.replace(url=request.url, request=request)

    async def process_response(self, request: Request, response: Response) -> Response:
        """Keep what came from where a redirect has led."""
        if not _is_led(request) or "cached" in response.flags or not _may_be_kept(request, response):
            return response
        answer, landing = _without_cookies(response), landing_of(request.url)
        place = self._places.use(landing, lambda: _Place(answer))
        place.note(keys.begun_at(request), _way_of(request), answer)
        return response


def _is_led(request: Request) -> bool:
    """Say whether a redirect has led to what *request*, which is for an image, asks for."""
    return keys.FETCH in request.meta and not request.meta.get(keys.PAGE) and keys.begun_at(request) != request.url


def _is_of_page(request: Request) -> bool:
    """Say whether a redirect has led the row's page to a picture that is called a notice."""
    begun_at = keys.begun_at(request)
    is_page = keys.FETCH in request.meta and request.meta.get(keys.PAGE)
    return bool(is_page) and begun_at != request.url and _is_called_missing(begun_at, request.url)


def _is_page_gone(request: Request) -> bool:
    """Say whether a redirect has led the row's page, which is none of these, to a page that its site has for all."""
    is_led = keys.FETCH in request.meta and keys.PAGE in request.meta and keys.begun_at(request) != request.url
    return is_led and _is_for_everybody(request.url) and not _is_for_everybody(keys.begun_at(request))


def _is_called_missing(begun_at: str, url: str) -> bool:
    """Say whether *begun_at* was led to *url*, the name of which says that there is no image, whoever asks."""
    return leads_to_notice(begun_at, url) and says_gone(url)


def _way_of(request: Request) -> str:
    """Return the way of asking, with what is left out of it, in words of its own."""
    state: FetchState = request.meta[keys.FETCH]
    return f"{request.meta.get(keys.WAY, state['variant'])} {state['plain']}"


def _is_home_alone(url: str) -> bool:
    """Say whether *url* is a page of its site's own; a query at the root may name a picture."""
    return is_home(url) and not urlsplit(url).query


def _is_for_everybody(url: str) -> bool:
    """Say whether *url* itself tells that nobody is given a picture there."""
    return _is_home_alone(url) or is_for_nothing(url)


def _may_be_kept(request: Request, response: Response) -> bool:
    is_plain = response.status == 200 or response.status in GONE_STATUSES
    is_new_visitor = b"Set-Cookie" in response.headers and b"Cookie" not in request.headers
    is_same = not is_new_visitor and not any(name in response.headers for name in _OF_THE_MOMENT)
    return is_plain and is_same and keys.VERDICT not in response.meta and len(response.body) <= _MOST_BYTES


def _without_cookies(response: Response) -> Response:
    """Return the answer as it is kept: the cookies that it sets are those of its own visitor."""
    headers = response.headers.copy()
    headers.pop(b"Set-Cookie", None)
    return response.replace(headers=headers, request=None, flags=[*response.flags, "cached"])


def _is_page(answer: Response) -> bool:
    return sniff(answer.body).kind is Kind.HTML
