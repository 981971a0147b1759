"""Answers that are not, or not quite, HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imgcrawl.errors import ErrorSlug
from imgcrawl.lab.model import End, Kind, Reply
from imgcrawl.lab.replies import file

if TYPE_CHECKING:
    from imgcrawl.lab.model import Answer, Step, Visit

FLOOD_LINES = 20_000

_START = b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n"
_CUT = (ErrorSlug.TCP_RESET, ErrorSlug.TCP_CLOSED, ErrorSlug.HTTP_PROTOCOL)
_GARBAGE = (b"SSH-2.0-OpenSSH_9.6\r\n", b"HTTP/banana 2OO fine\r\n\r\n", bytes(range(128, 256)) * 4)


def raw(label: str, *steps: Step) -> Answer:
    """Return an answer that takes *steps*, whatever they are."""
    return lambda _visit: Reply(steps, label)


def garbage(visit: Visit) -> Reply:
    """Send something that is no HTTP."""
    return Reply((_GARBAGE[visit.site.number % len(_GARBAGE)], End.CLOSE), "garbage")


def headerless(visit: Visit) -> Reply:
    """Send the picture alone, as HTTP/0.9 would have it."""
    return Reply((file(visit)[0], End.CLOSE), "headerless")


def nul_in_header(visit: Visit) -> Reply:
    """Send a header value with a NUL byte."""
    data, _ = file(visit)
    return Reply((_START + b"X-Tag: a\x00b\r\nContent-Length: %d\r\n\r\n%b" % (len(data), data), End.CLOSE), "nul")


def two_lengths(visit: Visit) -> Reply:
    """Send two lengths that contradict each other."""
    data, _ = file(visit)
    start = _START + b"Content-Length: %d\r\nContent-Length: %d\r\n\r\n" % (len(data) // 2, len(data))
    return Reply((start + data, End.CLOSE), "two-lengths")


def flood(_visit: Visit) -> Reply:
    """Send header lines, two megabytes of them."""
    lines = b"".join(b"X-Flood-%d: %b\r\n" % (number, b"f" * 80) for number in range(FLOOD_LINES))
    return Reply((_START + lines + b"Content-Length: 0\r\n\r\n", End.CLOSE), "flood")


def _kind(name: str, answer: Answer, *errors: ErrorSlug, baseline: float = 0, note: str = "") -> Kind:
    return Kind(name=name, weight=1, answers={"picture": answer}, errors=errors, baseline=baseline, note=note)


KINDS = (
    _kind("reset-in-headers", raw("reset-in-headers", _START, 0.05, End.RESET), *_CUT),
    _kind("closed-in-headers", raw("closed-in-headers", _START, 0.05, End.CLOSE), *_CUT),
    _kind(
        "silent-in-headers", raw("silent-in-headers", _START, End.HANG), ErrorSlug.HTTP_TIMEOUT, ErrorSlug.TCP_TIMEOUT
    ),
    _kind("garbage", garbage, ErrorSlug.HTTP_PROTOCOL),
    _kind("headerless", headerless, ErrorSlug.HTTP_PROTOCOL),
    _kind(
        "nul-in-header",
        nul_in_header,
        ErrorSlug.HTTP_PROTOCOL,
        baseline=1,
        note="Lenient clients take the picture all the same.",
    ),
    _kind("two-lengths", two_lengths, ErrorSlug.HTTP_PROTOCOL, ErrorSlug.CONTENT_TRUNCATED),
    _kind("header-flood", flood, ErrorSlug.HTTP_HEADERS_TOO_LARGE, ErrorSlug.HTTP_PROTOCOL),
)
