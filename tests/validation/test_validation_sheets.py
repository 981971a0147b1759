from __future__ import annotations

from io import BytesIO
from random import Random

import pytest
from PIL import Image, ImageColor, ImageDraw, ImageFont

from benchmarks.sheets import SHEETS, TEXTS
from imgcrawl.validation.decoding.decode import inspect_image
from imgcrawl.validation.facts import ImageFacts, Limits
from imgcrawl.validation.looks import SIDE, ground_of, is_sheet, looks
from imgcrawl.validation.placeholders.sheets import are_alike, is_along, is_writing, may_be_one, same_sheet


def sheet(*marks: tuple[int, int, str], ground: str = "#eeeeee") -> bytes:
    """Return the looks of a sheet with the cell at each (column, row) of *marks* in its colour."""
    image = Image.new("RGB", (SIDE, SIDE), ground)
    for column, row, colour in marks:
        image.putpixel((column, row), ImageColor.getrgb(colour))
    return image.tobytes()


BODY = [(column, 4, "#444444") for column in range(2, 12)]


def line(count: int, row: int = 8, rows: int = 1, *, colour: str = "#444444", first: int = 1) -> list:
    """Return *count* marks from *first* on in each of *rows*."""
    return [(first + at, row + down, colour) for down in range(rows) for at in range(count)]


def test_a_line_of_text_may_differ():
    """Another line of text, wherever it stands, leaves a notice what it is."""
    assert same_sheet(sheet(*BODY, *line(9)), sheet(*BODY, *line(4)))
    assert same_sheet(sheet(*BODY, *line(9)), sheet(*BODY))


def test_a_line_has_three_rows():
    """What differs in a fourth row is more than a line."""
    assert same_sheet(sheet(*BODY), sheet(*BODY, *line(4, rows=3)))
    assert not same_sheet(sheet(*BODY), sheet(*BODY, *line(4, rows=4)))


def test_a_line_has_so_many_cells():
    """No more cells may differ than twice those that are shared, nor more than 40 in all."""
    body = [*BODY, *line(12, row=1), *line(12, row=12)]
    assert same_sheet(sheet(*body), sheet(*body, *line(13, row=7, rows=3)))
    assert not same_sheet(sheet(*body), sheet(*body, *line(14, row=7, rows=3)))
    assert not same_sheet(sheet(*BODY), sheet(*BODY, *line(11, rows=2)))


def test_other_words_alone_are_another_sheet():
    """Without anything that both show, two lines of writing are two pictures."""
    assert not same_sheet(sheet(*line(9)), sheet(*line(9, first=5)))


def test_colours_make_it_a_picture():
    """What is drawn in more than one ink shows something, and the line on it is its title."""
    logo = [(13, 13, "#cc2222"), (14, 13, "#2222cc")]
    assert not same_sheet(sheet(*BODY, *logo, *line(9)), sheet(*BODY, *logo, *line(4)))
    blue = [(column, row, "#223388") for column, row, _ in BODY]
    assert same_sheet(sheet(*blue, *line(9, colour="#223388")), sheet(*blue, *line(4, colour="#8890bb")))


def test_the_ground_counts():
    """The same words on another ground are another sheet."""
    assert not same_sheet(sheet(*BODY), sheet(*BODY, ground="#bbbbbb"))


@pytest.mark.parametrize("size", [(200, 150), (480, 270), (240, 320), (600, 400)])
def test_size_does_not_count(size):
    """A notice that is scaled to another size, and out of shape, looks the same."""
    image = Image.new("RGB", (800, 600), "#eeeeee")
    ImageDraw.Draw(image).ellipse((320, 100, 480, 260), outline="#555555", width=14)
    ImageDraw.Draw(image).text((400, 400), "No photo", font=ImageFont.load_default(90), fill="#555555", anchor="mm")
    assert same_sheet(looks(image), looks(image.resize(size, Image.Resampling.LANCZOS)))


def test_what_is_a_sheet():
    """Drawings on a plain ground are, whichever corner something stands in; noise is none."""
    assert is_sheet(sheet(*BODY))
    assert ground_of(sheet((0, 0, "black"), (15, 0, "black"), (0, 15, "black"), *BODY)) == b"\xee\xee\xee"
    assert not is_sheet(looks(Image.frombytes("RGB", (64, 64), Random(1).randbytes(64 * 64 * 3))))


@pytest.mark.parametrize("kind", [kind for kind in SHEETS if kind not in ("colour swatches", "formulas and words")])
def test_other_sheets_are_others(kind):
    """Of pages, slides, diagrams and drawings no two are one; of formulas two may be, but hardly four."""
    make, sizes = SHEETS[kind]
    pictures = [inspect_image(file, limits=Limits()) for file in make(Random(kind), sizes[1], 4)]
    assert not any(are_alike(one, other) for at, one in enumerate(pictures) for other in pictures[:at])


@pytest.mark.parametrize("kind", TEXTS)
def test_notices_are_one(kind):
    """Notices that name what was asked for, and those in every size, are one."""
    make, sizes = TEXTS[kind]
    first, *others = [inspect_image(file, limits=Limits()) for file in make(Random(kind), sizes[1], 4)]
    assert all(are_alike(first, other) for other in others)


def test_unseen_pictures_are_not_alike():
    """Pictures of which it is not told what they look like are not the same."""
    file = TEXTS["text, the name below"][0](Random(1), (320, 240), 1)[0]
    bare = inspect_image(file, limits=Limits(phash=False))
    assert not are_alike(bare, inspect_image(file, limits=Limits()))


def scene(seed: int, size: tuple[int, int] = (240, 180), form: str = "JPEG") -> ImageFacts:
    """Return the facts of something like a photograph."""
    shades, buffer = Image.frombytes("RGB", (8, 6), Random(seed).randbytes(144)), BytesIO()
    shades.resize((240, 180), Image.Resampling.BICUBIC).resize(size).save(buffer, form)
    return inspect_image(buffer.getvalue(), limits=Limits())


def test_one_picture_may_come_in_other_forms():
    """Another size or format of a picture may be the same, another picture is not."""
    first = scene(1)
    assert all(may_be_one(first, other) for other in (scene(1, form="WEBP"), scene(1, (120, 90)), scene(1, form="PNG")))
    assert not any(may_be_one(first, scene(seed)) for seed in range(2, 12))
    assert may_be_one(first, scene(2)._replace(phash=None))


def rows(*numbers: int, count: int = SIDE, colour: str = "black") -> list:
    """Return *count* marks from the left in each of these rows."""
    return [(column, row, colour) for row in numbers for column in range(count)]


@pytest.mark.parametrize(("count", "is_one"), [(40, True), (41, False)])
def test_a_line_has_forty_cells_however_much_is_shared(count, is_one):
    """In its three rows."""
    body = rows(1, 2, 3)
    assert same_sheet(sheet(*body, ground="white"), sheet(*body, *rows(8, 9, 10)[:count], ground="white")) is is_one


@pytest.mark.parametrize(("level", "is_written"), [(14, False), (16, True)])
def test_writing_is_sixteen_levels_off_its_ground(level, is_written):
    """What is fainter is no more than a ground."""
    ink = f"#{255 - level:02x}{255 - level:02x}{255 - level:02x}"
    faint = rows(2, 3, colour=ink)
    assert is_writing(facts(sheet(*faint, ground="white"))) is is_written


@pytest.mark.parametrize(("level", "is_one"), [(15, False), (16, True)])
def test_what_two_sheets_share_is_as_far_off(level, is_one):
    """Else they are two lines on an empty ground."""
    ink = f"#{255 - level:02x}{255 - level:02x}{255 - level:02x}"
    faint = rows(2, 3, colour=ink)
    assert (
        same_sheet(sheet(*faint, ground="white"), sheet(*faint, *rows(8, count=4, colour=ink), ground="white"))
        is is_one
    )


@pytest.mark.parametrize(
    ("body", "added", "is_one"),
    [
        (rows(2, count=8), rows(8, count=4), True),
        (rows(2, count=7), rows(8, count=4), False),
        (rows(2, count=7) + rows(4, count=9, colour="#f7f7f7"), rows(8), False),
        (rows(8)[:12] + rows(9, count=4), [*rows(8)[12:15], *rows(9)[4:7]], False),
        (rows(8)[:12] + rows(9, count=6), [*rows(8)[12:], *rows(9)[6:8]], True),
        (rows(8)[:15], [(15, 8, "black"), (0, 9, "black")], False),
    ],
    ids=["half", "less", "faint", "among", "thrice", "few"],
)
def test_what_is_shared_is_half_in_other_rows_or_thrice_in_all(body, added, is_one):
    """Of eight cells and sixteen at least, all of them more than eight levels off the ground."""
    assert same_sheet(sheet(*body, ground="white"), sheet(*body, *added, ground="white")) is is_one


def test_what_looks_the_same_is_one_on_any_ground():
    """Or on none, as a picture of something is."""
    shades = bytes(level for level in range(SIDE * SIDE) for _ in range(3))
    assert ground_of(shades) is None
    assert same_sheet(shades, shades[:-3] + bytes(3))


def test_a_word_in_another_ink_makes_it_a_picture():
    """Whichever of the two has it."""
    plain = sheet(*rows(2, 3), ground="white")
    signed = sheet(*rows(2, 3), *rows(8, count=4, colour="red"), ground="white")
    assert not same_sheet(plain, signed)
    assert not same_sheet(signed, plain)


@pytest.mark.parametrize(("off", "is_so"), [(12, True), (13, False)])
def test_an_ink_s_shades_lie_between_it_and_the_ground(off, is_so):
    """Up to twelve levels, by which JPEG misses a colour; without an ink there is nothing to lie between."""
    assert is_along((-off, 0, 0), (0, -200, 0)) is is_so
    assert is_along((0, 0, 0), (0, 0, 0))


def test_pictures_may_be_one_by_their_bytes_their_looks_or_twelve_bits():
    """What is not known of one of them says nothing."""
    body, far = sheet(*BODY), "f" * 16
    assert may_be_one(facts(None, "0" * 16), facts(None, far))
    assert may_be_one(facts(body, "0" * 16, "a"), facts(body, far, "b"))
    assert not may_be_one(facts(body, "0" * 16, "a"), facts(None, far, "b"))
    assert may_be_one(facts(None, "0" * 16, "a"), facts(None, f"{(1 << 12) - 1:016x}", "b"))
    assert not may_be_one(facts(None, "0" * 16, "a"), facts(None, f"{(1 << 13) - 1:016x}", "b"))


def test_what_is_not_known_is_no_writing():
    """A picture without looks has no ground."""
    assert not is_writing(facts(None))


def facts(looks: bytes | None, phash: str | None = None, sha256: str = "a") -> ImageFacts:
    """Return the facts of a picture that looks so."""
    return ImageFacts(sha256, 1, "PNG", "png", SIDE, SIDE, "RGB", phash, 1, looks)
