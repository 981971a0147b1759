"""What one URL has been through: its state, its failures, its trail, and the outcome of its row."""

from __future__ import annotations
