"""The rows (page, wanted, expected): what each saved page must and must not give."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from web_poet import HttpResponse, PageParams, consume_modules, default_registry

from imgcrawl.pages import WANTED_URL, Choice, ImagePage
from tests.pages.rows_of_services import SERVICES
from tests.pages.rows_of_sites import SITES

SAVED = Path(__file__).parent / "saved"

PAGES = {
    "article": "https://blog.example/foxes/",
    "gallery": "https://gallery.example/holiday/",
    "shop": "https://shop.example/boots/",
    "modern": "https://site.example/crafts/",
    "signed": "https://www.news.example/town/",
    "hashed": "https://mixed.example/all/",
    "photo": "https://www.pics.example/photo/48213377/evening",
    "product_page": "https://www.pics.example/product/48213377",
    "decoys": "https://blog.example/decoys/",
    "commons": "https://commons.wikimedia.org/wiki/File:Red_fox_(Vulpes).jpg",
    "flickr": "https://www.flickr.com/photos/someone/51234567890/",
    "pin": "https://www.pinterest.com/pin/998877665544/",
    "observation": "https://www.inaturalist.org/observations/555",
    "plants": "https://www.herbarium.example/plants/27/",
    "attachment": "https://club.example/trip/img_0815/",
    "renewed": "https://www.signs.example/item/17",
    "identified": "https://www.site.example/object/713-1",
    "redirected": "https://wiki.site.example/wiki/File:Old_fox.jpg",
    "renamed": "https://www.respelt.example/object/713-1",
}


ROWS = [*SITES, *SERVICES]


def look_up(page: str, wanted: str) -> Choice | None:
    """Build the page object that the registry names for the page, and ask it."""
    page_class, response = came(page)
    made: Any = page_class(response=response, page_params=PageParams({WANTED_URL: wanted}))  # type: ignore[call-arg]
    return made.choice()  # type: ignore[no-any-return]


@cache
def came(page: str) -> tuple[Any, HttpResponse]:
    """Return the class of the page's object, and the response."""
    consume_modules("imgcrawl.pages")
    url = PAGES[page]
    page_class = default_registry.overrides_for(url).get(ImagePage, ImagePage)
    return page_class, HttpResponse(url, body=(SAVED / f"{page}.html").read_bytes())


@pytest.mark.parametrize(("page", "wanted", "expected"), ROWS)
def test_a_saved_page_gives_the_wanted_picture_or_none(page, wanted, expected):
    """The same image's address where the page plainly names it, and nothing where another picture could be meant."""
    choice = look_up(page, wanted)
    assert (choice.url if choice else None) == expected, choice


@pytest.mark.parametrize("page", PAGES)
def test_unrelated_addresses_get_nothing(page):
    """A page that does not show the image gives nothing, however prominent its own pictures are."""
    strangers = ["https://elsewhere.example/lake-in-autumn-fog.jpg", "https://elsewhere.example/a/photo.jpg"]
    strangers += [f"https://elsewhere.example/{name}" for name in ("1.jpg", "IMG_0001.jpg", "original.png", "get?id=1")]
    assert [look_up(page, wanted) for wanted in strangers] == [None] * len(strangers)


def test_every_saved_page_is_used_and_every_row_is_unique():
    """The table covers the folder, and no row is counted twice."""
    assert {path.stem for path in SAVED.glob("*.html")} == set(PAGES) == {page for page, _, _ in ROWS}
    assert len({(page, wanted) for page, wanted, _ in ROWS}) == len(ROWS) >= 60


def test_crossing_all_pages_and_addresses_gives_no_wrong_image():
    """An address looked for on any page but its own is not found there."""
    rows = {(page, wanted) for page, wanted, _ in ROWS}
    related = {"article": "decoys", "product_page": "photo"}
    crossed = [
        (page, wanted)
        for page in PAGES
        for own, wanted, _ in ROWS
        if (page, wanted) not in rows and page not in {own, related.get(own)} and own not in {page, related.get(page)}
    ]
    assert [(page, wanted, choice) for page, wanted in crossed if (choice := look_up(page, wanted))] == []
