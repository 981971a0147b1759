from __future__ import annotations

import pytest

from imgcrawl.frontier.blame import MOST_IN_A_ROW, TELLING, Blame
from imgcrawl.remedies.state import Refusals, new_refusals


class Host:
    """A host that refuses rows and gives others; each request is sent a second after the one before."""

    def __init__(self) -> None:
        self.blame = Blame()
        self.rows: dict[str, Refusals] = {}
        self.now = 0.0

    def refuse(self, name: str) -> bool:
        """Refuse the row *name*; say whether that is put down to its address."""
        self.now += 1
        return self.blame.refused(self.rows.setdefault(name, new_refusals("a")), self.now)

    def give(self, times: int = 1, *, to: str = "") -> None:
        """Answer well, the row *to* or *times* other ones."""
        for _ in range(times):
            self.now += 1
            self.blame.answered(self.rows.get(to), self.now)

    def refuse_again(self, name: str, times: int = 2) -> bool:
        """Refuse the row *name* so often, others being given in between; say how the last one was taken."""
        is_own = self.refuse(name)
        for _ in range(times - 1):
            self.give(TELLING)
            is_own = self.refuse(name)
        return is_own


@pytest.fixture
def host():
    """Return a host that has not refused anything."""
    return Host()


def test_a_first_refusal_is_about_the_pace(host):
    """Nothing tells a refused address from a host that is asked too often when it refuses for the first time."""
    assert not host.refuse("bad")


def test_what_is_refused_while_others_are_given_is_to_blame(host):
    """The second refusal of a row is its own when others that were asked for since have been given."""
    assert host.refuse_again("bad")
    assert host.rows["bad"]["own"]


def test_a_single_good_answer_tells_nothing(host):
    """A host that gives one for each pause refuses whoever is second."""
    host.refuse("bad")
    host.give(TELLING - 1)
    assert not host.refuse("bad")


def test_every_other_address_may_be_bad(host):
    """A row refused first after a pause, when a new one was given first after the one before, is to blame itself."""
    host.refuse("bad")
    host.refuse("worse")
    host.give()
    assert host.blame.wants_others
    host.refuse("third")
    assert not host.blame.wants_others
    assert host.refuse("bad")
    assert host.blame.wants_others


def test_a_refused_row_that_is_given_first_speaks_against_the_pace(host):
    """A host that gives whoever is first after a pause, and refuses who is second, limits."""
    host.refuse("one")
    host.give()
    host.refuse("two")
    host.give(to="one")
    assert host.blame.wants_others
    assert not host.refuse("three")


def test_what_was_refused_after_others_were_given_is_no_test(host):
    """Nothing is told by a row that no other was given after; another refused one has its turn next."""
    host.refuse("bad")
    host.give()
    host.refuse("late")
    assert not host.refuse("late")
    assert not host.blame.wants_others
    assert host.refuse("bad")


def test_what_was_asked_for_before_a_refusal_tells_nothing(host):
    """Good answers to requests that were under way when the host refused were within its limit."""
    host.refuse("bad")
    for _ in range(5):
        host.blame.answered(None, host.now - 0.5)
    assert host.blame.wants_others
    assert not host.refuse("bad")
    assert host.blame.wants_others


def test_others_are_wanted_until_they_tell(host):
    """After a refusal rows that were not refused go first, until enough of them were given."""
    host.refuse("bad")
    assert host.blame.wants_others
    host.give(TELLING - 1)
    assert host.blame.wants_others
    host.give()
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
    host.refuse_again("bad", 3)
    host.give()
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
    for _ in range(TELLING):
        host.now += 1
        host.blame.answered(None, host.now, well=False)
    assert not host.blame.wants_others
    assert not host.refuse("bad")


def test_in_company_no_first_row_is_blamed(host):
    """A refusal while other requests are under way may be due to these, until a row has proven bad alone."""
    host.refuse("bad")
    host.give(TELLING)
    host.now += 1
    assert not host.blame.refused(host.rows["bad"], host.now, alone=False)
    host.give(TELLING)
    assert host.refuse("bad")


def test_a_refused_row_gets_its_turn_where_all_new_ones_are_refused(host):
    """Where a few new rows were refused in a row, the refused one is asked for again, which may be all it takes."""
    for number in range(MOST_IN_A_ROW):
        assert host.blame.wants_others or not number
        host.refuse(str(number))
    assert not host.blame.wants_others
