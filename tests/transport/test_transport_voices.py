"""What is compared of answers."""

from __future__ import annotations

import pytest

from imgcrawl.errors import ErrorSlug
from imgcrawl.transport import FetchError, FetchResult, Timings
from imgcrawl.transport.exchange import Partial
from imgcrawl.transport.voices import is_own, led_to, voice

PAGE = b"<!doctype html><title>%s</title><p>Log in to see <a href='http://%s/'>it</a>"


def heard(body: bytes = b"", status: int = 200, location: str = "") -> FetchResult:
    """Return an answer."""
    headers = [(b"Location", location.encode())] if location else []
    return FetchResult(status, "", headers, body, Timings(), "1.1", "127.0.0.1", reused=False)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (heard(PAGE % (b"a.test", b"a.test")), heard(PAGE % (b"another.test", b"b.test"))),
        (heard(b"\n\n <HTML><P>a"), heard(b"<html><p>b")),
        (heard(b"\xff\xd8picture"), heard(b"\xff\xd8picture")),
        (heard(), heard()),
        (heard(status=302, location="http://portal.test/login?a"), heard(status=302, location="//in.portal.test/b")),
        (FetchError(ErrorSlug.TLS_UNTRUSTED, "one"), FetchError(ErrorSlug.TLS_UNTRUSTED, "other")),
        (FetchError(ErrorSlug.TCP_TIMEOUT, "one"), FetchError(ErrorSlug.TCP_TIMEOUT, "other")),
        (FetchError(ErrorSlug.TLS_TIMEOUT, "one"), FetchError(ErrorSlug.TLS_TIMEOUT, "other")),
    ],
    ids=["page", "case", "picture", "empty", "redirect", "certificate", "silence", "silence over TLS"],
)
def test_the_same(one, other):
    """Pages that have the same elements, bytes that are the same, redirects to one site, and errors of one kind."""
    assert voice("a.test", one) == voice("b.test", other) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (heard(b"<html><p>a"), heard(b"<html><p>a<p>b")),
        (heard(b"<html><p>a"), heard(b"<html><p>a", 404)),
        (heard(b"\xff\xd8picture"), heard(b"\xff\xd8Picture")),
        (heard(b"a" * 9000 + b"end"), heard(b"a" * 9000 + b"End")),
        (heard(b"a" * 9000), heard(b"a" * 9001)),
        (heard(status=302, location="http://portal.test/"), heard(status=302, location="http://other.test/")),
        (FetchError(ErrorSlug.TLS_UNTRUSTED, ""), FetchError(ErrorSlug.TCP_RESET, "")),
    ],
)
def test_not_the_same(one, other):
    """One element more, another status, other bytes, another site, another kind of error."""
    assert voice("a.test", one) != voice("b.test", other)


@pytest.mark.parametrize(
    "nothing",
    [
        heard(status=302, location="/login"),
        heard(status=301, location="https://www.a.test/1.jpg"),
        heard(status=302, location="http://[/"),
        heard(status=302),
        heard(b"busy", 429),
        heard(b"out", 502),
        FetchError(ErrorSlug.DNS_NXDOMAIN, ""),
        FetchError(ErrorSlug.CONTENT_TRUNCATED, "", partial=Partial(status=200)),
    ],
)
def test_nothing_to_compare(nothing):
    """Redirects within a site, complaints of its own, broken answers, and errors that are a host's own."""
    assert voice("a.test", nothing) is None


def test_where_redirects_lead():
    """Only a voice of redirects leads anywhere."""
    assert led_to(voice("a.test", heard(status=302, location="http://in.portal.test/"))) == "portal.test"
    assert led_to(voice("a.test", heard(b"portal.test"))) is None
    assert led_to(voice("a.test", FetchError(ErrorSlug.TCP_RESET, ""))) is None
    assert led_to(None) is None


def test_who_has_an_answer_of_its_own():
    """Who says anything else, but for a redirect within its site, behind which the same may be."""
    of_all = voice("a.test", heard(PAGE % (b"a", b"a")))
    assert not is_own("b.test", heard(PAGE % (b"b", b"b")), of_all)
    assert not is_own("b.test", heard(status=302, location="/login"), of_all)
    assert is_own("b.test", heard(b"picture"), of_all)
    assert is_own("b.test", heard(b"busy", 429), of_all)
    assert is_own("b.test", heard(status=302, location="http://elsewhere.test/"), of_all)


@pytest.mark.parametrize("body", [b"<a>" * 4096, b"\xff\xd8" * 9000])
def test_a_voice_is_small(body):
    """A thousand are remembered, whatever was said."""
    status, contents = voice("a.test", heard(body))  # type: ignore[misc]
    assert (status, type(contents), len(contents)) == (200, bytes, 16)
