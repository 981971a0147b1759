"""The lab's certificate authority and the leaves, good and bad, that its sites show."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from imgcrawl.lab.model import Certificate
from imgcrawl.lab.names import SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_DAY = timedelta(days=1)
_GOOD_NAMES = tuple(name for suffix in SUFFIXES for name in (f"*.{suffix}", suffix))


class Authority:
    """A certificate authority with a fresh key; *parent* signs it, else it signs itself."""

    def __init__(self, name: str, parent: Authority | None = None) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.subject = _name(name)
        issuer = parent or self
        builder = _builder(self.subject, issuer, self.key.public_key(), *_around_now())
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        builder = builder.add_extension(_usage(ca=True), critical=True)
        self.certificate = builder.sign(issuer.key, hashes.SHA256())

    @property
    def pem(self) -> bytes:
        """The authority's certificate in PEM."""
        return self.certificate.public_bytes(Encoding.PEM)

    def leaf(self, names: Sequence[str], not_before: datetime, not_after: datetime) -> bytes:
        """Return a server certificate for *names* and its key, both in PEM."""
        key = ec.generate_private_key(ec.SECP256R1())
        return _sign_leaf(names, key, self, not_before, not_after)


def contexts(folder: Path) -> tuple[bytes, dict[Certificate, ssl.SSLContext]]:
    """Return the authority's certificate in PEM and a server context for every kind of certificate.

    The leaves are written into *folder*: contexts load them from files only.
    """
    folder.mkdir(parents=True, exist_ok=True)
    authority = Authority("Lab CA")
    start, end = _around_now()
    now = datetime.now(UTC)
    own_key = ec.generate_private_key(ec.SECP256R1())
    leaves = {
        Certificate.GOOD: authority.leaf(_GOOD_NAMES, start, end),
        Certificate.EXPIRED: authority.leaf(_GOOD_NAMES, now - 90 * _DAY, now - _DAY),
        Certificate.NOT_YET_VALID: authority.leaf(_GOOD_NAMES, now + 30 * _DAY, now + 90 * _DAY),
        Certificate.SELF_SIGNED: _sign_leaf(_GOOD_NAMES, own_key, None, start, end),
        Certificate.OTHER_HOST: authority.leaf(("www.elsewhere.test",), start, end),
        Certificate.UNKNOWN_CA: Authority("Unknown CA").leaf(_GOOD_NAMES, start, end),
        Certificate.NO_INTERMEDIATE: Authority("Lab Intermediate", authority).leaf(_GOOD_NAMES, start, end),
    }
    return authority.pem, {kind: _context(folder / f"{kind}.pem", pem) for kind, pem in leaves.items()}


def _context(path: Path, pem: bytes) -> ssl.SSLContext:
    path.write_bytes(pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_alpn_protocols(["http/1.1"])
    context.load_cert_chain(path)
    return context


def _sign_leaf(
    names: Sequence[str], key: ec.EllipticCurvePrivateKey, issuer: Authority | None, start: datetime, end: datetime
) -> bytes:
    subject = _name(names[0])
    builder = _builder(subject, issuer, key.public_key(), start, end)
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(name) for name in names]), critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_usage(ca=False), critical=True)
    builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    certificate = builder.sign(issuer.key if issuer else key, hashes.SHA256())
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return certificate.public_bytes(Encoding.PEM) + private


def _builder(
    subject: x509.Name, issuer: Authority | None, public_key: ec.EllipticCurvePublicKey, start: datetime, end: datetime
) -> x509.CertificateBuilder:
    issuer_key = issuer.key.public_key() if issuer else public_key
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key), critical=False)
    )


def _usage(*, ca: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True, content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=ca, crl_sign=ca, encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _around_now() -> tuple[datetime, datetime]:
    now = datetime.now(UTC)
    return now - _DAY, now + 365 * _DAY
