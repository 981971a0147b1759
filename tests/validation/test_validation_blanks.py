from __future__ import annotations

import base64
import io
import struct

import pytest
from PIL import Image

from imgcrawl.errors import ErrorSlug
from imgcrawl.validation.blanks import is_unwanted_blank
from imgcrawl.validation.decoding.decode import inspect_image
from imgcrawl.validation.facts import ImageFacts, InvalidImage, Limits

ASKED = "http://a.test/photos/heron.jpg"


def facts(image: Image.Image, form: str = "PNG", **options: object) -> ImageFacts:
    """Return what is found out of *image* as a file."""
    file = io.BytesIO()
    image.save(file, form, **options)
    return inspect_image(file.getvalue(), limits=Limits())


def clear(mode: str) -> Image.Image:
    """Make a picture that is transparent all over."""
    return Image.new(mode, (300, 200), (0,) * len(mode))


@pytest.mark.parametrize(
    ("image", "form", "options"),
    [
        (clear("RGBA"), "PNG", {}),
        (clear("LA"), "PNG", {}),
        (Image.new("P", (30, 20), 0), "GIF", {"transparency": 0}),
        (clear("RGBA"), "WEBP", {"lossless": True}),
    ],
    ids=["rgba", "la", "palette", "webp"],
)
def test_what_nobody_can_see_is_no_image(image, form, options):
    """A picture whose every pixel is transparent is a placeholder."""
    with pytest.raises(InvalidImage) as caught:
        facts(image, form, **options)
    assert caught.value.slug is ErrorSlug.CONTENT_PLACEHOLDER


def test_a_single_pixel_can_be_seen():
    """Ink on a transparent ground is a picture."""
    image = clear("RGBA")
    image.putpixel((150, 100), (0, 0, 0, 255))
    assert facts(image).width == 300


def test_a_bmp_without_any_opacity_is_shown():
    """The fourth byte of its pixels is room that nobody has written to, whatever its header says."""
    size, pixels = (16, 16), bytes(range(0, 256, 2)) * 8
    pixels = b"".join(pixels[at : at + 3] + b"\0" for at in range(0, len(pixels), 4))
    masks = struct.pack("<4I", 0xFF0000, 0xFF00, 0xFF, 0xFF000000)
    header = struct.pack("<3i2H6I", 108, *size, 1, 32, 3, len(pixels), 2835, 2835, 0, 0) + masks
    body = struct.pack("<2s3I", b"BM", 122 + len(pixels), 0, 122) + header.ljust(108, b"\0") + pixels
    found = inspect_image(body, limits=Limits(thumbs=((8, 8),)))
    assert (found.format, found.mode, found.width) == ("BMP", "RGBA", 16)
    assert found.looks
    assert max(found.looks) > 100
    (thumb,) = found.thumbs
    assert thumb
    assert Image.open(io.BytesIO(base64.b64decode(thumb))).getextrema()[0][0] < 200


@pytest.mark.parametrize(("levels", "is_plain"), [((3000, 3000), True), ((3000, 9000), False)])
@pytest.mark.parametrize("order", ["I;16", "I;16B"])
def test_levels_of_two_bytes_are_read_in_either_order(order, levels, is_plain):
    """A grey picture of 16 bits has one colour or not whichever byte of its pixels comes first."""
    pixels = [level.to_bytes(2, "big" if order == "I;16B" else "little") for level in levels]
    image = Image.frombytes(order, (70, 70), b"".join(pixels) * 35 * 70)
    assert (facts(image, "TIFF").colour is not None) is is_plain


def test_an_animation_may_begin_with_nothing():
    """A first frame that is transparent is followed by others."""
    file = io.BytesIO()
    clear("RGBA").save(file, "PNG", save_all=True, append_images=[Image.new("RGBA", (300, 200), "red")])
    assert inspect_image(file.getvalue(), limits=Limits()).frames == 2


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
@pytest.mark.parametrize("colour", ["white", "#808080", "black"])
def test_nothing_is_no_photograph(colour, form):
    """White, grey or black all over is not what was asked for."""
    assert is_unwanted_blank(ASKED, facts(Image.new("RGB", (320, 240), colour), form))


@pytest.mark.parametrize(
    "url",
    [
        "http://a.test/swatches/light-grey.jpg",
        "http://a.test/white_300.png",
        "http://a.test/fill?colour=ffffff",
        "http://a.test/808080.png",
        "http://a.test/anthracite%20matt.jpg",
    ],
)
def test_a_colour_may_be_asked_for(url):
    """An address that names a colour gets one."""
    assert not is_unwanted_blank(url, facts(Image.new("RGB", (320, 240), "#808080")))


@pytest.mark.parametrize(("size", "is_blank"), [((64, 64), True), ((63, 200), False), ((200, 63), False)])
def test_small_ones_are_swatches(size, is_blank):
    """Below 64 pixels nobody expects a photograph."""
    assert is_unwanted_blank(ASKED, facts(Image.new("L", size, 255))) is is_blank


def test_other_colours_may_be_meant():
    """Red all over is a colour."""
    found = facts(Image.new("RGB", (320, 240), "#c02020"))
    assert found.colour == "c02020"
    assert not is_unwanted_blank(ASKED, found)


def test_a_fine_pattern_is_something():
    """Stripes of one pixel are even to the eye and not one colour."""
    stripes = Image.new("L", (64, 64), 255)
    for x in range(0, 64, 2):
        stripes.paste(0, (x, 0, x + 1, 64))
    assert facts(stripes).colour is None


def test_a_shot_of_the_dark_is_a_shot():
    """What a camera took in the dark is a picture of its own."""
    exif = Image.Exif()
    exif[0x010F] = "Camera"
    assert not is_unwanted_blank(ASKED, facts(Image.new("RGB", (320, 240)), "JPEG", exif=exif))
