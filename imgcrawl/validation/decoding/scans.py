"""The scans of a JPEG: where they are, and whether together they bring all of the picture."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

END: Final = 0xD9

_MARK = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")  # not stuffing, a restart mark or fill
START_OF_SCAN: Final = 0xDA
_STANDS_ALONE = 0x01  # TEM; all others outside of scans have a length
_SEQUENTIAL = frozenset({0xC0, 0xC1, 0xC5, 0xC9, 0xCD})
_PROGRESSIVE = frozenset({0xC2, 0xC6, 0xCA, 0xCE})
IS_FRAME: Final = _SEQUENTIAL | _PROGRESSIVE
"""Marks of the header that tells the size."""

MORE_PICTURES: Final = b"MPF\0"
"""A JPEG with this mark says that others follow it."""

_COEFFICIENTS = 64  # of a block
_LONGEST_FRAME = 8 + 3 * 255  # its header, in bytes
_NOTHING = b"\xff" * _COEFFICIENTS
_ALL = bytes(_COEFFICIENTS)


class Scans(NamedTuple):
    """What the marks of a JPEG tell.

    *scans*: how many there are. *end*: the offset after its end mark, 0 if it has none. *complete*: whether each
    component has got each of its coefficients to the last bit, as far as scans declare that. A progressive file that
    was cut between two scans, and closed, is not: it decodes to a coarse picture.
    Source: ITU-T T.81, B.2.2, B.2.3 and G.1.1.1.
    """

    scans: int
    end: int
    complete: bool


def jpeg_marks(body: bytes, at: int) -> Iterator[tuple[int, int]]:
    """Yield the marks of the JPEG stream at *at*, each with the offset after it, up to the end mark if there is one."""
    at += 2
    while match := _MARK.search(body, at):
        at = match.end()
        mark = body[at - 1]
        yield mark, at
        if mark == END:
            return
        if mark != _STANDS_ALONE:
            at += max(2, int.from_bytes(body[at : at + 2], "big"))


def jpeg_scans(body: bytes, at: int = 0) -> Scans:
    """Return what the marks of the JPEG stream at *at* tell."""
    scans, end, missing, is_progressive = 0, 0, dict[int, bytes](), False
    for mark, after in jpeg_marks(body, at):
        if mark == START_OF_SCAN:
            scans += 1
            _take_scan(body, after, missing, is_progressive=is_progressive)
        elif mark == END:
            end = after
        elif mark in _SEQUENTIAL or mark in _PROGRESSIVE:
            is_progressive = mark in _PROGRESSIVE
            missing = _components(body[after + 7 : after + _LONGEST_FRAME])
    return Scans(scans, end, all(levels == _ALL for levels in missing.values()))


def _components(frame: bytes) -> dict[int, bytes]:
    """Return what each component lacks before the first scan; *frame* begins with their number."""
    count = int.from_bytes(frame[:1])
    return dict.fromkeys(frame[1 : 1 + 3 * count : 3], _NOTHING)


def _take_scan(body: bytes, at: int, missing: dict[int, bytes], *, is_progressive: bool) -> None:
    """Note in *missing* how many low bits each coefficient of a component lacks after the scan whose header is *at*."""
    count = int.from_bytes(body[at + 2 : at + 3])
    header = body[at + 3 : at + 6 + 2 * count]
    if len(header) < 2 * count + 3:
        return
    components = header[:-3:2]
    if not is_progressive:
        missing.update(dict.fromkeys(components, _ALL))
        return
    first, last, bits = header[-3], header[-2] + 1, header[-1] & 15
    for component in components:
        if levels := missing.get(component):
            missing[component] = (levels[:first] + bytes([bits]) * (last - first) + levels[last:])[:_COEFFICIENTS]
