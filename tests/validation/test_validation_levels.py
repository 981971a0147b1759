"""Pictures with more than 256 levels of grey."""

from __future__ import annotations

import base64
import io
import struct

import pytest
from PIL import Image

from imgcrawl.validation import levels
from imgcrawl.validation.decoding.decode import inspect_image
from imgcrawl.validation.decoding.thumbs import thumbs
from imgcrawl.validation.facts import Limits
from imgcrawl.validation.levels import in_256_levels

SIDE = 96
MOST = {"I;16": 65_535, "I;16B": 4_095, "I": 1_000_000, "F": 3.5}
CODES = {"I;16": "<H", "I;16B": ">H", "I": "=i", "F": "=f"}


def deep(mode, share):
    """Return a picture of *mode* whose pixels have a *share*, by column and row, of what its samples reach."""
    return samples(mode, [share(x, y) * MOST[mode] for y in range(SIDE) for x in range(SIDE)])


def samples(mode, values):
    """Return a picture of *mode* with these *values*, row by row."""
    number = float if mode == "F" else int
    return Image.frombytes(mode, (SIDE, SIDE), b"".join(struct.pack(CODES[mode], number(value)) for value in values))


def across(x, _y):
    """From black on the left to white on the right."""
    return x / (SIDE - 1)


def down(_x, y):
    """From black above to white below."""
    return y / (SIDE - 1)


@pytest.mark.parametrize("mode", MOST)
def test_grey_goes_from_black_to_white(mode):
    """Whatever the samples reach: Pillow would make everything white that is above 255."""
    found = in_256_levels(deep(mode, across)).tobytes()
    assert (found[0], found[SIDE - 1]) == (0, 255)
    assert found[SIDE // 2] in range(126, 131)


@pytest.mark.parametrize("mode", ["I", "F"])
def test_levels_below_nothing(mode):
    """The least of them is black."""
    found = in_256_levels(samples(mode, [at % SIDE - 40 for at in range(SIDE * SIDE)])).tobytes()
    assert (found[0], found[SIDE - 1]) == (0, 255)


@pytest.mark.parametrize("mode", MOST)
@pytest.mark.parametrize("most", [1, 5 * SIDE + 7])
def test_a_large_picture_is_never_copied_whole(mode, most, monkeypatch):
    """It is read in strips, of at least a row, that have all levels of the picture in common."""
    image, sizes, convert = deep(mode, lambda x, y: (x + y) / (2 * SIDE - 2)), [], Image.Image.convert
    at_once = in_256_levels(image)
    monkeypatch.setattr(levels, "_STRIP_PIXELS", most)
    monkeypatch.setattr(Image.Image, "convert", lambda self, to: sizes.append(self.size) or convert(self, to))
    assert in_256_levels(image).tobytes() == at_once.tobytes()
    assert max(sizes) == (SIDE, max(1, most // SIDE))


def test_one_level_is_the_grey_that_it_is():
    """A picture of one grey is not made white."""
    assert set(in_256_levels(deep("I;16", lambda _x, _y: 0.5)).tobytes()) == {127}


@pytest.mark.parametrize("level", [float("nan"), float("inf")])
def test_samples_that_are_no_number_break_nothing(level):
    """They are left to Pillow."""
    assert in_256_levels(samples("F", [level] * 2 + [1.0] * (SIDE * SIDE - 2))).size == (SIDE, SIDE)


def test_pictures_of_fewer_levels_stay_as_they_are():
    """Nothing is made of them."""
    image = Image.new("RGB", (2, 2))
    assert in_256_levels(image) is image


def test_deep_pictures_differ_in_hash_and_looks():
    """Two scans with two bytes a sample are not one white picture, nor is a thumbnail of them white."""
    facts, small = zip(*(_stored(share) for share in (across, down)), strict=True)
    assert facts[0].phash != facts[1].phash
    assert facts[0].looks != facts[1].looks
    assert facts[0].colour is None
    assert Image.open(io.BytesIO(small[0])).getextrema()[0][0] < 16


def _stored(share):
    out = io.BytesIO()
    deep("I;16", share).save(out, "PNG")
    (thumb,) = thumbs(out.getvalue(), "PNG", [(32, 32)])
    return inspect_image(out.getvalue(), limits=Limits()), base64.b64decode(thumb)
