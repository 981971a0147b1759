"""How it is unlearnt that a host likes a plainer header: by rows that are given their images with it in full."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from imgcrawl.config import RemedyConfig
from imgcrawl.errors import ErrorSlug
from imgcrawl.remedies.attempts.state import FetchState, new_state
from imgcrawl.remedies.attempts.steps import Failure, Step
from imgcrawl.remedies.hosts.memory import HostMemory
from imgcrawl.remedies.planner import Planner
from imgcrawl.remedies.rules.signs import Sign

HOST = "a.test"
S = ErrorSlug
MISSING = Failure(S.HTTP_404)
NAME = "plain_accept"
KNOWN = {"wins": {"default": 1}, "plain": [NAME]}


def make(images: int = 0, **options: Any) -> Planner:
    """Make a planner for a host that likes a plain Accept, by an earlier run and by so many *images* of this one."""
    memory = HostMemory()
    memory.recall([(HOST, KNOWN)])
    memory[HOST].plain.wins[NAME] += images
    return Planner(RemedyConfig(**options), memory, deadline_s=100.0, retry_after_max_s=300.0, rng=Random(1))


def begun(planner: Planner, number: int = 1) -> FetchState:
    """Return the state of a row that is asked for as the host likes it."""
    state = new_state(number, f"https://{HOST}/{number}.jpg", None)
    state["url"] = state["given"]
    planner.choose_way(state, host=HOST)
    return state | {"started_at": 1.0}


def then(planner: Planner, state: FetchState, failure: Failure) -> Step | None:
    """Return what follows the *failure* of the present attempt, which is begun."""
    step = planner.next_step(state, failure, host=HOST, now=50.0)
    state["planned_at"] = 50.0
    planner.choose_way(state, host=HOST)
    return step


def in_full(planner: Planner, number: int = 1) -> FetchState:
    """Return the state of a row that failed and is asked for in full."""
    state = begun(planner, number)
    then(planner, state, MISSING)
    assert state["in_full"] == NAME
    return state


def test_a_row_that_fails_is_asked_for_in_full_once():
    """At once, by the same client, from its own address; if that is in vain it goes on as it began."""
    planner = make()
    state = begun(planner)
    assert then(planner, state, MISSING) == Step("retry", "default", from_start=True)
    assert (state["plain"], state["in_full"]) == ([], NAME)
    then(planner, state, MISSING)
    assert (state["plain"], state["in_full"]) == ([NAME], None)
    then(planner, state, MISSING)
    assert state["in_full"] is None


def test_what_is_in_vain_is_tried_for_fewer_and_fewer_rows():
    """Of rows that are missing however they are asked for the first asks in full, and after n in vain one of 2^n."""
    planner, tried = make(), []
    for number in range(1, 20):
        state = begun(planner, number)
        then(planner, state, MISSING)
        if state["in_full"]:
            tried.append(number)
            then(planner, state, MISSING)
    assert tried == [1, 2, 4, 8, 16]


@pytest.mark.parametrize(
    "failure",
    [
        Failure(S.HTTP_504),
        Failure(S.HTTP_500),
        Failure(S.HTTP_429),
        Failure(S.HTTP_401),
        MISSING._replace(retry_after_s=5.0),
        Failure(S.CONTENT_HTML, sign=Sign.CLOSED),
    ],
    ids=["passes", "may-be-it", "limit", "never-it", "told-to-wait", "closed"],
)
def test_what_is_no_answer_to_the_header_is_not_asked_for_in_full(failure):
    """Nor is what may pass, whatever it could be the answer to."""
    planner = make()
    state = begun(planner)
    then(planner, state, failure)
    assert state["in_full"] is None
    assert planner.memory[HOST].plain.full == {}


def test_who_is_not_asked_again_is_not_asked_in_full():
    """Where there are no retries each row has its one request."""
    planner = make(remedies=(NAME,))
    state = begun(planner)
    assert then(planner, state, MISSING) is None


def test_a_row_that_asked_plainly_itself_is_not_asked_for_in_full():
    """It was asked for so at first."""
    planner, state = make(), new_state(1, f"https://{HOST}/1.jpg", None)
    state["url"], state["started_at"] = state["given"], 1.0
    then(planner, state, Failure(S.HTTP_406))
    assert state["remedy"] == NAME
    then(planner, state, MISSING)
    assert state["in_full"] is None


@pytest.mark.parametrize(("images", "needed"), [(0, 1), (1, 2), (9, 2)])
def test_images_that_come_in_full_undo_it(images, needed):
    """One does for what an earlier run has taught alone, two for what this run has seen."""
    planner = make(images)
    for number in range(needed):
        assert planner.memory[HOST].plain.liked() == [NAME]
        planner.learning.succeeded(in_full(planner, number), host=HOST)
    assert planner.memory[HOST].plain.liked() == []
    assert begun(planner, 9)["plain"] == []


def test_it_is_undone_for_the_next_run_too():
    """What an earlier run had stored gives way to that nothing is known."""
    planner = make()
    assert planner.memory.to_store()[HOST]["plain"] == [NAME]
    planner.learning.succeeded(in_full(planner), host=HOST)
    assert planner.memory.to_store() == {HOST: {}}


def test_an_image_that_comes_plainly_stands_against_those_before():
    """What came in full did so by chance: two in a row are needed again."""
    planner = make(5)
    planner.learning.succeeded(in_full(planner, 1), host=HOST)
    planner.learning.succeeded(begun(planner, 2), host=HOST)
    assert planner.memory[HOST].plain.wins[NAME] == 7
    planner.learning.succeeded(in_full(planner, 3), host=HOST)
    assert planner.memory[HOST].plain.liked() == [NAME]


def test_what_was_no_image_undoes_nothing():
    """Neither the picture that came in full, however often it was looked at, nor one that came plainly."""
    planner = make(5)
    state = in_full(planner)
    for _ in range(3):
        planner.learning.succeeded(state, host=HOST)
    assert planner.memory[HOST].plain.full[NAME].won == 1
    for _ in range(2):
        planner.learning.rejected(state, host=HOST)
    assert planner.memory[HOST].plain.full[NAME].won == 0
    notice = begun(planner, 2)
    planner.learning.succeeded(notice, host=HOST)
    notice["remedy"] = "look_again"
    planner.learning.succeeded(notice, host=HOST)
    planner.learning.rejected(notice, host=HOST)
    assert planner.memory[HOST].plain.wins[NAME] == 6


def test_a_notice_that_came_plainly_does_not_stand_against_images_in_full():
    """It has taken nothing from them when it is found out."""
    planner, notice = make(5), begun(make(5))
    planner.learning.succeeded(notice, host=HOST)
    planner.learning.succeeded(in_full(planner), host=HOST)
    planner.learning.rejected(notice, host=HOST)
    assert planner.memory[HOST].plain.full[NAME].won == 1


def test_what_came_from_another_address_says_nothing():
    """The row's page may have its image at another host."""
    planner = make()
    state = begun(planner) | {"remedy": "page"}
    planner.learning.succeeded(state, host=HOST)
    assert planner.memory[HOST].plain.wins[NAME] == 1
    then(planner, state, MISSING)
    assert state["in_full"] is None


def test_a_limit_leaves_the_header_in_full():
    """A row that met one is asked for as it was."""
    planner = make()
    state = in_full(planner)
    then(planner, state, Failure(S.HTTP_429))
    assert (state["plain"], state["in_full"]) == ([], NAME)
    assert planner.memory[HOST].plain.full[NAME].vain == 0
