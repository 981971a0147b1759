"""What helps against which failure: the table, the planner, and what hosts have taught."""

from __future__ import annotations
