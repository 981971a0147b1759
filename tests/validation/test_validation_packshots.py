"""Things on a plain ground, and the notices among them."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageDraw

from imgcrawl.validation.decoding.decode import inspect_image
from imgcrawl.validation.facts import ImageFacts, Limits
from imgcrawl.validation.placeholders.packshots import is_one_of_many, is_packshot
from tests.validation.things import SIDE, notice, thing, two_inks


def facts(image: Image.Image, form: str = "JPEG") -> ImageFacts:
    """Return the facts of *image* in this format."""
    buffer = io.BytesIO()
    image.save(buffer, form)
    return inspect_image(buffer.getvalue(), limits=Limits())


def speck() -> Image.Image:
    """Return a thing that hardly takes any room."""
    image = Image.new("RGB", (SIDE, SIDE), "white")
    image.paste(thing().crop((60, 120, 260, 220)).resize((90, 60)), (120, 120))
    return image


def grey() -> Image.Image:
    """Return a thing in the shades of one colour."""
    image = Image.new("RGB", (SIDE, SIDE), "white")
    draw = ImageDraw.Draw(image)
    for at in range(60, 260):
        draw.line((at, 120, at, 200), fill=(at - 40,) * 3)
    return image


@pytest.mark.parametrize(
    ("image", "is_one"),
    [
        (thing(), True),
        (notice(), False),
        (notice(mark=""), False),
        (grey(), False),
        (two_inks(), False),
        (speck(), False),
        (Image.effect_noise((SIDE, SIDE), 90).convert("RGB"), False),
    ],
    ids=["thing", "notice", "writing", "grey", "two-inks", "speck", "no-ground"],
)
def test_a_thing_hangs_together_and_has_more_than_two_inks(image, is_one):
    """A mark with a line of writing does not, in however many colours; nor is a mark in two of them a thing."""
    assert is_packshot(facts(image)) is is_one


def test_pictures_that_nobody_looked_at_are_none():
    """Those of a camera, and large ones."""
    assert not is_packshot(ImageFacts("a", 9, "JPEG", "jpg", 9, 9, "RGB", None, 1))


THINGS = [facts(thing(hue)) for hue in (30, 60, 90)]
PHOTO = ImageFacts("a", 90_000, "JPEG", "jpg", 9, 9, "RGB", None, 1)


@pytest.mark.parametrize(
    ("others", "is_one"),
    [
        (THINGS, True),
        (THINGS[:2], False),
        ([*THINGS, *[PHOTO] * 3], True),
        ([*THINGS, *[PHOTO] * 4], False),
        ([*THINGS[:2], facts(thing(90, "#f0e0d0"))], False),
        ([*THINGS[:2], facts(thing(90), "PNG")], False),
        ([*THINGS[:2], facts(notice(mark=""))], False),
    ],
    ids=["all", "few", "half", "less", "other-ground", "other-format", "writing"],
)
def test_a_packshot_is_one_of_many(others, is_one):
    """Where most pictures are of another kind, a drawing is rather a notice."""
    assert is_one_of_many(facts(thing()), others) is is_one
