"""Thumbnails as decoding processes make them."""

from __future__ import annotations

import base64
import io

import pytest
from PIL import ExifTags, Image

from imgcrawl.config import ValidationConfig
from imgcrawl.validation.decoding.decode import inspect_image
from imgcrawl.validation.decoding.thumbs import thumbs
from imgcrawl.validation.facts import Limits
from imgcrawl.validation.workers.pool import DecoderPool

RED, BLUE, WHITE = (255, 0, 0), (0, 0, 255), (255, 255, 255)


def opened(thumb: str | None) -> Image.Image:
    """Return the picture of a thumbnail."""
    assert thumb is not None
    picture = Image.open(io.BytesIO(base64.b64decode(thumb)), formats=("JPEG",))
    picture.load()
    return picture


def is_like(picture: Image.Image, at: tuple[int, int], colour: tuple[int, ...]) -> bool:
    """Whether *picture* has about that colour there."""
    found = picture.getpixel(at)
    return isinstance(found, tuple) and all(abs(a - b) < 40 for a, b in zip(found, colour, strict=True))


@pytest.mark.parametrize("name", ["JPEG", "JPEG-cmyk", "MPO", "PNG-16-bit", "PNG-palette", "PNG-alpha", "GIF", "AVIF"])
def test_every_size_that_is_asked_for(samples, name):
    """Of an image of any kind there is a JPEG in RGB that keeps within each size, and its proportions."""
    body = samples[name]
    sizes = ((16, 16), (30, 10))
    for thumb, (width, height) in zip(thumbs(body, name.partition("-")[0], sizes), sizes, strict=True):
        small = opened(thumb)
        assert (small.format, small.mode) == ("JPEG", "RGB")
        assert small.width <= width
        assert small.height <= height
        assert small.width == width or small.height == height


def test_thumbnails_stand_upright(encode):
    """What the metadata say of how the camera was held is heeded."""
    lying = Image.new("RGB", (64, 32), RED)
    lying.paste(BLUE, (32, 0, 64, 32))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    [thumb] = thumbs(encode(lying, "JPEG", exif=exif), "JPEG", [(32, 32)])
    small = opened(thumb)
    assert small.size == (16, 32)
    assert is_like(small, (8, 4), RED)
    assert is_like(small, (8, 28), BLUE)


@pytest.mark.parametrize("kind", ["RGBA", "palette"])
def test_what_is_transparent_is_white(encode, kind):
    """A transparent ground is that of a page."""
    picture = Image.new("RGBA", (64, 32), (0, 0, 0, 0))
    picture.paste((*RED, 255), (32, 0, 64, 32))
    body = encode(picture, "PNG") if kind == "RGBA" else encode(picture, "GIF")
    [thumb] = thumbs(body, "PNG" if kind == "RGBA" else "GIF", [(32, 32)])
    assert is_like(opened(thumb), (4, 8), WHITE)
    assert is_like(opened(thumb), (28, 8), RED)


def test_where_there_is_none(samples):
    """What Pillow fails at has no thumbnails, and where none are asked for nothing is opened."""
    assert thumbs(samples["PNG"][:200], "PNG", [(8, 8), (9, 9)]) == [None, None]
    assert thumbs(b"", "PNG", []) == []


def test_the_image_is_what_it_was(samples):
    """The facts of an image do not depend on its thumbnails."""
    plain = inspect_image(samples["JPEG"], limits=Limits())
    more = inspect_image(samples["JPEG"], limits=Limits(thumbs=((8, 8),)))
    assert plain.thumbs == ()
    assert len(more.thumbs) == 1
    assert more.phash == plain.phash


async def test_large_thumbnails_come_whole(tmp_path, encode):
    """An answer may be as long as the thumbnails that were asked for make it."""
    noise = Image.merge("RGB", [Image.effect_noise((400, 300), 90) for _ in range(3)])
    path = tmp_path / "image"
    path.write_bytes(encode(noise, "PNG"))
    pool = DecoderPool(ValidationConfig(workers=1), thumbs=[(400, 300), (200, 200)])
    try:
        facts = await pool.validate(str(path))
    finally:
        await pool.close()
    assert [opened(thumb).size for thumb in facts.thumbs] == [(400, 300), (200, 150)]
    assert sum(map(len, filter(None, facts.thumbs))) > 65_536
