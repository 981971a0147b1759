"""Bodies that break off, and are gone on with at the next attempt."""

from __future__ import annotations

import re

import pytest

from imgcrawl.transport import FetchError, FetchRequest
from imgcrawl.transport.rests import Part, Rests

BODY = bytes(range(256)) * 4


def head(status: int = 200, length: int = len(BODY), **fields: str) -> bytes:
    """Return the head of an answer; a field that is empty is left out."""
    given = {"ETag": '"a"', "Accept-Ranges": "bytes", "Content-Length": str(length)}
    given |= {name.replace("_", "-"): value for name, value in fields.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in given.items() if value)
    return f"HTTP/1.1 {status} X\r\n{lines}\r\n".encode()


def rest(start: int, end: int = len(BODY), **fields: str) -> bytes:
    """Return the answer with a part of the body, and no more than is there."""
    told = {"Content_Range": f"bytes {start}-{end - 1}/{len(BODY)}"} | fields
    return head(206, end - start, **told) + BODY[start:end]


async def attempts(client, server, most: int = 4) -> list[bytes | str]:
    """Return what each attempt at one address brings, until one brings a body."""
    brought: list[bytes | str] = []
    while len(brought) < most and not (brought and isinstance(brought[-1], bytes)):
        try:
            result = await client.fetch(FetchRequest(f"http://h.test:{server.port}/1.jpg"))
            assert result.status == 200
            brought.append(result.body)
        except FetchError as error:
            brought.append(error.slug.value)
    return brought


def ranges(server) -> list[str | None]:
    """Return what each request asked for."""
    found = [re.search(rb"Range: bytes=(\d+-)\r\nIf-Range: ", request) for request in server.requests]
    return [match and match[1].decode() for match in found]


async def test_the_rest_is_asked_for_and_joined(serve, transport):
    """As often as it breaks off, each time from where it did."""
    broken_rest = head(206, 924, Content_Range="bytes 100-1023/1024") + BODY[100:500]
    server = await serve(
        ["request", head() + BODY[:100], "close"],
        ["request", broken_rest, "close"],
        ["request", rest(500), "hang"],
    )
    assert await attempts(transport(), server) == ["content_truncated", "content_truncated", BODY]
    assert ranges(server) == [None, "100-", "500-"]


async def test_the_whole_has_the_headers_of_its_beginning(serve, transport):
    """Those of the part are about the part, or left out of it: a joined body is a 200 with its whole length."""
    begun = head(Content_Type="image/png", X_Robots_Tag="noai") + BODY[:100]
    server = await serve(["request", begun, "close"], ["request", rest(100, Content_Type="text/plain"), "hang"])
    client, request = transport(), FetchRequest(f"http://h.test:{server.port}/1.jpg")
    with pytest.raises(FetchError):
        await client.fetch(request)
    result = await client.fetch(request)
    assert (result.status, result.body) == (200, BODY)
    assert result.headers == [
        (b"ETag", b'"a"'),
        (b"Accept-Ranges", b"bytes"),
        (b"Content-Length", b"1024"),
        (b"Content-Type", b"image/png"),
        (b"X-Robots-Tag", b"noai"),
    ]


async def test_what_has_changed_comes_as_a_whole(serve, transport):
    """A host sends all of it where the validator is another one by now."""
    server = await serve(["request", head() + BODY[:100], "close"], ["request", head(ETag='"b"') + BODY[::-1], "hang"])
    assert await attempts(transport(), server) == ["content_truncated", BODY[::-1]]


@pytest.mark.parametrize(
    "answer",
    [
        rest(101),
        rest(100, ETag='"b"'),
        rest(100, Content_Encoding="gzip"),
        rest(100, 900),
        head(206, 800, Content_Range="bytes 100-1023/1024") + BODY[100:900],
        head(206, 924, Content_Range="bytes 100-1023/2048") + BODY[100:],
        head(416, 0, Content_Range="bytes */100"),
    ],
    ids=["elsewhere", "another", "coded", "not all", "less than it says", "longer", "refused"],
)
async def test_what_does_not_fit_is_not_joined(serve, transport, answer):
    """It has broken off once more; the next attempt, when its host may be asked again, is for all of it."""
    server = await serve(
        ["request", head() + BODY[:100], "close"], ["request", answer, "request", head() + BODY, "hang"]
    )
    client = transport()
    assert await attempts(client, server, most=2) == ["content_truncated", "content_truncated"]
    assert ranges(server) == [None, "100-"]
    assert await attempts(client, server, most=1) == [BODY]
    assert ranges(server) == [None, "100-", None]


async def test_a_refusal_of_the_rest_is_none_of_the_row(serve, transport):
    """The failure bears no status of the host, by which other ways of asking would be tried."""
    refusal = head(416, 0, Content_Range="bytes */100")
    server = await serve(["request", head() + BODY[:100], "close"], ["request", refusal, "hang"])
    client, request = transport(), FetchRequest(f"http://h.test:{server.port}/1.jpg")
    with pytest.raises(FetchError):
        await client.fetch(request)
    with pytest.raises(FetchError) as caught:
        await client.fetch(request)
    assert (caught.value.status, caught.value.body_bytes) == (None, 100)
    assert "status 416" in caught.value.detail


@pytest.mark.parametrize(
    "fields",
    [{"ETag": 'W/"a"'}, {"ETag": ""}, {"Accept_Ranges": "none"}, {"Content_Encoding": "br"}],
    ids=["weak", "none", "no ranges", "coded"],
)
async def test_what_cannot_be_told_apart_is_asked_for_anew(serve, transport, fields):
    """Without a strong validator, or ranges, or where the bytes depend on their coding."""
    server = await serve(["request", head(**fields) + BODY[:100], "close"], ["request", head() + BODY, "hang"])
    assert await attempts(transport(), server) == ["content_truncated", BODY]
    assert ranges(server) == [None, None]


async def broken_off(serve, transport, *between):
    """Fetch what breaks off; the next request has what is *between*, the one after it the whole."""
    server = await serve(
        ["request", head() + BODY[:100], "close"],
        ["request", *between, "close"],
        ["request", head() + BODY, "close"],
    )
    client, request = transport(), FetchRequest(f"http://h.test:{server.port}/1.jpg")
    with pytest.raises(FetchError):
        await client.fetch(request)
    return client, request


@pytest.mark.parametrize(("status", "fields"), [(429, {}), (503, {}), (403, {"Retry_After": "7"})])
async def test_a_wait_in_between_is_told_as_it_is(serve, transport, status, fields):
    """A host that asks to wait is heard, and asked for the whole afterwards: it may refuse whoever asks for a rest."""
    client, request = await broken_off(serve, transport, head(status, 0, **fields))
    assert (await client.fetch(request)).status == status
    assert (await client.fetch(request)).body == BODY


@pytest.mark.parametrize("status", [400, 403, 404, 405, 410, 500, 501, 502])
async def test_a_refusal_of_the_rest_is_none_of_the_whole(serve, transport, status):
    """It says nothing of the row, which has given its first bytes: the next attempt is for the whole."""
    client, request = await broken_off(serve, transport, head(status, 0))
    with pytest.raises(FetchError) as failed:
        await client.fetch(request)
    assert (failed.value.slug.value, failed.value.status) == ("content_truncated", None)
    assert (await client.fetch(request)).body == BODY


async def test_a_connection_that_is_closed_to_whoever_asks_for_a_rest(serve, transport):
    """The next attempt is for the whole."""
    client, request = await broken_off(serve, transport)
    with pytest.raises(FetchError):
        await client.fetch(request)
    assert (await client.fetch(request)).body == BODY


def test_parts_are_kept_within_bounds():
    """The latest 32 MB; the oldest part goes first."""
    rests = Rests()
    for name in "abc":
        rests.keep(name, Part(b'"1"', 20_000_000, bytes(15_000_000)))
    assert [rests.get(name) is not None for name in "abc"] == [False, True, True]
    rests.drop("b")
    rests.keep("d", Part(b'"1"', 20_000_000, bytes(15_000_000)))
    assert [rests.get(name) is not None for name in "cd"] == [True, True]


def test_small_parts_with_long_headers_are_bounded_too():
    """What a part takes is its body, its headers and the entry itself."""
    rests, headers = Rests(), ((b"X", bytes(15_000_000)),)
    for name in "abc":
        rests.keep(name, Part(b'"1"', 20_000_000, b"1", headers))
    assert [rests.get(name) is not None for name in "abc"] == [False, True, True]
    for number in range(40_000):
        rests.keep(str(number), Part(b'"1"', 20_000_000, b"1"))
    assert [rests.get(name) is not None for name in ("c", "1", "39999")] == [False, False, True]
