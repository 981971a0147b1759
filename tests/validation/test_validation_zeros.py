"""Files whose data give way to zeros, and pictures that are black."""

from __future__ import annotations

import io
from random import Random

import pytest
from PIL import Image, ImageDraw, TiffImagePlugin

from imgcrawl.validation.decoding.decode import inspect_image
from imgcrawl.validation.facts import InvalidImage, Limits

SIZE = (200, 120)
FORMS = ("BMP", "TIFF", "one row a strip", "PPM")


def saved(picture: Image.Image, form: str) -> bytes:
    """Return a file of *picture*."""
    out = io.BytesIO()
    with_rows = {TiffImagePlugin.ROWSPERSTRIP: 1} if form.startswith("one") else {}
    picture.save(out, "TIFF" if with_rows else form, **({"tiffinfo": with_rows} if with_rows else {}))
    return out.getvalue()


def verdict(body: bytes) -> str:
    """Return ``ok`` or the error with which *body* is refused."""
    try:
        inspect_image(body, limits=Limits(phash=False))
    except InvalidImage as exc:
        return exc.slug
    return "ok"


def noise(mode: str = "RGB") -> Image.Image:
    """Return a picture without black, the same each time."""
    levels = Random(1).randbytes(SIZE[0] * SIZE[1])
    return Image.frombytes("L", SIZE, levels).point(lambda level: 88 + level * 80 // 255).convert(mode)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("mode", ["RGB", "L"])
@pytest.mark.parametrize("share", [0.25, 0.5, 0.8])
def test_data_that_give_way_to_zeros(form, mode, share):
    """They do so in the middle of a row, which no picture does that was meant to end in black."""
    body = saved(noise(mode), form)
    row_bytes = 200 * len(mode)
    cut = int(len(body) * share) // row_bytes * row_bytes + len(body) % row_bytes + 95
    assert verdict(body) == "ok"
    assert verdict(body[:cut] + bytes(len(body) - cut)) == "content_truncated"


@pytest.mark.parametrize("form", FORMS)
def test_pictures_that_end_in_black(form):
    """A bar, a disc, two pictures beside each other, a line of text: black that was meant is left alone."""
    pictures = []
    for box in [(0, 0, 199, 70), (0, 49, 199, 119), (20, 60, 90, 80), (0, 30, 120, 60)]:
        black = Image.new("RGB", SIZE)
        black.paste(noise().crop(box), box[:2])
        pictures.append(black)
    disc = Image.new("RGB", SIZE)
    ImageDraw.Draw(disc).ellipse((40, 10, 120, 90), "white")
    beside = Image.new("RGB", SIZE)
    beside.paste(noise().crop((0, 0, 90, 60)), (0, 0))
    beside.paste(noise().crop((0, 0, 90, 80)), (100, 0))
    assert [verdict(saved(picture, form)) for picture in (*pictures, disc, beside)] == ["ok"] * 6


@pytest.mark.parametrize("form", FORMS)
def test_pictures_that_end_askew(form):
    """A large disc and a page that was turned end in the middle of a row; the one above ends there as well."""
    disc, page = Image.new("RGB", (1500, 100)), Image.new("RGB", (1500, 100))
    ImageDraw.Draw(disc).ellipse((50, 10, 1450, 80), "white")
    ImageDraw.Draw(page).polygon([(100, 40), (1400, 10), (1400, 60), (100, 90)], "white")
    assert [verdict(saved(picture, form)) for picture in (disc, page)] == ["ok"] * 2


def test_a_few_zeros_are_the_pictures():
    """Less than a fiftieth of a file, or than a few thousand bytes, is not worth the doubt."""
    body = saved(noise(), "BMP")
    assert verdict(body[:-1_354] + bytes(1_354)) == "ok"


@pytest.mark.parametrize(
    ("form", "options"),
    [
        ("GIF", {}),
        ("GIF", {"save_all": True, "append_images": [noise().rotate(90 * n) for n in (1, 2, 3)]}),
        ("AVIF", {"quality": 95}),
        ("QOI", {}),
        ("WEBP", {"save_all": True, "append_images": [noise().rotate(90 * n) for n in (1, 2, 3)], "lossless": True}),
        ("ICO", {"sizes": [(120, 120), (112, 112)]}),
        ("ICO", {"sizes": [(96, 96), (64, 64)], "bitmap_format": "bmp"}),
    ],
    ids=["GIF", "animated GIF", "AVIF", "QOI", "animated WebP", "ICO of PNG", "ICO of bitmaps"],
)
def test_coded_data_that_give_way_to_zeros(form, options):
    """Where the structure says that it should go on there, or so many zeros cannot be."""
    out = io.BytesIO()
    noise().convert("RGB").save(out, form, **options)
    body = out.getvalue()
    assert verdict(body) == "ok"
    assert verdict(body + bytes(10_000)) in {"ok", "content_corrupt"}  # what follows the end says nothing
    for share in (0.45, 0.7):
        cut = int(len(body) * share)
        assert verdict(body[:cut] + bytes(len(body) - cut)) in {"content_truncated", "content_corrupt"}


@pytest.mark.parametrize("form", ["GIF", "AVIF", "QOI", "WEBP", "ICO"])
def test_black_in_coded_data(form):
    """Pictures that are black, or half black, are left alone."""
    half = Image.new("RGB", (600, 400))
    half.paste(Image.effect_noise((600, 100), 20).convert("RGB"))
    for picture in (half, Image.new("RGB", (3_000, 2_000))):
        out = io.BytesIO()
        picture.save(out, form, **({"sizes": [(256, 170)], "bitmap_format": "bmp"} if form == "ICO" else {}))
        assert verdict(out.getvalue()) == "ok"


@pytest.mark.parametrize("mode", ["P", "L", "1"])
def test_a_gif_that_lacks_its_trailer_alone(mode):
    """It is whole, whatever it is padded with."""
    for seed in range(8):
        body = saved(Image.effect_noise((90 + seed, 70), 20 + seed).convert(mode), "GIF")
        assert [verdict(whole + bytes(600)) for whole in (body, body[:-1])] == ["ok"] * 2


@pytest.mark.parametrize("options", [{}, {"lossless": True}, {"save_all": True, "append_images": [noise().rotate(90)]}])
def test_a_webp_whose_length_counts_its_padding(options):
    """It is whole as well: its last part, a picture's or one behind it, came to its end before."""
    out = io.BytesIO()
    noise().save(out, "WEBP", **options)
    body = out.getvalue() + bytes(600)
    assert verdict(body[:4] + (len(body) - 8).to_bytes(4, "little") + body[8:]) == "ok"
