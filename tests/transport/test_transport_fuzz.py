"""Random mutations of valid HTTP/1.1 exchanges, over real sockets: every one ends as a result or as a named failure."""

from __future__ import annotations

import asyncio
import gzip
import io
import os
import random
import re
import resource
import socket
import struct
import time
from collections import Counter
from contextlib import suppress

import pytest
from PIL import Image

from imgcrawl.errors import ErrorSlug, Stage
from imgcrawl.transport import FetchError, FetchRequest
from imgcrawl.validation.decoding.decode import inspect_image
from imgcrawl.validation.decoding.unended import with_end_mark
from imgcrawl.validation.facts import InvalidImage, Limits

EXCHANGES = int(os.environ.get("FUZZ_EXCHANGES", "20000"))
AT_ONCE = 64
LONGEST_S = 60.0
EXPECTED = {"ok", *(slug for slug in ErrorSlug if slug.stage in (Stage.TCP, Stage.HTTP, Stage.CONTENT))}
LIMITS = {"total_timeout_s": 0.5, "connect_timeout_s": 0.5, "max_bytes": 100_000, "max_header_bytes": 8192}
PICTURE_LIMITS = Limits(max_pixels=10_000, phash=False)


def _picture(form: str) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((16, 12), 60).save(out, form)
    return out.getvalue()


PICTURES = [_picture("JPEG"), _picture("PNG"), _picture("GIF")]


def _answer(body: bytes, *headers: bytes, status: bytes = b"200 OK", length: bool = True) -> bytes:
    lines = [b"HTTP/1.1 " + status, b"Content-Type: image/jpeg", *headers]
    if length:
        lines.append(b"Content-Length: %d" % len(body))
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def _chunked(body: bytes, *headers: bytes, trailer: bytes = b"") -> bytes:
    pieces = [body[at : at + 97] for at in range(0, len(body), 97)]
    chunks = b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n" + trailer + b"\r\n"
    return _answer(chunks, b"Transfer-Encoding: chunked", *headers, length=False)


VALID = [
    *(_answer(body) for body in PICTURES),
    *(_chunked(body) for body in PICTURES),
    *(_answer(body, b"Connection: close", length=False) for body in PICTURES),
    _chunked(PICTURES[0], b"Trailer: X-Sum", trailer=b"X-Sum: 1\r\n"),
    _answer(gzip.compress(PICTURES[1]), b"Content-Encoding: gzip"),
    b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" + _answer(PICTURES[0], b"Set-Cookie: a=b; Path=/"),
    b"HTTP/1.1 100 Continue\r\n\r\n" + _chunked(PICTURES[2]),
    _answer(b"", b"Location: http://h.test/2", status=b"302 Found"),
    _answer(b"<html>no</html>", b"Retry-After: 3", status=b"503 Busy"),
    b"HTTP/1.1 204 No Content\r\n\r\n",
    b"HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n",
    b"HTTP/1.0 200 OK\r\n\r\n" + PICTURES[0],
]
TOKENS = rb"""
\r\n|\n|\r|\0|\r\n\r\n| |\t|:|;|\xff|\xef\xbb\xbf|\r\n folded|HTTP/|HTTP/x: y\r\n|HTTP/2 200\r\n|HTTP/1.1 999\r\n
HTTP/1.1 200 OK\r\n|HTTP/1.1 100 Continue\r\n\r\n|HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n
Content-Length: 0\r\n|Content-Length: 99999999999999999999\r\n|Content-Length: -1\r\n|Content-Length: 1,1\r\n
Transfer-Encoding: chunked\r\n|Transfer-Encoding: gzip, chunked\r\n|Transfer-Encoding: identity\r\n
Connection: close\r\n|Content-Encoding: br\r\n|0\r\n\r\n|ffffffffffffffff\r\n|-1\r\n|0x10\r\n"""
INSERTED = [token.decode("unicode_escape").encode("latin-1") for token in re.split(rb"[|\n]", TOKENS[1:])]
INSERTED += [b"A: " + b"x" * 9000 + b"\r\n", b"A: b\r\n" * 1000]


def _insert(data: bytes, at: int, _to: int, rng: random.Random) -> bytes:
    return data[:at] + rng.choice(INSERTED) + data[at:]


def _splice(data: bytes, at: int, _to: int, rng: random.Random) -> bytes:
    other = rng.choice(VALID)
    return data[:at] + other[rng.randrange(len(other)) :]


def _swap_lines(data: bytes, _at: int, _to: int, rng: random.Random) -> bytes:
    lines = data.split(b"\r\n")
    one, two = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[one], lines[two] = lines[two], lines[one]
    return b"\r\n".join(lines)


CHANGES = [
    lambda data, at, to, rng: data[:at] + rng.randbytes(to - at) + data[to:],
    lambda data, at, to, rng: data[:at] + data[to:],
    lambda data, at, to, rng: data[:at] + data[at:to] * rng.choice((2, 3, 50)) + data[to:],
    lambda data, at, to, rng: data[:at],
    *(_insert, _insert, _splice, _swap_lines),
]


def _mutate(data: bytes, rng: random.Random) -> bytes:
    """Return *data* after one random change; most strike the head, where the protocol is."""
    reach = data.find(b"\r\n\r\n") + 8 if rng.random() < 0.7 else len(data)
    at = rng.randrange(min(reach, len(data)) + 1)
    return rng.choice(CHANGES)(data, at, min(len(data), at + rng.choice((1, 1, 2, 7, 40, 400))), rng)


def _exchange(seed: str, number: int) -> tuple[list[bytes], str]:
    """Return what is sent in answer to request *number*, in pieces, and how the connection goes on."""
    rng = random.Random(f"{seed}:{number}")
    data = rng.choice(VALID)
    for _ in range(rng.choice((0, 1, 1, 1, 2, 3, 8))):
        data = _mutate(data, rng)
    cuts = sorted(rng.randrange(len(data) + 1) for _ in range(rng.choice((0, 0, 0, 1, 3))))
    pieces = [data[start:end] for start, end in zip([0, *cuts], [*cuts, len(data)], strict=True)]
    ending = rng.choices(("close", "keep", "reset", "hang"), (70, 25, 4, 1))[0]
    return pieces, ending


class MutatingServer:
    """Answers each request, whose path is its number, with the mutated exchange of that number."""

    def __init__(self, seed):
        self.seed = seed
        self.open = 0
        self.connections = 0
        self._tasks = set()

    async def start(self):
        self._server = await asyncio.start_server(self._handle, "127.0.0.1", 0, backlog=1024)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self):
        self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks)
        await self._server.wait_closed()

    async def _handle(self, reader, writer):
        self._tasks.add(task := asyncio.current_task())
        task.add_done_callback(self._tasks.discard)
        self.open += 1
        self.connections += 1
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while await self._answer(reader, writer):
                pass
        self.open -= 1
        writer.close()

    async def _answer(self, reader, writer):
        head = await reader.readuntil(b"\r\n\r\n")
        pieces, ending = _exchange(self.seed, int(head.split(b" ", 2)[1][1:]))
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0)
        if ending == "hang":
            await reader.read()
        if ending == "reset":
            linger = struct.pack("ii", 1, 0)
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            writer.transport.abort()
        return ending == "keep"


def _is_whole(body: bytes) -> bool:
    """Whether Pillow reads every pixel of every picture in *body*."""
    with suppress(OSError, SyntaxError, ValueError), Image.open(io.BytesIO(body)) as image:
        image.load()
        return True
    return False


def _is_fooled(body: bytes) -> bool:
    """Whether validation accepts *body* although it lacks more than an end mark, or does not decode whole with one."""
    try:
        inspect_image(body, limits=PICTURE_LIMITS)
    except InvalidImage:
        return False
    cut = [picture for picture in PICTURES if picture.startswith(body) and len(picture) - len(body) > 2]
    return bool(cut) or not _is_whole(with_end_mark(body) if body.startswith(b"\xff\xd8") else body)


@pytest.fixture
async def mutating_server():
    """Start a server of mutations; ``FUZZ_SEED`` chooses others than the usual ones."""
    server = MutatingServer(os.environ.get("FUZZ_SEED", "1"))
    await server.start()
    yield server
    await server.stop()


async def _fetch(fetch, number, port):
    """Return the slug with which exchange *number* fails, or ``ok``."""
    try:
        result = await fetch(FetchRequest(f"http://h.test:{port}/{number}"))
    except FetchError as exc:
        return exc.slug
    assert 200 <= result.status <= 999
    assert len(result.body) <= LIMITS["max_bytes"]
    assert sum(len(name) + len(value) for name, value in result.headers) <= LIMITS["max_header_bytes"]
    assert result.status != 200 or not _is_fooled(result.body)
    return "ok"


async def _fetch_all(fetch, server, outcomes):
    """Fetch every exchange, 64 at once; a failure is told with its seed, number and bytes."""
    numbers = iter(range(EXCHANGES))

    async def work():
        for number in numbers:
            began = time.monotonic()
            try:
                outcome = await _fetch(fetch, number, server.port)
                outcomes[outcome] += 1
                assert outcome in EXPECTED
                assert time.monotonic() - began < LONGEST_S
            except Exception as exc:
                exc.add_note(f"FUZZ_SEED={server.seed}, exchange {number}: {_exchange(server.seed, number)}")
                raise

    await asyncio.gather(*(work() for _ in range(AT_ONCE)))


async def test_mutated_exchanges(transport, mutating_server, descriptors, until, capfd):
    """Of 20,000 mutated exchanges each is a result or a named failure, none hangs, leaks, or passes for a picture."""
    client, outcomes = transport(**LIMITS), Counter()
    descriptors_before = len(descriptors())
    most_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    await _fetch_all(client.fetch, mutating_server, outcomes)
    assert outcomes.total() == EXCHANGES
    assert client.stats().in_flight == 0
    await client.close()
    await until(lambda: mutating_server.open == 0)
    assert len(descriptors()) <= descriptors_before
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - most_kib < 100_000
    assert "Traceback" not in capfd.readouterr().err
    assert outcomes["ok"] > EXCHANGES / 10
    assert len(outcomes) > 5
