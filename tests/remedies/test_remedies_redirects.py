"""Redirects that are known of a host, and rows for which they are spared in vain."""

from __future__ import annotations

import pytest

from imgcrawl.remedies.attempts.steps import Failure
from imgcrawl.remedies.hosts.redirects import KnownRedirects
from tests.remedies.planning import HOST, URL, S, begun, make, walk

OLD, NEW = "http://old.test", "http://new.test"
SECURE = "https://old.test"


def known(target: str, count: int, *, status: int = 301, origin: str = OLD) -> KnownRedirects:
    """Return the knowledge of so many addresses that were led to the same path at *target*."""
    redirects = KnownRedirects()
    for number in range(count):
        redirects.led(f"{origin}/{number}.jpg", f"{target}/{number}.jpg", status=status)
    return redirects


@pytest.mark.parametrize(
    ("target", "count", "status", "found"),
    [
        (NEW, 3, 301, f"{NEW}/b.jpg?c=1"),
        (NEW, 3, 308, f"{NEW}/b.jpg?c=1"),
        (NEW, 2, 301, None),
        (NEW, 3, 302, None),
        (NEW, 3, "meta refresh", None),
        (SECURE, 2, 301, f"{SECURE}/b.jpg?c=1"),
        (SECURE, 2, 302, f"{SECURE}/b.jpg?c=1"),
        (SECURE, 1, 301, None),
        ("https://old.test:8443", 2, 301, "https://old.test:8443/b.jpg?c=1"),
    ],
)
def test_several_addresses_tell_of_all(target, count, status, found):
    """Three that were led to another host for good, two that were led to https however that was said."""
    assert known(target, count, status=status).target_of(f"{OLD}/b.jpg?c=1") == found


def test_another_host_is_taken_for_the_folders_of_which_that_is_shown():
    """It may have any picture for what it lacks, and sites move by folders; over https there is what http has."""
    redirects, secured = KnownRedirects(), KnownRedirects()
    for number in range(3):
        path = f"/moved/{number}/x.jpg"
        redirects.led(f"{OLD}{path}", f"{NEW}{path}", status=301)
        secured.led(f"{OLD}{path}", f"{SECURE}{path}", status=301)
    for path, is_shown in (("/moved/9.jpg", True), ("/kept/9.jpg", False), ("/9.jpg?/moved/", False), ("/", False)):
        assert redirects.target_of(f"{OLD}{path}") == (f"{NEW}{path}" if is_shown else None)
        assert secured.target_of(f"{OLD}{path}") == f"{SECURE}{path}"


@pytest.mark.parametrize(("count", "is_known"), [(7, False), (8, True)])
def test_many_folders_tell_of_all(count, is_known):
    """Of hosts that have one for each picture, or for some."""
    redirects = KnownRedirects()
    for number in range(count):
        redirects.led(f"{OLD}/{number}/x.jpg", f"{NEW}/{number}/x.jpg", status=301)
    assert (redirects.target_of(f"{OLD}/other/x.jpg") is not None) is is_known


def test_one_address_that_is_led_again_tells_nothing_new():
    """As of a row that is asked for in several ways."""
    redirects = KnownRedirects()
    for _ in range(5):
        redirects.led(f"{OLD}/1.jpg", f"{NEW}/1.jpg", status=301)
    assert redirects.target_of(f"{OLD}/2.jpg") is None


@pytest.mark.parametrize(
    "target", [f"{NEW}/", f"{NEW}/9.png", f"{NEW}/9.jpg?from=old", "http://third.test/9.jpg", f"{OLD}/x/9.jpg"]
)
@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
def test_one_that_is_led_elsewhere_refutes_it(target, before):
    """For good, whenever it was."""
    redirects = known(NEW, 0 if before else 3)
    redirects.led(f"{OLD}/9.jpg", target, status=301)
    for number in range(3 * before):
        redirects.led(f"{OLD}/{number}.jpg", f"{NEW}/{number}.jpg", status=301)
    assert redirects.target_of(f"{OLD}/5.jpg") is None


@pytest.mark.parametrize("count", [0, 3])
def test_one_that_is_answered_for_refutes_it(count):
    """At the origin that was asked: what comes over https says nothing of http."""
    redirects = known(NEW, count)
    redirects.stayed(f"{SECURE}/9.jpg")
    assert (redirects.target_of(f"{OLD}/5.jpg") is not None) is (count == 3)
    redirects.stayed(f"{OLD}/9.jpg")
    for number in range(3):
        redirects.led(f"{OLD}/{number}.jpg", f"{NEW}/{number}.jpg", status=301)
    assert redirects.target_of(f"{OLD}/5.jpg") is None


def test_https_is_never_given_up():
    """Neither for the same host nor for another."""
    for target in (OLD, NEW):
        assert known(target, 5, origin=SECURE).target_of(f"{SECURE}/7.jpg") is None
    assert known("https://new.test", 3, origin=SECURE).target_of(f"{SECURE}/7.jpg") == "https://new.test/7.jpg"


def test_pages_are_led_to_https_alone():
    """Another host's pages may be others, and nothing puts that right."""
    assert known(SECURE, 2).target_of(f"{OLD}/p", to_https_alone=True) == f"{SECURE}/p"
    assert known(NEW, 3).target_of(f"{OLD}/p", to_https_alone=True) is None


def test_a_row_for_which_another_host_has_nothing_is_always_asked_for_itself():
    """Where it is led to https the third is, the fourth, the eighth and so on, as long as that is in vain."""
    redirects, secured = known(NEW, 3), known(SECURE, 2)
    asked = []
    for number in range(20):
        url = f"{OLD}/x{number}.jpg"
        assert redirects.is_doubtful(url)
        redirects.doubted_in_vain(url)
        if secured.is_doubtful(url):
            asked.append(number + 1)
            secured.doubted_in_vain(url)
    assert asked == [1, 2, 3, 4, 8, 16]


@pytest.mark.parametrize("slug", [S.HTTP_404, S.HTTP_403, S.TLS_UNTRUSTED, S.TCP_REFUSED, S.CONTENT_PLACEHOLDER])
def test_a_row_that_fails_where_it_would_have_been_led_begins_anew(slug):
    """At its own address, before anything else is tried, and once."""
    planner, state = make(), begun(1, URL, None)
    failure = Failure(slug, is_spared=True, url="http://new.test/1.jpg")
    first = walk(planner, state, failure, host="new.test")[0]
    assert (first.remedy, first.url, first.from_start, first.delay_s) == ("retry", None, True, 0.0)
    assert state["as_given"] == "asked"
    second = walk(planner, state, failure, host="new.test")[0]
    assert second is None or second.remedy != "retry" or second.delay_s > 0


@pytest.mark.parametrize("remedy", ["page", "moved", "other_size", "https"])
@pytest.mark.parametrize("url", [URL, ""])
def test_what_fails_elsewhere_is_no_reason_to_begin_anew(remedy, url):
    """The row's own address, if it has any, was asked for before."""
    planner, state = make(), begun(1, url, None)
    state["remedy"] = remedy
    walk(planner, state, Failure(S.HTTP_404, is_spared=True, url="https://new.test/1.jpg"), host="new.test")
    assert state["as_given"] is None


@pytest.mark.parametrize(
    "failure",
    [
        Failure(S.HTTP_404),
        Failure(S.HTTP_503, is_spared=True),
        Failure(S.HTTP_429, is_spared=True),
        Failure(S.HTTP_404, retry_after_s=5.0, is_spared=True),
        Failure(S.CONTENT_TRUNCATED, is_spared=True),
        Failure(S.HTTP_404, is_spared=True, is_page=True),
    ],
)
def test_what_passes_is_waited_for_where_it_came(failure):
    """A limit or an outage says nothing of the address; a page has none of its row's, and neither has who was led."""
    planner, state = make(), begun(1, URL, None)
    walk(planner, state, failure, host=HOST)
    assert state["as_given"] is None


@pytest.mark.parametrize(
    ("slug", "led_to", "is_asked"),
    [
        (S.HTTP_503, "new.test", True),
        (S.HTTP_500, "new.test", True),
        (S.HTTP_500, HOST, True),
        (S.CONTENT_TRUNCATED, HOST, True),
        (S.HTTP_503, HOST, False),
        (S.HTTP_429, HOST, False),
    ],
)
def test_what_does_not_pass_has_the_row_asked_for_itself_at_the_end(slug, led_to, is_asked):
    """Where it was led may be out of order while its own host has the image; a limit of that is one over http, too."""
    planner, state = make(), begun(1, URL, None)
    failure = Failure(slug, is_spared=True, url=f"https://{led_to}/1.jpg")
    steps = []
    while (step := walk(planner, state, failure, host=led_to)[0]) is not None and state["as_given"] is None:
        steps.append(step)
        assert len(steps) < 40
    assert len(steps) > 0
    assert (step is not None, state["as_given"]) == ((True, "asked") if is_asked else (False, None))
    if step is not None:
        assert (step.remedy, step.url, step.from_start) == ("retry", None, True)


@pytest.mark.parametrize("slug", [S.TCP_REFUSED, S.HTTP_503])
def test_a_closed_host_has_its_row_asked_for_itself(slug):
    """What waits for a host that was given up may be led elsewhere now."""
    planner, state = make(), begun(1, URL, None)
    step = planner.step_elsewhere(state, Failure(slug, is_spared=True), host="new.test", now=0.0)
    assert (step.remedy, step.from_start) == ("retry", True)
