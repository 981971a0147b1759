"""Counters of cameras in cards that lead to other pages."""

from __future__ import annotations

import pytest

from tests.pages.showing import url_on

SITE = "https://site.example"
CARD = '<a href="/articles/{0}"><img src="/files/{0}/{1}.jpg"></a>'


def look_up(markup: str, wanted: str) -> str | None:
    """Return the path that is chosen for *wanted*."""
    return url_on(markup, SITE + wanted, f"{SITE}/p", without=SITE)


@pytest.mark.parametrize("name", ["DSC_1613", "IMG_2300", "DSC_0042", "P1040123"])
def test_a_counter_alone_in_another_album_is_that_albums(name):
    """Where a page has cards of twenty articles, one in five hundred pictures meets its own counter among them."""
    cards = CARD.format("paris", name) + CARD.format("oslo", "IMG_9471")
    assert look_up(cards, f"/files/{name}.jpg") is None
    assert (
        look_up(CARD.format("", name).replace("//", "/") + cards.replace(name, "x"), f"/files/rome/{name}.jpg") is None
    )


@pytest.mark.parametrize("name", ["DSC_1613", "IMG_2300"])
def test_a_counter_among_others_of_its_album_is_the_one_that_moved(name):
    """So is one that leads nowhere, one in a folder that tells no album, and a name that says more."""
    album = CARD.format("paris", name) + CARD.format("paris", "IMG_9471")
    assert look_up(album, f"/files/{name}.jpg") == f"/files/paris/{name}.jpg"
    assert look_up(f'<img src="/files/paris/{name}.jpg">', f"/files/{name}.jpg") is not None
    assert look_up(f'<a href="/x"><img src="/upload/{name}.jpg"></a>', f"/photos/{name}.jpg") is not None
    assert look_up(CARD.format("paris", "heron-lake"), "/files/heron-lake.jpg") is not None
