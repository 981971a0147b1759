"""The oEmbed document of a page about one photo."""

from __future__ import annotations

import json

import pytest
from web_poet import HttpResponse, PageParams

from imgcrawl.pages import WANTED_URL, ImagePage

SITE = "https://www.ex.example"
WANTED = f"{SITE}/photo/b3a1f31f5a"
PHOTO = {"type": "photo", "url": "/raw/5a/orchid-castle.jpg", "width": 340}


def read(at: str, wanted: str = WANTED, **changed: object) -> str | None:
    """Return what the oEmbed document *at* that address gives for *wanted*."""
    response = HttpResponse(at, body=json.dumps(PHOTO | changed).encode(), headers={"Content-Type": "application/json"})
    choice = ImagePage(response=response, page_params=PageParams({WANTED_URL: wanted})).choice()
    return choice.url.removeprefix(SITE) if choice else None


@pytest.mark.parametrize(
    "url", ["/oembed?u=b3a1f31f5a", "/oembed?format=json&url=https%3A%2F%2Fwww.ex.example%2Fphoto%2Fb3a1f31f5a"]
)
def test_the_photo_of_the_wanted_page_is_taken(url):
    """The service was asked about that page, by its address or its identifier; the photo may have any name."""
    assert read(SITE + url) == PHOTO["url"]
    assert read(SITE + url, type="video") is None
    assert read(SITE + url, url=None) is None


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        (f"{SITE}/oembed?u=b3a1f31f5b", WANTED),
        ("https://elsewhere.example/oembed?u=b3a1f31f5a", WANTED),
        (f"{SITE}/oembed?u=photos", f"{SITE}/all/photos"),
        (f"{SITE}/oembed?u=17", f"{SITE}/photo/17"),
        (f"{SITE}/oembed?url=https%3A%2F%2Fwww.ex.example%2Fphoto%2Fc4", WANTED),
        (f"{SITE}/oembed?{'x=1&' * 60}u=b3a1f31f5a", WANTED),
        (f"{SITE}/oembed?u=b3a1f31f5a", f"{SITE}/photo/b3a1f31f5a/heron.jpg"),
        (f"{SITE}/oembed?url={SITE}/photo/b3a1f31f5a.jpg", f"{SITE}/photo/b3a1f31f5a.jpg"),
    ],
)
def test_the_photo_of_another_page_is_not_taken(url, wanted):
    """Another identifier, site or address, a word, a short number, and a file, which need not be the page's photo.

    Of a query with very many fields nothing is read.
    """
    assert read(url, wanted) is None
