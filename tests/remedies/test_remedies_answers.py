from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scrapy import Request
from scrapy.http import Response
from scrapy.http.headers import Headers

from imgcrawl import keys
from imgcrawl.errors import ErrorSlug, RowError, RunStopped
from imgcrawl.remedies.answers.failures import (
    failure_of,
    failure_of_answer,
    is_at_ease,
    requested_slowdown,
    slug_of_answer,
)
from imgcrawl.remedies.rules.signs import Sign
from imgcrawl.retry_after import announced_wait

JPEG = b"\xff\xd8\xff\xe0" + bytes(40)
HTML = b"<!doctype html><html></html>"
GIVEN = "http://a.test/1.jpg"


@pytest.mark.parametrize(
    ("status", "body", "content_range", "page", "slug"),
    [
        (200, JPEG, None, False, None),
        (203, JPEG, None, False, None),
        (200, HTML, None, False, ErrorSlug.CONTENT_HTML),
        (200, HTML, None, True, None),
        (200, b"", None, False, ErrorSlug.CONTENT_EMPTY),
        (200, b"no such file here\n", None, False, ErrorSlug.CONTENT_TEXT),
        (404, JPEG, None, False, ErrorSlug.HTTP_404),
        (404, HTML, None, True, ErrorSlug.HTTP_404),
        (206, JPEG, b"bytes 0-43/44", False, None),
        (206, JPEG, b" bytes 0-43/44 ", False, None),
        (206, JPEG, b"bytes 0-42/44", False, ErrorSlug.HTTP_UNEXPECTED_STATUS),
        (206, JPEG, b"bytes 1-43/44", False, ErrorSlug.HTTP_UNEXPECTED_STATUS),
        (206, JPEG, b"Bytes=0-43/44", False, None),
        (206, JPEG, b"bytes 0-43/*", False, None),
        (206, JPEG, None, False, None),
        (206, JPEG, b"", False, ErrorSlug.HTTP_UNEXPECTED_STATUS),
        (206, JPEG, b"bytes */44", False, ErrorSlug.HTTP_UNEXPECTED_STATUS),
        (206, HTML, None, False, ErrorSlug.CONTENT_HTML),
        (201, JPEG, None, False, None),
        (226, JPEG, None, False, None),
        (202, JPEG, None, False, ErrorSlug.HTTP_202),
        (204, b"", None, False, ErrorSlug.HTTP_UNEXPECTED_STATUS),
        (300, JPEG, None, False, ErrorSlug.HTTP_UNEXPECTED_STATUS),
        (304, b"", None, False, ErrorSlug.HTTP_304),
    ],
)
def test_answers_at_first_sight(status, body, content_range, page, slug):
    """A status that is no success, a partial body and a body that is plainly no image are told before validation."""
    assert slug_of_answer(status, body, content_range=content_range, page=page) == slug


@pytest.mark.parametrize(
    ("status", "retry_after", "expected"),
    [
        (200, None, True),
        (200, b"7", True),
        (302, None, True),
        (404, None, True),
        (410, None, True),
        (404, b"0", True),
        (404, b"7", False),
        (403, None, False),
        (429, None, False),
        (500, None, False),
    ],
)
def test_what_shows_a_host_at_ease(status, retry_after, expected):
    """Who says that there is nothing has looked as readily as who gives a picture, unless it asks for a pause."""
    headers = Headers({} if retry_after is None else {"Retry-After": retry_after})
    assert is_at_ease(status, headers, now=0.0) is expected


def test_exceptions():
    """An exception with a slug stands for it, the end of the run for nothing, and any other for a fault of ours."""
    assert failure_of(RunStopped("over")) is None
    known = failure_of(RowError(ErrorSlug.URL_PORT, "x"))
    assert known is not None
    assert (known.slug, known.detail) == (ErrorSlug.URL_PORT, "x")
    unknown = failure_of(ZeroDivisionError("by zero" * 200))
    assert unknown is not None
    assert unknown.slug is ErrorSlug.INTERNAL_ERROR
    assert unknown.detail.startswith("ZeroDivisionError: by zero")
    assert len(unknown.detail) <= 300


@settings(max_examples=200, deadline=None)
@given(
    value=st.binary(max_size=40) | st.sampled_from([b"9" * 5000, b"-1", b"1e400", b"\xb2", b"nan", b"inf"]),
    status=st.integers(100, 999),
    body=st.binary(max_size=40),
)
def test_no_field_breaks_the_reading(value, status, body):
    """Whatever Retry-After and Content-Range say, there is a wait above 0 or none, and an error or none."""
    wait_s = announced_wait(value, now=1.7e9)
    assert wait_s is None or 0 < wait_s <= 1e9
    slug = slug_of_answer(status, body, content_range=value, page=False)
    assert slug is None or slug.stage in ("http", "content")


@pytest.mark.parametrize("meta", [{keys.PHONE: True}, {keys.PHONE: False}, {}], ids=["phone", "desktop", "unknown"])
def test_a_failure_tells_whether_a_phone_had_asked(meta):
    """What is known of who asked goes along with what came back."""
    request = Request("http://a.test/1.jpg", meta=meta)
    failure = failure_of_answer(request, Response(request.url, body=HTML), ErrorSlug.CONTENT_HTML, "")
    assert failure.is_phone is bool(meta.get(keys.PHONE))


@pytest.mark.parametrize(
    ("body", "led", "expected"),
    [
        (b'<form><input name=u><input class="x" type="password"></form>', True, True),
        (b"<form><INPUT TYPE=password></form>", True, True),
        (b'<form><input class="x" type="password"></form>', False, False),
        (b"<p>Forgot your password?</p><input type=search>", True, False),
    ],
)
def test_who_is_led_to_a_form_with_a_password_has_to_log_in(body, led, expected):
    """A page that came in the image's own place may have such a form for its visitors."""
    request = Request("http://a.test/enter", meta={"redirect_urls": [GIVEN]} if led else {})
    failure = failure_of_answer(request, Response(request.url, body=body), ErrorSlug.CONTENT_HTML, "")
    assert failure.wants_login is expected


@pytest.mark.parametrize(
    ("status", "sent", "sign"),
    [
        (400, "a=1", Sign.COOKIES),
        (431, "a=1", Sign.COOKIES),
        (400, None, None),
        (403, "a=1", None),
    ],
)
def test_cookies_that_are_not_taken_back(status, sent, sign):
    """A request that brought cookies, and is answered as if they were at fault, may have been fine but for these."""
    request = Request("http://a.test/1.jpg", headers={"Cookie": sent} if sent else None)
    answer = Response(request.url, status=status, headers={"Set-Cookie": "a=1"})
    failure = failure_of_answer(request, answer, ErrorSlug(f"http_{status}"), "")
    assert (failure.sign, failure.sets_cookies) == (sign, sent is None)


@pytest.mark.parametrize(
    ("url", "headers", "body", "is_negotiated"),
    [
        ("/1.jpg", {"Vary": "Accept-Encoding, Accept"}, HTML, True),
        ("/1.jpg", {"Vary": "Accept-Encoding"}, HTML, False),
        ("/1.jpg", {"Content-Type": "image/avif"}, b"", True),
        ("/1.JPG", {}, b"RIFF\x00\x00\x00\x00WEBPVP8 ", True),
        ("/1.webp", {"Content-Type": "image/webp"}, b"", False),
        ("/1.jpg", {"Content-Type": "image/jpeg"}, JPEG, False),
        ("/1", {"Content-Type": "image/webp"}, b"", False),
    ],
)
def test_what_depends_on_the_formats_asked_for(url, headers, body, is_negotiated):
    """An answer that says so, or is of a newer format than its address names, depends on the formats asked for."""
    request = Request(f"http://a.test{url}")
    answer = Response(request.url, headers=headers, body=body)
    assert failure_of_answer(request, answer, ErrorSlug.CONTENT_CORRUPT, "").is_negotiated is is_negotiated


@pytest.mark.parametrize("flags", [["decoded"], []])
def test_what_had_a_coding(flags):
    """An answer from which a content coding was removed says so."""
    answer = Response("http://a.test/1.jpg", body=JPEG, flags=flags)
    assert failure_of_answer(Request(answer.url), answer, ErrorSlug.CONTENT_CORRUPT, "").is_coded is bool(flags)


@pytest.mark.parametrize("slug", [ErrorSlug.CONTENT_CORRUPT, ErrorSlug.CONTENT_ENCODING, ErrorSlug.CONTENT_TRUNCATED])
def test_damage_is_known_again_by_its_bytes(slug):
    """So that what a host has for everybody can be told from chance; of other failures the bytes say nothing."""
    marks = {
        failure_of_answer(Request(GIVEN), Response(GIVEN, body=body), slug, "").mark for body in (b"a", b"a", b"b")
    }
    assert len(marks) == 2
    assert None not in marks
    other = failure_of_answer(Request(GIVEN), Response(GIVEN, body=b"a"), ErrorSlug.CONTENT_EMPTY, "")
    assert other.mark is None


@pytest.mark.parametrize(
    ("status", "slug", "age", "expected"),
    [
        (503, ErrorSlug.HTTP_503, "9", True),
        (200, ErrorSlug.CONTENT_HTML, "9", True),
        (503, ErrorSlug.HTTP_503, "0", False),
        (404, ErrorSlug.HTTP_404, "9", False),
        (200, ErrorSlug.CONTENT_TRUNCATED, "9", False),
    ],
)
def test_what_is_the_copy_of_an_error(status, slug, age, expected):
    """A fault of the server, or a page in an image's place: what is missing most often stays so."""
    answer = Response(GIVEN, status=status, headers={"Age": age})
    assert failure_of_answer(Request(GIVEN), answer, slug, "").is_copy is expected


@pytest.mark.parametrize(
    ("slug", "expected"),
    [(ErrorSlug.CONTENT_HTML, True), (ErrorSlug.CONTENT_TEXT, True), (ErrorSlug.HTTP_403, False)],
)
def test_what_is_said_to_be_missing(slug, expected):
    """A page or a text with a status of success that says so; what an error's page says is no news."""
    answer = Response(GIVEN, body=b"<html><title>Not found</title></html>")
    assert failure_of_answer(Request(GIVEN), answer, slug, "").is_said_missing is expected


@pytest.mark.parametrize(
    ("status", "fields", "expected"),
    [
        (429, {"X-RateLimit-Reset": "9"}, (None, False, 9.0)),
        (503, {"X-RateLimit-Reset": "9"}, (None, True, 9.0)),
        (429, {"X-RateLimit-Reset": "9", "Retry-After": "4"}, (4.0, False, 0.0)),
        (403, {"X-RateLimit-Reset": "9"}, None),
        (200, {"X-RateLimit-Reset": "9"}, None),
    ],
)
def test_when_requests_are_counted_anew_counts_where_no_time_is_named(status, fields, expected):
    """With a refusal for the number of requests alone: most APIs say it with every answer."""
    assert requested_slowdown(status, Headers(fields), now=0.0) == expected


@pytest.mark.parametrize(
    ("path", "status", "sign"),
    [
        ("/1.jpg;jsessionid=0A", 403, Sign.SESSION),
        ("/(S(lit3py55t21z5v55vlm25s55))/1.jpg", 403, Sign.SESSION),
        ("/1.jpg?sid=0A", 403, Sign.SESSION),
        ("/1.jpg?sid=0A", 404, None),
        ("/1.jpg?v=0A", 403, None),
    ],
)
def test_a_refusal_may_be_about_the_session_in_the_address(path, status, sign):
    """Wherever the address carries it; what is missing is so without one, too."""
    request = Request(f"http://a.test{path}")
    failure = failure_of_answer(request, Response(request.url, status=status), ErrorSlug(f"http_{status}"), "")
    assert failure.sign is sign
