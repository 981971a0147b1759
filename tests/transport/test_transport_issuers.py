"""How chains are completed: what is looked at, how often, and what is believed."""

from __future__ import annotations

import asyncio
import ssl
import threading
import warnings
from pathlib import Path

import pytest

from imgcrawl.transport import issuers
from imgcrawl.transport.certificates import TrustStore
from imgcrawl.transport.issuers import Issuers
from tests.transport.parties import DER, Party


def ders(*parties):
    """Return the certificates of *parties*."""
    return [party.certificate.public_bytes(DER) for party in parties]


@pytest.fixture
def searcher(root, root_file, usual_authorities, monkeypatch):
    """Return what completes chains, and never finds anything; and how many signatures it looked at."""
    monkeypatch.setattr("imgcrawl.transport.certificates.certifi.where", lambda: usual_authorities)
    checked, real = [], issuers._has_issued

    def has_issued(issuer, certificate):
        checked.append(threading.current_thread())
        return real(issuer, certificate)

    async def fetch(_url):
        return None

    monkeypatch.setattr(issuers, "_has_issued", has_issued)
    store = TrustStore(root_file)
    yield Issuers(store, fetch), checked
    store.close()


async def test_a_chain_may_have_ten_certificates(searcher):
    """Of a longer one nothing is looked at, and of others each certificate once for each that was found; in a thread.

    Else a server could keep the run busy with signatures.
    """
    made, checked = searcher
    own, others = Party("Server", Party("Middle"), ca=False), [Party("Middle") for _ in range(10)]
    assert await made.complete("h.test", ders(own, *others)) is False
    assert checked == []
    assert await made.complete("h.test", ders(own, *others[:9])) is False
    assert len(checked) == 9
    assert threading.current_thread() not in checked


async def test_a_place_is_not_run_down(root_file, usual_authorities, monkeypatch):
    """Servers that all point to one host, each to another address, bring it one request at a time and 100 in all."""
    monkeypatch.setattr("imgcrawl.transport.certificates.certifi.where", lambda: usual_authorities)
    monkeypatch.setattr(issuers, "_MOST_HOSTS", 2)
    asked, now, most = [], 0, 0

    async def fetch(url):
        nonlocal now, most
        asked.append(url)
        now, most = now + 1, max(most, now + 1)
        await asyncio.sleep(0)
        now -= 1

    store = TrustStore(root_file)
    made = Issuers(store, fetch)
    urls = [f"http://victim.test/{n}" for n in range(104)]
    chains = [ders(Party("Server", Party("Middle"), ca=False, issuer_url=url)) for url in urls]
    answers = await asyncio.gather(*(made.complete("h.test", certificates) for certificates in chains))
    assert (most, len(asked)) == (1, 100)
    assert (answers.count(None), answers.count(False)) == (100, 4)
    for host in ("second.test", "third.test"):
        await made.complete("h.test", ders(Party("Server", Party("Middle"), ca=False, issuer_url=f"http://{host}/")))
    assert asked[100:] == ["http://second.test/"]
    store.close()


async def test_without_certificates_nothing_is_known(searcher):
    """A handshake that was cut before they came says nothing of the chain."""
    assert await searcher[0].complete("h.test", []) is None


async def test_a_key_of_an_unknown_kind(searcher):
    """A certificate with a key that nobody knows makes a chain no better, and is no reason to fail otherwise."""
    elliptic = bytes.fromhex("06072a8648ce3d0201")
    middle = Party("Middle")
    [odd] = (der.replace(elliptic, elliptic[:-1] + b"\x7f") for der in ders(middle))
    assert await searcher[0].complete("h.test", [*ders(Party("Server", middle, ca=False)), odd]) is False


async def test_what_cryptography_does_not_like(root, root_file, tmp_path, monkeypatch):
    """An authority with a serial number that is none is left out, a server's chain refused, without any warning."""
    [odd] = ders(party := Party("Odd"))
    at = odd.index(party.certificate.serial_number.to_bytes(20, "big"))
    odd = odd[:at] + bytes([odd[at] | 0x80]) + odd[at + 1 :]  # below zero
    path = tmp_path / "usual.pem"
    path.write_text(ssl.DER_cert_to_PEM_cert(odd))
    monkeypatch.setattr("imgcrawl.transport.certificates.certifi.where", lambda: str(path))
    store, middle = TrustStore(root_file), Party("Middle", root, path_length=0)
    bodies = iter([odd, *ders(middle)])

    async def fetch(_url):
        return next(bodies)

    made = Issuers(store, fetch)
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        assert await made.complete("h.test", [odd]) is False
        for number, is_found in ((1, False), (2, True)):
            own = Party("Server", middle, ca=False, issuer_url=f"http://aia.test/{number}")
            assert await made.complete("h.test", ders(own)) is is_found
    assert seen == []
    store.close()


@pytest.mark.parametrize(
    ("depths", "is_trusted"),
    [((None, None), True), ((None, 0), True), ((1, 0), True), ((1, None), False), ((None, 1), False)],
)
async def test_an_issuer_that_makes_authorities(tmp_path, usual_authorities, monkeypatch, depths, is_trusted):
    """It is trusted where nothing in the chain limits how many there may be: bounds above it are not seen any more."""
    monkeypatch.setattr("imgcrawl.transport.certificates.certifi.where", lambda: usual_authorities)
    root = Party("Root", path_length=depths[0])
    middle = Party("Middle", root, path_length=depths[1])
    own = Party("Server", middle, ca=False)
    path = tmp_path / "root.pem"
    path.write_bytes(root.pem())
    store = TrustStore(str(path))
    assert await Issuers(store, lambda _url: None).complete("h.test", ders(own, middle)) is is_trusted
    store.close()


def test_what_was_added_is_no_authority(root, root_file):
    """What was added is there for curl alone, and once: no further chain is proven by it."""
    store, middle = TrustStore(root_file), Party("Middle", root).pem()
    before = store.authorities()
    for _ in range(2):
        store.add(middle)
        store.add(root.pem())
    assert store.authorities() == before
    stored = [path.read_bytes() for path in Path(store.folder).iterdir()]
    assert stored.count(middle) == 1
    store.close()
