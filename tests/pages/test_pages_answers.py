"""Pages in images' places, and images in pages'."""

from __future__ import annotations

import pytest
from scrapy.http import Response

from imgcrawl.pages.answers import choose_itself, read_answer
from imgcrawl.pages.sites import commons as _commons  # noqa: F401 - it makes itself known

SITE = "https://www.ex.example"


def read(markup: str, wanted: str, url: str = "") -> str | None:
    """Return the path that a page of *markup* at *url*, else in the place of *wanted*, gives."""
    response = Response(
        url or SITE + wanted, body=markup.encode(), headers={"Content-Type": "text/html; charset=utf-8"}
    )
    choice = read_answer(response, wanted_url=SITE + wanted)
    return choice.url.removeprefix(SITE) if choice else None


FULL, OTHER = "/full/heron-lake-mist.jpg", "/full/river-ferry-pier.jpg"
WIKI = "/images/1/1a/Heron_lake_mist.jpg"
OG, IMG = '<meta property="og:image" content="{}">', '<img src="{}">'


@pytest.mark.parametrize(
    ("wanted", "markup", "expected"),
    [
        ("/v/heron-lake-mist.jpg", OG.format(FULL), FULL),
        ("/v/heron-lake-mist-300x200.jpg", IMG.format(FULL), FULL),
        ("/photo/heron-lake-mist", IMG.format(FULL), FULL),
        ("/wiki/File:Heron_lake_mist.jpg", IMG.format(WIKI), WIKI),
        ("/wiki/Datei:Heron_lake_mist.jpg", IMG.format(WIKI), WIKI),
        ("/v/heron-lake-mist.jpg", OG.format(OTHER), None),
        ("/v/heron-lake-mist.jpg", IMG.format("/full/heron-lake-mist-2.jpg"), None),
        ("/wiki/File:Heron_lake_mist.jpg", IMG.format(WIKI.replace("mist", "fog")), None),
        ("/v/17:heron-lake-mist.jpg", IMG.format("/v/18:heron-lake-mist.jpg"), None),
        ("/photo/17", OG.format(FULL), None),
        ("/v/heron-lake-mist.jpg", IMG.format("/v/heron-lake-mist.jpg"), None),
        ("/v/heron-lake-mist.jpg", "Heron, lake and mist", None),
    ],
)
def test_a_page_in_an_images_place_is_judged_as_any_page(wanted, markup, expected):
    """It gives the picture by the name that was asked for, and never another, however loudly it declares one."""
    assert read(markup, wanted) == expected


SHORT, RESID = "https://1drv.ms/i/s!AjIxK6fZSqHTiH9q", "resid=D3A14AD9A72B3132!1156&authkey=!ANIJ"


@pytest.mark.parametrize(
    ("wanted", "url", "file"),
    [
        (SHORT, f"https://onedrive.live.com/redir?{RESID}", f"https://onedrive.live.com/download?{RESID}"),
        (SHORT, f"https://onedrive.live.com/?id=D3A1&{RESID}", f"https://onedrive.live.com/download?id=D3A1&{RESID}"),
        (SHORT, "https://onedrive.live.com/?id=root&cid=D3A1", None),
        (SHORT, "https://login.live.com/", None),
        ("https://i.imgur.com/aBcDeFg.jpg", "https://imgur.com/aBcDeFg", None),
        (f"https://onedrive.live.com/redir?{RESID}", f"https://onedrive.live.com/redir?{RESID}", None),
    ],
)
def test_a_short_link_leads_to_a_page_about_one_file(wanted, url, file):
    """Which the service gives by the key in that page's address; not what was asked for already."""
    choice = read_answer(Response(url, body=b"<title>Photo</title>"), wanted_url=wanted)
    assert (choice.url if choice else None) == file


def test_sites_have_their_own_pages():
    """A page that a site's page object knows is read by it."""
    wanted = "https://commons.wikimedia.org/wiki/File:Red_fox.jpg"
    file = "https://upload.wikimedia.org/wikipedia/commons/1/1a/Red_fox.jpg"
    response = Response(wanted, body=f'<img src="{file}"><img src="{file.replace("fox", "cat")}">'.encode())
    choice = read_answer(response, wanted_url=wanted)
    assert choice is not None
    assert (choice.url, choice.confidence) == (file, "site")


@pytest.mark.parametrize(
    ("wanted", "url", "same"),
    [
        ("/x/heron-lake-mist.jpg", "/y/heron-lake-mist.jpg", True),
        ("/x/heron-lake-mist.jpg", "/y/heron-lake-mist-800x600.jpg", True),
        ("/x/heron-lake-mist.jpg", "/y/heron-lake-fog.jpg", False),
        ("/x/1.jpg", "/y/1.jpg", False),
        ("/x/heron-lake-mist.jpg", "/photo/heron-lake-mist", False),
        ("/x/heron-lake-mist.jpg", "/show?f=heron-lake-mist.jpg", False),
        ("/photo/heron-lake-mist", "/y/heron-lake-mist", False),
        ("/x/heron-lake-mist.jpg", "/x/heron-lake-mist.jpg", False),
    ],
)
def test_an_image_in_a_pages_place_is_judged_by_its_own_address(wanted, url, same):
    """It is taken for the wanted one on no weaker evidence than a page's word."""
    choice = choose_itself(SITE + url, wanted_url=SITE + wanted)
    assert (choice.url if choice else None) == (SITE + url if same else None)


@pytest.mark.parametrize(
    ("url", "same"), [("/photo/17", True), ("/media/17/full", True), ("/img/no-image.png", False), ("/logo/17", False)]
)
def test_a_picture_from_where_the_page_says_that_the_file_is_is_that(url, same):
    """Unless its name says that it stands for others."""
    choice = choose_itself(SITE + url, wanted_url=f"{SITE}/x/heron-lake-mist.jpg", is_told=True)
    assert (choice.url if choice else None) == (SITE + url if same else None)
