"""A clock that stands still."""

from __future__ import annotations

from types import SimpleNamespace

import pytest


@pytest.fixture
def clock(monkeypatch) -> SimpleNamespace:
    """Hold the time, in epoch seconds, until the test moves it on."""
    held = SimpleNamespace(at=1000.0)
    monkeypatch.setattr("imgcrawl.clock.now", lambda: held.at)
    return held
