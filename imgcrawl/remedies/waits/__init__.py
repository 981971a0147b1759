"""The same request later: how often, how long after, and who may be told."""

from __future__ import annotations
