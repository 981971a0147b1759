"""Hosts that answer 429 until they are told who asks."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from imgcrawl.config import RemedyConfig
from imgcrawl.errors import ErrorSlug
from imgcrawl.remedies.attempts.steps import Failure
from imgcrawl.remedies.hosts.memory import HostMemory
from imgcrawl.remedies.planner import Planner
from imgcrawl.remedies.rules.signs import Sign
from tests.remedies.planning import begun

if TYPE_CHECKING:
    from imgcrawl.remedies.attempts.state import FetchState

HOST = "a.test"
BY_NAME = "bot_identity"


def make(**options: Any) -> Planner:
    """Make a planner for an operator who has given a contact."""
    options = {"has_contact": True} | options
    return Planner(RemedyConfig(), HostMemory(), deadline_s=100.0, retry_after_max_s=300.0, rng=Random(1), **options)


def rebuffed(
    planner: Planner, state: FetchState, *, sent_at: float, retry_after_s: float | None = None, slug: str = "http_429"
) -> str | None:
    """Return what follows a refusal, a second after the request was sent."""
    failure = Failure(ErrorSlug(slug), retry_after_s=retry_after_s, is_crowded=slug == "http_429", sent_at=sent_at)
    step = planner.next_step(state, failure, host=HOST, now=sent_at + 1.0)
    return None if step is None else step.remedy


def row(number: int) -> FetchState:
    """Return the state of a row of the host."""
    return begun(number, f"https://{HOST}/{number}.jpg", None)


def test_who_waited_in_vain_says_who_asks():
    """The first refusal is waited for; one of a request that was sent after it is answered by our name, once."""
    planner, first, second, third = make(), row(1), row(2), row(3)
    assert rebuffed(planner, first, sent_at=10.0) == "wait"
    assert rebuffed(planner, second, sent_at=10.5) == "wait"  # it was under way already
    assert rebuffed(planner, first, sent_at=13.0) == BY_NAME
    assert (first["variant"], first["tried"]) == (BY_NAME, [BY_NAME])
    assert rebuffed(planner, third, sent_at=13.5) == "wait"


@pytest.mark.parametrize("slug", ["http_429", "http_403"])
def test_a_name_of_no_use_is_taken_back(slug):
    """Refused by name as well, the row waits on as it had; so do the others."""
    planner, state = make(), row(1)
    assert rebuffed(planner, state, sent_at=10.0) == "wait"
    assert rebuffed(planner, state, sent_at=13.0) == BY_NAME
    assert rebuffed(planner, state, sent_at=17.0, slug=slug) == "wait"
    assert (state["variant"], state["remedy"], state["error"]) == ("default", "wait", "http_429")
    assert rebuffed(planner, state, sent_at=25.0) == "wait"
    assert [rebuffed(planner, row(2), sent_at=at) for at in (30.0, 40.0)] == ["wait", "wait"]


def test_a_host_that_was_told_a_name_is_told_it_by_all():
    """Once an image came by name, rows that were refused before are asked for so, and new ones from the start."""
    planner, first, second = make(), row(1), row(2)
    for state in (first, second):
        assert rebuffed(planner, state, sent_at=10.0) == "wait"
    assert rebuffed(planner, first, sent_at=13.0) == BY_NAME
    planner.learning.succeeded(first, host=HOST)
    assert planner.first_variant(HOST) == BY_NAME
    assert rebuffed(planner, second, sent_at=16.0) == BY_NAME


def test_a_challenge_by_429_is_told_no_name():
    """Who wants a browser is no host that waits for our name, even after an earlier refusal was waited for in vain."""
    planner, state = make(), row(1)
    assert rebuffed(planner, state, sent_at=10.0) == "wait"
    challenge = Failure(ErrorSlug.HTTP_429, sign=Sign.CHALLENGE, sent_at=13.0)
    assert planner.next_step(state, challenge, host=HOST, now=14.0) is None


def test_what_is_missing_by_name_is_missing():
    """Who is let in and told that there is nothing does not go back to waiting."""
    planner, state = make(), row(1)
    rebuffed(planner, state, sent_at=10.0)
    assert rebuffed(planner, state, sent_at=13.0) == BY_NAME
    assert rebuffed(planner, state, sent_at=17.0, slug="http_404") is None
    assert state["error"] == "http_404"
    assert rebuffed(planner, row(2), sent_at=20.0) == BY_NAME


def test_rows_that_wait_ask_by_name_once_others_were_let_in_so():
    """A row whose wait is over is not asked for in vain once more, but for one that was refused by name as well."""
    planner, first, waiting, other = make(), row(1), row(2), row(3)
    for state in (first, waiting, other):
        state["started_at"] = 1.0
        assert rebuffed(planner, state, sent_at=10.0) == "wait"
    planner.choose_way(waiting, host=HOST)
    assert waiting["variant"] == "default"
    assert rebuffed(planner, first, sent_at=13.0) == BY_NAME
    planner.learning.succeeded(first, host=HOST)
    planner.choose_way(waiting, host=HOST)
    assert (waiting["variant"], waiting["remedy"], waiting["against"]) == (BY_NAME, BY_NAME, "http_429")
    assert rebuffed(planner, waiting, sent_at=20.0) == "wait"
    planner.choose_way(waiting, host=HOST)
    assert waiting["variant"] == "default"
    other["error"] = "http_503"
    planner.choose_way(other, host=HOST)
    assert other["variant"] == "default"


@pytest.mark.parametrize("why", ["no contact", "switched off", "announced", "given before", "not worth it", "a page"])
def test_a_limit_is_waited_for(why):
    """A wait that the host names is kept, one that gave images wants fewer requests, and a name needs a contact."""
    planner = make(has_contact=why != "no contact")
    if why == "switched off":
        planner = Planner(
            RemedyConfig(remedies=("wait",)),
            HostMemory(),
            deadline_s=100.0,
            retry_after_max_s=300.0,
            rng=Random(1),
            has_contact=True,
        )
    if why == "given before":
        planner.learning.succeeded(row(9), host=HOST)
    if why == "not worth it":
        for _ in range(200):
            planner.memory.odds.note("http_429", BY_NAME, helped=False)
    state = row(1)
    state["remedy"] = "page" if why == "a page" else None
    told = 2.0 if why == "announced" else None
    for at in (10.0, 15.0, 20.0):
        assert rebuffed(planner, state, sent_at=at, retry_after_s=told) == "wait"
    assert bool(planner.memory[HOST].losses) == (why == "not worth it")
