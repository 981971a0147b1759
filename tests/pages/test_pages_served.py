"""The identifier in an order for a IIIF service as the name of a file, both ways."""

from __future__ import annotations

import pytest

from tests.pages.showing import url_on

SITE, CDN = "https://www.ex.example", "https://cdn-zz.example"
PAGE = f"{SITE}/things/17/"
REST = "".join(f'<img src="{CDN}/b/other-{word}.jpg">' for word in ("reed", "moss", "fern"))
NAMES = ["heron-lake", "heron_lake_1923", "NL-HaNA_4711", "MS-Add-3996-000-00045", "bsb00012345_00017"]
ORDERS = ["/iiif/2/{}/full/!800,800/0/default.jpg", "/x/iiif/3/{}.tif/full/max/0/default.webp"]
SHOWN = [
    '<img src="{}">',
    '<meta property="og:image" content="{}">',
    """<div data-a='{{"tiles":[{{"url":"{}"}}]}}'></div>""",
]


def find(markup: str, wanted: str, page: str = PAGE) -> str | None:
    """Return what a page of *markup* gives for *wanted*."""
    return url_on(markup, wanted, page)


def near(name: str) -> list[str]:
    """Return names of other pictures that look like *name*."""
    end = str((int(name[-1]) + 1) % 10) if name[-1].isdigit() else "s"
    return [name[:-1] + end, f"{name}-2", f"{name}_verso", f"blue-{name}"]


@pytest.mark.parametrize("markup", SHOWN)
@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("name", NAMES)
def test_a_service_gives_the_file_of_its_identifier(name, order, markup):
    """The order's address has become a file's, or a file's the order's; nearly the same name is another picture's."""
    ordered = order.format(name)
    for wanted, now in ((ordered, f"/media/{name}.jpg"), (f"/images/{name}.jpg", ordered)):
        assert find(markup.format(CDN + now) + REST, SITE + wanted) == CDN + now
        for other in near(name):
            shown = markup.format(CDN + now.replace(name, other))
            assert find(shown + REST, SITE + wanted) is None
            assert find(shown + markup.format(CDN + now), SITE + wanted) == CDN + now


@pytest.mark.parametrize("name", ["heron-lake", "bsb00012345_00017"])
def test_a_size_may_stand_behind_the_identifier(name):
    """As behind every other name; a view may not."""
    wanted = SITE + ORDERS[0].format(name)
    for end, is_size in (("_large.jpeg", True), ("-800x600.jpg", True), ("_back.jpeg", False), ("_3.jpeg", False)):
        now = f"{CDN}/media/{name}{end}"
        assert find(SHOWN[1].format(now) + REST, wanted) == (now if is_size else None)


def test_a_part_of_a_picture_is_not_the_picture():
    """Nor is an order that no service would understand."""
    wanted = f"{SITE}/images/heron-lake.jpg"
    for order in ("0,0,50,50/max/0/default", "square/max/0/default", "full/max/0/other", "full/800/0/default"):
        assert find(SHOWN[0].format(f"{CDN}/iiif/2/heron-lake/{order}.jpg"), wanted) is None


@pytest.mark.parametrize("name", ["1", "cover", "0005", "f12", "p0001.jp2", "page-0345", "beach", "20190512"])
def test_an_identifier_that_many_have_is_no_better_than_a_files(name):
    """Every book has a page of that number."""
    for wanted, now in ((ORDERS[0].format(name), f"/m/{name}.jpg"), (f"/images/{name}.jpg", ORDERS[0].format(name))):
        assert find(SHOWN[0].format(CDN + now) + REST, SITE + wanted) is None


@pytest.mark.parametrize("gap", ["/", "%2F", ":", "$", "~"])
@pytest.mark.parametrize("page", ["0345", "page-0345.tif", "f1012"])
def test_a_book_that_holds_the_page_tells_it_apart(gap, page):
    """Whether it stands in the identifier or before it."""
    order = f"/iiif/2/ms_{{}}{gap}{page}/full/{{}}/0/default.jpg"
    now = CDN + order.format(12, "max")
    assert find(SHOWN[0].format(now), SITE + order.format(12, "!200,200")) == now
    assert find(SHOWN[0].format(now), SITE + order.format(13, "!200,200")) is None


@pytest.mark.parametrize("markup", SHOWN)
def test_a_number_in_an_order_is_a_pictures_wherever_it_stands(markup):
    """Also in an attribute, where one in another address may count anything; another one is not it."""
    wanted, now = f"{SITE}/images/48213377.jpg", CDN + ORDERS[0].format("48213377")
    assert find(markup.format(now) + REST, wanted) == now
    assert find(markup.format(now.replace("77/", "78/")) + REST, wanted) is None
    assert find(markup.format(now) + markup.format(now.replace(CDN, f"{CDN}/b")), wanted) is None
    assert find(SHOWN[2].format(f"{CDN}/gallery/48213377/large.jpg"), wanted) is None


@pytest.mark.parametrize("end", ["_s", "_o", "_1600", "_1280"])
def test_what_an_identifier_ends_in_is_no_size(end):
    """The order has the size; the letter tells a side, as the obverse of a coin, and the number an object."""
    main = '<meta property="og:image" content="{}">'
    for name in ("heron-lake", "coin-athens-4411", "bicycle-heron-shoe"):
        now, wanted = CDN + ORDERS[0].format(name + end), SITE + ORDERS[0].format(name)
        assert find(main.format(now), wanted) is None
        assert find(main.format(f"{CDN}/b/{name}{end}.jpg"), wanted) is not None
