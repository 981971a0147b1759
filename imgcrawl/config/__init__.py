"""The checked settings: one home for every ``IMGCRAWL_*`` name, default, unit and bound."""

from __future__ import annotations

from imgcrawl.config.borrowed import INSTEAD, check_borrowed, images_store
from imgcrawl.config.schema import Section, all_sections, check_settings, option, setting_names
from imgcrawl.config.sections import (
    CatalogueConfig,
    IdentityConfig,
    IntakeConfig,
    RemedyConfig,
    RunConfig,
    SchedulerConfig,
    StoreConfig,
    ThrottleConfig,
    TransportConfig,
    ValidationConfig,
)

__all__ = [
    "INSTEAD",
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
    "images_store",
    "option",
    "setting_names",
]
