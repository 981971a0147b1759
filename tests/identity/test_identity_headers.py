from __future__ import annotations

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import features

from imgcrawl.errors import ConfigError
from imgcrawl.identity import headers
from imgcrawl.identity.browsers import FAMILIES, population
from imgcrawl.identity.headers import (
    honest_headers,
    image_headers,
    order_headers,
    page_headers,
    plain_headers,
    rotated_headers,
)
from imgcrawl.identity.templates import TEMPLATES

URL = "https://img.example.org/a.jpg"
PAGE = "https://www.example.org/p?q=1"
EVERYONE = [who for who, _ in population()]
BY_FAMILY = {who.family: who for who in reversed(EVERYONE)}
# libcurl writes Connection last and drops Priority from HTTP/1.1.
CURL_DECIDES = {"connection", "priority"}


def names(block):
    """Return the header names in order."""
    return [name for name, _ in block]


def value(block, name):
    """Return the value of a header, None if it is not sent."""
    return dict(block).get(name)


@pytest.fixture(params=EVERYONE, ids=lambda who: who.name)
def who(request):
    """Each identity that users have."""
    return request.param


def test_every_family_has_a_template():
    """The table of templates covers the families, and no order names a header twice."""
    assert set(TEMPLATES) == set(FAMILIES)
    for template in TEMPLATES.values():
        for order in (template.image_order, template.page_order):
            assert len({name.lower() for name in order}) == len(order)


def test_image_block_tells_one_story(who):
    """The block carries the identity's own user agent, hints, encodings and languages."""
    block = image_headers(who, URL, referer=PAGE)
    assert value(block, "User-Agent") == who.user_agent
    assert value(block, "sec-ch-ua") == who.sec_ch_ua
    assert value(block, "sec-ch-ua-mobile") == who.sec_ch_ua_mobile
    assert value(block, "sec-ch-ua-platform") == who.sec_ch_ua_platform
    assert value(block, "Accept-Encoding") == who.accept_encoding
    assert value(block, "Accept-Language") == who.accept_language
    assert value(block, "Sec-Fetch-Site") == "same-site"
    assert value(block, "Sec-Fetch-Mode") == "no-cors"
    assert value(block, "Sec-Fetch-Dest") == "image"
    assert value(block, "Referer") == "https://www.example.org/"


@pytest.mark.parametrize("build", [image_headers, page_headers])
def test_plain_http_gets_less(who, build):
    """Hints, fetch metadata, TE and modern encodings go over https alone."""
    block = build(who, "http://img.example.org/a.jpg", referer="http://img.example.org/")
    assert value(block, "Accept-Encoding") == "gzip, deflate"
    assert not [name for name in names(block) if name.lower().startswith(("sec-", "te"))]
    assert ("priority" in names(block), "Priority" in names(block)) == (False, who.family in {"firefox", "safari"})


IMAGE_BLOCKS = {
    "chrome": "Connection sec-ch-ua-platform User-Agent sec-ch-ua sec-ch-ua-mobile Accept Sec-Fetch-Site "
    "Sec-Fetch-Mode Sec-Fetch-Dest Sec-Fetch-Storage-Access Referer Accept-Encoding Accept-Language priority",
    "firefox": "User-Agent Accept Accept-Language Accept-Encoding Connection Referer Sec-Fetch-Dest Sec-Fetch-Mode "
    "Sec-Fetch-Site Priority TE",
    "safari": "Sec-Fetch-Dest User-Agent Accept Sec-Fetch-Site Sec-Fetch-Mode Accept-Language Referer Priority "
    "Accept-Encoding Connection",
}
IMAGE_BLOCKS["edge"] = IMAGE_BLOCKS["chrome"]


@pytest.mark.parametrize("family", FAMILIES)
def test_image_order(family):
    """An image on another site's page is asked for in the captured order and case of the family."""
    block = image_headers(BY_FAMILY[family], URL, referer="https://other.net/")
    assert names(block) == IMAGE_BLOCKS[family].split()


def test_no_page_no_referer(who):
    """Without a page there is no Referer and no site to compare."""
    block = image_headers(who, URL, referer=None)
    assert value(block, "Referer") is None
    assert value(block, "Sec-Fetch-Site") == "none"


def test_full_referer_is_sent_on_demand(who):
    """Hosts that check the whole page address can have it."""
    assert value(image_headers(who, URL, referer=PAGE, full_referer=True), "Referer") == PAGE


def test_storage_access_is_chromiums(who):
    """Chromium alone tells other sites that it would send them cookies."""
    crossing = value(image_headers(who, URL, referer="https://other.net/"), "Sec-Fetch-Storage-Access")
    assert crossing == ("active" if who.sec_ch_ua else None)
    assert value(image_headers(who, URL, referer=PAGE), "Sec-Fetch-Storage-Access") is None


@pytest.mark.parametrize("has_avif", [True, False])
def test_only_what_can_be_decoded_is_asked_for(who, has_avif, monkeypatch):
    """AVIF is named only where Pillow decodes it; JPEG XL, HEIC and video never are."""
    monkeypatch.setattr(features, "check", lambda _: has_avif)
    headers._decodable.cache_clear()
    headers._image_block.cache_clear()
    accept = value(image_headers(who, URL, referer=None), "Accept")
    headers._decodable.cache_clear()
    headers._image_block.cache_clear()
    assert ("image/avif" in accept) == has_avif
    assert "image/webp" in accept
    assert not [kind for kind in ("jxl", "heic", "video") if kind in accept]


def test_page_block(who):
    """Opening a page is a navigation of a document."""
    block = page_headers(who, "https://www.example.org/p")
    assert value(block, "Sec-Fetch-Mode") == "navigate"
    assert value(block, "Sec-Fetch-Dest") == "document"
    assert value(block, "Sec-Fetch-Site") == "none"
    assert value(block, "Accept").startswith("text/html")


@pytest.mark.parametrize(
    "profile", ["chrome150", "chrome142", "firefox147", "firefox144", "safari260_ios", "safari184"]
)
def test_pages_look_like_curls_own(profile, header_block):
    """A navigation's block is, value for value and in order, that of curl_cffi's target."""
    who = next(who for who in EVERYONE if who.tls_profile == profile)
    block = page_headers(who, "https://www.example.org/")
    skipped = CURL_DECIDES | {"user-agent", "sec-ch-ua-platform"}
    ours = [(name.lower(), text) for name, text in block if name.lower() not in skipped]
    theirs = [(name.lower(), text) for name, text in header_block(profile) if name.lower() not in skipped]
    assert ours == theirs


def test_curl_keeps_order_and_case(who, header_block):
    """What arrives at a server is the block as written."""
    block = image_headers(who, URL, referer=PAGE)
    arrived = header_block(who.tls_profile, block)
    ours, theirs = ([pair for pair in pairs if pair[0].lower() not in CURL_DECIDES] for pairs in (block, arrived))
    assert theirs == ours


@pytest.mark.parametrize("build", [image_headers, page_headers])
@given(shuffled=st.randoms())
@settings(max_examples=25)
def test_order_headers_restores_a_block(build, shuffled):
    """However a block was shuffled and title-cased, the family's order and case come back."""
    for who in BY_FAMILY.values():
        block = build(who, URL, referer=PAGE)
        pairs = [(name.title(), text) for name, text in block]
        shuffled.shuffle(pairs)
        assert order_headers(who.family, pairs) == block


@pytest.mark.parametrize(
    ("family", "before", "after"),
    [
        ("chrome", "Accept-Language", "priority"),
        ("edge", "Accept-Language", "priority"),
        ("firefox", "Referer", "Sec-Fetch-Dest"),
        ("safari", "Accept-Encoding", "Connection"),
    ],
)
def test_cookies_have_their_place(family, before, after):
    """A Cookie header added later stands where the family puts it."""
    block = order_headers(family, [("cookie", "a=b"), *image_headers(BY_FAMILY[family], URL, referer=PAGE)])
    place = names(block).index("Cookie")
    assert names(block)[place - 1 : place + 2 : 2] == [before, after]


def test_unknown_headers_come_last():
    """A header that no browser sends keeps its name and follows the rest."""
    assert order_headers("firefox", [("X-b", "1"), ("accept", "*/*"), ("X-a", "2")]) == (
        ("Accept", "*/*"),
        ("X-b", "1"),
        ("X-a", "2"),
    )


def test_no_family_no_order():
    """Blocks that are no browser's stay as they are."""
    assert order_headers("honest", [("X-b", "1"), ("Accept", "*/*")]) == (("X-b", "1"), ("Accept", "*/*"))


def test_plain_is_requests():
    """The plain block has the names and values of requests, compression packages aside."""
    theirs = requests.utils.default_headers()
    ours = dict(plain_headers())
    assert list(ours) == list(theirs)
    assert ours["Accept"] == theirs["Accept"]
    assert ours["User-Agent"].startswith("python-requests/2.")


def test_rotated_is_generic():
    """The rotated block has the agent, the whole page as referer, and nothing particular to one browser."""
    block = rotated_headers("Some/1.0", referer=PAGE)
    assert value(block, "User-Agent") == "Some/1.0"
    assert value(block, "Referer") == PAGE
    assert not [name for name in names(block) if name.lower().startswith("sec-")]
    assert "Referer" not in names(rotated_headers("Some/1.0", referer=None))


def test_honest_names_the_operator():
    """Client, version, contact, library, version: the form Wikimedia asks for."""
    agent = value(honest_headers("https://lab.example/crawl; me@lab.example"), "User-Agent")
    assert agent.startswith("imgcrawl/")
    assert " (https://lab.example/crawl; me@lab.example) curl_cffi/" in agent


def test_honest_without_contact_claims_nothing():
    """Without a contact the parentheses are left out, and nothing is made up."""
    agent = value(honest_headers(" "), "User-Agent")
    assert "(" not in agent
    assert len(agent.split()) == 2


@pytest.mark.parametrize("contact", ["me\r\nX-Evil: 1", "mé", "a) Mozilla/5.0 (b"])
def test_a_contact_cannot_break_out(contact):
    """A contact that would change the header's meaning is refused by name."""
    with pytest.raises(ConfigError, match="IMGCRAWL_CONTACT"):
        honest_headers(contact)
