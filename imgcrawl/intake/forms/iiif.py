"""A picture of an IIIF service as other versions of its interface are asked for it.

Source: IIIF Image API 1.1, 2.1 and 3.0, section "Image Request Parameters".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from imgcrawl.intake.mended import ready

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_COMMA = "(?:,|%2C)"
_IIIF = re.compile(
    rf"(https?://[^?]+/(?:full|square|\d+(?:{_COMMA}\d+){{3}}|pct:[\d.]+(?:{_COMMA}[\d.]+){{3}})/)"
    rf"(max|full|(?:\^|%5E)?(?:pct:[\d.]+|!?\d*{_COMMA}\d*)|(?:\^|%5E)max)(/!?\d+(?:\.\d+)?/)(native|colou?r|default)(\.\w+)"
)
_SIZED = "sized"
_IIIF_INSTEAD: Final[Mapping[tuple[str, str], tuple[tuple[str, str], ...]]] = {
    ("full", "native"): (("full", "default"), ("max", "default")),
    ("full", "default"): (("max", "default"), ("full", "native")),
    ("max", "default"): (("full", "default"), ("full", "native")),
    (_SIZED, "native"): ((_SIZED, "default"), ("max", "default")),
    (_SIZED, "default"): (("max", "default"), ("full", "default")),
}
"""Versions 1, 2 and 3 call all of a picture ``full/…/native``, ``full/…/default`` and ``max/…/default``."""


def in_other_iiif_version(url: str) -> Iterator[str]:
    """Yield the picture that an IIIF service has at *url* as other versions of its interface are asked for it."""
    if (found := _IIIF.fullmatch(url)) is None:
        return iter(())
    before, size, turned, quality, ending = found.groups()
    quality = quality if quality == "default" else "native"  # in colour, where that is another word for it
    others = _IIIF_INSTEAD.get((size if size in ("full", "max") else _SIZED, quality), ())
    texts = (f"{before}{size if to == _SIZED else to}{turned}{name}{ending}" for to, name in others)
    return ready(url, texts)
