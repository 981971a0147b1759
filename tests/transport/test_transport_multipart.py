"""Streams of pictures without an end, of which the first is taken."""

from __future__ import annotations

import pytest

from imgcrawl.transport import FetchError
from imgcrawl.transport.multipart import FirstPart, stream_of

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=%s\r\nETag: a\r\n\r\n"
PART = b"--frame\r\nContent-Type: image/jpeg\r\n%s\r\n%s\r\n"


async def test_the_first_picture_of_a_stream_is_taken(serve, get):
    """The transfer ends when the second one begins; what is told is of the picture, and its connection is closed."""
    server = await serve("request", HEAD % b"frame", PART % (b"", b"one"), (PART % (b"", b"two"), 0.01))
    result = await get(server)
    assert (result.status, result.body, result.fault) == (200, b"one", "")
    assert dict(result.headers) == {b"ETag": b"a", b"Content-Type": b"image/jpeg"}


async def test_a_stream_that_ends_is_taken_too(serve, get):
    """Its only part needs nothing behind it."""
    server = await serve("request", HEAD % b"--frame", PART % (b"Content-Length: 3\r\n", b"one"), "close")
    assert (await get(server)).body == b"one"


async def test_a_stream_without_a_picture_is_none(serve, get):
    """A part that never ends is none; nothing is taken of an endless one."""
    server = await serve("request", HEAD % b"frame", b"--frame\r\n\r\n", (b"x" * 900, 0.001))
    with pytest.raises(FetchError):
        await get(server, max_bytes=2_000)


async def test_a_stream_that_goes_still_is_taken(serve, get):
    """A camera that sees nothing new sends nothing: its first picture is whole when as much has come as it has."""
    server = await serve("request", HEAD % b"frame", PART[:-2] % (b"Content-Length: 3\r\n", b"one"), "hang")
    result = await get(server, total_timeout_s=20.0)
    assert (result.status, result.body, result.fault) == (200, b"one", "")


@pytest.mark.parametrize("length", [0, 2, 99])
def test_a_wrong_length_is_not_believed(length):
    """Where more of the picture follows, or none is left, or it would reach into the next part, the boundary counts."""
    stream = FirstPart(b"frame", bool)
    stream.write(PART % (b"Content-Length: %d\r\n" % length, b"one"))
    assert not stream.is_whole
    stream.write(PART % (b"", b"two"))
    assert stream.is_whole
    assert stream.part([]) == ([(b"Content-Type", b"image/jpeg")], b"one")


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_a_picture_is_whole_at_its_length(size):
    """Neither before nor later, whatever the pieces are and whatever it holds."""
    body = b"\r\n\r\nContent-Length: 5\r\n\r\n" * 9
    sent = PART[:-2] % (b"Content-Length: %d\r\n" % len(body), body)
    ends = []
    stream = FirstPart(b"frame", lambda: ends.append(1))
    for at in range(0, len(sent), size):
        assert not ends
        stream.write(sent[at : at + size])
    assert ends
    assert stream.part([]) == ([(b"Content-Type", b"image/jpeg")], body)


def test_a_head_without_an_end_is_looked_at_up_to_a_length():
    """It is searched anew for each piece that comes."""
    stream = FirstPart(b"frame", bool)
    stream.write(b"--frame\r\n" + b"X: y\r\n" * 1_000)
    assert stream._end == 0


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_a_boundary_may_come_in_pieces(size):
    """Whatever the pieces are, the part ends before the line that begins the next one."""
    ends = []
    stream, body = FirstPart(b"frame", lambda: ends.append(1)), b"a\r\n--fram\n-" * 3
    sent = PART % (b"", body) + PART % (b"", b"two")
    taken = 0
    for at in range(0, len(sent), size):
        taken += 1
        stream.write(sent[at : at + size])
        if ends:
            break
    assert stream.is_whole
    assert (taken - 1) * size <= len(PART % (b"", body)) + len(b"--frame")
    assert stream.part([]) == ([(b"Content-Type", b"image/jpeg")], body)


def test_a_boundary_of_dashes_alone_is_told_whole():
    """Two dashes may stand anywhere in a picture."""
    stream, body = FirstPart(b"-----", bool), b"\xff\xd8-- --\xff\xd9"
    stream.write(b"-------\r\nContent-Type: image/jpeg\r\n\r\n" + body + b"\r\n-------\r\n")
    assert stream.part([]) == ([(b"Content-Type", b"image/jpeg")], body)


@pytest.mark.parametrize(
    "kind", [b"multipart/mixed; boundary=a", b"multipart/x-mixed-replace", b"image/jpeg; boundary=a"]
)
def test_other_bodies_are_taken_whole(kind):
    """What is no such stream, or does not say how its parts are told apart."""
    assert stream_of([(b"content-type", kind)], bool) is None


@pytest.mark.parametrize("body", [b"\xff\xd8 no part", b"--frame\r\nno head", b"x--frame\r\n\r\n\r\nbody"])
def test_a_stream_in_name_alone(body):
    """A body that does not begin with a part is left as it is."""
    stream = FirstPart(b"frame", bool)
    stream.write(body)
    assert stream.part([]) is None
