"""What must be right before a run begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.settings import SETTINGS_PRIORITIES

from imgcrawl.config import INSTEAD, IdentityConfig, TransportConfig, check_borrowed, check_settings
from imgcrawl.identity.headers import honest_headers
from imgcrawl.transport import check_transport

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings


def check_before_start(settings: BaseSettings) -> None:
    """Check all settings of a run, those too that only one part can judge.

    :raises ConfigError: naming the setting, its value and what is allowed.
    """
    check_settings(settings)
    check_borrowed(settings)
    check_transport(TransportConfig.from_settings(settings))
    honest_headers(IdentityConfig.from_settings(settings).contact)


def without_effect(settings: BaseSettings) -> dict[str, str]:
    """Return the settings of Scrapy that are set although they do nothing here, each with what to use instead."""
    return {
        name: instead
        for name, instead in INSTEAD.items()
        if (settings.getpriority(name) or 0) >= SETTINGS_PRIORITIES["project"]
    }
