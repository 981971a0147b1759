"""The file of trusted authorities."""

from __future__ import annotations

from pathlib import Path

import certifi
import pytest

from imgcrawl.config import TransportConfig
from imgcrawl.errors import ConfigError
from imgcrawl.transport import AddressGuard, CurlTransport, Resolver
from imgcrawl.transport.certificates import TrustStore


def test_usual_authorities():
    """Without a file of one's own certifi's is used as it is."""
    store = TrustStore("")
    assert store.path == certifi.where()
    store.close()
    assert Path(certifi.where()).exists()


def test_own_authority(ca_file):
    """An own file is added to the usual ones, in a file that is removed at the end."""
    store = TrustStore(ca_file)
    pem = Path(store.path).read_bytes()
    assert Path(certifi.where()).read_bytes() in pem
    assert Path(ca_file).read_bytes() in pem
    store.close()
    assert not Path(store.path).exists()
    store.close()


@pytest.mark.parametrize("content", [None, b"", b"no certificate", b"-----BEGIN CERTIFICATE-----\nxx\n"])
def test_wrong_file(tmp_path, content):
    """A missing, empty or broken file is told with its setting when the transport is made."""
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_bytes(content)
    config = TransportConfig(ca_file=str(path))
    with pytest.raises(ConfigError, match="IMGCRAWL_TLS_CA_FILE") as caught:
        CurlTransport(config, guard=AddressGuard(()), resolver=Resolver(config))
    assert str(path) in str(caught.value)
