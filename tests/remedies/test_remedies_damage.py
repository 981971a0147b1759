"""Addresses that are damaged beyond doubt: asked for without the damage first, whatever a host says instead."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from imgcrawl.config.sections.hosts import REMEDY_NAMES
from imgcrawl.remedies.attempts.steps import Failure
from imgcrawl.remedies.hosts.memory import HostMemory
from imgcrawl.remedies.places.mending import Mending
from imgcrawl.remedies.rules.mends import MEND_NAMES
from imgcrawl.remedies.rules.signs import Sign
from tests.remedies.planning import HOST, LADDER, PAGE, S, begun, make, walk

DAMAGED = "http://a.test/a%2520b.jpg)"
SOUND = "http://a.test/a%20b.jpg"

_LACKING = {
    "forbidden": Failure(S.HTTP_403),
    "a-store": Failure(S.HTTP_403, sign=Sign.STORE),
    "no-entry": Failure(S.HTTP_401),
    "bad-request": Failure(S.HTTP_400),
    "page": Failure(S.CONTENT_HTML),
    "text": Failure(S.CONTENT_TEXT),
    "home": Failure(S.CONTENT_HTML, url="http://www.b.test/", hops=1),
    "other-name": Failure(S.CONTENT_HTML, url="http://www.a.test/", hops=1),
    "with-a-cookie": Failure(S.HTTP_403, sets_cookies=True),
    "by-format": Failure(S.CONTENT_HTML, is_negotiated=True),
    "copy": Failure(S.CONTENT_HTML, is_copy=True),
    "placeholder": Failure(S.CONTENT_PLACEHOLDER),
    "notice": Failure(S.CONTENT_PLACEHOLDER, sign=Sign.GONE),
}


@pytest.mark.parametrize("failure", _LACKING.values(), ids=_LACKING)
def test_damage_is_undone_before_all_other_ways(failure):
    """However a host says that it has nothing, a damaged address is asked for without its damage first, and once."""
    planner, state = make(), begun(1, DAMAGED, PAGE)
    host = urlsplit(failure.url or DAMAGED).hostname or ""
    first, *later = walk(planner, state, *[failure] * 4, host=host)
    assert (first.remedy, first.url) == ("respelled", SOUND)
    assert "respelled" not in [step.remedy for step in later if step]


@pytest.mark.parametrize("failure", _LACKING.values(), ids=_LACKING)
def test_a_sound_address_costs_no_request_for_damage(failure):
    """An address that shows no damage is asked for in other ways, or elsewhere, as ever."""
    steps = walk(make(), begun(1, SOUND, PAGE), *[failure] * 4)
    assert "respelled" not in [step.remedy for step in steps if step]


@pytest.mark.parametrize("slug", [S.HTTP_429, S.HTTP_503, S.TCP_RESET])
def test_a_limit_or_an_outage_is_waited_for(slug):
    """What says nothing of the address does not speak for its damage."""
    step = walk(make(), begun(1, DAMAGED, PAGE), slug)[0]
    assert step.remedy in ("wait", "retry")


@pytest.mark.parametrize("sign", [Sign.CHALLENGE, Sign.LINKS, Sign.BROWSERS])
def test_an_answer_that_tells_its_reason_is_believed(sign):
    """Who says why it refuses does not mean that nothing is there."""
    steps = walk(make(), begun(1, DAMAGED, PAGE), Failure(S.HTTP_403, sign=sign))
    assert "respelled" not in [step.remedy for step in steps if step]


def test_other_ways_follow_where_undoing_it_was_in_vain():
    """A row that is refused without the damage too goes on as if it had not been asked for so."""
    remedies = [step.remedy for step in walk(make(), begun(1, DAMAGED, None), S.HTTP_403, S.HTTP_403) if step]
    assert remedies == ["respelled", LADDER[0]]


@pytest.mark.parametrize("lacking", [S.HTTP_404, S.CONTENT_HTML])
def test_who_is_let_in_asks_without_the_damage_once_more(lacking):
    """Where another way is told that nothing is there, what was refused before without the damage may be given so."""
    state, planner = begun(1, DAMAGED, None), make()
    steps = walk(planner, state, S.HTTP_403, S.HTTP_403, lacking, lacking, lacking)
    assert [step.url for step in steps[:3]] == [SOUND, None, SOUND]
    assert (steps[2].remedy, steps[2].variant) == ("respelled", LADDER[0])
    assert SOUND not in [step.url for step in steps[3:] if step]


def test_a_host_that_gives_damaged_addresses_is_believed():
    """Where an image came from an address that looks damaged, the next one is as it should be; not if it was none."""
    planner = make()
    given = begun(1, "http://a.test/1.jpg)", None)
    planner.learning.succeeded(given, host=HOST)
    planner.learning.succeeded(begun(5, "http://a.test/5.jpg", None), host=HOST)
    assert planner.may_be_turned(begun(2, DAMAGED, None), Failure(S.HTTP_403), host=HOST, now=50.0)
    assert walk(planner, begun(2, DAMAGED, None), S.HTTP_403)[0].remedy != "respelled"
    assert walk(planner, begun(3, DAMAGED, None), S.HTTP_404)[0].remedy != "respelled"
    planner.learning.rejected(given, host=HOST)
    assert walk(planner, begun(4, DAMAGED, None), S.HTTP_403)[0].remedy == "respelled"


@pytest.mark.parametrize(("given", "enabled"), [(0, MEND_NAMES), (1, MEND_NAMES), (0, MEND_NAMES - {"respelled"})])
def test_what_is_not_undone_keeps_no_row_from_waiting(given, enabled):
    """Whether damage shows, whether a mend is due and whether it is asked for is one decision."""
    memory, state, failure = HostMemory(), begun(1, DAMAGED, None), Failure(S.CONTENT_HTML)
    memory[HOST].given_as_damaged = given
    mending, is_undone = Mending(memory, enabled=enabled), not given and "respelled" in enabled
    assert mending.has_due(state, failure, has_won=False) is is_undone
    assert mending.may_be_of_damage(state, failure) is is_undone
    assert mending.shows_mendable(state, failure) is is_undone
    assert (mending.step(state, failure, HOST) is not None) is is_undone


def test_the_address_without_damage_is_asked_for_as_its_host_likes():
    """A mend on the same host is asked for in the row's present way, which the host has let in."""
    state = begun(1, DAMAGED, None)
    state["variant"] = "bot_identity"
    assert walk(make(), state, S.HTTP_404)[0].variant == "bot_identity"


@pytest.mark.parametrize("remedies", [REMEDY_NAMES, tuple(name for name in REMEDY_NAMES if name != "respelled")])
def test_a_host_that_turns_is_not_waited_for_in_its_place(remedies):
    """Nor may a refusal of a damaged address be what the host has for all for a while; unless it stays damaged."""
    planner = make(remedies=remedies)
    for row in range(3):
        planner.learning.succeeded(begun(row, f"http://a.test/{row}.jpg", None), host=HOST)
    turned = [
        planner.may_be_turned(begun(9, url, None), Failure(S.HTTP_403), host=HOST, now=50.0) for url in (SOUND, DAMAGED)
    ]
    assert turned == [True, "respelled" not in remedies]


def test_it_is_undone_ever_more_seldom_where_that_is_in_vain():
    """After n rows for which it was in vain, the next is due when there were 2^n."""
    planner, asked = make(), []
    for row in range(12):
        state = begun(row, f"http://a.test/{row}.jpg)", None)
        steps = walk(planner, state, S.HTTP_403, S.HTTP_403)
        asked += [row] if steps[0] and steps[0].remedy == "respelled" else []
    assert len(asked) < 5
