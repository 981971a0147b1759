"""The lab: a fault-injecting web on loopback, and an examiner for any image downloader."""

from __future__ import annotations

from imgcrawl.lab.check import check
from imgcrawl.lab.running import RunningLab, running_lab

__all__ = ["RunningLab", "check", "running_lab"]
