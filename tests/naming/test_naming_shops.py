"""Images that a shop keeps by number, and uploads that a board keeps by hash, however their addresses are written."""

from __future__ import annotations

from itertools import permutations

import pytest

from imgcrawl.naming.shops import image_number
from tests.pages.showing import look_up

SHOP = "https://shop.example"
WRITTEN = [
    "/img/p/1/7/4/4/1744.jpg",
    "/img/p/1/7/4/4/1744-home_default.jpg",
    "/1744-large_default/blue-kettle.jpg",
    "/shop/1744-home_default2x/kettle-of-steel.jpg",
    "/img/p/33-1744.jpg",
    "/33-1744-thickbox_default/blue-kettle.jpg",
]
REST = '<img src="/1745-large_default/blue-kettle.jpg"><img src="/img/p/1/7/4/6/1746-home_default.jpg">'


@pytest.mark.parametrize(("wanted", "now"), list(permutations(WRITTEN, 2)))
def test_a_shops_number_is_one_images(wanted, now):
    """Whatever its folders, its size and the name behind it; the page shows others of the same thing."""
    assert image_number(wanted) == "1744"
    choice = look_up(f'<img src="{now}">{REST}', SHOP + wanted, f"{SHOP}/blue-kettle.html")
    assert choice is not None
    assert choice.url == SHOP + now


@pytest.mark.parametrize("wanted", WRITTEN)
def test_another_number_is_another_image(wanted):
    """Also where the name is the same, and so it is in another shop."""
    assert look_up(REST, SHOP + wanted, f"{SHOP}/blue-kettle.html") is None
    other = '<img src="https://other.example/1744-large_default/red-kettle.jpg">'
    assert look_up(other + REST, SHOP + wanted, f"{SHOP}/blue-kettle.html") is None


@pytest.mark.parametrize(
    "path",
    [
        "/img/p/1/7/4/1744.jpg",
        "/c/1744-category_default/kettles.jpg",
        "/img/c/1744.jpg",
        "/1744-large/blue-kettle.jpg",
        "/1744/blue-kettle.jpg",
        "/2019-12-large/blue-kettle.jpg",
        "/img/p/1/7/4/4/1744-heron.jpg",
    ],
)
def test_what_only_looks_like_a_number_of_that_kind(path):
    """Folders that are not its digits, a category, and folders with a size that any system may have."""
    assert image_number(path) is None


def test_a_shop_that_was_built_anew_counts_from_one_again():
    """Two names for readers that have no word in common are of two things, whatever their number."""
    other = '<img src="/1744-home_default/red-lamp.jpg">'
    assert look_up(other + REST, f"{SHOP}/1744-large_default/blue-kettle.jpg", f"{SHOP}/blue-kettle.html") is None


SHA, OTHER = "0123456789abcdef0123456789abcdef01234567", "0123456789abcdef0123456789abcdef01234568"


@pytest.mark.parametrize(
    ("wanted", "now"),
    [("optimized/2X/0/{}_2_690x388", "original/2X/0/{}"), ("original/2X/0/{}", "optimized/3X/0/{}_2_1035x582")],
)
def test_a_boards_copy_has_the_hash_of_its_upload(wanted, now):
    """The release of what makes the copies stands behind the hash, before the size."""
    page, host = "https://talk.example/t/kettles/17", "https://talk.example/uploads/default/"
    old, new, other = (
        f"{host}{wanted.format(SHA)}.jpeg",
        f"{host}{now.format(SHA)}.jpeg",
        f"{host}{now.format(OTHER)}.jpeg",
    )
    choice = look_up(f'<img src="{other}"><img src="{new}">', old, page)
    assert choice is not None
    assert choice.url == new
    assert look_up(f'<img src="{other}">', old, page) is None
