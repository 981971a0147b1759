"""Redirects that lead from an image to a notice that it is gone."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

_SAYINGS = (
    r"removed?|deleted|gone|expired|unavailable|missing|forbidden|blocked|blank|spacer|default|error|404|403",
    r"not[-_. ]?(?:available|found)",
    r"no[-_. ]?(?:image|photo|picture|pic|thumbnail|thumb)",
    r"place[-_. ]?holder",
    r"hot[-_. ]?link(?:ing)?",
)
_WORDS = re.compile(rf"(?<![a-z])(?:{'|'.join(_SAYINGS)})(?![a-z])", re.IGNORECASE)


def leads_to_notice(asked_url: str, final_url: str) -> bool:
    """Say whether a redirect from *asked_url* ends at a file whose name says that the image is not to be had.

    The name must say so, and the address first asked for must not: a picture may well be called ``missing.jpg``.
    """
    name = _file_name(final_url)
    return name != _file_name(asked_url) and bool(_WORDS.search(name)) and not _WORDS.search(urlsplit(asked_url).path)


def _file_name(url: str) -> str:
    return unquote(urlsplit(url).path.rsplit("/", 1)[-1])
