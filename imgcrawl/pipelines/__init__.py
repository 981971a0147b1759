"""Item pipelines: validation and storage of images, then the catalogue."""

from __future__ import annotations
