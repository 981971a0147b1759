"""A link that was signed for a time, renewed by its page under whatever names the service gives its fields."""

from __future__ import annotations

from pathlib import Path

import pytest

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
