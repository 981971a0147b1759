"""Where an answer's body says that the image is."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcrawl.intake.repair import prepare_url
from imgcrawl.remedies.answers.forwarding import bucket_elsewhere, encoded_once, framed, only_link, told_by_field

URL = "http://old.test/photos/grey%20heron.jpg"


def moved(bucket: str, endpoint: str | None, code: str = "PermanentRedirect") -> bytes:
    """Return the body of S3's redirect."""
    place = f"<Endpoint>{endpoint}</Endpoint>" if endpoint else ""
    return f"<?xml version='1.0'?><Error><Code>{code}</Code>{place}<Bucket>{bucket}</Bucket></Error>".encode()


@pytest.mark.parametrize(
    ("url", "bucket", "endpoint", "found"),
    [
        ("http://pix.s3.amazonaws.com/k/1.jpg?v=1", "pix", "pix.s3.eu.test", "http://pix.s3.eu.test/k/1.jpg?v=1"),
        ("https://s3.amazonaws.com/pix/k/1.jpg", "pix", "pix.s3.eu.test", "https://pix.s3.eu.test/k/1.jpg"),
        ("https://s3.amazonaws.com/pix/k/1.jpg", "pix", "s3.eu.test", "https://s3.eu.test/pix/k/1.jpg"),
        ("http://img.shop.test/1.jpg", "img.shop.test", "img.shop.test.s3.eu.test", None),
        ("https://pix.s3.amazonaws.com/pix/1.jpg", "pix", "s3.eu.test", "https://s3.eu.test/pix/pix/1.jpg"),
        (
            "https://s3.amazonaws.com/a.b/1.jpg",
            "a.b",
            "a.b.s3.eu-west-1.amazonaws.com",
            "https://s3.eu-west-1.amazonaws.com/a.b/1.jpg",
        ),
    ],
)
def test_the_endpoint_of_a_buckets_region(url, bucket, endpoint, found):
    """Whether the bucket stands in the host or in the path, the key and the query stay; dots go into the path."""
    assert bucket_elsewhere(url, moved(bucket, endpoint), None) == (found or f"http://{endpoint}/1.jpg")


def test_the_region_is_enough():
    """Without an endpoint the region in the head tells the host."""
    body, url = moved("pix", None), "https://pix.s3.amazonaws.com/1.jpg"
    assert bucket_elsewhere(url, body, b"eu-west-1") == "https://s3.eu-west-1.amazonaws.com/pix/1.jpg"
    assert bucket_elsewhere(url, body, b"evil.test/") is None
    assert bucket_elsewhere(url, body, None) is None


@pytest.mark.parametrize("body", [b"", moved("pix", "s3.eu.test", "AccessDenied"), moved("p/x", "s3.eu.test")])
def test_other_bodies_say_nothing(body):
    """Only S3's own words for a bucket elsewhere are heard."""
    assert bucket_elsewhere("https://pix.s3.amazonaws.com/1.jpg", body, b"eu-west-1") is None


@pytest.mark.parametrize(
    "page",
    [
        '<frameset rows="100%,*"><frame src="http://new.test/~anne/photos/grey%20heron.jpg" noresize></frameset>',
        "<html><body><IFRAME width=100% SRC='http://new.test/~anne/photos/Grey heron.jpg'></IFRAME></body></html>",
    ],
)
def test_a_frame_around_the_same_file(page):
    """A frame or an iframe, for which the whole page is there, leads to the file on its true host."""
    found = framed(URL, page.encode())
    assert found is not None
    assert found.lower() == "http://new.test/~anne/photos/grey%20heron.jpg"


@pytest.mark.parametrize(
    "page",
    [
        '<iframe src="https://tags.test/ns.html"></iframe>',
        '<iframe src="https://new.test/"></iframe>',
        '<iframe src="/framed/grey%20heron.jpg"></iframe>',
        '<iframe src="http://new.test/grey%20heron.jpg"></iframe><iframe></iframe>',
        '<iframe src="ftp://new.test/grey%20heron.jpg"></iframe>',
        '<iframe data-x="1"></iframe>',
        "<html>frame</html>",
    ],
)
def test_other_frames_are_not_followed(page):
    """Advertisements, counters, the host's own pages and one frame among several are not the image."""
    assert framed(URL, page.encode()) is None


def test_a_folder_has_no_file_to_be_known_by():
    """Two addresses that end with a slash do not name the same file."""
    assert framed("http://old.test/", b'<iframe src="http://new.test/">') is None


@pytest.mark.parametrize("unit", [b"<iframe ", b"<iframe src=", b'<frame src="'])
def test_hostile_pages_cost_little(unit):
    """No repetition makes one page cost more than a moment."""
    begun = time.process_time()
    framed(URL, unit * 10_000)
    only_link(unit.replace(b"iframe", b"a") * 10_000)
    assert time.process_time() - begun < 2.0


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from(["<frame src=", "<iframe", " src='", "//b.test", "/1.jpg", "'", ">", "\xff", "[", ":"]))
)
def test_no_page_breaks_it(pieces):
    """Whatever the markup, what comes out is an address on another host, or nothing."""
    found = framed("http://a.test/1.jpg", "".join(pieces).encode("latin-1"))
    assert found is None or (prepare_url(found).url == found and "a.test" not in found)


@pytest.mark.parametrize(
    ("note", "found"),
    [
        (
            '<h2>Object moved to <a href="https://b.test/1.jpg?a=1&amp;b=2">here</a>.</h2>',
            "https://b.test/1.jpg?a=1&b=2",
        ),
        ("<a class=x href=/1.jpg>1</a> or <a href='/1.jpg'>2</a>", "/1.jpg"),
        ('<a href="/1.jpg">here</a> or <a href="/">home</a>', None),
        ('<a data-href="/2.jpg" href="/1.jpg">here</a> or <a href="mailto:we@b.test">write</a>', "/1.jpg"),
        ('You are blocked, <a href="MailTo:we@b.test">write</a>', None),
        ("<a name=x>moved</a>", None),
        ("", None),
    ],
)
def test_the_note_of_a_redirect_links_to_its_target(note, found):
    """What all of its links lead to is the target; of several none is."""
    assert only_link(note.encode()) == found


@pytest.mark.parametrize(
    ("location", "found"),
    [
        (
            "https://b.test/my%2520files/grey%2520heron.jpg?v=%2520",
            "https://b.test/my%20files/grey%20heron.jpg?v=%2520",
        ),
        ("/photos/grey%20heron.jpg", None),
        ("/photos/grey%252520heron.jpg", None),
        ("/photos/red%2520heron.jpg", None),
    ],
)
def test_a_name_that_a_redirect_encodes_anew_is_encoded_once(location, found):
    """That is seen by the name that was asked for; what another name means by it is not known."""
    assert encoded_once(URL, location) == (found or location)
    assert encoded_once("http://old.test/heron.jpg", location) == location


@pytest.mark.parametrize(
    ("location", "links", "is_empty", "found"),
    [
        ("http://new.test/1", "", True, "http://new.test/1"),
        ("http://new.test/1", "", False, None),
        ("//new.test/a/grey%20heron.jpg", "", False, "http://new.test/a/grey%20heron.jpg"),
        (
            "ftp://new.test/1",
            '</b/grey%20heron.jpg>;rel="x successor-version"',
            True,
            "http://old.test/b/grey%20heron.jpg",
        ),
        ("", '</b/grey%20heron.jpg>; title="canonical"', True, None),
        ("", "</b/owl.jpg>; rel=canonical", True, None),
        ("", "</a>; rel=prev, </b/Grey%20Heron.jpg>; rel=latest-version", False, "http://old.test/b/Grey%20Heron.jpg"),
    ],
)
def test_what_a_field_tells_of_where_a_file_is(location, links, is_empty, found):
    """A Location is believed where there is nothing else; it, and a Link, of a file of the same name."""
    assert told_by_field(URL, location=location, links=links, is_empty=is_empty) == found


def test_of_countless_links_the_first_hundred_are_looked_at():
    """A header of 256 KB holds 14,000, which took 0.4 s for each answer."""
    other, same = "</x.jpg>; rel=canonical, ", "</new/grey%20heron.jpg>; rel=canonical"
    found = "http://old.test/new/grey%20heron.jpg"
    assert told_by_field(URL, location="", links=other * 99 + same, is_empty=False) == found
    assert told_by_field(URL, location="", links=other * 100 + same, is_empty=False) is None


def test_no_field_takes_long_to_read():
    """The time grows with the length."""
    begun = time.process_time()
    told_by_field(URL, location="", links="<a>" + "; rel" * 10_000 + "<" * 10_000, is_empty=False)
    assert time.process_time() - begun < 1
