"""What is checked before a crawl in several processes begins, and what each process is told."""

from __future__ import annotations

import argparse
import os

import pytest
from scrapy.settings import Settings

from imgcrawl.commands import sharding
from imgcrawl.commands.sharding import check_sharded, cores, process_count, shard_commands
from imgcrawl.errors import ConfigError


@pytest.fixture
def source(tmp_path) -> str:
    """Write a list."""
    (tmp_path / "urls.csv").write_text("url\nhttp://a.test/1.jpg\n")
    return str(tmp_path / "urls.csv")


def project(**settings: object) -> Settings:
    """Return a project's settings."""
    return Settings(settings)


def test_what_is_right_passes(source):
    """A list that can be read, with arguments and settings that are known, may be begun."""
    check_sharded(project(), {"source": source, "retry": "failed", "run": "x"})


@pytest.mark.parametrize(
    ("arguments", "settings", "sentence"),
    [
        ({"sauce": "x"}, {}, "unknown argument -a sauce"),
        ({"source": "/nowhere/urls.csv"}, {}, "/nowhere/urls.csv does not exist"),
        ({"source": "-"}, {}, "several processes cannot read one pipe"),
        ({"source": "/dev/stdin"}, {}, "several processes cannot read one pipe"),
        ({"shard": "0/2"}, {}, "leave out -a shard, or -j"),
        ({"limit": "x"}, {}, "limit must be"),
        ({}, {"IMGCRAWL_MAX_BITES": "5"}, "did you mean IMGCRAWL_MAX_BYTES"),
        ({}, {"IMGCRAWL_HOST_POLICIES": "/nowhere.toml"}, "/nowhere.toml cannot be read"),
        ({}, {"FEEDS": {"out.csv": {"format": "csv"}}}, "scrapy export outcomes.csv"),
    ],
)
def test_what_is_wrong_is_said(source, arguments, settings, sentence):
    """What is wrong is one sentence, before any process is started."""
    with pytest.raises(ConfigError) as caught:
        check_sharded(project(**settings), {"source": source} | arguments)
    assert sentence in str(caught.value)


def test_every_shard_is_told_the_same(monkeypatch):
    """The commands differ in the shard alone; they divide the decoding processes unless their number is given."""
    monkeypatch.setattr(sharding, "cores", lambda: 16)
    opts = argparse.Namespace(
        spargs={"source": "a b.csv", "retry": "failed"},
        set=["IMGCRAWL_CONTACT=x=y", "LOG_LEVEL=INFO"],
        processes=4,
        logfile="log.txt",
        loglevel=None,
        nolog=False,
    )
    commands = shard_commands(project(), "images", opts)
    assert [command.pop() for command in commands] == ["shard=0/4", "shard=1/4", "shard=2/4", "shard=3/4"]
    assert all(command == commands[0] for command in commands)
    told = commands[0][4:]
    assert told[:9] == [
        *("images", "-a", "source=a b.csv", "-a", "retry=failed"),
        *("-s", "IMGCRAWL_CONTACT=x=y", "-s", "LOG_LEVEL=INFO"),
    ]
    assert told[9:] == ["-s", "IMGCRAWL_DECODE_WORKERS=2", "--logfile", "log.txt", "-a"]
    fixed = shard_commands(project(IMGCRAWL_DECODE_WORKERS=3), "images", opts)
    assert not any("IMGCRAWL_DECODE_WORKERS" in word for word in fixed[0])


@pytest.mark.parametrize("text", ["0", "-1", "257", "images", "1.5", "", "²"])
def test_process_count_refuses(text):
    """What is no number of processes is refused with what it may be."""
    with pytest.raises(argparse.ArgumentTypeError, match="from 1 to 256"):
        process_count(text)


def test_process_count():
    """A number of processes is read; left out it is that of the cores that this process may use."""
    assert (process_count("1"), process_count("256")) == (1, 256)
    assert 1 <= cores() <= (os.cpu_count() or 1)
