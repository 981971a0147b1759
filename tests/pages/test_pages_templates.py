"""Addresses with a hole for the size."""

from __future__ import annotations

from time import process_time

import pytest

from imgcrawl.pages.reading.templates import fill_templates
from tests.pages.showing import url_on

PAGE = "https://shop.example/products/heron"
WANTED = "https://old.example/img/heron-lake-4711.jpg"


def chosen(markup):
    """Return the address chosen on a page of *markup*."""
    return url_on(markup, WANTED, PAGE)


@pytest.mark.parametrize(
    ("template", "sizes", "now"),
    [
        ("//cdn.example/f/heron-lake-4711_{width}x.jpg?v=1", "[180,540,1296,1080]", "f/heron-lake-4711_1296x.jpg?v=1"),
        ("//cdn.example/f/heron-lake-4711_{width}x{height}.jpg", "[180, 540]", "f/heron-lake-4711_540x.jpg"),
        ("//cdn.example/f/heron-lake-4711_{size}.jpg", "180x 540x", "f/heron-lake-4711_540x.jpg"),
        ("//cdn.example/f/heron-lake-4711-{width}.jpg", "180,540", "f/heron-lake-4711-540.jpg"),
        ("//cdn.example/%WIDTH%/heron-lake-4711.jpg", "320|640", "640/heron-lake-4711.jpg"),
        ("//cdn.example/{{width}}/heron-lake-4711.jpg", "320|640", "640/heron-lake-4711.jpg"),
        ("//cdn.example/__size__/heron-lake-4711.jpg", "small,large,medium", "large/heron-lake-4711.jpg"),
        ("//cdn.example/[size]/heron-lake-4711.jpg", '["thumb","original"]', "original/heron-lake-4711.jpg"),
        ("//cdn.example/%7Bwidth%7D/heron-lake-4711.jpg", "320", "320/heron-lake-4711.jpg"),
        ("//cdn.example/heron-lake-4711.jpg?w={w}", "320 640", "heron-lake-4711.jpg?w=640"),
        (
            "//cdn.example/c/image.coreimg.82{.width}.jpeg/1699999999999/heron-lake-4711.jpeg",
            "320,1024",
            "c/image.coreimg.82.1024.jpeg/1699999999999/heron-lake-4711.jpeg",
        ),
    ],
)
def test_the_largest_size_fills_the_hole(template, sizes, now):
    """Whatever the hole looks like; sizes are numbers or the usual words."""
    for name in ("data-widths", "data-sizes", "data-image-sizes"):
        assert chosen(f"<img data-src='{template}' {name}='{sizes}'>") == f"https://cdn.example/{now}"


@pytest.mark.parametrize("sizes", ["", "auto", "180 tiny", "[]", "1", "(min-width: 3em) 320px"])
def test_without_sizes_an_address_with_a_hole_is_none(sizes):
    """No size is made up, and the rest of the template is no address either."""
    template = "/t/{width}/heron-lake-4711.jpg"
    assert chosen(f'<img data-src="{template}" data-sizes="{sizes}">') is None
    assert chosen(f'<img data-src="{template}" data-sizes="{sizes}" src="/s/heron-lake-4711.jpg">') is not None


def test_other_names_stay_other_pictures():
    """A size tells nothing of the picture."""
    assert chosen('<img data-src="/f/heron-lake-4712_{width}x.jpg" data-widths="[180,540]">') is None
    assert chosen('<img data-hover-src="/f/heron-lake-4711_{width}x.jpg" data-widths="[180,540]">') is None


@pytest.mark.parametrize("value", ["/a/b__w__c.jpg", "/a/100%25.jpg", "{width}", "/a/{x}.jpg", "a {width}/b.jpg"])
def test_what_has_no_hole_is_left_alone(value):
    """A name with underscores, a percent sign, another placeholder, and text."""
    attributes = {"data-src": value, "src": "/{width}.jpg", "data-widths": "[100]"}
    assert fill_templates(attributes) is attributes


def test_long_lists_and_values_cost_little():
    """Both are bounded."""
    before = process_time()
    fill_templates({f"data-{n}": "/{width}" * 1_000 for n in range(100)} | {"data-widths": "100," * 100_000})
    fill_templates({"data-a": "/{" * 1_000_000, "data-b": "/%" * 1_000_000, "data-widths": "1" * 1_000_000})
    assert process_time() - before < 2
