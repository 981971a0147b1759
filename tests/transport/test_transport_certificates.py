"""The file of trusted authorities."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import certifi
import pytest

from imgcrawl.config import TransportConfig
from imgcrawl.errors import ConfigError
from imgcrawl.transport import AddressGuard, CurlTransport, Resolver
from imgcrawl.transport.certificates import TrustStore


def stored(store):
    """Return all certificates in the folder of *store*."""
    return b"".join(path.read_bytes() for path in Path(store.folder).iterdir())


def test_usual_authorities():
    """Without a file of one's own the authorities are certifi's, each in a file of its own."""
    store = TrustStore("")
    usual = Path(certifi.where()).read_bytes().count(b"BEGIN CERTIFICATE")
    assert stored(store).count(b"BEGIN CERTIFICATE") == len(list(Path(store.folder).iterdir())) == usual
    store.close()


def test_own_authority(ca_file):
    """An own file is added to the usual ones, in a folder that is removed at the end."""
    store = TrustStore(ca_file)
    assert Path(ca_file).read_bytes().strip() in stored(store)
    assert Path(store.first).parent == Path(store.folder)
    store.close()
    assert not Path(store.folder).exists()
    store.close()


def test_names_are_openssls(ca_file):
    """A file is named as OpenSSL looks for it; authorities of the same name are numbered."""
    authority = Path(ca_file).read_bytes()
    twice = Path(ca_file).with_name("twice.pem")
    twice.write_bytes(authority + b"a remark \xc3\xa9\n" + authority)
    store = TrustStore(str(twice))
    first = Path(store.first)
    assert first.suffix == ".0"
    assert first.with_suffix(".1").read_bytes() == first.read_bytes()
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


def test_folders_of_killed_processes_are_removed(tmp_path, monkeypatch):
    """A process that was killed leaves its folder; the next one removes it, and none that is in use or just made."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    program = "import os, sys; from imgcrawl.transport.certificates import TrustStore\n"
    program += "store = TrustStore(''); print(store.folder, flush=True); os.kill(os.getpid(), 9)"
    environment = os.environ | {"TMPDIR": str(tmp_path)}
    command = [sys.executable, "-c", program]
    killed = [subprocess.run(command, check=False, stdout=-1, text=True, env=environment) for _ in range(2)]
    dead, young = (Path(process.stdout.strip()) for process in killed)
    used = TrustStore("")
    for folder in (dead, used.folder):
        os.utime(folder, (0, 0))
    other = TrustStore("")
    assert (dead.exists(), young.exists(), Path(used.folder).exists()) == (False, True, True)
    other.close()
    used.close()
    assert list(tmp_path.iterdir()) == [young]
