"""Pictures that every client gets, in every shape in which servers send them."""

from __future__ import annotations

import gzip
import zlib
from typing import TYPE_CHECKING

from imgcrawl.errors import ErrorSlug
from imgcrawl.lab.model import End, Kind, Reply
from imgcrawl.lab.replies import answer, file, good, head

if TYPE_CHECKING:
    from imgcrawl.lab.model import Answer, Step, Visit

CHUNK_BYTES = 1500


def chunks(data: bytes) -> bytes:
    """Return *data* in chunked transfer coding, without the last chunk."""
    parts = (data[start : start + CHUNK_BYTES] for start in range(0, len(data), CHUNK_BYTES))
    return b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts)


def chunked(visit: Visit) -> Reply:
    """Send it in chunks, with an extension on the last one and a trailer."""
    data, content_type = file(visit)
    start = head(200, (("Content-Type", content_type), ("Transfer-Encoding", "chunked")))
    return Reply((start + chunks(data) + b"0;done=1\r\nX-Trailer: end\r\n\r\n",), "200")


def compressed(visit: Visit) -> Reply:
    """Send it with gzip or deflate as content coding, if the client takes it."""
    data, content_type = file(visit)
    accepted = visit.headers.get("accept-encoding", "")
    if visit.site.number % 2 and "deflate" in accepted:
        return answer(200, zlib.compress(data, 1), content_type, (("Content-Encoding", "deflate"),))
    if "gzip" in accepted:
        return answer(200, gzip.compress(data, 1, mtime=0), content_type, (("Content-Encoding", "gzip"),))
    return good(visit)


def until_close(version: str) -> Answer:
    """Send it without a length: the end of the connection is the end of the body."""

    def reply(visit: Visit) -> Reply:
        data, content_type = file(visit)
        fields = (("Content-Type", content_type), ("Connection", "close"))
        return Reply((head(200, fields, version) + data, End.CLOSE), "200")

    return reply


def wrong_type(visit: Visit) -> Reply:
    """Send it with a content type that is not the picture's, or none."""
    data, _ = file(visit)
    types = ("text/html; charset=iso-8859-1", "application/octet-stream", "image/png", "text/plain", "image/jpg", "")
    content_type = types[visit.site.number % len(types)]
    fields = (*((("Content-Type", content_type),) if content_type else ()), ("Content-Length", str(len(data))))
    return Reply((head(200, fields) + data,), "200")


def slow(visit: Visit) -> Reply:
    """Send it with two seconds of thinking, or a body that takes three."""
    data, content_type = file(visit)
    start = head(200, (("Content-Type", content_type), ("Content-Length", str(len(data)))))
    if visit.site.number % 2:
        return Reply((2.0, start + data), "200")
    steps: list[Step] = [start]
    for number in range(10):
        steps += [data[len(data) * number // 10 : len(data) * (number + 1) // 10], 0.3]
    return Reply(steps[:-1], "200")


def whole_range(visit: Visit) -> Reply:
    """Send it as a 206 that nobody asked for and that holds all of the picture."""
    data, content_type = file(visit)
    return answer(206, data, content_type, (("Content-Range", f"bytes 0-{len(data) - 1}/{len(data)}"),))


def early_hints(visit: Visit) -> Reply:
    """Send it after an informational 103."""
    data, content_type = file(visit)
    hints = b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n"
    return Reply(
        (hints + head(200, (("Content-Type", content_type), ("Content-Length", str(len(data))))) + data,), "200"
    )


def odd_headers(visit: Visit) -> Reply:
    """Send it with header values that hold control characters, other alphabets and much else."""
    oddities = (("X-Control", "a\x01b\x0bc\x7f"), ("x-latin", "caf\xe9"), ("X-Empty", ""), ("X-Long", "z" * 3000))
    return good(visit, (*oddities, ("Set-Cookie", "a=b; Path=/"), ("Set-Cookie", "c=d; Path=/")))


def other_robots_tag(visit: Visit) -> Reply:
    """Send it with an X-Robots-Tag that has nothing to say on data sets."""
    return good(
        visit, (("X-Robots-Tag", ("noindex, nofollow", "all", "otherbot: noimageindex")[visit.site.number % 3]),)
    )


def stale(visit: Visit) -> Reply:
    """Close a kept connection just as its second request comes, without an answer."""
    if visit.number > 1:
        return Reply((End.RESET if visit.site.number % 2 else End.CLOSE,), "stale")
    return good(visit)


def _kind(name: str, weight: float, answer_: Answer, sizes: tuple[int, ...] = (1, 1, 1, 2)) -> Kind:
    return Kind(name=name, weight=weight, sizes=sizes, ok=True, baseline=1, answers={"picture": answer_})


_FEW = (1,) * 14 + (2, 2, 2, 3, 4, 7)

KINDS = (
    _kind("plain", 338, good, _FEW),
    _kind("popular", 60, good, (36, 12, 24)),
    _kind("chunked", 40, chunked),
    _kind("compressed", 20, compressed),
    _kind("close-delimited", 16, until_close("1.1")),
    _kind("http-1.0", 10, until_close("1.0")),
    _kind("wrong-type", 18, wrong_type, (1,)),
    _kind("slow", 10, slow, (1,)),
    _kind("whole-range", 3, whole_range, (1,)),
    Kind(
        name="early-hints", weight=1, ok=True, answers={"picture": early_hints},
        errors=(ErrorSlug.HTTP_UNEXPECTED_STATUS, ErrorSlug.HTTP_PROTOCOL),
    ),
    _kind("odd-headers", 4, odd_headers, (1,)),
    _kind("other-robots-tag", 4, other_robots_tag, (1,)),
    Kind(
        name="stale-keep-alive", weight=10, sizes=(8,), ok=True, baseline=1, answers={"picture": stale},
        errors=(ErrorSlug.TCP_CLOSED, ErrorSlug.TCP_RESET),
        note="The server closes an idle connection just as the next request comes: a new connection serves it.",
    ),
)  # fmt: skip
