"""Ports of loopback that stay a test's own, also while nobody listens on them."""

from __future__ import annotations

import socket


def hold(address: str = "127.0.0.1") -> socket.socket:
    """Return a socket that is bound to a free port and never listens: until it is closed, no client is given the port.

    Who connects is refused. Servers may listen on the port, and do so again and again, if they set ``SO_REUSEADDR``,
    as those of asyncio, ``http.server`` and Twisted do.
    """
    held = socket.socket()
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    held.bind((address, 0))
    return held


def number(held: socket.socket) -> int:
    """Return the number of the port that *held* is bound to."""
    port: int = held.getsockname()[1]
    return port
