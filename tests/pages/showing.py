"""Pages that show a file of a wanted name, and what such names claim."""

from __future__ import annotations

from imgcrawl.naming.stems import Claim
from imgcrawl.pages import Choice, choose, collect

SITE = "https://www.ex.example"
PAGE = f"{SITE}/things/17/"
CDN = "https://cdn-zz.example"
REST = "".join(f'<img src="{CDN}/b/other-{word}.jpg">' for word in ("reed", "moss", "fern"))
"""Three more pictures of the page, on its CDN."""
CLAIMS = {
    Claim.GENERIC: [
        "image",
        "main",
        "1",
        "12345",
        "img_1",
        "img_100",
        "photo",
        "beach",
        "hero",
        "red",
        "red-shoe",
        "summer-sale",
        "lunch-menu-january",
        "photo-2020-05-17",
        "image-600",
        "page-12",
    ],
    Claim.FIRST: ["DSC_0042", "IMG_0001", "P1010001"],
    Claim.COUNTED: ["DSC04107", "IMG_2300", "DSC_1613", "P1040123"],
    Claim.NUMBERED: ["grove_27", "heron-1", "elm-news-354", "elm-2019"],
    Claim.NAMED: ["SKU-29077-1", "heron-354", "elm-oak", "elm_oak_2"],
}


def look_up(markup: str, wanted: str, page: str = PAGE) -> Choice | None:
    """Choose for *wanted* on a page of *markup*."""
    return choose(collect(markup, page), wanted_url=wanted, page_url=page)


def url_on(markup: str, wanted: str, page: str, *, without: str = "") -> str | None:
    """Return the address that a page of *markup* gives for *wanted*, *without* what it begins with."""
    choice = look_up(markup, wanted, page)
    return choice.url.removeprefix(without) if choice else None


def shown(address: str, wanted: str, *, rest: str = "") -> str | None:
    """Return what a page that shows *address* and *rest* gives for *wanted*."""
    return url_on(f'<img src="{address}">{rest}', wanted, PAGE)


COUNTED = CLAIMS[Claim.COUNTED][:-1]  # numbers of seven digits are ids, which are judged by other rules
NAMES = CLAIMS[Claim.NUMBERED] + CLAIMS[Claim.NAMED]
