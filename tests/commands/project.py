"""What the project of these tests has recorded, and its commands in processes of their own."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from imgcrawl.records import Outcome

if TYPE_CHECKING:
    from pathlib import Path

Scrapy = Callable[..., int]
TRAIL = [{"n": 1, "remedy": None, "status": 403, "error": "http_403", "ms": 3.0}]
OUTCOMES = [
    Outcome(
        id="0",
        url="http://a.test/ü,0",
        ok=True,
        path="full/0.jpg",
        attempts=1,
        total_ms=1.5,
        bytes=10,
        extra={"k": "ü"},
    ),
    Outcome(id="1", url="http://a.test/1", stage="http", error="http_403", retryable=True, attempts=1, trail=TRAIL),
]


def in_a_process(data: Path, *argv: str) -> list[str]:
    """Return what calls a command in the project that keeps its *data* there."""
    code = (
        "import os, sys; from scrapy.cmdline import execute; from scrapy.settings import Settings;"
        "os.environ['SCRAPY_SETTINGS_MODULE'] = 'imgcrawl';"
        "execute(['scrapy', *sys.argv[2:]],"
        "Settings({'COMMANDS_MODULE': 'imgcrawl.commands', 'IMGCRAWL_DATA_DIR': sys.argv[1]}))"
    )
    return [sys.executable, "-c", code, str(data), *argv]
