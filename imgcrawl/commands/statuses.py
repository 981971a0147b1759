"""The exit statuses of the project's commands, besides 0."""

from __future__ import annotations

from typing import Final

FAILED: Final = 1
"""It began, and could not be done, or not wholly."""

REFUSED: Final = 2
"""A wrong option, setting, argument or source: nothing was begun. Scrapy's own, for what it calls an error of usage."""

STOPPED: Final = 130
"""It was interrupted, as shells have it for SIGINT."""
