"""Turns what validation says of pictures into further attempts: of those that are none, and of those that may be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from imgcrawl import clock, keys
from imgcrawl.errors import ErrorSlug
from imgcrawl.remedies.answers.failures import Slowdown, failure_of_picture
from imgcrawl.remedies.asking.second_look import take_note
from imgcrawl.remedies.attempts.speaking import hear_picture
from imgcrawl.remedies.attempts.steps import Failure
from imgcrawl.remedies.attempts.trail import note_attempt
from imgcrawl.remedies.hosts.folders import where_of
from imgcrawl.remedies.hosts.pictures import marks_of
from imgcrawl.remedies.rules.groups import SIDE_ROADS
from imgcrawl.remedies.rules.signs import Sign
from imgcrawl.retry_after import wait_asked_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from imgcrawl.remedies.attempts.state import FetchState
    from imgcrawl.remedies.attempts.steps import Step
    from imgcrawl.remedies.planner import Planner

    After = Callable[[Request, FetchState, Failure], Request | None]
    Begun = Callable[[Request, FetchState, Step, float], Request]

_KNOWN_GOOD: Final = 2


def reports_of(crawler: Crawler) -> Any:
    """Return who tells the judge of hosts what became of requests (:class:`~imgcrawl.frontier.reports.Reports`)."""
    engine: Any = crawler.engine
    return engine.scheduler.reports


class PictureRemedies:
    """Schedules another attempt for a picture that validation refused or doubts, as the *planner* has it.

    *after* returns the next attempt after a failure, None if there is none, *begun* the request of a step. Waits beyond
    *most_wait_s* seconds are not sat out.
    """

    def __init__(self, crawler: Crawler, planner: Planner, *, most_wait_s: float, after: After, begun: Begun) -> None:
        self._crawler = crawler
        self._planner = planner
        self._most_wait_s = most_wait_s
        self._after = after
        self._begun = begun

    def rejected(  # noqa: PLR0917 - what is sent with a signal does not reach keyword-only parameters
        self,
        request: Request,
        response: Response,
        error: ErrorSlug,
        detail: str,
        others: int = 0,
        others_since: int | None = None,
        sign: Sign | None = None,
        is_photo: bool = False,  # noqa: FBT001, FBT002 - a signal's
    ) -> bool:
        """Schedule another attempt for a body that validation refused; say whether there is one.

        *others*: pictures of the host that have passed. Without any, what came before was no image either.
        *others_since*: how many of these since the body was in hand; what came and is not judged yet may be as bad.
        *sign*: why it is none, if that is known. *is_photo*: it is a picture and no drawing.
        """
        state: FetchState = request.meta[keys.FETCH]
        is_given = error is ErrorSlug.CONTENT_HASH_MISMATCH and state["remedy"] not in SIDE_ROADS
        if not is_given:  # else the host has an image at the address, though it is not the one that was wanted
            marks = marks_of(request, response)
            self._planner.learning.rejected(state, host=request.meta["download_slot"], marks=marks)
            reports_of(self._crawler).took_back(request)
        if sign is Sign.NOTHING and others >= _KNOWN_GOOD:
            sign = None  # what a host has for all names after images may be for the moment
        failure = failure_of_picture(request, response, error, detail, sign=sign)._replace(
            is_all=error is ErrorSlug.CONTENT_PLACEHOLDER and others < _KNOWN_GOOD,
            is_latest=others_since == 0,
            is_photo=is_photo and error is ErrorSlug.CONTENT_PLACEHOLDER,
        )
        wait_s = failure.retry_after_s
        if wait_s is not None and wait_s <= self._most_wait_s:
            reports_of(self._crawler).complained(request, Slowdown(wait_s, overload=False))
        retry = self._after(request, state, failure)
        if retry is None or self._crawler.engine is None:
            return False
        self._crawler.engine.crawl(retry)
        return True

    def doubted(
        self,
        request: Request,
        response: Response,
        detail: str,
        times: int | None = None,
        same_way: bool = False,  # noqa: FBT001, FBT002 - a signal's
    ) -> bool:
        """Schedule a second look at a picture that may be a notice; say whether there is one."""
        state: FetchState = request.meta[keys.FETCH]
        now, host = clock.now(), request.meta["download_slot"]
        asked_s = wait_asked_for(response.headers, now=clock.now())
        step = self._planner.second_look(state, host=host, now=now, times=times, same_way=same_way, asked_s=asked_s)
        if step is None or self._crawler.engine is None:
            return False
        hear_picture(state)
        note_attempt(state, request, Failure(ErrorSlug.CONTENT_PLACEHOLDER, detail=detail))
        take_note(state, step, self._planner.memory[where_of(state, host, self._planner.memory)])
        self._crawler.engine.crawl(self._begun(request, state, step._replace(url=keys.begun_at(request)), now))
        return True
