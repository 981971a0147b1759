"""Downloader middlewares, thin: what they know stands in the packages without Scrapy."""

from __future__ import annotations
