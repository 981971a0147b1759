"""How a URL is read."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcrawl.transport import FetchError
from imgcrawl.transport.target import Target


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://h.test", ("http://h.test/", False, "h.test", 80)),
        ("HTTPS://H.Test/A?b#c", ("https://h.test/A?b", True, "h.test", 443)),
        ("http://h.test?a=b", ("http://h.test/?a=b", False, "h.test", 80)),
        ("http://h.test:80/", ("http://h.test/", False, "h.test", 80)),
        ("http://h.test:443/", ("http://h.test:443/", False, "h.test", 443)),
        ("https://h.test:/", ("https://h.test/", True, "h.test", 443)),
        ("http://u:p@h.test:8/", ("http://h.test:8/", False, "h.test", 8)),
        ("http://h_a-b.test./", ("http://h_a-b.test./", False, "h_a-b.test.", 80)),
        ("http://127.1/", ("http://127.0.0.1/", False, "127.0.0.1", 80)),
        ("http://0x7F.0.0.1./", ("http://127.0.0.1/", False, "127.0.0.1", 80)),
        ("http://[0:0::1]:8/", ("http://[::1]:8/", False, "::1", 8)),
        ("http://[::FFFF:1.2.3.4]/", ("http://[::ffff:1.2.3.4]/", False, "::ffff:1.2.3.4", 80)),
        ("http://1a.test/@x", ("http://1a.test/@x", False, "1a.test", 80)),
    ],
)
def test_target(url, expected):
    """Scheme, host and port are read as curl reads them; credentials and fragment are left out."""
    target = Target.from_url(url)
    assert (target.url, target.tls, target.host, target.port) == expected


@pytest.mark.parametrize(
    ("url", "slug"),
    [
        ("", "url_scheme"),
        ("h.test/a", "url_scheme"),
        ("file:///etc/passwd", "url_scheme"),
        ("gopher://h.test/", "url_scheme"),
        ("http:///a", "url_host"),
        ("http://./", "url_host"),
        ("http://a b/", "url_host"),
        ("http://%31.test/", "url_host"),
        ("http://h.test\\@evil.test/", "url_host"),
        ("http://h\u00e9.test/", "url_host"),
        ("http://[::1/", "url_host"),
        ("http://[fe80::1%25eth0]/", "url_host"),
        ("http://[1::2::3]/", "url_host"),
        ("http://1.2.3.4.5/", "url_host"),
        ("http://256.1.1.1/", "url_host"),
        ("http://h.0x/", "url_host"),
        ("http://h.test:0/", "url_port"),
        ("http://h.test:65536/", "url_port"),
        ("http://h.test:999999999999/", "url_port"),
        ("http://h.test:8a/", "url_host"),
        ("http://h.test/a b", "url_invalid"),
        ("http://h.test/\r\nX: y", "url_invalid"),
        ("http://h.test/\u00e9", "url_invalid"),
        ("http://h.test/\0", "url_invalid"),
    ],
)
def test_refused(url, slug):
    """What is no http or https URL is refused by the part that is wrong."""
    with pytest.raises(FetchError) as caught:
        Target.from_url(url)
    assert caught.value.slug == slug


@settings(max_examples=200)
@given(st.text(alphabet="htps:/.@[]#?%\\ 127x0afev-é\n", max_size=30).map(lambda text: "http://" + text))
def test_reading_twice_changes_nothing(url):
    """The rebuilt URL reads as itself, so that nobody further on can read another host from it."""
    try:
        target = Target.from_url(url)
    except FetchError:
        return
    assert Target.from_url(target.url) == target
    assert "@" not in target.url.split("/")[2]
