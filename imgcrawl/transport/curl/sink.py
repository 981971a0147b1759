"""What receives a response while it arrives."""

from __future__ import annotations

import re
from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING, Final

from imgcrawl.transport.multipart import STREAMED, FirstPart, stream_of

if TYPE_CHECKING:
    from collections.abc import Callable

_STATUS_LINE: Final = re.compile(rb"HTTP/[0-9](?:\.[0-9])? +([0-9]{3})(?![0-9])")
_CURL_ABORT: Final = 0xFFFFFFFF
# libcurl gives up a response at 300 KiB of headers by itself.
_CURL_MAX_HEADER_BYTES: Final = 300 * 1024


class ResponseSink:
    """Collects the header lines of the final response and its body.

    Interim responses (1xx) and trailers are left out. *on_body* is called when the headers are complete. Headers over
    *max_header_bytes* end the transfer; the body is bounded by curl.
    """

    __slots__ = ("_lines", "_max_header_bytes", "_on_body", "body", "header_bytes", "headers_complete", "status")

    def __init__(self, max_header_bytes: int, on_body: Callable[[], object]) -> None:
        self._max_header_bytes = min(max_header_bytes, _CURL_MAX_HEADER_BYTES)
        self._on_body = on_body
        self._lines: list[bytes] = []
        self.body: BytesIO = BytesIO()
        self.header_bytes = 0
        self.headers_complete = False
        self.status = 0

    def header_line(self, line: bytes) -> int:
        """Take one line as curl hands it over; return how many bytes were taken, or what makes curl stop."""
        self.header_bytes += len(line)
        if self.header_bytes > self._max_header_bytes:
            return _CURL_ABORT
        if self.headers_complete:
            return len(line)
        if not self._lines:
            return self._status_line(line)
        if line not in (b"\r\n", b"\n"):
            self._lines.append(line)
        elif self.status >= 200:
            self.headers_complete = True
            self._on_body()
        else:
            self._lines = []
        return len(line)

    def expects_stream(self, on_whole: Callable[[], object]) -> bool:
        """Say whether the headers announce a stream of pictures; *on_whole* is called when the first has come."""
        if self.status != HTTPStatus.OK or STREAMED not in b"".join(self._lines).lower():
            return False
        stream = stream_of(self.headers(), on_whole)
        self.body = stream or self.body
        return stream is not None

    @property
    def has_enough(self) -> bool:
        """Whether the first part of a stream has come, and the transfer was ended for that."""
        return isinstance(self.body, FirstPart) and self.body.is_whole

    def answer(self) -> tuple[list[tuple[bytes, bytes]], bytes]:
        """Return headers and body: of a stream, those of its first part."""
        headers = self.headers()
        part = self.body.part(headers) if isinstance(self.body, FirstPart) else None
        return part or (headers, self.body.getvalue())

    def close(self) -> None:
        """Let go of the body, and of *on_body*: whoever is told holds this sink, and both would stay for the collector.

        An exception's traceback holds it as well.
        """
        self.body.close()
        self._on_body = bool

    def _status_line(self, line: bytes) -> int:
        """Begin a response; what does not begin with a version and three digits is none, whatever curl makes of it."""
        match = _STATUS_LINE.match(line)
        if match is None:
            return _CURL_ABORT
        self.status = int(match[1])
        self._lines = [line]
        return len(line)

    @property
    def headers_too_large(self) -> bool:
        """Whether the headers went over the limit."""
        return self.header_bytes > self._max_header_bytes

    @property
    def reason(self) -> str:
        """The reason phrase, empty if the server sent none."""
        parts = self._lines[0].split(None, 2)
        return parts[2].strip().decode("latin-1") if len(parts) > 2 else ""

    @property
    def http_version(self) -> str:
        """The version in the status line: ``1.0``, ``1.1`` or ``2``."""
        return self._lines[0][5:].split(None, 1)[0].decode("latin-1")

    @property
    def chunked(self) -> bool:
        """Whether the body comes in chunks."""
        return any(name.lower() == b"transfer-encoding" for name, _ in self.headers())

    @property
    def has_length(self) -> bool:
        """Whether the headers say where the body ends."""
        return self.chunked or any(name.lower() == b"content-length" for name, _ in self.headers())

    def headers(self) -> list[tuple[bytes, bytes]]:
        """Names as received and values without surrounding space, in order."""
        pairs = []
        for line in self._lines[1:]:
            name, _, value = line.partition(b":")
            pairs.append((name.strip(), value.strip()))
        return pairs
