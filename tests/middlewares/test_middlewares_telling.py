"""What the scheduler and the remedies are told of hosts."""

from __future__ import annotations

import time

import pytest
from scrapy import Request

from imgcrawl import keys
from imgcrawl.config.sections.hosts import REMEDY_NAMES
from imgcrawl.errors import ErrorSlug, RowError
from imgcrawl.frontier.hold import Turn
from imgcrawl.remedies.answers.failures import UNTIMED
from tests.middlewares.benches import PAGE, URL, Bench


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


THUMBNAIL = "https://upload.wikimedia.org/wikipedia/commons/thumb/a/ab/X.jpg/800px-X.jpg"


@pytest.mark.parametrize("is_of_size", [True, False], ids=["size", "limit"])
async def test_a_body_tells_whether_a_size_is_not_made_or_too_much_is_asked(bench, is_of_size):
    """What speaks of sizes is the row's own affair, however crowded its host; else the host is heard to complain."""
    bench.scheduler.crowded, bench.state["url"] = True, THUMBNAIL
    body = b"Use thumbnail steps listed on https://w.wiki/GHai" if is_of_size else b"too many requests"
    request = await bench.sent(THUMBNAIL, **{keys.UNHEARD: True})
    again = await bench.answered(request, 429, body)
    assert bench.scheduler.slowdowns == ([] if is_of_size else [UNTIMED])
    assert [trouble.own for trouble in bench.scheduler.troubles] == [is_of_size]
    assert ("960px" in again.url, bench.state["remedy"]) == (is_of_size, "other_size" if is_of_size else "wait")


@pytest.mark.parametrize("is_of_size", [True, False], ids=["size", "limit"])
async def test_a_host_is_heard_whatever_it_was_asked_for(bench, is_of_size):
    """Of what is asked of it under a name that is made up, too, and where the body does not come."""
    bench.state["url"] = THUMBNAIL
    asked = {keys.MADE_UP: True, keys.UNHEARD: True}
    body = b"Use thumbnail steps listed on https://w.wiki/GHai" if is_of_size else b"too many requests"
    await bench.answered(await bench.sent(THUMBNAIL, **asked), 429, body)
    assert bench.scheduler.slowdowns == ([] if is_of_size else [UNTIMED])
    await bench.middleware.process_exception(await bench.sent(THUMBNAIL, **asked), RowError(ErrorSlug.CONTENT_RESET))
    assert bench.scheduler.slowdowns == [UNTIMED] * (1 if is_of_size else 2)


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
    bench.middleware.pictures.rejected(request, response, ErrorSlug.CONTENT_PLACEHOLDER, "", 5)
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
    bench.middleware.pictures.rejected(request, response, ErrorSlug.CONTENT_PLACEHOLDER, "", 5, 0)
    assert bench.scheduler.told == ["tcp_reset  crowded", "image", "no image", "content_placeholder   latest"]


@pytest.mark.parametrize("slug", [ErrorSlug.HTTP_403, ErrorSlug.HTTP_404])
@pytest.mark.parametrize("over_https", [False, True], ids=["there", "over-https"])
async def test_a_page_that_is_not_asked_for_is_no_word_of_its_host(slug, over_https):
    """It neither proves the host up nor ends that its rows wait for it, and counts no request."""
    bench = Bench(IMGCRAWL_REMEDIES=list(REMEDY_NAMES))
    for at in range(2 * over_https):
        bench.middleware.planner.memory.redirects.led(f"{PAGE}{at}", f"https://p.test/x{at}", status=301)
    for at in range(20):
        bench.middleware.planner.memory.pages.answered(f"{PAGE}{at}", slug)
    now = time.time()
    meta = {keys.FETCH: bench.state, keys.PAGE: True, "download_slot": "p.test", keys.SENT_AT: now, keys.ASKED_AT: now}
    request = Request(PAGE, callback=bench.parse_page, meta=meta)
    with pytest.raises(RowError) as raised:
        await bench.middleware.process_request(request)
    await bench.middleware.process_exception(request, raised.value)
    assert (raised.value.slug, bench.state["requests"]) == (slug, 0)
    assert (bench.scheduler.told, bench.scheduler.ups, bench.scheduler.troubles) == ([], 0, [])
