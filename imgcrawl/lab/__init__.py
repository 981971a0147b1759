"""The lab: a fault-injecting web on loopback, and an examiner for any image downloader.

- What there is: ``model`` (the vocabulary), ``kinds`` of behaviour, and a ``plan`` of the rows and sites that show it.
- What it is made of: ``names``, ``pictures``, ``markup``, ``replies``, ``limits`` on requests, and what ``visitors``
  are known by.
- How it is served: ``running`` (as a process), ``serving``, ``server`` (connections), ``web`` (answers),
  ``nameserver``, ``certificates``.
- What it leaves: a ``folder`` with the ``listing`` of the plan and the ``accesslog``; ``check`` holds results against
  the truth.
"""

from __future__ import annotations

from imgcrawl.lab.check import check
from imgcrawl.lab.running import RunningLab, running_lab

__all__ = ["RunningLab", "check", "running_lab"]
