"""Bodies that are whole though the transfer failed in them."""

from __future__ import annotations

import pytest

from imgcrawl.transport import FetchError, FetchRequest

CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
LONG = b'HTTP/1.1 200 OK\r\nETag: "a"\r\nAccept-Ranges: bytes\r\nContent-Length: 9\r\n\r\n'
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
ENDINGS = {
    "length-too-long": [LONG + b"whole", "close"],
    "no-last-chunk": [CHUNKED + b"5\r\nwhole\r\n", "close"],
    "chunk-cut": [CHUNKED + b"7\r\nwhole", "close"],
    "malformed-trailer": [CHUNKED + b"5\r\nwhole\r\n0\r\r\n folded\n\r\n", "hang"],
    "trailer-without-colon": [CHUNKED + b"5\r\nwhole\r\n0\r\nno colon\r\n\r\n", "hang"],
    "malformed-chunk": [CHUNKED + b"5\r\nwhole\r\nzz\r\n", "hang"],
}
MAY_SUCCEED = frozenset({"trailer-without-colon"})


def is_whole(body: bytes) -> bool:
    """Say whether it is what the tests take for a whole body."""
    return body == b"whole"


@pytest.mark.parametrize("ending", ENDINGS)
async def test_a_body_that_is_whole_is_taken(serve, transport, ending):
    """However its transfer ended; that is told, and nothing is ever read from its connection again."""
    server = await serve(["request", *ENDINGS[ending]], ["request", OK, "hang"])
    client, url = transport(), f"http://h.test:{server.port}/1.jpg"
    result = await client.fetch(FetchRequest(url, is_whole=is_whole))
    assert (result.status, result.body) == (200, b"whole")
    assert bool(result.fault) or ending in MAY_SUCCEED
    if result.fault:
        assert (await client.fetch(FetchRequest(url))).body == b"ok"
        assert server.connections == 2
        assert b"Range" not in server.requests[1]


@pytest.mark.parametrize("ending", sorted(ENDINGS.keys() - MAY_SUCCEED))
async def test_a_body_that_is_not_whole_stays_a_failure(serve, transport, ending):
    """Nothing is taken whose end is not proven."""
    server = await serve(["request", *ENDINGS[ending]])
    with pytest.raises(FetchError):
        await transport().fetch(FetchRequest(f"http://h.test:{server.port}/", is_whole=lambda _: False))


async def test_only_a_plain_success_is_taken(serve, transport):
    """What came of an error, or as a part of something, is no picture of the row."""
    answers = [LONG.replace(b"200", status) + b"whole" for status in (b"404", b"206", b"203")]
    server = await serve(*(["request", answer, "close"] for answer in answers))
    client = transport()
    for _ in answers:
        with pytest.raises(FetchError):
            await client.fetch(FetchRequest(f"http://h.test:{server.port}/", is_whole=is_whole))
