"""The published best_python strategy: browser headers, rotating user agents, retries at 1, 2 and 4 s, Retry-After."""

from __future__ import annotations

from imgcrawl.settings import *  # noqa: F403

IMGCRAWL_STRATEGY = "study"
IMGCRAWL_URL_REPAIR_ENABLED = False
IMGCRAWL_OPT_OUT_ENABLED = False
IMGCRAWL_IDENTITY_MODE = "rotate"
IMGCRAWL_TLS_IMPERSONATION_ENABLED = False
IMGCRAWL_HTTP2_ENABLED = False
IMGCRAWL_REMEDIES = ["retry", "wait"]
IMGCRAWL_RETRY_STATUSES_ENABLED = False
IMGCRAWL_RETRY_AFTER_MAX_SECONDS = 60
IMGCRAWL_PAGE_FALLBACK_ENABLED = False
IMGCRAWL_RESPONSE_TIMEOUT_SECONDS = 10
IMGCRAWL_LOW_SPEED_BYTES = 1
IMGCRAWL_LOW_SPEED_SECONDS = 10
