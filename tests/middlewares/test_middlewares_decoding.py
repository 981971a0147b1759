from __future__ import annotations

import gzip
import zlib

import pytest
from scrapy import Request, Spider
from scrapy.http import HtmlResponse, Response
from scrapy.utils.test import get_crawler

from imgcrawl import keys
from imgcrawl.middlewares.decoding import DecodingMiddleware

BODY = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 20


def decode(body: bytes, encoding: str | None, *, most: int = 1_000_000, page: bool = False) -> Response:
    """Return what becomes of a response with *body*."""
    request = Request("http://a.test/1.jpg", meta={keys.PAGE: True} if page else {})
    headers = {"Content-Encoding": encoding} if encoding is not None else {}
    crawler = get_crawler(Spider, {"IMGCRAWL_MAX_BYTES": most, "DOWNLOAD_MAXSIZE": most, "DOWNLOAD_WARNSIZE": 0})
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
        (BODY, "binary"),
        (BODY, "gzip"),
        (BODY, "br"),
        (BODY, "zstd"),
        (gzip.compress(BODY), None),
        (gzip.compress(BODY), "identity"),
        (gzip.compress(gzip.compress(BODY)), "gzip"),
        (gzip.compress(gzip.compress(BODY)), None),
        (zlib.compress(gzip.compress(BODY)), "deflate"),
        (gzip.compress(BODY)[:-8] + bytes(8), "gzip"),
        (gzip.compress(BODY)[:-8] + bytes(8), None),
    ],
)
def test_encodings_are_removed(body, encoding):
    """What was encoded on the way is as it was before, layer by layer; an unknown encoding changes nothing.

    Nor does one that an image does not have.
    """
    response = decode(body, encoding)
    assert response.body == BODY
    assert keys.VERDICT not in response.meta


@pytest.mark.parametrize(
    ("body", "encoding", "slug"),
    [
        (b"\x1f\x8b\x08broken" * 10, "gzip", "content_encoding"),
        (gzip.compress(bytes(10_000)), "gzip", "content_too_large"),
    ],
    ids=["broken", "too-large"],
)
def test_faults_are_marked(body, encoding, slug):
    """A broken encoding and a body that grows beyond the limit are told, not dropped."""
    assert decode(body, encoding, most=8_000).meta[keys.VERDICT] == slug


@pytest.mark.parametrize(
    ("body", "is_encoding"),
    [(BODY[:2], True), (b"GI", True), (b"", True), (b"\0" * 2_000, True), (BODY, False), (b"<html><p>Gone", False)],
    ids=["too little", "text so far", "nothing", "no format", "an image", "a page"],
)
def test_what_breaks_off_before_it_tells_what_it_is(body, is_encoding):
    """It is the encoding that is broken; the rest of an image or a page is judged by what came of it."""
    packer = zlib.compressobj(wbits=31)
    packed = packer.compress(body) + packer.flush(zlib.Z_FULL_FLUSH)
    response = decode(packed, "gzip")
    assert response.meta.get(keys.VERDICT) == ("content_encoding" if is_encoding else None)
    assert (response.body == body) is not is_encoding
    assert keys.VERDICT not in decode(packed, "gzip", page=True).meta
    assert keys.VERDICT not in decode(gzip.compress(body), "gzip").meta


@pytest.mark.parametrize(("body", "flags"), [(gzip.compress(BODY), ["decoded"]), (BODY, [])])
def test_what_was_encoded_says_so(body, flags):
    """A body that had an encoding can be told from one that had none."""
    assert decode(body, "gzip").flags == flags


def test_nothing_to_decode():
    """An empty body with an encoding is an empty body."""
    response = decode(b"", "gzip")
    assert (response.body, keys.VERDICT in response.meta) == (b"", False)


def test_a_page_is_read_anew():
    """What a page's encoding of characters is shows only once its content encoding is gone."""
    request = Request("http://a.test/")
    body = '<meta charset="iso-8859-2"><p>\u017e'.encode("iso-8859-2")
    response = HtmlResponse(
        request.url, headers={"Content-Encoding": "gzip"}, body=gzip.compress(body), request=request
    )
    assert response.encoding != "iso8859-2"
    decoded = DecodingMiddleware(1000).process_response(request, response)
    assert (decoded.body, decoded.encoding) == (body, "iso8859-2")  # type: ignore[attr-defined]
    assert "Content-Encoding" not in decoded.headers


@pytest.mark.parametrize("layers", [4, 5])
def test_no_more_than_three_layers_are_removed(layers):
    """Gzip in gzip without end is left as it came, whether it was named or not."""
    body = BODY
    for _ in range(layers):
        body = gzip.compress(body)
    assert decode(body, None).body == body
    assert decode(body, "gzip").body == gzip.decompress(body)


def test_what_is_no_picture_stays_in_its_archive():
    """Nobody asked for a page or for data in gzip that is not called so; and no bomb is unpacked."""
    for body in (gzip.compress(b"<html></html>"), gzip.compress(bytes(1000)), gzip.compress(BODY + bytes(2_000_000))):
        response = decode(body, None)
        assert (response.body, keys.VERDICT in response.meta) == (body, False)


@pytest.mark.parametrize(
    ("body", "page", "is_refused"),
    [
        (BODY, False, False),
        (b"BM" + bytes(12) + b"\x28" + bytes(500), False, True),
        (b"<html></html>", False, True),
        (b"<html></html>", True, False),
    ],
    ids=["self-delimiting", "no-end", "page-for-picture", "page"],
)
def test_a_wrong_checksum(body, page, is_refused):
    """It is overlooked, as browsers do, in a page and where the picture itself shows whether all is there."""
    response = decode(gzip.compress(body)[:-8] + b"\1\2\3\4\5\6\7\0", "gzip", page=page)
    assert response.meta.get(keys.VERDICT) == ("content_encoding" if is_refused else None)
    assert is_refused or response.body == body
