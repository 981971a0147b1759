"""Trials at full pace, of hosts that complain however slowly they are asked."""

from __future__ import annotations

import pytest

from imgcrawl.frontier.chance import Chance
from imgcrawl.frontier.rate import HostRate
from imgcrawl.frontier.trial import Trial


def met(trial: Trial, times: int, *, has_given: bool = True, is_eased: bool = False) -> None:
    """Let a host complain so often."""
    for _ in range(times):
        trial.met(has_given=has_given, is_eased=is_eased)


def tried(answers: int, *, seconds: float, delay_s: float = 8.0) -> float | None:
    """Return what a trial shows in which three complaints come after so many answers."""
    trial = Trial()
    trial.begin(1000.0, delay_s, 0.0)
    for _ in range(answers):
        trial.gave(1001.0)
    assert trial.complained(1000.0 + seconds / 3) is None
    assert trial.complained(1000.0 + seconds / 2) is None
    return trial.complained(1000.0 + seconds)


def complain(rate: HostRate, now: float, **how: bool) -> None:
    """Let a host complain by 503."""
    rate.complain(now, step_s=0.5, cap_s=8.0, forgive_s=300.0, **how)


def in_trial() -> HostRate:
    """Return the rate of a host that is on trial from 120 on."""
    rate = HostRate(has_given=True)
    for number in range(30):
        complain(rate, 20.0 * (number + 1), counts=False)
        if rate.is_on_trial:
            break
        rate.left_alone(2.0)
        for _ in range(1 + (number % 2)):
            rate.content(20.0 * (number + 1) + 5)
    assert rate.is_on_trial
    return rate


def test_five_complaints_after_good_answers_are_too_many():
    """Not if the delay had been shortened, nor where as many more came at once: those speak of a limit."""
    trial = Trial()
    met(trial, 4)
    met(trial, 9, is_eased=True)
    assert not trial.is_due
    met(trial, 1)
    assert trial.is_due
    met(trial, 6, has_given=False)
    assert not trial.is_due


@pytest.mark.parametrize(
    ("answers", "seconds", "found"), [(6, 20.0, 2.0), (6, 30.0, 0.0), (1, 6.0, 0.0), (0, 14.0, 0.0)]
)
def test_more_than_the_host_refused_to_bear_shows_that_it_does_not_count(answers, seconds, found):
    """Half as many again in the time, pauses included, of which one may be what had been saved up."""
    assert tried(answers, seconds=seconds) == found


def test_answers_to_what_was_sent_before_do_not_count():
    """They were asked for at the pace before."""
    trial = Trial()
    trial.gave(999.0)
    trial.begin(1000.0, 8.0, 0.0)
    for _ in range(9):
        trial.gave(1000.0)
    assert [trial.complained(1001.0) for _ in range(3)][-1] == 0.0


def test_a_trial_in_vain_is_repeated_after_twice_as_many_complaints():
    """So that a host that counts has few of them."""
    trial = Trial()
    trial.begin(1000.0, 8.0, 0.0)
    trial.end(in_vain=True)
    met(trial, 9)
    assert not trial.is_on
    assert not trial.is_due
    met(trial, 1)
    assert trial.is_due


def test_a_host_on_trial_is_asked_without_a_delay():
    """It has its delay again if it gives no more than before, and none where it does."""
    rate = in_trial()
    assert rate.delay_s == 0.0
    delay_s = rate.chance.trial.delay_s
    for now in (130.0, 134.0, 142.0):
        complain(rate, now, counts=False)
    assert (rate.delay_s, rate.is_on_trial, rate.is_by_chance) == (delay_s, False, False)
    rate = in_trial()
    for now in (130.0, 132.0, 134.0):
        for _ in range(30):
            rate.content(now - 1)
        complain(rate, now, counts=False)
    assert (rate.delay_s, rate.is_on_trial, rate.is_by_chance) == (0.0, False, True)


def test_a_time_that_the_host_names_ends_its_trial():
    """It counts, then; its delay grows from what it was."""
    rate = in_trial()
    delay_s = rate.chance.trial.delay_s
    complain(rate, 130.0, is_plain=False)
    assert (rate.is_on_trial, rate.is_by_chance) == (False, False)
    assert rate.delay_s >= delay_s


def test_a_refusal_that_is_about_one_row_is_none_in_a_trial():
    """Neither does it end the trial."""
    rate = in_trial()
    for _ in range(9):
        assert not rate.excused(counts=True)
    assert rate.is_on_trial


def test_what_follows_does_not_wait_for_the_delay_of_before(bench):
    """A host that is asked without a delay from now on is asked when its pause is over."""
    slot = bench.slot
    slot.rate.chance = Chance()
    slot.rate.chance.settled(9.0)
    slot.waiting.add("row", 0.0)
    slot.delay = slot.rate.delay_s = 60.0
    slot.next_at = 1060.0
    bench.complain(1.0, sent=0.9)
    assert slot.eligible_at() == slot.paused_until < 1010.0
