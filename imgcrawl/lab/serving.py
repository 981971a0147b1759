"""Serves a lab: binds its addresses, writes its files, and runs until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import uvloop

from imgcrawl.lab.accesslog import ACCESS, AccessLog
from imgcrawl.lab.certificates import contexts
from imgcrawl.lab.folder import LAB, take_folder
from imgcrawl.lab.listing import SOURCE, TRUTH, write_listing
from imgcrawl.lab.model import NETWORK, Address, Ports
from imgcrawl.lab.nameserver import NameServer
from imgcrawl.lab.plan import make_plan
from imgcrawl.lab.server import FaultyConnection, LabConnection, WebConnection, tls_context
from imgcrawl.lab.web import Web

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from imgcrawl.lab.plan import Plan

CA = "ca.pem"
BIND_ATTEMPTS = 50
FLUSH_S = 1.0
BACKLOG = 4096

WEB_ADDRESSES = frozenset({Address.WEB, Address.TRAP})
"""Where HTTP is spoken."""

Listeners = dict[Address, tuple[socket.socket, socket.socket]]
"""For each address a socket for HTTP and one for HTTPS."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabOptions:
    """What to serve. A port of 0 is chosen by the system. *stop_at_eof*: end when standard input ends."""

    out: Path
    rows: int = 1000
    seed: int = 1
    kinds: tuple[str, ...] | None = None
    http_port: int = 0
    https_port: int = 0
    stop_at_eof: bool = False


def serve(options: LabOptions, on_ready: Callable[[dict[str, Any]], None]) -> None:
    """Serve a lab until SIGINT or SIGTERM; *on_ready* gets what was written into ``lab.json``.

    :raises ValueError: if the options name an unknown kind or a negative number of rows.
    :raises OSError: if the ports are taken or the folder cannot be written.
    """
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(options, on_ready))


async def _serve(options: LabOptions, on_ready: Callable[[dict[str, Any]], None]) -> None:
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(_report)
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    listeners, ports = bind(options.http_port, options.https_port)
    plan = make_plan(options.rows, options.seed, ports, options.kinds)
    take_folder(options.out)
    write_listing(plan, options.out)
    log = AccessLog(options.out / ACCESS)
    open_connections: set[LabConnection] = set()
    async with contextlib.AsyncExitStack() as stack:
        stack.callback(log.flush)
        stack.callback(_abort, open_connections)
        await _listen(stack, Web(plan, log), listeners, options.out, open_connections)
        dns_port = await _start_name_server(stack, plan)
        description = describe(options, ports, dns_port)
        (options.out / LAB).write_text(json.dumps(description, indent=2) + "\n", encoding="utf-8")
        on_ready(description)
        if options.stop_at_eof:
            loop.add_reader(sys.stdin.fileno(), _stop_at_eof, stop)
        while not stop.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), FLUSH_S)
            log.flush()


def describe(options: LabOptions, ports: Ports, dns_port: int) -> dict[str, Any]:
    """Return what a client needs to know: the files, the ports, and the settings that lead imgcrawl into the lab."""
    folder = options.out.absolute()
    return {
        "pid": os.getpid(),
        "rows": options.rows,
        "seed": options.seed,
        "source": str(folder / SOURCE),
        "truth": str(folder / TRUTH),
        "access": str(folder / ACCESS),
        "ports": {"http": ports.http, "https": ports.https, "dns": dns_port},
        "settings": {
            "IMGCRAWL_DNS_SERVERS": f"127.0.0.1:{dns_port}",
            "IMGCRAWL_ALLOW_NETWORKS": NETWORK,
            "IMGCRAWL_TLS_CA_FILE": str(folder / CA),
        },
    }


def bind(http_port: int, https_port: int) -> tuple[Listeners, Ports]:
    """Return bound sockets on the same two ports of every address, and the ports.

    :raises OSError: if a given port is taken on one of the addresses.
    """
    for attempt in range(BIND_ATTEMPTS):
        sockets: list[socket.socket] = []
        ports = [http_port, https_port]
        try:
            for address in Address:
                for index in range(2):
                    sockets.append(_bind(address, ports[index]))
                    ports[index] = sockets[-1].getsockname()[1]
        except OSError:
            for bound in sockets:
                bound.close()
            if attempt == BIND_ATTEMPTS - 1 or (http_port and https_port):
                raise
        else:
            pairs = zip(sockets[::2], sockets[1::2], strict=True)
            return dict(zip(Address, pairs, strict=True)), Ports(*ports)
    raise AssertionError("unreachable")


def _bind(address: str, port: int) -> socket.socket:
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((address, port))
    except OSError:
        bound.close()
        raise
    return bound


async def _listen(
    stack: contextlib.AsyncExitStack, web: Web, listeners: Listeners, out: Path, open_connections: set[LabConnection]
) -> None:
    """Start a server on every address but the closed one, whose sockets stay bound so that nobody else takes them."""
    ca_pem, certificates = contexts(out / "certificates")
    (out / CA).write_bytes(ca_pem)
    tls = tls_context(web, certificates)
    for address, pair in listeners.items():
        for bound, secure in zip(pair, (False, True), strict=True):
            stack.callback(bound.close)
            if address is Address.CLOSED:
                continue
            speaks_tls = secure and address in WEB_ADDRESSES
            factory = partial(_connection, web, address, open_connections, secure=secure)
            loop = asyncio.get_running_loop()
            server = await loop.create_server(factory, sock=bound, ssl=tls if speaks_tls else None, backlog=BACKLOG)
            stack.callback(server.close)


def _connection(web: Web, address: Address, open_connections: set[LabConnection], *, secure: bool) -> LabConnection:
    if address in WEB_ADDRESSES:
        return WebConnection(web, address, open_connections, secure=secure)
    return FaultyConnection(address, web.log, open_connections, secure=secure)


async def _start_name_server(stack: contextlib.AsyncExitStack, plan: Plan) -> int:
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(lambda: NameServer(plan), local_addr=("127.0.0.1", 0))
    stack.callback(transport.close)
    port: int = transport.get_extra_info("sockname")[1]
    return port


def _abort(open_connections: set[LabConnection]) -> None:
    for connection in tuple(open_connections):
        connection.transport.abort()


def _stop_at_eof(stop: asyncio.Event) -> None:
    if not sys.stdin.buffer.raw.read(1024):  # type: ignore[union-attr]  # a pipe's buffer has a raw stream
        stop.set()


def _report(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Pass on all errors but those of clients that leave or refuse a certificate: these are the lab's daily bread."""
    if not isinstance(context.get("exception"), OSError):
        loop.default_exception_handler(context)
