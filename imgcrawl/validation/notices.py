"""Redirects that lead from an image to a notice that it is gone."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

_WORDS = re.compile(
    r"(?<![a-z])(?:removed?|deleted|gone|expired|unavailable|not[-_. ]?available|not[-_. ]?found|no[-_. ]?(?:image|photo|pic"
    r"(?:ture)?|thumb(?:nail)?)|missing|place[-_. ]?holder|hot[-_. ]?link(?:ing)?|forbidden|blocked|blank|spacer|default|"
    r"error|404|403)(?![a-z])",
    re.IGNORECASE,
)


def leads_to_notice(asked_url: str, final_url: str) -> bool:
    """Say whether a redirect from *asked_url* ends at a file whose name says that the image is not to be had.

    The name must say so, and the address first asked for must not: a picture may well be called ``missing.jpg``.
    """
    name = _file_name(final_url)
    return name != _file_name(asked_url) and bool(_WORDS.search(name)) and not _WORDS.search(urlsplit(asked_url).path)


def _file_name(url: str) -> str:
    return unquote(urlsplit(url).path.rsplit("/", 1)[-1])
