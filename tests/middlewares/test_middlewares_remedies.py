from __future__ import annotations

import time
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.settings import Settings
from scrapy.statscollectors import MemoryStatsCollector

from imgcrawl import keys
from imgcrawl.config.sections.hosts import REMEDY_NAMES
from imgcrawl.errors import ErrorSlug, HostPaused, RowError, RunStopped
from imgcrawl.frontier.hold import Turn
from imgcrawl.frontier.waiting import FIRST_OF_ALL
from imgcrawl.middlewares.remedies import RemediesMiddleware
from imgcrawl.remedies.state import new_state

if TYPE_CHECKING:
    from imgcrawl.frontier.trouble import Trouble
    from imgcrawl.remedies.answers import Slowdown

URL = "http://a.test/1.jpg"
PAGE = "http://p.test/x"
NO_HTTPS = [name for name in REMEDY_NAMES if name != "https"]
JPEG = b"\xff\xd8\xff\xe0" + bytes(40)


class Scheduler:
    """Notes what it is told of hosts."""

    def __init__(self) -> None:
        self.troubles: list[Trouble] = []
        self.slowdowns: list[Slowdown] = []
        self.crowded = False
        self.told: list[str] = []
        self.turn: Turn | None = None
        self.outage: Turn | None = None
        self.failed_out: list[bool] = []
        self.ups = 0

    def complained(self, _request: Request, slowdown: Slowdown) -> None:
        self.slowdowns.append(slowdown)

    def is_crowded(self, _request: Request, _slug: ErrorSlug) -> bool:
        return self.crowded

    def turned(self, _request: Request, kind: str, *, is_latest: bool, is_crowded: bool) -> Turn | None:
        self.told.append(" ".join((kind, *["latest"] * is_latest, *["crowded"] * is_crowded)))
        return self.turn

    def is_out(self, _request: Request, *, is_crowded: bool, has_others: bool) -> Turn | None:
        self.failed_out.append(is_crowded)
        return self.outage

    def is_up(self, _request: Request) -> None:
        self.ups += 1

    def gave(self, _request: Request) -> None:
        self.told.append("image")

    def took_back(self, _request: Request) -> None:
        self.told.append("no image")

    def spoke(self, _request: Request) -> None:
        self.told.append("its own")

    def slot(self, _key: str) -> Any:
        return SimpleNamespace(paused_until=time.time() + 30)

    def failed(self, _request: Request, trouble: Trouble) -> None:
        self.troubles.append(trouble)


class Bench:
    """The middleware with attempts to feed it."""

    def __init__(self, **settings: Any) -> None:
        defaults = {"STATS_DUMP": False, "LOG_LEVEL": "INFO", "IMGCRAWL_REMEDIES": NO_HTTPS}
        self.crawler: Any = SimpleNamespace(settings=Settings(defaults | settings))
        self.crawler.stats = MemoryStatsCollector(self.crawler)
        self.scheduler = Scheduler()
        self.crawled: list[Request] = []
        self.crawler.engine = SimpleNamespace(
            scheduler=SimpleNamespace(reports=self.scheduler), crawl=self.crawled.append
        )
        self.crawler.spider = SimpleNamespace(
            parse=self.parse, parse_page=self.parse_page, read_answer=self.read_answer, outlook=lambda _host: 1
        )
        self.named: str | None = None
        self.read: list[str] = []
        self.middleware = RemediesMiddleware(self.crawler)
        self.state: Any = new_state(1, URL, None) | {"url": URL}
        self._states: dict[int, Any] = {}

    def state_of(self, row: int) -> Any:
        return self._states.setdefault(row, new_state(row, URL, None) | {"url": URL})

    def parse(self) -> None: ...

    def parse_page(self) -> None: ...

    def read_answer(self, response: Response) -> str | None:
        self.read.append(response.url)
        return self.named

    def errback(self) -> None: ...

    async def sent(self, url: str = URL, **meta: Any) -> Request:
        now = time.time()
        handed_out = {"download_slot": "a.test", keys.SENT_AT: now, keys.ASKED_AT: now}
        meta = {keys.FETCH: self.state} | handed_out | meta
        request = Request(url, callback=self.parse, errback=self.errback, meta=meta)
        await self.middleware.process_request(request)
        return request

    async def answered(self, request: Request, status: int = 200, body: bytes = JPEG, **headers: str) -> Any:
        fields = {name.replace("_", "-"): value for name, value in headers.items()}
        response = Response(request.url, status=status, body=body, headers=fields, request=request)
        return await self.middleware.process_response(request, response)


@pytest.fixture
def bench():
    """Set the middleware up."""
    return Bench()


async def test_a_good_answer_passes(bench):
    """A body worth validating goes on; the request is counted and the way of asking has won."""
    response = await bench.answered(await bench.sent())
    assert response.status == 200
    assert keys.VERDICT not in response.meta
    assert (bench.state["requests"], bench.state["status"], bench.state["error"]) == (1, 200, None)
    assert bench.middleware.planner.memory["a.test"].wins == {"default": 1}


async def test_the_next_attempt_waits_in_the_scheduler(bench):
    """A retry is a new request with a due time, ahead of what is new, with longer limits; nothing sleeps."""
    before = time.time()
    again = await bench.answered(await bench.sent(), 500)
    assert isinstance(again, Request)
    assert again.url == URL
    assert again.meta[keys.NOT_BEFORE] >= before + 0.8
    assert again.meta[keys.TIMEOUT_FACTOR] == 1.5
    assert again.priority > 0
    assert again.errback == bench.errback
    assert bench.crawler.stats.get_value("imgcrawl/remedy/retry") == 1


async def test_waiting_is_measured(bench):
    """The time between the end of an attempt and the start of the next counts as waiting."""
    again = await bench.answered(await bench.sent(), 500)
    await bench.sent(again.url, **{keys.SENT_AT: time.time() + 3})
    assert bench.state["waited_s"] == pytest.approx(3, abs=0.5)


async def test_a_verdict_goes_on_with_the_answer(bench):
    """When nothing is left the answer carries its slug to the spider, and the state the verdict."""
    response = await bench.answered(await bench.sent(), 404, b"")
    assert response.meta[keys.VERDICT] == "http_404"
    assert (bench.state["error"], bench.state["status"]) == ("http_404", 404)


HTML = b"<!doctype html><html><body>a viewer</body></html>"


async def until_other(bench: Bench, *, status: int = 200, body: bytes = HTML) -> Any:
    """Answer alike until something else than the image's own address is asked for, or nothing is."""
    step = await bench.answered(await bench.sent(), status, body)
    while isinstance(step, Request) and step.url == URL:
        step = await bench.answered(await bench.sent(**step.meta), status, body)
    return step


async def test_a_page_in_the_images_place_is_read_once(bench):
    """What it names is asked for as an image when no other way of asking helps; if in vain, the row's page is next."""
    bench.state["page_url"], bench.named = PAGE, "http://a.test/full/1.jpg"
    step = await until_other(bench)
    assert (step.url, step.callback, bench.state["remedy"]) == (bench.named, bench.parse, "page")
    assert keys.PAGE not in step.meta
    page = await bench.answered(await bench.sent(step.url, **step.meta), 200, HTML)
    assert (page.url, page.meta[keys.PAGE]) == (PAGE, True)
    assert bench.read == [URL]
    assert bench.state["error"] == "content_html"


async def test_a_page_that_names_nothing_costs_no_request(bench):
    """The row ends as it would have, or goes on to its page."""
    response = await until_other(bench)
    assert response.meta[keys.VERDICT] == "content_html"
    assert bench.read == [URL]


@pytest.mark.parametrize("status", [404, 401])
async def test_pages_about_an_error_are_not_read(bench, status):
    """Only a page that the server gives for the thing itself speaks of it."""
    bench.named = "http://a.test/full/1.jpg"
    assert (await until_other(bench, status=status)).meta[keys.VERDICT] == f"http_{status}"
    assert bench.read == []


async def test_pages_are_read_only_by_the_remedy_of_that_name():
    """A profile without the remedy takes no page's word."""
    bench = Bench(IMGCRAWL_REMEDIES="retry")
    bench.named = "http://a.test/full/1.jpg"
    assert (await until_other(bench)).meta[keys.VERDICT] == "content_html"


async def test_a_marked_answer_is_believed(bench):
    """What another middleware found wrong with a response is its failure."""
    request = await bench.sent()
    request.meta[keys.VERDICT] = "http_redirect_loop"
    response = await bench.answered(request, 302, b"")
    assert response.meta[keys.VERDICT] == bench.state["error"] == "http_redirect_loop"


async def test_the_page_is_parsed_as_a_page(bench):
    """The request for the page says so, names the image that is wanted, and goes to the page's callback."""
    bench.state["page_url"] = PAGE
    page = await bench.answered(await bench.sent(), 404, b"")
    assert (page.url, page.meta[keys.PAGE], page.callback) == (PAGE, True, bench.parse_page)
    assert page.meta["page_params"] == {"wanted_url": URL}
    retried = await bench.answered(await bench.sent(PAGE, **page.meta), 500)
    assert (retried.url, retried.meta[keys.PAGE], retried.callback) == (PAGE, True, bench.parse_page)


async def test_another_way_begins_at_the_first_address(bench):
    """After a redirect another way of asking starts over, and a retry stays where the failure was."""
    bench.state["page_url"] = PAGE
    hop = {"redirect_times": 2, "redirect_ttl": 18}
    retry = await bench.answered(await bench.sent("http://b.test/2.jpg", **hop), 500)
    assert (retry.url, retry.meta["redirect_times"]) == ("http://b.test/2.jpg", 2)
    otherwise = await bench.answered(await bench.sent("http://b.test/2.jpg", **hop), 403, b"no")
    assert (otherwise.url, "redirect_times" in otherwise.meta) == (URL, False)


async def test_the_login_goes_along_within_the_host(bench):
    """Authorization is kept for the same address and not carried to another."""
    request = await bench.sent()
    request.headers["Authorization"] = "Basic eA=="
    assert (await bench.answered(request, 500)).headers[b"Authorization"] == b"Basic eA=="
    bench.state["page_url"] = PAGE
    request = await bench.sent()
    request.headers["Authorization"] = "Basic eA=="
    assert b"Authorization" not in (await bench.answered(request, 404)).headers


async def test_what_was_not_sent_for_a_pause_goes_back(bench):
    """A request that its host's pause overtook is queued again as it was, and does not count as sent."""
    request = await bench.sent(redirect_times=2)
    again = await bench.middleware.process_exception(request, HostPaused())
    assert (again.url, again.meta["redirect_times"], again.callback) == (request.url, 2, request.callback)
    assert (bench.state["requests"], bench.state["trail"]) == (0, [])


async def test_every_failure_is_told_with_what_follows_it(bench):
    """Who judges hosts learns of each failure what it was, when it was sent, and what the row does next."""
    sent = await bench.sent()
    again = await bench.middleware.process_exception(sent, RowError(ErrorSlug.TCP_REFUSED))
    [trouble] = bench.scheduler.troubles
    assert (trouble.slug, trouble.remedy, trouble.sent_at) == (ErrorSlug.TCP_REFUSED, "retry", sent.meta[keys.SENT_AT])
    assert trouble.again_at == again.meta[keys.NOT_BEFORE]
    assert trouble.patient
    await bench.answered(await bench.sent(), 429, b"", Retry_After="100000")
    assert (bench.scheduler.troubles[1].remedy, bench.scheduler.troubles[1].retry_after_s) == (None, 100000.0)


async def test_company_costs_no_try(bench):
    """A request that failed for the company it had is sent again, unpunished; its retries are for its own failures."""
    bench.scheduler.crowded = True
    for _ in range(3):
        again = await bench.middleware.process_exception(await bench.sent(), RowError(ErrorSlug.TCP_RESET))
        assert again is not None
    assert (bench.state["waits"], bench.state["retries"]) == (3, 0)
    bench.scheduler.crowded = False
    await bench.middleware.process_exception(await bench.sent(), RowError(ErrorSlug.TCP_RESET))
    assert bench.state["retries"] == 1


async def test_a_closed_hosts_rows_are_not_sent(bench):
    """A request that the scheduler gave up on fails unsent, uncounted, with the host's verdict."""
    with pytest.raises(RowError) as caught:
        await bench.sent(**{keys.VERDICT: "tcp_timeout", keys.VERDICT_REASON: "down"})
    request = Request(URL, meta={keys.FETCH: bench.state, "download_slot": "a.test", keys.VERDICT: "tcp_timeout"})
    assert await bench.middleware.process_exception(request, caught.value) is None
    assert (bench.state["requests"], bench.state["error"], bench.state["detail"]) == (0, "tcp_timeout", "down")
    assert bench.scheduler.troubles == []


async def test_a_closed_hosts_rows_are_looked_for_elsewhere(bench):
    """A row that its host's verdict keeps from being sent still has its page; the verdict stays if that is in vain."""
    bench.state["page_url"] = PAGE
    meta = {keys.FETCH: bench.state, "download_slot": "a.test", keys.VERDICT: "tcp_timeout"}
    page = await bench.middleware.process_exception(Request(URL, meta=meta), RowError(ErrorSlug.TCP_TIMEOUT, "down"))
    assert (page.url, page.meta[keys.PAGE], bench.state["remedy"]) == (PAGE, True, "page")
    assert keys.VERDICT not in page.meta
    meta = {keys.FETCH: bench.state, "download_slot": "p.test", keys.VERDICT: "tcp_unreachable", keys.PAGE: True}
    down = RowError(ErrorSlug.TCP_UNREACHABLE)
    addresses = []
    while (page := await bench.middleware.process_exception(Request(page.url, meta=meta), down)) is not None:
        addresses.append((page.url, page.meta[keys.PAGE]))
    assert addresses == [("https://p.test/x", True), ("https://www.p.test/x", True)]
    assert bench.state["error"] == "tcp_timeout"


@pytest.mark.parametrize(
    ("slug", "requests"), [(ErrorSlug.DNS_NXDOMAIN, 0), (ErrorSlug.POLICY_PRIVATE_ADDRESS, 0), (ErrorSlug.TCP_RESET, 1)]
)
async def test_what_was_not_sent_does_not_count(bench, slug, requests):
    """A request that failed before anything was sent is no attempt; connecting is one."""
    await bench.middleware.process_exception(await bench.sent(), RowError(slug))
    assert bench.state["requests"] == requests


@pytest.mark.parametrize("exception", [RunStopped("over"), IgnoreRequest("robots")])
async def test_what_is_no_failure_of_the_request(bench, exception):
    """The end of the run and robots.txt are nobody's failure here: no attempt follows."""
    assert await bench.middleware.process_exception(await bench.sent(), exception) is None
    assert bench.state["error"] is None


async def test_requests_of_others_pass(bench):
    """A request without a row (robots.txt) is left alone."""
    request = Request("http://a.test/robots.txt", meta={"download_slot": "a.test"})
    await bench.middleware.process_request(request)
    response = await bench.answered(request, 500)
    assert response.status == 500
    assert await bench.middleware.process_exception(request, RowError(ErrorSlug.TCP_RESET)) is None


async def test_a_rejected_body_gets_another_attempt(bench):
    """What validation refused is tried again where that may help; the win is taken back."""
    request = await bench.sent()
    response = await bench.answered(request)
    assert bench.middleware.image_rejected(request, response, ErrorSlug.CONTENT_TRUNCATED, "half")
    assert [again.url for again in bench.crawled] == [URL]
    assert bench.middleware.planner.memory["a.test"].wins["default"] == 0
    assert not bench.middleware.image_rejected(request, response, ErrorSlug.CONTENT_TOO_SMALL, "")


async def test_a_picture_with_a_retry_after_is_asked_for_later(bench):
    """A notice that came with Retry-After pauses its host, and is asked for again later.

    Nobody waits a year; that it was asked for with a picture is not taken at its word, as it is with an error.
    """
    request = await bench.sent()
    response = await bench.answered(request, Retry_After="7")
    before = time.time()
    assert bench.middleware.image_rejected(request, response, ErrorSlug.CONTENT_PLACEHOLDER, "")
    [again] = bench.crawled
    assert again.meta[keys.NOT_BEFORE] >= before + 7
    assert bench.scheduler.slowdowns == [(7.0, False)]
    response = await bench.answered(request, Retry_After="31536000")
    bench.middleware.image_rejected(request, response, ErrorSlug.CONTENT_PLACEHOLDER, "")
    assert len(bench.scheduler.slowdowns) == 1
    assert bench.scheduler.troubles[-1].retry_after_s is None
    await bench.answered(await bench.sent(), 404, Retry_After="31536000")
    assert bench.scheduler.troubles[-1].retry_after_s == 31536000.0


async def rejected(bench: Bench, row: int, **how: Any) -> Request | None:
    """Let a notice to which *row* was redirected be refused; return the next attempt."""
    bench.state = bench.state_of(row)
    request = await bench.sent("http://a.test/busy.png", redirect_urls=[URL], redirect_times=1)
    response = await bench.answered(request)
    bench.crawled.clear()
    bench.middleware.image_rejected(request, response, ErrorSlug.CONTENT_PLACEHOLDER, "", **how)
    return bench.crawled[0] if bench.crawled else None


@pytest.mark.parametrize(("name", "again"), [("removed", 1), ("hotlink", 4)])
async def test_a_notice_that_says_it_is_gone_is_believed_sooner(bench, name, again):
    """After a notice whose name says so one other way of asking is tried, after others three and a later look."""
    for _ in range(6):
        request = await bench.sent()
        response = await bench.answered(request, Content_Disposition=f'inline; filename="{name}.png"')
        bench.middleware.image_rejected(request, response, ErrorSlug.CONTENT_PLACEHOLDER, "")
    assert len(bench.crawled) == again


async def test_a_host_that_gives_nothing_but_notices_is_no_limit(bench):
    """Where no other picture has passed, what looked like images before were notices too."""
    for _ in range(9):
        bench.middleware.planner.memory.won("a.test", "default")
    for row in range(3):
        await rejected(bench, row, others=1)
    assert bench.scheduler.told == ["image", "no image"] * 3
    assert bench.crawler.stats.get_value("imgcrawl/remedy/wait") is None


async def test_the_verdict_has_the_status_and_address_of_its_answer(bench):
    """A passing 503 and then a page: error, status and address are the page's."""
    again = await bench.answered(await bench.sent(), 503)
    request = await bench.sent("http://a.test/page", redirect_urls=[again.url])
    await bench.answered(request, 200, b"<!doctype html><html></html>")
    state = bench.state
    assert (state["error"], state["status"], state["final_url"]) == ("content_html", 200, "http://a.test/page")


async def test_a_picture_that_comes_to_two_rows_speaks_for_no_way(bench):
    """Where redirects lead two rows to one address, or both get the same bytes, none counts; pages are no pictures."""
    wins = bench.middleware.planner.memory["a.test"].wins
    for row, (final, body) in enumerate(
        [("/1.jpg", b"one"), ("/n.png", b"two"), ("/n.png", b"new"), ("/4.jpg", b"two")]
    ):
        bench.state["lane"] = row
        await bench.answered(await bench.sent(f"http://a.test{final}", redirect_urls=[URL]), body=JPEG + body)
    assert wins["default"] == 1
    bench.state["lane"] = 9
    await bench.answered(await bench.sent(**{keys.PAGE: True}), body=JPEG + b"one")
    assert wins["default"] == 2


async def test_a_second_look_begins_where_the_first_began(bench):
    """A doubtful picture is asked for again from the address that led to it; nothing is held against the host."""
    first = await bench.sent("http://cdn.test/slow-down.png", redirect_urls=[URL], redirect_times=1)
    response = await bench.answered(first)
    assert bench.middleware.image_doubted(first, response, "odd")
    [again] = bench.crawled
    assert again.url == URL
    assert "redirect_times" not in again.meta
    assert (bench.state["remedy"], bench.state["error"]) == ("look_again", None)
    [attempt] = bench.state["trail"]
    assert (attempt["remedy"], attempt["error"], attempt["note"]) == (None, "content_placeholder", "odd")
    assert bench.middleware.planner.memory["a.test"].wins["default"] == 1
    assert not Bench(IMGCRAWL_REMEDIES=["retry"]).middleware.image_doubted(first, response, "odd")


@pytest.mark.parametrize(("asked", "least_s"), [("120", 120), ("31536000", 0)])
async def test_a_second_look_is_not_sooner_than_asked_for(bench, asked, least_s):
    """What came with a doubtful picture is waited out, if a run does that at all."""
    request = await bench.sent()
    response = await bench.answered(request, Retry_After=asked)
    before = time.time()
    assert bench.middleware.image_doubted(request, response, "odd")
    [again] = bench.crawled
    later_s = again.meta[keys.NOT_BEFORE] - before
    assert least_s - 1 < later_s < least_s + 60  # two clocks


@pytest.mark.parametrize(("status", "error"), [(200, None), (404, "http_404"), (503, "http_503")])
async def test_what_a_made_up_address_brings_is_only_told(bench, status, error):
    """It counts as a request and stands in the trail; nothing is tried against it, and nothing learnt of the host."""
    request = await bench.sent("http://a.test/xqzvk.png", **{keys.MADE_UP: True})
    response = await bench.answered(request, status)
    assert response.status == status
    assert response.meta.get(keys.VERDICT) == error
    [entry] = bench.state["trail"]
    assert (entry["remedy"], entry["status"], entry["error"], entry["url"]) == (
        "made_up_name",
        status,
        error,
        request.url,
    )
    assert (bench.state["requests"], bench.state["error"], bench.state["remedy"]) == (1, None, None)
    assert "a.test" not in bench.middleware.planner.memory
    assert (bench.scheduler.troubles, bench.crawled) == ([], [])


async def test_the_trail_tells_every_attempt(bench):
    """Each attempt leaves its number, remedy, status, error, time to a hundredth and way of asking."""
    await bench.answered(await bench.sent(**{keys.TIMINGS: {"total_ms": 12.3456}}), 500)
    await bench.answered(await bench.sent())
    assert [(e["n"], e["remedy"], e["status"], e["error"]) for e in bench.state["trail"]] == [
        (1, None, 500, "http_500"),
        (2, "retry", 200, None),
    ]
    assert [e["ms"] for e in bench.state["trail"]] == [12.35, None]


async def test_lessons_are_handed_over(bench):
    """What was learnt is given to who keeps it, and taken up again."""
    bench.state["page_url"] = PAGE
    await bench.answered(await bench.sent(), 403, b"no")
    await bench.answered(await bench.sent())
    lessons = bench.middleware.lessons()
    assert list(lessons) == ["a.test"]
    other = Bench()
    other.middleware.recall(lessons)
    await other.sent()
    assert other.state["variant"] == "same_origin_referer"


@pytest.mark.parametrize("own", [True, False])
async def test_the_host_hears_whom_its_refusals_are_about(bench, own):
    """That a row alone is to blame for its refusals is told with its failure."""
    bench.state["refusals"]["own"] = own
    await bench.answered(await bench.sent(), 429)
    assert [trouble.own for trouble in bench.scheduler.troubles] == [own]


async def test_what_libcurl_repeats_counts_as_requests(bench):
    """Requests that were sent beneath us are the row's too, however the attempt ended, and are counted once."""
    request = await bench.sent(**{keys.REPEATS: 5})
    await bench.middleware.process_exception(request, RowError(ErrorSlug.HTTP_STREAM))
    assert bench.state["requests"] == 6
    request = await bench.sent(**{keys.REPEATS: 1})
    await bench.answered(request)
    assert bench.state["requests"] == 8
    assert keys.REPEATS not in request.meta


async def test_cookies_that_did_not_help_are_not_tried_again(bench):
    """A refusal that sets cookies is asked again with them, but not where it had some."""
    again = await bench.answered(await bench.sent(), 403, b"", Set_Cookie="a=1")
    assert bench.state["remedy"] == "cookies"
    bench.state = new_state(2, URL, None) | {"url": URL}
    request = await bench.sent()
    request.headers["Cookie"] = "a=1"
    again = await bench.answered(request, 403, b"", Set_Cookie="a=2")
    assert isinstance(again, Request)
    assert bench.state["remedy"] == "same_origin_referer"


async def test_a_row_that_waits_for_its_host_alone_is_no_new_one(bench):
    """What was refused for the company that it had is due at once, and not taken for a row that was never refused."""
    bench.scheduler.crowded = True
    again = await bench.answered(await bench.sent(), 429, b"")
    assert 0 < again.meta[keys.NOT_BEFORE] <= time.time()


def give_two(bench: Bench) -> None:
    """Let the host have given two images."""
    for _ in range(2):
        bench.middleware.planner.memory.won("a.test", "default")


async def test_a_row_of_a_host_that_has_turned_is_sent_again_as_it_was(bench):
    """It waits in the scheduler without a backoff, and has used up none of its tries; nobody is told of a failure."""
    bench.scheduler.turn = Turn(time.time() + 5)
    give_two(bench)
    request = await bench.sent("http://a.test/busy", redirect_times=1)
    again = await bench.answered(request, 502, b"<html>", Server="cache", Content_Type="text/html")
    assert (again.url, again.meta.get("redirect_times")) == (URL, None)
    assert again.meta[keys.NOT_BEFORE] <= time.time()
    assert (bench.state["retries"], bench.state["tried"], bench.state["error"]) == (0, [], "http_502")
    assert bench.scheduler.told == ["http_502 cache text/html"]
    assert bench.scheduler.troubles == []
    assert bench.crawler.stats.get_value("imgcrawl/remedy/wait") == 1


async def test_images_and_what_proves_to_be_none_are_told(bench):
    """A host has turned or not by the images that it gives: pages do not count."""
    give_two(bench)
    request = await bench.sent()
    response = await bench.answered(request)
    await bench.answered(await bench.sent(**{keys.PAGE: True}))
    bench.middleware.image_rejected(request, response, ErrorSlug.CONTENT_PLACEHOLDER, "", 5)
    assert bench.scheduler.told == ["image", "no image", "content_placeholder  "]


@pytest.mark.parametrize(("status", "told"), [(404, ["its own"]), (410, ["its own"]), (429, []), (503, [])])
async def test_facts_about_a_row_are_told_and_complaints_are_not(bench, status, told):
    """404 says that the host is there; what it says of its pace is heard elsewhere."""
    await bench.answered(await bench.sent(), status)
    assert bench.scheduler.told == told


@pytest.mark.parametrize(
    "how",
    [{"Retry_After": "3"}, {"body": b"Request has expired"}, {"remedy": "https"}, {"late": True}],
    ids=str,
)
async def test_what_has_another_reason_is_not_the_hosts_turn(bench, how):
    """An announced wait, an address that is over, another address, a row out of time: none holds a host."""
    give_two(bench)
    bench.scheduler.turn = Turn(time.time() + 5)
    bench.state["remedy"] = how.pop("remedy", None)
    if how.pop("late", False):
        bench.state["started_at"] = time.time() - 1000
    await bench.answered(await bench.sent(), 403, how.pop("body", b"no"), **how)
    assert bench.scheduler.told == []


async def test_a_strategy_that_does_not_wait_holds_no_host():
    """Without the remedy every row has its one request."""
    bench = Bench(IMGCRAWL_REMEDIES=["retry"])
    bench.scheduler.turn = Turn(time.time() + 5)
    give_two(bench)
    await bench.answered(await bench.sent(), 502)
    assert bench.scheduler.told == []


async def test_how_a_failure_came_about_is_told(bench):
    """That it was due to company, or that what came since may be as bad."""
    give_two(bench)
    bench.scheduler.crowded = True
    await bench.middleware.process_exception(await bench.sent(), RowError(ErrorSlug.TCP_RESET))
    bench.scheduler.crowded = False
    request = await bench.sent()
    response = await bench.answered(request)
    bench.middleware.image_rejected(request, response, ErrorSlug.CONTENT_PLACEHOLDER, "", 5, 0)
    assert bench.scheduler.told == ["tcp_reset  crowded", "image", "no image", "content_placeholder   latest"]


async def test_a_row_waits_for_a_host_that_is_out():
    """It keeps all its tries; when the wait was in vain it has none left that are like the first."""
    bench = Bench()
    bench.scheduler.outage = Turn(5.0)
    again = await bench.answered(await bench.sent(), 502)
    assert (again.url, bench.state["remedy"], bench.state["retries"]) == (URL, "wait", 0)
    bench.scheduler.outage = Turn(5.0, in_vain=True)
    assert isinstance(await bench.answered(await bench.sent(), 502), Response)
    assert bench.state["retries"] == 3
    assert (bench.scheduler.failed_out, bench.scheduler.ups) == ([False, False], 0)


@pytest.mark.parametrize(("status", "ups"), [(404, 1), (403, 1), (502, 0), (503, 0), (429, 0)])
async def test_an_answer_that_no_host_gives_which_is_out_is_told(status, ups):
    """Neither an error of its own nor a wish for fewer requests shows that a host is in order."""
    bench = Bench()
    await bench.answered(await bench.sent(), status)
    assert bench.scheduler.ups == ups


async def test_another_client_asks_at_once_where_a_row_was_hung_up_on():
    """If there is one that the host has not met; then the row waits as it began."""
    bench = Bench()
    bench.scheduler.outage = Turn(5.0, is_checked=True)
    again = await bench.middleware.process_exception(await bench.sent(), RowError(ErrorSlug.TCP_RESET))
    assert (bench.state["variant"], again.meta[keys.NOT_BEFORE]) == ("other_browser", FIRST_OF_ALL)
    bench.scheduler.outage = Turn(5.0)
    again = await bench.sent(again.url, **{keys.NOT_BEFORE: FIRST_OF_ALL})
    await bench.middleware.process_exception(again, RowError(ErrorSlug.TCP_RESET))
    assert (bench.state["variant"], bench.state["retries"]) == ("default", 0)


@pytest.mark.parametrize(("status", "told"), [(502, True), (503, False)])
async def test_a_503_is_no_matter_of_company_in_an_outage(status, told):
    """It always narrows its host, so that each would seem to be one beside others."""
    bench = Bench()
    bench.scheduler.crowded = True
    await bench.answered(await bench.sent(), status)
    assert bench.scheduler.failed_out == [told]


async def test_a_page_shows_no_outage():
    """It is not what the host is asked for."""
    bench = Bench()
    await bench.answered(await bench.sent(PAGE, **{keys.PAGE: True}), 502)
    assert (bench.scheduler.failed_out, bench.scheduler.ups) == ([], 0)
