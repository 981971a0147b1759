"""Names of a camera, or of a collection's pictures, of which most is digits."""

from __future__ import annotations

import pytest

from tests.pages.showing import url_on

SITE = "https://www.ex.example"
PAGE = f"{SITE}/stories/dawn.html"
IMG, OG = '<img src="{}">', '<meta property="og:image" content="{}">'
NAMES = {
    "100_9843": ["100_9844", "101_9843", "100_98431", "100_9843_2", "9843", "IMG_9843", "100_9843b"],
    "A-1960-1510": ["A-1960-1511", "B-1960-1510", "A-1961-1510", "A-1960-15101", "A-1960-1510-2", "1960-1510"],
}
PAIRS = [(name, other) for name, others in NAMES.items() for other in others]


def find(markup: str, wanted: str, page: str = PAGE) -> str | None:
    """Return what a page of *markup* gives for *wanted*."""
    return url_on(markup, wanted, page)


@pytest.mark.parametrize(("name", "other"), PAIRS)
def test_the_next_of_the_series_is_another_picture(name, other):
    """A digit, a folder, a view more or less; alone, declared, or beside the right one, which is taken."""
    wanted, now = f"{SITE}/wp-content/uploads/2016/12/{name}.jpg", f"{SITE}/i/{name}.webp"
    near = f"{SITE}/i/{other}.webp"
    assert find(IMG.format(near), wanted) is None
    assert find(OG.format(near) + IMG.format(near), wanted) is None
    assert find(IMG.format(near) + IMG.format(now), wanted) == now


@pytest.mark.parametrize("name", NAMES)
def test_other_sites_and_albums_count_alike(name):
    """Two bearers, two albums, and a host that is not the site's leave a doubt."""
    wanted = f"{SITE}/pix/{name}.jpg"
    assert find(IMG.format(f"https://cdn.zz.example/i/{name}.jpg"), wanted) is None
    assert find(IMG.format(f"/reed/{name}.jpg") + IMG.format(f"/moss/{name}.jpg"), wanted) is None
    assert find(IMG.format(f"/reed/{name}.jpg"), f"{SITE}/moss/{name}.jpg") is None


@pytest.mark.parametrize("name", ["100_2019", "100_1600"])
def test_years_and_widths_claim_less(name):
    """They are believed where the page declares and shows them."""
    wanted, now = f"{SITE}/2016/12/{name}.jpg", f"{SITE}/i/{name}.webp"
    assert find(IMG.format(now) + IMG.format("/i/moss.webp"), wanted) is None
    assert find(OG.format(now) + IMG.format(now), wanted) == now
