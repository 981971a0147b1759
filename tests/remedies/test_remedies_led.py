"""Rows that are led to pictures of something else."""

from __future__ import annotations

from random import Random

import pytest

from imgcrawl.config import RemedyConfig
from imgcrawl.errors import ErrorSlug
from imgcrawl.remedies.attempts.state import new_state
from imgcrawl.remedies.attempts.steps import Failure
from imgcrawl.remedies.hosts.led import as_led, leads_apart
from imgcrawl.remedies.hosts.lessons import HostLessons
from imgcrawl.remedies.hosts.memory import HostMemory
from imgcrawl.remedies.planner import Planner
from imgcrawl.remedies.rules.signs import Sign
from imgcrawl.remedies.rules.variants import LADDER

S = ErrorSlug
HOST = "shop.test"


def led(category, *, slug=S.CONTENT_PLACEHOLDER, hops=1, sign=None):
    """Return the failure of a row that is led to the picture of a *category*."""
    return Failure(slug, url=f"http://{HOST}/c/{category}.jpg", hops=hops, sign=sign)


def test_several_pictures_to_which_rows_are_led_are_a_sign():
    """One may be a notice, about who asks."""
    lessons = HostLessons()
    assert [as_led(led(category), lessons).sign for category in (1, 1, 1)] == [None] * 3
    assert [as_led(led(category), lessons).sign for category in (2, 1, 3)] == [Sign.LED] * 3


@pytest.mark.parametrize("told", ["?from=/{}.jpg", "#/{}.jpg"], ids=["query", "fragment"])
def test_one_notice_that_is_told_of_each_row_is_one_picture(told):
    """What follows its path tells from where a row was led, and not to what."""
    lessons = HostLessons()
    notices = [led("hotlinking")._replace(url=f"http://{HOST}/notice.png{told.format(row)}") for row in range(4)]
    assert [as_led(notice, lessons).sign for notice in notices] == [None] * 4
    assert as_led(led(1), lessons).sign is Sign.LED


@pytest.mark.parametrize(
    "other", [led(2, hops=0), led(2, slug=S.CONTENT_HTML), led(2, slug=S.HTTP_404), led(2, sign=Sign.GONE)]
)
def test_what_is_no_picture_behind_a_redirect_says_nothing(other):
    """A notice in the image's own place, a page, an error; and what gives its reason keeps that."""
    lessons = HostLessons()
    as_led(led(1), lessons)
    assert as_led(other, lessons) is other
    assert not leads_apart(lessons)


def make(remedies, rows=1):
    """Make a planner for a host of *rows* rows that has given images."""
    config, memory = RemedyConfig(remedies=remedies), HostMemory()
    memory[HOST].wins["default"] = memory[HOST].images = 9
    return Planner(config, memory, deadline_s=100.0, retry_after_max_s=300.0, rng=Random(1), outlook=lambda _host: rows)


def walk(categories, rows):
    """Return how often each of *rows* rows of a host that has given images is asked for before it is given up."""
    planner, counts = make(("wait", "look_again", *(way.name for way in LADDER)), rows), []
    for row in range(rows):
        state = new_state(row, f"http://{HOST}/{row}.jpg", None)
        state["url"], state["started_at"] = state["given"], 50.0
        failure, count = led(row % categories), 1
        while planner.next_step(state, failure, host=HOST, now=51.0) is not None:
            count += 1
        counts.append(count)
    return counts


def test_rows_that_are_led_apart_share_one_search_and_do_not_wait():
    """Each way is tried once for all of them; later rows are asked for once."""
    counts = walk(5, 60)
    assert counts[-20:] == [1] * 20
    assert sum(counts) - 60 <= 2 * len(LADDER)
    assert sum(walk(1, 60)) > sum(counts)


def test_a_row_that_is_led_apart_does_not_wait_for_its_host():
    """Neither is its host held for it, nor is it looked at again a while later."""
    planner, rows = make(("wait", "look_again")), []
    for category in (1, 2, 3):
        state = new_state(category, f"http://{HOST}/{category}.jpg", None)
        state["url"], state["started_at"] = state["given"], 50.0
        turned = planner.may_be_turned(state, led(category), host=HOST, now=51.0)
        rows.append((turned, planner.next_step(state, led(category), host=HOST, now=51.0) is not None))
    assert rows == [(True, True), (False, False), (False, False)]
