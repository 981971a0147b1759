from __future__ import annotations

import pytest

from imgcrawl.naming.landed import leads_astray, leads_elsewhere, leads_to_fallback, leads_to_others

ASKED = "http://a.test/photos/heron.jpg"


@pytest.mark.parametrize(
    ("final", "astray"),
    [
        ("http://a.test/assets/x1.png", True),
        ("http://cdn.test/static/img/panel.png", True),
        ("http://a.test/assets/heron-large.png", False),
        ("http://a.test/uploads/2026/panel.png", False),
        ("http://a.test/img/photos-07.png", False),
        (ASKED, False),
        ("http://a.test/iiif/images/full/max/0/default.jpg", False),
    ],
)
def test_a_file_of_the_site_leads_astray(final, astray):
    """What lies in a folder for the site's own files, and shares no word with what was asked for, is suspect."""
    assert leads_astray(ASKED, final) is astray


@pytest.mark.parametrize(
    ("asked", "final", "elsewhere"),
    [
        ("/photos/heron.jpg", "/wp-content/uploads/2021/05/header-2021.jpg", True),
        ("/photos/heron.jpg", "/photos/slider1.jpg", True),
        ("/photos/heron.jpg", "/uploads/grey-heron-1.jpg", False),
        ("/photos/heron.jpg", "/cdn/heron.jpg", False),
        ("/photos/heron/large.jpg", "/uploads/heron-1200.jpg", False),
        ("/photos/8841.jpg", "/uploads/header.jpg", True),
        ("/photos/heron", "/uploads/header.jpg", False),
        ("/photos/heron.jpg", "/uploads/88412.jpg", False),
        ("/photos/heron.jpg", "/uploads/9f8e7d6c5b4a3928.jpg", False),
        ("/photos/x9a8b7c6d5e4f3.jpg", "/uploads/header.jpg", True),
        ("/photos/heron.jpg", "/iiif/images/full/max/0/default.jpg", False),
    ],
)
def test_a_picture_of_another_name_leads_elsewhere(asked, final, elsewhere):
    """It is named in words, of which none was asked for; numbers and random parts name any picture."""
    assert leads_elsewhere(f"http://a.test{asked}", f"http://a.test{final}") is elsewhere


@pytest.mark.parametrize(
    ("asked", "final", "is_so"),
    [
        ("/img/p/19645/heron.jpg", "/media/brand/gilded.jpg", True),
        ("/img/p/19645/54200707.jpg", "/c/71-category_default/sandy-clover.jpg", True),
        ("/img/p/heron.jpg", "/banners/copper-1920x600.jpg", True),
        ("/img/p/heron.jpg", "/products/gilded.jpg", False),
        ("/img/p/heron.jpg", "/media/brand/grey-heron.jpg", False),
        ("/media/brand/heron.jpg", "/cdn/brand/gilded.jpg", False),
        ("/c/71-category_default/heron.jpg", "/c/72-category/gilded.jpg", False),
        ("/image.php?id=7", "/media/brand/gilded.jpg", False),
        ("/img/p/heron.jpg", "/media/brand/88412.jpg", False),
    ],
)
def test_what_is_deleted_is_led_to_what_it_belonged_to(asked, final, is_so):
    """To a brand, a category or a banner that has nothing in common with it, and was not asked for."""
    assert leads_to_others(f"http://a.test{asked}", f"http://a.test{final}") is is_so


@pytest.mark.parametrize(
    ("query", "final", "is_so"),
    [
        ("s=200&d=https%3A%2F%2Fb.test%2Fimg%2Fmark.png", "https://b.test/img/mark.png", True),
        ("d=//b.test/img/mark.png", "https://b.test/img/mark.png", True),
        ("d=https%3A%2F%2Fb.test%2Fimg%2Fmark.png", "https://i0.wp.com/b.test/img/mark.png?ssl=1", True),
        ("d=https%3A%2F%2Fb.test%2Fimg%2Fmark.png", "https://i0.wp.com/b.test/img/heron.png?ssl=1", False),
        ("d=https%3A%2F%2Fb.test%2Fa%20mark.png", "https://b.test/a%20mark.png", True),
        ("url=b.test/heron.jpg&default=http%3A%2F%2Fb.test%2Fx.png", "https://b.test/x.png", True),
        ("d=https%3A%2F%2Fb.test%2Fimg%2Fmark.png", "https://b.test/img/heron.png", False),
        ("url=https%3A%2F%2Fb.test%2Fheron.jpg", "https://b.test/heron.jpg", False),
        ("d=mp", "https://b.test/mp", False),
        ("", "https://b.test/heron.jpg", False),
    ],
)
def test_what_the_query_gives_for_what_is_not_there_is_no_image(query, final, is_so):
    """A redirect leads there because there is nothing; what the query asks for is another field's."""
    asked = f"https://a.test/avatar/0a1b2c3d?{query}"
    assert leads_to_fallback(asked, final) is is_so
    assert not leads_to_fallback(asked, asked)
