"""Hosts whose certificate or handshake is wrong."""

from __future__ import annotations

from imgcrawl.errors import ErrorSlug
from imgcrawl.lab.model import Address, Certificate, Kind
from imgcrawl.lab.replies import good

_CUT = (ErrorSlug.TLS_RESET, ErrorSlug.TLS_HANDSHAKE)


def _certificate(name: str, weight: float, certificate: Certificate, *errors: ErrorSlug) -> Kind:
    return Kind(
        name=name, weight=weight, scheme="https", certificate=certificate, errors=errors, answers={"picture": good}
    )


def _address(name: str, weight: float, address: Address, *errors: ErrorSlug) -> Kind:
    return Kind(name=name, weight=weight, scheme="https", address=address, errors=errors)


KINDS = (
    _certificate("certificate-expired", 6, Certificate.EXPIRED, ErrorSlug.TLS_EXPIRED),
    _certificate("certificate-not-yet-valid", 1, Certificate.NOT_YET_VALID, ErrorSlug.TLS_EXPIRED),
    _certificate("certificate-self-signed", 6, Certificate.SELF_SIGNED, ErrorSlug.TLS_UNTRUSTED),
    _certificate("certificate-other-host", 6, Certificate.OTHER_HOST, ErrorSlug.TLS_HOSTNAME),
    _certificate("certificate-unknown-ca", 3, Certificate.UNKNOWN_CA, ErrorSlug.TLS_UNTRUSTED),
    _certificate("certificate-incomplete", 3, Certificate.NO_INTERMEDIATE, ErrorSlug.TLS_UNTRUSTED),
    _address("tls-reset", 3, Address.RESET_ON_DATA, *_CUT),
    _address("tls-closed", 2, Address.CLOSE_ON_DATA, *_CUT),
    _address("tls-silent", 2, Address.SILENT, ErrorSlug.TLS_TIMEOUT),
    _address("tls-alert", 3, Address.TLS_ALERT, ErrorSlug.TLS_HANDSHAKE),
    _address("tls-plain-text", 2, Address.PLAIN_TEXT, ErrorSlug.TLS_HANDSHAKE),
)
