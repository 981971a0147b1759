"""The numbered machines of one site, which serve the same pictures under the same rules."""

from __future__ import annotations

import re
from functools import lru_cache

from imgcrawl.identity.origins import UNLISTED, site

_MACHINE = re.compile(
    r"(?:images?|imgs?|pics?|photos?|static|media|cdn|assets|thumbs?|tiles?|cache|files|storage)[-_]?\d{1,4}"
)
"""The first label of such a machine. Other words before a number, and letters, may be the names of customers."""


@lru_cache(maxsize=8_192)
def family(host: str) -> str:
    """Return what the numbered machines of one site have in common (``img#.shop.test``); *host* if it is none."""
    first, _, rest = host.partition(".")
    is_machine = _MACHINE.fullmatch(first) is not None and host != site(host) and site(host) not in UNLISTED
    return f"{first.rstrip('0123456789').rstrip('-_')}#.{rest}" if is_machine else host
