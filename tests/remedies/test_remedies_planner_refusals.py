"""Other ways of asking in the plan of a row, and how rows share the search for the right one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from imgcrawl.remedies.attempts.steps import Failure
from imgcrawl.remedies.rules.signs import Sign
from tests.remedies.planning import FOR_ONE_ROW, HOST, LADDER, NO_HTTPS, PAGE, URL, S, begun, make, until_the_end, walk

if TYPE_CHECKING:
    from imgcrawl.remedies.planner import Planner


def test_a_refusal_that_sets_a_cookie_is_asked_again_with_it_first():
    """A cookie that came with the refusal is tried before all else, and once."""
    state = begun(1, URL, None)
    steps = walk(make(), state, *[Failure(S.HTTP_403, None, sets_cookies=True)] * 2)
    assert [step.remedy for step in steps] == ["cookies", "same_origin_referer"]


def test_the_rows_own_way_is_not_tried_twice():
    """A URL that began with another way than the default does not come to it again."""
    state = begun(1, URL, PAGE) | {"variant": "no_referer"}
    planner = make()
    steps = walk(planner, state, *[S.HTTP_403] * 3)
    assert [step.remedy for step in steps] == ["same_origin_referer", "other_browser", "bot_identity"]


def test_a_lost_host_is_not_argued_with():
    """URLs that come one after the other share what their host is worth; then a refusal is taken at once."""
    planner = make()
    spent = [len(until_the_end(planner, S.HTTP_401, page=None)) for _ in range(5)]
    assert spent == [len(LADDER) - 1, 3, 1, 2, 0]


def test_budget_of_refusals():
    """No more other ways are tried for one URL than the setting allows; none with 0."""
    assert len(until_the_end(make(refusal_attempts=2), S.HTTP_401, page=None)) == 2
    assert until_the_end(make(refusal_attempts=0), S.HTTP_401, page=None) == []


def test_what_worked_is_begun_with():
    """The next URL of a host is asked for in the way that won there."""
    planner, state = make(), begun(1, URL, PAGE)
    walk(planner, state, S.HTTP_403, S.HTTP_403)
    assert state["variant"] == "no_referer"
    planner.learning.succeeded(state, host=HOST)
    assert planner.first_variant(HOST) == "no_referer"
    assert planner.first_variant("b.test") == "default"


def test_a_challenge_is_not_argued_with():
    """A host that wants a browser is not asked otherwise, and not waited for; the page may know another address."""
    for slug in (S.HTTP_403, S.HTTP_429, S.HTTP_503, S.CONTENT_HTML):
        planner = make()
        for _ in range(2):
            planner.learning.succeeded(begun(2, URL, None), host=HOST)
        steps = walk(planner, begun(1, URL, PAGE), *[Failure(slug, sign=Sign.CHALLENGE)] * 2)
        assert [step and step.remedy for step in steps] == ["page", None]


def test_a_challenge_is_met_by_the_way_in_which_its_host_lets_others_in():
    """Once; where none is known nothing is searched, and the row is kept for what others find."""
    challenge = Failure(S.HTTP_403, sign=Sign.CHALLENGE, sets_cookies=True)
    planner, state = make(), begun(1, URL, None)
    assert walk(planner, state, challenge) == [None]
    assert state["refused_at"] == HOST
    planner.memory.won(HOST, "bot_identity", row=9)
    later = begun(2, "http://a.test/2.jpg", None)
    (step, end) = walk(planner, later, challenge, challenge)
    assert step is not None
    assert (step.remedy, step.variant, end) == ("bot_identity", "bot_identity", None)
    assert planner.memory[HOST].searches == 0


def test_an_expired_address_is_looked_up_on_its_page_first():
    """The page comes first, once more for what it gives, and nothing after it; without one another way is tried."""
    failure = Failure(S.HTTP_403, sign=Sign.EXPIRED)
    assert [s and s.remedy for s in walk(make(), begun(1, URL, PAGE), *[failure] * 3)] == ["page", "page", None]
    assert [s and s.remedy for s in walk(make(), begun(1, URL, None), *[failure] * 2)] == [LADDER[0], None]


def test_what_a_store_signed_is_asked_for_without_its_signature():
    """A few rows show that a store wants one for all; the page comes first until that has helped at the host."""
    failure, planner = Failure(S.HTTP_403, sign=Sign.EXPIRED), make(remedies=("page", "unsigned"))
    url = f"{URL}?sv=2019-12-12&se=2020-05-01&sig=0a"
    (step,) = walk(planner, begun(1, url, PAGE), failure)
    assert step is not None
    assert step.remedy == "page"
    state = begun(2, url, None)
    (step,) = walk(planner, state, failure)
    assert step is not None
    assert (step.remedy, step.url) == ("unsigned", URL)
    planner.learning.succeeded(state, host=HOST, url=URL)
    (step,) = walk(planner, begun(3, url, PAGE), failure)
    assert step is not None
    assert step.remedy == "unsigned"


def test_a_store_that_wants_a_signature_is_not_asked_without_for_each_row():
    """What was in vain for one row is tried for ever fewer of the next."""
    failure, planner = Failure(S.HTTP_403, sign=Sign.EXPIRED), make(remedies=("unsigned",))
    url = f"{URL}?sv=2019-12-12&se=2020-05-01&sig=0a"
    asked = 0
    for state in (begun(n, url, None) for n in range(12)):
        while walk(planner, state, failure) != [None]:
            asked += 1
    assert 1 <= asked <= 4


def test_urls_under_way_together_try_different_ways():
    """What is being tried for one URL, or was refused to it, is tried last for the next ones."""
    planner = make()
    states = [begun(n, URL, None) for n in range(2)]
    firsts = [step.remedy for state in states for step in walk(planner, state, S.HTTP_401) if step]
    assert firsts == LADDER[:2]
    assert [step.remedy for step in walk(planner, states[0], *[S.HTTP_401] * 2) if step] == [
        "other_browser",
        "bot_identity",
    ]


@pytest.mark.parametrize(("page", "ways"), [(PAGE, LADDER[:1]), ("http://a.test/show", []), (None, [])])
def test_a_notice_that_says_that_the_image_is_gone_is_believed(page, ways):
    """By who came from the site itself; who came from another one asks otherwise once. The page may have it still."""
    failure, state, asked = Failure(S.CONTENT_PLACEHOLDER, sign=Sign.GONE), begun(1, URL, page), []
    planner = make()
    while step := walk(planner, state, failure)[0]:
        asked.append(step.remedy)
    assert asked == [*ways, *(["page"] if page else [])]


def test_a_host_that_does_not_take_its_cookies_back_is_asked_once_more_in_the_same_way():
    """Without them, for they are dropped by then: nothing else was wrong with how it was asked."""
    failure, state = Failure(S.HTTP_400, sign=Sign.COOKIES), begun(1, URL, PAGE)
    steps = walk(make(), state, failure, failure)
    assert [step and (step.remedy, step.variant) for step in steps] == [("retry", "default"), (LADDER[0], LADDER[0])]


def test_a_way_that_has_won_is_tried_whatever_was_spent():
    """A row whose budget is used up is asked for in the way by which its host has given an image meanwhile."""
    planner, state = make(refusal_attempts=1), begun(1, URL, None)
    walk(planner, state, S.HTTP_401)
    planner.memory.won(HOST, "bot_identity")
    assert [s and s.remedy for s in walk(planner, state, S.HTTP_401, S.HTTP_401)] == ["bot_identity", None]


@pytest.mark.parametrize(("attempts", "at"), [(1, HOST), (9, None)])
def test_a_row_remembers_who_refused_it_while_ways_were_left(attempts, at):
    """Where a row was given up before all ways were tried, the host is noted; where all were, nothing is left."""
    state = begun(1, URL, PAGE)
    walk(make(refusal_attempts=attempts, remedies=FOR_ONE_ROW), state, *[S.HTTP_401] * 9)
    assert state["refused_at"] == at


def test_every_way_is_tried_at_a_host_before_it_is_given_up():
    """Later rows try what earlier ones had no turn for, one way each, and begin anew when all were tried."""
    planner = make(refusal_attempts=1, remedies=NO_HTTPS)
    spent = [[r for r, _ in until_the_end(planner, S.CONTENT_HTML, page=None)] for _ in range(7)]
    assert spent[:3] == [[name] for name in FOR_ONE_ROW[:3]]
    assert sorted(way for ways in spent[3:5] for way in ways) == sorted({*LADDER} - {*FOR_ONE_ROW[:3]})
    assert all(spent)


def test_rows_leave_one_another_their_share_of_the_search():
    """A row has one request for the search, and more only while there is one left for each row to come."""
    rows = {"to come": 9}
    planner = make(outlook=lambda _host: rows["to come"])
    assert len(until_the_end(planner, S.HTTP_401, page=None)) == 1
    rows["to come"] = 4
    assert len(until_the_end(planner, S.HTTP_401, page=None)) == 3


def test_cookies_leave_a_row_its_share():
    """The cookies that a refusal sets are no part of the search."""
    failure = Failure(S.HTTP_401, sets_cookies=True)
    steps = walk(make(outlook=lambda _host: 99), begun(1, URL, None), *[failure] * 3)
    assert [step and step.remedy for step in steps] == ["cookies", LADDER[0], None]


def test_hosts_that_hang_up_are_searched_no_longer_than_those_that_refuse():
    """Another browser is tried for as many rows of a host that hangs up on all as the search is worth."""
    planner = make(remedies=("other_browser",))
    assert sum(len(until_the_end(planner, S.TCP_RESET)) for _ in range(64)) == 20


def test_who_hangs_up_is_asked_by_whom_it_has_given_its_images():
    """Once another client has won at a host that hangs up, it asks at once; what it meets itself is retried."""
    planner = make()
    planner.memory.won(HOST, "third_browser")
    state = begun(1, URL, None)
    steps = walk(planner, state, S.TCP_RESET, S.TCP_RESET)
    assert [step and step.remedy for step in steps] == ["third_browser", "retry"]


def test_a_trial_of_another_client_is_no_reason_for_retries():
    """Who is cut off like everybody before is not asked to try again."""
    planner = make()
    steps = walk(planner, begun(1, URL, None), S.TLS_HANDSHAKE, S.TCP_RESET)
    assert [step and step.remedy for step in steps] == ["other_browser", "third_browser"]


def test_a_host_that_hangs_up_begins_with_who_is_given_its_images():
    """Resets are refusals: what another client is given makes it the one to begin with."""
    planner = make()
    state = begun(1, URL, None)
    walk(planner, state, S.TLS_HANDSHAKE)
    planner.learning.succeeded(state, host=HOST)
    assert planner.first_variant(HOST) == "other_browser"


def test_a_row_refused_in_a_way_that_wins_still_has_its_share():
    """Having been asked for in the way that has won leaves a row its request for the search."""
    planner = make(outlook=lambda _host: 99)
    planner.memory.won(HOST, "no_referer")
    steps = [remedy for remedy, _ in until_the_end(planner, S.HTTP_401, page=None)]
    assert steps == ["no_referer", "same_origin_referer"]


def letting_in(planner: Planner, rows: int, *, way: str = "other_browser") -> None:
    """Let *rows* URLs of the host be refused, and be missing once they are asked for in *way*."""
    for row in range(rows):
        state = begun(row, f"http://{HOST}/{row}.jpg", None)
        while (step := planner.next_step(state, Failure(S.HTTP_403), host=HOST, now=50.0)) and step.remedy != way:
            pass
        walk(planner, state, S.HTTP_404)
        assert state["error"] == "http_404"


def test_a_way_that_turns_a_refusal_into_not_found_has_passed_the_gate():
    """What is missing says so to whom it lets in: that way is asked first for the next row, and counts as no search."""
    rows_left = [1]
    planner = make(outlook=lambda _host: rows_left[0])
    letting_in(planner, 1)
    rows_left[0] = 99
    searches = planner.memory[HOST].searches
    (step,) = walk(planner, begun(7, URL, None), S.HTTP_403)
    assert step is not None
    assert step.remedy == "other_browser"
    assert planner.memory[HOST].searches == searches


def test_a_way_in_which_everything_is_missing_is_not_preferred_for_ever():
    """Who is told eight times that there is nothing, and given nothing, may be told so always."""
    planner = make()
    letting_in(planner, 8)
    assert planner.memory[HOST].is_winning("other_browser")
    letting_in(planner, 1)
    assert not planner.memory[HOST].is_winning("other_browser")
    planner.memory.won(HOST, "other_browser")
    assert planner.memory[HOST].is_winning("other_browser")


def test_what_is_missing_in_the_default_way_opens_nothing():
    """A row that nobody refused says nothing of the ways of asking."""
    planner, state = make(), begun(1, URL, None)
    walk(planner, state, S.HTTP_404)
    assert not planner.memory[HOST].opened


@pytest.mark.parametrize(("slug", "most"), [(S.HTTP_400, 2), (S.HTTP_409, 2), (S.HTTP_451, 0), (S.HTTP_406, 4)])
def test_what_is_said_to_three_clients_of_the_request_is_about_the_address(slug, most):
    """A refusal that is seldom about who asks is met by two others; one that may be, by all that one row has.

    A law is met by none.
    """
    asked = [remedy for remedy, _ in until_the_end(make(), slug) if remedy in LADDER]
    assert len(asked) == most
