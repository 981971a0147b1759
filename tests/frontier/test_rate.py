from __future__ import annotations

import pytest

from imgcrawl.frontier.rate import HostRate


def complain(rate: HostRate, now: float) -> None:
    """Let the host complain at *now*."""
    rate.complain(now, step_s=0.5, cap_s=60.0, forgive_s=300.0)


def test_delay_rises_multiplicatively():
    """Each incident doubles the delay, from the first step on."""
    rate = HostRate()
    delays = []
    for n in range(3):
        complain(rate, float(n))
        delays.append(rate.delay_s)
    assert delays == [0.5, 1.0, 2.0]


def test_recovery_stays_above_the_delay_at_which_the_host_complained():
    """However long the host is content, the delay never returns to one that was too short."""
    rate = HostRate(has_given=True)
    complain(rate, 0.0)
    complain(rate, 1.0)
    for _ in range(10_000):
        rate.content()
    assert rate.delay_s == pytest.approx(0.5 * 1.25)


def delays_after(rate: HostRate, answers: int) -> list[float]:
    """Return the delay after each ten of so many good answers."""
    delays = []
    for n in range(answers):
        rate.content()
        if n % 10 == 9:
            delays.append(rate.delay_s)
    return delays


def out_of_order(rate: HostRate, now: float) -> None:
    """Let the host answer 503 at *now*."""
    rate.complain(now, step_s=0.5, cap_s=8.0, forgive_s=300.0, counts=False)


def test_after_an_outage_the_pace_comes_back_by_halves():
    """What a host refused again before it gave anything is no word on the delay, however often."""
    rate = HostRate()
    for now in (1.0, 3.0, 7.0, 15.0):
        out_of_order(rate, now)
    assert (rate.delay_s, rate.known_bad_s) == (0.5, 0.0)
    assert delays_after(rate, 40) == [0.25, 0.125, 0.0625, 0.03125]


def test_a_503_at_a_delay_that_was_given_is_a_limit():
    """Then the pace rises by small steps, and no more to what was too fast."""
    rate = HostRate()
    out_of_order(rate, 0.0)
    delays_after(rate, 10)
    out_of_order(rate, 20.0)
    assert (rate.delay_s, rate.known_bad_s) == (0.5, 0.25)
    assert delays_after(rate, 20) == [0.5, 0.45]
    assert delays_after(rate, 1000)[-1] == 0.25 * 1.25


@pytest.mark.parametrize("is_recalled", [False, True], ids=["429", "other-process"])
def test_a_host_that_counts_requests_gets_no_quick_pace(is_recalled):
    """One that has said 429, whatever it said besides, nor one that another process has learnt of, until forgiven."""
    rate = HostRate(has_given=True)
    if is_recalled:
        rate.recall(0.5, 0.0, 0.0)
    else:
        complain(rate, 0.0)
    out_of_order(rate, 2.0)
    assert delays_after(rate, 20) == [rate.delay_s / 0.9, rate.delay_s]
    out_of_order(rate, 400.0)
    assert not rate.counts


def test_what_is_refused_from_the_first_request_on_is_no_word_on_the_pace():
    """The delay rises with each refusal, but is no more than a guess: it comes back by halves, to its first step."""
    rate = HostRate()
    for now in (1.0, 3.0, 7.0, 15.0):
        complain(rate, now)
    assert (rate.delay_s, rate.known_bad_s) == (4.0, 0.0)
    assert delays_after(rate, 30) == [2.0, 1.0, 0.5]
    assert delays_after(rate, 20) == [0.5, 0.45]


def test_a_pace_that_is_refused_once_something_was_given_is_known_to_be_bad():
    """Then the host counts, whatever it did at first."""
    rate = HostRate()
    for now in (1.0, 3.0, 7.0):
        complain(rate, now)
    assert delays_after(rate, 10) == [1.0]
    complain(rate, 40.0)
    assert (rate.delay_s, rate.known_bad_s) == (2.0, 1.0)
    assert delays_after(rate, 20) == [2.0, 1.8]
    assert delays_after(rate, 1000)[-1] == 1.25


def took(opens_at: float, per_s: float, rows: int = 150) -> tuple[float, int]:
    """Fetch *rows* one by one from a host that is closed at first, and then gives one for each 1/*per_s* seconds.

    Return how many seconds that takes, each request a twentieth, and how many were refused.
    """
    rate, now, free_at, refusals = HostRate(), 0.3, opens_at, 0
    while rows:
        if now >= free_at:
            rows, free_at = rows - 1, now + 1 / per_s
            rate.content()
            rate.answered_well()
            now += max(0.05, rate.delay_s)
        else:
            refusals += 1
            complain(rate, now)
            now += rate.pause_s(base_s=2.0, cap_s=300.0)
    return now, refusals


@pytest.mark.parametrize(
    ("opens_at", "per_s", "seconds", "refusals"),
    [(10, 99, 95, 3), (29, 99, 150, 4), (0.5, 2, 110, 2), (9, 0.2, 970, 5)],
)
def test_how_soon_a_host_is_asked_at_its_pace_again(opens_at, per_s, seconds, refusals):
    """A host that was closed at first is soon asked at full pace; one that allows so many is refused no more often."""
    took_s, refused = took(opens_at, per_s)
    assert took_s <= seconds
    assert refused <= refusals


def test_a_429_in_an_outage_still_slows_down():
    """It is about the number of requests, whatever came before."""
    rate = HostRate()
    out_of_order(rate, 0.0)
    complain(rate, 2.0)
    assert rate.delay_s == 1.0


def test_host_that_never_complained_is_left_alone():
    """Without an incident good answers change nothing."""
    rate = HostRate(floor_s=0.2)
    for _ in range(100):
        rate.content()
    assert (rate.delay_s, rate.learnt) == (0.2, False)


def test_policy_floor_holds():
    """The delay never falls below the policy's."""
    rate = HostRate(floor_s=3.0)
    complain(rate, 0.0)
    for _ in range(1000):
        rate.content()
    assert rate.delay_s == 3.0


def test_pause_doubles_and_is_capped():
    """Pauses of our own double with each incident up to the cap, and start anew after quiet."""
    rate = HostRate()
    pauses = []
    for n in range(4):
        complain(rate, float(n))
        pauses.append(rate.pause_s(base_s=2.0, cap_s=10.0))
    assert pauses == [2.0, 4.0, 8.0, 10.0]
    complain(rate, 1000.0)
    assert rate.pause_s(base_s=2.0, cap_s=10.0) == 2.0


def test_answers_to_requests_sent_before_are_the_same_incident():
    """Concurrent refusals are one incident; one sent after the pause is another."""
    rate = HostRate()
    complain(rate, 10.0)
    assert rate.same_incident(9.5)
    assert not rate.same_incident(12.0)


def test_the_delay_is_bounded():
    """However often a host complains, the delay stays below the cap, and no cap lowers a delay that was learnt."""
    rate = HostRate()
    for n in range(20):
        complain(rate, float(n))
    assert rate.delay_s == 60.0
    rate.complain(30.0, step_s=0.5, cap_s=8.0, forgive_s=300.0)
    assert rate.delay_s == 60.0


def test_trouble_begins_with_the_first_complaint_and_ends_with_a_good_answer():
    """The time since when a host has only complained is kept over many incidents."""
    rate = HostRate()
    assert rate.troubled_since == 0.0
    for now in (5.0, 9.0):
        complain(rate, now)
    assert rate.troubled_since == 5.0
    rate.content()
    assert rate.troubled_since == 0.0


def wait_in_vain(rate: HostRate, times: int, *, own_s: float = 2.0) -> None:
    """Let the host complain *times* without naming a time, and pause it for *own_s* each time."""
    for n in range(times):
        complain(rate, float(n))
        rate.paused(own_s)


def test_a_host_that_never_gave_anything_is_asked_five_times():
    """A host that never answered well and names no time is hopeless at its fifth complaint; a good answer saves it."""
    rate = HostRate()
    wait_in_vain(rate, 4)
    assert not rate.is_hopeless(4.0, patience_s=300.0)
    wait_in_vain(rate, 1)
    assert rate.is_hopeless(4.0, patience_s=300.0)
    generous = HostRate()
    generous.answered_well()
    wait_in_vain(generous, 9)
    assert not generous.is_hopeless(20.0, patience_s=300.0)


def test_a_host_that_names_its_times_is_believed():
    """Announced waits do not make a host hopeless by their number, only by their length."""
    rate = HostRate()
    for n in range(9):
        complain(rate, float(n))
    assert not rate.is_hopeless(rate.troubled_since + 300.0, patience_s=300.0)
    assert rate.is_hopeless(rate.troubled_since + 300.1, patience_s=300.0)


def test_a_host_that_trickles_comes_to_an_end():
    """One image for each long pause does not keep a host going; as many as are worth their pauses do."""
    rate = HostRate()
    answers = 0
    while not rate.is_hopeless(0.0, patience_s=300.0):
        wait_in_vain(rate, 1, own_s=60.0)
        rate.content()
        rate.answered_well()
        answers += 1
    assert answers == 7
    rate = HostRate()
    for _ in range(100):
        wait_in_vain(rate, 1, own_s=60.0)
        for _ in range(4):
            rate.answered_well()
    assert rate.spent_s == 0.0


def test_an_acquittal_takes_the_last_complaint_back():
    """A host that has complained aloud before is acquitted of its last incident; its delay is taken back."""
    rate = HostRate(floor_s=0.1)
    complain(rate, 0.0)
    rate.acquit()
    assert (rate.delay_s, rate.learnt, rate.troubled_since) == (0.1, False, 0.0)
    rate.proven = True
    complain(rate, 1.0)
    complain(rate, 2.0)
    rate.acquit()
    assert (rate.delay_s, rate.incidents) == (0.5, 1)
    rate.acquit()
    rate.acquit()
    assert (rate.delay_s, rate.incidents) == (0.1, 0)


def test_an_acquittal_takes_back_that_a_delay_was_too_short():
    """The delay of the complaint before is still known to be bad, and no longer one."""
    rate = HostRate(has_given=True, proven=True)
    for n in range(4):
        complain(rate, float(n))
    assert (rate.delay_s, rate.known_bad_s) == (4.0, 2.0)
    rate.acquit()
    assert (rate.delay_s, rate.known_bad_s) == (2.0, 1.0)


def test_a_host_that_never_complained_aloud_is_acquitted_of_everything():
    """Suspicions alone leave nothing behind: neither delay nor pauses that were spent."""
    rate = HostRate(floor_s=0.1)
    for at in (1.0, 2.0, 3.0):
        complain(rate, at)
        rate.paused(4.0)
    rate.acquit()
    assert (rate.delay_s, rate.incidents, rate.known_bad_s, rate.vain, rate.spent_s) == (0.1, 0, 0.0, 0, 0.0)


def test_an_acquittal_takes_the_guessed_delay_back():
    """What a host is taken to bear later is not measured by a complaint that was none."""
    acquitted, fresh = HostRate(), HostRate()
    complain(acquitted, 0.0)
    acquitted.acquit()
    for each in (acquitted, fresh):
        each.answered_well()
        out_of_order(each, 1.0)
        for _ in range(40):
            each.content()
    assert acquitted.delay_s == fresh.delay_s
