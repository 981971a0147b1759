"""Files that are no acceptable image, or mean harm, are refused at little cost."""

from __future__ import annotations

import random
import struct
import time
import tracemalloc
import warnings
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from imgcrawl.errors import ErrorSlug
from imgcrawl.validation.decoding.decode import inspect_image
from imgcrawl.validation.facts import ImageFacts, InvalidImage, Limits
from tests.validation.files import GIF_FRAME, LIMITS, gif, png, png_chunk, refusal, tiff


@pytest.mark.parametrize(
    ("body", "slug"),
    [
        (b"", ErrorSlug.CONTENT_EMPTY),
        (b"<!doctype html><h1>Hi", ErrorSlug.CONTENT_HTML),
        (b'{"error": 404}', ErrorSlug.CONTENT_TEXT),
        (b"<?xml version='1.0'?><Error/>", ErrorSlug.CONTENT_TEXT),
        (b"\x1f\x8b" + bytes(99), ErrorSlug.CONTENT_NOT_IMAGE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", ErrorSlug.CONTENT_UNSUPPORTED_FORMAT),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", ErrorSlug.CONTENT_UNSUPPORTED_FORMAT),
        (b"%PDF-1.4\n", ErrorSlug.CONTENT_UNSUPPORTED_FORMAT),
        (b"8BPS" + bytes(40), ErrorSlug.CONTENT_UNSUPPORTED_FORMAT),
        (b"\0\0\0\x20ftypisom", ErrorSlug.CONTENT_UNSUPPORTED_FORMAT),
        (b"GIF89a/*<html><script>*/=1;</script>", ErrorSlug.CONTENT_CORRUPT),
    ],
)
def test_what_is_no_acceptable_image(body, slug):
    """Each kind of wrong body has a slug of its own."""
    assert refusal(body) in {slug, ErrorSlug.CONTENT_TRUNCATED if slug is ErrorSlug.CONTENT_CORRUPT else slug}


def test_programs_are_never_started(samples, monkeypatch):
    """No plug-in beyond those of the accepted formats is loaded or asked."""
    monkeypatch.setattr(Image, "init", lambda: pytest.fail("Pillow loads all its plug-ins"))
    for body in (*samples.values(), b"%!PS-Adobe-3.0 EPSF-3.0\n", b"\x89PNG\r\n\x1a\n" + bytes(99)):
        try:
            inspect_image(body, limits=LIMITS)
        except InvalidImage:
            continue


BOMBS = {
    "png": png(60_000, 60_000, png_chunk(b"IDAT", zlib.compress(bytes(100)))),
    "gif": gif(65_535, 65_535, GIF_FRAME),
    "gif-frame": gif(2, 2, b"\x2c" + struct.pack("<HHHHB", 0, 0, 65_535, 65_535, 0) + b"\x02\x02\x84\x51\x00"),
    "webp": b"RIFF" + struct.pack("<I", 22) + b"WEBPVP8X" + struct.pack("<I", 10) + bytes(4) + b"\xff\x3f\0\xff\x3f\0",
    "tiff": tiff(
        (256, 4, 1, 10**6), (257, 4, 1, 10**6), (258, 3, 1, 8), (262, 3, 1, 1), (273, 4, 1, 8), (279, 4, 1, 1)
    ),
    "bmp": b"BM" + struct.pack("<IIIIiiHHIIIIII", 99, 0, 54, 40, 10**6, 10**6, 1, 24, 0, 0, 0, 0, 0, 0),
    "ico": b"\0\0\1\0\1\0" + bytes(8) + struct.pack("<II", 500, 22) + png(60_000, 60_000, png_chunk(b"IDAT", b"")),
    "ppm": b"P6 100000 100000 255\n",
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_not_decoded(name):
    """A file that declares too many pixels is refused at once, before memory is spent on it."""
    started = time.process_time()
    slug = refusal(BOMBS[name])
    assert time.process_time() - started < 1
    damaged = {ErrorSlug.CONTENT_TRUNCATED, ErrorSlug.CONTENT_CORRUPT} if name == "webp" else set()
    assert slug in {ErrorSlug.CONTENT_TOO_MANY_PIXELS, *damaged}


def test_the_pixel_limit_is_exact(samples):
    """As many pixels as allowed pass; one fewer allowed, and they do not."""
    for name in ("PNG", "JPEG", "GIF"):
        assert inspect_image(samples[name], limits=Limits(max_pixels=64 * 48)).width == 64
        assert refusal(samples[name], Limits(max_pixels=64 * 48 - 1)) is ErrorSlug.CONTENT_TOO_MANY_PIXELS


def test_a_limit_above_that_of_pillow_holds(samples, monkeypatch):
    """The limit is ours alone, and Pillow's is left as it was."""
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 10)
    assert inspect_image(samples["PNG"], limits=LIMITS).width == 64
    assert Image.MAX_IMAGE_PIXELS == 10


@pytest.mark.parametrize("kind", [b"zTXt", b"iTXt"])
def test_text_bombs(kind):
    """Text that inflates beyond measure is left packed: the picture is what it is, and little memory is taken."""
    packed = zlib.compress(bytes(50_000_000), 9)
    head = b"a\0\0" if kind == b"zTXt" else b"a\0\1\0\0\0"
    body = png(2, 2, png_chunk(kind, head + packed), png_chunk(b"IDAT", zlib.compress(bytes(6))))
    tracemalloc.start()
    try:
        assert inspect_image(body, limits=LIMITS).width == 2
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


def test_a_tiff_whose_directories_loop_ends():
    """A directory that follows itself is counted once."""
    rows = [(256, 4, 1, 2), (257, 4, 1, 2), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1), (273, 4, 1, 98)]
    body = tiff(*rows, (279, 4, 1, 4), following=8, tail=bytes(4))
    assert len(body) == 102
    assert inspect_image(body, limits=LIMITS).frames == 1


def test_thousands_of_frames_take_no_time():
    """An animation is walked, not decoded: its cost is that of its bytes."""
    started = time.process_time()
    facts = inspect_image(gif(2, 2, GIF_FRAME * 20_000), limits=LIMITS)
    assert facts.frames == 20_000
    assert time.process_time() - started < 1


def test_warnings_do_not_leak(samples):
    """What Pillow warns about stays inside."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        inspect_image(samples["PNG"], limits=Limits(max_pixels=64 * 48))
        refusal(samples["TIFF"][:200])
    assert caught == []


def test_details_name_no_object():
    """The detail of a refusal is the same for the same bytes."""
    with pytest.raises(InvalidImage) as caught:
        inspect_image(b"\x89PNG\r\n\x1a\n" + bytes(90), limits=LIMITS)
    assert "0x" not in caught.value.detail


@settings(max_examples=200, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), flips=st.integers(0, 12), cut=st.floats(0.0, 1.0))
def test_only_a_verdict_comes_out(samples, seed, flips, cut):
    """Whatever was flipped and cut off, the answer is facts or a refusal, and nothing else is raised."""
    rng = random.Random(seed)
    body = bytearray(samples[rng.choice(sorted(samples))])
    for _ in range(flips):
        body[rng.randrange(min(len(body), 4000))] = rng.randrange(256)
    if cut < 0.5:
        del body[int(len(body) * 2 * cut) :]
    outcome: ImageFacts | InvalidImage
    try:
        outcome = inspect_image(bytes(body), limits=Limits(max_pixels=1_000_000))
    except InvalidImage as exc:
        outcome = exc
    assert isinstance(outcome, ImageFacts) or outcome.slug.value.startswith("content_")


def test_broken_metadata_harm_nothing(picture, encode):
    """A picture whose EXIF cannot be read is a picture all the same."""
    body = encode(picture(), "JPEG", exif=b"Exif\x00\x00nonsense")
    assert inspect_image(body, limits=Limits()).looks is not None
