"""Numbers on the command line."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

import pytest

from imgcrawl.commands.numbers import above_0, whole

if TYPE_CHECKING:
    from tests.commands.project import Scrapy


PROCESSES = "must be a number of processes from 1 to 256, or stand last for one process for each core"


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("report --port x", "--port must be a whole number from 0 to 65535, got x"),
        ("report --port 65536", "--port must be a whole number from 0 to 65535, got 65536"),
        ("compare a b --port -1", "--port must be a whole number from 0 to 65535, got -1"),
        ("compare a b --cost-multiplier x", "--cost-multiplier must be a number above 0, got x"),
        ("demo --rows 0", "--rows must be a whole number, at least 1, got 0"),
        ("demo --seed 1.5", "--seed must be a whole number, got 1.5"),
        ("lab serve --rows x", "--rows must be a whole number, at least 1, got x"),
        ("lab serve --seed x", "--seed must be a whole number, got x"),
        ("lab serve --http-port 70000", "--http-port must be a whole number from 0 to 65535, got 70000"),
        ("lab serve --https-port x", "--https-port must be a whole number from 0 to 65535, got x"),
        ("crawl images -j 0", f"-j/--processes {PROCESSES}, got 0"),
    ],
)
def test_an_option_that_is_no_such_number(scrapy: Scrapy, capsys: pytest.CaptureFixture[str], command, said) -> None:
    """Every option that is a number names itself, what it may be, and what was given."""
    assert scrapy(*command.split()) == 2
    assert capsys.readouterr().err == f"scrapy: error: {said}\n"


def test_numbers() -> None:
    """What is a number within its bounds is read as it is."""
    assert (whole()("-12"), whole(0, 3)("3"), whole(1)("1"), above_0("0.5")) == (-12, 3, 1, 0.5)


@pytest.mark.parametrize("text", ["", "-", "--1", "1e3", "²", "1_0", "9" * 19, "\x1b"])
def test_no_whole_number(text: str) -> None:
    """Only ASCII digits count, not too many of them, and what was given cannot control the terminal."""
    with pytest.raises(argparse.ArgumentTypeError) as caught:
        whole()(text)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize("text", ["", "0", "-1", "nan", "inf"])
def test_not_above_0(text: str) -> None:
    """A cost is above 0 and finite."""
    with pytest.raises(argparse.ArgumentTypeError):
        above_0(text)
