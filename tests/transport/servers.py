"""Scripted servers on loopback: HTTP/1.1 step by step, HTTP/2 frame by frame, DNS answer by answer."""

from __future__ import annotations

import asyncio
import os
import socket
import struct
from contextlib import suppress


class Server:
    """Plays *steps* on every connection: bytes are sent, ``request`` waits for one, ``hang`` waits for the end.

    ``reset`` sends RST, ``close`` ends the connection, ``cut`` ends it beneath TLS, without a farewell. A list of lists
    gives each connection its own steps, the last for all further ones. A tuple of bytes and seconds is sent again and
    again, so many seconds apart, until the client leaves.
    """

    def __init__(self, steps):
        self.scripts = steps if steps and isinstance(steps[0], list) else [steps]
        self.requests = []
        self.connections = 0
        self.open = 0
        self.flooded = 0
        self._tasks = set()
        self._writers = set()

    async def start(self, context=None, address="127.0.0.1", port=0):
        self._server = await asyncio.start_server(self._handle, address, port, ssl=context)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def stop(self):
        self._server.close()
        for writer in self._writers:
            writer.transport.abort()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks)
        for writer in self._writers:
            with suppress(OSError):
                await writer.wait_closed()

    async def _handle(self, reader, writer):
        self._tasks.add(asyncio.current_task())
        self._writers.add(writer)
        script = self.scripts[min(self.connections, len(self.scripts) - 1)]
        self.connections += 1
        self.open += 1
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            await self.play(script, reader, writer)
        self.open -= 1
        writer.close()

    async def play(self, script, reader, writer):
        for step in script:
            if isinstance(step, bytes):
                writer.write(step)
                await writer.drain()
            elif isinstance(step, float):
                await asyncio.sleep(step)
            elif isinstance(step, tuple):
                await self._repeat(writer, *step)
            elif step == "request":
                self.requests.append(await reader.readuntil(b"\r\n\r\n"))
            elif step in ("hello", "hang"):
                while await reader.read(65536) and step == "hang":
                    pass
            elif step == "reset":
                raw = writer.get_extra_info("socket")
                raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                writer.transport.abort()
                return
            elif step == "cut":
                raw = socket.socket(fileno=os.dup(writer.get_extra_info("socket").fileno()))
                raw.shutdown(socket.SHUT_WR)
                raw.close()
                await reader.read(65536)
                return
            else:
                assert step == "close", step
                return

    async def _repeat(self, writer, piece, seconds):
        while True:
            writer.write(piece)
            self.flooded += len(piece)
            await writer.drain()
            await asyncio.sleep(seconds)


class Http2Server(Server):
    """Speaks just enough HTTP/2: each request is answered with the next of *steps*, frames or ``reset`` or ``close``.

    A frame is ``(type, flags, payload)`` on the request's stream, or ``(type, flags, payload, stream)``; bytes are sent
    as they are.
    """

    async def play(self, script, reader, writer):
        await reader.readexactly(24)
        writer.write(frame(4, 0, b"", 0))
        answers = iter(script)
        while True:
            head = await reader.readexactly(9)
            length, kind, stream = int.from_bytes(head[:3], "big"), head[3], int.from_bytes(head[5:], "big")
            await reader.readexactly(length)
            if kind == 1:
                self.requests.append(stream)
                for step in next(answers):
                    if step in ("reset", "close", "cut"):
                        await writer.drain()
                        await asyncio.sleep(0.02)
                        await super().play([step], reader, writer)
                        return
                    writer.write(
                        step
                        if isinstance(step, bytes)
                        else frame(step[0], step[1], step[2], step[3] if len(step) > 3 else stream)
                    )


def frame(kind, flags, payload, stream):
    """Return a frame of HTTP/2."""
    return len(payload).to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big") + payload


class NameServer(asyncio.DatagramProtocol):
    """Answers by the fixture ``dns``'s rules."""

    def __init__(self):
        self.answers = {}
        self.answer_by = None
        self.questions = []
        self.ttl_s = 60

    def connection_made(self, transport):
        self.transport = transport
        self.address = "{}:{}".format(*transport.get_extra_info("sockname"))

    def datagram_received(self, data, sender):
        labels, at = [], 12
        while data[at]:
            labels.append(data[at + 1 : at + 1 + data[at]].decode())
            at += data[at] + 1
        kind = int.from_bytes(data[at + 1 : at + 3], "big")
        name = ".".join(labels)
        self.questions.append((name, kind))
        answer = self.answer_by(name) if self.answer_by else self.answers.get(name, 3)
        if answer is not None:
            self._reply(data, data[12 : at + 5], kind, answer, sender)

    def _reply(self, data, question, kind, answer, sender):
        rcode, addresses = (answer, []) if isinstance(answer, int) else (0, answer)
        packed = [_packed(address) for address in addresses if (":" in address) == (kind == 28)]
        header = struct.pack("!HHHHH", 0x8180 | rcode, 1, len(packed), 0, 0)
        records = b"".join(b"\xc0\x0c" + struct.pack("!HHIH", kind, 1, self.ttl_s, len(raw)) + raw for raw in packed)
        self.transport.sendto(data[:2] + header + question + records, sender)


def _packed(address):
    return socket.inet_pton(socket.AF_INET6 if ":" in address else socket.AF_INET, address)
