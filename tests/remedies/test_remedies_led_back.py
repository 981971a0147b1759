"""Redirects that hold for once, and always lead to the machine that is down."""

from __future__ import annotations

from functools import partial
from random import Random

import pytest
from scrapy.settings import Settings

from imgcrawl.config import RemedyConfig
from imgcrawl.errors import ErrorSlug
from imgcrawl.remedies.attempts.state import new_state
from imgcrawl.remedies.attempts.steps import Failure
from imgcrawl.remedies.hosts.memory import HostMemory
from imgcrawl.remedies.waits.again import AskAgain

FROM = "http://start.test/{}.jpg"
DOWN, OTHER = "https://down.test/{}.jpg", "https://other.test/{}.jpg"


@pytest.fixture
def memory():
    """Return a memory of a resolver that leads others to other machines, and has retries to spare."""
    memory = HostMemory()
    memory["start.test"].has_mirrors = True
    memory["start.test"].retry_tokens = 500.0
    return memory


@pytest.fixture
def ask(memory):
    """Return what asks for a row again where it began, as it fails at each of some machines in turn."""
    config = RemedyConfig.from_settings(Settings())
    again = AskAgain(config, memory, retry_after_max_s=300.0, deadline_s=600.0, rng=Random(1))
    return partial(asked, again)


def asked(again, key, *machines, gives=False):
    """Return how often the row is asked for again where it began, and whether the last of it *gives* the image."""
    state, times = new_state(key, FROM.format(key), None), 0
    for machine in machines:
        failure = Failure(ErrorSlug.TLS_RESET, url=machine.format(key), chooser=FROM.format(key))
        if again.ask_chooser(state, failure) is None:
            return times
        times += 1
    if gives:
        again.learn(state, host="other.test", won=1)
    return times


def test_rows_led_back_in_vain_speak_for_those_that_are_led_there_later(ask):
    """Two have all their retries; then one of 16 has, and one of 64."""
    assert [ask(key, *[DOWN] * 5) for key in range(1, 65)] == [4, 4, *[0] * 13, 4, *[0] * 47, 4]


def test_a_row_that_is_led_elsewhere_shows_that_all_may_be(ask):
    """Whether it finds its image there, or another machine that is down."""
    assert ask(1, DOWN, DOWN, gives=True) == 2
    assert [ask(key, *[DOWN] * 5) for key in range(2, 12)] == [4] * 10


def test_another_machine_that_is_down_is_another(ask):
    """Each is known by those that were led there."""
    assert ask(1, DOWN, OTHER, DOWN) == 3
    assert [ask(key, *[DOWN] * 5) for key in range(2, 8)] == [4] * 6
    assert [ask(key, *[OTHER] * 5) for key in range(2, 8)] == [4] * 6


def test_rows_that_began_before_any_was_led_back_go_on(ask, memory):
    """What becomes of them is not known yet; one that has begun to ask has all its retries."""
    assert [ask(key, DOWN) for key in range(1, 9)] == [1] * 8
    assert memory["down.test"].retries_of("led").vain == 0
    assert [ask(key, DOWN, DOWN, DOWN) for key in (9, 10, 11)] == [3, 3, 0]


def test_the_resolvers_other_machines_are_not_blamed(ask):
    """Nor does what they give speak for the one that is down."""
    for key in range(1, 4):
        ask(key, *[DOWN] * 5)
    assert ask(4, *[OTHER] * 5) == 4
    assert ask(5, *[DOWN] * 5) == 0


def test_an_image_that_proves_to_be_none_has_helped_nobody(memory):
    """What its row had shown before is true again."""
    config = RemedyConfig.from_settings(Settings())
    again = AskAgain(config, memory, retry_after_max_s=300.0, deadline_s=600.0, rng=Random(1))
    state, failure = new_state(1, FROM, None), Failure(ErrorSlug.TLS_RESET, url=DOWN, chooser=FROM)
    trials = memory["down.test"].retries_of("led")
    counts = []
    for won in (None, None, 1, -1):
        _ = again.ask_chooser(state, failure) if won is None else again.learn(state, host="other.test", won=won)
        counts.append((trials.vain, trials.won))
    assert counts == [(0, 0), (1, 0), (0, 1), (1, 0)]
