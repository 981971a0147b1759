"""The scheduler: hands requests to the engine as their hosts can bear them."""

from __future__ import annotations

from imgcrawl.scheduler.hosts import HostScheduler

__all__ = ["HostScheduler"]
