"""A served report is renewed as often as what it shows can change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from imgcrawl.catalogue import open_catalogue
from imgcrawl.report.dashboard import Dashboard

if TYPE_CHECKING:
    from pathlib import Path

    from imgcrawl.report.dashboard import Page
    from tests.commands.project import Scrapy


@pytest.mark.parametrize(
    ("command", "states", "seconds"),
    [
        (["report", "old"], ("finished", "running"), 60),
        (["report"], ("finished", "running"), 5),
        (["report"], ("running", "stopped"), 60),
        (["compare", "old", "new"], ("finished", "running"), 5),
        (["compare", "old", "new"], ("running", "finished"), 5),
        (["compare", "old", "new"], ("stopped", "finished"), 60),
    ],
)
def test_a_page_rests_when_its_runs_do(
    scrapy: Scrapy,
    data: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    command: list[str],
    states: tuple[str, str],
    seconds: int,
) -> None:
    """Who reads of a run that is over is not interrupted every few seconds; of one that goes on the page is new."""
    catalogue = open_catalogue("", data_dir=str(data), lock_timeout_s=1)
    for name, state in zip(("old", "new"), states, strict=True):
        run = catalogue.begin_run(name, source=f"{name}.csv", strategy=catalogue.find_run(name).strategy)
        if state != "running":
            catalogue.end_run(run, state)
    pages: list[Page] = []
    monkeypatch.setattr(Dashboard, "serve_forever", lambda served: pages.append(served.page()))
    assert scrapy(*command, "--serve", "--port", "0") == 0
    catalogue.close()
    assert f'<meta http-equiv="refresh" content="{seconds}">' in pages[0].html
