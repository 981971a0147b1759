"""Asks for what pictures are to be compared with, such as what cannot exist, while they are kept."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable  # noqa: TC003 - scrapy-poet reads the annotations
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response  # noqa: TC002 - scrapy-poet reads the annotations

from imgcrawl import keys
from imgcrawl.intake.address import host_of
from imgcrawl.remedies.answers.failures import failure_of
from imgcrawl.remedies.attempts.outcomes import MadeUpAnswer

if TYPE_CHECKING:
    from twisted.python.failure import Failure

    from imgcrawl.records import Outcome
    from imgcrawl.remedies.attempts.state import FetchState


class MadeUpNames:
    """Makes the requests that only compare, and answers of what they bring; *outcome* makes a row's outcome."""

    def __init__(self, outcome: Callable[[Request | Response, FetchState], Outcome | None]) -> None:
        self._outcome = outcome

    def request(self, picture: Response, url: str, way: str = "") -> Request:
        """Return the request for *url* in the way in which *picture* came, or in another *way*."""
        meta = {keys.FETCH: picture.meta[keys.FETCH], keys.MADE_UP: True, "verbatim_url": True}
        if way:
            meta[keys.WAY] = way
        request = Request(url, callback=self.answered, errback=self.failed, meta=meta, priority=1)
        before: Any = picture.request
        if b"Authorization" in before.headers and host_of(before.url) == host_of(url):
            request.headers[b"Authorization"] = before.headers[b"Authorization"]
        return request

    async def answered(self, response: Response) -> AsyncIterator[Any]:
        """Yield what came for an address that was made up."""
        outcome = self._outcome(response, response.meta[keys.FETCH])
        if outcome is not None:
            yield MadeUpAnswer(outcome, None if keys.VERDICT in response.meta else response)

    async def failed(self, failure: Failure) -> AsyncIterator[Any]:
        """Yield that nothing came; a run that is ending leaves the row to the next."""
        request: Request = failure.request  # type: ignore[attr-defined]
        exception: Any = failure.value
        is_over = not isinstance(exception, IgnoreRequest) and failure_of(exception) is None
        outcome = None if is_over else self._outcome(request, request.meta[keys.FETCH])
        if outcome is not None:
            yield MadeUpAnswer(outcome, None)
