"""A picture of an IIIF service as other versions of its interface are asked for it, and what describes it there.

Source: IIIF Image API 1.1, 2.1 and 3.0, sections "Image Request Parameters" and "Image Information Request".
"""

from __future__ import annotations

import re
from itertools import islice
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


_WHOLE: Final = "/full/"
"""How what is before the size ends where all of a picture is asked for."""
INFO: Final = "/info.json"
"""Where a service describes a picture, behind what it calls it."""


def in_other_iiif_version(url: str) -> Iterator[str]:
    """Yield the picture that an IIIF service has at *url* as other versions of its interface are asked for it.

    Of a whole picture, asked for as since the second version, the second address is that of its description: services
    that only keep files have those sizes alone that stand there.
    """
    if (found := _IIIF.fullmatch(url)) is None:
        return iter(())
    before, size, turned, quality, ending = found.groups()
    quality = quality if quality == "default" else "native"  # in colour, where that is another word for it
    others = _IIIF_INSTEAD.get((size if size in ("full", "max") else _SIZED, quality), ())
    texts = (f"{before}{size if to == _SIZED else to}{turned}{name}{ending}" for to, name in others)
    if _is_whole(before, turned) and quality == "default":
        return ready(url, [*islice(texts, 1), before.removesuffix(_WHOLE) + INFO])
    return ready(url, texts)


def _is_whole(before: str, turned: str) -> bool:
    """Say whether all of a picture is asked for by what is *before* the size, as it lies by how it is *turned*."""
    return before.endswith(_WHOLE) and turned == "/0/"
