"""Turns a failed attempt into the next one, or into the row's verdict."""

from __future__ import annotations

from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any

from scrapy.exceptions import IgnoreRequest
from scrapy.utils.httpobj import urlparse_cached

from imgcrawl import clock, keys
from imgcrawl.config import IdentityConfig, RemedyConfig, RunConfig, ThrottleConfig
from imgcrawl.errors import ANSWERED, MULTIPLE_CHOICES, OVERLOAD, UNSENT, ErrorSlug, HostPaused, RowError
from imgcrawl.frontier.trouble import trouble_of
from imgcrawl.intake.address import host_of
from imgcrawl.middlewares.next_request import URGENT, next_request
from imgcrawl.middlewares.pictures import PictureRemedies, reports_of
from imgcrawl.middlewares.spared import SparedRedirects
from imgcrawl.remedies.answers.failures import (
    UNTIMED,
    believed,
    failure_of,
    failure_of_answer,
    slug_of,
)
from imgcrawl.remedies.answers.landing import chooser_of
from imgcrawl.remedies.attempts.steps import Failure
from imgcrawl.remedies.attempts.trail import note_attempt
from imgcrawl.remedies.hosts.memory import HostMemory
from imgcrawl.remedies.hosts.pages import NotAsked
from imgcrawl.remedies.hosts.pictures import marks_of
from imgcrawl.remedies.planner import Planner
from imgcrawl.remedies.rules.groups import OUTAGES, TURNS
from imgcrawl.remedies.rules.signs import Sign
from imgcrawl.row_spider import spider_of

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from imgcrawl.remedies.attempts.state import FetchState
    from imgcrawl.remedies.attempts.steps import Step

_OTHER_PAGES = (keys.PAGE_ONWARD, keys.PAGE_AFTER, keys.PAGE_CAME_AT)


class RemediesMiddleware:
    """Retries and rescues by the remedy table: waiting, backoff, another way of asking, another address, the page.

    The next attempt goes back through the scheduler with its due time, so that waiting holds no slot. When nothing
    is left to try, the response or exception goes on to the spider with the verdict in the row's state. A host that
    cannot be reached is closed once one URL has tried in vain: what waits for it then fails at once.
    """

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self._crawler = crawler
        throttle, run = ThrottleConfig.from_settings(settings), RunConfig.from_settings(settings)
        self._retry_after_max_s = throttle.retry_after_max_s
        self.planner = Planner(
            RemedyConfig.from_settings(settings),
            HostMemory(),
            deadline_s=run.url_deadline_s,
            retry_after_max_s=throttle.retry_after_max_s,
            rng=Random(),
            has_contact=bool(IdentityConfig.from_settings(settings).contact),
            outlook=lambda host: spider_of(crawler).outlook(host),  # there is none yet
        )
        may_spare = {"https", "retry"} <= {*RemedyConfig.from_settings(settings).remedies}
        self._spared = SparedRedirects(self.planner.memory.redirects, is_on=may_spare)
        self.pictures = PictureRemedies(
            crawler, self.planner, most_wait_s=throttle.retry_after_max_s, after=self._next, begun=self._begun
        )

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the middleware and let validation report rejected bodies to it."""
        middleware = cls(crawler)
        crawler.signals.connect(middleware.pictures.rejected, signal=keys.image_rejected)
        crawler.signals.connect(middleware.pictures.doubted, signal=keys.image_doubted)
        crawler.signals.connect(middleware.planner.memory.distrust, signal=keys.way_distrusted)
        crawler.signals.connect(middleware.planner.where_moved, signal=keys.move_wanted)
        crawler.signals.connect(middleware.lessons, signal=keys.lessons_wanted)
        crawler.signals.connect(middleware.recall, signal=keys.hosts_recalled)
        crawler.signals.connect(middleware.planner.memory.pages.named_nothing, signal=keys.page_named_nothing)
        return middleware

    async def process_request(self, request: Request) -> Request | Response | None:
        """Count the request, choose how to ask at first, and refuse what the scheduler has given up on.

        One that is known to be redirected is not sent, but the redirect returned, nor is one in whose place another is.
        """
        meta = request.meta
        state: FetchState | None = meta.get(keys.FETCH)
        if state is None:
            return None
        if verdict := meta.get(keys.VERDICT):
            raise RowError(ErrorSlug(verdict), meta.get(keys.VERDICT_REASON, ""))
        if lacked := meta.pop(keys.PAGE_LACKED, None):
            self.planner.memory.pages.answered(lacked, None)  # it is as good as one that came
        is_first = _is_own_page(request) and keys.begun_at(request) == request.url
        if is_first and (refusal := self.planner.memory.pages.refusal(request.url)):
            raise NotAsked(refusal)
        if (known := self._spared.answer(request, state)) is not None:
            return known
        is_new = state["started_at"] is None and request.url == state["url"]
        if is_new and (step := self.planner.first_step(state)):
            return self._begun(request, state, step, clock.now())
        self.planner.choose_way(state, host=meta["download_slot"])
        meta[keys.HOME] = self.planner.memory.home_of(state["url"], state["page_url"])
        if state["started_at"] is None:
            state["started_at"] = meta[keys.SENT_AT]
        if state["planned_at"] is not None:
            state["waited_s"] += max(0.0, meta[keys.SENT_AT] - state["planned_at"])
            state["planned_at"] = None
        state["requests"] += 1
        return None

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """Return the next attempt, or *response*: a body to validate, or one whose verdict stands in the state."""
        meta = request.meta
        state: FetchState | None = meta.get(keys.FETCH)
        if state is None:
            return response
        state["requests"] += meta.pop(keys.REPEATS, 0)
        self._spared.heard(request, response)
        slug = slug_of(request, response)
        if _is_own_page(request) and "cached" not in response.flags:
            self.planner.memory.pages.answered(keys.begun_at(request), slug)
        if keys.MADE_UP in meta:
            return self._made_up(request, response, slug)
        if slug is None and not meta.get(keys.PAGE):
            state["status"], state["final_url"] = response.status, request.url
        meta[keys.STATUS] = response.status
        if slug is None:
            self._succeeded(request, state, response)
            return response
        failure = failure_of_answer(request, response, slug, response.meta.get(keys.VERDICT_REASON, ""))
        is_document = slug is ErrorSlug.CONTENT_TEXT or response.status == MULTIPLE_CHOICES
        if slug is ErrorSlug.CONTENT_HTML or is_document:
            spider = spider_of(self._crawler)
            failure = failure._replace(present_url=partial(spider.read_answer, response), is_document=is_document)
        retry = self._next(request, state, failure)
        if retry is None:
            response.meta[keys.VERDICT] = slug.value
        else:
            self._spared.keep(request, response, state)
        return retry or response

    async def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """Return the next attempt, or None: the exception goes on to the spider."""
        state: FetchState | None = request.meta.get(keys.FETCH)
        if state is not None and isinstance(exception, HostPaused):
            return self._put_back(request, state)
        failure = failure_of(exception)
        if state is not None:
            state["requests"] += request.meta.pop(keys.REPEATS, 0)
        if state is None or failure is None or isinstance(exception, IgnoreRequest):
            return None
        request.meta[keys.STATUS] = getattr(exception, "status", None)
        is_page = bool(request.meta.get(keys.PAGE))
        failure = failure._replace(status=request.meta[keys.STATUS], url=request.url, is_page=is_page)
        if failure.slug.stage in UNSENT and keys.VERDICT not in request.meta:
            state["requests"] -= 1
        if keys.MADE_UP in request.meta:
            note_attempt(state, request, failure)
            self._hear(request, failure)
            return None
        if keys.VERDICT in request.meta:
            failure = failure._replace(chooser=chooser_of(request), is_spared=keys.SPARED in request.meta)
            failure = failure._replace(status=state["status"])  # nothing was sent: what the last answer had stands
            step = self.planner.step_elsewhere(state, failure, host=request.meta["download_slot"], now=clock.now())
            return None if step is None else self._begun(request, state, step, clock.now())
        is_unasked = isinstance(exception, NotAsked)
        failure = failure._replace(hops=len(request.meta.get("redirect_urls", ()))) if is_unasked else failure
        return self._next(request, state, failure, is_heard=not is_unasked)

    def _succeeded(self, request: Request, state: FetchState, response: Response) -> None:
        """Let all that learn from it know of a body to validate, or a page to read."""
        note_attempt(state, request, None)
        host, marks = request.meta["download_slot"], marks_of(request, response)
        is_page = bool(request.meta.get(keys.PAGE))
        url = keys.begun_at(request)
        self.planner.learning.succeeded(state, host=host, marks=marks, is_page=is_page, url=url)
        if chooser := chooser_of(request):
            self.planner.memory[host_of(chooser)].lead(urlparse_cached(request).netloc)
        if not is_page:
            self._reports.gave(request)

    def _made_up(self, request: Request, response: Response, slug: ErrorSlug | None) -> Response:
        """Return the *response* for a made-up address, from which nothing is learnt but whether a picture came.

        Its host is heard if it asks for fewer requests.
        """
        request.meta[keys.STATUS] = response.status
        note_attempt(request.meta[keys.FETCH], request, Failure(slug) if slug else None)
        if slug is not None:
            self._hear(request, failure_of_answer(request, response, slug, ""))
            response.meta[keys.VERDICT] = slug.value
        return response

    def _hear(self, request: Request, failure: Failure) -> None:
        """Let the host complain if its answer was left to who reads it, and has told in its *failure* of no size."""
        if request.meta.pop(keys.UNHEARD, False) and failure.sign is not Sign.OTHER_SIZES:
            self._reports.complained(request, UNTIMED)

    def _put_back(self, request: Request, state: FetchState) -> Request:
        state["requests"] -= 1
        state["planned_at"] = clock.now()
        state["started_at"] = state["started_at"] if state["requests"] or state["trail"] else None
        return request.replace(priority=URGENT)

    def recall(self, hosts: dict[str, dict[str, Any]]) -> None:
        """Take up what earlier runs learnt of *hosts*."""
        self.planner.memory.recall(hosts.items())

    def lessons(self) -> dict[str, dict[str, Any]]:
        """Return what was learnt of hosts and is worth keeping."""
        return self.planner.memory.to_store()

    def _next(self, request: Request, state: FetchState, failure: Failure, *, is_heard: bool = True) -> Request | None:
        """Return the next attempt, if there is one; the host is told of a *failure* that it has been heard to give."""
        now, host = clock.now(), request.meta["download_slot"]
        note_attempt(state, request, failure)
        self._hear(request, failure)
        failure = believed(failure, most_s=self._retry_after_max_s)._replace(
            is_crowded=self._reports.narrow_if_crowded(request, failure.slug),
            sent_at=request.meta.get(keys.ASKED_AT, now),
            left_alone_until=self._reports.left_alone_until(request),
            chooser=chooser_of(request),
            is_spared=keys.SPARED in request.meta,
        )
        if is_heard and (turn := self._turn(request, state, failure, now)):
            again = self.planner.asked_again(state, failure, host=host, in_vain=turn.in_vain)
            return self._begun(request, state, again, now)
        if is_heard and (wait := self._wait_if_out(request, state, failure, now)):
            return self._begun(request, state, wait, now)
        step = self.planner.next_step(state, failure, host=host, now=now)
        if is_heard:
            self._tell_host(request, state, failure, step, now)
        return None if step is None else self._begun(request, state, step, now)

    def _turn(self, request: Request, state: FetchState, failure: Failure, now: float) -> Any:
        """Let the host take note of the failure; return what it means if the row is to wait until images come again."""
        host = request.meta["download_slot"]
        if not request.meta.get(keys.PAGE) and self.planner.may_be_turned(state, failure, host=host, now=now):
            kind = f"{failure.slug} {failure.guise}"
            how = {"is_latest": failure.is_latest, "is_crowded": failure.is_crowded}
            return self._reports.turned(request, kind, **how)
        if failure.slug.stage in ANSWERED and failure.slug not in TURNS | OVERLOAD:
            self._reports.spoke(request)
        return None

    def _wait_if_out(self, request: Request, state: FetchState, failure: Failure, now: float) -> Step | None:
        """Let the host take note of the failure; return the next attempt if the row is to wait until it is in order."""
        host = request.meta["download_slot"]
        if request.meta.get(keys.PAGE):
            return None
        if not self.planner.may_be_out(state, failure, host=host, now=now):
            if failure.slug.stage in ANSWERED and failure.slug not in OUTAGES | OVERLOAD:
                self._reports.proved_up(request)
            return None
        other = self.planner.client_for_check(state, failure, host=host)
        is_crowded = failure.is_crowded and failure.slug not in OVERLOAD  # that narrows its host, in company or not
        rows = spider_of(self._crawler).outlook(host)
        turn = self._reports.suspected_out(request, is_crowded=is_crowded, has_others=other is not None, rows=rows)
        if turn is None:
            return None
        if turn.in_vain:
            self.planner.waited_in_vain(state, failure.slug)
            return None
        check_by = other if turn.is_checked else None
        return self.planner.wait_for_host(state, failure, host=host, check_by=check_by, ahead=turn.asks_next)

    def _begun(self, request: Request, state: FetchState, step: Step, now: float) -> Request:
        self._crawler.stats.inc_value(f"{keys.STAT_REMEDY}/{step.remedy}")
        state["planned_at"] = now
        return next_request(request, step, spider=self._crawler.spider, now=now)

    def _tell_host(self, request: Request, state: FetchState, failure: Failure, step: Step | None, now: float) -> None:
        """Let the scheduler know what the failure may say of the host as a whole."""
        if failure.sign is Sign.CLOSED and step is not None and step.remedy == "wait":
            self._reports.said_closed(request)
        patient = self.planner.is_patient
        self._reports.failed(request, trouble_of(state, failure, step, now=now, patient=patient))

    @property
    def _reports(self) -> Any:
        return reports_of(self._crawler)


def _is_own_page(request: Request) -> bool:
    """Say whether *request* is for the page of its row, without a copy, and not for one that it has named."""
    meta = request.meta
    return bool(meta.get(keys.PAGE)) and not any(name in meta for name in _OTHER_PAGES)
