from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from imgcrawl.errors import ErrorSlug
from imgcrawl.remedies.attempts.state import FetchState, new_state
from imgcrawl.remedies.attempts.steps import Failure
from imgcrawl.remedies.hosts.memory import HostMemory
from imgcrawl.remedies.rules.groups import DISGUISES
from imgcrawl.remedies.rules.signs import Sign
from imgcrawl.remedies.waits.again import LATER
from imgcrawl.remedies.waits.disguise import DISGUISE, has_given_so, is_put_off, may_be_for_all
from tests.remedies.planning import HOST, URL, begun, make, walk

if TYPE_CHECKING:
    from imgcrawl.remedies.hosts.lessons import HostLessons

S = ErrorSlug
FINAL_ONES = {S.CONTENT_NOT_IMAGE}


class Host:
    """A host with a memory, and rows that meet things there."""

    def __init__(self, images: int = 3) -> None:
        self.memory = HostMemory()
        for _ in range(images):
            self.memory.won("a", "default")
        self.rows: dict[int, FetchState] = {}

    @property
    def lessons(self) -> HostLessons:
        return self.memory["a"]

    def fail(self, row: int, slug: ErrorSlug = S.HTTP_403) -> bool:
        """Let *row* fail, and wait if that is decided."""
        state = self.rows.setdefault(row, new_state(row, "", None))
        waits = is_put_off(state, slug, self.lessons)
        if waits:
            state["tried"].append(DISGUISE)
        return waits


@pytest.mark.parametrize("slug", sorted(DISGUISES - FINAL_ONES))
def test_a_row_is_put_off_once(slug):
    """Whatever a host gives instead of an image: the row is asked for once more before anything else is tried."""
    host = Host()
    assert [host.fail(1, slug), host.fail(1, slug)] == [True, False]


def test_a_row_that_was_looked_at_later_is_neither_put_off_nor_held_against_its_host():
    """It has waited, for what it has had from the beginning."""
    state = new_state(1, "", None)
    assert may_be_for_all(state, Failure(S.CONTENT_PLACEHOLDER), "a.test")
    state["tried"].append(LATER)
    assert not may_be_for_all(state, Failure(S.CONTENT_PLACEHOLDER), "a.test")
    assert not is_put_off(state, S.CONTENT_PLACEHOLDER, Host().lessons)


@pytest.mark.parametrize("slug", sorted(set(ErrorSlug) - DISGUISES | FINAL_ONES))
def test_what_says_its_reason_or_is_final_is_taken_as_it_is(slug):
    """Failures that mean what they say put nobody off, nor does a body that is no image."""
    assert not Host().fail(1, slug)


@pytest.mark.parametrize("sign", list(Sign))
def test_what_speaks_of_the_one_address_is_not_held_against_its_host(sign):
    """A notice that says so, a signature or a session that is over, a picture of something else or in the making."""
    of_row = {Sign.GONE, Sign.EXPIRED, Sign.COOKIES, Sign.SESSION, Sign.LED, Sign.IN_MAKING, Sign.TWO_FACED}
    of_row |= {Sign.OTHER_SIZES, Sign.STORE, Sign.LINKS, Sign.PAGES, Sign.BROWSERS, Sign.STRANGERS, Sign.POINTER}
    state = new_state(1, "http://a.test/1.jpg", None)
    assert may_be_for_all(state, Failure(S.HTTP_403, sign=sign), "a.test") is (sign not in of_row)


def test_a_host_that_gave_nothing_is_not_waited_for():
    """Without an image got before, a refusal is one."""
    assert not Host(0).fail(1)


def test_one_image_is_enough_for_the_way_in_which_rows_begin():
    """A host that lets one request pass at a time gives no second; other ways, and https, tell less."""
    assert Host(1).fail(1)
    host, state = Host(1), new_state(2, "http://a.test/1.jpg", None)
    assert has_given_so(state, S.HTTP_403, host.lessons, "a.test")
    state["remedy"] = "no_referer"
    assert not has_given_so(state, S.HTTP_403, host.lessons, "a.test")
    state["remedy"], host.lessons.https_wins = "wait", 1
    assert not has_given_so(state, S.HTTP_403, host.lessons, "a.test")


@pytest.mark.parametrize(
    ("remedy", "url", "expected"),
    [
        ("page", "http://old.test/1.jpg", True),
        ("page", "http://a.test/1.jpg", False),
        ("unwrap", "http://old.test/1.jpg", False),
    ],
)
def test_a_host_to_which_pages_have_led_may_turn_for_all_that_were_led_there(remedy, url, expected):
    """There the row asks as it began; at its own host, or by a guess, it may be refused for itself."""
    state = begun(1, url, None)
    state["remedy"] = remedy
    assert may_be_for_all(state, Failure(S.TCP_RESET), "a.test") is expected
    assert has_given_so(state, S.TCP_RESET, Host(1).lessons, "a.test") is expected


def test_a_row_that_waits_for_the_host_its_page_has_led_to_is_asked_for_there():
    """Not at its own address, which has nothing."""
    planner, state = make(), begun(1, "http://old.test/1.jpg", None)
    planner.memory.won(HOST, "default")
    state["remedy"] = "page"
    failure = Failure(S.TCP_RESET, url=URL)
    assert planner.may_be_turned(state, failure, host=HOST, now=1.0)
    assert not planner.asked_again(state, failure, host=HOST, in_vain=False).from_start
    assert state["remedy"] == "page"


@pytest.mark.parametrize(("images", "retries"), [(0, 2), (1, 3)])
def test_a_row_that_nobody_else_asks_for_has_one_retry_more_where_images_came(images, retries):
    """On the host to which its page has led the last retry is no other browser's."""
    planner, state = make(), begun(1, "http://old.test/1.jpg", None)
    for row in range(images):
        planner.memory.won(HOST, "default", row=row + 2)
    state["remedy"] = "page"
    steps = walk(planner, state, *[Failure(S.TCP_RESET, url=URL)] * 4)
    assert [step and step.remedy for step in steps] == ["retry"] * retries + [None] * (4 - retries)


def test_a_host_with_many_bad_rows_is_soon_left_alone():
    """Bad rows that come one by one are put off twice, and then no more."""
    host = Host()
    assert [(host.fail(row), host.fail(row)) for row in range(4)] == [(True, False)] * 2 + [(False, False)] * 2


def test_a_row_that_has_waited_with_its_host_is_not_put_off():
    """It has waited for longer than it would be put off, and counts as put off in vain."""
    host = Host()
    for row in range(2):
        state = host.rows[row] = new_state(row, "", None)
        state["remedy"], state["misses"]["refused"] = "wait", True
        assert not host.fail(row)
    assert not host.fail(3)


def test_a_proven_limit_has_more_patience():
    """Where waiting has helped before, a row that meets the same again is put off twice, and rows go on to be."""
    host = Host()
    host.lessons.disguise_proofs = 1
    assert [host.fail(1) for _ in range(3)] == [True, True, False]
    assert [host.fail(2), host.fail(2), host.fail(2), host.fail(3)] == [True, True, False, True]


def test_what_was_tried_otherwise_is_not_put_off_again():
    """Once a row has gone on to other remedies, waiting is over for it."""
    host = Host()
    host.lessons.disguise_proofs = 1
    host.fail(1)
    state: Any = host.rows[1]
    state["tried"].append("no_referer")
    assert not host.fail(1)


@pytest.mark.parametrize(
    ("failure", "may_be"),
    [
        (Failure(S.CONTENT_HTML), True),
        (Failure(S.CONTENT_HTML, sign=Sign.CLOSED), True),
        (Failure(S.CONTENT_HTML, sign=Sign.IN_MAKING), False),
        (Failure(S.CONTENT_TRUNCATED), True),
        (Failure(S.CONTENT_CORRUPT), False),
        (Failure(S.CONTENT_ENCODING), False),
    ],
)
def test_what_a_host_may_have_for_all_its_rows(failure, may_be):
    """A page, whatever it says but that this one image is being made; damage is that of one file."""
    assert may_be_for_all(new_state(1, "", None), failure, "a.test") is may_be


@pytest.mark.parametrize(("sign", "expected"), [(None, True), (Sign.TWO_FACED, False), (Sign.GONE, False)])
def test_what_waiting_does_not_take_away_is_not_for_all(sign, expected):
    """A notice may be what the host has for all rows for a while, unless it is known why it came."""
    state = new_state(1, "http://a.test/1.jpg", None)
    assert may_be_for_all(state, Failure(ErrorSlug.CONTENT_PLACEHOLDER, sign=sign), "a.test") is expected


LOGIN = Failure(S.HTTP_401, wants_login=True)


@pytest.mark.parametrize(
    ("failure", "waits"),
    [(LOGIN, False), (Failure(S.HTTP_401), True), (Failure(S.CONTENT_HTML, wants_login=True, hops=1), True)],
    ids=["401-with-a-login", "401", "led-to-a-login"],
)
def test_who_says_how_to_log_in_says_so_of_the_address(failure, waits):
    """A 401 that names a way to log in is no limit, for one row or for all; a page to which a host leads all may be."""
    planner, state = make(), begun(1, URL, None)
    for row in range(3):
        planner.learning.succeeded(begun(10 + row, f"http://a.test/x{row}.jpg", None), host=HOST)
    assert planner.may_be_turned(begun(2, URL, None), failure, host=HOST, now=50.0) is waits
    step = walk(planner, state, failure)[0]
    assert step.remedy == ("wait" if waits else "same_origin_referer")
