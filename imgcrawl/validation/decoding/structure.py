"""What a file's own structure says: whether its bytes are all there, and how many pictures it holds.

Decoders pass many files whose end is missing, and decode only the first of several pictures. These surveys walk the
marks and lengths inside a file and decode nothing; their time is linear in its size.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from imgcrawl.validation.decoding.scans import jpeg_scans
from imgcrawl.validation.decoding.tiff import tiff_extent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Survey(NamedTuple):
    """What a file's structure tells.

    *whole*: False when bytes seem to be missing at the end. *proven*: False when only a failed decode makes that
    certain, since writers are known to lie there. *frames*: the number of pictures, None when the structure is silent.
    """

    whole: bool
    proven: bool = True
    frames: int | None = None


def survey(format_name: str, body: bytes) -> Survey:
    """Return what the structure of *body*, a file that begins as one of *format_name*, tells of its end.

    A structure that makes no sense ends the walk: it is for the decoder to refuse.
    """
    surveyor = _SURVEYORS.get(format_name)
    return surveyor(body) if surveyor else Survey(whole=True)


def _survey_jpeg(body: bytes) -> Survey:
    _, end, complete = jpeg_scans(body)
    return Survey(whole=end > 0 and complete, frames=1)


def _survey_mpo(body: bytes) -> Survey:
    """Survey a JPEG followed by others (stereo, burst, gain map): each one that begins must end.

    Those that were cut off cleanly are not missed: sites strip them.
    """
    frames, at = 0, 0
    while at >= 0:
        _, end, complete = jpeg_scans(body, at)
        if not (end and complete):
            return Survey(whole=False)
        frames, at = frames + 1, body.find(b"\xff\xd8\xff", end)
    return Survey(whole=True, frames=frames)


def _survey_png(body: bytes) -> Survey:
    """Survey a PNG; of an animation the pictures that are there count, however many it declares."""
    at, first, animated, frames = 8, b"", False, 0
    while at + 8 <= len(body):
        kind, at = body[at + 4 : at + 8], at + 12 + int.from_bytes(body[at : at + 4], "big")
        if kind == b"IEND":
            still = int(first == b"IDAT")  # it is no part of the animation then
            return Survey(whole=at <= len(body), frames=frames + still if animated and frames else None)
        first = first or (kind if kind in (b"IDAT", b"fcTL") else b"")
        animated, frames = animated or kind == b"acTL", frames + (kind == b"fcTL")
    return Survey(whole=False)


def _survey_gif(body: bytes) -> Survey:
    """Survey a GIF; one that lacks only its trailer is whole, as browsers show it."""
    at, frames = gif_walk(body)
    return Survey(whole=at <= len(body) and frames > 0, frames=frames)


GIF_PICTURE: Final = 0x2C
_GIF_END: Final = 0x3B
_GIF_MARKS: Final = b"\x21\x2c\x3b"
"""What begins an extension, a picture or the end."""

_GIF_BEGINS: Final = re.compile(rb"[\x21\x2c\x3b]")


def gif_walk(body: bytes) -> tuple[int, int]:
    """Return where the GIF *body* ends, at its trailer if it has one, beyond it if it is cut; and its pictures."""
    at, frames = _gif_mark(body, 13 + _gif_palette_bytes(body[10:11])), 0
    while at < len(body) and body[at] != _GIF_END:
        frames += body[at] == GIF_PICTURE
        at = _gif_mark(body, _gif_after_blocks(body, _gif_blocks(body, at)))
    return at, frames


def gif_parts(body: bytes) -> Iterator[int]:
    """Yield for each extension and picture of the GIF *body*, and for each of their blocks, the mark it begins with."""
    at = _gif_mark(body, 13 + _gif_palette_bytes(body[10:11]))
    while at < len(body) and body[at] != _GIF_END:
        mark, at = body[at], _gif_blocks(body, at)
        yield mark
        while at < len(body) and body[at]:
            yield mark
            at += 1 + body[at]
        at = _gif_mark(body, at + 1)


def _gif_mark(body: bytes, at: int) -> int:
    """Return where the next mark is; bytes that belong to nothing are skipped, as decoders do."""
    if at >= len(body) or body[at] in _GIF_MARKS:
        return at
    begun = _GIF_BEGINS.search(body, at)
    return begun.start() if begun else len(body)


def _gif_blocks(body: bytes, at: int) -> int:
    """Return where the blocks begin of the extension or picture at *at*."""
    is_picture = body[at] == GIF_PICTURE
    return at + 11 + _gif_palette_bytes(body[at + 9 : at + 10]) if is_picture else at + 2


def _gif_palette_bytes(flags: bytes) -> int:
    return 3 << (flags[0] & 7) + 1 if flags and flags[0] & 0x80 else 0


def _gif_after_blocks(body: bytes, at: int) -> int:
    """Return the offset after the chain of sub-blocks at *at*, beyond the body if it is cut."""
    while at < len(body) and body[at]:
        at += 1 + body[at]
    return at + 1


def _survey_webp(body: bytes) -> Survey:
    return Survey(whole=8 + int.from_bytes(body[4:8], "little") <= len(body))


_BOX_NAMES = "ftyp meta mdat moov moof free skip uuid idat styp jp2h jp2c jp2i jpch jplh uinf rreq ftbl"
_BOXES = frozenset({name.encode() for name in _BOX_NAMES.split()} | {b"jP  ", b"xml "})
"""Boxes that stand at the top of AVIF, HEIF and JPEG 2000 files. Source: ISO/IEC 14496-12, 23008-12 and 15444."""


def _survey_boxes(body: bytes) -> Survey:
    """Survey the top-level boxes of an ISO base media file; a box of size 0 lasts to the end.

    What is no box ends the walk: servers append pages and warnings, and decoders do not mind.
    """
    return Survey(whole=last_box(body, len(body))[1] <= len(body))


def last_box(body: bytes, end: int) -> tuple[bytes, int]:
    """Return the kind of the last box that begins before *end*, and where it ends, if its length says so."""
    at, kind = 0, b""
    while at + 8 <= end and body[at + 4 : at + 8] in _BOXES:
        kind, size = body[at + 4 : at + 8], int.from_bytes(body[at : at + 4], "big")
        if size == 1:
            size = int.from_bytes(body[at + 8 : at + 16], "big")
        if size < 8:
            return kind, len(body) if size == 0 else at
        at += size
    return kind, at


def _survey_jpeg2000(body: bytes) -> Survey:
    if body.startswith(b"\xff\x4f"):  # a bare code stream; its end mark cannot occur in coded data
        return Survey(whole=b"\xff\xd9" in body)
    return _survey_boxes(body)


def _survey_icon(body: bytes) -> Survey:
    """Survey an ICO or CUR: every picture of the directory lies within the file, those that are PNG up to their end."""
    pictures = icon_pictures(body)
    are_there = all(at + size <= len(body) for at, size in pictures) and 6 + 16 * len(pictures) <= len(body)
    return Survey(whole=are_there and all(end <= len(body) for end in icon_chunks(body)))


def icon_chunks(body: bytes) -> Iterator[int]:
    """Yield for each chunk of the PNGs in an ICO or CUR where it ends, beyond the body if it is cut.

    A chunk that several entries of the directory lead to is looked at once.
    """
    seen: set[int] = set()
    for start in {at for at, _ in icon_pictures(body) if body.startswith(b"\x89PNG", at)}:
        at, kind = start + 8, b""
        while kind != b"IEND" and at not in seen and at <= len(body):
            seen.add(at)
            is_there = at + 8 <= len(body)
            kind, at = body[at + 4 : at + 8], at + 12 + int.from_bytes(body[at : at + 4], "big")
            yield at if is_there else len(body) + 1


def icon_pictures(body: bytes) -> list[tuple[int, int]]:
    """Return where the pictures of an ICO or CUR begin, and how long they are, by its directory."""
    entries = [body[at : at + 16] for at in range(6, min(len(body), 6 + 16 * int.from_bytes(body[4:6], "little")), 16)]
    return [(int.from_bytes(entry[12:], "little"), int.from_bytes(entry[8:12], "little")) for entry in entries]


def _survey_tiff(body: bytes) -> Survey:
    extent = tiff_extent(body)
    return Survey(whole=extent.end <= len(body), proven=extent.proven > len(body), frames=extent.frames)


def _survey_bmp(body: bytes) -> Survey:
    return Survey(whole=int.from_bytes(body[2:6], "little") <= len(body), proven=False)


def _survey_raster(_body: bytes) -> Survey:
    """Survey a header followed by bare samples: what fails to decode ran out of them."""
    return Survey(whole=False, proven=False)


def _survey_qoi(body: bytes) -> Survey:
    return Survey(whole=b"\0\0\0\0\0\0\0\1" in body, proven=False)


_SURVEYORS: dict[str, Callable[[bytes], Survey]] = {
    "JPEG": _survey_jpeg,
    "MPO": _survey_mpo,
    "PNG": _survey_png,
    "GIF": _survey_gif,
    "WEBP": _survey_webp,
    "AVIF": _survey_boxes,
    "TIFF": _survey_tiff,
    "ICO": _survey_icon,
    "CUR": _survey_icon,
    "BMP": _survey_bmp,
    "JPEG2000": _survey_jpeg2000,
    "PPM": _survey_raster,
    "QOI": _survey_qoi,
}
