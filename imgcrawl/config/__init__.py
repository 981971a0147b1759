"""The checked settings: one home for every ``IMGCRAWL_*`` name, default, unit and bound."""

from __future__ import annotations

from imgcrawl.config.borrowed import (
    INSTEAD,
    PAGE_OBJECTS,
    check_borrowed,
    has_other_page_objects,
    images_store,
    least_delay_s,
    robots_agent,
)
from imgcrawl.config.schema import Section, all_sections, check_settings, option, setting_names
from imgcrawl.config.sections.content import StoreConfig, ValidationConfig
from imgcrawl.config.sections.hosts import IdentityConfig, RemedyConfig, SchedulerConfig, ThrottleConfig
from imgcrawl.config.sections.network import TransportConfig
from imgcrawl.config.sections.run import CatalogueConfig, IntakeConfig, RunConfig

__all__ = [
    "INSTEAD",
    "PAGE_OBJECTS",
    "CatalogueConfig",
    "IdentityConfig",
    "IntakeConfig",
    "RemedyConfig",
    "RunConfig",
    "SchedulerConfig",
    "Section",
    "StoreConfig",
    "ThrottleConfig",
    "TransportConfig",
    "ValidationConfig",
    "all_sections",
    "check_borrowed",
    "check_settings",
    "has_other_page_objects",
    "images_store",
    "least_delay_s",
    "option",
    "robots_agent",
    "setting_names",
]
