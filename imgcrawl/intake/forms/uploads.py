"""Uploads whose address stands in that of a copy which some software has made of them in another size.

What a site keeps of such copies comes and goes with its caches; the upload stays. No other host is ever asked.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from imgcrawl.intake.forms.boards import BOARDS
from imgcrawl.intake.forms.carriers import CARRIERS
from imgcrawl.intake.forms.form import compiled, written_otherwise
from imgcrawl.intake.forms.museums import MUSEUMS
from imgcrawl.intake.forms.networks import NETWORKS
from imgcrawl.intake.forms.press import PRESS
from imgcrawl.intake.forms.shops import SHOPS
from imgcrawl.intake.forms.sites import REST, SITES
from imgcrawl.intake.forms.wordpress import KEPT_OTHERWISE, WORDPRESS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from imgcrawl.intake.forms.form import Compiled


@cache
def _all_forms() -> Compiled:
    return compiled((*WORDPRESS, *SHOPS, *SITES, *BOARDS, *MUSEUMS, *NETWORKS, *PRESS, *CARRIERS, *REST))


@cache
def _kept_otherwise() -> Compiled:
    return compiled(KEPT_OTHERWISE)


@lru_cache(maxsize=256)
def _originals(url: str) -> tuple[str, ...]:
    return tuple(written_otherwise(url, _all_forms()))


def as_original(url: str) -> Iterator[str]:
    """Yield the upload of which *url* is a copy in another size, by the way in which its address is made."""
    return iter(_originals(url))


def kept_otherwise(url: str) -> Iterator[str]:
    """Yield the upload at *url* as sites keep it that have made room, or have changed the format of all they keep."""
    return written_otherwise(url, _kept_otherwise())
