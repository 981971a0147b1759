"""Folders for files on their way into a store."""

from __future__ import annotations

import pytest

from imgcrawl.pipelines.parts import PartFolder


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
