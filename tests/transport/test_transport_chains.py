"""Certificates of every kind of fault in real handshakes."""

from __future__ import annotations

import asyncio
import ssl

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import ExtendedKeyUsageOID

from imgcrawl.errors import RunStopped
from imgcrawl.transport import FetchError, FetchRequest
from tests.pace import in_time
from tests.transport.parties import DAY, DER, PEM, Party

BODY = b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx"


@pytest.fixture
def context_of(tmp_path):
    """Return a server's context with the certificates of *parties*, its own first."""

    def make(*parties):
        own = parties[0]
        key = own.key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        path = tmp_path / "server.pem"
        path.write_bytes(key + b"".join(party.pem() for party in parties))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.load_cert_chain(path)
        return context

    return make


def chain(root, **kind):
    """Return server, intermediate: *leaf* and *middle* hold what is particular to them."""
    middle = Party("Middle", root, **kind.get("middle", {}))
    return Party("Server", **{"issuer": middle, "ca": False} | kind.get("leaf", {})), middle


CHAINS = {
    "whole": ({}, 2, None),
    "missing-intermediate": ({}, 1, "tls_untrusted"),
    "expired": ({"leaf": {"end": -DAY}}, 2, "tls_expired"),
    "expired-intermediate": ({"middle": {"end": -DAY}}, 2, "tls_expired"),
    "other-host": ({"leaf": {"hosts": ("other.test",)}}, 2, "tls_hostname"),
    "no-host": ({"leaf": {"hosts": ()}}, 2, "tls_hostname"),
    "for-clients": ({"leaf": {"usage": ExtendedKeyUsageOID.CLIENT_AUTH}}, 2, "tls_certificate"),
    "issued-by-no-authority": ({"middle": {"ca": False}}, 2, "tls_certificate"),
    "beyond-its-names": ({"middle": {"permitted": ("else.test",)}}, 2, "tls_certificate"),
    "short-key": ({"leaf": {"key": rsa.generate_private_key(65537, 1024)}}, 2, None),  # noqa: S505 - the point
    "self-signed": ({"leaf": {"issuer": None}}, 1, "tls_untrusted"),
}


@pytest.mark.parametrize("case", CHAINS.values(), ids=CHAINS.keys())
@pytest.mark.parametrize("profile", [None, "chrome136"], ids=["curl", "chrome"])
async def test_certificates(serve, get, case, profile, request):
    """Each fault of a certificate or of one above it has its name; what curl takes for good is fetched."""
    kind, sent, slug = case
    root, root_file, context_of = map(request.getfixturevalue, ("root", "root_file", "context_of"))
    server = await serve("request", BODY, "hang", context=context_of(*chain(root, **kind)[:sent]))
    fetched = get(server, tls=True, ca_file=root_file, request={"profile": profile})
    if slug is None:
        assert (await fetched).status == 200
    else:
        with pytest.raises(FetchError) as caught:
            await fetched
        assert caught.value.slug == slug


def as_answer(body):
    """Return the answer of a server with *body*."""
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body


class Shop:
    """A server that sends its own certificate only, and a place where that of its issuer is to be had."""

    def __init__(self, serve, context_of):
        self._serve = serve
        self.context_of = context_of

    async def open(self, authority, *, place="http://aia.test:{}/", address="127.0.0.1", answer=None, **kind):
        """Open both; the server's issuer comes from *authority*."""
        self.middle = Party("Middle", authority, **{"path_length": 0} | kind.get("middle", {}))
        der = self.middle.certificate.public_bytes(DER)
        self.place = await self._serve(
            ["request", as_answer(der) if answer is None else answer(der), "hang"], address=address
        )
        url = place.format(self.place.port)
        self.own = Party("Server", self.middle, **{"ca": False, "issuer_url": url} | kind.get("leaf", {}))
        self.server = await self._serve(*["request", BODY] * 2, "hang", context=self.context_of(self.own))
        return self.server

    async def open_another(self):
        """Open another server with a certificate of the same issuer, which says nothing of where that is."""
        context = self.context_of(Party("Other", self.middle, ca=False))
        return await self._serve("request", BODY, "hang", context=context)


@pytest.fixture
def shop(serve, context_of):
    """Return a server whose issuer is missing."""
    return Shop(serve, context_of)


@pytest.mark.parametrize("profile", [None, "chrome136"], ids=["curl", "chrome"])
async def test_a_forgotten_issuer_is_found(shop, transport, root, root_file, profile):
    """What the server forgot to send is fetched where its certificate says, once, and serves for others as well."""
    made, servers = transport(ca_file=root_file), [await shop.open(root), shop.server, await shop.open_another()]
    for server in servers:
        result = await made.fetch(FetchRequest(f"https://h.test:{server.port}/", profile=profile))
        assert (result.status, result.body) == (200, b"x")
    assert len(shop.place.requests) == 1
    assert made.stats().requests == 5  # one that failed, one for the issuer, and three


async def test_a_bundle_holds_it_too(shop, get, root, root_file):
    """A bundle in PKCS #7 is opened."""

    def bundle(_der):
        return as_answer(pkcs7.serialize_certificates([root.certificate, shop.middle.certificate], DER))

    server = await shop.open(root, answer=bundle)
    assert (await get(server, tls=True, ca_file=root_file)).status == 200


async def test_two_may_be_missing(shop, serve, get, root, root_file):
    """The issuer's issuer is looked for in the same way."""
    upper = Party("Upper", root)
    above = await serve("request", as_answer(upper.certificate.public_bytes(DER)), "hang")
    server = await shop.open(upper, middle={"issuer_url": f"http://aia.test:{above.port}/"})
    assert (await get(server, tls=True, ca_file=root_file)).status == 200


def another(_der):
    """Return an answer with a certificate of the same name and another key."""
    return as_answer(Party("Middle", Party("Root")).certificate.public_bytes(DER))


NOT_BELIEVED = {
    "unknown-authority": ({}, True),
    "can-make-authorities": ({"middle": {"path_length": 1}}, False),
    "bound-to-names": ({"middle": {"permitted": ("h.test",)}}, False),
    "issuer-expired": ({"middle": {"end": -DAY}}, False),
    "expired": ({"leaf": {"end": -DAY}}, False),
    "other-host": ({"leaf": {"hosts": ("other.test",)}}, False),
    "for-clients": ({"leaf": {"usage": ExtendedKeyUsageOID.CLIENT_AUTH}}, False),
    "another-certificate": ({"answer": another}, False),
    "nonsense": ({"answer": lambda der: as_answer(der[:40])}, False),
    "not-found": ({"answer": lambda der: b"HTTP/1.1 404 X" + as_answer(der)[15:]}, False),
    "too-large": ({"middle": {"padding": 66_000}}, False),
    "nowhere": ({"place": "http://nowhere.invalid/"}, False),
    "no-address": ({"leaf": {"issuer_url": ""}}, False),
    "no-url": ({"place": "ldap://aia.test/cn=x"}, False),
}


@pytest.mark.parametrize("case", NOT_BELIEVED.values(), ids=NOT_BELIEVED.keys())
async def test_what_is_not_believed(shop, get, root, root_file, case):
    """An issuer is trusted only if the whole chain is good for this host, and no bounds of it are lost.

    Else the server is refused as before, and nothing was sent to it.
    """
    how, is_rogue = case
    server = await shop.open(Party("Root") if is_rogue else root, **how)
    with pytest.raises(FetchError) as caught:
        await get(server, tls=True, ca_file=root_file)
    assert caught.value.slug in ("tls_untrusted", "tls_expired", "tls_hostname")
    assert server.requests == []


async def test_a_large_certificate_is_one(shop, get, root, root_file):
    """Up to 64 KiB it is taken."""
    server = await shop.open(root, middle={"padding": 60_000})
    assert (await get(server, tls=True, ca_file=root_file)).status == 200


async def test_a_place_behind_tls(shop, get, root, root_file):
    """Over TLS nothing is looked for, since that search could need another."""
    server = await shop.open(root, place="https://aia.test:{}/")
    with pytest.raises(FetchError, match="tls_untrusted"):
        await get(server, tls=True, ca_file=root_file)
    assert shop.place.connections == 0


@pytest.mark.parametrize(
    "host", ["127.0.0.3", "2130706435", "0x7f000003", "127.3", "[::ffff:127.0.0.3]", "inside.test", "x@127.0.0.3"]
)
@pytest.mark.parametrize("is_permitted", [False, True], ids=["denied", "permitted"])
async def test_a_place_that_is_not_public(shop, transport, host, is_permitted, request):
    """The place is held to the same addresses as everything else; where it is permitted somebody comes."""
    await shop.open(request.getfixturevalue("root"), place=f"http://{host}:{{}}/", address="127.0.0.3")
    made = transport(
        ca_file=request.getfixturevalue("root_file"),
        allow_networks=("127.0.0.0/8",) if is_permitted else ("127.0.0.1/32",),
        dns_overrides={"inside.test": "127.0.0.3", "h.test": "127.0.0.1"},
    )
    url = f"https://h.test:{shop.server.port}/"
    if is_permitted:
        assert (await made.fetch(FetchRequest(url))).status == 200
    else:
        with pytest.raises(FetchError, match="tls_untrusted"):
            await made.fetch(FetchRequest(url))
    assert (shop.place.connections > 0) is is_permitted


async def test_it_can_be_switched_off(shop, transport, root, root_file):
    """Without the setting nothing is looked for."""
    server, made = await shop.open(root), transport(ca_file=root_file, fetch_issuers=False)
    with pytest.raises(FetchError, match="tls_untrusted"):
        await made.fetch(FetchRequest(f"https://h.test:{server.port}/"))
    assert (shop.place.requests, made.stats().connections) == ([], 1)


async def test_an_untrusted_host_is_looked_into_once(shop, transport, root, root_file):
    """A chain that cannot be completed costs one handshake and one search, however many URLs the host has."""
    server, made = await shop.open(root, answer=another), transport(ca_file=root_file)
    for _ in range(3):
        with pytest.raises(FetchError, match="tls_untrusted"):
            await made.fetch(FetchRequest(f"https://h.test:{server.port}/"))
    assert len(shop.place.requests) == 1
    assert (made.stats().requests, made.stats().connections) == (4, 5)


async def test_who_waits_for_one_search_shares_it(shop, serve, transport, root, root_file):
    """Requests and hosts that need the same certificate at once cost one handshake a host, and one search."""
    server, made = await shop.open(root), transport(ca_file=root_file)
    leaf = Party("Server", shop.middle, ca=False, issuer_url=f"http://aia.test:{shop.place.port}/")
    other = await serve("request", BODY, "hang", context=shop.context_of(leaf))
    server.scripts = other.scripts = [["request", BODY] * 3 + ["hang"]]
    urls = [f"https://h.test:{port}/" for port in [server.port] * 3 + [other.port] * 3]
    results = await asyncio.gather(*(made.fetch(FetchRequest(url)) for url in urls))
    assert [result.status for result in results] == [200] * 6
    assert len(shop.place.requests) == 1
    assert made.stats().requests == 13  # each twice, and one search
    assert made.stats().connections <= 6 + 2 + 1 + 6


@pytest.mark.parametrize(("keep_s", "second"), [(0.0, 200), (3600.0, "tls_untrusted")], ids=["later", "at-once"])
async def test_a_search_that_failed_is_made_again(shop, transport, request, keep_s, second):
    """A place that answers nothing of use for now is asked again later, but not for the next request."""
    root, root_file, monkeypatch = map(request.getfixturevalue, ("root", "root_file", "monkeypatch"))
    monkeypatch.setattr("imgcrawl.transport.memory._UNKNOWN_KEEP_S", keep_s)
    server, made = await shop.open(root), transport(ca_file=root_file)
    busy = ["request", b"HTTP/1.1 503 X\r\nContent-Length: 0\r\n\r\n", "close"]
    shop.place.scripts.insert(0, busy)
    found = []
    for _ in range(2):
        try:
            found.append((await made.fetch(FetchRequest(f"https://h.test:{server.port}/"))).status)
        except FetchError as exc:
            found.append(exc.slug)
    assert found == ["tls_untrusted", second]


async def test_a_search_counts_against_the_time_limit(shop, transport, root, root_file):
    """A place that is silent costs a request no more than its time, and the failure stays what it was."""
    server = await shop.open(root)
    shop.place.scripts = [["request", "hang"]]

    async def outcome(factor):  # after 1 s; the search alone may take 500 s
        made = transport(ca_file=root_file, connect_timeout_s=500.0, total_timeout_s=500.0)
        shop.place.requests.clear()
        with pytest.raises(FetchError) as caught:
            await made.fetch(FetchRequest(f"https://h.test:{server.port}/", timeout_factor=0.002 * factor))
        return caught.value.slug, len(shop.place.requests)

    await in_time(("tls_untrusted", 1), outcome)


async def test_after_a_search_only_the_time_that_is_left(shop, transport, root, root_file):
    """The second attempt has what the first and the search left of the limit."""
    server, place = await shop.open(root, answer=None), shop.place.scripts[0][1:]

    async def outcome(factor):
        shop.place.scripts = [["request", 0.6 * factor, *place]]
        server.scripts = [["request", 0.8 * factor, BODY, "hang"]]
        made = transport(ca_file=root_file, total_timeout_s=1.0 * factor, connect_timeout_s=0.9 * factor)
        with pytest.raises(FetchError) as caught:
            await made.fetch(FetchRequest(f"https://h.test:{server.port}/"))
        return caught.value.slug

    await in_time("tcp_timeout", outcome)


async def test_a_stop_ends_a_search(shop, transport, root, root_file, until):
    """Who stops the transport does not wait for a place that is silent."""
    server, made = await shop.open(root), transport(ca_file=root_file)
    shop.place.scripts = [["request", "hang"]]
    fetching = asyncio.ensure_future(made.fetch(FetchRequest(f"https://h.test:{server.port}/")))
    await until(lambda: shop.place.requests)
    made.abort()
    with pytest.raises(RunStopped):
        await asyncio.wait_for(fetching, 30)
