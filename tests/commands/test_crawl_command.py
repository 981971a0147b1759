"""What ``scrapy crawl`` says to a wrong command line."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import TYPE_CHECKING

import pytest
from scrapy.exceptions import UsageError

from imgcrawl.commands.crawl import Command
from imgcrawl.spiders.options import NAMES
from tests.commands.project import project_settings

if TYPE_CHECKING:
    from pathlib import Path

    from tests.crawl.warm import Warm

SELECT = "twisted.internet.selectreactor.SelectReactor"


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        ([], "give one spider"),
        (["a", "b"], "give one spider, got 'b' besides; if that is meant: scrapy crawl a -a source=b"),
        (["images", "source=my list.csv"], "scrapy crawl images -a 'source=my list.csv'"),
        (["nosuch"], "there is no spider nosuch; try images"),
        (["README.md"], "there is no spider README.md: scrapy crawl images -a source=README.md"),
        (["images", "--foo", "-a", "source=x.csv"], "there is no option --foo"),
        (["images", "-a", "settings=x"], "unknown argument -a settings=…"),
        (["images", "-a", "nosuch.csv"], "-a must be followed by NAME=VALUE, got 'nosuch.csv'"),
        (["images", "-a", f"http://a.test/{'a' * 300}"], "-a must be followed by NAME=VALUE, got 'http://a.test/"),
        ([f"http://a.test/{'a' * 300}"], "there is no spider http://a.test/"),
        (["images", "-a", "README.md"], "got 'README.md'; for the list say -a source=README.md"),
        (["images", "-a", "source=x", "-s", "FOO"], "-s must be followed by NAME=VALUE, got 'FOO'"),
        (["images", "-a", "source=x.csv", "-O", "x.csv.gz"], "leave .gz out of x.csv.gz"),
        (["images", "-a", "source=x.csv", "-j", "2", "-o", "-"], "several processes cannot write one feed"),
        (["images", "-a", "source=x.csv", "-j", "2", "-O", "x.csv"], "several processes cannot write one feed"),
        (["images", "-a", "source=x.csv", "-o", "x.csv.gz"], "leave .gz out of x.csv.gz"),
        (["images", "-a", "source=README.md", "-o", "README.md:csv"], "the feed README.md is the list itself"),
        (["images", "-a", "source=x.csv", "-s", "FORCE_CRAWLER_PROCESS=1"], "leave FORCE_CRAWLER_PROCESS and"),
        (["images", "-a", "source=x.csv", "-s", f"TWISTED_REACTOR={SELECT}"], "TWISTED_REACTOR as they are"),
        (
            ["images", "-a", "source=x.csv", "--pidfile", "/nonexistent/x.pid"],
            "cannot write /nonexistent/x.pid: No such",
        ),
        (["images", "-a", "source=x.csv", "-s", "LOG_LEVEL=FOO"], "LOG_LEVEL must be one of"),
        (["images", "-a", "source=x.csv", "-s", "ITEM_PIPELINES={}"], "ITEM_PIPELINES must have"),
        (["images", "-a", "source=x.csv", "-s", "ITEM_PIPELINES=x"], "ITEM_PIPELINES must be a JSON object, as in -s"),
        (["images", "-a", "source=x.csv", "-s", "EXTENSIONS=5"], "EXTENSIONS must be a JSON object, as in -s"),
    ],
    ids=[
        "none",
        "two",
        "argument",
        "unknown",
        "list",
        "option",
        "scrapys-own",
        "no-pair",
        "long-address",
        "long-name",
        "list-alone",
        "no-setting",
        "packed",
        "sharded-feed",
        "sharded-file",
        "packed-too",
        "feed-on-list",
        "other-process",
        "other-reactor",
        "pidfile",
        "type",
        "part",
        "no-json",
        "no-mapping",
    ],
)
def test_a_wrong_command_line_is_one_sentence(warm: Warm, command: list[str], sentence: str, tmp_path: Path) -> None:
    """The sentence is the last that is said, and stands in the log file if there is one."""
    log = tmp_path / "crawl.log"
    done = warm.run("scrapy", "crawl", *command, "-s", f"LOG_FILE={log}")
    assert done.returncode == 2
    assert sentence in (done.stdout + done.stderr).splitlines()[-1]
    logged = log.read_text() if log.exists() else ""
    is_read = not any(
        early in sentence for early in ("leave .gz out", "one feed", "NAME=VALUE", "for the list say", "a JSON object")
    )  # those come before what -s says is known
    assert (sentence in logged) is is_read
    assert logged.count("\n") == is_read


@pytest.mark.parametrize("setting", ["IMGCRAWL_MAX_BITES=1", "IMGCRAWL_HOST_POLICIES=/nowhere.toml", "DNS_TIMEOUT=x"])
@pytest.mark.parametrize("processes", ["1", "2"])
def test_settings_are_checked_before_anybody_is_waited_for(setting: str, processes: str) -> None:
    """A wrong setting is told when the command line has been read: no other crawl's end is waited for."""
    command, parser = Command(), ArgumentParser(conflict_handler="resolve")
    command.settings = project_settings()
    command.add_options(parser)
    opts, args = parser.parse_known_args(["images", "-a", "source=x.csv", "-s", setting, "-j", processes])
    with pytest.raises(UsageError, match=setting.partition("=")[0] if "POLICIES" not in setting else "nowhere"):
        command.process_options(args, opts)


def test_the_help_names_every_argument_of_the_spider() -> None:
    """Who asks for help learns what ``-a`` takes, which Scrapy's own help does not tell."""
    command = Command()
    assert command.syntax().startswith("images -a source=FILE")
    assert [name for name in NAMES if name not in command.long_desc()] == []


def test_which_of_two_values_counts(warm: Warm) -> None:
    """An argument that is given twice has its last value, and that is said."""
    done = warm.run("scrapy", "crawl", "images", "-a", "source=/no/x.csv", "-a", "source=/no/y.csv")
    first, last = done.stderr.splitlines()
    assert first == "-a source is given twice: '/no/y.csv' counts, '/no/x.csv' does not"
    assert "/no/y.csv does not exist" in last


@pytest.mark.parametrize("options", [[], ["-s", "IMGCRAWL_RUN_WAIT_SECONDS=x"]], ids=["alone", "another fault"])
def test_nothing_is_said_in_the_list(warm: Warm, tmp_path: Path, options: list[str]) -> None:
    """A log file that is the list itself is refused, and what refuses it does not stand there."""
    urls = tmp_path / "urls.csv"
    urls.write_text("id,url\n")
    done = warm.run("scrapy", "crawl", "images", "-a", f"source={urls}", "-s", f"LOG_FILE={urls}", *options)
    assert done.returncode == 2
    assert done.stderr.endswith(f"LOG_FILE {urls} is the list itself, which would be lost by that: name another file\n")
    assert urls.read_text() == "id,url\n"
