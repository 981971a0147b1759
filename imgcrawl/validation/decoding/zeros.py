"""Files of which the rest is zeros: room was made for the whole file, and its data did not come.

All of such a file is there, and it may decode to a picture. Where the structure is not at its end, or something that
begins with a mark would have to begin among the zeros, it says so itself. Coded data are no different in GIF and QOI,
where so many zeros cannot follow each other, and in AVIF, whose writers put a one at the end. WebP codes what is of one
colour as zeros, as many as there are.

Bare samples decode to a picture that ends in black. What tells it from a dark picture is where
the black begins: in the middle of a row, right behind samples that are none, and below others that are none, up to the
row's end. A disc and a page that lies askew end in the middle of a row, too, but the one above is black beyond them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from imgcrawl.validation.decoding.chunks import WEBP_PICTURES
from imgcrawl.validation.decoding.structure import gif_walk, icon_pictures, last_box

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_LEAST_ZEROS: Final = 4_096
_SHARE: Final = 50
"""Of so many bytes one at least has to be among the zeros."""

_PIXEL_BYTES: Final = {"L": 1, "P": 1, "I;16": 2, "I;16B": 2, "RGB": 3, "RGBA": 4, "RGBX": 4, "CMYK": 4}
"""By Pillow's raw modes, of rows that stand one behind the other."""

_EDGE_BYTES: Final = 64
"""What is looked at of a row on each side of the place where the zeros begin."""


def gives_way_to_zeros(format_name: str, tiles: Sequence[Any], body: bytes) -> bool:
    """Say whether *body* becomes zeros where it should go on, and stays it; *tiles*: where Pillow found samples."""
    end = len(body.rstrip(b"\0"))
    zeros = len(body) - end
    if format_name in _GOES_ON:
        return zeros >= _LEAST_CODED.get(format_name, _LEAST_ZEROS) and _GOES_ON[format_name](body, end)
    return format_name in _RAW and _break_off(tiles, body, end)


def _break_off(tiles: Sequence[Any], body: bytes, end: int) -> bool:
    if len(body) - end < max(_LEAST_ZEROS, len(body) // _SHARE):
        return False
    first = min((tile[2] for tile in tiles), default=0)
    return any(_breaks_off(tile, body, end, first) for tile in tiles)


def _breaks_off(tile: Any, body: bytes, end: int, first: int) -> bool:
    """Say whether the zeros that begin at *end* do so within a row of *tile*; samples begin at *first*."""
    codec, (left, top, right, bottom), start, how = tile
    raw_mode, row_bytes, *_ = (*([how] if isinstance(how, str) else how), 0) if codec == "raw" else ("", 0)
    row_bytes = row_bytes or _PIXEL_BYTES.get(raw_mode, 0) * (right - left)
    above = end - row_bytes
    if not row_bytes or not start <= end < start + row_bytes * (bottom - top) or above < first:
        return False
    if not _EDGE_BYTES <= (end - start) % row_bytes <= row_bytes - _EDGE_BYTES:
        return False
    latest = (body[end - _EDGE_BYTES : end], body[above : above + _EDGE_BYTES], body[above:end])
    return all(map(_is_filled, latest))


def _is_filled(samples: bytes) -> bool:
    return samples.count(0) * 4 < len(samples)


def _gif_goes_on(body: bytes, end: int) -> bool:
    """Say whether blocks of a GIF lack their end; one that lacks nothing but its trailer does not go on.

    The zero that ends them may be the first of the rest, or the second: the last code ends in zeros at times.
    """
    last = end + 2
    return gif_walk(body[:last])[0] > last


def _webp_goes_on(body: bytes, end: int) -> bool:
    """Say whether a part of a WebP would have to begin among the zeros.

    Where a picture is there and the last part came to its end, they are padding that the length counts.
    """
    at, last, has_picture = 12, min(len(body), 8 + int.from_bytes(body[4:8], "little")), False
    while at < end:
        size = int.from_bytes(body[at + 4 : at + 8], "little")
        has_picture |= body[at : at + 4] in WEBP_PICTURES
        at += 8 + size + size % 2
    return at + 8 <= last and not (has_picture and at <= end + _LAST_ZEROS)


def _avif_goes_on(body: bytes, end: int) -> bool:
    """Say whether the zeros are the last of an AVIF's data."""
    kind, after = last_box(body, end)
    return kind == b"mdat" and after > end


def _qoi_goes_on(body: bytes, end: int) -> bool:
    return not body[:end].endswith(_QOI_END)


def _icon_goes_on(body: bytes, end: int) -> bool:
    """Say whether a picture of an icon would have to begin among the zeros, or its samples become zeros in a row."""
    starts = [at for at, _ in icon_pictures(body)]
    return any(start >= end for start in starts) or any(_break_off(_samples(body, at), body, end) for at in starts)


def _samples(body: bytes, at: int) -> list[Any]:
    """Return where the samples of the bitmap at *at* are, as Pillow tells it; none of a PNG."""
    header, width, height, bits, colours = (
        int.from_bytes(body[at + n : at + n + size], "little") for n, size in ((0, 4), (4, 4), (8, 4), (14, 2), (32, 4))
    )
    if header != _DIB_HEADER or bits not in _DIB_BITS:
        return []
    palette = 4 * (colours or 1 << bits) if bits <= _MOST_PALETTE_BITS else 0
    row_bytes = (width * bits + 31) // 32 * 4
    return [("raw", (0, 0, width, height // 2), at + header + palette, ("", row_bytes))]


_QOI_END: Final = b"\0\0\0\0\0\0\0\1"
_LAST_ZEROS: Final = 16
"""The most bytes of zeros with which a whole part of a WebP is taken to end."""

_DIB_HEADER: Final = 40
_DIB_BITS: Final = frozenset({1, 4, 8, 16, 24, 32})
_MOST_PALETTE_BITS: Final = 8
_LEAST_CODED: Final = {"GIF": 512, "WEBP": 512, "QOI": 512, "ICO": 512, "CUR": 512}
"""In AVIF the padding of metadata may come last; cameras and editors leave some two thousand bytes."""

_RAW: Final = frozenset({"BMP", "TIFF", "PPM"})
_GOES_ON: Final[dict[str, Callable[[bytes, int], bool]]] = {
    "GIF": _gif_goes_on,
    "WEBP": _webp_goes_on,
    "AVIF": _avif_goes_on,
    "QOI": _qoi_goes_on,
    "ICO": _icon_goes_on,
    "CUR": _icon_goes_on,
}
