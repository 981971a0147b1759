"""Scrapy's own settings as far as imgcrawl depends on them: which are checked, and which have no effect here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from imgcrawl.config.schema import Option, checked
from imgcrawl.config.sections.hosts import SchedulerConfig

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scrapy.settings import BaseSettings

CHECKED: Final = (
    Option("CONCURRENT_REQUESTS", "Requests in flight.", "int", low=1),
    Option("DOWNLOAD_DELAY", "Least time between two requests to one host.", "float", "seconds", low=0),
    Option("CONCURRENT_ITEMS", "Items of one response processed at once.", "int", low=1, high=10_000),
    Option("SCRAPER_SLOT_MAX_ACTIVE_SIZE", "Bodies in memory.", "int", "bytes", low=1),
    Option("REDIRECT_MAX_TIMES", "Redirects followed for one request.", "int", low=0),
    Option("AUTOTHROTTLE_MAX_DELAY", "Longest delay.", "float", "seconds", low=0),
    Option("AUTOTHROTTLE_TARGET_CONCURRENCY", "Requests aimed at.", "float", "requests", low=0.01),
    Option("AUTOTHROTTLE_ENABLED", "Whether hosts are throttled.", "bool"),
    Option("ROBOTSTXT_OBEY", "Whether robots.txt is obeyed.", "bool"),
    Option("IMAGES_MIN_WIDTH", "Least width of an image.", "int", "pixels", low=0),
    Option("IMAGES_MIN_HEIGHT", "Least height of an image.", "int", "pixels", low=0),
)
"""Settings of Scrapy's that are used as Scrapy means them."""

INSTEAD: Final = {
    "AUTOTHROTTLE_START_DELAY": "DOWNLOAD_DELAY, which holds from the first request to a host",
    "CONCURRENT_REQUESTS_PER_DOMAIN": "IMGCRAWL_HOST_CONCURRENCY",
    "HTTPCACHE_ENABLED": "the catalogue: what has been fetched is not fetched again",
    "HTTPPROXY_ENABLED": "IMGCRAWL_PROXY",
    "MEMUSAGE_LIMIT_MB": "a limit of the system",
    "DOWNLOAD_MAXSIZE": "IMGCRAWL_MAX_BYTES",
    "DOWNLOAD_TIMEOUT": "IMGCRAWL_TOTAL_TIMEOUT_SECONDS",
    "JOBDIR": "the catalogue: the same command goes on where it stopped",
    "ROBOTSTXT_PARSER": "nothing: Protego reads it",
    "RETRY_ENABLED": "IMGCRAWL_REMEDIES",
    "RETRY_TIMES": "IMGCRAWL_RETRY_MAX_ATTEMPTS",
    "USER_AGENT": "IMGCRAWL_IDENTITY_MODE and IMGCRAWL_CONTACT",
}
"""Settings of Scrapy's that have no effect here, and what to use instead."""


_READ_IN_VAIN: Final = (Option("CONCURRENT_REQUESTS_PER_DOMAIN", "Read by Scrapy's downloader.", "int", low=0),)
"""Settings of Scrapy's without effect whose wrong values would stop it all the same."""


PAGE_OBJECTS: Final = "imgcrawl.pages"
"""Where the project's own page objects are."""


def has_other_page_objects(settings: BaseSettings) -> bool:
    """Say whether scrapy-poet is told of more than the project's own page objects."""
    is_told = settings.getlist("SCRAPY_POET_RULES") or settings.getdict("SCRAPY_POET_PROVIDERS")
    return bool(is_told) or settings.getlist("SCRAPY_POET_DISCOVER") != [PAGE_OBJECTS]


def check_borrowed(settings: Mapping[str, Any]) -> None:
    """Check those of Scrapy's settings that are read here.

    :raises ConfigError: for a wrong value.
    """
    for spec in CHECKED + _READ_IN_VAIN:
        if (value := settings.get(spec.name)) is not None:
            checked(spec, value)


def least_delay_s(settings: BaseSettings) -> float:
    """Return the least time between two requests to one host: the longer of Scrapy's ``DOWNLOAD_DELAY`` and ours."""
    return max(SchedulerConfig.from_settings(settings).host_delay_s, settings.getfloat("DOWNLOAD_DELAY"))


def robots_agent(settings: BaseSettings) -> str | None:
    """Return the name by which robots.txt speaks to us; None where it is not obeyed."""
    return (settings.get("ROBOTSTXT_USER_AGENT") or "imgcrawl") if settings.getbool("ROBOTSTXT_OBEY") else None


def images_store(settings: Mapping[str, Any], data_dir: str) -> str:
    """Return where the images lie: Scrapy's ``IMAGES_STORE``, else a folder in *data_dir*."""
    return str(settings.get("IMAGES_STORE") or Path(data_dir) / "images")
