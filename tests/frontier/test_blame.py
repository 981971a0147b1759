from __future__ import annotations

import pytest

from imgcrawl.frontier.blame import MOST_IN_A_ROW, Blame
from imgcrawl.remedies.attempts.state import Refusals, new_refusals


class Host:
    """A host that refuses rows and gives others; each request is sent a second after the one before."""

    def __init__(self) -> None:
        self.blame = Blame()
        self.rows: dict[str, Refusals] = {}
        self.now = 0.0

    def refuse(self, name: str, *, after: float = 1.0, alone: bool = True) -> bool:
        """Refuse the row *name*, which is asked for *after* so many seconds; say whether its address is to blame."""
        self.now += after
        row = self.rows.setdefault(name, new_refusals("a"))
        return self.blame.refused(row, self.now, sent_at=self.now, alone=alone)

    def give(self, times: int = 1, *, to: str = "", after: float = 1.0) -> None:
        """Answer well, the row *to* or *times* other ones."""
        for _ in range(times):
            self.now += after
            self.blame.answered(self.rows.get(to), self.now)

    def refuse_again(self, name: str, times: int = 1) -> bool:
        """Refuse the row *name*, and *times* again as the first one, when another was; say how the last was taken."""
        is_own = self.refuse(name)
        for _ in range(times):
            self.give()
            self.refuse(name)
            is_own = self.refuse(name)
        return is_own


@pytest.fixture
def host():
    """Return a host that has not refused anything."""
    return Host()


def test_a_first_refusal_is_about_the_pace(host):
    """Nothing tells a refused address from a host that is asked too often when it refuses for the first time."""
    assert not host.refuse("bad")


def test_a_row_that_is_refused_first_is_to_blame_where_another_was_given_first(host):
    """The host gives something after such a pause, so that it does not refuse the row for its pace."""
    host.refuse("bad")
    host.give()
    assert not host.refuse("bad")
    assert host.refuse("bad")
    assert host.rows["bad"]["own"]


@pytest.mark.parametrize("burst", [1, 2, 5, 20])
def test_a_row_that_is_refused_behind_others_is_not_to_blame(host, burst):
    """How many a host gives after a pause is its own affair: whoever comes next is refused, now and ever again."""
    for _ in range(5):
        assert not host.refuse("late")
        host.give(burst)
    assert not host.rows["late"]["vain"]


@pytest.mark.parametrize(("pause_s", "is_own"), [(5.0, False), (9.5, True), (20.0, True)])
def test_a_shorter_pause_tells_nothing(host, pause_s, is_own):
    """A host may want to be left alone for longer; timers are no more exact than a tenth."""
    host.refuse("bad")
    host.give(after=10)
    host.refuse("bad")
    assert host.refuse("bad", after=pause_s) is is_own


def test_what_was_given_before_a_row_was_refused_tells_nothing_of_it(host):
    """The host may have begun to refuse since."""
    host.refuse("one")
    host.give()
    assert [host.refuse("bad"), host.refuse("bad")] == [False, False]
    host.give()
    assert [host.refuse("bad"), host.refuse("bad")] == [False, True]


def test_nothing_is_told_twice(host):
    """After a row that was refused first another has to be given before one more is blamed."""
    for name in ("late", "bad", "worse"):
        host.refuse(name)
    host.give(to="late")
    for name in ("worse", "bad", "worse"):
        host.refuse(name)
    assert [host.rows[name]["vain"] for name in ("bad", "worse")] == [1, 0]


def test_a_new_row_that_is_refused_first_shows_that_the_pause_was_short(host):
    """Then another has to be given before a refused one can be blamed."""
    host.refuse("bad")
    host.give()
    host.refuse("bad")
    host.refuse("new")
    assert not host.refuse("bad")


def test_every_other_address_may_be_bad(host):
    """A row refused first after a pause, when a new one was given first after the one before, is to blame itself."""
    host.refuse("bad")
    host.refuse("worse")
    assert host.blame.wants_others
    host.give()
    host.refuse("worse")
    assert not host.blame.wants_others
    assert host.refuse("bad")
    assert host.blame.wants_others


def test_a_refused_row_that_is_given_first_speaks_against_the_pace(host):
    """A host that gives whoever is first after a pause, and refuses who is second, limits."""
    host.refuse("one")
    host.give()
    host.refuse("two")
    host.give(to="one")
    assert not host.refuse("three")
    assert host.blame.rescued == 1


def test_what_was_asked_for_before_a_refusal_tells_nothing(host):
    """Good answers to requests that were under way when the host refused were within its limit."""
    host.refuse("bad")
    for _ in range(5):
        host.blame.answered(None, host.now - 0.5)
    assert host.blame.wants_others
    assert not host.refuse("bad")
    assert host.blame.wants_others


def test_others_are_wanted_until_they_tell(host):
    """After a refusal rows that were not refused go first, until one of them was given."""
    assert host.blame.wants_others
    host.refuse("bad")
    assert host.blame.wants_others
    host.give()
    assert not host.blame.wants_others
    host.refuse("bad")
    assert not host.blame.wants_others


def test_a_limit_takes_one_more_refusal(host):
    """Where a refused row was given later the host does limit: rows are to blame after one more refusal in vain."""
    host.refuse("late")
    host.give(to="late")
    assert not host.refuse_again("bad")
    assert host.refuse_again("bad")


def test_what_is_given_in_the_end_has_a_clean_record(host):
    """A row that was blamed and is given all the same begins anew, and its blame is taken back."""
    for name in ("bad", "late"):
        host.refuse_again(name)
    host.give(to="late")
    assert host.rows["late"] == new_refusals("a")
    assert not host.refuse("other")


def test_what_was_given_and_proves_to_be_nothing_has_its_record_back(host):
    """Then nothing was given after the pause either."""
    host.refuse("bad")
    before = host.rows["bad"].copy()
    host.give(to="bad")
    host.blame.took_back(host.rows["bad"], before)
    assert (host.rows["bad"], host.blame.rescued) == (before, 0)
    assert host.blame.wants_others


def test_bad_rows_make_for_doubts_in_a_first_refusal(host):
    """Where rows have proven bad a new row's refusal is put down to it too, as many in a row as have proven bad."""
    host.refuse_again("bad")
    host.give()
    assert [host.refuse("one"), host.refuse("two")] == [True, False]
    host.give()
    assert host.refuse("three")


def test_rescued_rows_outweigh_bad_ones(host):
    """A host that gives later what it refused is asked too often when it refuses a new row."""
    for name in ("late", "later"):
        host.refuse(name)
        host.give(to=name)
    host.refuse_again("bad", 2)
    host.give()
    assert host.rows["bad"]["own"]
    assert not host.refuse("one")


def test_a_host_that_refuses_one_after_the_other_complains(host):
    """However many rows have proven bad, new ones without a good answer in between are soon about the pace."""
    for n in range(6):
        host.refuse_again(f"bad{n}")
    host.give()
    assert [host.refuse(f"new{n}") for n in range(5)] == [True] * MOST_IN_A_ROW + [False] * 2


def test_bad_rows_speak_for_themselves_alone(host):
    """Rows that have proven bad are refused as often as they are asked for, and say nothing of the pace."""
    host.refuse_again("bad")
    host.give()
    assert [host.refuse("bad") for _ in range(5)] == [True] * 5
    assert host.refuse("new")


def test_where_rows_are_bad_twice_is_enough(host):
    """When only bad rows are left none is given that could tell: one that has proven bad speaks for the others."""
    assert [host.refuse(name) for name in ("one", "one", "two", "two")] == [False] * 4
    host.refuse_again("bad")
    assert [host.refuse("one"), host.refuse("two")] == [True, True]


def test_other_failures_end_the_turn_of_others(host):
    """What is answered otherwise is not refused for the pace: the refused row has its turn, but is not to blame yet."""
    host.refuse("bad")
    host.now += 1
    host.blame.answered(None, host.now, well=False)
    assert not host.blame.wants_others
    assert not host.refuse("bad")


def test_in_company_no_first_row_is_blamed(host):
    """A refusal while other requests are under way may be due to these, until a row has proven bad alone."""
    host.refuse("bad")
    host.give()
    host.refuse("bad")
    assert not host.refuse("bad", alone=False)
    host.give()
    host.refuse("bad")
    assert host.refuse("bad")


def test_what_is_refused_in_company_counts_when_it_is_given_later(host):
    """It shows that the host limits."""
    row = host.rows["late"] = new_refusals("a")
    host.blame.refused_in_company(row)
    host.give(to="late")
    assert host.blame.rescued == 1


def test_a_refused_row_gets_its_turn_where_all_new_ones_are_refused(host):
    """Where a few new rows were refused in a row, the refused one is asked for again, which may be all it takes."""
    for number in range(MOST_IN_A_ROW):
        assert host.blame.wants_others
        host.refuse(str(number))
    assert not host.blame.wants_others
