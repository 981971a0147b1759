"""Certificates with every kind of fault."""

from __future__ import annotations

import datetime as dt

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

NOW = dt.datetime.now(dt.UTC)
DAY = dt.timedelta(days=1)
PEM, DER = serialization.Encoding.PEM, serialization.Encoding.DER


class Party:
    """Who has a key and a certificate, and may issue others."""

    def __init__(self, name, issuer=None, **traits):
        self.key = traits.get("key") or ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self.issuer = issuer or self
        self.certificate = self._certificate(**traits)

    def _certificate(
        self,
        *,
        key=None,
        ca=True,
        hosts=("h.test",),
        end=10 * DAY,
        usage=ExtendedKeyUsageOID.SERVER_AUTH,
        permitted=(),
        path_length=None,
        issuer_url="",
        padding=0,
    ):
        issuer = self.issuer
        builder = (
            x509.CertificateBuilder()
            .subject_name(self.name)
            .issuer_name(issuer.name)
            .public_key(self.key.public_key())
            .serial_number((1 << 158) | (x509.random_serial_number() >> 2))
            .not_valid_before(NOW - 20 * DAY)
            .not_valid_after(NOW + end)
            .add_extension(x509.BasicConstraints(ca=ca, path_length=path_length), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(self.key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()), critical=False)
        )
        if ca:
            builder = builder.add_extension(_may_sign(), critical=True)
        else:
            builder = builder.add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
        if not ca and hosts:
            builder = builder.add_extension(x509.SubjectAlternativeName(map(x509.DNSName, hosts)), critical=False)
        if permitted:
            builder = builder.add_extension(
                x509.NameConstraints([x509.DNSName(name) for name in permitted], None), critical=True
            )
        if padding:
            remark = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.3.6.1.4.1.99999.1"), bytes(padding))
            builder = builder.add_extension(remark, critical=False)
        if issuer_url:
            where = x509.AccessDescription(
                AuthorityInformationAccessOID.CA_ISSUERS, x509.UniformResourceIdentifier(issuer_url)
            )
            builder = builder.add_extension(x509.AuthorityInformationAccess([where]), critical=False)
        return builder.sign(issuer.key, hashes.SHA256())

    def pem(self):
        return self.certificate.public_bytes(PEM)


def _may_sign():
    named = ("digital_signature", "key_cert_sign", "crl_sign")
    others = ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement")
    rest = dict.fromkeys((*others, "encipher_only", "decipher_only"), False)
    return x509.KeyUsage(**dict.fromkeys(named, True), **rest)
