"""Hosts that mind the page for which their images are asked for, by what they say of something else."""

from __future__ import annotations

import pytest

from imgcrawl.remedies.asking.hotlinks import hung_up_enough, other_referers, ways_if_hung_up
from imgcrawl.remedies.attempts.steps import Failure
from imgcrawl.remedies.hosts.lessons import HostLessons
from imgcrawl.remedies.hosts.memory import HostMemory
from imgcrawl.remedies.rules.signs import Sign
from imgcrawl.remedies.rules.variants import BROWSERS
from tests.remedies.planning import HOST, PAGE, URL, S, begun, make, walk

OWN_PAGE = "http://a.test/gallery"
WAYS = ("same_origin_referer", "no_referer")


def ask(planner, key, page=PAGE, *failures, host=HOST):
    """Return the row on *key* and in which ways it is asked for as it is missing, or fails otherwise, each time."""
    state, remedies = begun(key, URL.replace(HOST, host), page), []
    for failure in failures or (S.HTTP_404,) * 3:
        step = walk(planner, state, failure, host=host)[0]
        if step is None:
            break
        remedies.append(step.remedy)
    return state, [remedy for remedy in remedies if remedy in WAYS]


@pytest.mark.parametrize(("page", "ways"), [(PAGE, WAYS), (OWN_PAGE, WAYS[1:]), (None, ())])
def test_other_pages_are_named_where_another_was(page, ways):
    """None at all, and the image's own site by who came from another; without a page that was named already."""
    state = begun(1, URL, page)
    assert tuple(way.name for way in other_referers(state)) == ways
    assert ways_if_hung_up(state, S.TCP_RESET) == (*other_referers(state), *BROWSERS)
    assert ways_if_hung_up(state, S.TLS_RESET) == BROWSERS


@pytest.mark.parametrize("slug", [S.TLS_HANDSHAKE, S.TLS_RESET])
def test_all_rows_of_a_host_shake_hands_alike(slug):
    """Each client has one try, four rows are worth two; where they are led there the tries cost twice as much."""
    state, lessons, way = begun(1, URL, None), HostLessons(), BROWSERS[0]
    here, led = Failure(slug, url=URL), Failure(slug, url="https://led.test/1.jpg")
    assert not hung_up_enough(way, state, here, lessons)
    lessons.asked[way.name] = lessons.refused_rows = 1
    assert hung_up_enough(way, state, here, lessons)
    lessons.refused_rows = 4
    assert [hung_up_enough(way, state, failure, lessons) for failure in (here, led)] == [False, True]
    assert not hung_up_enough(way, state, led._replace(slug=S.TCP_RESET), lessons)
    assert not hung_up_enough(BROWSERS[1], state, led, lessons)
    lessons.images = 1
    assert not hung_up_enough(way, state, led, lessons)


@pytest.mark.parametrize(("page", "ways"), [(PAGE, list(WAYS)), (OWN_PAGE, []), (None, [])])
def test_of_several_rows_that_are_missing_one_asks_as_from_elsewhere(page, ways):
    """The second, in each way, if it was found on another site; in vain that holds for the host."""
    planner = make(remedies=WAYS)
    asked = [ask(planner, key, page)[1] for key in range(6)]
    assert asked == [[], ways, [], [], [], []]


def test_the_first_row_and_those_that_come_while_others_ask_wait_for_what_they_find():
    """Once all was in vain none does."""
    planner = make(remedies=WAYS)
    first, _ = ask(planner, 1, PAGE, S.HTTP_404)
    ask(planner, 2, PAGE, S.HTTP_404)
    ask(planner, 3, PAGE, S.HTTP_404)
    between, _ = ask(planner, 4, PAGE, S.HTTP_404)
    assert (first["refused_at"], between["refused_at"]) == (HOST, HOST)
    for way in WAYS:
        planner.memory.refused(HOST, way)
    assert ask(planner, 5, PAGE, S.HTTP_404)[0]["refused_at"] is None


def test_what_has_helped_one_row_is_tried_for_the_others():
    """However many were in vain before, and whatever else the host has given."""
    planner = make(remedies=WAYS)
    ask(planner, 1)
    state, ways = ask(planner, 2, PAGE, S.HTTP_404, S.HTTP_404)
    assert ways == list(WAYS)
    planner.learning.succeeded(state, host=HOST)
    assert planner.first_variant(HOST) == "no_referer"
    assert ask(planner, 3, PAGE, S.HTTP_404)[1] == ["no_referer"]


@pytest.mark.parametrize(
    "failure",
    [
        Failure(S.HTTP_410),
        Failure(S.HTTP_404, sign=Sign.UNHOSTED),
        Failure(S.HTTP_404, hops=1, url="http://b.test/404"),
        Failure(S.HTTP_404, retry_after_s=9.0),
    ],
)
def test_what_tells_more_than_that_nothing_is_there_is_believed(failure):
    """No row of such a host is asked for as from elsewhere, and none waits."""
    planner = make(remedies=WAYS)
    rows = [ask(planner, key, PAGE, failure, failure) for key in range(3)]
    assert [(state["refused_at"], ways) for state, ways in rows] == [(None, [])] * 3


@pytest.mark.parametrize("linked", [0, 1])
def test_a_host_that_gives_images_to_other_sites_has_none_where_it_says_so(linked):
    """It minds no pages; one that gave them to its own pages alone may."""
    planner = make(remedies=WAYS)
    planner.memory[HOST].note_images(1)
    planner.memory[HOST].linked += linked
    assert [bool(ask(planner, key)[1]) for key in range(4)] == [False, not linked, False, False]


@pytest.mark.parametrize("slug", [S.HTTP_404, S.TCP_RESET])
def test_hosts_that_have_nothing_cost_few_requests(slug):
    """Where it never helps few hosts are asked so, however many there are."""
    planner, asked = make(remedies=(*WAYS, *(way.name for way in BROWSERS)), refusal_attempts=9), 0
    for number in range(300):
        rows = [ask(planner, 10 * number + n, PAGE, *[slug] * 6, host=f"h{number}.test")[1] for n in range(3)]
        asked += sum(map(len, rows))
    assert asked <= 100


@pytest.mark.parametrize("slug", [S.HTTP_404, S.TCP_RESET])
def test_hosts_that_are_asked_at_a_time_count_before_they_answer(slug):
    """Else each of a long list would be asked so before the first one is known to be in vain; one that helps counts."""
    planner, asked = make(remedies=WAYS), []
    planner.memory.odds.note(slug, WAYS[0], helped=False)
    for number in range(60):
        host = f"h{number}.test"
        for row in range(3):
            state = begun(3 * number + row, URL.replace(HOST, host), PAGE)
            step = walk(planner, state, slug, host=host)[0]
            asked += [(state, host, step.remedy)] if step is not None and step.remedy in WAYS else []
    assert len(asked) <= 40
    state, host, remedy = asked[0]
    before = planner.memory.odds.chance(slug, remedy)
    planner.learning.succeeded(state, host=host)
    assert planner.memory.odds.chance(slug, remedy) > before


def test_who_is_hung_up_on_is_checked_by_another_page_first():
    """Right after it, each way once for its host; who names no page is checked by other clients."""
    planner = make()
    for page, found in ((PAGE, ["same_origin_referer", "no_referer", "other_browser"]), (None, ["other_browser"])):
        planner.memory = HostMemory()
        names = []
        for key in range(len(found)):
            state = begun(key, URL, page)
            way = planner.client_for_check(state, Failure(S.TCP_RESET), host=HOST)
            planner.wait_for_host(state, Failure(S.TCP_RESET), host=HOST, check_by=way)
            names.append(way.name)
        assert names == found
