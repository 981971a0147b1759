from __future__ import annotations

import math
from random import Random

import imagehash
import pytest
from PIL import Image, ImageFilter

from imgcrawl.validation.phash import phash


def scene(size: tuple[int, int], blur: int) -> Image.Image:
    """Return a picture with noise and a form, smoother the greater *blur*."""
    noise = Image.frombytes("L", size, Random(1).randbytes(math.prod(size))).filter(ImageFilter.GaussianBlur(blur))
    return Image.blend(noise, Image.radial_gradient("L").rotate(blur * 9).resize(size), 0.4)


@pytest.mark.parametrize("size", [(33, 32), (64, 48), (200, 95), (31, 900)])
@pytest.mark.parametrize("blur", [0, 2, 7])
def test_the_hash_is_that_of_imagehash(size, blur):
    """With a shorter side below three times 32 pixels the hash is the same, bit by bit."""
    image = scene(size, blur)
    assert phash(image) == str(imagehash.phash(image))


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "CMYK", "1", "LA", "I", "F"])
def test_every_mode_has_a_hash(mode):
    """Colour, palette and depth make no difference to how a picture is hashed."""
    image = scene((64, 64), 3).convert(mode)
    assert phash(image) == str(imagehash.phash(image))


def test_lightness_is_hashed_where_pillow_knows_no_grey():
    """A LAB picture, which Pillow does not convert, is hashed by its lightness."""
    lightness = scene((64, 64), 3)
    flat = Image.new("L", (64, 64), 128)
    assert phash(Image.merge("LAB", (lightness, flat, flat))) == phash(lightness)


@pytest.mark.parametrize("size", [(1500, 1100), (800, 600), (320, 190), (200, 96)])
def test_large_pictures_differ_little(size):
    """Above that size the hash may differ from ImageHash's by a few bits only."""
    spots = Image.frombytes("L", (24, 18), Random(1).randbytes(24 * 18))
    image = spots.resize(size, Image.Resampling.BICUBIC)
    assert imagehash.hex_to_hash(phash(image)) - imagehash.phash(image) <= 8


def test_alike_and_unlike():
    """A scaled picture keeps its hash nearly, another one does not."""
    image = scene((300, 200), 7)
    original = imagehash.hex_to_hash(phash(image))
    assert original - imagehash.hex_to_hash(phash(image.resize((150, 100)))) <= 6
    assert original - imagehash.hex_to_hash(phash(scene((300, 200), 0).rotate(90))) > 12
