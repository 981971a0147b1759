"""Downloader middlewares, in the order in which a request passes them: identity, remedies, opt-out, redirects, cookies."""

from __future__ import annotations
