"""The page objects as frameworks build them."""

from __future__ import annotations

import attrs
import pytest
from andi import plan
from hypothesis import given, settings
from hypothesis import strategies as st
from tldextract import tldextract
from web_poet import HttpResponse, PageParams, consume_modules, default_registry

from imgcrawl.pages import WANTED_URL, Confidence, ImagePage, collect
from imgcrawl.pages.page import SitePage

URL = "https://e.example/page"
WANTED = "https://e.example/old-stone-bridge.jpg"
BODY = b'<img src="/cdn/old-stone-bridge.jpg?x=1">'


def page(body: bytes = BODY, wanted: str | None = WANTED, url: str = URL, **headers: str) -> ImagePage:
    """Build the default page object."""
    params = PageParams({} if wanted is None else {WANTED_URL: wanted})
    return ImagePage(response=HttpResponse(url, body=body, headers=headers), page_params=params)


async def test_a_page_is_built_without_a_crawler():
    """A response and the page parameters are all it takes; the item is the choice."""
    choice = page().choice()
    assert choice is not None
    assert choice.url == "https://e.example/cdn/old-stone-bridge.jpg?x=1"
    assert await page().to_item() == choice


@pytest.mark.parametrize(
    ("body", "is_bare"),
    [
        (b"<p>Gone", True),
        (b'<a href="/other"><img src="/teaser/elm.jpg"></a><img src="/img/logo.png">', True),
        (b'<p>Gone<img src="/elm-brook.jpg">', False),
        (b'<p>Gone<img src="/old-stone-bridge.jpg">', False),
        (b'<meta property="og:image" content="/elm-brook.jpg">', False),
    ],
)
def test_a_page_is_bare_that_shows_no_picture(body, is_bare):
    """What leads elsewhere and what belongs to the site are none; the wanted one is, though it is gone."""
    assert page(body).is_bare() is is_bare


@pytest.mark.parametrize(
    "wanted", [None, "", "nonsense", "/old-stone-bridge.jpg", "ftp://e.example/old-stone-bridge.jpg"]
)
def test_no_usable_wanted_address_gives_nothing(wanted):
    """Without an address to compare with there is no evidence."""
    assert page(wanted=wanted).choice() is None


def test_a_page_of_many_rows_is_parsed_once(monkeypatch):
    """The candidates are kept for the next row, and no other page, address or encoding is taken for it."""
    read: list[str] = []
    monkeypatch.setattr("imgcrawl.pages.page.collect", lambda text, url: read.append(url) or collect(text, url))
    body = BODY + b"<!-- of many rows -->"
    first, second = page(body), page(body, "https://e.example/gone.jpg")
    assert first.candidates() == second.candidates()
    assert read == [URL]
    page(body, url=f"{URL}/2").candidates()
    page(body, **{"Content-Type": "text/html; charset=latin-1"}).candidates()
    page(body + b" ").candidates()
    assert len(read) == 4


def test_the_header_says_how_to_read_the_page():
    """A charset in Content-Type decides over the default."""
    body = '<img src="/cdn/Blätter-im-Herbstwind.jpg">'.encode("latin-1")
    found = page(
        body, "https://e.example/Blätter-im-Herbstwind.jpg", **{"Content-Type": "text/html; charset=latin-1"}
    ).choice()
    assert found is not None


def test_dependency_injection_finds_what_a_page_needs():
    """scrapy-poet reads the annotations; each page object asks for the response and the parameters only."""
    consume_modules("imgcrawl.pages")
    for page_class in [ImagePage, *(rule.use for rule in default_registry.search(instead_of=ImagePage))]:
        steps = plan(page_class, is_injectable=lambda _: False, externally_provided={HttpResponse, PageParams})
        assert set(steps[-1][1].values()) == {HttpResponse, PageParams}
        assert {field.name for field in attrs.fields(page_class)} == {"response", "page_params"}


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://commons.wikimedia.org/wiki/File:A.jpg", "CommonsFilePage"),
        ("https://de.wikipedia.org/wiki/Datei:A.jpg", "CommonsFilePage"),
        ("https://www.flickr.com/photos/a/1/", "FlickrPhotoPage"),
        ("https://www.pinterest.co.uk/pin/1/", "PinPage"),
        ("https://www.inaturalist.org/observations/1", "InaturalistPage"),
        ("https://e.example/", "ImagePage"),
        ("https://notflickr.com/", "ImagePage"),
    ],
)
def test_the_registry_names_the_page_object(url, name):
    """Sites that are known have their own; no list of domains is fetched to decide it."""
    consume_modules("imgcrawl.pages")
    assert default_registry.overrides_for(url).get(ImagePage, ImagePage).__name__ == name


def test_matching_a_page_asks_no_third_party():
    """The list of public suffixes is the one that is installed, of which no copy is kept."""
    assert tldextract.TLD_EXTRACTOR.suffix_list_urls == ()
    assert not tldextract.TLD_EXTRACTOR._cache.enabled


def test_a_site_page_must_say_what_an_id_is():
    """The base class knows no site."""
    site = SitePage(response=HttpResponse(URL, body=BODY), page_params=PageParams({WANTED_URL: WANTED}))
    with pytest.raises(NotImplementedError):
        site.choice()


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.text(max_size=60))
def test_no_page_and_no_wish_raises(body, wanted):
    """Every page object answers on any bytes and any wanted address."""
    consume_modules("imgcrawl.pages")
    for page_class in [ImagePage, *(rule.use for rule in default_registry.search(instead_of=ImagePage))]:
        response = HttpResponse("https://e.example/?attachment_id=1", body=b'<body class="attachmentid-1">' + body)
        for url in (wanted, f"https://e.example/{wanted}"):
            choice = page_class(response=response, page_params=PageParams({WANTED_URL: url})).choice()
            assert choice is None or choice.confidence in Confidence
