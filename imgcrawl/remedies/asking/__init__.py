"""Other ways of asking at the same address."""

from __future__ import annotations
