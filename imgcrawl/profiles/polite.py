"""As a polite guest: robots.txt obeyed, our own name, one request at a time for each host, a second apart."""

from __future__ import annotations

from imgcrawl.settings import *  # noqa: F403

IMGCRAWL_STRATEGY = "polite"
IMGCRAWL_IDENTITY_MODE = "honest"
IMGCRAWL_TLS_IMPERSONATION_ENABLED = False
IMGCRAWL_REMEDIES = [
    "retry",
    "wait",
    "https",
    "www",
    "port",
    "bucket",
    "respelled",
    "full_size",
    "spaced",
    "accented",
    "other_scheme",
    "unwrap",
    "page",
    "page_cookies",
    "look_again",
    "made_up_name",
]
IMGCRAWL_HOST_CONCURRENCY = 1
IMGCRAWL_HOST_DELAY_SECONDS = 1
ROBOTSTXT_OBEY = True
