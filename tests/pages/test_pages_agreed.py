"""One number for thing, page and picture, and a page that declares the picture in several ways."""

from __future__ import annotations

import pytest

from tests.pages.showing import url_on

SITE = "https://www.ex.example"
N, PAGE = "3125643", f"{SITE}/object/3125643"
NOW = f"{SITE}/store/{N}/a7f3.jpg"
OG = '<meta property="og:image" content="{0}">'
LD = '<script type="application/ld+json">{{"@type": "VisualArtwork", "image": "{0}"}}</script>'
FIGURE = '<figure><a href="{0}"><img src="{0}"></a></figure>'
IMG = '<img src="{0}">'
ASIDE = '<a href="/object/3125644"><img src="/media/3125644/b8.jpg"></a><img src="/assets/site-logo.png">'
LISTED = [
    f"/img/{N}.jpg",
    f"/objects/{N}/large.jpg",
    f"/getimage?id={N}",
    f"/getimage?id={N}&s=xl",
    f"/getimage?id={N}&size=large",
    f"/image/{N}/full",
]


def find(markup: str, wanted: str, page: str = PAGE) -> str | None:
    """Return what the page of *markup* gives for *wanted*."""
    return url_on(markup + ASIDE, SITE + wanted, page)


@pytest.mark.parametrize("wanted", LISTED)
def test_two_declarations_and_the_number_are_enough(wanted):
    """Any two of head, data and figure; one alone may be a default."""
    for one, two in ((OG, LD), (OG, FIGURE), (LD, FIGURE), (OG + LD, FIGURE)):
        assert find((one + two).format(NOW), wanted) == NOW
    for alone in (OG, LD, FIGURE):
        assert find(alone.format(NOW), wanted) is None


@pytest.mark.parametrize("wanted", LISTED)
@pytest.mark.parametrize(
    "now",
    [
        f"{SITE}/assets/share.jpg",
        f"{SITE}/media/3125644/a7f3.jpg",
        f"{SITE}/store/x{N}/a7f3.jpg",
        f"{SITE}/store/{N}0/a7f3.jpg",
        f"{SITE}/store/{N}/cover.jpg",
        f"{SITE}/store/{N}/default.jpg",
        f"{SITE}/agents/{N}.jpg",
    ],
)
def test_a_picture_without_the_number_is_a_default(now, wanted):
    """However often it is declared; the number counts as a whole, and another picture of the thing may bear it."""
    assert find((OG + LD + FIGURE).format(now), wanted) is None


@pytest.mark.parametrize("number", ["1200", "2024", "20240512", "177", "1700000000"])
def test_dates_widths_and_small_numbers_are_no_names(number):
    """Things of every kind have them in common."""
    now = f"{SITE}/store/{number}/a7f3.jpg"
    assert find((OG + LD + FIGURE).format(now), f"/img/{number}.jpg", f"{SITE}/object/{number}") is None


def test_the_page_must_bear_the_number():
    """Else it is a page about something else that shows the picture; another number of its own need not be there."""
    assert find((OG + LD + FIGURE).format(NOW), LISTED[0], f"{SITE}/album/98765/object/{N}") == NOW
    assert find((OG + LD + FIGURE).format(NOW), LISTED[0], f"{SITE}/object/{N}.xml") is None
    assert find((OG + LD + FIGURE).format(NOW), LISTED[0], f"{SITE}/story/heron") is None
    assert find((OG + LD + FIGURE).format(NOW), LISTED[0], "https://elsewhere.example/object/3125643") is None


@pytest.mark.parametrize("wanted", [f"/objects/{N}/back.jpg", f"/objects/{N}/2.jpg", f"/objects/{N}/98765.jpg"])
def test_a_view_or_a_counter_is_a_picture_of_its_own(wanted):
    """The page need not have that one."""
    assert find((OG + LD + FIGURE).format(NOW), wanted) is None


def test_declarations_that_differ_leave_a_doubt():
    """The head has one picture and the data another, or the page is about one of the numbers in its address."""
    other = NOW.replace("a7f3", "c9e1")
    assert find(OG.format(NOW) + LD.format(other) + FIGURE.format(NOW), LISTED[0]) is None
    assert find(OG.format(NOW) + LD.format(NOW) + FIGURE.format(NOW) + FIGURE.format(other), LISTED[0]) == NOW
    both = OG.format(NOW) + OG.format(other) + LD.format(NOW) + LD.format(other)
    assert find(both, LISTED[0]) is None
    page, both = f"{SITE}/album/{N}/thing/98765", f"{SITE}/store/{N}/98765.jpg"
    assert find((OG + LD + FIGURE).format(both), LISTED[0], page) is None


def test_what_the_page_shows_counts_by_its_figure():
    """Without one by all that it shows; what leads to another page shows that page's."""
    assert find(OG.format(NOW) + (FIGURE + IMG).format(NOW) + IMG.format("/store/4711/lamp.jpg"), LISTED[0]) == NOW
    assert find((OG + IMG).format(NOW), LISTED[0]) == NOW
    assert find(OG.format(NOW) + IMG.format(NOW) + IMG.format("/store/4711/lamp.jpg"), LISTED[0]) is None
    linked = f'<figure><a href="/object/3125644">{IMG}</a></figure>'
    assert find((OG + linked).format(NOW), LISTED[0]) is None


def test_a_script_may_name_no_larger_version():
    """Its path may be on any host."""
    now, said = NOW.replace(".jpg", "-800x600.jpg"), NOW.replace(SITE, "https://cdn.zz.example")
    assert find((OG + LD).format(now) + f'<script>var a = ["{said}"];</script>', LISTED[0]) == now


@pytest.mark.parametrize("field", ["view=back", "n=2", "s=red", "type=xray"])
def test_a_field_that_is_no_size_may_tell_another_picture(field):
    """The thing's page shows its first picture, and the list may have meant another one."""
    assert find((OG + LD + FIGURE).format(NOW), f"/getimage?id={N}&{field}") is None


@pytest.mark.parametrize(
    "first", ["main", "1", f"{N}_01", f"{N}_a", f"{N}_l", f"{N}-front", f"{N}-oslo-chair", f"{N}_2345"]
)
@pytest.mark.parametrize(
    "view", ["2", f"{N}_2", f"{N}-03_large", f"{N}_b", f"{N}-back", f"{N}-lifestyle", f"{N}_234", f"{N}_2_main"]
)
def test_a_thing_may_be_shown_by_another_of_its_views(first, view):
    """Shops put forward what sells: a name that counts or tells a view is of another picture than the plain number."""
    for name, is_first in ((first, True), (view, False)):
        now = f"{SITE}/store/{N}/{name}.jpg"
        assert find((OG + LD + FIGURE).format(now), LISTED[0]) == (now if is_first else None)
