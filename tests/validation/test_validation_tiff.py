from __future__ import annotations

import itertools
import struct
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcrawl.validation.decoding.tiff import tiff_extent


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


def test_a_value_where_the_next_directory_should_stand_is_none():
    """Some programs write no pointer to a next directory: the values of the only one follow its entries."""
    rows = directory((258, 3, 3, 34), (256, 3, 1, 4))[:-4]
    extent = tiff_extent(b"II*\0\x08\0\0\0" + rows + struct.pack("<3H", 8, 8, 8) + directory((270, 2, 500, 1000)))
    assert (extent.frames, extent.end) == (1, 40)


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


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from([b"II*\0", b"MM\0*", b"II+\0\x08\0\0\0", b"MM\0+\0\x08\0\0"]),
    st.lists(st.integers(0, 40) | st.integers(0, 2**32 - 1), max_size=40),
)
def test_any_directories_end(magic, numbers):
    """Whatever the directories say, the walk ends and its answers are consistent."""
    order = "<" if magic.startswith(b"II") else ">"
    words = [
        b
        for number in numbers
        for b in (struct.pack(order + "H", number) if number < 65_536 else struct.pack(order + "I", number))
    ]
    extent = tiff_extent(magic + bytes(words))
    assert 0 <= extent.proven <= extent.end
    assert extent.frames <= len(numbers) + 1


@pytest.mark.parametrize("kind", [1, 3, 4])
def test_many_values_end(kind):
    """Entries that all point to the same large value, in one directory or many, cost no more than one of them."""
    size = 1_000_000
    row = (330, kind, size // {1: 1, 3: 2, 4: 4}[kind], 8)
    chain = b"".join(directory(row, following=8 + size + 18 * (n + 1)) for n in range(300))
    began = time.process_time()
    tiff_extent(b"II*\0" + struct.pack("<I", 8 + size) + bytes(size) + chain)
    tiff_extent(b"II*\0" + struct.pack("<I", 8 + size) + bytes(size) + directory(*[row] * 300))
    assert time.process_time() - began < 3
