"""One lab for all tests that need a running one, and a plain client that finds its way in it."""

from __future__ import annotations

import http.client
import socket
import ssl
import struct
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, urlsplit

import pytest

from imgcrawl.lab import RunningLab, running_lab
from imgcrawl.lab.model import Ports, Visit
from imgcrawl.lab.nameserver import encode_name
from imgcrawl.lab.plan import make_plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from imgcrawl.lab.listing import Truth
    from imgcrawl.lab.plan import Plan


class Got(NamedTuple):
    """A plain answer."""

    status: int
    headers: dict[str, str]
    body: bytes


class Client:
    """Resolves by the lab's name server and speaks plain HTTP/1.1, one connection for each request."""

    def __init__(self, lab: RunningLab) -> None:
        self.lab = lab
        self.tls = ssl.create_default_context(cafile=lab.settings["IMGCRAWL_TLS_CA_FILE"])

    def ask(self, name: str, times: int = 4) -> bytes:
        """Return the name server's answer for an A record, asking up to *times* as a stub resolver does."""
        name = name.lower().rstrip(".").encode("idna").decode()
        query = struct.pack(">HHHHHH", 7, 0x0100, 1, 0, 0, 0) + encode_name(name) + struct.pack(">HH", 1, 1)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            sock.settimeout(1.5)
            for _ in range(times):
                sock.sendto(query, ("127.0.0.1", self.lab.ports["dns"]))
                try:
                    return sock.recv(2048)
                except TimeoutError:
                    continue
        raise socket.gaierror(socket.EAI_AGAIN, "no answer")

    def resolve(self, name: str, times: int = 4) -> str:
        """Return the address of *name*, asking for it up to *times*."""
        answer = self.ask(name, times)
        if answer[3] & 15 or answer[6:8] == b"\0\0":
            raise socket.gaierror(socket.EAI_NONAME, "no address")
        return socket.inet_ntoa(answer[-4:])

    def connect(self, url: str, timeout: float = 3) -> socket.socket:
        """Return a connection to the host of *url*, over TLS where the URL says so."""
        parts = urlsplit(url)
        sock = socket.create_connection((self.resolve(parts.hostname), parts.port), timeout)
        if parts.scheme == "http":
            return sock
        try:
            return self.tls.wrap_socket(sock, server_hostname=parts.hostname)
        except BaseException:
            sock.close()
            raise

    def get(self, url: str, timeout: float = 3, **headers: str) -> Got:
        """Send one GET and return the answer; underscores in *headers* stand for hyphens."""
        parts = urlsplit(url)
        target = quote(parts.path, safe="/%") + (f"?{parts.query}" if parts.query else "")
        fields = {"Host": f"{parts.hostname}:{parts.port}", "Connection": "close"}
        fields |= {name.replace("_", "-"): value for name, value in headers.items()}
        request = f"GET {target} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        with self.connect(url, timeout) as sock:
            sock.sendall(request.encode() + b"\r\n")
            with http.client.HTTPResponse(sock) as response:
                response.begin()
                return Got(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """Serve a lab in which every kind has a row or more."""
    with running_lab(rows=1400, seed=7, out=tmp_path_factory.mktemp("lab")) as running:
        yield running


@pytest.fixture(scope="module")
def client(lab):
    """Return a client in that lab."""
    return Client(lab)


@pytest.fixture
def rows_of(lab) -> Callable[[str], list[Truth]]:
    """Return the truth of all rows of a kind."""
    return lambda kind: [truth for truth in lab.truth.values() if truth.kind == kind]


@pytest.fixture
def plan_of() -> Callable[..., Plan]:
    """Make the plan of a few rows of some kinds."""
    return lambda count, *kinds: make_plan(count, 3, Ports(8080, 8443), kinds)


@pytest.fixture
def visit_of() -> Callable[..., Visit]:
    """Make a visit to a row's picture, or to another of its places, at a given instant."""

    def visit(row, *, at=100.0, place="picture", query="", number=1, **headers):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return Visit(named, row.site.host, row.places[place], query, row.site, row, number, at, 1.7e9 + at)

    return visit


@pytest.fixture
def answer_to(plan_of, visit_of):
    """Asks one kind in this process: returns the status line's status, the headers' text and the body."""

    def ask(kind, *, place="picture", row=None, **how):
        row = row or plan_of(1, kind).rows[0]
        reply = row.site.kind.answers[place](visit_of(row, place=place, **how))
        data = b"".join(step for step in reply.steps if isinstance(step, bytes))
        head, _, body = data.partition(b"\r\n\r\n")
        return reply.label, head.decode("latin-1"), body

    return ask
