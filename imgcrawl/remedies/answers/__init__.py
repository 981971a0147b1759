"""What an answer says of its reason."""

from __future__ import annotations
