"""The lab's connections: HTTP/1.1 by hand, for full control over every byte, and addresses that misbehave before it."""

from __future__ import annotations

import asyncio
import itertools
import os
import socket
import struct
from typing import TYPE_CHECKING, ClassVar, cast

from imgcrawl.lab.model import Address, Certificate, End
from imgcrawl.lab.replies import refusal
from imgcrawl.lab.web import parse_request

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterable, Mapping

    from imgcrawl.lab.accesslog import AccessLog
    from imgcrawl.lab.model import HostState, Reply, Step
    from imgcrawl.lab.web import Request, Web

MAX_HEAD_BYTES = 65_536

_TLS_ALERT = b"\x15\x03\x03\x00\x02\x02\x28"
"""A fatal handshake_failure, RFC 8446 section 6."""

_numbers = itertools.count(1)


class LabConnection(asyncio.Protocol):
    """A connection that knows its number, is known to *open_connections*, and can be reset."""

    transport: asyncio.Transport

    def __init__(self, open_connections: set[LabConnection], *, secure: bool) -> None:
        self.open_connections = open_connections
        self.secure = secure
        self.number = next(_numbers)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Note the connection as open."""
        self.transport = cast("asyncio.Transport", transport)
        self.open_connections.add(self)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - who ended it does not matter
        """Note the connection as closed."""
        self.open_connections.discard(self)

    def reset(self) -> None:
        """End the connection with a RST: without lingering, a close discards what was not sent."""
        fileno = self.transport.get_extra_info("socket").fileno()
        with socket.socket(fileno=os.dup(fileno)) as same:
            same.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.transport.abort()


class WebConnection(LabConnection):
    """Reads requests one by one and plays the replies of the web."""

    def __init__(self, web: Web, address: str, open_connections: set[LabConnection], *, secure: bool) -> None:
        super().__init__(open_connections, secure=secure)
        self.web = web
        self.address = address
        self.received = b""
        self.requests = 0
        self.playing: asyncio.Task[None] | None = None
        self.writable = asyncio.Event()
        self.writable.set()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop what is being played."""
        super().connection_lost(exc)
        self.writable.set()
        if self.playing:
            self.playing.cancel()

    def pause_writing(self) -> None:
        """Hold the reply: the client reads more slowly than it is written."""
        self.writable.clear()

    def resume_writing(self) -> None:
        """Go on with the reply."""
        self.writable.set()

    def data_received(self, data: bytes) -> None:
        """Answer the requests that are complete; those that come during a reply wait for its end."""
        self.received += data
        if self.playing is None:
            self._answer_received()

    def _answer_received(self) -> None:
        while self.playing is None and not self.transport.is_closing():
            head, end, rest = self.received.partition(b"\r\n\r\n")
            if not end:
                if len(head) > MAX_HEAD_BYTES:
                    self._finish(refusal(431))
                return
            self.received = rest
            request = parse_request(head)
            if request is None:
                self._finish(refusal(400))
                return
            self._answer(request)

    def _answer(self, request: Request) -> None:
        self.requests += 1
        site = self.web.plan.sites.get(request.host)
        state = site.state if site else None
        if state:
            state.in_flight += 1
        reply = self.web.visit(request, self.address, self.number, self.requests, secure=self.secure)
        steps = head_only(reply.steps) if request.method == "HEAD" else reply.steps
        if isinstance(steps, tuple) and len(steps) == 1 and isinstance(steps[0], bytes):
            self.transport.write(steps[0])
            self._end(state, keep_open=request.keeps_open)
        else:
            self.playing = asyncio.get_running_loop().create_task(self._play(steps, state, request))

    async def _play(self, steps: Iterable[Step], state: HostState | None, request: Request) -> None:
        keep_open = request.keeps_open
        try:
            for step in steps:
                if isinstance(step, bytes):
                    self.transport.write(step)
                    await self.writable.wait()
                elif isinstance(step, float):
                    await asyncio.sleep(step)
                else:
                    keep_open = False
                    await self._break_off(step)
        finally:
            self.playing = None
            self._end(state, keep_open=keep_open)
        self._answer_received()

    async def _break_off(self, end: End) -> None:
        if end is End.RESET:
            self.reset()
        elif end is End.HANG:
            await asyncio.get_running_loop().create_future()

    def _end(self, state: HostState | None, *, keep_open: bool) -> None:
        if state:
            state.in_flight -= 1
        if not keep_open:
            self.transport.close()

    def _finish(self, reply: Reply) -> None:
        self.transport.writelines([step for step in reply.steps if isinstance(step, bytes)])
        self.transport.close()


def head_only(steps: Iterable[Step]) -> Iterable[Step]:
    """Return *steps* as a reply to HEAD: the first bytes up to the end of the headers."""
    first = next(iter(steps))
    if not isinstance(first, bytes):
        return steps
    head, end, _ = first.partition(b"\r\n\r\n")
    return (head + end,)


class FaultyConnection(LabConnection):
    """A connection to one of the addresses that misbehave before any HTTP is spoken."""

    def __init__(self, address: Address, log: AccessLog, open_connections: set[LabConnection], *, secure: bool) -> None:
        super().__init__(open_connections, secure=secure)
        self.address = address
        self.log = log

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Log the connection, and reset it at once where that is the address's manner."""
        super().connection_made(transport)
        self.log.add_connection(self.number, self.address, self.address.name.lower(), secure=self.secure)
        if self.address is Address.RESET_AT_ONCE:
            self.reset()

    def data_received(self, data: bytes) -> None:  # noqa: ARG002 - whatever the client says
        """Do as the address does."""
        act = self._ACTS.get(self.address)
        if act:
            act(self)

    def _alert(self) -> None:
        self._say_and_close(_TLS_ALERT)

    def _speak_plainly(self) -> None:
        self._say_and_close(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

    def _close(self) -> None:
        self.transport.close()

    def _say_and_close(self, data: bytes) -> None:
        self.transport.write(data)
        self.transport.close()

    _ACTS: ClassVar[Mapping[Address, Callable[[FaultyConnection], None]]] = {
        Address.RESET_ON_DATA: LabConnection.reset,
        Address.CLOSE_ON_DATA: _close,
        Address.TLS_ALERT: _alert,
        Address.PLAIN_TEXT: _speak_plainly,
    }


def tls_context(web: Web, contexts: Mapping[Certificate, ssl.SSLContext]) -> ssl.SSLContext:
    """Return a context that shows each site's own certificate, chosen by the name that the client asks for."""

    def choose(connection: ssl.SSLObject, name: str | None, _context: ssl.SSLContext) -> None:
        site = web.plan.sites.get((name or "").lower())
        if site and name != site.alias:
            connection.context = contexts[site.kind.certificate]

    default = contexts[Certificate.GOOD]
    default.sni_callback = choose
    return default
