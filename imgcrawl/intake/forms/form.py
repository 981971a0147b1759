"""How a table writes down the address of a copy, and the addresses of the same upload that it stands for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from imgcrawl.intake.mended import ready

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

FILE: Final = r"[^/?]+\.[a-z]{3,4}"
PICTURE: Final = r"\.(?:jpe?g|png|gif|webp|avif|bmp|tiff?)"
END: Final = r"(?=\?|$)"
"""Where the path ends."""


class Form(NamedTuple):
    """How *system* writes the address of a copy, and what stands there *instead*, the likeliest first.

    *address* is searched for without regard to case; it begins before the query. The upload comes before its largest
    stock size, and there are two at most. A ``?`` at the end of a text leaves out the query.
    """

    system: str
    address: str
    instead: tuple[str | Callable[[re.Match[str]], str], ...]


Compiled = tuple[tuple[re.Pattern[str], tuple["str | Callable[[re.Match[str]], str]", ...]], ...]


def compiled(forms: Sequence[Form]) -> Compiled:
    """Return *forms* as :func:`written_otherwise` takes them."""
    return tuple((re.compile(form.address, re.IGNORECASE), form.instead) for form in forms)


_MOST_SLASHES: Final = 100
"""Those of an address that is looked at: no site's have more, and patterns for folders took 0.2 s for 1,000."""


def written_otherwise(url: str, forms: Compiled) -> Iterator[str]:
    """Yield the upload at *url*, or its largest copy, as the first of *forms* that the address has writes it."""
    if url.count("/") > _MOST_SLASHES:
        return iter(())
    query = url.find("?") % (len(url) + 1)
    for address, instead in forms:
        if (found := address.search(url)) and found.start() < query:
            return ready(url, dict.fromkeys(_written(found, to) for to in instead))
    return iter(())


def _written(found: re.Match[str], instead: str | Callable[[re.Match[str]], str]) -> str:
    """Return the address in which *found* is replaced; a ``?`` at the end of that ends the address."""
    before, rest = found.string[: found.start()], found.string[found.end() :]
    text = before + (found.expand(instead) if isinstance(instead, str) else instead(found))
    return text.removesuffix("?") if text.endswith("?") else text + rest
