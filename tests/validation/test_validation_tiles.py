"""JPEG 2000 files that lack tiles."""

from __future__ import annotations

import struct

import pytest

from imgcrawl.errors import ErrorSlug
from imgcrawl.validation.decoding.decode import inspect_image
from imgcrawl.validation.decoding.tiles import lacks_tiles
from tests.validation.files import LIMITS, refusal

SIZ, TILE_PART, END = b"\xff\x4f\xff\x51", b"\xff\x90\x00\x0a", b"\xff\xd9"
TRUNCATED = ErrorSlug.CONTENT_TRUNCATED


@pytest.fixture(params=[True, False], ids=["bare", "boxed"])
def tiled(request, picture, encode) -> bytes:
    """Return a picture of twelve tiles, as a code stream alone or within boxes."""
    return encode(picture(size=(64, 48)), "JPEG2000", tile_size=(16, 16), no_jp2=request.param)


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"tile_size": (16, 16)},
        {"tile_size": (100, 100)},
        {"tile_size": (16, 16), "tile_offset": (5, 7), "offset": (5, 7)},
    ],
)
def test_whole_pictures(picture, encode, options):
    """A picture of one tile or many is taken, wherever its grid begins."""
    body = encode(picture(size=(64, 48)), "JPEG2000", **options)
    assert inspect_image(body, limits=LIMITS).format == "JPEG2000"


@pytest.mark.parametrize("kept", [1, 11])
def test_a_picture_closed_before_its_last_tile(tiled, kept):
    """One that was cut between two tiles, and has an end mark all the same, is cut short."""
    assert tiled.count(TILE_PART) == 12
    assert inspect_image(tiled, limits=LIMITS).width == 64
    at = 0
    for _ in range(kept + 1):
        at = tiled.index(TILE_PART, at + 1)
    assert refusal(tiled[:at] + END) is TRUNCATED


def test_a_few_tiles_of_a_huge_picture(picture, encode):
    """A size that was written over what it was leaves most of the picture without tiles."""
    body = encode(picture(size=(64, 48)), "JPEG2000", no_jp2=True)
    at = body.index(SIZ) + 8
    huge = body[:at] + struct.pack(">II", 6_400, 4_800) + body[at + 8 :]
    assert refusal(huge) is TRUNCATED


def test_a_last_part_without_a_length(picture, encode):
    """The last tile may leave its length open."""
    body = encode(picture(size=(64, 48)), "JPEG2000", no_jp2=True)
    at = body.rindex(TILE_PART) + 6
    assert inspect_image(body[:at] + bytes(4) + body[at + 4 :], limits=LIMITS).width == 64


@pytest.mark.parametrize("body", [b"", SIZ, SIZ + bytes(36), SIZ + bytes(5) + b"\1" * 40])
def test_what_no_decoder_reads(body):
    """Nothing but an answer comes of a code stream that makes no sense, or is none."""
    assert lacks_tiles(body) is bool(body)
