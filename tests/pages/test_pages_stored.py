"""The wanted name in folders that a service has drawn, on whatever host, and where that is not enough."""

from __future__ import annotations

import json

import pytest

from imgcrawl.naming.places import is_store
from tests.pages.showing import url_on

SITE, CDN = "https://www.ex.example", "https://cdn-zz.example"
PAGE = f"{SITE}/stories/dawn"
REST = "".join(f'<img data-src="/rel/{word}.jpg">' for word in ("reed-bed", "moss-12", "fern"))
SHOWN = ["grove_27", "heron-354", "heron-lake", "IMG_2300", "DSC04107", "SKU-29077-1"]
COMMON = ["beach", "image", "photo-17", "DSC_0042", "7731", "438616", "summer-sale"]
FORMS = {
    "lazy": '<img data-src="{}">',
    "noscript": '<noscript><img src="{}"></noscript>',
    "srcset": '<img srcset="{} 800w">',
    "style": "<div style=\"background-image:url('{}')\"></div>",
    "property": '<div style="--hero:url({})"></div>',
    "link": '<a href="{}">see</a>',
    "data": '<div data-full="{}"></div>',
    "state": "<script>window.__STATE__={}</script>",
}


def find(markup: str, wanted: str, page: str = PAGE, rest: str = REST) -> str | None:
    """Return what a page of *markup* gives for *wanted*."""
    return url_on(markup + rest, wanted, page)


def marked(form: str, url: str) -> str:
    """Return the markup that names *url* in a *form*."""
    return FORMS[form].format(json.dumps({"a": {"image": url}}) if form == "state" else url)


@pytest.mark.parametrize("name", SHOWN)
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("folder", ["26788fca5b48", "8f14e45fceea167a5a36dedd4bea2543", "a1/b2"])
def test_a_name_that_few_have_is_taken_from_a_store(name, form, folder):
    """On the page of its own site, in whatever form that names it."""
    now = f"{CDN}/{folder}/{name}.jpg"
    assert find(marked(form, now), f"{SITE}/uploads/2016/03/{name}.jpg") == now


@pytest.mark.parametrize("name", COMMON)
def test_a_name_that_many_have_is_not(name):
    """Another thing's picture may be called so."""
    assert find(f'<img src="{CDN}/26788fca5b48/{name}.jpg">', f"{SITE}/uploads/{name}.jpg") is None


@pytest.mark.parametrize("name", SHOWN[:1] + SHOWN[3:5])
def test_what_leaves_a_doubt_about_the_store(name):
    """Two stores, another site's page, a link to a page, a folder that somebody has named, a series that stays."""
    wanted, now = f"{SITE}/uploads/{name}.jpg", f'<img src="{CDN}/26788fca5b48/{name}.jpg">'
    assert find(now, wanted) is not None
    assert find(f'{now}<img src="{CDN}/0d4f9a7713be/{name}.jpg">', wanted) is None
    assert find(now, wanted, page="https://other.example/dawn") is None
    assert find(f'<a href="/other/page">{now}</a>', wanted) is None
    assert find(now.replace("26788fca5b48", "26788fca5b48/ads"), wanted) is None
    assert find(now, wanted, rest=f'<img src="{SITE}/uploads/{name}-2.jpg">') is None


@pytest.mark.parametrize("name", ["grove_27", "heron-354", "heron-lake"])
def test_a_host_that_keeps_several_of_the_pages_pictures_is_its_own(name):
    """Also where most lie elsewhere; three are needed, and a counter may be another one's there."""
    wanted, now = f"{SITE}/uploads/{name}.jpg", f"{CDN}/b/{name}.jpg"
    others = [f'<img src="{CDN}/b/{word}.jpg">' for word in ("reed", "moss")]
    assert find(f'<img src="{now}">' + "".join(others), wanted) == now
    assert find(f'<img src="{now}">' + others[0], wanted) is None
    counted = f'<img src="{CDN}/b/IMG_2300.jpg">' + "".join(others)
    assert find(counted, f"{SITE}/uploads/IMG_2300.jpg") is None


RAILS = f"{SITE}/rails/active_storage/representations/redirect"
UPLOAD = f"{SITE}/system/photos/796/medium/21448313.jpg?139738551"


def test_a_page_called_by_the_number_shows_its_picture_in_every_drawn_folder():
    """Rails draws one for each size; the record's number counts for nothing beside them."""
    page = f"{SITE}/photos/21448313"
    sizes = [f'<img src="{RAILS}/{key}--8293a4b5/21448313.jpg">' for key in ("0a1b2c3d", "9f8e7d6c")]
    assert find(sizes[0], UPLOAD, page) == f"{RAILS}/0a1b2c3d--8293a4b5/21448313.jpg"
    assert find("".join(sizes), UPLOAD, page) is not None
    assert find(sizes[0] + sizes[1].replace(SITE, CDN), UPLOAD, page) is None
    assert find("".join(sizes), UPLOAD, f"{SITE}/photos/21448314") is None
    assert find(sizes[0].replace("21448313", "21448314"), UPLOAD, page) is None
    assert find("".join(sizes).replace("/rails/", "/clover/"), UPLOAD, page) is None


@pytest.mark.parametrize(
    ("dirs", "is_one"),
    [
        (["26788fca5b48"], True),
        (["a1", "b2"], True),
        (["media", "x7gk2pq9"], True),
        (["rails", "active_storage", "0a1b2c3d--8293a4b5"], True),
        (["media"], False),
        ([], False),
        (["2016", "03"], False),
        (["796", "26788fca5b48"], False),
        (["clover", "26788fca5b48"], False),
        (["users", "26788fca5b48"], False),
        (["album", "a1", "b2"], False),
        (["heron--lake"], False),
    ],
)
def test_what_a_service_has_drawn(dirs, is_one):
    """One folder at least, and none that somebody has chosen or counted."""
    assert is_store(dirs) is is_one
