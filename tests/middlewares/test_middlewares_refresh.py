from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from imgcrawl import keys
from imgcrawl.middlewares.redirect import GuardedRedirectMiddleware

PAGE = b'<html><head><meta http-equiv="refresh" content="%s; url=/real.jpg"></head></html>'
JPEG = b"\xff\xd8\xff\xe0" + bytes(40)


def follow(body: bytes = b"", *, status: int = 200, page: bool = False, **headers: bytes) -> Request | Response:
    """Return what the middleware makes of a response."""
    crawler = get_crawler(Spider)
    crawler.spider = Spider("images")
    request = Request("http://a.test/x/1.jpg", meta={keys.PAGE: True} if page else {})
    response = Response(request.url, status=status, body=body, headers=headers, request=request)
    return GuardedRedirectMiddleware.from_crawler(crawler).process_response(request, response)


@pytest.mark.parametrize(
    "answer", [{"body": PAGE % b"0"}, {"Refresh": b"0; url=/real.jpg"}, {"Refresh": b"1;URL='http://a.test/real.jpg'"}]
)
def test_a_refresh_is_a_redirect(answer):
    """A page that sends its reader on at once leads to where it points."""
    followed = follow(**answer)
    assert isinstance(followed, Request)
    assert followed.url == "http://a.test/real.jpg"


SHORT = b'<head><noscript><meta http-equiv="refresh" content="0;URL=%s"></noscript></head><script>go()</script>'


def test_a_short_link_sends_readers_without_scripts_on():
    """To another site, from a page that shows nothing; its own site tells them that they need scripts."""
    followed = follow(SHORT % b"http://b.test/real.jpg")
    assert isinstance(followed, Request)
    assert followed.url == "http://b.test/real.jpg"
    assert isinstance(follow(SHORT % b"/no-scripts"), Response)
    assert isinstance(follow(SHORT % b"http://b.test/real.jpg" + b'<img src="/1.jpg">'), Response)


@pytest.mark.parametrize("body", [b"", b"<html>Moved</html>"])
@pytest.mark.parametrize("status", [200, 404, 410])
def test_a_location_without_its_status_leads_to_the_file(status, body):
    """Scripts that set the field too late, or the status too; a Link says the same of what is gone."""
    headers = ({"Location": b"/new/1.jpg"}, {"Link": b'<http://a.test/new/1.jpg>; rel="canonical"'})
    for fields in headers:
        followed = follow(body, status=status, **fields)
        assert isinstance(followed, Request)
        assert followed.url == "http://a.test/new/1.jpg"


@pytest.mark.parametrize(
    "answer",
    [
        {"body": JPEG, "Location": b"/new/1.jpg"},
        {"Location": b"/new/1.jpg", "page": True},
        {"Location": b"/new/1.jpg", "status": 403},
        {"Location": b"/gone.jpg", "status": 404},
        {"body": b"<html>Log in</html>", "Location": b"/login"},
        {"Location": b"http://a.test/x/1.jpg"},
        {"Link": b"</new/1.jpg>; rel=preload, </new/2.jpg>; rel=canonical"},
    ],
)
def test_a_location_without_its_status_that_leads_nowhere(answer):
    """Beside an image, for a page, with a refusal, to another file than the one that is gone, or to itself."""
    assert isinstance(follow(**answer), Response)


@pytest.mark.parametrize(
    "answer",
    [
        {"body": PAGE % b"600"},
        {"body": b"<html>refresh</html>"},
        {"body": (PAGE % b"0").replace(b"/real", b"/x/1")},
        {"Refresh": b"1; url=http://a.test/x/1.jpg"},
        {"body": JPEG, "Refresh": b"10;URL=http://a.test/"},
        {"body": PAGE % b"600", "page": True},
        {"body": PAGE % b"0" + b'<img src="/1.jpg">', "page": True},
        {"body": PAGE % b"0" + b'<meta property="og:image" content="/1.jpg">', "page": True},
        {"body": PAGE % b"0" + b" " * 70_000, "page": True},
        {"body": (PAGE % b"0").replace(b"/real", b"http://b.test/real"), "page": True},
        {"body": (PAGE % b"0").replace(b"/real", b"http://[/real"), "page": True},
        {"body": (PAGE % b"0").replace(b"/real", b"ftp://a.test/real"), "page": True},
    ],
)
def test_other_pages_stay(answer):
    """A picture; a page that loads itself again, in ten minutes or sooner, or a row's that shows something."""
    assert isinstance(follow(**answer), Response)


def test_a_page_that_sets_a_cookie_may_lead_to_itself():
    """Whoever brings the cookie along is given the image: no time has to pass for that."""
    followed = follow((PAGE % b"0").replace(b"/real", b"/x/1"), **{"Set-Cookie": b"a=1"})
    assert isinstance(followed, Request)


FRAMES = b'<html><frameset rows="100%"><frame src="http://b.test/home/1.jpg"></frameset></html>'


def test_a_frame_around_the_image_is_a_redirect():
    """A domain that is forwarded under a mask gives a page with the image's true address; a row's page is no image."""
    followed = follow(FRAMES)
    assert isinstance(followed, Request)
    assert followed.url == "http://b.test/home/1.jpg"
    assert isinstance(follow(FRAMES, page=True), Response)
    assert isinstance(follow(FRAMES, status=404), Response)
    assert isinstance(follow(b"\xff\xd8\xff" + FRAMES), Response)


def test_a_bucket_elsewhere_is_a_redirect():
    """S3's redirect has no Location: its body tells where."""
    words = b"<Code>PermanentRedirect</Code><Endpoint>a.test.s3.eu.test</Endpoint><Bucket>a.test</Bucket>"
    followed = follow(b"<?xml version='1.0'?><Error>" + words + b"</Error>", status=301)
    assert isinstance(followed, Request)
    assert followed.url == "http://a.test.s3.eu.test/x/1.jpg"
    assert follow(words, status=301, Location=b"/2.jpg").url == "http://a.test/2.jpg"


@pytest.mark.parametrize("target", [b"/real", b"http://www.a.test/real"])
def test_the_page_of_a_row_is_followed_to_where_it_has_moved(target):
    """A page that is nothing but a refresh has moved within its site, and is still a page there."""
    followed = follow((PAGE % b"0").replace(b"/real", target), page=True)
    assert isinstance(followed, Request)
    assert followed.url.endswith("a.test/real.jpg")
    assert followed.meta[keys.PAGE]


def test_bytes_of_a_location_are_meant_as_they_are():
    """A Location with a raw Latin-1 byte asks for that byte."""
    followed = follow(status=302, Location=b"/caf\xe9.jpg")
    assert followed.url == "http://a.test/caf%E9.jpg"


PARTS = r"""http: https:// // / \ h.test [::1 ] @ : 99999 %00 ? # .. data: javascript: file:///etc/passwd ftp://h/
127.0.0.1 0x7f.1 \xe9 ' " 1.jpg"""
PIECES = st.lists(st.sampled_from([*PARTS.split(), "\r\n", "\0", " ", "\xe9", "\u202e"]), max_size=8).map("".join)


@settings(max_examples=300, deadline=None)
@given(pieces=PIECES, after=st.sampled_from(["0", "1.2.3", ".", "", "1e9", "9" * 400]), where=st.integers(0, 2))
def test_no_target_breaks_it(pieces, after, where):
    """Whatever a Location, a Refresh or a page says, what follows is a request for http or https, or the response."""
    text = f"{after}; url={pieces}"
    if where == 0:
        followed = follow(status=302, Location=pieces.encode())
    elif where == 1:
        followed = follow(Refresh=text.encode())
    else:
        followed = follow(f'<html><base href="{pieces}"><meta http-equiv="refresh" content="{text}">'.encode())
    if isinstance(followed, Request):
        assert followed.url.startswith(("http://", "https://"))
        assert followed.url.isascii()
        assert followed.url.isprintable()
    else:
        assert followed.meta.get(keys.VERDICT) in {None, "url_redirect", "http_bad_redirect", "http_redirect_loop"}
