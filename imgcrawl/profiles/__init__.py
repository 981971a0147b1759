"""Strategies: each module is a settings file that overrides :mod:`imgcrawl.settings`."""

from __future__ import annotations
