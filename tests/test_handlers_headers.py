from __future__ import annotations

import pytest
from scrapy.http.headers import Headers

from imgcrawl.handlers.headers import AnswerHeaders

PAIRS = [(b"content-TYPE", b"image/jpeg"), (b"X-A", b"1"), (b"x-a", b"2"), (b"ETag", b'"e"')]


@pytest.mark.parametrize("name", ["Content-Type", b"content-type", "x-A", "etag", "Retry-After", b"retry-after"])
def test_fields_are_found_as_in_scrapys_headers(name):
    """A field is found by its name in any case, as text or bytes; of several the last one, or all."""
    ours, scrapys = AnswerHeaders.from_pairs(PAIRS), Headers()
    for key, value in PAIRS:
        scrapys.appendlist(key, value)
    assert ours == scrapys
    assert (name in ours, ours.get(name), ours.getlist(name)) == (
        name in scrapys,
        scrapys.get(name),
        scrapys.getlist(name),
    )
