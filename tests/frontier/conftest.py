"""Benches for the tests of hosts."""

from __future__ import annotations

import pytest

from tests.frontier.benches import Bench


@pytest.fixture
def bench():
    """Set the judge up."""
    return Bench()
