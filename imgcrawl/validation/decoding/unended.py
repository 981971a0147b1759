"""A JPEG that lacks its end mark, and nothing else: browsers show all of it.

Source: python-pillow/Pillow #2038 and #123, of such files.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from PIL import Image

from imgcrawl.validation.decoding.scans import END, MORE_PICTURES, jpeg_scans

if TYPE_CHECKING:
    from collections.abc import Iterator

_END_MARK: Final = bytes((0xFF, END))
_FILL = b"\xff"
"""The first byte of the mark, which may be all that there is of it."""
_STUFFED: Final = b"\xff\0"
"""A byte of ones in a scan; what fills up its last byte is ones (ITU-T T.81, F.1.2.3), so that no zeros end it."""
_CONTINUATIONS: Final = (
    b"\xff\x00" * 8,
    *(bytes((byte,)) * 16 for byte in (0x00, 0x55, 0xAA, 0x33)),
    bytes.fromhex("9d3a71c45be20f86d71ca94e62b835f0"),
)
"""What may follow a scan, of which libjpeg reads up to eight bytes ahead; ones have a zero behind each byte."""


def with_end_mark(body: bytes) -> bytes:
    """Return the JPEG *body* with an end mark, if that is all it lacks, else as it is.

    Whatever follows a whole scan, its picture is the same; of one that lacks a bit, that bit is taken from there. A
    file of several scans is left as it is, for its last one may change no pixel, and so is one of several pictures.
    """
    scans, end, complete = jpeg_scans(body)
    if scans != 1 or end or not complete or MORE_PICTURES in body:
        return body
    data = body.removesuffix(_FILL)
    if data.endswith(b"\0") and not data.endswith(_STUFFED):
        return body
    pictures = _pictures(data)
    first = next(pictures)
    return data + _END_MARK if first is not None and all(each == first for each in pictures) else body


def _pictures(data: bytes) -> Iterator[bytes | None]:
    for follows in _CONTINUATIONS:
        try:
            with Image.open(io.BytesIO(data + follows), formats=("JPEG",)) as image:
                yield image.tobytes()
        except OSError:
            yield None
