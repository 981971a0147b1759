from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcrawl.identity.origins import fetch_site, referer_for, site, split_page

SCHEMES = st.sampled_from(["http", "https"])
HOSTS = st.sampled_from(["example.org", "img.example.org", "example.net", "a.github.io", "b.github.io", "127.0.0.1"])
PORTS = st.sampled_from(["", ":80", ":443", ":8080"])
TAILS = st.text(max_size=30).map(lambda text: "/" + text)
URLS = st.builds("{}://{}{}{}".format, SCHEMES, HOSTS, PORTS, TAILS)


@given(URLS, st.text() | URLS, st.booleans())
@settings(max_examples=200)
def test_a_referer_is_always_a_safe_header(url, page, full):
    """Whatever the page, the Referer is printable ASCII, an http(s) URL, and without fragment or credentials."""
    value = referer_for(url, page, full=full)
    if value is not None:
        assert value.isascii()
        assert value.isprintable()
        parts = urlsplit(value)
        assert parts.scheme in {"http", "https"}
        assert parts.hostname
        assert "#" not in value
        assert parts.username is None


@given(URLS, URLS)
@settings(max_examples=200)
def test_only_the_own_origin_learns_the_page(url, page):
    """Across origins the Referer is the origin alone, and from https nothing reaches http."""
    value = referer_for(url, page)
    if fetch_site(url, page) == "same-origin":
        assert value == referer_for(url, page, full=True)
    elif page.startswith("https:") and url.startswith("http:"):
        assert value is None
    else:
        assert urlsplit(value).path == "/"
        assert not urlsplit(value).query


@given(URLS, URLS)
@settings(max_examples=100)
def test_sites_are_symmetric(url, page):
    """Two URLs are as close one way as the other, and same-site never crosses schemes."""
    assert fetch_site(url, page) == fetch_site(page, url)
    if fetch_site(url, page) != "cross-site":
        assert urlsplit(url).scheme == urlsplit(page).scheme


@pytest.mark.parametrize(
    ("url", "page", "wanted"),
    [
        ("https://a.org/i.jpg", "https://a.org/p?q=1#f", "https://a.org/p?q=1"),
        ("https://a.org/i.jpg", "https://a.org:443/p", "https://a.org/p"),
        ("https://a.org/i.jpg", "https://a.org:8443/p", "https://a.org:8443/"),
        ("https://cdn.a.org/i.jpg", "https://a.org/p", "https://a.org/"),
        ("http://b.org/i.jpg", "http://a.org/p", "http://a.org/"),
        ("https://b.org/i.jpg", "http://a.org/p", "http://a.org/"),
        ("http://a.org/i.jpg", "https://a.org/p", None),
        ("https://a.org/i.jpg", None, None),
        ("https://a.org/i.jpg", "", None),
        ("https://a.org/i.jpg", "about:blank", None),
        ("https://a.org/i.jpg", "https://u:p@a.org/p", "https://a.org/p"),
        ("https://a.org/i.jpg", "https://a.org/p q/é", "https://a.org/p%20q/%C3%A9"),
        ("https://a.org/i.jpg", "https://a.org/a%20b", "https://a.org/a%20b"),
        ("https://b.org/i.jpg", "https://bücher.example/p", "https://xn--bcher-kva.example/"),
        ("https://b.org/i.jpg", "https://[2001:db8::1]:8/p", "https://[2001:db8::1]:8/"),
        ("https://b.org/i.jpg", "https://a.org:99999/p", None),
        ("https://a.org/i.jpg", "https://a.org/" + "x" * 5000, "https://a.org/"),
    ],
)
def test_referer(url, page, wanted):
    """The Referer follows strict-origin-when-cross-origin."""
    assert referer_for(url, page) == wanted


@pytest.mark.parametrize("url", ["https://b.org/i.jpg", "http://b.org/i.jpg"])
def test_full_referer(url):
    """On demand the whole page address goes everywhere, without what is private in it."""
    assert referer_for(url, "https://u:p@a.org/p?q=1#f", full=True) == "https://a.org/p?q=1"


@pytest.mark.parametrize(
    ("url", "page", "wanted"),
    [
        ("https://a.org/i", "https://a.org/p", "same-origin"),
        ("https://A.org:443/i", "https://a.org/p", "same-origin"),
        ("https://cdn.a.org/i", "https://www.a.org/p", "same-site"),
        ("https://a.org:8443/i", "https://a.org/p", "same-site"),
        ("https://x.a.co.uk/i", "https://y.a.co.uk/p", "same-site"),
        ("https://a.co.uk/i", "https://b.co.uk/p", "cross-site"),
        ("https://a.github.io/i", "https://b.github.io/p", "cross-site"),
        ("https://a.org/i", "http://a.org/p", "cross-site"),
        ("https://10.0.0.1/i", "https://10.0.0.2/p", "cross-site"),
        ("https://a.org/i", None, "none"),
    ],
)
def test_fetch_site(url, page, wanted):
    """Sec-Fetch-Site compares origins, then registrable domains under one scheme."""
    assert fetch_site(url, page) == wanted


@pytest.mark.parametrize(("host", "wanted"), [("a.b.example.com", "example.com"), ("localhost", "localhost")])
def test_site(host, wanted):
    """A host without a registrable domain is its own site."""
    assert site(host) == wanted


@pytest.mark.parametrize("url", ["", "ftp://a.org/", "https://", "https://a b/", "https://a\r\nb:1/x\x00", "//a.org/p"])
def test_what_is_no_page(url):
    """Only http and https URLs with a usable host are pages."""
    page = split_page(url)
    assert page is None or page[0].host == "ab"


def test_an_endless_page_is_none():
    """Neither a long address nor a long host is a page's: such cells are neither read nor remembered."""
    assert split_page(f"http://a.test/{'x' * 16_370}") is not None
    assert split_page(f"http://a.test/{'x' * 16_371}") is None
    assert split_page(f"http://{'é' * 254}/") is None
    assert split_page(f"http://{'a.' * 126}a/") is not None
