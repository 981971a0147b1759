"""The site of which an image host is, as others of its rows show, and who is asked for as from there."""

from __future__ import annotations

import pytest

from imgcrawl.remedies.hosts.memory import HostMemory
from tests.remedies.planning import S, begun, make, walk

CDN, IMAGE = "cdn.test", "https://cdn.test/1.jpg"
HOME, OTHER = "https://www.site.test/gallery/1", "https://blog.test/1"
WAYS = ("same_origin_referer", "no_referer", "other_browser")


def given(planner, *pages, host=CDN, won=True):
    """Let rows found on these *pages* be given their images, or have what they were given taken back."""
    for key, page in enumerate(pages):
        state = begun(100 + key, f"https://{host}/{100 + key}.jpg", page)
        (planner.learning.succeeded if won else planner.learning.rejected)(state, host=host)
    return planner


def first_step(planner, page, *, slug=S.HTTP_403, url=IMAGE):
    """Return the remedy of the step that follows a row's first failure."""
    step = walk(planner, begun(1, url, page), slug, host=CDN)[0]
    return step and step.remedy


@pytest.mark.parametrize("page", [None, OTHER])
@pytest.mark.parametrize("slug", [S.HTTP_403, S.HTTP_401, S.CONTENT_HTML, S.CONTENT_PLACEHOLDER])
def test_who_does_not_come_from_there_is_asked_for_so_first(page, slug):
    """Whether found on another site's page or on none."""
    assert first_step(given(make(remedies=WAYS), HOME, HOME), page, slug=slug) == "same_origin_referer"


@pytest.mark.parametrize("slug", [S.HTTP_404, S.HTTP_410, S.HTTP_451])
def test_what_says_something_else_is_not_about_the_page(slug):
    """Where others are given theirs, what is missing is missing."""
    assert first_step(given(make(remedies=("same_origin_referer",)), HOME, HOME), OTHER, slug=slug) is None


@pytest.mark.parametrize(("pages", "remedy"), [((HOME, HOME), "same_origin_referer"), ((HOME,), None)])
def test_what_others_show_counts_for_more_than_the_odds(pages, remedy):
    """Elsewhere it may hardly ever help."""
    planner = given(make(remedies=("same_origin_referer",)), *pages)
    for n in range(90):
        planner.memory.tested(f"h{n}.test", "http_403", "same_origin_referer", row=n, helped=False)
    assert first_step(planner, OTHER) == remedy


@pytest.mark.parametrize(
    ("pages", "page"),
    [((), None), ((HOME,), None), ((HOME, HOME, OTHER), None), ((None, None), None), ((HOME, HOME), HOME)],
    ids=["nobody", "one", "two sites", "no pages", "the site itself"],
)
def test_nothing_is_known_of_a_site_without_two_of_it_and_none_of_others(pages, page):
    """Who comes from there has named it at first."""
    planner = given(make(remedies=("same_origin_referer",)), *pages)
    assert planner.memory.home_of(IMAGE, page) == ""
    assert first_step(planner, page) != "same_origin_referer" or page == HOME


def test_what_proves_to_be_no_image_is_taken_back():
    """As when a picture came up again under many names."""
    planner = given(given(make(), HOME, HOME), HOME, won=False)
    assert planner.memory.home_of(IMAGE, None) == ""
    assert given(planner, HOME).memory.home_of(IMAGE, None) == "https://www.site.test/"


def test_rows_that_are_refused_for_something_else_cost_no_more_than_elsewhere():
    """However many there are, and whatever is known of the site."""
    asked = []
    for pages in ((), (HOME, HOME)):
        planner = given(make(remedies=WAYS), *pages)
        rows = [begun(key, f"https://{CDN}/{key}.jpg", OTHER) for key in range(30)]
        asked.append(sum(step is not None for row in rows for step in walk(planner, row, *[S.HTTP_403] * 4, host=CDN)))
    assert asked[1] <= asked[0]


@pytest.mark.parametrize(
    ("url", "page", "home"),
    [
        (IMAGE, HOME, "https://www.site.test/"),
        ("http://cdn.test/1.jpg", HOME, ""),
        ("http://cdn.test/1.jpg", HOME.replace("https", "http"), "http://www.site.test/"),
        (IMAGE, "no page", ""),
    ],
)
def test_what_was_never_told_to_the_host_is_not_what_it_likes(url, page, home):
    """Browsers name no page over https to who is asked over http."""
    memory = HostMemory()
    for _ in range(2):
        memory.note_home(url, page, 1)
    assert memory.home_of(url, None) == home


def test_what_another_address_of_the_row_brought_tells_nothing_of_its_host():
    """An upload on another host has other rules."""
    planner = make()
    for key in (1, 2):
        state = begun(key, IMAGE, HOME)
        state["remedy"] = "other_host"
        planner.learning.succeeded(state, host=CDN)
        planner.learning.succeeded(begun(key, IMAGE, HOME), host="mirror.test")
    assert planner.memory.home_of(IMAGE, None) == ""
