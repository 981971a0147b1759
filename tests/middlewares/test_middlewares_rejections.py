"""What was fetched and is refused, doubted or asked for a second time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from imgcrawl import keys
from imgcrawl.errors import ErrorSlug
from imgcrawl.remedies.answers.failures import Slowdown
from imgcrawl.remedies.rules.signs import Sign
from tests.middlewares.benches import JPEG, URL, Bench

if TYPE_CHECKING:
    from scrapy import Request


async def test_a_rejected_body_gets_another_attempt(bench):
    """What validation refused is tried again where that may help; the win is taken back."""
    request = await bench.sent()
    response = await bench.answered(request)
    assert bench.middleware.pictures.rejected(request, response, ErrorSlug.CONTENT_TRUNCATED, "half")
    assert [again.url for again in bench.crawled] == [URL]
    assert bench.middleware.planner.memory["a.test"].wins["default"] == 0
    assert not bench.middleware.pictures.rejected(request, response, ErrorSlug.CONTENT_TOO_SMALL, "")


@pytest.mark.parametrize(("remedy", "is_kept"), [(None, True), ("retry", True), ("page", False), ("unwrap", False)])
async def test_an_image_with_another_hash_is_one_that_its_host_has_given(bench, remedy, is_kept):
    """What brought it at its own address stays won; elsewhere the remedy has not brought the one that was wanted."""
    request = await bench.sent()
    bench.state["remedy"] = remedy
    response = await bench.answered(request)
    bench.middleware.pictures.rejected(request, response, ErrorSlug.CONTENT_HASH_MISMATCH, "")
    assert bench.middleware.planner.memory["a.test"].wins["default"] == is_kept
    assert bench.state["error"] == (ErrorSlug.CONTENT_HASH_MISMATCH if remedy != "page" else bench.state["error"])


async def test_a_picture_with_a_retry_after_is_asked_for_later(bench):
    """A notice that came with Retry-After pauses its host, and is asked for again later.

    Nobody waits a year; that it was asked for with a picture is not taken at its word, as it is with an error.
    """
    request = await bench.sent()
    response = await bench.answered(request, Retry_After="7")
    before = time.time()
    assert bench.middleware.pictures.rejected(request, response, ErrorSlug.CONTENT_PLACEHOLDER, "")
    [again] = bench.crawled
    assert again.meta[keys.NOT_BEFORE] >= before + 7
    assert bench.scheduler.slowdowns == [Slowdown(7.0, overload=False)]
    response = await bench.answered(request, Retry_After="31536000")
    bench.middleware.pictures.rejected(request, response, ErrorSlug.CONTENT_PLACEHOLDER, "")
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
    bench.middleware.pictures.rejected(request, response, ErrorSlug.CONTENT_PLACEHOLDER, "", **how)
    return bench.crawled[0] if bench.crawled else None


@pytest.mark.parametrize(
    ("name", "is_photo", "again"), [("removed", False, 0), ("hotlink", False, 3), ("hotlink", True, 4)]
)
async def test_a_notice_that_says_it_is_gone_is_believed_sooner(bench, name, is_photo, again):
    """After a notice whose name says so no other way of asking is tried, after others two, three after photographs.

    Others have a later look too. The row has no page on another site.
    """
    for _ in range(6):
        request = await bench.sent()
        response = await bench.answered(request, Content_Disposition=f'inline; filename="{name}.png"')
        bench.middleware.pictures.rejected(request, response, ErrorSlug.CONTENT_PLACEHOLDER, "", is_photo=is_photo)
    assert len(bench.crawled) == again


@pytest.mark.parametrize(("others", "again"), [(0, 0), (2, 1)])
async def test_what_comes_for_a_made_up_name_is_final_where_nothing_else_has_come(bench, others, again):
    """After images of the host it may be a notice for the moment, and is met as any other."""
    request = await bench.sent()
    response = await bench.answered(request)
    facts = {"sign": Sign.NOTHING, "others": others}
    bench.middleware.pictures.rejected(request, response, ErrorSlug.CONTENT_PLACEHOLDER, "", **facts)
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
    assert bench.middleware.pictures.doubted(first, response, "odd")
    [again] = bench.crawled
    assert again.url == URL
    assert "redirect_times" not in again.meta
    assert (bench.state["remedy"], bench.state["error"]) == ("look_again", None)
    [attempt] = bench.state["trail"]
    assert (attempt["remedy"], attempt["error"], attempt["note"]) == (None, "content_placeholder", "odd")
    assert bench.middleware.planner.memory["a.test"].wins["default"] == 1
    assert not Bench(IMGCRAWL_REMEDIES=["retry"]).middleware.pictures.doubted(first, response, "odd")


async def test_a_limit_does_not_speak_for_a_row_that_was_given_a_picture(bench):
    """What is said of the second look is the row's end, not the 429 before the first."""
    bench.state |= {"error": "http_429", "speaker": "default", "status": 429, "remedy": "wait"}
    request = await bench.sent()
    assert bench.middleware.pictures.doubted(request, await bench.answered(request), "odd")
    assert (bench.state["error"], bench.state["status"]) == (None, None)


@pytest.mark.parametrize(("asked", "least_s"), [("120", 120), ("31536000", 0)])
async def test_a_second_look_is_not_sooner_than_asked_for(bench, asked, least_s):
    """What came with a doubtful picture is waited out, if a run does that at all."""
    request = await bench.sent()
    response = await bench.answered(request, Retry_After=asked)
    before = time.time()
    assert bench.middleware.pictures.doubted(request, response, "odd")
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
