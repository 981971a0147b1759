"""Streams of pictures, as cameras send them: each part takes the place of the one before, and there is no end.

Source: HTML Standard, "multipart/x-mixed-replace"; RFC 2046, 5.1.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

STREAMED: Final = b"multipart/x-mixed-replace"
"""The type of such streams, in small letters."""

_REPLACING: Final = re.compile(
    rb"multipart/x-mixed-replace\s*;(?:.*;)?\s*boundary\s*=\s*(?:\"([^\"]{1,100})\"|([^\s;\"]{1,100}))", re.IGNORECASE
)
_HEAD: Final = re.compile(rb"[ \t]*\r?\n(.*?)\r?\n\r?\n", re.DOTALL)
_TYPE: Final = re.compile(rb"^content-type\s*:\s*([^\r\n]+)", re.IGNORECASE | re.MULTILINE)
_LENGTH: Final = re.compile(rb"^content-length\s*:\s*(\d{1,12})\s*$", re.IGNORECASE | re.MULTILINE)
_TAIL: Final = re.compile(rb"\r?\n-*\Z")
_BEHIND_A_PART: Final = frozenset({b"", b"\r", b"\n", b"-"})
_LONGEST_HEAD_BYTES: Final = 4_096
"""Of a part whose length is believed."""

_OF_STREAM: Final = frozenset({b"content-type", b"content-length", b"transfer-encoding"})


def stream_of(headers: Iterable[tuple[bytes, bytes]], on_whole: Callable[[], object]) -> FirstPart | None:
    """Return what takes the body of an answer with these *headers*, if that is such a stream.

    *on_whole* is called when its first part has come.
    """
    types = [value for name, value in headers if name.lower() == b"content-type"]
    found = _REPLACING.match(types[-1]) if types else None
    return FirstPart(found[1] or found[2], on_whole) if found else None


class FirstPart(BytesIO):
    """Takes a stream whose parts are told apart by *boundary*.

    *on_whole* is called when the second one begins, or as many bytes of the first one have come as that says it has: a
    camera that sees nothing new sends no more.
    """

    def __init__(self, boundary: bytes, on_whole: Callable[[], object]) -> None:
        super().__init__()
        self._on_whole = on_whole
        self._mark = b"--" + (boundary.lstrip(b"-") or boundary)  # some write into the header what stands in the body
        self._marks = 0
        self._end: int | None = None  # of the first part, by its own length; None while that is not known

    @property
    def is_whole(self) -> bool:
        """Whether the first part has come."""
        return self._marks > 1 or self._has_told_end

    def write(self, data: bytes, /) -> int:  # type: ignore[override]
        """Take *data*; tell *on_whole* when the first part has come."""
        begin = max(0, self.tell() - len(self._mark) + 1)
        super().write(data)
        with self.getbuffer() as held:
            self._marks += held[begin:].tobytes().count(self._mark)
        if self._end is None:
            self._end = self._told_end()
        if self.is_whole:
            self._on_whole()
        return len(data)

    def _told_end(self) -> int | None:
        """Return where the first part ends by its own length: 0 if it tells none, None while its head has not come."""
        with self.getbuffer() as held:
            begun = held[:_LONGEST_HEAD_BYTES].tobytes()
        at = begun.find(self._mark)
        head = _HEAD.match(begun, at + len(self._mark)) if at >= 0 else None
        if head is None:
            return None if self.tell() < _LONGEST_HEAD_BYTES else 0
        length = _LENGTH.search(head[1])
        return head.end() + int(length[1]) if length and int(length[1]) else 0

    @property
    def _has_told_end(self) -> bool:
        """Whether the first part has come as far as it says, and nothing follows that shows its length to be wrong."""
        end = self._end or 0
        with self.getbuffer() as held:
            return 0 < end <= len(held) and held[end : end + 1].tobytes() in _BEHIND_A_PART

    def close(self) -> None:
        """Let go of the body, and of *on_whole*, which may hold it."""
        super().close()
        self._on_whole = bool

    def part(self, headers: Iterable[tuple[bytes, bytes]]) -> tuple[list[tuple[bytes, bytes]], bytes] | None:
        """Return the first part, with what *headers* of the whole say of it too; None if it has none."""
        pieces = self.getvalue().split(self._mark, 2)
        head = _HEAD.match(pieces[1]) if len(pieces) > 1 and not pieces[0].strip() else None
        if head is None:
            return None
        body = _TAIL.sub(b"", pieces[1][head.end() :])
        kind = _TYPE.search(head[1])
        if self._has_told_end:
            body = self.getvalue()[len(pieces[0]) + len(self._mark) + head.end() : self._end]
        about = [(name, value) for name, value in headers if name.lower() not in _OF_STREAM]
        return [*about, *([(b"Content-Type", kind[1].strip())] if kind else [])], body
