"""Finds the intermediate certificate between a server's own and a trusted authority that the server forgot to send.

Browsers know these certificates or fetch them from where the server's own says that its issuer is to be found: in its
Authority Information Access (AIA, RFC 5280, 4.2.2.1, "caIssuers"). Nothing is believed for having been found there: the
whole chain is verified first.
"""

from __future__ import annotations

import asyncio
import warnings
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.utils import CryptographyDeprecationWarning
from cryptography.x509.oid import AuthorityInformationAccessOID
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from imgcrawl.transport.memory import Memory

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence

    from imgcrawl.transport.certificates import TrustStore

LARGEST_BYTES: Final = 65_536
"""The largest file in which an issuer's certificate is worth looking for."""

_MOST_SENT: Final = 10  # certificates by one server
_MOST_MISSING: Final = 2  # certificates of one chain
_MOST_KNOWN: Final = 1_000
_MOST_HOSTS: Final = 1_000
_MOST_SEARCHES: Final = 100  # at one host: authorities have tens of issuers
_UNUSABLE = (
    ValueError,
    TypeError,
    UnsupportedAlgorithm,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
    CryptographyDeprecationWarning,
)


@dataclass(slots=True)
class _Place:
    """A host that is said to have issuers' certificates: asked for one after the other, and not without end."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    searches: int = 0


class Issuers:
    """Adds to *trust* the intermediate certificates that are proven.

    *fetch* returns the body at a URL, None if it cannot be had for now. A host is sent one search at a time and 100 in
    all, so that servers cannot turn the crawl against it, and no more than 1,000 hosts are asked.
    """

    def __init__(self, trust: TrustStore, fetch: Callable[[str], Awaitable[bytes | None]]) -> None:
        self._trust = trust
        self._fetch = fetch
        self._roots: Store | None = None
        self._found: Memory[str, list[x509.Certificate]] = Memory(_MOST_KNOWN)
        self._places: dict[str, _Place] = {}

    async def complete(self, host: str, certificates: Sequence[bytes]) -> bool | None:
        """Complete the chain of *certificates* (DER, that of *host* first); say whether its issuer is trusted now.

        None if that cannot be said: there are none, or one could not be fetched for now. The issuer of the server's own
        certificate then stands with the authorities, as if each of its servers had sent it. What is above it is not
        looked at any more, so no bounds may be lost there: no certificate of the chain may be bound to names, and the
        issuer must issue for servers only, not for further authorities, unless nothing in the chain limits these.
        """
        if not certificates:
            return None
        if len(certificates) > _MOST_SENT:
            return False
        try:
            return await self._complete(host, [_loaded(der) for der in certificates])
        except _UNUSABLE:
            return False

    def abort(self) -> None:
        """End every search under way."""
        self._found.abort()

    async def close(self) -> None:
        """Abort, and wait until every search has ended."""
        await self._found.close()

    async def _complete(self, host: str, sent: list[x509.Certificate]) -> bool | None:
        own, known, is_known = sent[0], sent[1:], True
        for _ in range(_MOST_MISSING):
            top, before = await asyncio.to_thread(_top, own, known), len(known)
            for url in _addresses(top):
                found = await self._found.recall(url, partial(self._certificates_at, url))
                is_known = is_known and found is not None
                known += found or []
            chain = await asyncio.to_thread(_verified, self._authorities(), host, own, known)
            if chain is not None:
                return self._trusts(chain)
            if len(known) == before:
                break
        return False if is_known else None

    async def _certificates_at(self, url: str) -> list[x509.Certificate] | None:
        """Return the certificates found at *url*; whether they are anybody's issuers remains to be seen."""
        host = urlsplit(url).hostname or ""
        if host not in self._places and len(self._places) >= _MOST_HOSTS:
            return []
        place = self._places.setdefault(host, _Place())
        async with place.turn:
            if place.searches >= _MOST_SEARCHES:
                return []
            place.searches += 1
            body = await self._fetch(url)
        return None if body is None else _certificates(body)

    def _authorities(self) -> Store:
        """Return the authorities, but for those of whose certificates cryptography disapproves."""
        if self._roots is None:
            self._roots = Store(list(_usable(self._trust.authorities())))
        return self._roots

    def _trusts(self, chain: list[x509.Certificate]) -> bool:
        if len(chain) < 3:
            return False  # nothing was missing
        issuer = chain[1]
        depths = [_depth(above) for above in chain[1:]]
        if depths[0] != 0 and any(depth is not None for depth in depths):
            return False
        if any(_is_bound_to_names(above) for above in chain[1:]):
            return False
        self._trust.add(issuer.public_bytes(Encoding.PEM))
        return True


def _verified(
    roots: Store, host: str, own: x509.Certificate, between: list[x509.Certificate]
) -> list[x509.Certificate] | None:
    verifier = PolicyBuilder().store(roots).build_server_verifier(x509.DNSName(host))
    try:
        return verifier.verify(own, between)
    except VerificationError:
        return None


def _top(own: x509.Certificate, known: list[x509.Certificate]) -> x509.Certificate:
    """Return the last certificate on the way up from *own* whose issuer is not among the *known* ones."""
    top = own
    for _ in known:
        issuer = next((issuer for issuer in known if issuer is not top and _has_issued(issuer, top)), None)
        if issuer is None:
            break
        top = issuer
    return top


def _has_issued(issuer: x509.Certificate, certificate: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


@contextmanager
def _strictly() -> Iterator[None]:
    """Make cryptography refuse what it would warn of; for the event loop's thread only, as all threads share this."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", CryptographyDeprecationWarning)
        yield


def _loaded(der: bytes) -> x509.Certificate:
    with _strictly():
        return x509.load_der_x509_certificate(der)


def _usable(pems: Iterable[bytes]) -> Iterator[x509.Certificate]:
    """Yield those of the certificates *pems* that cryptography takes."""
    for pem in pems:
        try:
            with _strictly():
                certificate = x509.load_pem_x509_certificate(pem)
        except _UNUSABLE:
            continue
        yield certificate


def _addresses(certificate: x509.Certificate) -> Iterator[str]:
    """Yield where the issuer is said to be found over plain HTTP: over TLS one search could need another."""
    try:
        access = certificate.extensions.get_extension_for_class(x509.AuthorityInformationAccess).value
    except x509.ExtensionNotFound:
        return
    for place in list(access)[:3]:
        is_issuer = place.access_method == AuthorityInformationAccessOID.CA_ISSUERS
        if is_issuer and str(place.access_location.value).lower().startswith("http://"):
            yield str(place.access_location.value)


def _certificates(body: bytes) -> list[x509.Certificate]:
    """Return the certificates in *body*, one or a bundle of them (RFC 5280 knows both); none if it is neither."""
    try:
        return [_loaded(body)]
    except _UNUSABLE:
        pass
    try:
        with _strictly():
            return pkcs7.load_der_pkcs7_certificates(body)[:10]
    except _UNUSABLE:
        return []


def _depth(authority: x509.Certificate) -> int | None:
    """Return how many authorities may stand between *authority* and a server, None for any number."""
    try:
        return authority.extensions.get_extension_for_class(x509.BasicConstraints).value.path_length
    except x509.ExtensionNotFound:
        return None  # a root of the first version of certificates


def _is_bound_to_names(certificate: x509.Certificate) -> bool:
    try:
        certificate.extensions.get_extension_for_class(x509.NameConstraints)
    except x509.ExtensionNotFound:
        return False
    return True
