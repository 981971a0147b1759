"""Errors that a cache between the host and us keeps, and gives to everybody until its copy is old."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from imgcrawl.retry_after import age_of

if TYPE_CHECKING:
    from collections.abc import Callable

UNKNOWN_S: Final = 0.0
"""Stands for a time that the cache does not tell."""

_LONGEST_S: Final = 60.0
"""What is kept for longer is asked for past the cache, which may help or not."""

_LIFE: Final = tuple(
    re.compile(rb"\b%s\s*=\s*\"?(\d{1,9})" % name, re.IGNORECASE) for name in (b"s-maxage", b"max-age")
)
_TOLD: Final = (b"X-Cache", b"X-Cache-Status", b"X-Proxy-Cache", b"CF-Cache-Status", b"Cache-Status")
_HIT: Final = re.compile(rb"(?<![a-z])hit(?![a-z])", re.IGNORECASE)
_FROM_CACHE: Final = re.compile(rb"(?<![a-z])hit(?![a-z])|error from", re.IGNORECASE)


def is_copy(header: Callable[[bytes], bytes | None]) -> bool:
    """Say whether an answer with these fields is a copy, and not what its host said just now.

    ``Error from cloudfront`` is no sign of that: all errors have it that come through there.
    """
    return age_of(header(b"Age")) > 0 or any(_HIT.search(header(name) or b"") for name in _TOLD)


def kept_for(header: Callable[[bytes], bytes | None]) -> float | None:
    """Return for how many seconds more a cache gives the answer that it has; None if it does not come from one.

    ``UNKNOWN_S`` where that is not told, or takes too long to wait for. *header* returns a field's value by name.
    Sources: RFC 9111, 4.2 and 5.1; RFC 9211; the fields of CloudFront, Cloudflare, nginx and Varnish.
    """
    age_s = age_of(header(b"Age"))
    if not age_s and not any(_FROM_CACHE.search(header(name) or b"") for name in _TOLD):
        return None
    told = header(b"Cache-Control") or b""
    life = next((found for form in _LIFE if (found := form.search(told))), None)
    left_s = int(life[1]) - age_s if life else UNKNOWN_S
    return left_s if UNKNOWN_S < left_s <= _LONGEST_S else UNKNOWN_S
