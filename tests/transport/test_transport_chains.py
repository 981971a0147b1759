"""Certificates of every kind of fault in real handshakes."""

from __future__ import annotations

import ssl

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID

from imgcrawl.transport import FetchError
from tests.transport.parties import DAY, PEM, Party

BODY = b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx"


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
