"""Scripted servers on loopback, certificates, and transports that ask them."""

from __future__ import annotations

import asyncio
import ssl
from contextlib import suppress
from pathlib import Path

import pytest
import trustme

from imgcrawl.config import TransportConfig
from imgcrawl.transport import AddressGuard, CurlTransport, FetchRequest, Resolver
from imgcrawl.transport import pause as pause_module
from imgcrawl.transport import portal as portal_module
from tests.transport.outages import Bench
from tests.transport.parties import Party
from tests.transport.servers import Http2Server, NameServer, Server


@pytest.fixture(autouse=True)
def few_sites(monkeypatch):
    """Let four sites in a row raise suspicion that somebody speaks for all: half as many as in a crawl."""
    monkeypatch.setattr(portal_module, "_SITES_IN_A_ROW", 4)


@pytest.fixture
async def serve():
    """Start a server of *steps*; it is stopped after the test."""
    servers = []

    async def start(*steps, context=None, address="127.0.0.1", port=0, kind=Server):
        server = await kind(list(steps)).start(context, address, port)
        servers.append(server)
        return server

    yield start
    for server in servers:
        await server.stop()
    await asyncio.sleep(0)


@pytest.fixture(scope="session")
def authority():
    """Return the certificate authority of the tests."""
    return trustme.CA()


@pytest.fixture(scope="session")
def ca_file(authority, tmp_path_factory):
    """Return the path of the authority's certificate."""
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return str(path)


@pytest.fixture(scope="session")
def server_context(authority):
    """Return a server-side TLS context for *name*."""

    def make(name="h.test", *, issuer=None, alpn=(), **validity):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        (issuer or authority).issue_cert(name, **validity).configure_cert(context)
        if alpn:
            context.set_alpn_protocols(list(alpn))
        return context

    return make


@pytest.fixture
def http2_server():
    """Return the kind of server that speaks HTTP/2."""
    return Http2Server


@pytest.fixture(scope="module")
def root():
    """Return an authority that the tests trust."""
    return Party("Root")


@pytest.fixture(scope="module")
def root_file(root, tmp_path_factory):
    """Return the path of its certificate."""
    path = tmp_path_factory.mktemp("root") / "root.pem"
    path.write_bytes(root.pem())
    return str(path)


@pytest.fixture(scope="session")
def usual_authorities(tmp_path_factory):
    """Return the path of a small file that stands in for certifi's, whose 120 authorities take 20 ms to lay out."""
    path = tmp_path_factory.mktemp("usual") / "ca.pem"
    trustme.CA().cert_pem.write_to_path(str(path))
    return str(path)


@pytest.fixture
async def transport(ca_file, usual_authorities, monkeypatch):
    """Make a transport that may reach loopback, ``*.test`` being 127.0.0.1; it is closed after the test."""
    monkeypatch.setattr("imgcrawl.transport.certificates.certifi.where", lambda: usual_authorities)
    made = []

    def make(*, resolver=None, **settings):
        defaults = {
            "allow_networks": ("127.0.0.0/8", "::1/128"),
            "dns_overrides": {"*.test": "127.0.0.1"},
            "ca_file": ca_file,
            "connect_timeout_s": 5.0,
            "total_timeout_s": 10.0,
        }
        config = TransportConfig(**(defaults | settings))
        made.append(
            CurlTransport(config, guard=AddressGuard(config.allow_networks), resolver=resolver or Resolver(config))
        )
        return made[-1]

    yield make
    for transport in made:
        await transport.close()


@pytest.fixture
def get(transport):
    """Fetch from *server* once, with a transport of its own."""

    def fetch(server, *, tls=False, host="h.test", path="/", request=None, **settings):
        url = f"http{'s' if tls else ''}://{host}:{server.port}{path}"
        return transport(**settings).fetch(FetchRequest(url, **(request or {})))

    return fetch


@pytest.fixture
def until():
    """Wait until *condition* holds, for 30 s at most."""

    async def wait(condition):
        async with asyncio.timeout(30):
            while not condition():  # noqa: ASYNC110 (the servers have no events to wait for)
                await asyncio.sleep(0.005)

    return wait


@pytest.fixture
def descriptors():
    """Return a function that lists the process's open descriptors, and what each is open for."""

    def listed():
        found = set()
        for path in Path("/proc/self/fd").iterdir():
            with suppress(FileNotFoundError):  # the one for this folder itself, or one that was closed meanwhile
                found.add((path.name, str(path.readlink())))
        return found

    return listed


@pytest.fixture
async def dns():
    """Run a name server on loopback: ``answers`` maps a name to addresses, an rcode, or None for silence.

    ``answer_by`` is a function that does so instead.
    """
    loop = asyncio.get_running_loop()
    endpoint, protocol = await loop.create_datagram_endpoint(NameServer, local_addr=("127.0.0.1", 0))
    yield protocol
    endpoint.close()
    await asyncio.sleep(0)


@pytest.fixture
async def bench(monkeypatch):
    """Set a watch up that probes often."""
    monkeypatch.setattr(pause_module, "_FIRST_WAIT_S", 0.02)
    monkeypatch.setattr(pause_module, "_LONGEST_WAIT_S", 0.02)
    bench = Bench()
    await bench.listen()
    yield bench
    bench.watch.abort()
    await bench.close()
