"""Plainer headers: for whom they are tried, how often, and what is kept of that."""

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
S = ErrorSlug
NEGOTIATED = Failure(S.HTTP_404, status=404, is_negotiated=True)
CODED = Failure(S.CONTENT_TRUNCATED, is_coded=True)
ENGLISH = Failure(S.HTTP_404, url=f"https://{HOST}/en-us/1.jpg", hops=1)


def make(*, rows: int = 1, **options: Any) -> Planner:
    """Make a planner for a list in which each host has so many *rows*."""
    return Planner(
        RemedyConfig(**options),
        HostMemory(),
        deadline_s=100.0,
        retry_after_max_s=300.0,
        rng=Random(1),
        outlook=lambda _host: rows,
    )


def row(number: int = 1) -> FetchState:
    """Return the state of a row of the host that has not been asked for."""
    return begun(number, f"https://{HOST}/{number}.jpg", None)


def remedy(planner: Planner, state: FetchState, failure: Failure) -> str | None:
    """Return what is tried next."""
    step = planner.next_step(state, failure, host=HOST, now=50.0)
    return step and step.remedy


@pytest.mark.parametrize(
    ("failure", "name"),
    [
        (NEGOTIATED, "plain_accept"),
        (NEGOTIATED._replace(slug=S.HTTP_500), "plain_accept"),
        (NEGOTIATED._replace(slug=S.CONTENT_CORRUPT), "plain_accept"),
        (Failure(S.HTTP_406), "plain_accept"),
        (Failure(S.HTTP_OTHER_4XX, status=415), "plain_accept"),
        (CODED, "plain_encoding"),
        (Failure(S.CONTENT_ENCODING), "plain_encoding"),
        (ENGLISH, "no_language"),
    ],
)
def test_what_an_answer_speaks_for_is_tried_once(failure, name):
    """An answer that depends on a header is asked for without that once, by the same client, at once."""
    planner, state = make(), row()
    step = planner.next_step(state, failure, host=HOST, now=50.0)
    assert step is not None
    assert (step.remedy, step.variant, step.delay_s, step.from_start) == (name, "default", 0.0, True)
    assert state["plain"] == [name]
    assert remedy(planner, state, failure) != name
    assert (state["plain"], state["remedy"] == name) == ([], False)


@pytest.mark.parametrize(
    "failure",
    [
        Failure(S.HTTP_404),
        NEGOTIATED._replace(slug=S.HTTP_429),
        NEGOTIATED._replace(retry_after_s=5.0),
        Failure(S.CONTENT_CORRUPT),
    ],
    ids=["no-hint", "limit", "told-to-wait", "corrupt"],
)
def test_what_it_does_not_speak_for_is_not_tried(failure):
    """Without a hint a host's only row is not asked for so, and never where it is told to wait."""
    assert remedy(make(), row(), failure) != "plain_accept"


@pytest.mark.parametrize("name", ["plain_accept", "plain_encoding", "no_language"])
def test_a_plainer_header_can_be_switched_off(name):
    """A remedy that is not listed is not tried, whatever the answer says."""
    planner = make(remedies=tuple(other for other in RemedyConfig().remedies if other != name))
    failures = {"plain_accept": NEGOTIATED, "plain_encoding": CODED, "no_language": ENGLISH}
    assert remedy(planner, row(), failures[name]) != name


def test_what_helped_is_kept_for_the_host():
    """Later rows begin without the header, rows that are under way do without it next, and so does the next run."""
    planner, state, under_way = make(), row(), row(2)
    remedy(planner, state, NEGOTIATED)
    planner.learning.succeeded(state, host=HOST)
    assert remedy(planner, under_way, Failure(S.HTTP_404)) == "plain_accept"
    later = row(3)
    planner.choose_way(later, host=HOST)
    assert (later["plain"], later["variant"]) == (["plain_accept"], "default")
    redirected = row(4) | {"started_at": 49.0}
    planner.choose_way(redirected, host=HOST)
    assert redirected["plain"] == []
    memory = HostMemory()
    memory.recall(planner.memory.to_store().items())
    assert memory[HOST].plain.liked() == ["plain_accept"]


def test_what_brought_no_image_is_taken_back():
    """A picture that is refused when it is looked at has not been won by the plainer header."""
    planner, state = make(), row()
    remedy(planner, state, NEGOTIATED)
    planner.learning.succeeded(state, host=HOST)
    planner.learning.rejected(state, host=HOST)
    later = row(2)
    planner.choose_way(later, host=HOST)
    assert later["plain"] == []


@pytest.mark.parametrize(("images", "most"), [(0, 2), (2, 1)])
def test_hints_that_are_in_vain_are_bounded(images, most):
    """Two rows of a host try it in vain, one where the host gives its images as it was asked at first."""
    planner = make()
    for number in range(images):
        planner.memory.won(HOST, "default", row=100 + number)
    tried = 0
    for number in range(6):
        state = row(number)
        tried += remedy(planner, state, NEGOTIATED) == "plain_accept"
        remedy(planner, state, NEGOTIATED)
    assert tried == most


def test_a_hint_with_an_absence_counts_for_little_where_images_come():
    """A host that varies its pages by format says so of what it lacks too: the odds bound it, and there alone."""
    planner, new = make(), make()
    for tests in (planner, new):
        for slug in [S.HTTP_404, S.CONTENT_CORRUPT] * 30:
            tests.memory.odds.note(slug, "plain_accept", helped=False)
    for number in range(2):
        planner.memory.won(HOST, "default", row=100 + number)
    assert remedy(planner, row(), NEGOTIATED) != "plain_accept"
    assert remedy(planner, row(2), NEGOTIATED._replace(slug=S.CONTENT_CORRUPT)) == "plain_accept"
    assert remedy(new, row(), NEGOTIATED) == "plain_accept"


def test_without_a_hint_one_row_of_several_tries_it():
    """A host that gives several rows nothing is asked plainly for the first of them, and then no more."""
    planner = make(rows=5)
    states = [row(number) for number in range(5)]
    tried = []
    for state in states:
        tried.append(remedy(planner, state, Failure(S.HTTP_404)) == "plain_accept")
        remedy(planner, state, Failure(S.HTTP_404))
    assert tried == [True, False, False, False, False]
    assert planner.memory[HOST].searches == 1


def test_without_a_hint_a_host_that_gives_images_is_left_alone():
    """What is missing on a host that gives others costs nothing."""
    planner = make(rows=5)
    planner.memory.won(HOST, "default", row=9)
    assert remedy(planner, row(), Failure(S.HTTP_404)) != "plain_accept"


def test_without_a_hint_the_odds_bound_it():
    """Where it has helped on no host among many it is not tried without a hint for two rows alone."""
    planner = make(rows=2)
    for _ in range(40):
        planner.memory.odds.note(S.HTTP_404, "plain_accept", helped=False)
    assert remedy(planner, row(), Failure(S.HTTP_404)) != "plain_accept"


PASSING = {
    "limit": Failure(S.HTTP_429),
    "overload": Failure(S.HTTP_503),
    "told-to-wait": Failure(S.HTTP_500, retry_after_s=5.0),
    "closed": Failure(S.CONTENT_HTML, sign=Sign.CLOSED),
    "in-making": Failure(S.CONTENT_HTML, sign=Sign.IN_MAKING),
    "no-name-server": Failure(S.DNS_TIMEOUT),
    "cut-off": Failure(S.TCP_RESET),
    "gateway": Failure(S.HTTP_504),
}


@pytest.mark.parametrize("failure", PASSING.values(), ids=PASSING)
def test_what_passes_leaves_the_header_as_it_is(failure):
    """A limit or an outage says nothing of the header: the row is asked for once more without it, and that counts."""
    planner, state = make(), row()
    remedy(planner, state, Failure(S.HTTP_406))
    assert remedy(planner, state, failure) in {"wait", "retry"}
    assert (state["plain"], planner.memory[HOST].plain.vain) == (["plain_accept"], {})
    planner.learning.succeeded(state, host=HOST)
    assert planner.memory[HOST].plain.liked() == ["plain_accept"]


def test_a_name_that_is_gone_says_nothing_of_the_header():
    """Nothing was sent, so that nothing was in vain."""
    planner, state = make(), row()
    remedy(planner, state, Failure(S.HTTP_406))
    remedy(planner, state, Failure(S.DNS_NXDOMAIN))
    assert planner.memory[HOST].plain.vain == {}


def test_a_server_error_that_a_header_may_cause_is_no_outage():
    """What the plain header was tried against, or could have been, takes it back."""
    planner, state = make(), row()
    remedy(planner, state, NEGOTIATED)
    remedy(planner, state, Failure(S.HTTP_502))
    assert (state["plain"], planner.memory[HOST].plain.vain) == ([], {"plain_accept": 1})


def test_a_row_that_waits_for_its_host_to_turn_back_keeps_the_header():
    """It is asked for as it was: what the host had for all said nothing of that."""
    planner, state = make(), row()
    remedy(planner, state, NEGOTIATED)
    planner.asked_again(state, Failure(S.CONTENT_HTML), host=HOST, in_vain=False)
    assert (state["plain"], state["remedy"]) == (["plain_accept"], "plain_accept")


def test_a_failure_in_vain_counts_for_the_odds():
    """A trial in vain is one more host on which it did not help."""
    planner, state = make(rows=5), row()
    before = planner.memory.odds.chance(S.HTTP_404, "plain_accept")
    remedy(planner, state, Failure(S.HTTP_404))
    remedy(planner, state, Failure(S.HTTP_404))
    assert planner.memory.odds.chance(S.HTTP_404, "plain_accept") < before


def test_the_last_retry_is_plain():
    """A server error that no retry ends is asked for plainly in place of the last one, after the same wait."""
    planner, state = make(), row()
    steps = [planner.next_step(state, Failure(S.HTTP_500), host=HOST, now=50.0) for _ in range(3)]
    assert [step and step.remedy for step in steps] == ["retry", "retry", "plain_accept"]
    assert steps[2] is not None
    assert steps[2].delay_s > 2.0
    assert steps[2].timeout_factor > 2.0


@pytest.mark.parametrize(
    ("marks", "remedies"), [(("1", "1"), ["retry", None]), (("1", "2", "3"), ["retry", "plain_accept", None])]
)
def test_a_body_that_ends_early_each_time_alike_has_no_plain_retry(marks, remedies):
    """Its file ends there, as nothing says that the formats that were asked for have to do with it."""
    planner, state = make(), row()
    failures = [Failure(S.CONTENT_TRUNCATED, mark=mark) for mark in marks]
    assert [remedy(planner, state, failure) for failure in failures] == remedies
    assert remedy(make(), row(), failures[0]._replace(is_negotiated=True)) == "plain_accept"


def test_the_first_answer_speaks_for_the_row():
    """What a plainer header meets is no news of the address, but that nothing is there to whom was refused."""
    planner, state = make(), row()
    remedy(planner, state, NEGOTIATED)
    remedy(planner, state, Failure(S.CONTENT_HTML))
    assert state["error"] == "http_404"


def test_a_host_is_not_held_for_what_a_header_may_explain():
    """A failure that a plainer header may end is no sign that the host has turned against all."""
    planner = make()
    for number in range(3):
        planner.memory.won(HOST, "default", row=100 + number)
    failure = Failure(S.HTTP_500, is_negotiated=True)
    assert not planner.may_be_turned(row(), failure, host=HOST, now=50.0)
    assert planner.may_be_turned(row(), failure._replace(is_negotiated=False), host=HOST, now=50.0)
