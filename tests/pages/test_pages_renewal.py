"""A link that was signed for a time, renewed by its page under whatever names the service gives its fields."""

from __future__ import annotations

from pathlib import Path

import pytest

from imgcrawl.naming.addresses import read_address
from imgcrawl.naming.renewal import is_renewed_path
from imgcrawl.pages import Confidence, choose, collect

PAGE = "https://www.signs.example/item/17"
CDN = "https://cdn.signs.example"
MARKUP = (Path(__file__).parent / "saved" / "renewed.html").read_text(encoding="utf-8")
OLD = "0d4f9a7713be26788fca"


def look_up(wanted, markup=MARKUP):
    """Choose for *wanted*."""
    return choose(collect(markup, PAGE), wanted_url=CDN + wanted, page_url=PAGE)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (
            f"/o/951807e75c56eb04/orig.jpg?st={OLD}&e=1700000000",
            "/o/951807e75c56eb04/orig.jpg?st=4dfde8b8e55bbb9a0ffb&e=1795894219",
        ),
        (
            f"/o/51d1f3a7c2e04b96/orig.jpg?verify=1700000001-{OLD}",
            "/o/51d1f3a7c2e04b96/orig.jpg?verify=1795894205-93621939c8887d06fa7b",
        ),
        (
            f"/o/puffin-4e79.jpg?md5={OLD}&expires=1700000000",
            "/o/puffin-4e79.jpg?md5=e00c920545fddd84d7ba&expires=1795894219",
        ),
        (
            f"/o/c81e728d9d4c2f63/orig.jpg?hd=1700000001~{OLD}",
            "/o/c81e728d9d4c2f63/orig.jpg?hd=1795894205~93621939c8887d06fa7b",
        ),
        ("/4821/orig.jpg?sgn=zZ9yY8xX7wW6vV5uU4tT", "/4821/orig.jpg?sgn=aB3dE5fG7hJ9kL1mN3pQ"),
        (f"/image.php?id=75438369&sgn={OLD}", "/image.php?id=75438369&sgn=e00c920545fddd84d7ba"),
    ],
)
def test_a_signature_is_known_by_its_value(wanted, expected):
    """Digests, tokens and instants differ, and the path or what is equal in the query tells the picture."""
    choice = look_up(wanted)
    assert choice is not None
    assert (choice.url, choice.confidence) == (CDN + expected, Confidence.EXACT)


@pytest.mark.parametrize(
    "wanted",
    [
        f"/view.php?k={OLD}",
        f"/media/image.jpg?k={OLD}",
        f"/4822/orig.jpg?photo={OLD}",
        "/4823/orig.jpg?frame=11",
        f"/4824/orig.jpg?k={OLD}",
        f"/image.php?id=75438368&sgn={OLD}",
        f"/o/951807e75c56eb05/orig.jpg?st={OLD}&e=1700000000",
    ],
)
def test_a_field_that_may_name_another_picture_is_no_signature(wanted):
    """A script's only field, a picture's field, a small number, two signatures of one path: other pictures."""
    assert look_up(wanted) is None


def test_versions_of_one_element_have_a_signature_each():
    """Services sign the size too, so that only pictures in two places of the page are told apart by it."""
    markup = "".join(f"{CDN}/4824/orig.jpg?w={w}&k={OLD[:-1]}{n} {n}x, " for n, w in ((1, 600), (2, 600)))
    wanted = f"/4824/orig.jpg?w=600&k={OLD}"
    assert look_up(wanted, f'<img srcset="{markup}">') is not None


TOLD = ["79502062", "IMG_20201012_102039", "lapwing-heron-vole", "heron-lake", "US-1922-3390"]


@pytest.mark.parametrize("name", TOLD)
def test_a_path_may_be_renewed_right_before_a_name_that_few_have(name):
    """By a token and a later instant; also with a token of 15 characters after a directory that announces it."""
    before, now = f"/s/79921e8da47cd84/1400000000/{name}.jpg", f"{CDN}/s/b1f0c29d8e77a35/1999999999/{name}.jpg"
    choice = look_up(before, f'<img src="{now}"><img src="{now.replace(name, "puffin")}">')
    assert choice is not None
    assert (choice.url, choice.confidence) == (now, Confidence.EXACT)


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("/s/79921e8da47cd84/1400000000/kettle.jpg", "/s/b1f0c29d8e77a35/1999999999/kettle.jpg"),
        ("/s/79921e8da47cd84/1400000000/IMG_2300.jpg", "/s/b1f0c29d8e77a35/1999999999/IMG_2300.jpg"),
        ("/s/79921e8da47cd84/1400000000/1.jpg", "/s/b1f0c29d8e77a35/1999999999/1.jpg"),
        ("/s/79921e8da47cd84/1400000000/20190512.jpg", "/s/b1f0c29d8e77a35/1999999999/20190512.jpg"),
        ("/s/79921e8da47cd84/1400000000/puffin-lake.jpg", "/s/b1f0c29d8e77a35/1999999999/heron-lake.jpg"),
        ("/anna1/1400000000/IMG_2300.jpg", "/bella/1999999999/IMG_2300.jpg"),
    ],
)
def test_a_name_that_many_have_is_not_told_by_a_renewed_path(before, now):
    """Albums have random ids and upload times as well."""
    assert look_up(before, f'<img src="{CDN}{now}"><img src="{CDN}/x/other-thing.jpg">') is None


def test_an_earlier_instant_renews_nothing():
    """What is signed anew is signed for longer."""
    tokens = ("79921e8da/1400000000", "b1f0c29d8/1999999999")
    one, two = (read_address(f"{CDN}/s/{token}/heron-lake.jpg") for token in tokens)
    assert is_renewed_path(one, two)
    assert not is_renewed_path(two, one)
