"""What the catalogue says about runs: summaries and comparisons, as tables and HTML."""

from __future__ import annotations

from imgcrawl.report.comparison import Comparison, compare
from imgcrawl.report.summary import Summary, summarise

__all__ = ["Comparison", "Summary", "compare", "summarise"]
