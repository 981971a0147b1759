"""What the project of these tests has recorded, and how its commands are called."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from scrapy.settings import Settings

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


def project_settings() -> Settings:
    """Return the settings of the project; what Scrapy would do for that changes the environment."""
    settings = Settings()
    settings.setmodule("imgcrawl.settings", priority="project")
    return settings


def command_line(data: Path, command: str, *argv: str) -> list[str]:
    """Return the arguments with which ``scrapy`` calls a command in the project that keeps its *data* there."""
    return ["scrapy", command, "-s", f"IMGCRAWL_DATA_DIR={data}", *argv]
