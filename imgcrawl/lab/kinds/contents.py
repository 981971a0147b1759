"""Bodies that are not the picture: pages, text, damage, bombs, things without end."""

from __future__ import annotations

import functools
import struct
import zlib
from typing import TYPE_CHECKING

from imgcrawl.errors import ErrorSlug
from imgcrawl.lab.kinds.connections import at_first
from imgcrawl.lab.kinds.good import chunks
from imgcrawl.lab.model import End, Kind, Reply
from imgcrawl.lab.replies import HTML, answer, file, good, head

if TYPE_CHECKING:
    from collections.abc import Iterator

    from imgcrawl.lab.model import Answer, Step, Visit

ENDLESS_BYTES = 300_000_000
BOMB_BYTES = 256_000_000
BOMB_SIDE_PX = 30_000
HUGE_BYTES = 10_000_000_000

_PAGE = b"<!doctype html><html><head><title>Sorry</title></head><body><p>This picture has moved on.</p></body></html>"
_SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="60"><circle cx="40" cy="30" r="20"/></svg>'
_OTHERS = (
    b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n" + b"%" * 900,
    b"PK\x03\x04\x14\x00\x00\x00\x08\x00" + bytes(range(256)) * 8,
    b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(2000),
)
_TEXTS = (
    b'{"error": "not found", "code": 17}',
    b"ERROR: no such object\n",
    b"<?xml version='1.0'?><Error>NoSuchKey</Error>",
)
_CUT = (ErrorSlug.CONTENT_TRUNCATED, ErrorSlug.CONTENT_RESET)
_ENDLESS = (ErrorSlug.CONTENT_TOO_SLOW, ErrorSlug.CONTENT_TIMEOUT)


def page_as_picture(visit: Visit) -> Reply:
    """Send a page, declared as one or as a picture."""
    return answer(200, _PAGE, (HTML, "image/jpeg")[visit.site.number % 2])


def one_of(content_type: str, bodies: tuple[bytes, ...]) -> Answer:
    """Return an answer with one of *bodies*."""
    return lambda visit: answer(200, bodies[visit.site.number % len(bodies)], content_type)


def truncated(visit: Visit) -> Reply:
    """Send a picture file that ends too early on the server's disk."""
    data, content_type = file(visit)
    return answer(200, data[: len(data) * (3 + visit.site.number % 5) // 10], content_type)


def corrupt(visit: Visit) -> Reply:
    """Send a picture file with its middle overwritten."""
    data, content_type = file(visit)
    middle = len(data) // 3
    return answer(200, data[:middle] + b"\x00\xff" * 200 + data[middle + 400 :], content_type)


@functools.cache
def gzip_bomb() -> bytes:
    """Return a gzip stream of zeros that is a thousand times larger when opened; it has no end mark."""
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    block = squeezer.compress(bytes(1_000_000)) + squeezer.flush(zlib.Z_FULL_FLUSH)
    return b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03" + block * (BOMB_BYTES // 1_000_000)


@functools.cache
def pixel_bomb() -> bytes:
    """Return a small and valid PNG file of 900 million pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    row = bytes(1 + BOMB_SIDE_PX // 8)
    squeezer = zlib.compressobj(9)
    pixels = b"".join(squeezer.compress(row) for _ in range(BOMB_SIDE_PX)) + squeezer.flush()
    size = struct.pack(">IIBBBBB", BOMB_SIDE_PX, BOMB_SIDE_PX, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def compressed_bomb(_visit: Visit) -> Reply:
    """Send a gzip stream that opens to 256 million bytes."""
    return answer(200, gzip_bomb(), "image/png", (("Content-Encoding", "gzip"),))


def broken_gzip(visit: Visit) -> Reply:
    """Send a body that is said to be gzip and is not, or not for long."""
    data = (b"\x1f\x8b\x08\x00not gzip at all", gzip_bomb()[:40] + b"\x07\xff\xff")[visit.site.number % 2]
    return answer(200, data, "image/jpeg", (("Content-Encoding", "gzip"),))


def endless(visit: Visit) -> Reply:
    """Send a body that begins as a picture and does not end: after 300 million bytes the server gives up."""
    data, content_type = file(visit)
    start = head(200, (("Content-Type", content_type), ("Connection", "close")))

    def steps() -> Iterator[Step]:
        yield start + data
        block = bytes(65_536)
        for _ in range(ENDLESS_BYTES // len(block)):
            yield block
            yield 0.002
        yield End.RESET

    return Reply(steps(), "endless")


def huge(visit: Visit) -> Reply:
    """Send a body that is declared as ten gigabytes and falls silent after the first few."""
    data, content_type = file(visit)
    return Reply(
        (head(200, (("Content-Type", content_type), ("Content-Length", str(HUGE_BYTES)))) + data, End.HANG), "huge"
    )


def drip(visit: Visit) -> Reply:
    """Send a body of which one byte comes in a second."""
    data, content_type = file(visit)
    start = head(200, (("Content-Type", content_type), ("Content-Length", str(len(data)))))

    def steps() -> Iterator[Step]:
        yield start
        for number in range(len(data)):
            yield 1.0
            yield data[number : number + 1]

    return Reply(steps(), "drip")


def half(end: End) -> Answer:
    """Return an answer that ends the connection half-way through a body of declared length."""

    def reply(visit: Visit) -> Reply:
        data, content_type = file(visit)
        start = head(200, (("Content-Type", content_type), ("Content-Length", str(len(data)))))
        return Reply((start + data[: len(data) // 2], 0.05, end), "half-body")

    return reply


def half_chunked(visit: Visit) -> Reply:
    """Chunks that stop without the last one."""
    data, content_type = file(visit)
    start = head(200, (("Content-Type", content_type), ("Transfer-Encoding", "chunked")))
    return Reply((start + chunks(data[: len(data) // 2]), 0.05, End.CLOSE), "half-chunked")


def bad_chunk(visit: Visit) -> Reply:
    """Send a chunk whose size is not a number."""
    data, content_type = file(visit)
    start = head(200, (("Content-Type", content_type), ("Transfer-Encoding", "chunked")))
    return Reply((start + chunks(data[: len(data) // 2]) + b"zz\r\n" + data + b"\r\n", End.CLOSE), "bad-chunk")


def half_range(visit: Visit) -> Reply:
    """Send a 206 that nobody asked for with the first half of the picture."""
    data, content_type = file(visit)
    part = data[: len(data) // 2]
    return answer(206, part, content_type, (("Content-Range", f"bytes 0-{len(part) - 1}/{len(data)}"),))


def opted_out(visit: Visit) -> Reply:
    """Send the picture, with a header that asks to keep it out of data sets."""
    return good(visit, (("X-Robots-Tag", ("noai", "noai, noimageai", "NoAI", "noimageai")[visit.site.number % 4]),))


def _kind(
    name: str, weight: float, answer_: Answer, *errors: ErrorSlug, forms: tuple[str, ...] = (), note: str = ""
) -> Kind:
    return Kind(name=name, weight=weight, answers={"picture": answer_}, errors=errors, forms=forms, note=note)


_HARMED = (ErrorSlug.CONTENT_CORRUPT, ErrorSlug.CONTENT_TRUNCATED, ErrorSlug.CONTENT_NOT_IMAGE)

KINDS = (
    _kind("page-as-picture", 5, page_as_picture, ErrorSlug.CONTENT_HTML),
    _kind("text", 2, one_of("image/png", _TEXTS), ErrorSlug.CONTENT_TEXT, ErrorSlug.CONTENT_NOT_IMAGE),
    _kind("other-file", 2, one_of("application/octet-stream", _OTHERS), ErrorSlug.CONTENT_NOT_IMAGE),
    _kind("svg", 2, one_of("image/svg+xml", (_SVG,)), ErrorSlug.CONTENT_UNSUPPORTED_FORMAT),
    _kind("empty", 2, one_of("image/jpeg", (b"",)), ErrorSlug.CONTENT_EMPTY),
    _kind("truncated", 4, truncated, *_HARMED[1::-1], forms=("jpeg", "png", "progressive")),
    _kind("corrupt", 3, corrupt, *_HARMED, forms=("png", "alpha")),
    _kind(
        "gzip-bomb", 1, compressed_bomb, ErrorSlug.CONTENT_TOO_LARGE, ErrorSlug.CONTENT_ENCODING,
        ErrorSlug.CONTENT_NOT_IMAGE,
    ),
    _kind("pixel-bomb", 2, lambda _visit: answer(200, pixel_bomb(), "image/png"), ErrorSlug.CONTENT_TOO_MANY_PIXELS),
    _kind("broken-gzip", 2, broken_gzip, ErrorSlug.CONTENT_ENCODING),
    _kind("endless", 1, endless, ErrorSlug.CONTENT_TOO_LARGE, *_ENDLESS),
    _kind("huge", 1, huge, ErrorSlug.CONTENT_TOO_LARGE, *_ENDLESS),
    _kind("drip", 2, drip, *_ENDLESS),
    _kind("half-body", 2, half(End.CLOSE), *_CUT),
    _kind("half-body-reset", 2, half(End.RESET), *_CUT[::-1]),
    _kind("half-chunked", 2, half_chunked, *_CUT),
    _kind("bad-chunk", 1, bad_chunk, ErrorSlug.HTTP_PROTOCOL, *_CUT, ErrorSlug.CONTENT_ENCODING),
    _kind("half-range", 1, half_range, ErrorSlug.HTTP_UNEXPECTED_STATUS, *_CUT),
    Kind(
        name="opt-out", weight=5, sizes=(1, 3), baseline=1, answers={"picture": opted_out},
        errors=(ErrorSlug.POLICY_OPT_OUT,), note="Asks not to be used for data sets.",
    ),
    Kind(
        name="half-body-at-first", weight=4, ok=True, answers={"picture": at_first(half(End.CLOSE))}, errors=_CUT,
        note="The second or third try succeeds.",
    ),
)  # fmt: skip
