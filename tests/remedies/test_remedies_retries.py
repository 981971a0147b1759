"""Retries of one host: those that are still to come say nothing yet."""

from __future__ import annotations

import pytest

from imgcrawl.remedies.attempts.steps import Failure
from imgcrawl.remedies.hosts.retries import Retries
from tests.remedies.planning import HOST, NO_HTTPS, S, begun, make


@pytest.mark.parametrize(
    ("sent_at", "images", "is_worth"), [(10.0, 40, True), (10.0, 1, False), (10.0, 0, False), (11.0, 40, False)]
)
def test_what_is_still_to_come_has_not_been_in_vain(sent_at, images, is_worth):
    """Eight are two too many, unless they were not due when the request was sent, and the host has given images."""
    retries = Retries(met=1)
    for _ in range(8):
        retries.begin(11.0, images)
    assert retries.is_worth_one(sent_at, images) is is_worth


def retries_of(planner, rows, sent_at: float, *, gives: bool) -> int:
    """Return how many of *rows*, which fail one right after the other, are retried; the host *gives* others between."""
    count = 0
    for row in rows:
        if gives:
            planner.memory.won(HOST, "default")
        state = begun(row, f"http://{HOST}/{row}.jpg", None)
        step = planner.next_step(state, Failure(S.HTTP_502, sent_at=sent_at), host=HOST, now=sent_at + 1)
        count += step is not None and step.remedy == "retry"
    return count


def test_rows_that_fail_within_a_second():
    """Where as many are given they are asked for again, be there many; later it is known that this was in vain."""
    assert retries_of(make(remedies=NO_HTTPS), range(20), 100.0, gives=False) == 11
    planner = make(remedies=NO_HTTPS)
    assert retries_of(planner, range(20), 100.0, gives=True) == 20
    assert retries_of(planner, range(20, 40), 110.0, gives=True) == 0


@pytest.mark.parametrize(
    ("failure", "fresh", "proven"),
    [
        (Failure(S.CONTENT_TRUNCATED), 2, 3),
        (Failure(S.HTTP_PROTOCOL, status=200), 2, 3),
        (Failure(S.HTTP_PROTOCOL), 1, 1),
        (Failure(S.CONTENT_ENCODING), 2, 2),
    ],
    ids=["cut", "bad-chunk", "no-http", "damaged"],
)
def test_a_body_that_breaks_off_is_asked_for_twice_more_and_once_again_of_a_host_that_has_given_images(
    failure, fresh, proven
):
    """What is not valid HTTP in the middle of a body is as good as cut short; else it may be no web server."""
    for images, most in ((0, fresh), (3, proven)):
        planner, state, retries = make(remedies=("retry",)), begun(1, f"http://{HOST}/1.jpg", None), 0
        planner.memory[HOST].note_images(images)
        while planner.next_step(state, failure, host=HOST, now=1.0) is not None:
            retries += 1
        assert retries == most


@pytest.mark.parametrize(
    ("slug", "given_between", "spent"),
    [(S.HTTP_500, 2, [2, 2, 0]), (S.HTTP_500, 0, [2, 2, 2]), (S.TCP_ERROR, 2, [3, 3, 2])],
)
def test_rows_that_a_working_host_answers_alike_are_of_what_it_lacks(slug, given_between, spent):
    """One row's retries in vain tell so, while others are given theirs; in an outage, or silence, two rows' do."""
    planner, counts = make(remedies=NO_HTTPS), []
    for row in range(3):
        state, now = begun(row, f"http://{HOST}/{row}.jpg", None), 100.0 * (row + 1)
        retried = 0
        while step := planner.next_step(state, Failure(slug, sent_at=now), host=HOST, now=now):
            retried += step.remedy == "retry"
            now += 20
        counts.append(retried)
        for _ in range(given_between):
            planner.memory.won(HOST, "default")
    assert counts == spent
