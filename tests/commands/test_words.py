"""What commands say, where it is said in one place."""

from __future__ import annotations

from dataclasses import replace

import pytest
from scrapy.exceptions import UsageError
from scrapy.settings import Settings

from imgcrawl.catalogue import open_catalogue
from imgcrawl.commands.lab import Command as LabCommand
from imgcrawl.commands.quiet import console
from imgcrawl.commands.report import Command as ReportCommand
from imgcrawl.commands.report import _about
from imgcrawl.errors import ConfigError
from imgcrawl.report import summarise

BEGAN = "2026-01-31T23:10:59.000+00:00"


@pytest.mark.parametrize(
    ("ended", "words"),
    [
        (None, "last crawl 2026-01-31 23:10 UTC"),
        ("2026-01-31T23:40:00.000+00:00", "last crawl 2026-01-31 23:10 to 23:40 UTC"),
        ("2026-02-01T00:01:00.000+00:00", "last crawl 2026-01-31 23:10 to 2026-02-01 00:01 UTC"),
    ],
)
def test_a_day_is_named_once(tmp_path, ended, words):
    """A crawl that ended on the day on which it began has one date."""
    catalogue = open_catalogue("", data_dir=str(tmp_path), lock_timeout_s=1)
    run = catalogue.begin_run("r", source="s", strategy="adaptive")
    summary = replace(summarise(catalogue, run), started_at=BEGAN, finished_at=ended)
    catalogue.close()
    assert _about(summary).endswith(words)


def test_a_dashboard_says_that_it_goes_over_to_another_run(tmp_path):
    """Without a name it shows the run that was begun last; which one it showed before is said from then on."""
    catalogue = open_catalogue("", data_dir=str(tmp_path), lock_timeout_s=1)
    command, shown, said = ReportCommand(), [], []
    command.settings = Settings({"IMGCRAWL_DATA_DIR": str(tmp_path)})
    for name in ("a", "a", "b", "b"):
        catalogue.begin_run(name, source="s", strategy="adaptive")
        title, about, *_ = command._live("", shown)
        said.append((title, about.partition("; ")[2]))
    catalogue.close()
    instead = "begun after a, which was shown before"
    assert said == [("Run a", ""), ("Run a", ""), ("Run b", instead), ("Run b", instead)]


@pytest.mark.parametrize(("columns", "width"), [("", 160), ("x", 160), ("100", 100)])
def test_a_page_in_a_pipe(monkeypatch, columns, width):
    """Where the output goes to no terminal it is as wide as ``COLUMNS`` says, or 160."""
    monkeypatch.setenv("COLUMNS", columns)
    assert console().width == width


@pytest.mark.parametrize("args", [[], ["nosuch"], ["serve", "more"]])
def test_the_lab_says_what_to_type(args):
    """Without one of its forms the command names them all."""
    with pytest.raises(UsageError, match=r"(?s)scrapy lab serve .* scrapy lab generate .* scrapy lab check") as caught:
        LabCommand().run(args, None)  # type: ignore[arg-type]
    assert caught.value.print_help is False


def test_a_server_that_is_not_reached_is_told_of_once():
    """One sentence: which catalogue, what to do, and in brackets what the client said."""
    with pytest.raises(ConfigError) as caught:
        open_catalogue("postgresql://ann:pw@127.0.0.1:1/x", data_dir="", lock_timeout_s=1)
    said = str(caught.value)
    assert said.startswith(
        "cannot open the catalogue postgresql+psycopg://ann:***@127.0.0.1:1/x: check that the server"
    )
    assert "its address, user and password (connection to server at" in said


@pytest.mark.parametrize("password", ["p@ss/S3CRET", "S3CRET@ss", "p/S3CRET", "a@S3CRET@b"])
def test_a_password_that_is_not_escaped_is_not_repeated(password):
    """Where signs of a URL stand in the password as they are, no part of it is shown as host or database."""
    with pytest.raises(ConfigError) as caught:
        open_catalogue(f"postgresql://ann:{password}@127.0.0.1:1/x", data_dir="", lock_timeout_s=1)
    assert "S3CRET" not in str(caught.value)
    assert '"ss"' not in str(caught.value)
