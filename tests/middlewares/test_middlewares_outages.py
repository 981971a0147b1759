"""Rows of hosts that are out of order: they wait, and others ask meanwhile."""

from __future__ import annotations

import time

import pytest
from scrapy import Request
from scrapy.http import Response

from imgcrawl import keys
from imgcrawl.errors import ErrorSlug, RowError
from imgcrawl.frontier.hold import Turn
from imgcrawl.frontier.waiting import FIRST_OF_ALL
from tests.middlewares.benches import PAGE, URL, Bench


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
    assert bench.scheduler.at_stake == 1


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


@pytest.mark.parametrize(("pause_s", "waits"), [(50, True), (70, False)])
async def test_a_row_does_not_wait_for_a_host_that_is_left_alone_for_longer_than_it_has_time(pause_s, waits):
    """A pause of the host counts, whoever has asked for it."""
    bench = Bench(IMGCRAWL_URL_DEADLINE_SECONDS="60")
    bench.scheduler.paused_until = time.time() + pause_s
    assert isinstance(await bench.answered(await bench.sent(), 429), Request if waits else Response)
