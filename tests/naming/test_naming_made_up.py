from __future__ import annotations

import re
from time import process_time

import pytest

from imgcrawl.naming.made_up import made_up
from imgcrawl.naming.subject import subject

SHAPES = {
    "http://a.test/images/swan.jpg": r"/images/[a-z]{9}\.jpg",
    "http://a.test/images/Swan_07.JPG": r"/images/[A-Z][a-z]{3}_\d{5}\.JPG",
    "http://a.test/media/92/b6/f78e66b4b705594751e5d746243c.png": r"/media/\d\d/[a-f]\d/[0-9a-f]{28}\.png",
    "http://a.test/photos/36401536/large.jpg": r"/photos/\d{9}/large\.jpg",
    "http://a.test/resize/200x150/en/red-car-200x150.jpg": r"/resize/200x150/en/[a-z]{3}-[a-z]{6}-200x150\.jpg",
    "http://a.test/i/7b521465-0f53-4b12-9b8a-42cb7b0c0c62": r"/i/[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}",
    "http://a.test/p/123/red-car-in-the-rain.webp": r"/p/\d{9}/[a-z]{3}-[a-z]{3}-[a-z]{2}-[a-z]{3}-[a-z]{4}\.webp",
    "http://a.test/get?id=55&w=200&type=item": r"/get\?id=\d{9}&w=200&type=item",
    "http://a.test/get?name=swan&w=200": r"/get\?name=[a-z]{9}&w=200",
    "http://a.test/thumb?src=http%3A%2F%2Fb%2Fcars%2Fred.jpg": r"/thumb\?src=http%3A%2F%2Fb%2Fcars%2F[a-z]{9}\.jpg",
    "http://a.test/t?src=http%3A%2F%2Fbirds.test%2Fred.jpg": r"/t\?src=http%3A%2F%2Fbirds\.test%2F[a-z]{9}\.jpg",
    "http://a.test/thumb?src=//birds.test/p/red.jpg": r"/thumb\?src=//birds\.test/p/[a-z]{9}\.jpg",
    "http://a.test/?url=b2.test/red.jpg&d=b2.test/n7.png": r"/\?url=b2\.test/[a-z]{9}\.jpg&d=b2\.test/n7\.png",
    "http://a.test/avatar/0a1b2c3d?d=https%3A%2F%2Fb.test%2Fx%2Fno.png": (
        r"/avatar/[0-9a-f]{9,}\?d=https%3A%2F%2Fb\.test%2Fx%2Fno\.png"
    ),
    "http://a.test/photo?d=heron-lake": r"/photo\?d=[a-z]{5}-[a-z]{4}",
    "http://a.test/swans/large.jpg": r"/[a-z]{9}/large\.jpg",
    "http://a.test/uploads/2019/05/swan.jpg": r"/uploads/\d{4}/\d\d/[a-z]{4}\.jpg",
    "http://a.test/avatar/0a1b2c3d4e5f6071?s=80&d=404": r"/avatar/[0-9a-f]{16}\?s=80&d=404",
    "http://a.test/p/swan.jpg/300px-swan.jpg": r"/p/([a-z]{9})\.jpg/300px-\1\.jpg",
    "http://a.test/p/1234/5678/1234_5678_zoom.jpg": r"/p/(\d{9})/(\d{9})/\1_\2_[a-z]{4}\.jpg",
    "http://a.test/3f/a2/3fa2b1c4d5e6f709.jpg": r"/(..)/(..)/\1\2[0-9a-f]{12}\.jpg",
    "http://a.test/3f/3fa2b1c4d5e6f709.jpg": r"/(..)/\1[0-9a-f]{14}\.jpg",
    "http://a.test/i/s/w/swan_lake.jpg": r"/i/([a-z])/([a-z])/\1\2[a-z]{2}_[a-z]{5}\.jpg",
    "http://a.test/s/sw/swan_lake.jpg": r"/([a-z])/(\1[a-z])/\2[a-z]{2}_[a-z]{5}\.jpg",
    "http://a.test/s/swan_lake.jpg": r"/s/[a-z]{4}_[a-z]{5}\.jpg",
    "http://a.test/img/%E5%9B%BE.jpg?v=3#top": r"/img/[\w]{9,}\.jpg\?v=\d",
}


@pytest.mark.parametrize(("url", "shape"), SHAPES.items())
def test_all_that_tells_is_made_up(url, shape):
    """Names, numbers and ids are others of their kind, long enough not to exist; sizes and formats stay."""
    other = made_up(url)
    assert re.fullmatch(r"http://a\.test" + shape, other)
    assert other == made_up(url)
    assert subject(other) != subject(url)


@pytest.mark.parametrize("path", ["", "/", "/images/large.jpg", "/img/", "/photo.jpg?w=200"])
def test_nothing_is_made_up_where_nothing_tells(path):
    """An address that names no picture leaves nothing to replace."""
    assert made_up("http://a.test" + path) is None


def test_the_directory_that_may_tell_is_another_one_too():
    """A host that heeds the number alone, or a long name, must not find it."""
    for kept, url in {
        "81253": "http://a.test/photo/81253/any-name-at-all.jpg",
        "old-wooden-windmill": "http://a.test/old-wooden-windmill/picture-of-it.jpg",
        "id=77": "http://a.test/swan.jpg?id=77",
    }.items():
        assert kept in url
        assert kept not in made_up(url)


@pytest.mark.parametrize("piece", ["a/", "amp/", "ab12-", "%C3%A9", "a=%2F&"])
def test_an_address_made_to_be_slow_is_not(piece):
    """One of 8,000 characters takes milliseconds, however many directories or words it has."""
    begun = process_time()
    for _ in range(3):
        made_up("http://h.example/" + piece * (8_000 // len(piece)))
    assert process_time() - begun < 1
