"""Which request goes out next: due times, pauses, and a fair share for every host."""

from __future__ import annotations

from imgcrawl.frontier.queue import HostQueues
from imgcrawl.frontier.slot import HostSlot
from imgcrawl.frontier.standing import Standing

__all__ = ["HostQueues", "HostSlot", "Standing"]
