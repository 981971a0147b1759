"""An address without what tells who asks for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from imgcrawl.intake.mended import ready

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHOWN = re.compile(r"\.(?:jpe?g|png|gif|webp)$", re.IGNORECASE)
_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|igshid|mc_[ce]id|_hs(?:enc|mi)|_g[al]"
    r"|phpsessid|jsessionid|aspsessionid\w*|cfid|cftoken)(?:=.*)?",
    re.IGNORECASE,
)
"""Fields of a query that tell who asks or where from, and never what for."""


def without_tracking(url: str) -> Iterator[str]:
    """Yield *url* without the fields that tell who asks or where from, if it has any."""
    return ready(url, (_untracked(url),) if "?" in url else ())


def _untracked(url: str) -> str:
    path, _, query = url.partition("?")
    rest = "&".join(field for field in query.split("&") if not _TRACKING.fullmatch(field))
    if not rest and not _SHOWN.search(path):
        return url  # a script that is told nothing
    return f"{path}?{rest}" if rest else path
