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
_OF_STREAM: Final = frozenset({b"content-type", b"content-length", b"transfer-encoding"})


def stream_of(headers: Iterable[tuple[bytes, bytes]], on_whole: Callable[[], object]) -> FirstPart | None:
    """Return what takes the body of an answer with these *headers*, if that is such a stream.

    *on_whole* is called when its first part has come.
    """
    types = [value for name, value in headers if name.lower() == b"content-type"]
    found = _REPLACING.match(types[-1]) if types else None
    return FirstPart(found[1] or found[2], on_whole) if found else None


class FirstPart(BytesIO):
    """Takes a stream whose parts are told apart by *boundary*; *on_whole* is called when the second one begins."""

    def __init__(self, boundary: bytes, on_whole: Callable[[], object]) -> None:
        super().__init__()
        self._on_whole = on_whole
        self._mark = b"--" + (boundary.lstrip(b"-") or boundary)  # some write into the header what stands in the body
        self._marks = 0

    @property
    def is_whole(self) -> bool:
        """Whether the first part has come."""
        return self._marks > 1

    def write(self, data: bytes, /) -> int:  # type: ignore[override]
        """Take *data*; tell *on_whole* when the first part has come."""
        begin = max(0, self.tell() - len(self._mark) + 1)
        super().write(data)
        with self.getbuffer() as held:
            self._marks += held[begin:].tobytes().count(self._mark)
        if self.is_whole:
            self._on_whole()
        return len(data)

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
        length, kind = _LENGTH.search(head[1]), _TYPE.search(head[1])
        if length and int(length[1]) <= len(body):
            body = body[: int(length[1])]
        about = [(name, value) for name, value in headers if name.lower() not in _OF_STREAM]
        return [*about, *([(b"Content-Type", kind[1].strip())] if kind else [])], body
