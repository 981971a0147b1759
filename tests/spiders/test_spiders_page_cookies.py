"""When a page is worth a fresh cookie."""

from __future__ import annotations

import pytest

from imgcrawl import clock
from imgcrawl.spiders.asking.page_cookies import MOST_RENEWALS, PageCookies

PAGE = "http://a.test/page"


@pytest.fixture
def cookies():
    """Return what is known of a page whose cookie has brought an image."""
    cookies = PageCookies()
    cookies.taken(PAGE)
    cookies.brought(PAGE)
    return cookies


def test_only_a_cookie_that_has_helped_is_renewed(cookies):
    """Nothing is known of other pages, nor of one whose cookie was taken in vain."""
    cookies.taken("http://a.test/vain")
    assert not cookies.renews("http://a.test/vain", after=1.0)
    assert not cookies.renews("http://a.test/other", after=1.0)
    cookies.brought("http://a.test/other")
    assert not cookies.renews("http://a.test/other", after=1.0)
    cookies.brought(None)
    assert cookies.renews(PAGE, after=1.0)


def test_a_fresh_cookie_has_to_help_first(cookies):
    """Rows that had the old cookie share the new one; one that had the new one in vain gets none."""
    assert cookies.renews(PAGE, after=clock.now())
    assert cookies.renews(PAGE, after=clock.now() - 60)
    assert not cookies.renews(PAGE, after=clock.now() + 60)
    cookies.brought(PAGE)
    assert cookies.renews(PAGE, after=clock.now() + 60)


def test_a_page_is_fetched_ten_times_at_most(cookies):
    """However often its cookies help."""
    for _ in range(MOST_RENEWALS):
        assert cookies.renews(PAGE, after=clock.now() + 60)
        cookies.brought(PAGE)
    assert not cookies.renews(PAGE, after=clock.now() + 60)


def test_memory_is_bounded(cookies):
    """The pages used longest ago are forgotten."""
    for number in range(2_000):
        cookies.taken(f"http://a.test/{number}")
    assert not cookies.renews(PAGE, after=1.0)
