"""The request that a planned step becomes: what it takes over from the one that failed, and what it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from scrapy import Request
from scrapy.utils.httpobj import urlparse_cached

from imgcrawl import keys
from imgcrawl.errors import COOKIES_REFUSED
from imgcrawl.frontier.waiting import BEFORE_OTHERS, FIRST_OF_ALL

if TYPE_CHECKING:
    from imgcrawl.remedies.attempts.state import FetchState
    from imgcrawl.remedies.attempts.steps import Step

URGENT: Final = 1
"""Priority of rows that are under way, before those that have not been asked for."""

_OF_REDIRECTS: Final = ("redirect_times", "redirect_ttl")


def next_request(request: Request, step: Step, *, spider: Any, now: float) -> Request:
    """Return the request for *step*, which follows *request*; *now* in epoch seconds, *spider* for its callbacks."""
    state: FetchState = request.meta[keys.FETCH]
    again = step.url is None and step.remedy in ("retry", "wait") and not step.from_start
    is_page = step.page or (again and bool(request.meta.get(keys.PAGE)))
    new = Request(
        request.url if again else step.url or state["url"],
        callback=spider.parse_page if is_page else spider.parse,
        errback=request.errback,
        meta=_orders(step, now) | {keys.FETCH: state} | (_taken_over(request) if again else {}),
        priority=URGENT,
    )
    if is_page:
        new.meta.update({keys.PAGE: True, "page_params": {"wanted_url": state["url"] or state["given"]}})
    if urlparse_cached(new).netloc == urlparse_cached(request).netloc and b"Authorization" in request.headers:
        new.headers[b"Authorization"] = request.headers[b"Authorization"]
    return new


def _orders(step: Step, now: float) -> dict[str, Any]:
    """Return when and how *step* is to be sent."""
    is_later = step.delay_s or step.remedy == "wait"  # one that waits for its host's pause alone is no new one
    not_before = now + step.delay_s if is_later else 0.0
    if step.ahead:
        not_before = BEFORE_OTHERS
    orders: dict[str, Any] = {keys.NOT_BEFORE: FIRST_OF_ALL if step.first else not_before}
    if step.timeout_factor != 1.0:
        orders[keys.TIMEOUT_FACTOR] = step.timeout_factor
    if step.fresh:
        orders[keys.FRESH] = True
    if step.fresh and step.page:
        orders[keys.PAGE_AFTER] = now
    return orders


def _taken_over(request: Request) -> dict[str, Any]:
    """Return what *request* hands on when it is sent again: where it had got to, and that cookies were refused."""
    names = (keys.PAGE_ONWARD, keys.PAGE_TOLD, keys.SPARED, *_OF_REDIRECTS)
    kept: dict[str, Any] = {name: request.meta[name] for name in names if name in request.meta}
    if b"Cookie" in request.headers and request.meta.get(keys.STATUS) in COOKIES_REFUSED:
        kept["dont_merge_cookies"] = True
    return kept
