"""How a crawl does with few open files."""

from __future__ import annotations

import resource

import pytest

from imgcrawl.errors import ConfigError
from imgcrawl.transport.descriptors import Connections, fitted, open_files

WANTED = Connections(512, 512)


@pytest.mark.parametrize(
    ("files", "share"),
    [
        (1_000_000, WANTED),
        (1124, WANTED),
        (1024, Connections(512, 412)),
        (868, Connections(512, 256)),
        (400, Connections(200, 100)),
        (128, Connections(18, 10)),
    ],
)
def test_what_fits(files, share):
    """Idle connections give way first, then requests; together they leave a hundred files for everything else."""
    assert fitted(WANTED, files) == share
    assert share == WANTED or sum(share) + 100 == files


def test_too_few():
    """With too few files no crawl begins, and what to do is said."""
    with pytest.raises(ConfigError, match=r"only 127 files may be open at a time.*ulimit -n 128"):
        fitted(WANTED, 127)


def test_no_number_of_ones_own():
    """A wish of 0 takes the room that there is."""
    assert fitted(Connections(0, 512), 4612) == Connections(4000, 512)


def test_open_files(monkeypatch):
    """It is the limit in force that counts; without one it is far away."""
    monkeypatch.setattr(resource, "getrlimit", lambda _: (1024, 4096))
    assert open_files() == 1024
    monkeypatch.setattr(resource, "getrlimit", lambda _: (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    assert open_files() == 1_000_000
