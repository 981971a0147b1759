"""What the pictures of the benchmarks are drawn with; everything comes from a seed."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import Image, ImageChops, ImageDraw, ImageFont

if TYPE_CHECKING:
    from random import Random

Size = tuple[int, int]


def blots(rng: Random, size: Size, grain: int = 14) -> Image.Image:
    """Return soft blots of colour with finer ones within, as out of focus as a photograph is at a distance."""
    image = patches(rng, size, grain)
    return Image.blend(image, patches(rng, size, grain * 4), 0.3)


def patches(rng: Random, size: Size, across: int) -> Image.Image:
    """Return soft patches of colour, so many *across*."""
    down = max(2, across * size[1] // size[0])
    noise = Image.frombytes("RGB", (across, down), rng.randbytes(across * down * 3))
    return noise.resize(size, Image.Resampling.BICUBIC)


def grained(rng: Random, image: Image.Image, levels: int) -> Image.Image:
    """Return *image* with every pixel changed by up to *levels*."""
    bands = len(image.getbands())
    noise = Image.frombytes(image.mode, image.size, rng.randbytes(image.width * image.height * bands))
    faint = noise.point([value * (2 * levels + 1) >> 8 for value in range(256)] * bands)
    return ImageChops.add(image, faint, 1, -levels)


def encoded(image: Image.Image, form: str = "JPEG", **options: object) -> bytes:
    """Return *image* as a file."""
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def write(image: Image.Image, at: tuple[float, float], text: str, size: float, *, fill: object, anchor: str) -> None:
    """Write *text* on *image*, *size* pixels high or as small as can be."""
    ImageDraw.Draw(image).text(at, text, font=ImageFont.load_default(max(7, size)), fill=fill, anchor=anchor)
