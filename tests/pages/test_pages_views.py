"""Pages about one picture: given as the row's page, asked for in the picture's place, or linked from its page."""

from __future__ import annotations

import pytest

from imgcrawl.pages import choose, collect
from imgcrawl.pages.choosing.views import is_view
from imgcrawl.pages.onward import find_onward

SITE = "https://www.pics.example"
VIEW = f"{SITE}/photo/48213377"
OWN = '<meta property="og:image" content="/s/a9f3e7c1d2b4.jpg"><a href="/"><img src="/brand.png"></a>'
SHOWN = '<img src="/s/a9f3e7c1d2b4.jpg">'
LINKED = '<a href="/photo/48213378"><img src="/s/b8e2d6c0f1a3.jpg"></a>'


@pytest.mark.parametrize(
    ("url", "is_one"),
    [
        ("/photo/48213377", True),
        ("/people/ann/pictures/12/", True),
        ("/blog/?attachment_id=7", True),
        ("/show.php?image=heron", True),
        ("/photo/", False),
        ("/photo/heron.jpg", False),
        ("/product/48213377", False),
        ("/article?id=7", False),
    ],
)
def test_a_page_about_a_picture_says_so_in_its_address(url, is_one):
    """By a folder for pictures before its name, or a field for one; a file is none, and neither is a thing's page."""
    assert is_view(SITE + url) is is_one


@pytest.mark.parametrize(
    ("page", "wanted"),
    [
        (VIEW, VIEW),
        (f"{VIEW}/evening", f"{SITE}/img/48213377.jpg"),
        (f"{SITE}/?attachment_id=48213377", f"{SITE}/?attachment_id=48213377"),
        (f"{SITE}/photo/heron-lake", f"{SITE}/old/heron-lake.jpg"),
    ],
    ids=["itself", "number", "field", "name"],
)
def test_what_such_a_page_declares_and_shows_is_its_picture(page, wanted):
    """Beside pictures that are links to other pages, the only one is the one that the page's address names."""
    choice = choose(collect(OWN + SHOWN + LINKED, page), wanted_url=wanted, page_url=page)
    assert choice is not None
    assert choice.url == f"{SITE}/s/a9f3e7c1d2b4.jpg"


@pytest.mark.parametrize(
    ("html", "page", "wanted"),
    [
        (OWN, VIEW, VIEW),
        (SHOWN, VIEW, VIEW),
        (OWN + SHOWN + '<img src="/s/b8e2d6c0f1a3.jpg">', VIEW, VIEW),
        (OWN + SHOWN, f"{SITE}/product/48213377", f"{SITE}/product/48213377"),
        (OWN + SHOWN, VIEW, f"{SITE}/img/48213378.jpg"),
        (OWN + SHOWN, VIEW, "https://other.example/img/48213377.jpg"),
        (OWN + SHOWN, f"{SITE}/photo/beach", f"{SITE}/img/beach.jpg"),
        ((OWN + SHOWN).replace("a9f3e7c1d2b4", "48213378"), VIEW, f"{SITE}/img/48213377.jpg"),
    ],
    ids=["not-shown", "not-declared", "another", "thing", "other-number", "other-site", "any-name", "its-number"],
)
def test_in_doubt_such_a_page_says_nothing(html, page, wanted):
    """What is not both declared and shown alone, or has another number, may be another picture."""
    assert choose(collect(html, page), wanted_url=wanted, page_url=page) is None


@pytest.mark.parametrize(
    ("file", "title", "is_its"),
    [
        ("/static/welcome.jpg", "Log in", False),
        ("/wp-content/themes/city/hall.jpg", "Mask", False),
        ("/assets/red-mask.jpg", "Mask of a king", True),
        ("/assets/a9f3e7c1d2b4.jpg", "Mask", True),
        ("/assets/DSC_4711.jpg", "Mask", True),
        ("/media/hall.jpg", "Mask", True),
        ("/media/city-banner.jpg", "Mask", False),
        ("/media/summer-campaign.jpg", "Mask", False),
        ("/media/banner-of-a-guild.jpg", "Banner of a guild", True),
        ("/media/header-4711.jpg", "Mask", True),
    ],
)
def test_what_belongs_to_a_sites_look_is_not_its_picture(file, title, is_its):
    """It is declared and shown where visitors must log in, or where there is no picture of the thing."""
    html = f'<title>{title}</title><meta property="og:image" content="{file}"><img src="{file}">'
    choice = choose(collect(html, VIEW), wanted_url=VIEW, page_url=VIEW)
    assert (choice is not None) is is_its


def onward(markup: str, wanted: str = f"{SITE}/img/heron_4711.jpg") -> str | None:
    """Return what an album with *markup* names."""
    found = find_onward(markup, page_url=f"{SITE}/album/5", wanted_url=wanted, is_empty=False)
    return found.url if found else None


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ('<a href="/photo/heron_4711">1</a><a href="/photo/heron_4712">2</a>', "/photo/heron_4711"),
        ('<a href="/photo/1">heron_<b>4711</b>.jpg</a><a href="/photo/2">heron_4712.jpg</a>', "/photo/1"),
        ('<a href="/photo/1"><img src="/t/1.jpg" alt="heron_4711.jpg"></a><a href="/photo/2">2</a>', "/photo/1"),
        ('<a href="/photo/1">1</a>', None),
        ('<a href="/photo/1">heron_4711.jpg</a><a href="/photo/2">heron_4711.jpg</a>', None),
        ('<a href="https://elsewhere.example/photo/heron_4711">1</a>', None),
        ('<a href="/product/heron_4711">1</a>', None),
        ('<a href="/photo/1">1</a>heron_4711.jpg', None),
    ],
    ids=["address", "text", "picture", "any", "two", "other-site", "thing", "beside"],
)
def test_the_page_about_the_picture_alone_is_asked(markup, expected):
    """One that an album links by the picture's name may show it; of several none is asked for."""
    assert onward(markup) == (expected and SITE + expected)


@pytest.mark.parametrize(
    ("link", "wanted", "is_told"),
    [
        ('<a href="/photo/1">heron_4711.jpg</a>', "heron_4711", True),
        ('<a href="/media/1/full">Download 1971_346_19.jpg</a>', "1971_346_19", True),
        ('<a href="/media/1/full" download="1971_346_19.jpg">Save</a>', "1971_346_19", True),
        ('<a href="/photo/heron_4711">1</a>', "heron_4711", True),
        ('<a href="/photo/heron_4711/comments">1</a>', "heron_4711", False),
        ('<a href="/photo/1">After heron_4711.jpg</a>', "heron_4711", False),
        ('<a href="/photo/1">001.jpg</a>', "001", False),
        ('<a href="/photo/001">1</a>', "001", False),
        ('<a href="/media/1/full">Download 1971_346_190.jpg</a>', "1971_346_19", None),
    ],
)
def test_a_link_may_say_that_what_it_leads_to_is_the_wanted_file(link, wanted, is_told):
    """By the whole name of the file, which few have, as its text or as the last part of its address."""
    found = find_onward(link, page_url=f"{SITE}/album/5", wanted_url=f"{SITE}/img/{wanted}.jpg", is_empty=False)
    assert (found.is_told if found else None) is is_told
