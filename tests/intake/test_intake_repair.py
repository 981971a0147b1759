"""prepare_url: what a row's text becomes, and why some texts become nothing."""

from __future__ import annotations

import base64

import pytest
from requests import PreparedRequest

from imgcrawl.errors import ErrorSlug, RowError
from imgcrawl.intake.repair import PreparedUrl, prepare_url

REPAIRS = {
    # surroundings
    "  http://h.org/a.jpg \n": "http://h.org/a.jpg",
    '"http://h.org/a.jpg"': "http://h.org/a.jpg",
    "'http://h.org/a.jpg'": "http://h.org/a.jpg",
    "<http://h.org/a.jpg>": "http://h.org/a.jpg",
    "\ufeff\u201chttp://h.org/a.jpg\u201d\u200b": "http://h.org/a.jpg",
    "http://h.org/a\r\nb\x00.jp\tg": "http://h.org/ab.jpg",
    # escapes
    "http://h.org/a?x=1&amp;y=2": "http://h.org/a?x=1&y=2",
    "http://h.org/a?x=1&amp;amp;y=2&#38;z=3": "http://h.org/a?x=1&y=2&z=3",
    "http://h.org/a?x=1&copy=2": "http://h.org/a?x=1&copy=2",
    "&lt;http://h.org/a.jpg&gt;": "http://h.org/a.jpg",
    "http:\\/\\/h.org\\/a.jpg?x=1\\u0026y=2": "http://h.org/a.jpg?x=1&y=2",
    "https%3A%2F%2Fh.org%2Fa.jpg": "https://h.org/a.jpg",
    "https%253A%252F%252Fh.org%252Fa.jpg": "https://h.org/a.jpg",
    # scheme
    "//h.org/a.jpg": "https://h.org/a.jpg",
    "://h.org/a.jpg": "https://h.org/a.jpg",
    "h.org/a.jpg": "https://h.org/a.jpg",
    "img.example.co.uk:8080/a.jpg": "http://img.example.co.uk:8080/a.jpg",
    "www.h.org": "https://www.h.org/",
    "192.0.2.1/a.jpg": "https://192.0.2.1/a.jpg",
    "localhost:8000/a.jpg": "http://localhost:8000/a.jpg",
    "h.org:443/a.jpg": "https://h.org/a.jpg",
    "(http://h.org/a.jpg)": "http://h.org/a.jpg",
    "[name](https://h.org/c_(1).jpg)": "https://h.org/c_(1).jpg",
    '![alt (x)](http://h.org/a.png "title")': "http://h.org/a.png",
    "[img]https://h.org/a.jpg[/img]": "https://h.org/a.jpg",
    "[img]'https://h.org/a.jpg'[/img]": "https://h.org/a.jpg",
    "https:[img]https://h.org/a.jpg[/img]": "https://h.org/a.jpg",
    "http://h.org/a(http://h.net/b)": "http://h.org/a(http://h.net/b)",
    "http:/h.org/a.jpg": "http://h.org/a.jpg",
    "http:///h.org/a.jpg": "http://h.org/a.jpg",
    "https:h.org/a.jpg": "https://h.org/a.jpg",
    "http//h.org/a.jpg": "http://h.org/a.jpg",
    "http: //h.org/a.jpg": "http://h.org/a.jpg",
    "htttp://h.org/a.jpg": "http://h.org/a.jpg",
    "hxxps://h.org/a.jpg": "https://h.org/a.jpg",
    "ttps://h.org/a.jpg": "https://h.org/a.jpg",
    "HTTP://H.ORG/A.jpg": "http://h.org/A.jpg",
    "http://http://h.org/a.jpg": "http://h.org/a.jpg",
    "http://https//h.org/a.jpg": "https://h.org/a.jpg",
    "http:\\\\h.org\\a.jpg": "http://h.org/a.jpg",
    # host and port
    "http://h.org./a.jpg": "http://h.org/a.jpg",
    "http://h.org:80/a.jpg": "http://h.org/a.jpg",
    "https://h.org:0443/a.jpg": "https://h.org/a.jpg",
    "https://h.org:/a.jpg": "https://h.org/a.jpg",
    "http://h.org:443/a.jpg": "https://h.org/a.jpg",
    "https://h.org:80/a.jpg": "https://h.org/a.jpg",
    "http://[2001:db8::1]:443/a.jpg": "https://[2001:db8::1]/a.jpg",
    "http://h.org:8443/a.jpg": "http://h.org:8443/a.jpg",
    "h.org:80/a.jpg": "http://h.org/a.jpg",
    "h.org:8443/a.jpg": "https://h.org:8443/a.jpg",
    "http://h.org:81/a.jpg": "http://h.org:81/a.jpg",
    "http://my_host.example.com/a.jpg": "http://my_host.example.com/a.jpg",
    "http://Bücher.example/ä.jpg?ö=ü": "http://xn--bcher-kva.example/%C3%A4.jpg?%C3%B6=%C3%BC",
    "http://\u2603.net/a.jpg": "http://xn--n3h.net/a.jpg",
    "http://h\u3002org/a.jpg": "http://h.org/a.jpg",
    # path, query, fragment
    "http://h.org": "http://h.org/",
    "http://h.org?x=1": "http://h.org/?x=1",
    "http://h.org/a b.jpg?c d": "http://h.org/a%20b.jpg?c%20d",
    "http://h.org/100%.jpg?50%&%zz": "http://h.org/100%25.jpg?50%25&%25zz",
    "http://h.org/a%20b%c3%a9.jpg": "http://h.org/a%20b%c3%a9.jpg",
    "http://h.org/a.jpg#top": "http://h.org/a.jpg",
    "http://h.org/a.jpg%0A": "http://h.org/a.jpg",
    "http://h.org/a.jpg%0d%0a#top": "http://h.org/a.jpg",
    "http://h.org/a.jpg%E2%80%8B": "http://h.org/a.jpg",
    "http://h.org/a.jpg?sig=x%0A": "http://h.org/a.jpg?sig=x%0A",
    "http://h.org/%0A": "http://h.org/",
    "http://h.org/a%0A?x=1#": "http://h.org/a%0A?x=1",
    "http://h.org/a/./b/../c.jpg": "http://h.org/a/c.jpg",
    "http://h.org/../%2E%2e/a.jpg": "http://h.org/a.jpg",
    "http://h.org/a/..": "http://h.org/",
    "http://h.org//a//b.jpg": "http://h.org//a//b.jpg",
    "http://h.org/a[1]|'.jpg?q='x'": "http://h.org/a%5B1%5D%7C'.jpg?q=%27x%27",
    "http://h.org/\ud83d\ude00\ud800.jpg": "http://h.org/%F0%9F%98%80%EF%BF%BD.jpg",
    "https://proxy.org/300/https://h.org/a.jpg": "https://proxy.org/300/https://h.org/a.jpg",
}


@pytest.mark.parametrize(("text", "url"), REPAIRS.items(), ids=map(ascii, REPAIRS))
def test_repairs(text, url):
    """A slip that leaves no doubt is mended, and the mended URL is left alone."""
    assert prepare_url(text).url == url
    assert prepare_url(url).url == url


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("", ErrorSlug.URL_MISSING),
        (" \t", ErrorSlug.URL_MISSING),
        *((word, ErrorSlug.URL_MISSING) for word in ("n/a", "null", "NaN", "None", "-", "\\N", "[]", "#REF!")),
        ("not available", ErrorSlug.URL_INVALID),
        ("image.jpg", ErrorSlug.URL_INVALID),
        ("photo.png/", ErrorSlug.URL_INVALID),
        ("/images/a.jpg", ErrorSlug.URL_INVALID),
        ("&" + "amp;#38;#x26;" * 9, ErrorSlug.URL_INVALID),
        ("ftp://h.org/a.jpg", ErrorSlug.URL_SCHEME),
        ("file:///etc/passwd", ErrorSlug.URL_SCHEME),
        ("javascript:alert(1)", ErrorSlug.URL_SCHEME),
        ("C:\\images\\a.jpg", ErrorSlug.URL_SCHEME),
        ("data:image/png;base64,AAAA", ErrorSlug.URL_SCHEME),
        ("http://", ErrorSlug.URL_HOST),
        ("https:", ErrorSlug.URL_HOST),
        ("http://a..b/x.jpg", ErrorSlug.URL_HOST),
        ("http://exa mple.org/x.jpg", ErrorSlug.URL_HOST),
        ("http://" + "a" * 64 + ".org/x.jpg", ErrorSlug.URL_HOST),
        ("http://" + "abc." * 63 + "org/x.jpg", ErrorSlug.URL_HOST),
        ("http://user@http//x.jpg", ErrorSlug.URL_HOST),
        ("http://h.org:0/", ErrorSlug.URL_PORT),
        ("http://h.org:65536/", ErrorSlug.URL_PORT),
        ("http://h.org:8o/", ErrorSlug.URL_PORT),
        ("http://h.org:80:80/", ErrorSlug.URL_PORT),
        ("http://h.org:" + "9" * 5000 + "/", ErrorSlug.URL_PORT),
        ("http://h.org/" + "a" * 9000, ErrorSlug.URL_TOO_LONG),
        ("http://h.org/" + "ä" * 2000, ErrorSlug.URL_TOO_LONG),
        ("x" * 1_000_000, ErrorSlug.URL_TOO_LONG),
    ],
    ids=lambda value: ascii(value)[:40],
)
def test_refusals(text, slug):
    """What cannot be asked for says why."""
    with pytest.raises(RowError) as caught:
        prepare_url(text)
    assert caught.value.slug is slug


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("/x.jpg", "http://p.org:8080/x.jpg"),
        ("x.jpg", "http://p.org:8080/a/b/x.jpg"),
        ("../y/x.jpg?v=1", "http://p.org:8080/a/y/x.jpg?v=1"),
        ("?id=3", "http://p.org:8080/a/b/c.html?id=3"),
        ("\\img\\x.jpg", "http://p.org:8080/img/x.jpg"),
        ("//c.org/x.jpg", "http://c.org/x.jpg"),
        ("https://c.org/x.jpg", "https://c.org/x.jpg"),
    ],
)
def test_page_resolves(text, url):
    """A relative address belongs to the page, and a missing scheme is the page's."""
    assert prepare_url(text, page_url=" http://P.org:8080/a/b/c.html?q#f").url == url


@pytest.mark.parametrize(
    ("text", "page"), [("not available", "http://p.org/"), ("/x.jpg", "n/a"), ("none", "http://p")]
)
def test_page_does_not_resolve(text, page):
    """Words are not made into addresses, and a page that is none helps nobody."""
    with pytest.raises(RowError):
        prepare_url(text, page_url=page)


@pytest.mark.parametrize(
    ("userinfo", "credentials"), [("u:p", b"u:p"), ("u", b"u:"), ("u:p%40%0Aa:b", b"u:p@\na:b"), ("a@b:c", b"a@b:c")]
)
def test_userinfo(userinfo, credentials):
    """Userinfo leaves the URL and becomes a header that no line break can split."""
    expected = "Basic " + base64.b64encode(credentials).decode()
    assert prepare_url(f"http://{userinfo}@h.org/a.jpg") == PreparedUrl("http://h.org/a.jpg", expected, "h.org")


def test_parts():
    """The host is that of the connection, without brackets and port."""
    assert prepare_url("https://[2001:DB8::1]/a.jpg") == PreparedUrl("https://[2001:db8::1]/a.jpg", None, "2001:db8::1")
    assert prepare_url("http://h.org:8080/a.jpg").host == "h.org"
    assert prepare_url("http://@h.org/").authorization is None


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("//h.org/a.jpg", ErrorSlug.URL_INVALID),
        ("h.org/a.jpg", ErrorSlug.URL_INVALID),
        ('"http://h.org/a.jpg"', ErrorSlug.URL_INVALID),
        ("htttp://h.org/a.jpg", ErrorSlug.URL_SCHEME),
        ("http:/h.org/a.jpg", ErrorSlug.URL_HOST),
        ("http:///h.org/a.jpg", ErrorSlug.URL_HOST),
        ("", ErrorSlug.URL_MISSING),
    ],
)
def test_without_repair_refuses(text, slug):
    """Without repair a slip is an error, as it is for requests."""
    with pytest.raises(RowError) as caught:
        prepare_url(text, repair=False)
    assert caught.value.slug is slug
    with pytest.raises(ValueError):  # noqa: PT011 - the base of all that requests raises here
        _requests_url(text)


@pytest.mark.parametrize(
    "text",
    [
        " http://h.org/a.jpg",
        "http://h.org/a.jpg ",
        "http://H.org/a b.jpg?x=1&amp;y=é",
        "http://h.org/a%20b%.jpg",
        "http://bücher.example/ä.jpg",
        "http://h.org/a/../b.jpg",
    ],
)
def test_without_repair_agrees_with_requests(text):
    """Without repair the URL is the one that requests would ask for."""
    assert prepare_url(text, repair=False).url == _requests_url(text)


def _requests_url(text: str) -> str:
    request = PreparedRequest()
    request.prepare_url(text, None)
    if not request.url.startswith("http:"):
        raise ValueError(request.url)
    return request.url


@pytest.mark.parametrize(
    "text",
    [
        "http://ann:77777/S3C@h.test/1.jpg",
        "http://ann:77777#S3C@h.test/1.jpg",
        "http://ann:77#S3C@h/1.jpg",
        "ann:77?S3C@h/1.jpg",
        "http://ann:77777?S3C＠h.test/1.jpg",  # noqa: RUF001
        "http://ann:S3C＠h.test:4107/1.jpg",  # noqa: RUF001
        "my user:S3C@h.test/1.jpg",
        "@ann:S3C@h.test/1.jpg",
        "./ann:S3C@x/y.jpg",
        "http://a b:S3C/c@h.test",
    ],
)
def test_a_refusal_repeats_no_password(text):
    """Of an address with a sign of any width behind a colon nothing is quoted, for that may be a password."""
    with pytest.raises(RowError) as caught:
        prepare_url(text)
    assert not any(part in str(caught.value) for part in ("S3C", "77", "ann"))
    assert "'" not in caught.value.detail


def test_an_address_without_a_password_is_quoted():
    """What follows a colon of the scheme alone is none."""
    with pytest.raises(RowError, match="'a b'"):
        prepare_url("http://a b/@ann/1.jpg")
