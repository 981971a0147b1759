"""Ways of asking that only repeat what is known."""

from __future__ import annotations

import pytest

from imgcrawl.remedies.attempts.steps import Failure
from imgcrawl.remedies.rules.signs import Sign
from tests.remedies.planning import FOR_ONE_ROW, HOST, PAGE, URL, S, begun, make, until_the_end, walk

REFUSED, LOGIN = S.HTTP_403, Failure(S.HTTP_401, wants_login=True)


def asked(planner, *answers, row=1):
    """Return the ways in which a row was asked for that got *answers*, the last of them for ever."""
    state, ways = begun(row, f"http://a.test/{row}.jpg", None), []
    for answer in (*answers, *answers[-1:] * 9):
        if (step := walk(planner, state, answer)[0]) is None:
            break
        ways.append(step.remedy)
    return ways


def test_a_third_browser_is_not_asked_after_two():
    """For a lone row every other way is tried."""
    assert asked(make(), REFUSED) == [*FOR_ONE_ROW, "https"]


def test_who_was_told_something_else_may_have_a_third_browser_ask():
    """The second browser got another answer than the first: that is about who asks."""
    ways = asked(make(), *[REFUSED] * 3, S.HTTP_406, REFUSED)
    assert ways[2:4] == ["other_browser", "third_browser"]


@pytest.mark.parametrize(("against", "is_tried"), [("third_browser", True), ("other_browser", False)])
def test_a_third_browser_that_has_helped_anywhere_is_asked(against, is_tried):
    """By its odds from then on; what the second has done says nothing of it."""
    planner = make()
    planner.memory.odds.note(S.HTTP_401, against, helped=True)
    assert ("third_browser" in asked(planner, REFUSED)) is is_tried


def test_several_refused_rows_share_a_third_browser():
    """From the fourth one on."""
    planner = make(refusal_attempts=1, remedies=("third_browser",))
    assert [asked(planner, REFUSED, row=row) for row in range(4)] == [[], [], [], ["third_browser"]]


def test_who_hangs_up_on_several_rows_is_asked_by_a_third_browser_for_one_of_them():
    """Each row has another client ask; one that has had the second ask has no third."""
    planner = make()
    for row, clients in enumerate([["other_browser", "bot_identity", None], ["third_browser"]]):
        state = begun(row, URL, None)
        for client in clients:
            way = planner.client_for_check(state, Failure(S.TCP_RESET), host=HOST)
            assert (way and way.name) == client
            planner.wait_for_host(state, Failure(S.TCP_RESET), host=HOST, check_by=way)
            state["returns_to"] = None


@pytest.mark.parametrize(("images", "is_tried"), [(0, False), (3, True)])
def test_a_host_that_hangs_up_after_images_has_not_told_two_browsers(images, is_tried):
    """It counts what each client is given, and may know the third as little as it knew the first."""
    planner = make()
    for row in range(images):
        planner.learning.succeeded(begun(50 + row, URL, None), host=HOST)
    assert ("third_browser" in asked(planner, S.TLS_HANDSHAKE)) is is_tried


@pytest.mark.parametrize("is_phone", [True, False])
def test_two_rows_that_were_refused_to_a_phone_have_other_browsers_ask(is_phone):
    """The second browser, which may be no phone, is under way for one row: the third asks for the next."""
    planner, ways = make(remedies=("other_browser", "third_browser")), []
    for row in range(2):
        state = begun(row, URL, None)
        ways += walk(planner, state, Failure(S.CONTENT_HTML, is_phone=is_phone))
    assert ["third_browser" in ((step and step.remedy) or "") for step in ways] == [False, is_phone]


def test_who_wants_a_login_is_asked_as_from_its_own_page_alone():
    """All other clients would have to log in, too; a 401 that names no way to do so may be meant for some."""
    planner = make(remedies=(*FOR_ONE_ROW, "third_browser"))
    assert asked(planner, LOGIN) == ["same_origin_referer"]
    assert asked(make(remedies=FOR_ONE_ROW), S.HTTP_401) == FOR_ONE_ROW


FORM = Failure(S.CONTENT_HTML, url="http://a.test/members/enter", hops=1, wants_login=True)


@pytest.mark.parametrize(
    ("page", "given", "linked", "ways"),
    [(PAGE, 0, 0, 1), (None, 0, 0, 0), (PAGE, 2, 1, 0), (PAGE, 2, 0, 1), (PAGE, 0, 1, 1)],
)
def test_who_is_led_to_a_form_to_log_in_asks_once_as_from_the_hosts_own_page(page, given, linked, ways):
    """And nobody else does; not where it came from there, or where others came from elsewhere and were given theirs."""
    planner, state = make(remedies=(*FOR_ONE_ROW, "third_browser")), begun(1, URL, page)
    for _ in range(given):
        planner.memory.won(HOST, "default")
    planner.memory[HOST].linked = linked
    steps = [step.remedy for step in walk(planner, state, *[FORM] * 4) if step]
    assert steps == ["same_origin_referer"] * ways


def test_a_law_is_one_for_all_clients():
    """What is not given for legal reasons (451) is looked for at other places alone."""
    assert [remedy for remedy, _ in until_the_end(make(), S.HTTP_451, url=URL, page=PAGE)] == ["page"]
    assert make().memory[HOST].asked == {}


@pytest.mark.parametrize(
    ("path", "page", "first"),
    [
        ("login", PAGE, "same_origin_referer"),
        ("users/sign-in.php", PAGE, "same_origin_referer"),
        ("login", None, "bot_identity"),
        ("story", PAGE, "same_origin_referer"),
        ("story", None, "bot_identity"),
    ],
)
def test_who_comes_from_elsewhere_and_is_sent_to_a_page_asks_as_from_the_hosts_own(path, page, first):
    """Before anybody else does, whatever the odds: other clients are led to the same place, which ends the search."""
    planner = make(remedies=FOR_ONE_ROW)
    planner.memory.odds.note(S.CONTENT_HTML, "bot_identity", helped=True)
    (step,) = walk(planner, begun(1, URL, page), Failure(S.CONTENT_HTML, url=f"http://{HOST}/{path}", hops=1))
    assert step.remedy == first


@pytest.mark.parametrize(("linked", "first"), [(0, "same_origin_referer"), (1, "page")])
def test_a_notice_for_all_is_believed_of_a_host_that_minds_no_links(linked, first):
    """It has given pages of other sites their images, in the way in which the row was asked for."""
    planner = make()
    for _ in range(2):
        planner.memory.won(HOST, "default")
    planner.memory[HOST].linked = linked
    gone = Failure(S.CONTENT_PLACEHOLDER, sign=Sign.GONE, url="http://a.test/none.png", hops=1)
    (step,) = walk(planner, begun(1, URL, PAGE), gone)
    assert step.remedy == first
