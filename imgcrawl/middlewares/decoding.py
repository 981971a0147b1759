"""Scrapy's content decoding, with its faults made visible to the remedies."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest

from imgcrawl import keys
from imgcrawl.config import TransportConfig
from imgcrawl.errors import ErrorSlug

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

# Scrapy warns of every oversized or undecodable body; here each is an outcome of its own.
logging.getLogger("scrapy.downloadermiddlewares.httpcompression").setLevel(logging.ERROR)


class DecodingMiddleware(HttpCompressionMiddleware):
    """Removes content encodings as Scrapy does, up to ``IMGCRAWL_MAX_BYTES``.

    A body that is larger, or whose encoding is broken, is not dropped: the response goes on with the slug of its fault
    in meta ``imgcrawl_verdict``. A body with an encoding that does not exist (``utf-8``, ``binary``) goes on as it is.
    """

    def __init__(self, *, crawler: Crawler) -> None:
        super().__init__(crawler=crawler)
        self._max_size = TransportConfig.from_settings(crawler.settings).max_bytes

    def process_response(self, request: Request, response: Response) -> Response:  # type: ignore[override]
        """Return *response* with its body decoded."""
        if b"Content-Encoding" not in response.headers or not response.body:
            return response
        try:
            return super().process_response(request, response)  # type: ignore[return-value]
        except IgnoreRequest:
            return _marked(response, ErrorSlug.CONTENT_TOO_LARGE)
        except Exception:  # noqa: BLE001 - every decoder raises errors of its own kind
            return _marked(response, ErrorSlug.CONTENT_ENCODING)


def _marked(response: Response, slug: ErrorSlug) -> Response:
    response.meta[keys.VERDICT] = slug.value
    return response
