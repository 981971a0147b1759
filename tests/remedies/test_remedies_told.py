"""Ways of asking that an answer speaks for: by what it says, or by who else was given images."""

from __future__ import annotations

import pytest
from scrapy import Request
from scrapy.http import Response

from imgcrawl import keys
from imgcrawl.remedies.answers.failures import failure_of_answer, failure_of_picture
from imgcrawl.remedies.attempts.steps import Failure
from imgcrawl.remedies.rules.signs import Sign
from tests.remedies.planning import HOST, PAGE, URL, S, begun, make, walk

OWN_PAGE = f"http://{HOST}/gallery"
LEFT_OVER = ("page", None)


def remedies(planner, page, failure, *, row=1, count=3):
    """Return the remedies for a row with this page that always meets *failure*."""
    steps = walk(planner, begun(row, f"http://{HOST}/{row}.jpg", page), *[failure] * count)
    return [step and step.remedy for step in steps]


@pytest.mark.parametrize("slug", [S.HTTP_403, S.CONTENT_PLACEHOLDER, S.CONTENT_HTML, S.HTTP_REDIRECT_LOOP])
@pytest.mark.parametrize("other", [None, OWN_PAGE], ids=["no-page", "own-page"])
def test_a_host_that_gave_others_theirs_may_mind_the_site(slug, other):
    """A row from another site is asked for as from the host's own pages, at once, whatever it was told."""
    planner = make()
    planner.learning.succeeded(begun(9, URL, other), host=HOST)
    assert not planner.may_be_turned(begun(1, URL, PAGE), Failure(slug), host=HOST, now=50.0)
    assert remedies(planner, PAGE, Failure(slug))[0] == "same_origin_referer"


@pytest.mark.parametrize("slug", [S.HTTP_404, S.HTTP_451])
def test_what_is_about_something_else_is_no_word_on_the_site(slug):
    """What is missing is so for whoever asks."""
    planner = make()
    planner.learning.succeeded(begun(9, URL, None), host=HOST)
    assert remedies(planner, PAGE, Failure(slug))[0] != "same_origin_referer"


def test_a_host_that_gave_one_to_another_site_does_not_mind_it():
    """Then a refusal may be for all for a while, and the page comes first; if what it gave was an image."""
    planner = make()
    planner.learning.succeeded(begun(9, URL, None), host=HOST)
    planner.learning.succeeded(begun(8, URL, PAGE), host=HOST)
    assert planner.may_be_turned(begun(1, URL, PAGE), Failure(S.HTTP_403), host=HOST, now=50.0)
    planner.learning.rejected(begun(8, URL, PAGE), host=HOST)
    assert not planner.may_be_turned(begun(1, URL, PAGE), Failure(S.HTTP_403), host=HOST, now=50.0)


def test_what_an_earlier_run_was_given_tells_nothing_of_sites():
    """A host that hides its limit behind 403 is waited for in the next run as well."""
    earlier, planner = make(), make()
    earlier.learning.succeeded(begun(9, URL, PAGE), host=HOST)
    earlier.memory[HOST].disguise_proofs = 1
    planner.memory.recall(earlier.memory.to_store().items())
    assert planner.may_be_turned(begun(1, URL, PAGE), Failure(S.HTTP_403), host=HOST, now=50.0)
    assert remedies(planner, PAGE, Failure(S.HTTP_403))[0] == "wait"


def test_two_rows_tell_whether_the_site_matters():
    """Later rows are asked for so if that has helped, and else as all others are."""
    for helps in (True, False):
        planner = make()
        planner.learning.succeeded(begun(9, URL, None), host=HOST)
        for row in (1, 2):
            state = begun(row, f"http://{HOST}/{row}.jpg", PAGE)
            walk(planner, state, S.HTTP_403)
            if helps:
                planner.learning.succeeded(state, host=HOST)
            else:
                walk(planner, state, S.HTTP_403)
        assert (remedies(planner, PAGE, Failure(S.HTTP_403), row=3)[0] == "same_origin_referer") is helps


def test_words_about_links_choose_the_way():
    """Who speaks of hotlinks is asked as from its own pages, then without a page, and in no other way."""
    found = remedies(make(remedies=(*_ALL, "page")), PAGE, Failure(S.HTTP_403, sign=Sign.LINKS), count=4)
    assert found == ["same_origin_referer", "no_referer", "page", None]
    assert not set(remedies(make(), PAGE, Failure(S.HTTP_403, sign=Sign.CHALLENGE))) & {*_ALL}


def test_a_riddle_may_stand_on_the_page_for_links_from_elsewhere():
    """Two rows of a host are asked for as from its own pages, until that helps, and no row of these is."""
    planner, failure = make(remedies=_ALL), Failure(S.HTTP_403, sign=Sign.RIDDLE)
    own = f"http://{HOST}/gallery"
    pages = (own, PAGE, PAGE, PAGE)
    assert [remedies(planner, page, failure, row=row, count=2) for row, page in enumerate(pages)] == [
        [None, None],
        ["same_origin_referer", None],
        ["same_origin_referer", None],
        [None, None],
    ]


def test_who_challenges_browsers_is_asked_by_none():
    """Our own name calls itself no browser; of two rows, until that helps."""
    planner, failure = make(remedies=(*_ALL, "page")), Failure(S.CONTENT_HTML, sign=Sign.BROWSERS)
    assert [remedies(planner, None, failure, row=row, count=2) for row in range(3)] == [
        ["bot_identity", None],
        ["bot_identity", None],
        [None, None],
    ]


_ALL = ("same_origin_referer", "no_referer", "other_browser", "third_browser", "bot_identity")


def page_first(failure: Failure):
    """Return a planner by whose experience pages help more than other ways of asking."""
    planner = make(remedies=("cookies", "page"))
    for _ in range(20):
        planner.memory.odds.note(failure.slug, "page", helped=True)
    return planner


@pytest.mark.parametrize(
    ("failure", "first"),
    [
        (Failure(S.CONTENT_HTML, sets_cookies=True), "cookies"),
        (Failure(S.HTTP_403, sets_cookies=True), "cookies"),
        (Failure(S.CONTENT_HTML, sets_cookies=True, is_said_missing=True), "page"),
        (Failure(S.CONTENT_HTML, sets_cookies=True, url=f"http://{HOST}/", hops=1), "page"),
    ],
)
def test_a_gate_that_sets_a_cookie_is_opened_before_the_page_is_asked_for(failure, first):
    """However likely the page is to help; pages for what is missing set cookies as well."""
    assert remedies(page_first(failure), PAGE, failure)[0] == first


def test_a_host_that_gives_without_cookies_wants_none():
    """It sets one with each of its answers."""
    failure = Failure(S.CONTENT_HTML, sets_cookies=True)
    planner = page_first(failure)
    planner.learning.succeeded(begun(9, URL, PAGE), host=HOST)
    assert remedies(planner, PAGE, failure)[0] == "page"


WALL = Failure(S.HTTP_403, sign=Sign.RIDDLE, sets_cookies=True)
"""A refusal with a riddle, and a cookie."""


def test_a_riddle_that_came_with_a_cookie_is_met_with_that_once_for_its_host():
    """One row tells that it is in vain; each row has it where it has helped, also after others were given images."""
    planner = make(remedies=("cookies",))
    assert [remedies(planner, None, WALL, row=row) for row in range(2)] == [["cookies", None, None], [None] * 3]
    planner, first = make(remedies=("cookies",)), begun(7, URL, None)
    walk(planner, first, WALL)
    planner.learning.succeeded(first, host=HOST)
    assert [remedies(planner, None, WALL, row=row)[:2] for row in range(2)] == [["cookies", None]] * 2
    planner.learning.rejected(first, host=HOST)
    assert remedies(planner, None, WALL, row=3)[0] is None


def test_a_host_that_gave_without_it_wants_no_cookie_with_its_riddle():
    """Nor does one whose refusal sets none, or a challenge that its service names."""
    planner = make(remedies=("cookies",))
    for failure in (WALL._replace(sets_cookies=False), WALL._replace(sign=Sign.CHALLENGE)):
        assert remedies(planner, None, failure)[0] is None
    planner.learning.succeeded(begun(9, URL, None), host=HOST)
    assert remedies(planner, None, WALL)[0] is None


def test_a_cookie_that_helps_against_no_riddle_is_seldom_tried():
    """A few hosts tell for all; cookies that come with other refusals are none of these."""
    planner, asked = make(remedies=("cookies",)), []
    for row in range(30):
        host = f"h{row}.test"
        step = walk(planner, begun(row, f"http://{host}/1.jpg", None), WALL, WALL, host=host)[0]
        asked.append(step is not None)
    assert sum(asked) <= 5
    assert asked[:3] == [True] * 3
    assert remedies(planner, None, WALL._replace(sign=None))[0] == "cookies"


def test_what_is_under_way_with_a_cookie_counts_as_in_vain_for_other_hosts():
    """Few of many hosts that are met at once have it; the rows of one of them that are, all of them."""
    planner = make(remedies=("cookies",))
    firsts = [walk(planner, begun(n, f"http://h{n}.test/1.jpg", None), WALL, host=f"h{n}.test")[0] for n in range(30)]
    assert sum(step is not None for step in firsts) <= 5
    second = walk(planner, begun(99, "http://h0.test/2.jpg", None), WALL, host="h0.test")[0]
    assert second.remedy == "cookies"


def answered(url: str, slug, *, body: bytes = b"", status: int = 200, headers: dict[str, str] | None = None) -> Failure:
    """Return the failure of an answer from *url*, to which a picture's address has led."""
    meta = {keys.FETCH: begun(1, URL, None), "redirect_urls": [URL]}
    request = Request(url, meta=meta)
    response = Response(url, status=status, headers=headers, body=body, request=request)
    if slug is S.CONTENT_PLACEHOLDER:
        return failure_of_picture(request, response, slug, "", sign=None)
    return failure_of_answer(request, response, slug, "")


@pytest.mark.parametrize(
    ("name", "sign"),
    [
        ("nohotlink.gif", Sign.LINKS),
        ("anti-leech.png", Sign.LINKS),
        ("stolen.png", Sign.LINKS),
        ("no-image.png", Sign.GONE),
        ("generating.gif", Sign.IN_MAKING),
        ("slow-down.png", Sign.CLOSED),
    ],
)
def test_notices_are_named_for_what_they_mind(name, sign):
    """A notice's name tells whether another page could help."""
    assert answered(f"http://{HOST}/images/{name}", S.CONTENT_PLACEHOLDER).sign is sign


@pytest.mark.parametrize("field", ["X-Cld-Error", "Fallback-Image"])
def test_a_stand_in_that_its_service_declares_is_one_for_all_clients(field):
    """Nobody else is given anything else."""
    declared = {field: "Resource not found"}
    assert answered(f"http://{HOST}/1.jpg", S.CONTENT_PLACEHOLDER, headers=declared).sign is Sign.GONE


def test_a_stand_in_that_the_list_names_is_one_for_all_clients():
    """It is what is at that address."""
    url = f"http://{HOST}/no-photo.jpg"
    request = Request(url, meta={keys.FETCH: begun(1, url, None)})
    failure = failure_of_picture(request, Response(url, request=request), S.CONTENT_PLACEHOLDER, "", sign=None)
    assert failure.sign is Sign.GONE


@pytest.mark.parametrize(("name", "sign"), [("hotlink.png", Sign.LINKS), ("1.jpg", None)])
def test_a_notice_that_is_refused_itself_is_one_too(name, sign):
    """A rule for all pictures holds for the notice as well, and leads from it to itself."""
    assert answered(f"http://{HOST}/{name}", S.HTTP_REDIRECT_LOOP, status=302).sign is sign


@pytest.mark.parametrize(
    ("page", "led_to", "asked", "found"),
    [
        (PAGE, f"http://{HOST}/restricted.html", 1, "same_origin_referer"),
        (PAGE, f"http://{HOST}/restricted.html", 2, "other_browser"),
        (PAGE, None, 1, "other_browser"),
        (OWN_PAGE, f"http://{HOST}/restricted.html", 1, "other_browser"),
    ],
    ids=["led", "in-vain", "a-page-in-its-place", "own-page"],
)
def test_what_is_led_to_a_page_is_asked_for_as_from_its_own_site_before_somebody_else_asks(page, led_to, asked, found):
    """For two rows that were found on another site, if the odds have another browser come first."""
    planner = make(remedies=("other_browser", "same_origin_referer"))
    for _ in range(30):
        planner.memory.odds.note("content_html", "other_browser", helped=True)
    planner.memory[HOST].asked["same_origin_referer"] = asked
    failure = Failure(S.CONTENT_HTML, url=led_to, hops=bool(led_to))
    assert remedies(planner, page, failure, count=1) == [found]


@pytest.mark.parametrize(("page", "images", "found"), [(PAGE, 1, True), (PAGE, 0, True), (OWN_PAGE, 1, False)])
def test_a_host_that_hangs_up_on_another_sites_rows_may_mind_the_site(page, images, found):
    """The first that is asked otherwise is as from its own page, for who comes from another one."""
    planner = make()
    planner.memory[HOST].note_images(images)
    steps = remedies(planner, page, Failure(S.TCP_CLOSED), count=4)
    ways = [step for step in steps if step not in ("retry", "wait", None)]
    assert (ways[:1] == ["same_origin_referer"]) is found


@pytest.mark.parametrize(
    ("body", "sign"),
    [
        (b"GIF89a\x01\x00\x01\x00\x80", Sign.PIXEL),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00\x00\x00\x01" * 2, Sign.PIXEL),
        (b"GIF89a\x01\x00\x02\x00\x80", None),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x02", None),
    ],
)
def test_a_single_pixel_is_no_picture_to_anybody(body, sign):
    """Whatever it is called; its name comes first."""
    assert answered(f"http://{HOST}/a/2.gif", S.CONTENT_PLACEHOLDER, body=body).sign is sign
    assert answered(f"http://{HOST}/images/no-image.gif", S.CONTENT_PLACEHOLDER, body=body).sign is Sign.GONE


LED_HOME = Failure(S.CONTENT_HTML, url=f"http://www.{HOST}/", hops=1)


def test_who_is_sent_home_may_be_sent_for_the_site():
    """The row's own host sends it there, which has given others theirs; where it lands nothing is ever given."""
    planner, state = make(), begun(1, URL, PAGE)
    planner.learning.succeeded(begun(9, URL, None), host=HOST)
    assert planner.next_step(state, LED_HOME, host=f"www.{HOST}", now=50.0).remedy == "same_origin_referer"


def test_what_others_were_given_meanwhile_counts_when_a_detour_was_in_vain():
    """The page comes first, for most of what leads home is gone; then the row asks as from the image's own site."""
    planner, state = make(remedies=("page", "same_origin_referer")), begun(1, URL, PAGE)
    assert planner.next_step(state, LED_HOME, host=f"www.{HOST}", now=50.0).remedy == "page"
    planner.learning.succeeded(begun(9, URL, None), host=HOST)
    planner.memory[f"www.{HOST}"].sent_home = 2  # so that nothing is searched for any more
    step = planner.next_step(state, Failure(S.HTTP_404, url=PAGE), host="pages.test", now=50.0)
    assert (step.remedy, step.from_start) == ("same_origin_referer", True)
