"""Pictures whose name stands behind what their service calls them, and systems that hide extensions."""

from __future__ import annotations

import pytest

from tests.pages.showing import url_on

SITE = "https://www.ex.example"
PAGE = f"{SITE}/birds/heron"
HASH, OTHER = "3e08d5a97b16c4f20a8f91d37e62b50c", "b50c3e08d5a97b16c4f20a8f91d37e62"
WIX = f"https://static.wixstatic.com/media/a1b2c3_{HASH}~mv2.jpg/v1/fill/w_980,h_653,al_c,q_85,enc_auto/{{}}.jpg"
OTHER_WIX = WIX.replace(HASH, OTHER)
PARTS = "/content/ex/en/birds/_jcr_content/root/container"
COMPONENT = f"{SITE}{PARTS}/image.coreimg.85.1024.jpeg/1699999999999/{{}}.jpeg"
MOVED = f"{SITE}{PARTS.replace('birds', 'fauna')}/image_7.coreimg.85.1600.jpeg/1712345678901/{{}}.jpeg"
NAMES = ["grey-heron-lake", "heron-lake", "SKU-29077-1", "IMG_2300"]


def look_up(html: str, wanted: str) -> str | None:
    """Return what is chosen for *wanted* on the page *html*."""
    return url_on(html, wanted, PAGE)


def images(*urls: str) -> str:
    """Return the markup of the pictures at *urls*."""
    return "".join(f'<img src="{url}">' for url in urls)


@pytest.mark.parametrize("shown", [WIX, COMPONENT], ids=["wix", "aem"])
@pytest.mark.parametrize("folder", ["uploads", "uploads/2019/05", "media/birds"])
@pytest.mark.parametrize("name", NAMES)
def test_a_service_has_the_name_at_the_end(shown, folder, name):
    """It is as good there as that of a file; a name with more in it is another's."""
    wanted, now = f"{SITE}/{folder}/{name}.jpg", shown.format(name)
    others = images(shown.replace(HASH, OTHER).replace("image.", "image_2.").format("red-fox-forest"))
    assert look_up(images(now), wanted) == now
    assert look_up(images(now) + others, wanted) == now
    for other in (f"{name}-2", f"{name}9", f"old-{name}", "image"):
        assert look_up(images(shown.format(other)) + others, wanted) is None
    assert look_up(images(shown.format("image")), f"{SITE}/{folder}/image.jpg") is None


def test_two_files_may_have_one_name_for_readers():
    """Which of them is wanted nobody knows; the same file in two sizes is one."""
    wanted = f"{SITE}/uploads/heron-lake.jpg"
    assert look_up(images(WIX.format("heron-lake"), OTHER_WIX.format("heron-lake")), wanted) is None
    assert look_up(f'<img srcset="{WIX.format("heron-lake")} 1x, {OTHER_WIX.format("heron-lake")} 2x">', wanted) is None
    larger = WIX.format("heron-lake").replace("w_980,h_653", "w_1960,h_1306")
    assert look_up(images(WIX.format("heron-lake"), larger), wanted) in {larger, WIX.format("heron-lake")}


def test_the_wanted_address_may_have_a_name_for_readers():
    """Its key must not differ; who leaves the service keeps the name. What a component shows may be anything."""
    wanted = WIX.format("heron-lake")
    assert look_up(images(f"{SITE}/uploads/heron-lake.webp"), wanted) == f"{SITE}/uploads/heron-lake.webp"
    assert look_up(images(OTHER_WIX.format("heron-lake")), wanted) is None
    assert look_up(images(OTHER_WIX.format("heron-lake"), f"{SITE}/uploads/heron-lake.webp"), wanted) is None
    assert look_up(images(f"{SITE}/uploads/heron-lake-2.webp"), wanted) is None
    for shown in (
        MOVED,
        COMPONENT.replace("1024", "1600"),
        COMPONENT.replace("1699", "1712"),
        f"{SITE}/uploads/{{}}.webp",
    ):
        assert look_up(images(shown.format("heron-lake")), COMPONENT.format("heron-lake")) == shown.format("heron-lake")
        assert look_up(images(shown.format("red-fox")), COMPONENT.format("heron-lake")) is None


@pytest.mark.parametrize(
    ("name", "folder", "now", "is_wanted"),
    [
        ("IMG_2300", "en/birds", "en/fauna", False),
        ("IMG_0001", "en/rome", "en/paris", False),
        ("IMG_2300", "en/birds", "en/fauna/birds", True),
        ("IMG_2300", "2019/05", "en/birds", True),
        ("heron-lake", "en/birds", "en/fauna", True),
        ("heron-lake", "fr/birds", "en/birds", False),
        ("heron-lake", "en/2018", "en/2019", False),
        ("blue-shirt-4417", "en/men", "en/women", False),
        ("heron-lake-4417", "en/men", "en/women", False),
    ],
)
def test_a_component_is_of_the_page_before_it(name, folder, now, is_wanted):
    """Another page has a camera's names again; another language, year or side has any."""
    shown = COMPONENT.replace("en/birds", now).format(name)
    for wanted in (COMPONENT.replace("en/birds", folder).format(name), f"{SITE}/content/dam/ex/{folder}/{name}.jpeg"):
        assert look_up(images(shown), wanted) == (shown if is_wanted else None)


def test_a_hash_is_the_files_whatever_is_around_it():
    """The owner before it, and the order behind."""
    assert look_up(images(WIX.format("pier")), f"{SITE}/img/{HASH}.jpg") == WIX.format("pier")
    assert look_up(images(OTHER_WIX.format("pier")), f"{SITE}/img/{HASH}.jpg") is None


@pytest.mark.parametrize(
    "html",
    [
        '<a href="{}">Download</a>',
        '<div data-bg="{}"></div>',
        '<script>var page = {{"image": "{}"}};</script>',
        "<style>.a {{ background: url({}) }}</style>",
        '<div data-gallery="[{{&quot;src&quot;:&quot;{}&quot;}}]"></div>',
    ],
)
def test_sitecores_handler_is_a_pictures_wherever_it_stands(html):
    """Its library hides extensions; another folder's handler is none of its."""
    wanted = f"{SITE}/uploads/grey-heron-lake.jpg"
    now = f"{SITE}/-/media/birds/grey-heron-lake.ashx?w=800"
    assert look_up(html.format(now), wanted) == now
    assert look_up(html.format(now.replace("lake.ashx", "lake-2.ashx")), wanted) is None
    assert look_up(html.format(now.replace("/-/media", "/handlers")), wanted) is None


def test_prestashop_has_an_images_number_before_its_name():
    """All images of a product have one name, so that a number tells them apart; the size behind it does not."""
    small, large = (f"{SITE}/1744-{size}_default/heron-lake.jpg" for size in ("home", "large"))
    assert look_up(images(large), small) == large
    assert look_up(images(large), f"{SITE}/media/birds/heron-lake.jpg") == large
    other = large.replace("1744", "1745")
    assert look_up(images(other), small) is None
    assert look_up(images(large, other), f"{SITE}/media/birds/heron-lake.jpg") is None
    for folder, name in (("users/1744", "cover"), ("album/1744", "1"), ("categories/1744", "shirt")):
        shown = f"{SITE}/1744-large_default/{name}.jpg"
        assert look_up(images(shown), f"{SITE}/{folder}/{name}.jpg") is None
        assert look_up(images(shown), shown.replace("large", "home")) == shown
