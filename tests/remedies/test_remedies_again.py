from __future__ import annotations

from random import Random

import pytest
from scrapy.settings import Settings

from imgcrawl.config import RemedyConfig
from imgcrawl.errors import ErrorSlug
from imgcrawl.remedies.again import MAX_WAITS, AskAgain
from imgcrawl.remedies.memory import HostMemory
from imgcrawl.remedies.state import FetchState, new_state
from imgcrawl.remedies.steps import Failure, Step
from imgcrawl.remedies.table import REMEDIES

S = ErrorSlug


@pytest.fixture
def memory():
    """Return a memory without hosts."""
    return HostMemory()


@pytest.fixture
def again(memory):
    """Return the planner of what is asked for once more, with the default settings."""
    config = RemedyConfig.from_settings(Settings())
    return AskAgain(config, memory, retry_after_max_s=300.0, rng=Random(1))


def row(*, own: bool = False) -> FetchState:
    """Return a row; *own*: its host's refusals are about it alone."""
    state = new_state(1, "", None)
    state["refusals"]["own"] = own
    return state


@pytest.mark.parametrize(
    ("wait_s", "own", "most"),
    [(None, False, MAX_WAITS), (7.0, False, MAX_WAITS), (None, True, 4), (7.0, True, 1)],
    ids=["the pace", "the pace, named", "the row", "the row, named"],
)
def test_a_row_that_is_to_blame_waits_less_often(again, wait_s, own, most):
    """Six times for the host's pace; for its own sake four times, and once where the host named a time."""
    state, failure = row(own=own), Failure(S.HTTP_429, wait_s)
    steps = [again.wait(state, failure, "a") for _ in range(MAX_WAITS + 1)]
    assert sum(step is not None for step in steps) == most
    assert wait_s is None or steps[0] == Step("wait", "default", delay_s=7.0)


def test_a_wait_that_is_too_long_is_no_step(again):
    """What the run does not sit out is neither waited for nor retried."""
    failure = Failure(S.HTTP_503, 301.0)
    assert again.wait(row(), failure, "a") is None
    assert again.retry(row(), failure, "a", REMEDIES[S.HTTP_503]) is None


def test_nobody_waits_unasked(again):
    """A failure that names no time and does not come from the company is for a retry."""
    assert again.wait(row(), Failure(S.HTTP_503), "a") is None
    assert again.wait(row(), Failure(S.TCP_RESET, is_crowded=True), "a") == Step("wait", "default")


def test_an_image_in_the_making_costs_a_strange_host_its_retries(again, memory):
    """One that has given images is believed; three times each."""
    memory["b"].images = 1
    for host, left in (("a", 9.0), ("b", 12.0)):
        state = row()
        steps = [again.wait(state, Failure(S.HTTP_202), host) for _ in range(4)]
        assert [step is not None for step in steps] == [True, True, True, False]
        assert memory[host].retry_tokens == left


def test_retries_are_bounded_by_the_rule_and_by_the_host(again, memory):
    """A row has as many as the table says, its host twelve; each has more time than the one before."""
    state, rule = row(), REMEDIES[S.HTTP_500]
    steps = [again.retry(state, Failure(S.HTTP_500), "a", rule) for _ in range(rule.retries + 1)]
    factors = [step.timeout_factor for step in steps if step]
    assert len(factors) == rule.retries
    assert factors == sorted(set(factors))
    others = [again.retry(row(), Failure(S.HTTP_500), "a", rule) for _ in range(12)]
    assert sum(step is not None for step in others) == 12 - rule.retries
