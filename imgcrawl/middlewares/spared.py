"""Answers in the place of hosts that redirect all that they are asked for, as browsers do for those with HSTS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from scrapy.http import Response

from imgcrawl import keys
from imgcrawl.errors import FIRST_SERVER_ERROR_STATUS, OVERLOAD_STATUSES
from imgcrawl.recent import Recent
from imgcrawl.remedies.attempts.steps import AS_BEGUN

if TYPE_CHECKING:
    from scrapy import Request

    from imgcrawl.remedies.attempts.state import FetchState
    from imgcrawl.remedies.hosts.redirects import KnownRedirects

_PERMANENT: Final = 308
_MOST_KEPT: Final = 256
_MOST_BYTES: Final = 65_536


class _Kept(NamedTuple):
    url: str
    answer: Response


class SparedRedirects:
    """Spares requests whose answers are *known* to be redirects, and learns which are; of those made up none are.

    The redirect is followed as if it had come, so that the limits and rules of its target hold. One to another host is
    for rows alone that are asked for at their own address in the way in which they began: it may depend on who asks,
    and for other addresses nothing would put it right. Nothing is spared unless it *is_on*.
    """

    def __init__(self, known: KnownRedirects, *, is_on: bool) -> None:
        self._is_on = is_on
        self._known = known
        self._kept: Recent[int, _Kept] = Recent(_MOST_KEPT)

    def answer(self, request: Request, state: FetchState) -> Response | None:
        """Return what is known to come for *request*: a redirect, or what the row was given where it leads."""
        if not self._is_on:
            return None
        self._learn(request)
        is_page, is_asked = bool(request.meta.get(keys.PAGE)), state["as_given"] == "asked"
        is_as_begun = not is_page and state["remedy"] in AS_BEGUN
        target = self._known.target_of(request.url, to_https_alone=not is_as_begun)
        if target is None and not is_asked:  # as of most
            return None
        if keys.MADE_UP in request.meta or b"Authorization" in request.headers:
            return None
        if is_asked and (kept := self._again(request, state)) is not None:
            return kept
        if target is None or (is_asked and not is_page):
            return None
        request.meta[keys.SPARED] = _hops(request) + 1
        return Response(request.url, status=_PERMANENT, headers={"Location": target}, request=request, flags=["cached"])

    def heard(self, request: Request, response: Response) -> None:
        """Note that *request* was answered for by its host, and with no redirect."""
        is_of_moment = response.status >= FIRST_SERVER_ERROR_STATUS or response.status in OVERLOAD_STATUSES
        if self._is_on and not is_of_moment and "cached" not in response.flags:
            self._known.stayed(request.url)

    def keep(self, request: Request, response: Response, state: FetchState) -> None:
        """Keep the answer after which a row is asked for at its own address, for when that leads here as well."""
        if keys.SPARED in request.meta and state["as_given"] == "asked" and len(response.body) <= _MOST_BYTES:
            self._kept.put(state["lane"], _Kept(request.url, response.replace(request=None)))

    def _learn(self, request: Request) -> None:
        """Note where the request was led before; not what was spared."""
        hops = _hops(request)
        if hops and request.meta.get(keys.SPARED) != hops and not request.meta.get(keys.LED_ANEW):
            status = request.meta["redirect_reasons"][-1]
            self._known.led(request.meta["redirect_urls"][-1], request.url, status=status)

    def _again(self, request: Request, state: FetchState) -> Response | None:
        """Return what the row was given here already, if its own address has now led here."""
        kept = self._kept.get(state["lane"])
        if kept is None or kept.url != request.url or not _hops(request):
            return None
        del self._kept[state["lane"]]
        state["as_given"] = "led"
        self._known.doubted_in_vain(request.meta["redirect_urls"][0])
        return kept.answer.replace(request=request, flags=[*kept.answer.flags, "cached"])


def _hops(request: Request) -> int:
    return len(request.meta.get("redirect_urls", ()))
