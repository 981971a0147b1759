"""Extensions: the throttle, the counts by stage, the progress on the terminal.

- ``throttle``: the pace, by what hosts complain of.
- What is shown: the ``figures``, from the ``crawl_state``, by ``progress`` and by ``supervision`` (to whoever started
  the crawl), ``stages`` by error and host, ``stopping``, ``ending``; ``screen`` is where.
- Feeds: ``feeds``, ``exporters``.
- ``short_ways`` of Scrapy's own: ``core``, ``one_task``, ``output``, ``signalling``.
"""

from __future__ import annotations
