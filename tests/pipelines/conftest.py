"""Folders for files on their way into a store, and pipelines of images."""

from __future__ import annotations

from typing import Any

import pytest

from imgcrawl.pipelines.judging import holding
from imgcrawl.pipelines.judging.holding import PlaceholderWatch
from imgcrawl.pipelines.store.parts import PartFolder
from tests.pipelines.benches import Bench


@pytest.fixture
def parent(tmp_path):
    """Return the folder for files on their way."""
    return tmp_path / "incoming"


@pytest.fixture
def store(tmp_path):
    """Return the folder of the store."""
    folder = tmp_path / "images"
    folder.mkdir()
    return folder


@pytest.fixture
def folder(parent, store):
    """Open a part folder, and close it."""
    opened = PartFolder(parent, store, fsync=True)
    yield opened
    opened.close()


@pytest.fixture
async def opened(tmp_path):
    """Open pipelines, and close them."""
    made: list[Bench] = []

    async def open_(**settings: Any) -> Bench:
        bench = Bench(tmp_path, **settings)
        await bench.pipeline.open_spider()
        made.append(bench)
        return bench

    yield open_
    for bench in made:
        await bench.pipeline.close_spider()
        bench.pipeline.spider_closed()


@pytest.fixture
def quick_ticks(monkeypatch):
    """Let what is held be looked at a hundred times a second."""
    monkeypatch.setattr(holding, "_TICK_S", 0.01)


@pytest.fixture
async def watch():
    """Watch a host of which 1,000 URLs are still to come."""
    made = PlaceholderWatch(3, pending=lambda _host: 1000)
    yield made
    made.release()
