"""Whether a JPEG 2000 has all of its tiles: a decoder leaves those blank that are not there, and says nothing."""

from __future__ import annotations

import struct
from typing import Final

_START: Final = b"\xff\x4f\xff\x51"
_SIZES: Final = struct.Struct(">8I")
"""Behind the marks, a length and the capabilities: the far corner of the picture, its near one, and both of a tile."""

_SIZES_AT: Final = 8
_TILE_PART: Final = b"\xff\x90"
_PART: Final = struct.Struct(">HI")
"""Behind the mark and its length: the number of the tile, and how long the part is, 0 for all that follows.

Source of both: ITU-T T.800, A.5.1 and A.4.2.
"""

_PART_AT: Final = 4


def lacks_tiles(body: bytes) -> bool:
    """Whether the code stream of *body*, which a decoder has read, holds fewer tiles than its picture consists of."""
    if (start := body.find(_START)) < 0:
        return False
    try:
        right, bottom, _, _, width, height, left, top = _SIZES.unpack_from(body, start + _SIZES_AT)
        count: int = -((left - right) // width) * -((top - bottom) // height)
        return len(_tiles(body, start + len(_START))) < count
    except (struct.error, ZeroDivisionError):  # what a decoder does not read either
        return True


def _tiles(body: bytes, at: int) -> set[int]:
    """Return the numbers of the tiles of which there is a part; *at*: the length of the first part of the header."""
    seen: set[int] = set()
    while body[at - 2 : at] != _TILE_PART:
        (length,) = struct.unpack_from(">H", body, at)
        at += length + 2
    at -= 2
    while body[at : at + 2] == _TILE_PART:
        number, length = _PART.unpack_from(body, at + _PART_AT)
        seen.add(number)
        if not length:
            break
        at += length
    return seen
