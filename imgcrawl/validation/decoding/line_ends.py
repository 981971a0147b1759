"""Whether a file was sent as text, so that each line feed in it became a carriage return and a line feed."""

from __future__ import annotations

import re
from typing import Final

from imgcrawl.validation.decoding.scans import jpeg_marks

_AFTER_LINE: Final = re.compile(rb"\r\n(.)", re.DOTALL)
_START_OF_SCAN: Final = 0xDA
_FEWEST: Final = 8
"""Different bytes after such pairs; by chance one line feed in 256 has a carriage return before it."""


def was_sent_as_text(jpeg: bytes) -> bool:
    """Say whether no line feed in the compressed data of *jpeg* stands alone, where there are many.

    Decoders often take such a file, and show something else. The headers say nothing, as they may hold text. Nor do
    pairs that all stand before the same few bytes: one colour is compressed to a pattern. In most files the first line
    feed tells, which takes no time.
    """
    first = jpeg.find(b"\n")
    if first < 1 or jpeg[first - 1] != ord("\r"):
        return False
    start = next((after for mark, after in jpeg_marks(jpeg, 0) if mark == _START_OF_SCAN), len(jpeg))
    lines = jpeg.count(b"\n", start)
    return lines == jpeg.count(b"\r\n", start) and len(set(_AFTER_LINE.findall(jpeg, start))) >= _FEWEST
