from __future__ import annotations

import gzip
import zlib

import pytest
from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from imgcrawl import keys
from imgcrawl.middlewares.decoding import DecodingMiddleware

BODY = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 20


def decode(body: bytes, encoding: str | None, *, most: int = 1_000_000) -> Response:
    request = Request("http://a.test/1.jpg")
    headers = {"Content-Encoding": encoding} if encoding is not None else {}
    crawler = get_crawler(Spider, {"DOWNLOAD_MAXSIZE": most, "DOWNLOAD_WARNSIZE": 0})
    crawler.spider = Spider("images")
    response = Response(request.url, headers=headers, body=body, request=request)
    return DecodingMiddleware.from_crawler(crawler).process_response(request, response)


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (BODY, None),
        (gzip.compress(BODY), "gzip"),
        (gzip.compress(BODY), "x-gzip"),
        (zlib.compress(BODY), "deflate"),
        (gzip.compress(zlib.compress(BODY)), "deflate, gzip"),
        (BODY, "identity"),
    ],
)
def test_encodings_are_removed(body, encoding):
    """What was encoded on the way is as it was before, layer by layer."""
    response = decode(body, encoding)
    assert response.body == BODY
    assert keys.VERDICT not in response.meta


@pytest.mark.parametrize(
    ("body", "encoding", "slug"),
    [
        (b"\x1f\x8b\x08broken" * 10, "gzip", "content_encoding"),
        (BODY, "rot13", "content_encoding"),
        (gzip.compress(bytes(10_000)), "gzip", "content_too_large"),
    ],
    ids=["broken", "unknown", "too-large"],
)
def test_faults_are_marked(body, encoding, slug):
    """A broken or unknown encoding and a body that grows beyond the limit are told, not dropped."""
    assert decode(body, encoding, most=8_000).meta[keys.VERDICT] == slug


def test_half_a_gzip_is_no_whole_body():
    """A compressed body that ends too early does not pass as if it were complete."""
    body = gzip.compress(BODY)
    response = decode(body[: len(body) // 2], "gzip")
    assert response.meta.get(keys.VERDICT) == "content_encoding" or len(response.body) < len(BODY)


def test_nothing_to_decode():
    """An empty body with an encoding is an empty body."""
    response = decode(b"", "gzip")
    assert (response.body, keys.VERDICT in response.meta) == (b"", False)
