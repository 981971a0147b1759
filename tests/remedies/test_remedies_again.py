from __future__ import annotations

from functools import partial
from random import Random

import pytest
from scrapy.settings import Settings

from imgcrawl.config import RemedyConfig
from imgcrawl.errors import ErrorSlug
from imgcrawl.remedies.attempts.state import FetchState, new_state
from imgcrawl.remedies.attempts.steps import Failure, Step
from imgcrawl.remedies.hosts.memory import HostMemory
from imgcrawl.remedies.rules.signs import Sign
from imgcrawl.remedies.rules.table import REMEDIES
from imgcrawl.remedies.waits.again import MAX_WAITS, AskAgain

S = ErrorSlug


@pytest.fixture
def memory():
    """Return a memory without hosts."""
    return HostMemory()


@pytest.fixture
def again(memory):
    """Return the planner of what is asked for once more, with the default settings."""
    config = RemedyConfig.from_settings(Settings())
    return AskAgain(config, memory, retry_after_max_s=300.0, deadline_s=600.0, rng=Random(1))


def row(*, own: bool = False) -> FetchState:
    """Return a row; *own*: its host's refusals are about it alone."""
    state = new_state(1, "", None)
    state["refusals"]["own"] = own
    return state


@pytest.mark.parametrize(
    ("wait_s", "own", "most"),
    [(None, False, MAX_WAITS), (7.0, False, MAX_WAITS), (None, True, 4), (7.0, True, 1), (2.0, True, 4)],
    ids=["the pace", "the pace, named", "the row", "the row, named", "the row, named shortly"],
)
def test_a_row_that_is_to_blame_waits_less_often(again, wait_s, own, most):
    """Six times for the host's pace; for its own sake four times, and once where the host named more than it would."""
    state, failure = row(own=own), Failure(S.HTTP_429, wait_s)
    steps = [again.wait(state, failure, "a") for _ in range(MAX_WAITS + 1)]
    assert sum(step is not None for step in steps) == most
    assert wait_s is None or steps[0] == Step("wait", "default", delay_s=wait_s)


@pytest.mark.parametrize(("wait_s", "own", "most"), [(7.0, False, 20), (None, False, MAX_WAITS), (2.0, True, 4)])
def test_a_time_that_was_kept_uses_up_nothing_where_the_host_gives_others_meanwhile(again, memory, wait_s, own, most):
    """Others had the row's turn: it waits on until its deadline, unless it is to blame itself or no time was named."""
    state, steps = row(own=own), []
    for _ in range(20):
        memory["a"].note_images(1)
        steps.append(again.wait(state, Failure(S.HTTP_429, wait_s), "a"))
    assert sum(step is not None for step in steps) == most


def test_a_wait_that_is_too_long_is_no_step(again):
    """What the run does not sit out is neither waited for nor retried."""
    failure = Failure(S.HTTP_503, 301.0)
    assert again.wait(row(), failure, "a") is None
    assert again.retry(row(), failure, "a", REMEDIES[S.HTTP_503]) is None


def test_nobody_waits_unasked(again):
    """A failure that names no time and does not come from the company is for a retry."""
    assert again.wait(row(), Failure(S.HTTP_503), "a") is None
    assert again.wait(row(), Failure(S.TCP_RESET, is_crowded=True), "a") == Step("wait", "default")


@pytest.mark.parametrize(
    ("failure", "most", "from_start"),
    [
        (Failure(S.CONTENT_HTML, sign=Sign.CLOSED, reload_s=3.0), 5, True),
        (Failure(S.CONTENT_TEXT, sign=Sign.IN_MAKING, reload_s=3.0), 4, False),
        (Failure(S.CONTENT_PLACEHOLDER, sign=Sign.IN_MAKING, reload_s=3.0), 4, True),
        (Failure(S.HTTP_202, reload_s=3.0), 4, False),
    ],
)
def test_a_promise_is_waited_for(again, memory, failure, most, from_start):
    """Ever longer, as long as the page says at least, and so often; from the start where a redirect led to a notice."""
    state = row()
    steps = [again.wait(state, failure, "a") for _ in range(most + 1)]
    assert memory["a"].retry_tokens == 12.0
    delays = [step.delay_s for step in steps if step]
    assert len(delays) == most
    assert delays[:2] == [3.0, 3.0]
    assert delays == sorted(delays)
    assert {step.from_start for step in steps if step} == {from_start}


def test_a_host_that_breaks_its_promises_is_not_believed(again, memory):
    """Two rows find that out, one more for each for which it was kept."""
    failure = Failure(S.CONTENT_HTML, sign=Sign.IN_MAKING)
    for _ in range(2):
        state = row()
        while again.wait(state, failure, "a"):
            pass
    assert again.wait(row(), failure, "a") is None
    kept = row()
    kept["promised"], kept["url"] = 1, "http://a/1.jpg"
    again.learn(kept, won=1)
    assert again.wait(row(), failure, "a") is not None


def test_a_host_that_stays_closed_is_not_waited_for(again):
    """Longer than one row would wait for it, whoever was told so; an image makes it a new matter."""
    at = [Failure(S.CONTENT_HTML, sign=Sign.CLOSED, sent_at=1000.0 + s) for s in (0, 31, 33, 34)]
    assert [again.wait(row(), failure, "a") is not None for failure in at] == [True, True, False, False]
    given = row()
    given["url"] = "http://a/1.jpg"
    again.learn(given, won=1)
    assert again.wait(row(), at[3], "a") is not None


@pytest.mark.parametrize("failure", [Failure(S.HTTP_503), Failure(S.HTTP_500, is_crowded=True)], ids=["503", "crowded"])
def test_retries_are_bounded_by_the_rule_and_by_the_host(again, memory, failure):
    """A row has as many as the table says, its host twelve; each has more time than the one before."""
    state, rule = row(), REMEDIES[failure.slug]
    steps = [again.retry(state, failure, "a", rule) for _ in range(rule.retries + 1)]
    factors = [step.timeout_factor for step in steps if step]
    assert len(factors) == rule.retries
    assert factors == sorted(set(factors))
    others = [again.retry(row(), failure, "a", rule) for _ in range(12)]
    assert sum(step is not None for step in others) == 12 - rule.retries


@pytest.mark.parametrize("slug", [S.HTTP_304, S.CONTENT_TRUNCATED, S.CONTENT_CORRUPT, S.CONTENT_ENCODING, S.HTTP_502])
def test_what_may_be_a_cached_copy_is_asked_past(again, slug):
    """Of what tells nothing of a cache only that which a server itself would hardly send."""
    step = again.retry(row(), Failure(slug, mark="1"), "a", REMEDIES[slug])
    assert (step.remedy, step.fresh) == ("retry", slug is not S.HTTP_502)


@pytest.mark.parametrize(("kept_s", "least_s", "most_s"), [(None, 0.8, 1.2), (9.0, 10.0, 10.0), (0.0, 3.2, 4.8)])
def test_a_kept_error_is_asked_about_when_it_is_old(again, kept_s, least_s, most_s):
    """When the cache has done with it, else after four times as long as others."""
    step = again.retry(row(), Failure(S.HTTP_502, kept_s=kept_s), "a", REMEDIES[S.HTTP_502])
    assert least_s <= step.delay_s <= most_s
    assert step.fresh is (kept_s is not None)


def damage(again: AskAgain, *marks: str) -> list[bool]:
    """Say of each damaged body that comes for a row whether it is asked for once more."""
    state, rule = row(), REMEDIES[S.CONTENT_CORRUPT]
    return [again.retry(state, Failure(S.CONTENT_CORRUPT, mark=mark), "a", rule) is not None for mark in marks]


def test_damage_is_told_from_chance_by_its_bytes(again, memory):
    """A row whose damage differs has two retries, one that brings the same bytes twice has one; the budget has none."""
    memory["a"].retry_tokens = 0.0
    assert damage(again, "1", "2", "3") == [True, True, False]
    assert damage(again, "1", "1") == [True, False]


def test_a_host_whose_files_are_damaged_is_found_out(again):
    """Three rows in a row that bring the same bytes twice, and no other kind in between, end it for all."""
    for _ in range(2):
        damage(again, "1", "1")
    damage(again, "1", "2")
    assert [damage(again, "1", "1") for _ in range(4)] == [[True, False]] * 3 + [[False, False]]
    given = row()
    given["url"], given["spoilt"] = "http://a/1.jpg", "1"
    again.learn(given, won=1)
    assert damage(again, "1") == [True]


LED = "http://start.test/1.jpg"


@pytest.mark.parametrize("slug", [S.TCP_CONNECT_TIMEOUT, S.HTTP_502, S.HTTP_503, S.DNS_NXDOMAIN, S.TLS_RESET])
def test_a_row_led_to_a_machine_that_is_down_begins_anew(again, memory, slug):
    """Four times, at the cost of the host that redirects: who is down has no more to do with it."""
    memory["start.test"].has_mirrors = True
    state, failure = row(), Failure(slug, chooser=LED)
    steps = [again.ask_chooser(state, failure) for _ in range(5)]
    assert [step and (step.remedy, step.url) for step in steps] == [("retry", LED)] * 4 + [None]
    assert (memory["start.test"].retry_tokens, "mirror.test" in memory) == (8.0, False)


@pytest.mark.parametrize(
    "failure",
    [Failure(S.HTTP_502), Failure(S.HTTP_404, chooser=LED), Failure(S.CONTENT_CORRUPT, chooser=LED)],
    ids=["not led", "missing", "damaged"],
)
def test_what_is_no_fault_of_a_mirror_begins_nothing_anew(again, failure):
    """Without such a redirect, or with an answer about the image, the address that failed is what is asked again."""
    assert again.ask_chooser(row(), failure) is None


def test_a_machine_that_is_down_for_good_may_be_the_only_one(again, memory):
    """Twice, then, until it is known that there are others."""
    failure = Failure(S.DNS_NXDOMAIN, chooser=LED, url="http://m1.test/1.jpg")
    assert [again.ask_chooser(state, failure) is not None for state in [row()] * 3] == [True, True, False]
    memory["start.test"].lead("m2.test")
    assert [again.ask_chooser(state, failure) is not None for state in [row()] * 5] == [True] * 4 + [False]


def test_a_redirector_is_asked_anew_as_often_as_its_budget_allows(again, memory):
    """Twelve retries that help nobody, and no more."""
    memory["start.test"].retry_tokens = 0.5
    assert again.ask_chooser(row(), Failure(S.HTTP_502, chooser=LED)) is None


@pytest.mark.parametrize(
    ("failure", "is_asked"),
    [
        (Failure(S.HTTP_429, sent_at=500.0, left_alone_until=699.0), True),
        (Failure(S.HTTP_429, sent_at=500.0, left_alone_until=701.0), False),
        (Failure(S.HTTP_429, 199.0, sent_at=500.0), True),
        (Failure(S.HTTP_429, 201.0, sent_at=500.0), False),
        (Failure(S.HTTP_500, sent_at=500.0, left_alone_until=701.0), False),
        (Failure(S.HTTP_500, 199.0, sent_at=500.0), True),
        (Failure(S.HTTP_500, 201.0, sent_at=500.0), False),
    ],
)
def test_nothing_is_waited_for_that_comes_after_the_deadline(again, failure, is_asked):
    """A pause that ends later than the time of the row, 600 s from its first request on, is of no use to it."""
    state = row() | {"started_at": 100.0}
    plan = again.wait if failure.slug is S.HTTP_429 else partial(again.retry, rule=REMEDIES[failure.slug])
    assert (plan(state, failure, host="a") is not None) is is_asked
    assert (state["waits"] + state["retries"] > 0) is is_asked
