"""Pictures that have passed for images, and how they came."""

from __future__ import annotations

import struct
from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from imgcrawl.records import Passed

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST: Final = 500_000  # of 41 bytes each, and some 300 for a host
_MOST_OF_A_WAY: Final = 1_024
_RECORD: Final = struct.Struct("<Bq32s")
"""A picture: the number of its way, the key of its address, its SHA-256."""


class PassedPictures:
    """The pictures that passed, by their host and the way in which they came: *most* in all.

    Of each way of asking a host the first 1,024 are remembered; beyond *most* those of the hosts are forgotten from
    which none has passed for longest. An image costs its crawl an entry here, so that all of a host are one string of
    bytes.
    """

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._count = 0
        self._ways: list[str] = []
        self._hosts: OrderedDict[str, bytearray] = OrderedDict()

    def __len__(self) -> int:
        return self._count

    def add(self, host: str, way: str, passed: Passed) -> None:
        """Remember what *host* gave in this *way*."""
        number, data = self._number(way), self._hosts.setdefault(host, bytearray())
        self._hosts.move_to_end(host)
        if data[:: _RECORD.size].count(number) >= _MOST_OF_A_WAY:
            return
        data += _RECORD.pack(number, passed.url_key, bytes.fromhex(passed.sha256))
        self._count += 1
        while self._count > self._most:
            _, oldest = self._hosts.popitem(last=False)
            self._count -= len(oldest) // _RECORD.size

    def came_in(self, host: str, way: str) -> Iterator[Passed]:
        """Yield what came from *host* in this *way*, in order."""
        for name, passed in self._of(host):
            if name == way:
                yield passed

    def way_of(self, host: str, passed: Passed) -> str | None:
        """Return the first way in which *passed* came from *host*; None if that is forgotten."""
        return next((name for name, other in self._of(host) if other == passed), None)

    def ways(self, host: str) -> set[str]:
        """Return the ways in which pictures came from *host*."""
        return {name for name, _ in self._of(host)}

    def take(self, host: str, way: str, pictures: set[str] | None = None) -> set[Passed]:
        """Return what came from *host* in this *way*, if it is one of the *pictures* or they are None; forget it."""
        taken, kept = set(), bytearray()
        for name, passed in self._of(host):
            if name == way and (pictures is None or passed.sha256 in pictures):
                taken.add(passed)
            else:
                kept += _RECORD.pack(self._number(name), passed.url_key, bytes.fromhex(passed.sha256))
        self._count -= (len(self._hosts.get(host, b"")) - len(kept)) // _RECORD.size
        if kept:
            self._hosts[host] = kept
        else:
            self._hosts.pop(host, None)
        return taken

    def _of(self, host: str) -> Iterator[tuple[str, Passed]]:
        for number, key, digest in _RECORD.iter_unpack(self._hosts.get(host, b"")):
            yield self._ways[number], Passed(key, digest.hex())

    def _number(self, way: str) -> int:
        if way not in self._ways:
            self._ways.append(way)
        return self._ways.index(way)
