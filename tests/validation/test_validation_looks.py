from __future__ import annotations

import io
import itertools
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw, ImageFont

from benchmarks.alike import Series, corpus
from benchmarks.sheets import TEXTS
from imgcrawl.validation.decoding.decode import inspect_image
from imgcrawl.validation.facts import Limits
from imgcrawl.validation.looks import is_drawn, looks, same_picture

SIZE = (400, 300)


def notice(text: str = "Image not available") -> Image.Image:
    """Draw a notice on grey."""
    image = Image.new("RGB", SIZE, "#e8e8e8")
    draw = ImageDraw.Draw(image)
    draw.text((200, 150), text, font=ImageFont.load_default(34), fill="#606060", anchor="mm")
    draw.rectangle((160, 40, 240, 100), outline="#606060", width=4)
    return image


def scene(key: int = 1) -> Image.Image:
    """Make a picture of soft blots that depend on *key*."""
    noise = Image.frombytes("RGB", (12, 9), Random(key).randbytes(12 * 9 * 3))
    return noise.resize(SIZE, Image.Resampling.BICUBIC)


def stamped(image: Image.Image, text: str, at: tuple[int, int] = (230, 284)) -> Image.Image:
    """Print *text* small on a copy of *image*."""
    image = image.copy()
    ImageDraw.Draw(image).text(at, text, font=ImageFont.load_default(12), fill="#808080")
    return image


def as_jpeg(image: Image.Image, quality: int) -> Image.Image:
    """Encode and decode *image*."""
    file = io.BytesIO()
    image.save(file, "JPEG", quality=quality)
    return Image.open(file)


def speckled(image: Image.Image, seed: int) -> Image.Image:
    """Set a few pixels of a copy of *image* at random."""
    image, rng = image.copy(), Random(seed)
    for _ in range(12):
        image.putpixel((rng.randrange(SIZE[0]), rng.randrange(SIZE[1])), tuple(rng.randbytes(3)))
    return image


def alike(one: Image.Image, other: Image.Image) -> bool:
    """Compare the looks both ways, which must agree."""
    there, back = same_picture(looks(one), looks(other)), same_picture(looks(other), looks(one))
    assert there is back
    return there


def test_a_drawing_made_anew_is_the_same():
    """Another quality, a few noise pixels and a stamp at the edge leave a drawing what it is."""
    made = notice()
    assert alike(as_jpeg(made, 90), as_jpeg(made, 70))
    assert alike(speckled(made, 1), speckled(made, 2))
    assert alike(stamped(made, "request 8f3a90c2"), stamped(made, "request 00b17e44"))
    assert alike(as_jpeg(stamped(made, "2026-11-23 10:11:12", (4, 2)), 85), made)


def test_a_photograph_is_the_same_to_the_level():
    """A stamp and a few specks leave a photograph what it is; grain all over makes another frame of the same scene."""
    made = scene()
    assert alike(stamped(made, "request 8f3a90c2"), stamped(made, "request 00b17e44"))
    assert alike(speckled(made, 1), made)
    assert not alike(as_jpeg(made, 90), as_jpeg(made, 30))


def test_nine_tenths_of_a_photograph_are_equal():
    """Of the 576 colours between the edges 57 may differ by a level, not 58."""
    one = bytearray(looks(scene()))
    for count in (57, 58):
        other = bytearray(one)
        other[100 : 100 + count] = bytes(level ^ 1 for level in other[100 : 100 + count])
        assert same_picture(bytes(one), bytes(other)) is (count == 57)


def test_what_is_a_drawing():
    """A notice is a drawing, and so is a slanted shade with words; blots are none."""
    across, down = Image.linear_gradient("L").rotate(90).resize(SIZE), Image.linear_gradient("L").resize(SIZE)
    shade = Image.blend(across, down, 0.4)
    ImageDraw.Draw(shade).text((200, 150), "gone", font=ImageFont.load_default(60), fill=255, anchor="mm")
    assert is_drawn(looks(notice()))
    assert is_drawn(looks(shade))
    assert not is_drawn(looks(scene()))


@pytest.mark.parametrize(("pairs", "drawn"), [(72, True), (71, False)])
def test_a_fifth_of_flat_neighbours_make_a_drawing(pairs, drawn):
    """Of the 356 pairs of neighbouring cells between the edges a fifth, so at least 72, must be of one colour."""
    wild = [bytes([41 * at % 256, 97 * at % 256, 151 * at % 256]) for at in range(256)]
    for at in range(33, 33 + 2 * pairs, 2):
        wild[at] = wild[at - 1]
    assert is_drawn(b"".join(wild)) is drawn


@given(
    st.integers(0, 255),
    st.tuples(st.floats(-8, 8), st.floats(-8, 8)),
    st.integers(0, 12),
    st.integers(0, 2),
    st.integers(0, 2**64).map(Random),
)
def test_a_drawing_is_told_by_neighbours_in_all_colours(level, slopes, grain, coloured, random):
    """A fifth of the neighbours in the inner rows are within a level, or three in ten rise and fall within two."""

    def cell(row: int, column: int) -> tuple[int, ...]:
        shade = level + slopes[0] * column + slopes[1] * row
        return tuple(
            min(255, max(0, round(shade + random.randint(-grain, grain) * (colour <= coloured)))) for colour in range(3)
        )

    cells = [[cell(row, column) for column in range(16)] for row in range(16)]
    lines = [*cells[2:14], *zip(*cells[2:14], strict=True)]
    near = [all(abs(a - b) <= 1 for a, b in zip(*pair, strict=True)) for line in lines for pair in pairwise(line)]
    even = [
        all(abs(a - 2 * b + c) <= 2 for a, b, c in zip(*run, strict=True))
        for line in lines
        for run in zip(line, line[1:], line[2:], strict=False)
    ]
    expected = sum(near) >= 0.2 * len(near) or sum(even) >= 0.3 * len(even)
    assert is_drawn(bytes(itertools.chain.from_iterable(itertools.chain.from_iterable(cells)))) is expected


def seen(series: Series) -> list[bytes]:
    """Return the looks of the files of *series*; those of which nobody looks at are left out."""
    facts = [inspect_image(file, limits=Limits()) for file in series.files]
    return [one.looks for one in facts if one.looks]


def test_frames_of_a_still_scene_are_others():
    """Cameras in front of which nothing moves deliver one picture after the other; notices made anew stay one.

    The figures by kind stand in docs/results.md; of photographs as notices and of lights at night nothing is promised.
    """
    same: dict[bool, int] = {True: 0, False: 0}
    pairs = dict(same)
    for series in corpus(rounds=1, length=2):
        if any(word in series.kind for word in ("photograph", "night", "one file", "transparent", *TEXTS)):
            continue
        if len(views := seen(series)) < 2:
            continue
        pairs[series.is_notice] += 1
        same[series.is_notice] += same_picture(*views)
    assert same[True] > 0.95 * pairs[True] > 100
    assert same[False] == 0 < pairs[False]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (scene(1), scene(2)),
        (notice("Image not available"), notice("Hotlinking forbidden")),
        (notice(), ImageChops.offset(notice(), 12, 0)),
        (notice(), ImageChops.invert(notice())),
        (scene(1), ImageChops.offset(scene(1), 4, 0)),
    ],
    ids=["scenes", "texts", "moved", "inverted", "panned"],
)
def test_other_pictures_are_others(one, other):
    """Another subject, another text, a pan of one per cent: another picture."""
    assert not alike(one, other)


def test_the_colour_counts():
    """A shirt in green is not the shirt in red of the same lightness, which a perceptual hash cannot tell apart."""
    shirts = []
    for colour in [(170, 60, 60), (30, 120, 30)]:
        image = Image.new("RGB", SIZE, "white")
        ImageDraw.Draw(image).polygon([(80, 60), (320, 60), (280, 280), (120, 280)], fill=colour)
        shirts.append(image)
    assert not alike(*shirts)


def test_a_stamp_stands_at_one_edge():
    """Changes at both edges, in the middle or all along an edge are no stamp."""
    made = notice()
    assert not alike(made, stamped(stamped(made, "n " * 12), "n " * 12, (4, 2)))
    assert not alike(made, stamped(made, "n " * 24, (4, 200)))
    band = made.copy()
    ImageDraw.Draw(band).rectangle((0, 262, 400, 300), fill="black")
    assert not alike(made, band)


def cells(contrast: int, *changes: tuple[int, bytes]) -> bytes:
    """Make looks of that contrast, one cell in the middle stands out, with *changes*: bytes at their offsets."""
    made = bytearray([100] * 768)
    made[408:411] = bytes([100 + contrast] * 3)
    for at, values in changes:
        made[at : at + len(values)] = values
    return bytes(made)


@pytest.mark.parametrize(("contrast", "tolerance"), [(16, 3), (55, 5), (150, 8)])
def test_the_tolerance_goes_with_the_contrast(contrast, tolerance):
    """One colour of one cell may differ by a tenth of the picture's contrast, 3 levels at least and 8 at most."""
    for difference in (tolerance, tolerance + 1):
        other = cells(contrast, (300, bytes([100 + difference])))
        assert same_picture(cells(contrast), other) is (difference == tolerance)


@pytest.mark.parametrize("place", [0, 2 * 48 * 7], ids=["above", "below"])
def test_a_stamp_has_twenty_cells(place):
    """Up to 20 cells of an edge of 32 may differ, however much."""
    for count in (20, 21):
        other = cells(100, (place, bytes(3 * count)))
        assert same_picture(cells(100), other) is (count == 20)


def test_empty_sheets_are_not_compared():
    """Blank pages with different numbers at their feet are different pages."""
    pages = [stamped(Image.new("L", SIZE, 250), str(number), (195, 284)) for number in (12, 12)]
    assert not alike(*pages)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "YCbCr", "I", "F", "I;16", "HSV", "LAB"])
def test_every_mode_has_looks(mode):
    """Whatever Pillow decodes has 768 bytes of looks."""
    grey = notice().convert("L")
    image = Image.merge("LAB", (grey, grey, grey)) if mode == "LAB" else grey.convert("RGB" if mode == "HSV" else "L")
    assert len(looks(image if mode == "LAB" else image.convert(mode))) == 768


@pytest.mark.parametrize("size", [(1, 1), (3, 500), (16, 16), (900, 2)])
def test_every_size_has_looks(size):
    """The smallest and the thinnest pictures have looks too."""
    assert len(looks(Image.new("RGB", size, "red"))) == 768
