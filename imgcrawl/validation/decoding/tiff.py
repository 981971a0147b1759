"""How far the directories of a TIFF file say that it reaches."""

from __future__ import annotations

from typing import Literal, NamedTuple

_TYPE_BYTES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}
_COMPRESSION, _SUB_DIRECTORIES = 259, 330
_STRIPS, _STRIP_BYTES, _TILES, _TILE_BYTES = 273, 279, 324, 325
_READ = frozenset((_COMPRESSION, _SUB_DIRECTORIES, _STRIPS, _STRIP_BYTES, _TILES, _TILE_BYTES))
_UNCOMPRESSED = [1]


class TiffExtent(NamedTuple):
    """How far a TIFF file says that it reaches, in bytes.

    *end*: of everything that its directories point to. *proven*: the same without the samples of the first picture if
    they are uncompressed: byte counts are often wrong there, and not needed. *frames*: directories in the main chain.
    """

    end: int
    proven: int
    frames: int


class _Directory(NamedTuple):
    """One directory: where it and its values end, the directory that follows (0: none), and the values by tag."""

    end: int
    following: int
    entries: int
    values: dict[int, list[int]]

    @property
    def samples_end(self) -> int:
        """Where the last strip or tile ends."""
        strips = zip(self.values.get(_STRIPS, ()), self.values.get(_STRIP_BYTES, ()), strict=False)
        tiles = zip(self.values.get(_TILES, ()), self.values.get(_TILE_BYTES, ()), strict=False)
        return max((offset + size for offset, size in (*strips, *tiles)), default=0)


class _Reader:
    """Reads the numbers of a TIFF or BigTIFF file; beyond its end they are 0."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self._order: Literal["little", "big"] = "little" if body.startswith(b"II") else "big"
        is_big = self.number(2, 2) == 43
        self._count_bytes, self._pointer_bytes = (8, 8) if is_big else (2, 4)
        self._items_left = 64 + len(body) // 4  # more than the strips and tiles of a file can be
        self.first = self.number(8 if is_big else 4, self._pointer_bytes)

    def number(self, at: int, size: int) -> int:
        return int.from_bytes(self._body[at : at + size], self._order)

    def directory(self, at: int) -> _Directory:
        entries = self.number(at, self._count_bytes)
        start, step = at + self._count_bytes, 4 + 2 * self._pointer_bytes
        end = start + entries * step
        pointer_end, following = end + self._pointer_bytes, self.number(end, self._pointer_bytes)
        ends, values = [pointer_end], {}
        for entry in range(start, min(end, len(self._body)), step):
            tag, size, width, value_at = self._entry(entry)
            ends.append(value_at + size)
            if value_at < pointer_end and end < value_at + size:  # some programs leave the pointer out
                following = 0
            if tag in _READ and width and value_at + size <= len(self._body) and self._afford(size // width):
                values[tag] = [self.number(item, width) for item in range(value_at, value_at + size, width)]
        return _Directory(max(ends), following, entries, values)

    def items(self, at: int, *, most: int) -> int:
        """Return how many numbers of two bytes and more the directory at *at* holds, and how many entries."""
        start, step = at + self._count_bytes, 4 + 2 * self._pointer_bytes
        end, items = min(start + self.number(at, self._count_bytes) * step, len(self._body)), 0
        for entry in range(start, end, step):
            _tag, size, width, value_at = self._entry(entry)
            items += 1 + (size // width if width > 1 and value_at + size <= len(self._body) else 0)
            if items > most:
                break
        return items

    def _afford(self, items: int) -> bool:
        """Say whether so many more may be read: entries that all point to one large value would take for ever."""
        self._items_left -= items
        return self._items_left >= 0

    def _entry(self, at: int) -> tuple[int, int, int, int]:
        """Return the tag of the entry at *at*, the bytes of its value and of one item, and where the value is."""
        width = _TYPE_BYTES.get(self.number(at + 2, 2), 0)
        size = width * self.number(at + 4, self._pointer_bytes)
        value_at = at + 4 + self._pointer_bytes
        if size > self._pointer_bytes:
            value_at = self.number(value_at, self._pointer_bytes)
        return self.number(at, 2), size, width, value_at


def items_of_first_directory(body: bytes, *, most: int) -> int:
    """Return how many numbers of two bytes and more its entries have; beyond *most* no more are counted."""
    reader = _Reader(body)
    return reader.items(reader.first, most=most)


def tiff_extent(body: bytes) -> TiffExtent:
    """Return how far the TIFF or BigTIFF file *body* says that it reaches; loops of directories end the walk."""
    reader = _Reader(body)
    ends, uncompressed_ends, frames = [0], [0], 0
    waiting, seen = [(reader.first, True)], {0}
    entries_left = 1 + len(body) // 12  # more could only come from directories that overlap
    while waiting and entries_left > 0:
        at, is_main = waiting.pop()
        if at in seen:
            continue
        seen.add(at)
        found = reader.directory(at)
        frames += is_main
        entries_left -= found.entries
        ends.append(found.end)
        is_plain = at == reader.first and found.values.get(_COMPRESSION, _UNCOMPRESSED) == _UNCOMPRESSED
        (uncompressed_ends if is_plain else ends).append(found.samples_end)
        waiting += [(child, False) for child in found.values.get(_SUB_DIRECTORIES, ())]
        waiting.append((found.following, is_main))
    return TiffExtent(max(ends + uncompressed_ends), max(ends), frames)
