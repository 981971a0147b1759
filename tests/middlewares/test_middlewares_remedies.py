"""What an answer or a failure becomes: the row's result, its next attempt, or its end."""

from __future__ import annotations

import time

import pytest
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.signalmanager import SignalManager

from imgcrawl import keys
from imgcrawl.errors import ErrorSlug, HostPaused, RowError, RunStopped
from imgcrawl.remedies.attempts.state import new_state
from tests.middlewares.benches import PAGE, URL


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
    assert bench.state["started_at"] is None, "its time has not begun"


async def test_the_time_of_a_row_that_has_failed_runs_on(bench):
    """Its next attempt may go back for a pause, and it may have failed before anything was sent."""
    first = await bench.sent()
    began = bench.state["started_at"]
    await bench.middleware.process_exception(first, RowError(ErrorSlug.DNS_SERVFAIL))
    await bench.middleware.process_exception(await bench.sent(), HostPaused())
    assert (bench.state["requests"], bench.state["started_at"]) == (0, began)


async def test_a_closed_hosts_rows_are_not_sent(bench):
    """A request that the scheduler gave up on fails unsent, uncounted, with the host's verdict."""
    with pytest.raises(RowError) as caught:
        await bench.sent(**{keys.VERDICT: "tcp_timeout", keys.VERDICT_REASON: "down"})
    request = Request(URL, meta={keys.FETCH: bench.state, "download_slot": "a.test", keys.VERDICT: "tcp_timeout"})
    assert await bench.middleware.process_exception(request, caught.value) is None
    assert (bench.state["requests"], bench.state["error"], bench.state["detail"]) == (0, "tcp_timeout", "down")
    assert bench.scheduler.troubles == []


async def test_a_verdict_leaves_the_last_answers_status(bench):
    """A row that was answered before its host was given up tells what with."""
    await bench.answered(await bench.sent(), 503, b"")
    meta = {keys.FETCH: bench.state, "download_slot": "a.test", keys.VERDICT: "http_503"}
    await bench.middleware.process_exception(Request(URL, meta=meta), RowError(ErrorSlug.HTTP_503, "given up"))
    assert (bench.state["error"], bench.state["detail"], bench.state["status"]) == ("http_503", "given up", 503)


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


async def test_the_trail_tells_every_attempt(bench):
    """Each attempt leaves its number, remedy, status, error, time to a hundredth and way of asking."""
    await bench.answered(await bench.sent(**{keys.TIMINGS: {"total_ms": 12.3456}}), 500)
    await bench.answered(await bench.sent())
    assert [(e["n"], e["remedy"], e["status"], e["error"]) for e in bench.state["trail"]] == [
        (1, None, 500, "http_500"),
        (2, "retry", 200, None),
    ]
    assert [e["ms"] for e in bench.state["trail"]] == [12.35, None]


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


async def test_it_is_learnt_whether_a_silent_page_was_bare(bench):
    """As the spider tells it, so that others of its host are asked for."""
    pages, signals = bench.middleware.planner.memory.pages, SignalManager()
    signals.connect(pages.named_nothing, signal=keys.page_named_nothing)
    pages.answered(PAGE, None)
    for is_bare, refusal in [
        *((is_bare, None) for is_bare in (True, True, False, False, False, False)),
        (False, ErrorSlug.CONTENT_HTML),
    ]:
        signals.send_catch_log(keys.page_named_nothing, page_url=PAGE, is_bare=is_bare)
        assert pages.refusal(PAGE) is refusal
