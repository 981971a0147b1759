"""What the place to which an image's address redirects says."""

from __future__ import annotations

import pytest
from scrapy import Request

from imgcrawl import keys
from imgcrawl.errors import ErrorSlug
from imgcrawl.remedies.answers.landing import adds_language, chooser_of, is_for_phones, leads_home, says_missing
from imgcrawl.remedies.attempts.steps import Failure

ASKED = "https://img.shop.example/photos/1.jpg"


def landed(url: str, slug: ErrorSlug = ErrorSlug.CONTENT_HTML, hops: int = 1) -> Failure:
    """Return the failure of a request that was redirected to *url*."""
    return Failure(slug, url=url, hops=hops)


@pytest.mark.parametrize(
    "path",
    [
        *("", "/", "/index.html", "/404", "/404.php", "/error/", "/not-found", "/search?q=1.jpg", "/Home"),
        *("/cgi-sys/suspendedpage.cgi", "/cgi-sys/defaultwebpage.cgi", "/cgi-sys/movingpage.cgi", "/suspended.page/"),
    ],
)
def test_a_page_for_whatever_is_missing_says_so(path):
    """The home page, and pages for errors and searches, of the same site are what is shown in place of the missing."""
    assert says_missing(landed(f"https://img.shop.example{path}"), ASKED)
    assert says_missing(landed(f"https://www.shop.example{path}"), ASKED)


@pytest.mark.parametrize(
    "failure",
    [
        landed("https://img.shop.example/photos/1.html"),
        landed("https://img.shop.example/login"),
        landed("https://parked.example/"),
        landed("https://m.shop.example/"),
        landed("https://img.shop.example/", hops=0),
        landed("https://img.shop.example/", slug=ErrorSlug.HTTP_403),
    ],
    ids=["viewer", "login", "elsewhere", "phones", "no-redirect", "refused"],
)
def test_other_pages_say_something_else(failure):
    """A viewer, a login, another site or the one for phones, and a refusal are no word on what is there."""
    assert not says_missing(failure, ASKED)


@pytest.mark.parametrize(
    "path", ["/en/photos/1.jpg", "/en-us/photos/1.jpg", "/us/en/photos/1.jpg", "/en/", "/en", "/zh-Hant/404.html"]
)
@pytest.mark.parametrize("slug", [ErrorSlug.CONTENT_HTML, ErrorSlug.HTTP_404])
def test_a_folder_for_a_language_is_about_who_asks(path, slug):
    """Who is led to the same path in a language's folder, or to its home page, was led there for the language."""
    assert adds_language(landed(f"https://img.shop.example{path}", slug), ASKED)


@pytest.mark.parametrize(
    ("asked", "failure"),
    [
        (ASKED, landed("https://img.shop.example/photos/2.jpg")),
        (ASKED, landed("https://img.shop.example/en/other/1.jpg")),
        (ASKED, landed("https://other.example/en/photos/1.jpg")),
        (ASKED, landed("https://img.shop.example/en/photos/1.jpg", hops=0)),
        (ASKED, landed("https://img.shop.example/")),
        ("https://img.shop.example/en/1.jpg", landed("https://img.shop.example/en/")),
    ],
    ids=["other-name", "other-path", "other-site", "no-redirect", "home", "had-it"],
)
def test_other_redirects_are_not_about_the_language(asked, failure):
    """Another path, another site, and a language that was asked for are none."""
    assert not adds_language(failure, asked)


def test_a_changed_language_is_about_who_asks():
    """Who asks for one language's folder and is led to another's is given the reader's."""
    assert adds_language(landed("https://img.shop.example/en/1.jpg"), "https://img.shop.example/de/1.jpg")


@pytest.mark.parametrize("name", ["m", "mobile", "touch"])
def test_the_site_for_phones_is_about_who_asks(name):
    """Who is sent from another name of the site to the one for phones was taken for a phone."""
    assert is_for_phones(landed(f"https://{name}.shop.example/photos/1"), ASKED)
    assert not leads_home(landed(f"https://{name}.shop.example/"))


@pytest.mark.parametrize(
    ("asked", "failure"),
    [
        (ASKED, landed("https://media.shop.example/")),
        (ASKED, landed("https://m.other.example/")),
        ("https://m.shop.example/1.jpg", landed("https://m.shop.example/")),
    ],
    ids=["no-such-name", "another-site", "asked-there"],
)
def test_other_names_are_not_for_phones(asked, failure):
    """It takes a known name, of the same site, that was not asked for."""
    assert not is_for_phones(failure, asked)


def test_the_home_page_of_any_host_leads_home():
    """Where redirects end at a root, the page on which the image was found is likelier to know of it."""
    assert leads_home(landed("https://parked.example/"))
    assert not leads_home(landed("https://parked.example/", hops=0))
    assert not leads_home(landed("https://img.shop.example/404"))


def led(begun: str, url: str, *reasons: int | str, **meta: object) -> Request:
    """Return the request that redirects for these *reasons* have made of one for *begun*."""
    return Request(url, meta={"redirect_urls": [begun], "redirect_reasons": list(reasons)} | meta)


@pytest.mark.parametrize("status", [302, 303, 307])
def test_a_redirect_that_holds_for_once_chooses_a_machine(status):
    """Another host or port than the one that was asked."""
    for mirror in ("https://m1.shop.example/1.jpg", "https://img.shop.example:8443/photos/1.jpg"):
        assert chooser_of(led(ASKED, mirror, status)) == ASKED
        assert chooser_of(led(ASKED, mirror, 301, status)) == ASKED


@pytest.mark.parametrize(
    "request_",
    [
        Request(ASKED),
        led(ASKED, "https://m1.shop.example/1.jpg", 301),
        led(ASKED, "https://m1.shop.example/1.jpg", 308, "meta refresh"),
        led(ASKED, "https://img.shop.example/other/1.jpg", 302),
        led(ASKED, "https://m1.shop.example/1", 302, **{keys.PAGE: True}),
    ],
    ids=["none", "for good", "by a page", "the same machine", "of a page"],
)
def test_other_redirects_choose_none(request_):
    """One for good, within the machine that was asked, or of a row's page."""
    assert chooser_of(request_) is None
