"""Spiders."""

from __future__ import annotations
