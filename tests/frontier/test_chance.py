"""Complaints by chance, told from those about the pace, by what came between them."""

from __future__ import annotations

import pytest

from imgcrawl.frontier.chance import Chance
from imgcrawl.frontier.rate import HostRate


def stretch(chance: Chance, answers: int, *, delay_s: float = 1.0, pause_s: float = 2.0, **complaint: bool) -> None:
    """Let a host give *answers* after a pause, and complain then."""
    chance.waited(pause_s)
    for _ in range(answers):
        chance.gave(delay_s)
    chance.complained(delay_s, **{"is_plain": True, "counts": True} | complaint)


def test_the_delay_grows_by_what_the_pause_had_saved_up():
    """A host that gave ten at a second each after a pause of two bears five sixths of that pace."""
    chance = Chance()
    chance.waited(2.0)
    for _ in range(10):
        chance.gave(1.0)
    assert chance.growth(1.0) == pytest.approx(1.2)
    assert chance.growth(0.1) == 2.0


def test_a_delay_that_was_not_tried_doubles():
    """Where the host has given nothing since its last complaint nothing is known of its pace."""
    chance = Chance()
    assert chance.growth(1.0) == 2.0
    chance.waited(2.0)
    assert chance.growth(1.0) == 2.0


def test_a_delay_does_not_double_with_each_pause_in_vain():
    """After one, what the host gave before tells its pace, with half as much to spare: 60 in 8 s more."""
    chance = Chance(60)
    for _ in range(2):
        assert chance.growth(1.0) == 2.0
        stretch(chance, 0, pause_s=4.0)
    chance.waited(8.0)
    assert chance.growth(1.0) == pytest.approx(1.2)
    stretch(chance, 3, delay_s=100.0)
    assert chance.growth(1.0) == 2.0


def test_answers_before_the_first_complaint_count():
    """What a host gave before it ever complained tells its pace as well."""
    rate = HostRate()
    for _ in range(600):
        rate.answered_well()
    for now in range(9):
        rate.complain(10.0 * now, step_s=0.5, cap_s=60.0, forgive_s=300.0)
        rate.paused(8.0)
    assert 1.1 < rate.delay_s < 1.2


def test_three_complaints_after_some_answers_each_are_chance():
    """Two are not, nor those that come after fewer answers than three."""
    chance = Chance()
    for _ in range(5):
        stretch(chance, 2, delay_s=0.1)
    for _ in range(2):
        stretch(chance, 3, delay_s=0.1)
    assert not chance.is_likely
    stretch(chance, 3, delay_s=0.1)
    assert chance.is_likely


def test_a_complaint_that_names_a_time_is_about_the_pace():
    """One such complaint ends the suspicion, and the series that led to it."""
    chance = Chance()
    for _ in range(3):
        stretch(chance, 9)
    stretch(chance, 9, is_plain=False)
    assert not chance.is_likely
    for _ in range(2):
        stretch(chance, 9)
    assert not chance.is_likely


@pytest.mark.parametrize(("reset_s", "is_chance"), [(9.0, False), (0.0, True)])
def test_a_host_that_says_when_it_counts_anew_counts(bench, reset_s, is_chance):
    """Its complaints are about the pace, be they ever so rare."""
    for n in range(5):
        bench.complain(100 * n, sent=100 * n - 1, reset_s=reset_s)
        for _ in range(9):
            bench.slot.rate.content(1050.0 + 100 * n)
    assert bench.slot.rate.is_by_chance is is_chance


def test_a_complaint_about_a_shortened_delay_is_no_chance():
    """The host may have minded just that."""
    chance = Chance()
    for _ in range(9):
        chance.gave(1.0)
        chance.eased()
        stretch(chance, 30, delay_s=0.1)
    assert not chance.is_likely


def test_a_complaint_at_the_longest_delay_is_no_chance():
    """The delay should have grown by more than it could."""
    chance = Chance()
    for _ in range(9):
        stretch(chance, 12, delay_s=8.0, is_longest=True)
    assert not chance.is_likely


def test_a_complaint_at_a_slower_pace_than_was_borne_is_chance():
    """Be it after one answer: the host gave two a second for a while, and minds one in five seconds."""
    chance = Chance()
    stretch(chance, 30, delay_s=0.45)
    for _ in range(2):
        stretch(chance, 1, delay_s=5.0)
    assert chance.is_likely


@pytest.mark.parametrize("counts", [True, False], ids=["429", "503"])
@pytest.mark.parametrize("in_a_row", [1, 2])
def test_refusals_right_after_a_pause(counts, in_a_row):
    """Two in a row by 429 speak for a limit, one does not where the host has borne more, nor does a 503."""
    chance = Chance()
    stretch(chance, 30, delay_s=0.5)
    for answers in ([0] * in_a_row + [9]) * 3:
        stretch(chance, answers, delay_s=2.0, counts=counts)
    assert chance.is_likely is (in_a_row == 1 or not counts)


def test_chance_is_taken_back_where_the_pace_matters():
    """A host that complains three times as often at a quick pace counts; doubting that takes twice as many."""
    chance = Chance()
    for _ in range(3):
        stretch(chance, 20)
    for _ in range(4):
        stretch(chance, 6)
    assert chance.is_likely
    stretch(chance, 6)
    assert not chance.is_likely
    for _ in range(5):
        stretch(chance, 20)
    assert not chance.is_likely
    stretch(chance, 20)
    assert chance.is_likely


def test_a_long_time_of_chance_is_no_licence():
    """A host that begins to count after a thousand complaints by chance is slowed down as soon as any other."""
    chance = Chance()
    for _ in range(1000):
        stretch(chance, 20)
    assert chance.is_likely
    for _ in range(20):
        stretch(chance, 1)
    assert not chance.is_likely


def test_answers_to_earlier_requests_are_none_to_a_complaint():
    """What was under way when the host complained was sent at the pace before."""
    rate = HostRate()
    for now in (10.0, 20.0, 30.0, 40.0):
        rate.complain(now, step_s=0.5, cap_s=60.0, forgive_s=300.0)
        for _ in range(7):
            rate.content(now - 1.0)
    assert not rate.is_by_chance


def test_of_complaints_by_chance_all_answers_count():
    """At full pace many are under way when one is refused, and most of them are given."""
    rate, now = HostRate(), 0.0
    for _ in range(4):
        now += 10.0
        rate.complain(now, step_s=0.5, cap_s=60.0, forgive_s=300.0)
        for _ in range(4):
            rate.content(now + 1.0)
    assert rate.is_by_chance
    for _ in range(9):
        now += 10.0
        rate.complain(now, step_s=0.5, cap_s=60.0, forgive_s=300.0)
        for _ in range(4):
            rate.content(now - 1.0)
    assert rate.is_by_chance


def test_refusals_that_are_about_rows_alone_may_show_it_as_well():
    """Where one is refused now and then it is not the pace; a host that never complained has none to lose."""
    rate, calm = HostRate(), HostRate()
    for _ in range(3):
        assert not calm.excused(counts=True)
        calm.content()
    for now in (1.0, 3.0):
        rate.complain(now, step_s=0.5, cap_s=60.0, forgive_s=300.0)
    seen = []
    for _ in range(3):
        for _ in range(3):
            rate.content(5.0)
        seen.append(rate.excused(counts=True))
    assert seen == [False, False, True]
    assert (rate.delay_s, rate.incidents) == (0.0, 2)
