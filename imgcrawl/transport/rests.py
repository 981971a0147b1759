"""Bodies that broke off and can be gone on with: the next attempt asks for the rest (RFC 9110, 13.1.5 and 14.2)."""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from imgcrawl.errors import FIRST_ERROR_STATUS, ErrorSlug
from imgcrawl.transport.exchange import FetchError, Partial

if TYPE_CHECKING:
    from collections.abc import Iterable

    from imgcrawl.transport.exchange import FetchResult

BROKEN_OFF: Final = frozenset(
    {ErrorSlug.CONTENT_TRUNCATED, ErrorSlug.CONTENT_RESET, ErrorSlug.CONTENT_TIMEOUT, ErrorSlug.CONTENT_TOO_SLOW}
)
"""What a transfer fails with whose body began and did not end."""

_STRONG: Final = re.compile(rb'"[\x21\x23-\x7e\x80-\xff]{1,200}"')
_RANGE: Final = re.compile(rb"bytes (\d{1,15})-(\d{1,15})/(\d{1,15})", re.IGNORECASE)
_OF_PIECE: Final = frozenset({b"content-range", b"content-length"})
_MOST_BYTES: Final = 32_000_000
_OVERHEAD_BYTES: Final = 1_000


@dataclass(frozen=True, slots=True)
class Part:
    """The first bytes, *body*, of what has *total* bytes and the strong validator *etag*; *headers* came with them."""

    etag: bytes
    total: int
    body: bytes
    headers: tuple[tuple[bytes, bytes], ...] = ()

    @property
    def size(self) -> int:
        """How many bytes it takes to keep it, roughly."""
        return _OVERHEAD_BYTES + len(self.body) + sum(len(name) + len(value) for name, value in self.headers)

    @property
    def asks(self) -> tuple[tuple[str, str], ...]:
        """What asks for the rest, or for the whole if that is another one by now."""
        return ("Range", f"bytes={len(self.body)}-"), ("If-Range", self.etag.decode("latin-1"))

    def fits(self, headers: Iterable[tuple[bytes, bytes]]) -> bool:
        """Say whether an answer with these *headers* goes on where this part ends, up to the same end."""
        fields = _fields(headers)
        match = _RANGE.fullmatch(fields.get(b"content-range", b"").strip())
        if match is None or b"content-encoding" in fields or fields.get(b"etag") != self.etag:
            return False
        return (int(match[1]), int(match[2]), int(match[3])) == (len(self.body), self.total - 1, self.total)

    def completes(self, result: FetchResult) -> bool:
        """Make *result*, a 206, the whole with the headers of its beginning; say whether that could be done."""
        if not self.fits(result.headers) or len(self.body) + len(result.body) != self.total:
            return False
        result.status, result.reason, result.body = 200, "OK", self.body + result.body
        result.headers = list(self.headers)
        return True


def part_of(error: FetchError, before: Part | None, *, max_bytes: int) -> Part | None:
    """Return what has come so far of what failed with *error*; None if it cannot be gone on with.

    *before*: the part after which the rest was asked for. The whole may have *max_bytes*.
    """
    if error.slug not in BROKEN_OFF or not error.body:
        return None
    if error.status == 206 and before is not None and before.fits(error.headers):
        return replace(before, body=before.body + error.body)
    fields = _fields(error.headers)
    etag, length = fields.get(b"etag", b"").strip(), fields.get(b"content-length", b"").strip()
    takes_ranges = fields.get(b"accept-ranges", b"").strip().lower() == b"bytes" and b"content-encoding" not in fields
    if error.status != 200 or not takes_ranges or not _STRONG.fullmatch(etag) or not re.fullmatch(rb"\d{1,15}", length):
        return None
    if not len(error.body) < int(length) <= max_bytes:
        return None
    return Part(etag, int(length), error.body, tuple(error.headers))


def part_of_piece(result: FetchResult, *, max_bytes: int) -> Part | None:
    """Return the part that *result*, a 206 for which nobody asked, is of something larger; None if it is none.

    It has to begin at the beginning, and to have the validator without which nobody can tell what its rest is.
    """
    if result.status != 206:
        return None
    fields = _fields(result.headers)
    told, etag = _RANGE.fullmatch(fields.get(b"content-range", b"").strip()), fields.get(b"etag", b"").strip()
    if told is None or b"content-encoding" in fields or not _STRONG.fullmatch(etag):
        return None
    last, total = int(told[2]), int(told[3])
    if last + 1 != len(result.body) or not 0 < len(result.body) < total <= max_bytes:
        return None
    about = tuple(pair for pair in result.headers if pair[0].lower() not in _OF_PIECE)
    return Part(etag, total, result.body, about)


class Rests:
    """Keeps the parts that came last, up to 32 MB, by address."""

    def __init__(self) -> None:
        self._parts: OrderedDict[str, Part] = OrderedDict()
        self._bytes = 0

    def get(self, url: str) -> Part | None:
        """Return the part of what is at *url*."""
        return self._parts.get(url)

    def keep(self, url: str, part: Part) -> None:
        """Keep *part* for the next attempt at *url*."""
        self.drop(url)
        self._parts[url] = part
        self._bytes += part.size
        while self._bytes > _MOST_BYTES:
            self.drop(next(iter(self._parts)))

    def join(self, url: str, part: Part, result: FetchResult) -> None:
        """Make *result*, what came when the rest after *part* was asked for, the whole that is at *url*.

        Whatever came, the next attempt is for the whole: some hosts refuse all requests for a rest, in any words.

        :raises FetchError: if the host has not given what fits the part, unless it has asked to wait.
        """
        self.drop(url)
        if (result.status == 206 and part.completes(result)) or result.status == 200:
            return
        if result.status == 206 or (result.status >= FIRST_ERROR_STATUS and not result.asks_to_wait):
            raise _no_rest(part, result)

    def drop(self, url: str) -> None:
        """Forget the part of what is at *url*."""
        part = self._parts.pop(url, None)
        self._bytes -= part.size if part else 0


def _fields(headers: Iterable[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    return {name.lower(): value for name, value in headers}


def _no_rest(part: Part, result: FetchResult) -> FetchError:
    """Return what becomes of a body of which *part* had come and *result*, which does not go on with it.

    It bears no status, for that is about the range and not about the row.
    """
    return FetchError(
        ErrorSlug.CONTENT_TRUNCATED,
        f"The body broke off after {len(part.body)} bytes, and the rest was not given (status {result.status}).",
        timings=result.timings,
        partial=Partial(body_bytes=len(part.body)),
        repeats=result.repeats,
        address=result.address,
    )
