"""Where the copies of uploads lie whose addresses are listed by their paths."""

from __future__ import annotations

H = "https://h.org"


def whole(path: str) -> str:
    """Return the address of a *path*, which may begin with a host of its own."""
    return f"https:{path}" if path.startswith("//") else f"{H}{path}"
