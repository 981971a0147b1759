"""What hosts have taught, in this run and before."""

from __future__ import annotations
