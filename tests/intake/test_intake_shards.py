"""Shards."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcrawl.errors import ConfigError, RowError
from imgcrawl.intake.lists import shards
from imgcrawl.intake.lists.shards import Shard, asked_host
from imgcrawl.intake.repair import prepare_url


@pytest.mark.parametrize(("text", "shard"), [("0/1", Shard(0, 1)), (" 3 / 12 ", Shard(3, 12))])
def test_parse(text, shard):
    """i/n is a share, and a share is written so."""
    assert Shard.parse(text) == Shard.parse(str(shard)) == shard


@pytest.mark.parametrize("text", ["", "1", "1/1", "2/1", "-1/4", "0/0", "a/b", "1/2/3", "0.5/2", "\u0660/\u0664"])
def test_parse_refuses(text):
    """Anything else is an error that names the value."""
    with pytest.raises(ConfigError, match="i/n") as caught:
        Shard.parse(text)
    assert repr(text) in str(caught.value)


def test_stable():
    """The assignment is pinned: a later version must not send a host to another machine."""
    hosts = ("example.org", "upload.wikimedia.org", "xn--bcher-kva.example", "192.0.2.1", "")
    assert [next(i for i in range(16) if Shard(i, 16).keeps(host)) for host in hosts] == [5, 10, 9, 1, 4]


@settings(max_examples=50, deadline=None)
@given(st.text(), st.integers(1, 50))
def test_partition(host, count):
    """Every host is on exactly one shard, whatever its case."""
    assert sum(Shard(i, count).keeps(host) for i in range(count)) == 1
    ascii_host = host.encode("ascii", "replace").decode()
    assert [Shard(i, count).keeps(ascii_host) for i in range(count)] == [
        Shard(i, count).keeps(ascii_host.upper()) for i in range(count)
    ]


def test_even():
    """Shards are about equally large."""
    kept = sum(Shard(0, 4).keeps(f"host{n}.example") for n in range(4000))
    assert 850 < kept < 1150


@pytest.mark.parametrize(
    ("url", "page_url", "host"),
    [
        ("http://a.test/1.jpg", None, "a.test"),
        ("HTTPS://A.Test.:8443/1.jpg", None, "a.test"),
        ("//user:word@a.test?1", None, "a.test"),
        ("http://bücher.example", None, "xn--bcher-kva.example"),
        ("http://0x7f.1/", None, "127.0.0.1"),
        ("a.test/1.jpg", None, "a.test"),
        ("img/1.jpg", "http://a.test/page", "a.test"),
        ("n/a", "https://A.test/page", "a.test"),
        ("ftp://a.test/1.jpg", "", ""),
        ("", None, ""),
    ],
)
def test_host_of_a_row(url, page_url, host):
    """A row belongs to the host that it will be asked from, however its URL is written."""
    assert asked_host(url, page_url) == host


@given(st.from_regex(r"(https?|HTTP)://[a-zA-Z0-9@.:%-]{1,20}([/?#][a-zA-Z0-9./?#%-]{0,20})?", fullmatch=True))
def test_host_is_that_of_the_repaired_url(url):
    """The short cut by scheme and authority finds the host that the whole URL is asked from."""
    try:
        host = prepare_url(url).host
    except RowError:
        return
    assert asked_host(url, None) == host


def test_long_cells_are_not_remembered():
    """Lists hold pictures as ``data:`` URLs of any length, of which tens of thousands would fill the memory."""
    before = shards._remembered_host.cache_info().currsize
    assert asked_host("data:image/png;base64," + "A" * 100_000, "http://a.test/page") == "a.test"
    assert asked_host("B" * 100_000, None) == ""
    assert shards._remembered_host.cache_info().currsize <= before + 1
