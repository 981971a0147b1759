"""What decoding a file would take, as far as its structure tells before anything is decoded.

A few megabytes can hold millions of chunks, segments, strips or scans, each of which costs a decoder as much as a part
of an honest file that is a thousand times as long. Nobody writes such files but to keep decoders busy.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Final

from imgcrawl.errors import ErrorSlug
from imgcrawl.validation.decoding.scans import IS_FRAME, START_OF_SCAN, jpeg_marks
from imgcrawl.validation.decoding.structure import GIF_PICTURE, gif_parts, icon_chunks, icon_pictures
from imgcrawl.validation.decoding.tiff import items_of_first_directory
from imgcrawl.validation.facts import InvalidImage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PIL import Image

MOST_PARTS: Final = 100_000
"""Chunks of a PNG, marks of a JPEG, or extensions of a GIF with their blocks; honest ones have ten thousand at most."""

MOST_ITEMS: Final = 1_000_000
"""Numbers in the first directory of a TIFF: offsets and lengths of strips or tiles, most of all."""

USUAL_SCANS: Final = 64
"""Scans of a JPEG that may be of any size; encoders make up to some twenty."""

MOST_FILLING: Final = 1_000_000
"""Bytes between the parts of a JPEG, before its first scan, which decoders skip one by one; honest files have none."""

MOST_COMMENTS: Final = 1_000
"""Comments of a PNM in plain text, for each of which a decoder moves all that follows; programs write one."""

MOST_NUMBERS: Final = 5_000_000
"""Samples of a PNM in plain text, which are read one by one; such files are written by hand, or as examples."""

MOST_BLOCKS: Final = 1_000_000
"""Blocks of a GIF, those of its pictures included: of 255 bytes each, so that a file of 50 MB has a fifth of that."""

MOST_PICTURES: Final = 256
"""Entries in the directory of an icon; programs write some ten."""

_CHUNK_BYTES = 12
_LAST_CHUNK = b"IEND"
"""What follows it no decoder reads."""

_MARK_BYTES = 4
_BLOCK_BYTES = 2
_MARK_LENGTH = 2
_SCANS = re.compile(rb"\xff\xda")  # counts them in a third of the time that ``bytes.count`` takes
_PLAIN_PNM = (b"P1", b"P2", b"P3")
_PLAIN_DECODER = "ppm_plain"


def check_price(format_name: str, body: bytes, *, max_pixels: int) -> None:
    """Return if *body*, which begins as *format_name*, consists of no more parts than an honest file may.

    *max_pixels*: more scans than usual may not read more pixels than so many pictures of that size as half as many
    scans as usual would.

    :raises InvalidImage: if it does, with the error of a decoder that takes too long.
    """
    pricer = _PRICERS.get(format_name)
    if pricer is not None and (too_much := pricer(body, max_pixels)):
        raise _too_much(too_much)


def check_numbers(image: Image.Image) -> None:
    """Return if *image*, which is opened and not yet decoded, has no more samples in plain text than one may.

    The header is read as its decoder reads it, with whatever stands between and within its numbers.

    :raises InvalidImage: if it has, with the error of a decoder that takes too long.
    """
    tiles: Iterable[tuple[object, ...]] = getattr(image, "tile", ())
    is_plain = any(codec == _PLAIN_DECODER for codec, *_ in tiles)
    if is_plain and image.width * image.height * len(image.getbands()) > MOST_NUMBERS:
        raise _too_much(f"more than {MOST_NUMBERS:,} numbers in plain text")


def _too_much(what: str) -> InvalidImage:
    return InvalidImage(ErrorSlug.CONTENT_DECODER_TIMEOUT, f"not tried, for it has {what}")


def _price_png(body: bytes, _max_pixels: int) -> str:
    at, parts = 8, 0
    while at < len(body) and parts <= MOST_PARTS and body[at + 4 : at + 8] != _LAST_CHUNK:
        at, parts = at + _CHUNK_BYTES + int.from_bytes(body[at : at + 4], "big"), parts + 1
    return f"more than {MOST_PARTS:,} chunks" if parts > MOST_PARTS else ""


def _price_jpeg(body: bytes, max_pixels: int) -> str:
    may_have_many = len(body) > MOST_PARTS * _MARK_BYTES or len(_SCANS.findall(body)) > USUAL_SCANS
    if not may_have_many:
        return ""
    parts = scans = pixels = filling = 0
    end = _MARK_LENGTH
    for mark, after in jpeg_marks(body, 0):
        filling += after - _MARK_LENGTH - end if not scans else 0
        end = after + int.from_bytes(body[after : after + 2], "big")
        parts, scans = parts + 1, scans + (mark == START_OF_SCAN)
        if mark in IS_FRAME:
            height, width = (int.from_bytes(body[at : at + 2], "big") for at in (after + 3, after + 5))
            pixels = max(pixels, width * height)
        if parts > MOST_PARTS:
            return f"more than {MOST_PARTS:,} parts"
        if filling > MOST_FILLING:
            return f"more than {MOST_FILLING:,} bytes between its parts"
        if scans > USUAL_SCANS and scans * pixels > max_pixels * (USUAL_SCANS // 2):
            return f"{scans:,} scans or more of {pixels:,} pixels"
    return ""


def _price_tiff(body: bytes, _max_pixels: int) -> str:
    is_too_much = items_of_first_directory(body, most=MOST_ITEMS) > MOST_ITEMS
    return f"more than {MOST_ITEMS:,} strips and the like" if is_too_much else ""


def _price_pnm(body: bytes, _max_pixels: int) -> str:
    is_too_much = body.startswith(_PLAIN_PNM) and body.count(b"#") > MOST_COMMENTS
    return f"more than {MOST_COMMENTS:,} comments" if is_too_much else ""


def _price_icon(body: bytes, _max_pixels: int) -> str:
    if len(icon_pictures(body)) > MOST_PICTURES:
        return f"more than {MOST_PICTURES:,} pictures"
    parts = sum(1 for _ in islice(icon_chunks(body), MOST_PARTS + 1))
    return f"more than {MOST_PARTS:,} chunks" if parts > MOST_PARTS else ""


def _price_gif(body: bytes, _max_pixels: int) -> str:
    if len(body) <= MOST_PARTS * _BLOCK_BYTES:
        return ""
    blocks = parts = 0
    for mark in gif_parts(body):
        blocks, parts = blocks + 1, parts + (mark != GIF_PICTURE)
        if parts > MOST_PARTS:
            return f"more than {MOST_PARTS:,} parts"
        if blocks > MOST_BLOCKS:
            return f"more than {MOST_BLOCKS:,} blocks"
    return ""


_PRICERS: dict[str, Callable[[bytes, int], str]] = {
    "PNG": _price_png,
    "JPEG": _price_jpeg,
    "MPO": _price_jpeg,
    "TIFF": _price_tiff,
    "GIF": _price_gif,
    "PPM": _price_pnm,
    "ICO": _price_icon,
    "CUR": _price_icon,
}
