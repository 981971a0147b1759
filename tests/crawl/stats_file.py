"""A statistics collector that leaves its figures in a file, for the tests to read."""

from __future__ import annotations

import json
from pathlib import Path

from scrapy.statscollectors import MemoryStatsCollector


class JsonStats(MemoryStatsCollector):
    """Writes the statistics of a crawl to the setting ``STATS_FILE`` when it ends."""

    def __init__(self, crawler):
        super().__init__(crawler)
        self._file = Path(crawler.settings["STATS_FILE"])

    def _persist_stats(self, stats):
        self._file.write_text(json.dumps(stats, default=str))
