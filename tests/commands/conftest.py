"""A project with two runs, and the commands in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from scrapy.cmdline import execute
from scrapy.settings import Settings

from imgcrawl.catalogue import open_catalogue
from imgcrawl.records import Outcome
from tests.commands.project import OUTCOMES

if TYPE_CHECKING:
    from pathlib import Path

    from tests.commands.project import Scrapy


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Write two runs: "old" with one stored image, "new" with two."""
    folder = tmp_path / "data"
    catalogue = open_catalogue("", data_dir=str(folder), lock_timeout_s=1)
    old = catalogue.begin_run("old", source="old.csv", strategy="baseline")
    catalogue.write(old, OUTCOMES)
    catalogue.end_run(old, "finished")
    new = catalogue.begin_run("new", source="new.csv", strategy="adaptive")
    catalogue.write(new, [Outcome(id=str(n), url=OUTCOMES[n].url, ok=True, attempts=2) for n in range(2)])
    catalogue.end_run(new, "finished")
    catalogue.close()
    return folder


@pytest.fixture
def scrapy(data: Path, monkeypatch: pytest.MonkeyPatch) -> Scrapy:
    """Call a command in a project and return its exit code."""
    monkeypatch.setenv("SCRAPY_SETTINGS_MODULE", "imgcrawl")

    def call(*argv: str, **settings: Any) -> int:
        values = {"COMMANDS_MODULE": "imgcrawl.commands", "IMGCRAWL_DATA_DIR": str(data)} | settings
        with pytest.raises(SystemExit) as caught:
            execute(["scrapy", *argv], Settings(values))
        return int(caught.value.code or 0)

    return call
