"""Redirects that lead from an image to a notice that it is gone."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

_WHOLE = r"missing|default|blank|spacer|error|gone|expired|forbidden|blocked|404|403|410"
_ANYWHERE = (
    r"removed|deleted|unavailable|placeholder",
    r"not[-_. ]?(?:available|found)",
    r"no[-_. ]?(?:image|photo|picture|pic|thumbnail|thumb)",
    r"place[-_. ]holder|hot[-_. ]?link(?:ing)?",
)
_FILLER = r"(?:image|img|photo|picture|pic|file|thumb|large|small|medium|page|\d{3})"
_NOTICE = re.compile(
    rf"(?:{_FILLER}[-_. ]?)*(?:{_WHOLE})(?:[-_. ]?{_FILLER})*\.\w+"
    rf"|.*(?<![a-z0-9])(?:{'|'.join(_ANYWHERE)})(?![a-z0-9]).*",
    re.IGNORECASE,
)


def leads_to_notice(asked_url: str, final_url: str) -> bool:
    """Say whether a redirect from *asked_url* ends at a file whose name says that the image is not to be had.

    The name must say so, and the address first asked for must not: a picture may well be called ``missing.jpg``.
    Words that pictures bear too (``default``, ``gone``, ``404``) count only as the whole name.
    """
    name = _file_name(final_url)
    return name != _file_name(asked_url) and _says_so(name) and not _says_so(_file_name(asked_url))


def _says_so(name: str) -> bool:
    return _NOTICE.fullmatch(name) is not None


def _file_name(url: str) -> str:
    return unquote(urlsplit(url).path.rsplit("/", 1)[-1])
