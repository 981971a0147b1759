from __future__ import annotations

import time

import pytest

from imgcrawl import clock


def test_it_is_the_time_of_day():
    """It tells epoch seconds."""
    assert clock.now() == pytest.approx(time.time(), abs=60)


@pytest.mark.parametrize("jump_s", [-3600, 3600])
def test_it_does_not_jump_with_the_systems_clock(monkeypatch, jump_s):
    """When the system's clock is set, it goes on as before."""
    before, real = clock.now(), time.time
    monkeypatch.setattr(time, "time", lambda: real() + jump_s)
    assert 0 <= clock.now() - before < 60
