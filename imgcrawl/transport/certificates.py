"""The authorities whose certificates are trusted."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from pathlib import Path
from typing import Final

import certifi
from OpenSSL import crypto

from imgcrawl.errors import ConfigError

_CERTIFICATE: Final = re.compile(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----\n?", re.DOTALL)


class TrustStore:
    """certifi's authorities and those in *ca_file* (a path, empty for none), in a temporary folder made for curl.

    *folder* holds one file per authority, named by its subject's hash, so that a handshake reads only the authority it
    needs; *first* is one of these files. With one file for all curl parses every authority for every connection: 3 to 4
    CPU ms, measured with libcurl 8.21, which builds of libcurl with a default folder do not cache.

    :raises ConfigError: if *ca_file* cannot be read or holds no certificate.
    """

    def __init__(self, ca_file: str) -> None:
        own = own_authorities(ca_file)
        usual = _authorities(Path(certifi.where()).read_bytes(), certifi.where())
        self._temporary = tempfile.TemporaryDirectory(prefix="imgcrawl-ca-", ignore_cleanup_errors=True)
        self.folder = self._temporary.name
        self.first = _write(Path(self.folder), own + usual)

    def close(self) -> None:
        """Remove the folder."""
        self._temporary.cleanup()


def own_authorities(ca_file: str) -> list[tuple[int, bytes]]:
    """Return the subject hash and the text of every certificate in *ca_file* (a path, empty for none).

    :raises ConfigError: if it cannot be read or holds no certificate.
    """
    return _authorities(_read(ca_file), ca_file) if ca_file else []


def _read(ca_file: str) -> bytes:
    try:
        return Path(ca_file).read_bytes()
    except OSError as exc:
        raise _unusable(ca_file) from exc


def _authorities(pem: bytes, path: str) -> list[tuple[int, bytes]]:
    """Return the subject hash and the text of every certificate in *pem*."""
    try:
        found = [
            (crypto.load_certificate(crypto.FILETYPE_PEM, text).subject_name_hash(), text)
            for text in _CERTIFICATE.findall(pem)
        ]
    except crypto.Error as exc:
        raise _unusable(path) from exc
    if not found:
        raise _unusable(path)
    return found


def _unusable(path: str) -> ConfigError:
    return ConfigError(f"IMGCRAWL_TLS_CA_FILE must be a readable PEM file of certificates, got {path!r}")


def _write(folder: Path, authorities: list[tuple[int, bytes]]) -> str:
    """Write OpenSSL's layout of a certificate folder, ``<hash>.<n>``, and return the first file's path."""
    paths = []
    seen: Counter[int] = Counter()
    for subject_hash, text in authorities:
        paths.append(folder / f"{subject_hash:08x}.{seen[subject_hash]}")
        seen[subject_hash] += 1
        paths[-1].write_bytes(text)
    return str(paths[0])
