"""Who asks in the place of a client that a host has turned against."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from imgcrawl.config import RemedyConfig
from imgcrawl.errors import ErrorSlug
from imgcrawl.remedies.attempts.steps import Failure
from imgcrawl.remedies.hosts.memory import HostMemory
from imgcrawl.remedies.planner import Planner
from tests.remedies.planning import URL, begun, make, walk

if TYPE_CHECKING:
    from imgcrawl.remedies.attempts.state import FetchState

HOST = "a.test"
S = ErrorSlug


@pytest.fixture
def planner() -> Planner:
    """Return the planner of a run in which the host has given three images in the default way."""
    planner = Planner(
        RemedyConfig(), HostMemory(), deadline_s=100.0, retry_after_max_s=300.0, rng=Random(1), outlook=lambda _: 9
    )
    for _ in range(3):
        planner.memory.won(HOST, "default")
    return planner


def row(number: int) -> FetchState:
    """Return the state of a row that is about to be asked for in the default way."""
    return begun(number, f"http://{HOST}/{number}.jpg", None)


def refused(planner: Planner, state: FetchState, times: int, slug: ErrorSlug = S.HTTP_403) -> list[str | None]:
    """Return the remedies for a row that is refused so many times."""
    steps = [planner.next_step(state, Failure(slug), host=HOST, now=1.0) for _ in range(times)]
    return [step and step.remedy for step in steps]


def waited(planner: Planner, state: FetchState, times: int, slug: ErrorSlug = S.HTTP_403) -> list[str]:
    """Return the remedies for a row that is refused so many times after its host was left alone in vain."""
    steps = [planner.asked_again(state, Failure(slug), host=HOST, in_vain=True) for _ in range(times)]
    assert all(step.first for step in steps if step.remedy != "wait")
    return [step.remedy for step in steps]


@pytest.mark.parametrize("slug", [S.HTTP_403, S.TCP_RESET])
def test_after_one_wait_in_vain_another_client_asks(planner, slug):
    """It is refused too: the next client has its turn; after the last one the row goes on waiting in its first way."""
    state = row(2)
    assert waited(planner, state, 1, slug) == ["other_browser"]
    assert state["variant"] == "other_browser"
    assert waited(planner, state, 1, slug) == ["third_browser"]
    assert waited(planner, state, 2, slug) == ["bot_identity", "wait"]
    assert state["variant"] == "default"
    assert waited(planner, state, 1, slug) == ["wait"]


def test_who_waits_for_the_first_time_asks_as_before(planner):
    """A row of a host that has just turned is sent again as it was."""
    step = planner.asked_again(row(1), Failure(S.HTTP_403), host=HOST, in_vain=False)
    assert (step.remedy, step.variant, step.delay_s, step.from_start, step.first) == (
        "wait",
        "default",
        0.0,
        True,
        False,
    )


def test_a_single_row_speaks_of_itself(planner):
    """Where no other row was refused, nobody has turned against a client."""
    refused(planner, row(1), 2)
    assert planner.memory[HOST].probed == {}


def test_each_client_is_tried_once_until_an_image_comes(planner):
    """Other rows do not repeat what one row has found out, until there is news."""
    waited(planner, row(2), 4)
    assert waited(planner, row(3), 2) == ["wait", "wait"]
    planner.memory.won(HOST, "default")
    assert waited(planner, row(5), 1) == ["other_browser"]


def test_the_one_that_was_given_an_image_asks_without_a_wait_and_then_begins(planner):
    """The next row that is refused is asked for by it at once; after a second image it is the first to ask."""
    state = row(2)
    waited(planner, state, 1)
    planner.learning.succeeded(state, host=HOST)
    assert planner.first_variant(HOST) == "default"
    state = row(3)
    assert not planner.may_be_turned(state, Failure(S.HTTP_403), host=HOST, now=1.0)
    assert refused(planner, state, 1) == ["other_browser"]
    planner.learning.succeeded(state, host=HOST)
    assert planner.first_variant(HOST) == "other_browser"
    assert planner.may_be_turned(state, Failure(S.HTTP_403), host=HOST, now=1.0)


def test_whom_the_host_has_turned_against_asks_for_nobody_else(planner):
    """A row that began in an older way is asked for by a client that was not refused since the last image came."""
    for _ in range(2):
        planner.memory.won(HOST, "other_browser")
    later = row(2) | {"variant": planner.first_variant(HOST)}
    assert later["variant"] == "other_browser"
    planner.asked_again(later, Failure(S.HTTP_403), host=HOST, in_vain=False)
    assert waited(planner, row(1), 1) == ["third_browser"]


def test_where_waiting_has_helped_it_is_a_limit(planner):
    """A host that gave images after a pause is waited for, and nobody else asks."""
    planner.memory[HOST].disguise_proofs = 1
    assert waited(planner, row(2), 3) == ["wait", "wait", "wait"]


def test_what_the_default_was_given_before_it_is_asked_for_again(planner):
    """A row that was first asked for by who took the default's place is asked for in the default way when refused."""
    for _ in range(2):
        planner.memory.won(HOST, "other_browser")
    state = row(1)
    state["variant"] = planner.first_variant(HOST)
    assert state["variant"] == "other_browser"
    planner.memory[HOST].vain_waits = 2
    assert refused(planner, state, 1) == ["retry"]
    assert state["variant"] == "default"


def test_not_found_is_final_whoever_asks(planner):
    """A client that is told that there is nothing has been let in."""
    state = row(2)
    waited(planner, state, 1)
    assert refused(planner, state, 1, S.HTTP_404) == [None]
    assert (state["error"], state["variant"]) == ("http_404", "other_browser")


@pytest.mark.parametrize("reason", [{"retry_after_s": 5.0}, {"is_all": True}, {"is_crowded": True}])
def test_a_refusal_that_tells_its_reason_calls_for_nobody_else(planner, reason):
    """Who names a time, gives all alike, or is asked for too much at once has not turned against a client."""
    planner.memory.won(HOST, "other_browser")
    planner.next_step(row(1), Failure(S.HTTP_403, **reason), host=HOST, now=1.0)
    assert planner.memory[HOST].probed == {}


def test_side_roads_are_left_to_their_own(planner):
    """What another address met says nothing of the client."""
    planner.memory.won(HOST, "other_browser")
    state = row(1)
    state["remedy"] = "unwrap"
    refused(planner, state, 1)
    assert planner.memory[HOST].probed == {}


def test_a_host_turns_against_ways_of_asking_that_it_has_given_images(planner):
    """A row that is refused in another way is refused, unless that was another client's turn in a way that had been."""
    state = row(1)
    assert planner.may_be_turned(state, Failure(S.HTTP_403), host=HOST, now=1.0)
    state["variant"] = "other_browser"
    assert not planner.may_be_turned(state, Failure(S.HTTP_403), host=HOST, now=1.0)
    state["returns_to"] = "default"
    assert planner.may_be_turned(state, Failure(S.HTTP_403), host=HOST, now=1.0)


@pytest.mark.parametrize("slug", [S.TCP_RESET, S.TCP_CLOSED, S.TLS_RESET])
def test_the_last_retry_of_who_was_hung_up_on_is_made_by_somebody_else(slug):
    """After the time that it would have waited: that tells an outage and a dislike at once."""
    steps = [step for step in walk(make(), begun(1, URL, None), *[slug] * 3) if step]
    assert [step.remedy for step in steps] == ["retry", "other_browser", "bot_identity"]
    assert steps[1].delay_s >= 1.6 > steps[2].delay_s


def test_where_nobody_else_may_ask_all_retries_are_made():
    """Two, by the same client."""
    steps = walk(make(remedies=("retry",)), begun(1, URL, None), *[S.TCP_RESET] * 3)
    assert [step and step.remedy for step in steps] == ["retry", "retry", None]


@pytest.mark.parametrize(("slug", "following"), [(S.TCP_RESET, "other_browser"), (S.HTTP_500, "retry")])
def test_a_wait_with_its_host_counts_as_a_retry_where_somebody_else_asks_next(slug, following):
    """It is longer than that; an error of the server, to which nobody else is the answer, has all its retries."""
    planner, state = make(), begun(1, URL, None)
    for _ in range(2):
        assert planner.asked_again(state, Failure(slug), host=HOST, in_vain=False).remedy == "wait"
    assert walk(planner, state, slug)[0].remedy == following
