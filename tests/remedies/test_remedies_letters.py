"""Names whose letters are written small or large: which form is asked for, and when."""

from __future__ import annotations

import pytest

from imgcrawl.remedies.rules.mends import OF_CASE, Trials
from tests.remedies.planning import HOST, S, begun, make, walk

URL = f"http://{HOST}/Photos/IMG_1234.JPG"
ENDING, ALL = f"http://{HOST}/Photos/IMG_1234.jpg", f"http://{HOST}/photos/img_1234.jpg"


def _urls(planner, *, url=URL, page=None, rows=1):
    steps = [step for n in range(rows) for step in walk(planner, begun(n, url, page), *[S.HTTP_404] * 3)]
    return [step.url for step in steps if step and step.remedy in OF_CASE]


def test_the_ending_alone_is_asked_for_first():
    """Then all in small letters, and nothing else."""
    assert _urls(make(remedies=tuple(OF_CASE))) == [ENDING, ALL]


def test_an_address_that_differs_in_its_ending_alone_is_asked_for_once():
    """Both forms are the same one."""
    asked = _urls(make(remedies=tuple(OF_CASE)), url=f"http://{HOST}/photos/lake.JPG")
    assert asked == [f"http://{HOST}/photos/lake.jpg"]


def test_the_form_that_has_helped_at_the_host_comes_first_there():
    """Each form is learnt for itself."""
    planner = make(remedies=tuple(OF_CASE))
    planner.memory[HOST].mends["small_letters"] = Trials(met=1, won=1)
    assert _urls(planner) == [ALL, ENDING]


@pytest.mark.parametrize(("page", "asked"), [(None, [ENDING, ALL]), ("http://pages.test/1", [ENDING])])
def test_what_a_host_lacks_that_gives_others_is_asked_for_in_one_form_where_there_is_a_page(page, asked):
    """The page tells more than a second guess."""
    planner = make(remedies=tuple(OF_CASE))
    planner.memory[HOST].images = 5
    assert _urls(planner, page=page) == asked


def test_in_vain_it_is_asked_for_ever_more_rarely():
    """Of eight rows the first, second and fourth, as each other mend."""
    assert len(_urls(make(remedies=("small_ending",)), rows=8)) == 4
