"""The middleware of the remedies, set up."""

from __future__ import annotations

import pytest

from tests.middlewares.benches import Bench


@pytest.fixture
def bench():
    """Set the middleware up."""
    return Bench()
