from __future__ import annotations

import pytest

from imgcrawl.lab import visitors

CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/136.0.0.0 Safari/537.36"
)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:138.0) Gecko/20100101 Firefox/138.0"
SAFARI = (
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.4"
    " Safari/605.1.15"
)
CHROME_HEADERS = {
    "user-agent": CHROME,
    "accept": "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8",
    "accept-language": "en-US,en;q=0.9",
    "accept-encoding": "gzip, deflate, br, zstd",
    "sec-ch-ua": '"Chromium";v="136", "Google Chrome";v="136", "Not.A/Brand";v="99"',
    "sec-ch-ua-mobile": "?0",
    "sec-ch-ua-platform": '"Windows"',
    "sec-fetch-dest": "image",
    "sec-fetch-mode": "no-cors",
    "sec-fetch-site": "cross-site",
}


@pytest.mark.parametrize(
    "agent", ["", "python-requests/2.32", "curl/8.9", "Scrapy/2.19 (+https://scrapy.org)", "Wget/1.21", "imgbot/1.0"]
)
def test_libraries_are_known_by_name(agent):
    """Programs' names, and none at all, are not a browser's."""
    assert visitors.is_library({"user-agent": agent})
    assert not visitors.is_browser({"user-agent": agent})


@pytest.mark.parametrize("agent", [CHROME, FIREFOX, SAFARI])
def test_browsers_are_known_by_name(agent):
    """A browser's name is a browser's, and no honest bot's."""
    headers = {"user-agent": agent}
    assert visitors.is_browser(headers)
    assert not visitors.is_library(headers)
    assert not visitors.is_honest_bot(headers)


@pytest.mark.parametrize(
    ("agent", "honest"),
    [
        ("herbarium-fetch/1.2 (mailto:lab@campus.test)", True),
        ("TreeStudy/0.3 (+https://campus.test/study; ana@campus.test) curl_cffi/0.16", True),
        ("Mozilla/5.0 (compatible; TreeBot/1.0; +https://campus.test/bot)", True),
        ("TreeStudy/0.3", False),
        ("Scrapy/2.19 (+https://scrapy.org)", False),
        ("python-requests/2.32 (ana@campus.test)", False),
    ],
)
def test_an_honest_bot_names_product_version_and_contact(agent, honest):
    """The contact is that of who runs it, not of who wrote the library."""
    assert visitors.is_honest_bot({"user-agent": agent}) is honest


def test_a_browsers_own_headers_are_coherent():
    """What Chrome, Firefox and Safari send for an image passes."""
    assert visitors.is_coherent_browser(CHROME_HEADERS)
    plain = {name: value for name, value in CHROME_HEADERS.items() if not name.startswith("sec-ch")}
    assert visitors.is_coherent_browser(plain | {"user-agent": FIREFOX})
    assert visitors.is_coherent_browser(plain | {"user-agent": SAFARI})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("user-agent", FIREFOX),
        ("user-agent", CHROME.replace("136", "120")),
        ("user-agent", "python-requests/2.32"),
        ("sec-ch-ua", ""),
        ("sec-ch-ua-platform", '"macOS"'),
        ("sec-ch-ua-mobile", "?1"),
        ("sec-fetch-mode", "navigate"),
        ("accept", "*/*"),
        ("accept-encoding", "identity"),
    ],
)
def test_one_header_of_another_browser_is_incoherent(name, value):
    """Each header counts: one that does not fit gives the client away."""
    assert not visitors.is_coherent_browser(CHROME_HEADERS | {name: value})


@pytest.mark.parametrize("name", ["sec-fetch-site", "accept-language", "sec-ch-ua"])
def test_a_missing_header_is_incoherent(name):
    """Each header counts: none may be missing."""
    assert not visitors.is_coherent_browser({key: value for key, value in CHROME_HEADERS.items() if key != name})


def test_referer_and_cookie():
    """A Referer counts by its host, a cookie by name and value."""
    assert visitors.comes_from({"referer": "https://a.test:8443/page"}, {"a.test"})
    assert not visitors.comes_from({"referer": "https://b.test/?a.test"}, {"a.test"})
    assert visitors.has_cookie({"cookie": "x=1; visitor=abc"}, "visitor", "abc")
    assert not visitors.has_cookie({"cookie": "visitor=abcd"}, "visitor", "abc")
