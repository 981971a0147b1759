"""imgcrawl fetches every image of a list of URLs that can be fetched, and says why the rest could not."""

from __future__ import annotations

__version__ = "0.1.0"
