"""Content decoding, with its faults made visible to the remedies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.http import TextResponse

from imgcrawl import keys
from imgcrawl.config import TransportConfig
from imgcrawl.errors import FIRST_ERROR_STATUS, ErrorSlug, RowError
from imgcrawl.transport.encodings import Decoded, decodable, decode, looks_zipped, unzip
from imgcrawl.validation.decoding.ends import SELF_DELIMITING
from imgcrawl.validation.formats import Kind, sniff

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response


class DecodingMiddleware:
    """Removes content encodings, up to ``IMGCRAWL_MAX_BYTES``.

    A body that is larger, or whose encoding is broken, is not dropped: the response goes on with the slug of its fault
    in meta ``imgcrawl_verdict``. So does one whose encoding broke off before it could be told what was in it; where it
    could, or in a page, what is missing is for others to find. Gzip whose checksum is wrong is broken, but not in a
    page, nor in a picture of a format that shows by itself whether all is there. A body with an encoding that does not
    exist (``utf-8``, ``binary``) goes on as it is, and so does an image that has none of the encodings named; one that
    is in gzip still is unpacked, whatever was said of it. What had one of those named has the flag ``decoded``.
    """

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the middleware from the crawler's settings."""
        return cls(TransportConfig.from_settings(crawler.settings).max_bytes)

    def process_response(self, request: Request, response: Response) -> Response:
        """Return *response* with its body decoded."""
        is_named = b"Content-Encoding" in response.headers
        if response.status >= FIRST_ERROR_STATUS or not (is_named or looks_zipped(response.body)) or not response.body:
            return response
        named = b",".join(response.headers.getlist(b"Content-Encoding")).decode("latin-1")
        kept, removed = decodable(named.split(",")) if is_named else ([], [])
        is_page = bool(request.meta.get(keys.PAGE))
        try:
            found = self._unzipped(decode(response.body, removed, max_bytes=self._max_bytes), len(removed))
        except RowError as exc:
            if exc.slug is ErrorSlug.CONTENT_ENCODING and sniff(response.body).kind is Kind.IMAGE:
                return _with_body(response, response.body, kept)
            response.meta[keys.VERDICT] = exc.slug.value
            return response
        is_spoilt = (found.is_cut and _tells_nothing(found.body)) or (found.is_doubtful and _may_be_any(found.body))
        if is_spoilt and not is_page:
            response.meta[keys.VERDICT] = ErrorSlug.CONTENT_ENCODING.value
            return response
        if removed:
            response.flags.append("decoded")
        return _with_body(response, found.body, kept)

    def _unzipped(self, found: Decoded, layers: int) -> Decoded:
        """Return what is in *found* if that is a picture in gzip still, of which nobody said anything."""
        try:
            inner = unzip(found.body, done=layers, max_bytes=self._max_bytes)
        except RowError:
            return found
        if sniff(inner.body).kind is not Kind.IMAGE:
            return found
        return Decoded(inner.body, found.is_cut or inner.is_cut, found.is_doubtful or inner.is_doubtful)


def _may_be_any(body: bytes) -> bool:
    """Say whether *body* is of a format in which bytes that are missing or wrong need not show."""
    return sniff(body).format not in SELF_DELIMITING


def _tells_nothing(body: bytes) -> bool:
    """Say whether the beginning of a body is neither that of a page nor of a file of a known format."""
    found = sniff(body)
    return found.format is None and found.kind is not Kind.HTML


def _with_body(response: Response, body: bytes, encodings: list[str]) -> Response:
    headers = response.headers.copy()
    headers.setlist(b"Content-Encoding", encodings)
    if not encodings:
        del headers[b"Content-Encoding"]
    changed: dict[str, Any] = {"headers": headers, "body": body}
    if isinstance(response, TextResponse):
        changed["encoding"] = None  # to be found out anew
    replaced: Response = response.replace(**changed)
    return replaced
