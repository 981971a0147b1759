from __future__ import annotations

import itertools
import struct

from imgcrawl.validation.tiff import tiff_extent


def directory(*entries: tuple[int, int, int, int], following: int = 0) -> bytes:
    """Return a little-endian directory of *entries*: tag, type, count and value or offset."""
    rows = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return struct.pack("<H", len(entries)) + rows + struct.pack("<I", following)


def test_values_and_strips_count():
    """The file reaches as far as the farthest value or strip that a directory points to."""
    assert tiff_extent(b"II*\0\x08\0\0\0" + directory((270, 2, 500, 1000))).end == 1500
    strips = directory((259, 3, 1, 5), (273, 4, 1, 2000), (279, 4, 1, 300))
    assert tiff_extent(b"II*\0\x08\0\0\0" + strips).end == 2300


def test_uncompressed_strips_of_the_first_picture_are_not_proven():
    """Decoders read as much as the picture needs there, whatever the count says."""
    extent = tiff_extent(b"II*\0\x08\0\0\0" + directory((259, 3, 1, 1), (273, 4, 1, 2000), (279, 4, 1, 300)))
    assert extent.end == 2300
    assert extent.proven < 100


def test_sub_directories_are_followed_and_not_counted():
    """A raw picture behind a preview belongs to the file; it is not a page of its own."""
    first = directory((330, 4, 1, 26))
    second = directory((259, 3, 1, 7), (273, 4, 1, 4000), (279, 4, 1, 1))
    extent = tiff_extent(b"II*\0\x08\0\0\0" + first + second)
    assert extent.frames == 1
    assert extent.proven == 4001


def test_loops_end():
    """Directories that follow each other in a circle are each counted once."""
    body = b"II*\0\x08\0\0\0" + directory((256, 3, 1, 1), following=26) + directory((256, 3, 1, 1), following=8)
    assert tiff_extent(body).frames == 2


def test_overlapping_directories_end():
    """Directories laid over each other cannot make the walk longer than the file is."""
    count, entries = 10_000, 4095
    starts = [8 + 4 * number for number in range(count)]
    body = bytearray(8 + 4 * count + 12 * entries)
    for start in starts:
        struct.pack_into("<H", body, start, entries)
    for start, following in itertools.pairwise(starts):
        struct.pack_into("<I", body, start + 2 + 12 * entries, following)
    assert 0 < tiff_extent(b"II*\0\x08\0\0\0" + bytes(body[8:])).frames < 100
