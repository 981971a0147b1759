"""Hosts that answer as a function says, in a thread of the benchmark itself."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable

Headers = dict[str, str]
"""By their names in small letters."""

Answer = Callable[[str, str, Headers], bytes]
"""Returns a whole answer for the name of the host that was asked, the path and the header of the request."""


class Scripted:
    """Listens on *port* of 127.0.0.1 for all hosts, and gives *answer* after *latency_s*."""

    def __init__(self, answer: Answer, *, latency_s: float = 0.0) -> None:
        self._answer = answer
        self._latency_s = latency_s
        self._loop = asyncio.new_event_loop()
        ready = threading.Event()
        threading.Thread(target=self._run, args=(ready,), daemon=True).start()
        ready.wait()

    def _run(self, ready: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._talk, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        self._loop.run_forever()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").rstrip().split("\r\n")
                headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
                await asyncio.sleep(self._latency_s)
                writer.write(self._answer(headers["host"].partition(":")[0], first.split()[1], headers))
        writer.close()
