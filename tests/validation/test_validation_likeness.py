"""What is one picture, if one of two came for a made-up name."""

from __future__ import annotations

from itertools import combinations
from random import Random
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageDraw

from benchmarks.drawing import blots, encoded, grained, write
from benchmarks.others import OTHERS
from imgcrawl.validation.decoding.decode import inspect_image
from imgcrawl.validation.facts import ImageFacts, Limits
from imgcrawl.validation.looks import SIDE
from imgcrawl.validation.placeholders.likeness import shows_the_same
from tests.pipelines.pictures import SIZE, logo, notice, photo

if TYPE_CHECKING:
    from collections.abc import Iterable


def facts(body: bytes) -> ImageFacts:
    """Return the facts of a file."""
    return inspect_image(body, limits=Limits())


@pytest.mark.parametrize("size", [(90, 60), (120, 80), (480, 320), (200, 200), (300, 100)])
def test_a_drawing_is_one_in_any_size_and_shape(size):
    """Another drawing of that size is not."""
    assert shows_the_same(facts(notice()), facts(notice(1, size)))
    assert not shows_the_same(facts(notice()), facts(logo("heron", size)))


@pytest.mark.parametrize("stamp", ["12:34:56", "4711", "sorry, no picture of it"])
def test_a_drawing_is_one_with_another_stamp(stamp):
    """A line of text in its middle makes it no other."""
    assert shows_the_same(facts(notice(stamp="09:00:01")), facts(notice(1, stamp=stamp)))


def test_a_photograph_is_one_with_another_stamp():
    """The rest must be equal, which two moments are not: grain alone is more than that."""
    image = blots(Random("quota"), SIZE)
    stamped = []
    for text in ("00:00:01", "TRY AGAIN AT 23:59"):
        other = image.copy()
        write(other, (SIZE[0] / 2, SIZE[1] / 2), text, 30, fill="white", anchor="mm")
        stamped.append(facts(encoded(other, quality=92)))
    assert shows_the_same(*stamped)
    assert not shows_the_same(facts(photo("quota")), facts(encoded(grained(Random(1), blots(Random(2), SIZE), 6))))


def test_an_empty_sheet_is_none_with_something_on_it():
    """Where two share only their ground they share nothing: tiles of a map with an island, and with none; two words."""
    sea = Image.new("RGB", SIZE, "#aaccdd")
    island, other = sea.copy(), sea.copy()
    ImageDraw.Draw(island).ellipse((60, 50, 100, 80), fill="#ddcc99")
    ImageDraw.Draw(other).ellipse((120, 40, 140, 90), fill="#ddcc99")
    tiles = [facts(encoded(tile, "PNG")) for tile in (sea, island, other)]
    assert not any(shows_the_same(*pair) for pair in combinations(tiles, 2))


def test_charts_of_one_template_are_apart():
    """They share frame and title, and differ in more than a patch."""
    charts = [facts(body) for body in OTHERS["charts of one template"][0](Random(1), SIZE, 3)]
    assert not any(shows_the_same(*pair) for pair in combinations(charts, 2))


SHOT = Random(1).randbytes(3 * SIDE * SIDE)


def changed(looks: bytes, places: Iterable[int], by: int) -> bytes:
    """Return *looks* with the cells at *places* brighter or darker *by* so many levels."""
    cells = bytearray(looks)
    for at in (3 * place + part for place in places for part in range(3)):
        cells[at] += by if cells[at] + by <= 255 else -by
    return bytes(cells)


def looking(looks: bytes | None, sha256: str = "a", phash: str = "0" * 16) -> ImageFacts:
    """Return the facts of a picture that looks so."""
    return ImageFacts(sha256, 1, "PNG", "png", SIDE, SIDE, "RGB", phash, 1, looks)


@pytest.mark.parametrize(
    ("places", "by", "is_one"),
    [
        ([SIDE * row + column for row in range(8) for column in range(8)], 100, True),
        ([SIDE * row + column for row in range(5) for column in range(13)], 100, False),
        (range(SIDE * SIDE), 2, True),
        (range(SIDE * SIDE), 3, False),
    ],
    ids=["quarter", "more", "grain", "moments"],
)
def test_a_photograph_differs_in_a_quarter_and_by_two_levels_elsewhere(places, by, is_one):
    """No more: frames of one scene do."""
    other = looking(changed(SHOT, places, by), "b", "f" * 16)
    assert shows_the_same(looking(SHOT), other) is is_one


def test_drawings_of_one_hash_differ_by_eight_levels():
    """On average: a notice in another colour is another one."""
    drawn = b"\xff" * 450 + b"\x00" * 120 + b"\xff" * 198
    assert shows_the_same(looking(drawn), looking(changed(drawn, range(SIDE * SIDE), 8), "b"))
    assert not shows_the_same(looking(drawn), looking(changed(drawn, range(SIDE * SIDE), 9), "b"))


def test_what_is_not_known_of_one_is_no_likeness():
    """But for the same bytes."""
    assert shows_the_same(looking(SHOT), looking(None, "a", "f" * 16))
    assert not shows_the_same(looking(SHOT), looking(None, "b", "f" * 16))
    assert not shows_the_same(looking(None, "b", "f" * 16), looking(SHOT))
