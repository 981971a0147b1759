"""The authorities whose certificates are trusted."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

import certifi
from OpenSSL import crypto

from imgcrawl.errors import ConfigError
from imgcrawl.locks import try_lock

_PREFIX: Final = "imgcrawl-ca-"
_YOUNG_S: Final = 60  # between making a folder and locking it
_CERTIFICATE: Final = re.compile(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----\n?", re.DOTALL)


class Authority(NamedTuple):
    """A certificate as PEM, and the hash of its subject, by which OpenSSL finds it."""

    subject_hash: int
    pem: bytes


class TrustStore:
    """certifi's authorities and those in *ca_file* (a path, empty for none), in a temporary folder made for curl.

    *folder* holds one file per authority, named by its subject's hash, so that a handshake reads only the authority it
    needs; *first* is one of these files. With one file for all curl parses every authority for every connection: 3 to 4
    CPU ms, measured with libcurl 8.21, which builds of libcurl with a default folder do not cache.

    :raises ConfigError: if *ca_file* cannot be read or holds no certificate.
    """

    def __init__(self, ca_file: str) -> None:
        self._ca_file = ca_file
        authorities = self._all()
        _sweep(Path(tempfile.gettempdir()))
        self._temporary = tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True)
        self.folder = self._temporary.name
        self._lock = _locked(Path(self.folder))
        self.first = _write(Path(self.folder), authorities)

    def authorities(self) -> list[bytes]:
        """Return the certificates of the authorities, without what was added, each as PEM."""
        return [authority.pem for authority in self._all()]

    def add(self, pem: bytes) -> None:
        """Trust the certificate *pem*, and whatever it issues: curl takes everything in the folder for an authority.

        So it must have been proven to come from one, and to be unable to make others.
        """
        [authority] = _authorities(pem, "")
        number = 0
        while (path := _path(Path(self.folder), authority.subject_hash, number)).exists():
            if path.read_bytes() == pem:
                return
            number += 1
        path.write_bytes(pem)

    def _all(self) -> list[Authority]:
        usual = _authorities(Path(certifi.where()).read_bytes(), certifi.where())
        return own_authorities(self._ca_file) + usual

    def close(self) -> None:
        """Remove the folder."""
        self._temporary.cleanup()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def _sweep(parent: Path) -> None:
    """Remove the folders of processes that were killed: nobody holds their locks any more."""
    for folder in parent.glob(f"{_PREFIX}*"):
        lock = _locked(folder)
        if lock is None:
            continue
        about = os.fstat(lock)
        if about.st_uid == os.getuid() and about.st_mtime < time.time() - _YOUNG_S:
            shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def _locked(folder: Path) -> int | None:
    """Return the lock of *folder*, or None if somebody else has it or nobody can."""
    with suppress(OSError):
        return try_lock(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    return None


def own_authorities(ca_file: str) -> list[Authority]:
    """Return every certificate in *ca_file* (a path, empty for none).

    :raises ConfigError: if it cannot be read or holds no certificate.
    """
    return _authorities(_read(ca_file), ca_file) if ca_file else []


def _read(ca_file: str) -> bytes:
    try:
        return Path(ca_file).read_bytes()
    except OSError as exc:
        raise _unusable(ca_file) from exc


def _authorities(pem: bytes, path: str) -> list[Authority]:
    """Return every certificate in *pem*."""
    try:
        found = [
            Authority(crypto.load_certificate(crypto.FILETYPE_PEM, text).subject_name_hash(), text)
            for text in _CERTIFICATE.findall(pem)
        ]
    except crypto.Error as exc:
        raise _unusable(path) from exc
    if not found:
        raise _unusable(path)
    return found


def _unusable(path: str) -> ConfigError:
    return ConfigError(f"IMGCRAWL_TLS_CA_FILE must be a readable PEM file of certificates, got {path!r}")


def _write(folder: Path, authorities: list[Authority]) -> str:
    """Write OpenSSL's layout of a certificate folder, ``<hash>.<n>``, and return the first file's path."""
    paths = []
    seen: Counter[int] = Counter()
    for subject_hash, text in authorities:
        paths.append(_path(folder, subject_hash, seen[subject_hash]))
        seen[subject_hash] += 1
        paths[-1].write_bytes(text)
    return str(paths[0])


def _path(folder: Path, subject_hash: int, number: int) -> Path:
    return folder / f"{subject_hash:08x}.{number}"
