"""JPEGs that were sent as text, and those that only look like it."""

from __future__ import annotations

import io
from random import Random

import pytest
from PIL import Image

from imgcrawl.errors import ErrorSlug
from imgcrawl.validation.decoding.decode import inspect_image
from imgcrawl.validation.decoding.line_ends import was_sent_as_text
from imgcrawl.validation.facts import Limits
from tests.validation.files import refusal

TEXT = b"<x:xmpmeta>" + b"\r\n".join(b"%c line" % letter for letter in range(97, 120))


def photo(seed: int, side: int = 40, **how: object) -> bytes:
    """Return a JPEG of many colours."""
    buffer = io.BytesIO()
    dots = Image.frombytes("RGB", (side, side), Random(seed).randbytes(3 * side * side))
    dots.resize((160, 160), Image.Resampling.BICUBIC).save(buffer, "JPEG", quality=80, **how)
    return buffer.getvalue()


def scan(data: bytes, header: bytes = b"") -> bytes:
    """Return what has the marks of a JPEG, with this *header* before its compressed *data*."""
    comment = b"\xff\xfe" + (len(header) + 2).to_bytes(2, "big") + header if header else b""
    return b"\xff\xd8" + comment + b"\xff\xda\0\x0c\3\1\0\2\x11\3\x11\0\x3f\0" + data + b"\xff\xd9"


@pytest.mark.parametrize("how", [{}, {"progressive": True}, {"comment": TEXT}], ids=["plain", "progressive", "text"])
def test_a_jpeg_whose_line_feeds_are_two_bytes_is_corrupt(how):
    """Decoders may show it all the same; the file itself is sound, also with text in its header."""
    for seed in range(5):
        body = photo(seed, **how)
        assert inspect_image(body, limits=Limits()).format == "JPEG"
        assert was_sent_as_text(body.replace(b"\n", b"\r\n"))
        assert refusal(body.replace(b"\n", b"\r\n")) is ErrorSlug.CONTENT_CORRUPT


def test_one_line_feed_that_stands_alone_clears_a_jpeg():
    """However many have a carriage return before them."""
    pairs = b"".join(b"\r\n%c" % letter for letter in range(97, 120))
    assert was_sent_as_text(scan(pairs))
    assert not was_sent_as_text(scan(pairs + b"\n"))


@pytest.mark.parametrize(
    "body",
    [scan(b"abc\r\nabd\r\nabe", TEXT), scan(b"\x2a\r\n\x51" * 500), scan(b""), TEXT, b"\r\n", b"\n"],
    ids=["text-in-header", "one-colour", "empty", "no-jpeg", "line", "feed"],
)
def test_text_and_patterns_are_no_evidence(body):
    """Line ends of a header are meant, and one colour is compressed to the same bytes over and over."""
    assert not was_sent_as_text(body)
