"""Whom the first refusal of a page is about."""

from __future__ import annotations

import pytest

from imgcrawl.remedies.answers.first_refusals import MOST_IN_A_ROW, FirstRefusals


@pytest.fixture
def refusals():
    """Return what is known of no host."""
    return FirstRefusals()


def excused(refusals: FirstRefusals, *pages: int, host: str = "a.test") -> list[bool]:
    """Have *pages* refused, one after the other."""
    return [refusals.excuses(host, f"http://{host}/{page}") for page in pages]


def given(refusals: FirstRefusals, *pages: int) -> None:
    """Have *pages* given."""
    for page in pages:
        refusals.given("a.test", f"http://a.test/{page}")


def test_a_few_pages_are_excused_in_a_row(refusals):
    """A host of which nothing is known has three pages excused; a good answer, for whatever, allows three more."""
    assert excused(refusals, *range(MOST_IN_A_ROW + 1)) == [True] * MOST_IN_A_ROW + [False]
    given(refusals, 99)
    assert excused(refusals, *range(10, 11 + MOST_IN_A_ROW)) == [True] * MOST_IN_A_ROW + [False]
    assert excused(refusals, 1, host="b.test") == [True]


def test_a_host_that_gives_the_second_time_is_excused_for_all(refusals):
    """Two pages given the second time prove it: then any number of first refusals is about the pages."""
    excused(refusals, 1, 2)
    given(refusals, 1)
    assert not all(excused(refusals, *range(10, 20)))
    given(refusals, 2)
    assert all(excused(refusals, *range(20, 60)))


def test_a_second_refusal_speaks_against_all(refusals):
    """A page that is refused twice shows that the host means its pace; to take that back needs twice the proof."""
    excused(refusals, 1, 2)
    given(refusals, 1, 2)
    excused(refusals, 3, 4)
    assert excused(refusals, 3, 4, 5) == [False] * 3
    given(refusals, 6)
    assert excused(refusals, 7, 8, 9, 10) == [True, True, True, False]
    given(refusals, 7, 8)
    assert excused(refusals, *range(20, 24)) == [True, True, True, False]
    given(refusals, 9, 20)
    assert all(excused(refusals, *range(30, 40)))


def test_what_never_comes_again_does_not_pile_up(refusals):
    """At most a thousand excused pages of a host are remembered."""
    excused(refusals, 1, 2)
    given(refusals, 1, 2)
    assert excused(refusals, *range(10, 1012)) == [True] * 1000 + [False] * 2


@pytest.mark.parametrize(("others", "is_known"), [(499, True), (500, False)])
def test_memory_is_bounded(refusals, others, is_known):
    """Of a host that has not refused a page for 500 others nothing is known any more."""
    assert excused(refusals, 1) == [True]
    for number in range(others):
        excused(refusals, 1, host=f"h{number}.test")
    assert excused(refusals, 1) == [not is_known]
