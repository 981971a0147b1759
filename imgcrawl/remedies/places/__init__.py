"""Other addresses at which the image may be."""

from __future__ import annotations
