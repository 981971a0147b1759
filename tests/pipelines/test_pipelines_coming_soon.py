"""Drawings that shops have in the place of the pictures of several articles, each under the article's own name."""

from __future__ import annotations

import pytest
from PIL import Image, ImageDraw

from benchmarks.drawing import encoded, write
from tests.pipelines.hosts_asked import Hosts
from tests.pipelines.pictures import photo
from tests.validation.things import thing

ARTICLES = ("UY_50674", "LWD861013", "YR_707551")


def coming_soon(width: int = 1200, height: int = 900) -> bytes:
    """Return a line of writing in a frame, of more than 16 KiB."""
    image = Image.new("RGB", (width, height), "#f0f0f0")
    ImageDraw.Draw(image).rectangle((6, 6, width - 6, height - 6), outline="#555555", width=4)
    write(image, (width / 2, height / 2), "picture coming soon", 90, fill="#555555", anchor="mm")
    return encoded(image, quality=92)


def refused(body: bytes, articles: int, *, elsewhere: bool) -> int:
    """Return how many of so many articles have no image where they share one, found at their own addresses or not."""
    assert len(body) > 16_384
    folder = "/media/" if elsewhere else "/catalog/"
    hosts = Hosts(lambda _: body, lambda _: None, found_at=lambda url: url.replace("/catalog/", folder))
    return len(hosts.refused([f"http://shop.test/catalog/{name}.jpg" for name in ARTICLES[:articles]]))


@pytest.mark.parametrize(("articles", "elsewhere", "fail"), [(3, False, 3), (2, True, 2), (2, False, 0), (1, True, 0)])
def test_a_writing_for_several_articles_is_no_picture_of_theirs(articles, elsewhere, fail):
    """Three names are enough, whatever its size; two where their pages, or remedies, have led to it."""
    assert refused(coming_soon(), articles, elsewhere=elsewhere) == fail


@pytest.mark.parametrize(
    "body",
    [photo("heron", (320, 240)), encoded(thing().resize((960, 960)), quality=95), coming_soon(3200, 2400)],
    ids=["photograph", "thing", "large"],
)
def test_what_may_show_goods_takes_more(body):
    """One photograph may stand for an article in several numbers; nor are notices mostly larger than 64 KiB."""
    assert refused(body, 3, elsewhere=True) == 0
