"""As a polite guest: robots.txt obeyed, our own name, one request at a time for each host, a second apart."""

from __future__ import annotations

from imgcrawl.config.sections import hosts
from imgcrawl.settings import *  # noqa: F403

IMGCRAWL_STRATEGY = "polite"
IMGCRAWL_IDENTITY_MODE = "honest"
IMGCRAWL_TLS_IMPERSONATION_ENABLED = False
IMGCRAWL_REMEDIES = [name for name in hosts.REMEDY_NAMES if name not in hosts.WAYS_OF_ASKING]
IMGCRAWL_HOST_CONCURRENCY = 1
IMGCRAWL_HOST_DELAY_SECONDS = 1
ROBOTSTXT_OBEY = True
