"""Pages whose addresses end in ``.html`` and the like are pages as others are."""

from __future__ import annotations

import pytest

from imgcrawl.pages.choosing.sought import address_of_page
from tests.pages.showing import url_on

SITE, CDN = "https://www.ex.example", "https://cdn-zz.example"
ENDINGS = ["", ".html", ".htm", ".php", ".html?page=2"]


def find(markup: str, wanted: str, page: str) -> str | None:
    """Return what the page of *markup* gives for *wanted*."""
    return url_on(markup, wanted, page)


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_name_that_few_have_may_lie_in_drawn_folders(ending):
    """On a page of the image's own site."""
    now, rest = f"{CDN}/5e0c9b7d41f84a6a/DSC04107.jpg", f'<img src="{CDN}/5e0c9b7d41f84a6b/moss.jpg">'
    wanted = f"{SITE}/pix/DSC04107.jpg"
    assert find(f'<img src="{now}">{rest}', wanted, f"{SITE}/stories/dawn{ending}") == now
    assert find(f'<img src="{now}">{rest}', wanted, f"https://other.example/stories/dawn{ending}") is None


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_page_of_a_number_declares_its_picture(ending):
    """In its head and its data; of another number it declares another thing's."""
    markup = (
        '<meta property="og:image" content="/m/reed.jpg">'
        '<script type="application/ld+json">{"@type":"ImageObject","contentUrl":"/m/reed.jpg"}</script>'
    )
    assert find(markup, f"{SITE}/i/48213377.jpg", f"{SITE}/o/48213377{ending}") == f"{SITE}/m/reed.jpg"
    assert find(markup, f"{SITE}/i/48213377.jpg", f"{SITE}/o/48213378{ending}") is None


def test_the_address_of_a_page():
    """Its query stays."""
    address = address_of_page(f"{SITE}/o/heron.html?id=5")
    assert address is not None
    assert (address.stem, address.fields) == ("", (("id", "5"),))
    assert address_of_page("https://") is None
