"""What is kept of a response while it arrives."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcrawl.transport.curl.sink import ResponseSink


def feed(*lines, limit=10_000):
    """Return a sink after *lines*, what it took of each, and the statuses it announced."""
    calls = []
    sink = ResponseSink(limit, lambda: calls.append(sink.status))
    taken = [sink.header_line(line) for line in lines]
    return sink, taken, calls


def test_final_response_only():
    """Interim responses and trailers are left out, and the body is announced once."""
    sink, taken, calls = feed(
        b"HTTP/1.1 100 Continue\r\n", b"A: 1\r\n", b"\r\n", b"HTTP/1.1 200\r\n", b"B:2\r\n", b"\r\n", b"HTTP/T: 3\r\n"
    )
    assert taken == [23, 6, 2, 14, 5, 2, 11]
    assert (sink.status, sink.reason, sink.headers(), calls) == (200, "", [(b"B", b"2")], [200])


def test_incomplete():
    """Headers without their empty line are incomplete, and so are those of an interim response."""
    assert not feed(b"HTTP/1.1 200 OK\r\n", b"A: 1\r\n")[0].headers_complete
    assert not feed(b"HTTP/1.1 103 Early\r\n", b"\r\n")[0].headers_complete


@pytest.mark.parametrize(
    "line",
    [
        b"HTTP/1.1\r\n",
        b"HTTP/1.1 x\r\n",
        b"HTTP/1.1 20\r\n",
        b"HTTP/1.1 2000 OK\r\n",
        b"HTTP/1.::: Mod\r\n",
        b"A: 1\r\n",
    ],
)
def test_no_status_line(line):
    """A response that does not begin with a version and three digits stops curl, whatever curl makes of it."""
    assert feed(line)[1][0] > 1_000_000


def test_a_header_is_no_status_line():
    """A header whose name begins like a status line does not begin another response."""
    sink, _, _ = feed(b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 404: x\r\n", b"HTTP/x: y\r\n", b"\r\n")
    assert (sink.status, sink.headers_complete) == (200, True)
    assert sink.headers() == [(b"HTTP/1.1 404", b"x"), (b"HTTP/x", b"y")]


def test_limit():
    """The line that goes over the limit stops curl; all responses count together."""
    sink, taken, _ = feed(b"HTTP/1.1 100 C\r\n", b"\r\n", b"HTTP/1.1 200 O\r\n", b"\r\n", limit=30)
    assert taken[2] > 1_000_000
    assert sink.headers_too_large


@pytest.mark.parametrize(
    ("line", "version"), [(b"HTTP/1.0 200 OK\r\n", "1.0"), (b"HTTP/1.1 200 OK\r\n", "1.1"), (b"HTTP/2 200 \r\n", "2")]
)
def test_version(line, version):
    """The version is that of the status line."""
    assert feed(line, b"\r\n")[0].http_version == version


@pytest.mark.parametrize(
    ("header", "chunked", "has_length"),
    [
        (b"content-length: 5\r\n", False, True),
        (b"Transfer-Encoding: chunked\r\n", True, True),
        (b"X: content-length\r\n", False, False),
    ],
)
def test_framing(header, chunked, has_length):
    """Whether the headers say where the body ends is told from their names."""
    sink = feed(b"HTTP/1.1 200 OK\r\n", header, b"\r\n")[0]
    assert (sink.chunked, sink.has_length) == (chunked, has_length)


LINES = [
    b"HTTP/1.1 200 OK\r\n",
    b"HTTP/2 103\r\n",
    b"\r\n",
    b"\n",
    b"A: b\r\n",
    b": \r\n",
    b"HTTP/\r\n",
    b"\0\xff\r\n",
    b" folded\r\n",
    b"",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(LINES) | st.binary(max_size=12), max_size=12))
def test_no_lines_break_it(lines):
    """Whatever lines curl hands over, the sink takes or refuses them, and everything can be read off at any time."""
    sink = feed(*lines, limit=100)[0]
    assert sink.status == 0 or 0 <= sink.status <= 999
    assert isinstance(sink.chunked, bool)
    assert all(isinstance(part, bytes) for pair in sink.headers() for part in pair)
    if sink.headers_complete:
        assert sink.status >= 200
        assert sink.http_version
        assert isinstance(sink.reason, str)
