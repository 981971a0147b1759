"""Finds the certificate between a server's own and a trusted authority that the server forgot to send.

Browsers know these certificates or fetch them from where the server's own says that its issuer is to be found
(RFC 5280, 4.2.2.1, "caIssuers"). Nothing is believed for having been found there: the whole chain is verified first.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509.oid import AuthorityInformationAccessOID
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Sequence

    from imgcrawl.transport.certificates import TrustStore

LARGEST_BYTES: Final = 65_536
"""The largest file in which an issuer's certificate is worth looking for."""

_MOST_MISSING: Final = 2  # certificates of one chain
_MOST_KNOWN: Final = 1_000
_UNUSABLE = (ValueError, TypeError, x509.DuplicateExtension, x509.UnsupportedGeneralNameType)


class Issuers:
    """Adds to *trust* the issuers that are proven; *fetch* returns the body at a URL, None if there is none."""

    def __init__(self, trust: TrustStore, fetch: Callable[[str], Awaitable[bytes | None]]) -> None:
        self._trust = trust
        self._fetch = fetch
        self._roots: Store | None = None
        self._found: OrderedDict[str, list[x509.Certificate]] = OrderedDict()

    async def complete(self, host: str, certificates: Sequence[bytes]) -> bool:
        """Complete the chain of *certificates* (DER, that of *host* first); say whether its issuer is trusted now.

        The issuer of the server's own certificate then stands with the authorities, as if each of its servers had sent
        it. So it must be one that can issue for servers only, not for further authorities, and no certificate of the
        chain may be bound to certain names: such bounds would not be looked for above it any more.
        """
        try:
            own, *known = [x509.load_der_x509_certificate(der) for der in certificates]
            for _ in range(_MOST_MISSING):
                top = _top(own, known)
                known += await self._issuers_of(top)
                chain = self._verified(host, own, known)
                if chain is not None:
                    return self._trusts(chain)
        except _UNUSABLE:
            return False
        return False

    async def _issuers_of(self, certificate: x509.Certificate) -> list[x509.Certificate]:
        """Return the certificates found where *certificate* says; whether they are its issuers remains to be seen."""
        found: list[x509.Certificate] = []
        for url in _addresses(certificate):
            if url not in self._found:
                body = await self._fetch(url)
                self._found[url] = _certificates(body) if body else []
                if len(self._found) > _MOST_KNOWN:
                    self._found.popitem(last=False)
            found += self._found[url]
        return found

    def _verified(
        self, host: str, own: x509.Certificate, between: list[x509.Certificate]
    ) -> list[x509.Certificate] | None:
        if self._roots is None:
            self._roots = Store(x509.load_pem_x509_certificates(self._trust.authorities()))
        verifier = PolicyBuilder().store(self._roots).build_server_verifier(x509.DNSName(host))
        try:
            return verifier.verify(own, between)
        except VerificationError:
            return None

    def _trusts(self, chain: list[x509.Certificate]) -> bool:
        if len(chain) < 3:
            return False  # nothing was missing
        issuer = chain[1]
        if issuer.extensions.get_extension_for_class(x509.BasicConstraints).value.path_length != 0:
            return False
        if any(_is_bound_to_names(above) for above in chain[1:]):
            return False
        self._trust.add(issuer.public_bytes(Encoding.PEM))
        return True


def _top(own: x509.Certificate, known: list[x509.Certificate]) -> x509.Certificate:
    """Return the last certificate on the way up from *own* whose issuer is not among the *known* ones."""
    top = own
    for _ in known:
        top = next((issuer for issuer in known if issuer is not top and _has_issued(issuer, top)), top)
    return top


def _has_issued(issuer: x509.Certificate, certificate: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


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
        return [x509.load_der_x509_certificate(body)]
    except ValueError:
        pass
    try:
        return pkcs7.load_der_pkcs7_certificates(body)[:10]
    except _UNUSABLE:
        return []


def _is_bound_to_names(certificate: x509.Certificate) -> bool:
    try:
        certificate.extensions.get_extension_for_class(x509.NameConstraints)
    except x509.ExtensionNotFound:
        return False
    return True
