from __future__ import annotations

import time
from pathlib import Path

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


def test_a_crawl_goes_by_no_other():
    """What is part of a crawl asks nobody else for the time, but for the age of a file, which is by the system's."""
    package = Path(clock.__file__).parent
    files = (file for file in package.rglob("*.py") if file.relative_to(package).parts[0] != "lab")
    asks = {file.relative_to(package).as_posix() for file in files if "time.time()" in file.read_text(encoding="utf-8")}
    assert asks == {"clock.py", "transport/certificates.py"}
