"""Photographs and drawings, each of which is like no other, and names for them."""

from __future__ import annotations

import io
from random import Random

from PIL import Image, ImageDraw

NAMES = (
    "heron",
    "bridge",
    "market",
    "tower",
    "mill",
    "lake",
    "harbour",
    "castle",
    "meadow",
    "orchard",
    "quarry",
    "abbey",
)


def photo(name: str, size: tuple[int, int] = (96, 72)) -> bytes:
    """Return a picture like no other that has nothing of a drawing."""
    rng, buffer = Random(name), io.BytesIO()
    shades = Image.frombytes("RGB", (8, 6), rng.randbytes(144)).resize(size, Image.Resampling.BICUBIC)
    grain = Image.frombytes("RGB", size, rng.randbytes(3 * size[0] * size[1]))
    Image.blend(shades, grain, 0.1).save(buffer, "JPEG")
    return buffer.getvalue()


def sketch(name: str) -> bytes:
    """Draw shapes that depend on *name*."""
    image, buffer, numbers = Image.new("RGB", (200, 150), "#ddeeff"), io.BytesIO(), Random(name)
    for _ in range(12):
        left, top = numbers.randrange(170), numbers.randrange(120)
        ImageDraw.Draw(image).rectangle((left, top, left + 30, top + 30), fill=f"#{numbers.randrange(2**24):06x}")
    image.save(buffer, "PNG")
    return buffer.getvalue()
