"""Counters and long numbers by which a page itself is called: its picture of that name is the wanted one, anywhere."""

from __future__ import annotations

import pytest

from tests.pages.showing import url_on

SITE, CDN = "https://www.ex.example", "https://cdn-zz.example"
REST = "".join(f'<img src="/rel/other-{word}.jpg">' for word in ("reed", "moss", "fern"))
CALLED = ["_MG_3522", "DSCF6056", "713561", "grove-27"]


def find(page: str, markup: str, wanted: str) -> str | None:
    """Return what the page at *page* of *markup* gives for *wanted*."""
    return url_on(markup + REST, wanted, page)


@pytest.mark.parametrize("name", CALLED)
@pytest.mark.parametrize("page", ["/mayor/{}", "/mayor/{}/", "/p/{}.html", "/p/{}.php?lang=en"])
@pytest.mark.parametrize("now", ["/v2/{}.webp", "/site/{}.jpg"])
def test_what_the_page_is_called_by_is_its_picture_on_any_host(name, page, now):
    """Nothing but the name needs to agree."""
    now = CDN + now.format(name)
    wanted = f"{SITE}/static/4a8cc53fc7ad99d47ff6d213/{name}.jpg"
    assert find(SITE + page.format(name), f'<img data-src="{now}">', wanted) == now


@pytest.mark.parametrize("name", CALLED[:3])
@pytest.mark.parametrize("page", ["/mayor/{}0", "/mayor/a-{}", "/{}/mayor", "/mayor?photo={}"])
def test_a_page_called_otherwise_says_nothing(name, page):
    """Its last part must be the whole name."""
    markup = f'<img data-src="{CDN}/v2/{name}.webp">'
    assert find(SITE + page.format(name), markup, f"{SITE}/static/{name}.jpg") is None


@pytest.mark.parametrize("name", ["12345", "20240512", "image", "1", "DSC_0042", "photo-12"])
def test_many_pages_are_called_by_common_names(name):
    """A date, a short number, a word that every site has or a camera's first counter is no name of one page."""
    markup = f'<img data-src="{CDN}/v2/{name}.webp">'
    assert find(f"{SITE}/mayor/{name}", markup, f"{SITE}/static/{name}.jpg") is None


@pytest.mark.parametrize("name", CALLED)
def test_two_bearers_and_another_thing_leave_a_doubt(name):
    """Two pictures of that name may be two, and directories may name another thing."""
    page, wanted = f"{SITE}/mayor/{name}", f"{SITE}/photos/clover/{name}.jpg"
    assert find(page, f'<img src="{CDN}/v1/{name}.jpg"><img src="{CDN}/v2/x/{name}.jpg">', wanted) is None
    assert find(page, f'<img src="{CDN}/photos/fern/{name}.jpg">', wanted) is None


@pytest.mark.parametrize(
    ("name", "page", "is_found"),
    [("713561", "713561", True), ("713561", "mayor", False), ("DSCF6056", "DSCF6056", False)],
)
def test_a_service_draws_a_folder_for_each_size_of_a_long_number(name, page, is_found):
    """Where the page is called by it; else two folders keep two pictures."""
    now, again = (f"{CDN}/{code}/{name}.jpg" for code in ("26788fca5b48", "0d4f9a7713be"))
    found = find(f"{SITE}/mayor/{page}", f'<img src="{now}"><img src="{again}">', f"{SITE}/static/{name}.jpg")
    assert (found is not None) is is_found
