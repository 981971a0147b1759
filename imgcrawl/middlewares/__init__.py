"""Downloader middlewares, thin: what they know stands in the packages without Scrapy.

- Requests: ``identity``, ``policy_headers``, ``cookies``, ``robots``, ``spared`` (redirects that are known), and of
  pages ``page_cache`` and ``page_objects``.
- Answers: ``decoding``, ``redirect``, ``landings`` (where many are led), ``opt_out``.
- Failures: ``remedies``, also for ``pictures`` that are none; ``next_request`` is what comes of it.
"""

from __future__ import annotations
