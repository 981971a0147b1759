"""The whole name of a file in the page's main picture, in another system's form of address."""

from __future__ import annotations

from itertools import product

import pytest

from imgcrawl.naming.bare import bare
from imgcrawl.pages import choose, collect
from tests.pages.showing import url_on

SITE = "https://www.ex.example"
PAGE = f"{SITE}/p/1"
HEX, HEX2 = "26788fca5b480d4f9a7713be00aa11bb", "0d4f9a7713be26788fca5b4800aa11cc"
NAMES = ["blue-kettle", "kettle", "IMG_20240512_101500", "IMG_2034", "3125643", "48213", "heron-lake-mist", "1987-12-3"]
MAIN = '<meta property="og:image" content="{0}"><main><img src="{0}"></main>'
FIGURE = '<img src="/assets/banner-a.jpg"><figure><img src="{0}"><figcaption>A cup</figcaption></figure>'
ASIDE = '<aside><a href="/p/2"><img src="/t/other-cup.jpg"></a></aside>'
FORMS = [
    ("/~/media/shop/{}.ashx?w=600", "/-/media/a/b/{}.jpg"),
    ("/media/t/{}.jpg.600x400_q85.jpg", "/media/t/{}.jpg.900x0_q85_upscale.jpg"),
    ("/media/t/{}.jpg.600x400_q85.jpg", "/media/cache/z/{}.jpg.900x0_q85_crop-smart_upscale.jpg"),
    ("/content/dam/site/{}.jpg.rendition.1280.1280.jpg", "/content/dam/site/{}.jpg"),
    ("/content/dam/site/{}.jpg.thumb.319.319.png", "/content/dam/site/{}.jpg"),
    ("/cdn/products/{}_{{width}}x.jpg", "/cdn/shop/files/{}.jpg?v=1700000000&width=800"),
    ("/cdn/products/{}_%7Bwidth%7Dx.jpg", "/cdn/shop/files/{}.jpg?v=1700000000&width=800"),
    ("/is/image/shop/{}?$pdp_large$", "/images/p/{}.jpg?imwidth=900"),
    ("/c/{}.jpg/_jcr_content/renditions/cq5dam.web.1280.jpeg", f"/deliver/dm-aid--{HEX}/{{}}.jpg?width=900"),
    (f"/static/{HEX}/4f1c2/{{}}.jpg", f"/static/{HEX2}/9b3e1/{{}}.webp"),
    ("/system/photos/4711/medium/{}.jpg", f"/rails/active_storage/blobs/redirect/eyJfcmFpbHMi--{HEX}/{{}}.jpg"),
    (
        "/static/5a105e8b9d40e1329780d62e/t/5a1/1512/{}.jpg?format=500w",
        "/content/v1/5a105e8b9d40e1329780d62e/15-AC/{}.jpg",
    ),
    ("/fileadmin/_processed_/a/b/csm_{}_0d4f9a7713.jpg", "/fileadmin/_processed_/c/d/csm_{}_26788fca5b.jpg"),
    ("/original/{}.jpg", "/preview/{}_320.jpg"),
]


def find(markup: str, wanted: str) -> str | None:
    """Return the path that the page of *markup* gives for *wanted*."""
    return url_on(markup, SITE + wanted, PAGE, without=SITE)


@pytest.mark.parametrize(("before", "now"), FORMS)
def test_the_main_picture_of_a_name_is_found_in_any_form(before, now):
    """A system's folders, extensions, sizes and templates are no part of a name; another name is another picture."""
    for page, name in product([MAIN + ASIDE, FIGURE + ASIDE], NAMES):
        wanted, address = before.format(name), now.format(name)
        assert find(page.format(address), wanted) == address
        assert find(page.format(now.format(name + "7")), wanted) is None
        assert find(page.format(now.format("other-cup")), wanted) is None


@pytest.mark.parametrize("name", ["kettle", "48213", "blue-kettle"])
def test_a_name_that_tells_little_needs_the_main_picture(name):
    """Beside others it may be a picture of anything, and so it may as one of two figures, or on another site."""
    before, now = f"/static/{HEX}/4f1c2/{name}.jpg", f"/static/{HEX2}/9b3e1/{name}.webp"
    other = '<img src="/i/other-cup.jpg">'
    assert find(f'<img src="{now}">{other}', before) is None
    assert find(FIGURE.format(now) + f"<figure>{other}</figure>", before) is None
    assert find(MAIN.format(f"https://elsewhere.example{now}"), before) is None


@pytest.mark.parametrize("name", ["brass-ferry-mantis", "heron-lake-4711", "DSC_4107", "20190512_143055"])
@pytest.mark.parametrize("page", ['<img src="{}">' + ASIDE, ASIDE + '<a href="/page/2"><img src="{}"></a>'])
def test_a_name_that_tells_much_is_enough_by_itself(name, page):
    """Wherever the page shows it; not from a folder of another album."""
    wanted, now = f"/media/t/{name}.jpg.600x400_q85.jpg", f"/media/t/{name}.jpg.900x0_q85_upscale.jpg"
    assert find(page.format(now), wanted) == now
    assert find(page.format(now.replace("/t/", "/clover/2/")), wanted.replace("/t/", "/thistle/")) is None


@pytest.mark.parametrize("page", [MAIN, FIGURE])
@pytest.mark.parametrize("name", ["kettle", "48213", "blue-kettle", "heron-lake"])
def test_a_rival_of_the_name_leaves_a_doubt(page, name):
    """Two pictures of the whole name in two places: neither is taken."""
    before, now = f"/~/media/s/{name}.ashx?w=600", f"/-/media/a/{name}.jpg"
    assert find(page.format(now) + f'<img src="/-/media/mugs/{name}.jpg">', before) is None


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("/things/111", "/things/222"),
        ("/albums/clover", "/albums/thistle"),
        ("/en", "/fr"),
        ("/red", "/x/blue"),
        ("/uploads/2016/03", "/uploads/2023/11"),
        ("/2016", "/uploads/2019/04"),
        ("/listings/3f2504e0-4f89-41d3-9a0c-0305e82c3301", "/listings/9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d"),
    ],
)
def test_folders_of_one_form_name_two_things(before, now):
    """Where both are kept alike, another number, album, language, colour, date or object is another picture."""
    for page, name in product([MAIN, FIGURE], ["kettle", "48213", "blue-kettle", "IMG_2034"]):
        assert find(page.format(f"{now}/{name}.jpg"), f"{before}/{name}.jpg") is None


@pytest.mark.parametrize(
    "name", ["image", "main", "1", "hero-banner", "2019", "20240512", "1200", "photo-1", "summer", "IMG_0001"]
)
def test_a_name_that_every_page_has_tells_nothing(name):
    """Words of sites, short numbers, dates and widths are no names, be they the main picture's."""
    for page in (MAIN, FIGURE):
        assert find(page.format(f"/-/media/a/{name}.jpg"), f"/~/media/s/{name}.ashx?w=600") is None


def test_a_preview_is_a_smaller_version():
    """A width after the name counts where the folder tells a size, and the choice says what it is."""
    page, wanted = FIGURE.format("/preview/kettle_320.jpg"), SITE + "/original/kettle.jpg"
    choice = choose(collect(page, PAGE), wanted_url=wanted, page_url=PAGE)
    assert choice is not None
    assert choice.smaller
    assert "smaller" in choice.evidence
    assert find(FIGURE.format("/models/kettle_320.jpg"), "/original/kettle.jpg") is None
    assert find(FIGURE.format("/preview/kettle_321.jpg"), "/original/kettle.jpg") is None
    assert find(page + '<img src="/preview/kettle_321.jpg">', "/original/kettle.jpg") is None


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("kettle.ashx", "kettle"),
        ("kettle.jpg.600x400_q85_crop-smart", "kettle"),
        ("Kettle_{width}x", "kettle"),
        ("csm_kettle_0d4f9a7713", "kettle"),
        ("kettle__FillWzQwMCwzMDBd", "kettle"),
        ("kettle__12345.1699999999", "kettle"),
        ("kettle-7", "kettle-7"),
        ("kettle_b", "kettle_b"),
    ],
)
def test_what_systems_add_is_taken_away(stem, name):
    """A counter or a letter is no addition of a system."""
    assert bare(stem) == name


@pytest.mark.parametrize(
    ("folder", "is_it"),
    [("posters", False), ("publications", False), ("media/covers", False), ("photos", True), ("zoom", True)],
)
def test_a_number_in_a_folder_for_something_else_counts_something_else(folder, is_it):
    """One object has a photograph and a poster of its number; a folder for pictures, or a size, tells nothing."""
    page = MAIN.format(f"/{folder}/3980.jpg")
    assert find(page, "/images/3980.jpg") == (f"/{folder}/3980.jpg" if is_it else None)
    assert find(page, f"/{folder}/2014/3980.jpg") == f"/{folder}/3980.jpg"
