"""The authorities whose certificates are trusted."""

from __future__ import annotations

import ssl
import tempfile
from contextlib import suppress
from pathlib import Path

import certifi

from imgcrawl.errors import ConfigError


class TrustStore:
    """A PEM file with certifi's authorities and those in *ca_file* (a path, empty for none); *path* is where it stands.

    :raises ConfigError: if *ca_file* cannot be read or holds no certificate.
    """

    def __init__(self, ca_file: str) -> None:
        self.path = certifi.where()
        self._temporary: Path | None = None
        if ca_file:
            self._temporary = _write(Path(self.path).read_bytes() + b"\n" + _read(ca_file))
            self.path = str(self._temporary)

    def close(self) -> None:
        """Remove the combined file, if there is one."""
        if self._temporary is not None:
            with suppress(FileNotFoundError):
                self._temporary.unlink()
            self._temporary = None


def _read(ca_file: str) -> bytes:
    try:
        pem = Path(ca_file).read_bytes()
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cadata=pem.decode("ascii", "ignore"))
    except (OSError, ValueError) as exc:
        raise ConfigError(f"IMGCRAWL_TLS_CA_FILE must be a readable PEM file of certificates, got {ca_file!r}") from exc
    return pem


def _write(pem: bytes) -> Path:
    with tempfile.NamedTemporaryFile(prefix="imgcrawl-ca-", suffix=".pem", delete=False) as file:
        file.write(pem)
    return Path(file.name)
