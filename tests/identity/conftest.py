"""A server on loopback that shows what curl puts on the wire."""

from __future__ import annotations

import io
import socket
import threading
from contextlib import suppress

import pytest
from curl_cffi import Curl, CurlError, CurlOpt

from imgcrawl.identity.provider import BrowserProvider

HTTP_1_1 = 2


def _first_flight(listener, sent):
    connection, _ = listener.accept()
    with connection, suppress(OSError):
        connection.settimeout(5)
        data = connection.recv(65536)
        is_tls = data[:1] == b"\x16"
        while len(data) < 5 + int.from_bytes(data[3:5], "big") if is_tls else b"\r\n\r\n" not in data:
            data += connection.recv(65536)
        sent.append(data)
        if not is_tls:
            connection.sendall(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")


def _wire(scheme, profile, headers=None):
    """Return the first bytes that curl sends as *profile*; *headers* None for the profile's own."""
    sent = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(5)
        server = threading.Thread(target=_first_flight, args=(listener, sent))
        server.start()
        curl = Curl()
        port = listener.getsockname()[1]
        curl.impersonate(profile, default_headers=headers is None)
        curl.setopt(CurlOpt.URL, f"{scheme}://localhost:{port}/".encode())
        curl.setopt(CurlOpt.RESOLVE, [f"localhost:{port}:127.0.0.1"])
        curl.setopt(CurlOpt.WRITEDATA, io.BytesIO())
        if scheme == "http":
            curl.setopt(CurlOpt.HTTP_VERSION, HTTP_1_1)
        if headers is not None:
            curl.setopt(CurlOpt.HTTPHEADER, [f"{name}: {value}".encode() for name, value in headers])
        with suppress(CurlError):
            curl.perform()
        server.join()
        curl.close()
    return sent[0]


@pytest.fixture
def client_hello():
    """Return the ClientHello of a curl_cffi profile: the bytes of its first TLS record."""
    return lambda profile: _wire("https", profile)


@pytest.fixture
def header_block():
    """Return the header lines that arrive, as pairs, without Host."""

    def sent(profile, headers=None):
        lines = _wire("http", profile, headers).decode().split("\r\n")[1:]
        return [tuple(line.split(": ", 1)) for line in lines if line and not line.startswith("Host:")]

    return sent


@pytest.fixture
def provider():
    """Return a provider with all settings at their defaults."""
    return BrowserProvider({})
