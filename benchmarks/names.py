"""How many names a second the resolver looks up, and what it does when the name server cannot keep up.

The name server is a process of its own on loopback. It answers every question with 127.0.0.1, so many a second as it
is told; the questions that wait for that are bounded, and what comes beyond is dropped, as real ones do it.
"""

from __future__ import annotations

import argparse
import asyncio
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import cast

import uvloop

sys.path.insert(0, str(Path(__file__).parent.parent))  # the project is not installed
from imgcrawl.config import TransportConfig
from imgcrawl.lab.nameserver import parse_question, record, response
from imgcrawl.transport import FetchError, Resolver

_WAITING = 200
_A = 1


class _NameServer(asyncio.DatagramProtocol):
    """Answers *speed* questions a second; the first answer comes *delay_s* after its question."""

    def __init__(self, speed: float, delay_s: float) -> None:
        self._gap_s = 1 / speed
        self._delay_s = delay_s
        self._free_at = 0.0
        self._transport: asyncio.DatagramTransport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        loop = asyncio.get_running_loop()
        now = loop.time()
        if self._free_at - now > _WAITING * self._gap_s:
            return
        self._free_at = max(now, self._free_at) + self._gap_s
        loop.call_at(self._free_at + self._delay_s, self._answer, data, addr)

    def _answer(self, data: bytes, addr: tuple[str, int]) -> None:
        question = parse_question(data)
        records = (record(question.name, _A, bytes((127, 0, 0, 1))),) if question.type == _A else ()
        self._transport.sendto(response(question, 0, records), addr)


async def _serve(speed: float, delay_s: float) -> None:
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(lambda: _NameServer(speed, delay_s), ("127.0.0.1", 0))
    print(transport.get_extra_info("sockname")[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)


async def _ask(port: int, names: int, at_once: int) -> None:
    overloads, failures, threads = 0, 0, 0

    def overloaded() -> None:
        nonlocal overloads
        overloads += 1

    resolver = Resolver(TransportConfig(dns_servers=(f"127.0.0.1:{port}",)), on_overload=overloaded)
    numbers = iter(range(names))

    async def work() -> None:
        nonlocal failures, threads
        for number in numbers:
            try:
                await resolver.resolve(f"host-{number}.test")
            except FetchError:
                failures += 1
            threads = max(threads, threading.active_count())

    began, cpu = time.monotonic(), time.process_time()
    await asyncio.gather(*(work() for _ in range(at_once)))
    wall_s, cpu_s = time.monotonic() - began, time.process_time() - cpu
    await resolver.close()
    print(
        f"{names} names, {at_once} at a time: {wall_s:.1f} s, {names / wall_s:.0f} a second, "
        f"{cpu_s / names * 1e3:.3f} CPU ms a name, {failures} failed, slowed down {overloads} times, {threads} threads"
    )


def main() -> None:
    """Start a name server, or ask one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--names", type=int, default=100_000)
    parser.add_argument("--at-once", type=int, default=500, help="names that are waited for at a time")
    parser.add_argument("--speed", type=float, default=100_000, help="questions a second that the name server answers")
    parser.add_argument("--delay", type=float, default=0.01, help="seconds that an answer takes")
    parser.add_argument("--serve", action="store_true", help="be the name server")
    options = parser.parse_args()
    if options.serve:
        uvloop.run(_serve(options.speed, options.delay))
        return
    program = [sys.executable, str(Path(__file__)), "--serve", f"--speed={options.speed}", f"--delay={options.delay}"]
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdin is not None  # noqa: S101
        assert server.stdout is not None  # noqa: S101
        uvloop.run(_ask(int(server.stdout.readline()), options.names, options.at_once))
        server.stdin.close()


if __name__ == "__main__":
    main()
