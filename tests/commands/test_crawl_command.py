"""What ``scrapy crawl`` says to a wrong command line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SELECT = "twisted.internet.selectreactor.SelectReactor"
ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        ([], "give one spider"),
        (["a", "b"], "give one spider"),
        (["nosuch"], "there is no spider nosuch"),
        (["images", "--foo", "-a", "source=x.csv"], "there is no option --foo"),
        (["images", "-a", "source=x.csv", "-O", "x.csv.gz"], "leave .gz out of x.csv.gz"),
        (["images", "-a", "source=x.csv", "-o", "x.csv.gz"], "leave .gz out of x.csv.gz"),
        (["images", "-a", "source=x.csv", "-s", "FORCE_CRAWLER_PROCESS=1"], "leave FORCE_CRAWLER_PROCESS and"),
        (["images", "-a", "source=x.csv", "-s", f"TWISTED_REACTOR={SELECT}"], "TWISTED_REACTOR as they are"),
    ],
    ids=["none", "two", "unknown", "option", "packed", "packed-too", "other-process", "other-reactor"],
)
def test_a_wrong_command_line_is_one_sentence(command: list[str], sentence: str) -> None:
    """The sentence is the last that is said."""
    crawl = [sys.executable, "-m", "scrapy", "crawl", *command]
    done = subprocess.run(crawl, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert sentence in (done.stdout + done.stderr).splitlines()[-1]
