"""Rows are asked for where others of their host were found, and go on as before if they are not there."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import TYPE_CHECKING

import pytest

from imgcrawl.remedies.attempts.steps import Failure
from imgcrawl.remedies.places.moving import back_from_move
from imgcrawl.remedies.rules.groups import MAY_BE_MOVED
from imgcrawl.remedies.rules.signs import Sign
from tests.remedies.moving_rows import ALL, CDN, OLD, ROW, SHOWN, asked, path, row, show, taught, there
from tests.remedies.planning import NO_HTTPS, S, make, walk

if TYPE_CHECKING:
    from imgcrawl.remedies.attempts.steps import Step


@pytest.mark.parametrize("slug", sorted(MAY_BE_MOVED))
def test_two_rows_show_a_third_the_way(slug):
    """Whatever the old addresses fail with, rows that fail so are asked for there first, those without a page too."""
    planner = taught(slug, remedies=ALL)
    assert asked(planner, row(ROW), slug) == there(ROW)
    assert asked(planner, row(ROW, page=False), slug) == there(ROW)


@pytest.mark.parametrize("slug", sorted(MAY_BE_MOVED))
@pytest.mark.parametrize("paged", [True, False])
def test_a_row_that_is_not_there_goes_on_as_if_it_had_not_been_asked_for(slug, paged):
    """It loses none of its other remedies, whatever there is instead of its image."""
    failure = Failure(slug, hops=1, url=f"http://www.{OLD}/")
    without = taught(slug, remedies=tuple(each for each in ALL if each != "moved"))
    expected = path(without, row(ROW, page=paged), failure)
    found = path(taught(slug, remedies=ALL), row(ROW, page=paged), failure)
    assert found[0] == ("moved", there(ROW), False)
    assert found[1:] == expected


def test_a_row_goes_on_by_what_the_answer_at_its_address_had_told():
    """By the sign of a notice, and by the address that a page in the image's place names; its state speaks JSON."""
    signed = Failure(S.CONTENT_PLACEHOLDER, sign=Sign.GONE)
    without = taught(S.CONTENT_PLACEHOLDER, remedies=tuple(each for each in ALL if each != "moved"))
    planner, state = taught(S.CONTENT_PLACEHOLDER, remedies=ALL), row(ROW)
    assert walk(planner, state, signed, host=OLD) != [None]
    state["before_move"] = json.loads(json.dumps(state["before_move"]))
    stood = back_from_move(deepcopy(state), planner.memory)
    assert stood is not None
    assert (stood[0], stood[0].sign) == (signed, Sign.GONE)
    assert isinstance(stood[0].sign, Sign)
    (after,) = walk(planner, state, S.HTTP_404, host=CDN)
    assert after == walk(without, row(ROW), signed, host=OLD)[0]._replace(from_start=True)
    planner, state = taught(S.CONTENT_HTML, remedies=("moved", "page")), row(ROW, page=False)
    named = Failure(S.CONTENT_HTML, present_url=lambda *, whole=False: f"http://{OLD}/x.jpg")
    first, second = (walk(planner, state, failure, host=OLD)[0] for failure in (named, S.HTTP_404))
    assert [step and (step.remedy, step.url) for step in (first, second)] == [
        ("moved", there(ROW)),
        ("page", f"http://{OLD}/x.jpg"),
    ]


def test_a_row_that_is_not_there_is_asked_for_where_it_had_begun():
    """The same request once more is one to its own host."""
    planner, state = taught(S.TCP_REFUSED), row(ROW)
    steps = [*walk(planner, state, S.TCP_REFUSED, host=OLD), *walk(planner, state, S.HTTP_404, host=CDN)]
    assert [step and (step.remedy, step.url, step.from_start) for step in steps] == [
        ("moved", there(ROW), False),
        ("retry", None, True),
    ]


def test_what_another_address_meets_asks_for_nothing_there():
    """A row that is on its way elsewhere goes on as it was going."""
    planner, state = taught(), row(ROW)
    state["remedy"] = "https"
    assert asked(planner, state) is None


def test_only_rows_that_fail_as_those_did_are_asked_for_there():
    """What is refused may be where it was."""
    planner = taught(S.HTTP_404)
    assert asked(planner, row(ROW), S.HTTP_403) is None
    assert asked(planner, row(ROW), S.HTTP_404) == there(ROW)


def test_a_host_that_asks_for_patience_is_given_it():
    """What names a time speaks of the time."""
    step = taught(S.HTTP_403).next_step(row(ROW), Failure(S.HTTP_403, retry_after_s=5.0), host=OLD, now=50.0)
    assert step is None or step.remedy != "moved"


def test_a_row_is_asked_for_in_two_places_at_most():
    """The surest first: where rules contradict each other, more of them are no better."""
    planner = make(remedies=("moved",))
    for folder in ("media", "files", "images"):
        for key, bird in enumerate(SHOWN, 10):
            show(planner, bird, key, found=there(bird, folder))
    won = row("kite", 20)
    assert asked(planner, won) == there("kite", "media")
    walk(planner, won, S.HTTP_404, host=CDN)
    planner.learning.succeeded(won, host=CDN, marks=(20,), url=there("kite", "files"))
    steps = path(planner, row(ROW, 21), Failure(S.HTTP_404))
    assert [step[1] for step in steps] == [there(ROW, "files"), there(ROW, "media")]


def test_a_passing_failure_there_is_retried_there():
    """The image is likely to be there, so that the row waits for it; its own address is not asked again."""
    planner, state = taught(), row(ROW)
    assert asked(planner, state) == there(ROW)
    steps = walk(planner, state, S.HTTP_500, S.HTTP_500, host=CDN)
    assert [step and (step.remedy, step.url, step.from_start) for step in steps] == [("retry", None, False)] * 2
    assert state["remedy"] == "moved"
    (step,) = walk(planner, state, S.HTTP_404, host=CDN)
    assert step is not None
    assert step.remedy != "moved"
    assert state["retries"] == 0


def test_what_is_there_instead_does_not_speak_for_the_row():
    """The verdict stays that of the address as given."""
    planner, state = taught(remedies=("moved",)), row(ROW)
    walk(planner, state, S.HTTP_404, host=OLD)
    assert walk(planner, state, S.CONTENT_PLACEHOLDER, host=CDN) == [None]
    assert state["error"] == S.HTTP_404


def test_a_host_that_is_given_up_is_asked_nothing_and_its_rows_elsewhere():
    """Rows of a closed host are asked for there, and then on their pages, without a request to it in between."""
    planner = taught(S.TCP_REFUSED, remedies=NO_HTTPS)
    state = row(ROW)
    step = planner.step_elsewhere(state, Failure(S.TCP_REFUSED), host=OLD, now=0.0)
    assert step is not None
    assert (step.remedy, step.url) == ("moved", there(ROW))
    steps: list[Step | None] = []
    steps += walk(planner, state, S.HTTP_404, host=CDN)
    while steps[-1] is not None and steps[-1].remedy == "www":
        steps.append(planner.next_step(state, Failure(S.DNS_NXDOMAIN), host=f"www.{OLD}", now=50.0))
    assert [step and step.remedy for step in steps][-1] == "page"
    assert "retry" not in [step and step.remedy for step in steps]


def test_a_name_that_does_not_exist_is_not_asked_for():
    """Nor is it a trial of the rule."""
    planner = taught()
    planner.memory[CDN].nameless = True
    assert asked(planner, row(ROW)) is None
    planner.memory[CDN].nameless = False
    assert asked(planner, row(ROW)) == there(ROW)


def test_it_can_be_switched_off():
    """Without its name among the remedies no row is asked for by a rule."""
    assert asked(taught(remedies=("page",)), row(ROW)) is None


def test_a_row_that_was_kept_is_asked_for_once_the_rule_is_known():
    """Whatever it has been asked for before; if it is not there it ends as it had."""
    planner, state = make(), row(ROW, page=False)
    path(planner, state, Failure(S.HTTP_404))
    remedy = state["remedy"]
    assert planner.where_moved(state) is None
    assert state["remedy"] == remedy
    for key, bird in enumerate(SHOWN, 10):
        show(planner, bird, key)
    assert planner.where_moved(state) == there(ROW)
    assert state["remedy"] == "moved"
    assert walk(planner, state, S.HTTP_403, host=CDN) == [None]
    assert planner.where_moved(state) is None
    assert state["error"] == S.HTTP_404


def test_a_row_that_was_kept_ends_with_that():
    """All else has been tried, however it looks."""
    planner, state = taught(), row(ROW)
    state["error"] = S.HTTP_404
    assert planner.where_moved(state) == there(ROW)
    assert walk(planner, state, S.HTTP_404, host=CDN) == [None]
