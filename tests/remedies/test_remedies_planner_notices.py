"""Notices in the plan of a row: other ways at first, and a later look at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from imgcrawl.config.sections.hosts import REMEDY_NAMES
from imgcrawl.remedies.attempts.steps import Failure
from imgcrawl.remedies.rules.signs import FOR_ALL_CLIENTS, Sign
from tests.remedies.planning import HOST, PAGE, S, begun, make, walk

if TYPE_CHECKING:
    from imgcrawl.remedies.attempts.state import FetchState
    from imgcrawl.remedies.planner import Planner


def notices(planner: Planner, row: int, count: int = 9, **more: Any) -> list[str | None]:
    """Return the remedies for a row that gets a notice, at the same address, however it is asked for."""
    failure = Failure(S.CONTENT_PLACEHOLDER, url=f"http://{HOST}/static/none.png", hops=1, **more)
    steps = walk(planner, begun(row, f"https://{HOST}/{row}.jpg", PAGE), *[failure] * count)
    return [step and step.remedy for step in steps]


def test_a_notice_asks_for_a_link_from_a_page_of_the_hosts_own_or_the_rows():
    """Both are tried once for the host, though redirects lead to the same notice."""
    planner = make()
    assert notices(planner, 1)[:3] == ["same_origin_referer", "other_browser", "page"]
    assert notices(planner, 2)[0] not in ("same_origin_referer", "other_browser")


@pytest.mark.parametrize("sign", sorted(FOR_ALL_CLIENTS))
def test_a_notice_for_all_clients_is_asked_for_from_own_pages_alone(sign):
    """One that calls the image gone, or comes for a made-up name too: no other client is given anything else.

    One row tells what is given to the image's own site, the next what to its own page, and that is all.
    """
    planner = make()
    assert notices(planner, 0, 2, sign=sign) == ["same_origin_referer", "page"]
    assert notices(planner, 1, 2, sign=sign) == ["other_browser", "page"]
    assert notices(planner, 2, 2, sign=sign) == ["page", None]


@pytest.mark.parametrize("sign", [Sign.NOTHING, Sign.PIXEL])
def test_what_comes_for_made_up_names_is_looked_at_later_where_that_has_helped(sign):
    """Once a later look has brought an image anywhere in the run; so it is with a pixel."""
    planner = make()
    assert noticed(planner, 1, sign=sign)["remedy"] != "look_again"
    planner.memory.odds.note(S.CONTENT_PLACEHOLDER, "later", helped=True)
    assert noticed(planner, 2, host="b.test", sign=sign)["remedy"] == "look_again"


@pytest.mark.parametrize(("sign", "first"), [(Sign.PIXEL, "bot_identity"), (Sign.GONE, "same_origin_referer")])
def test_a_pixel_is_asked_for_in_the_way_that_its_host_likes(sign, first):
    """It may stand there for whoever the host does not know; what is called gone is so to all."""
    planner = make()
    planner.memory.won(HOST, "bot_identity")
    planner.memory[HOST].linked = -1
    assert notices(planner, 1, sign=sign)[0] == first


def test_a_way_that_wins_needs_no_guesses_at_a_notice():
    """Where another way has won, that one is asked for first."""
    planner = make()
    planner.memory.won(HOST, "bot_identity")
    assert notices(planner, 1)[0] == "bot_identity"


def noticed(planner: Planner, row: int, *, host: str = HOST, began: float = 48.0, **more: Any) -> FetchState:
    """Return the state of a row that gets a notice in every way and has come to its end, or to its later look."""
    state = begun(row, f"https://{host}/{row}.jpg", None) | {"started_at": began}
    failure = Failure(S.CONTENT_PLACEHOLDER, **more)
    while (step := planner.next_step(state, failure, host=host, now=50.0)) is not None and step.remedy != "look_again":
        planner.learning.succeeded(state, host=host)
        planner.learning.rejected(state, host=host)
    if step is not None:
        assert (step.variant, step.url) == ("default", None)
        assert step.delay_s >= 5
    return state


def test_a_notice_in_every_way_is_looked_at_later_once():
    """What is still in the making comes later, in the way in which it was first asked for."""
    planner = make()
    state = noticed(planner, 1)
    assert state["remedy"] == "look_again"
    planner.learning.succeeded(state, host=HOST)
    planner.learning.rejected(state, host=HOST)
    assert walk(planner, state, S.CONTENT_PLACEHOLDER)[0] is None


@pytest.mark.parametrize(
    "case",
    [{"began": 30.0}, {"sign": Sign.GONE}, {"off": True}],
    ids=["a-later-look-was-had", "gone", "switched-off"],
)
def test_no_later_look_is_due(case):
    """Not where waiting has been part of it, nor for what calls itself gone."""
    others = tuple(name for name in REMEDY_NAMES if name != "look_again")
    planner = make(remedies=others) if case.pop("off", False) else make()
    assert noticed(planner, 1, **case)["remedy"] != "look_again"


def test_later_looks_end_where_they_are_in_vain():
    """Two rows have one, and the others wait for what these find; where one has helped all have theirs."""
    planner = make(remedies=("look_again",))
    rows = [noticed(planner, row) for row in range(4)]
    assert [row["remedy"] for row in rows] == ["look_again"] * 2 + [None] * 2
    assert [row["refused_at"] for row in rows] == [None] * 2 + [HOST] * 2
    for row in rows[:2]:
        walk(planner, row, S.CONTENT_PLACEHOLDER)
    late = noticed(planner, 4)
    assert (late["remedy"], late["refused_at"]) == (None, None)
    planner.memory[HOST].later_wins = 1
    assert noticed(planner, 3)["remedy"] == "look_again"


def test_what_a_later_look_brings_counts_once_it_is_an_image():
    """A notice again is no win, an image is."""
    planner = make()
    state = noticed(planner, 1)
    planner.learning.succeeded(state, host=HOST)
    assert planner.memory[HOST].later_wins == 1
    planner.learning.rejected(state, host=HOST)
    assert planner.memory[HOST].later_wins == 0


def test_later_looks_end_where_they_are_in_vain_on_host_after_host():
    """A list of hosts with a row each pays for some of them, and goes on while they help now and then."""
    for helps in (False, True):
        planner, looks = make(), 0
        for n in range(60):
            host = f"host{n}.test"
            state = noticed(planner, n, host=host)
            if state["remedy"] == "look_again":
                looks += 1
                planner.learning.succeeded(state, host=host)
                if not helps or n % 5:
                    planner.learning.rejected(state, host=host)
                    walk(planner, state, S.CONTENT_PLACEHOLDER)
        assert looks == 60 if helps else 3 < looks < 20
