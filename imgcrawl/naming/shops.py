"""The number under which a shop keeps an image, which no other one of its has: in its folders, or before a name.

PrestaShop has a folder for each digit (``/img/p/1/2/3/123-home_default.jpg``) and, for readers and search engines, the
same file behind any name (``/123-large_default/blue-kettle.jpg``). Releases before had the product's number first.

Source, as of November 2026: PrestaShop, ``Link::getImageLink`` and ``Image::getImgFolderStatic``.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_ENDING: Final = r"\.(?:jpe?g|png|gif|webp|avif)$"
_TYPE: Final = r"-(?:[a-z_]+_default|home|large|medium|small|thickbox)(?:2x)?"
_FILED = re.compile(rf"/img/p/((?:\d/)+)(\d+)(?:{_TYPE})?{_ENDING}", re.IGNORECASE)
_OF_PRODUCT = re.compile(rf"/img/p/\d+-(\d+)(?:{_TYPE})?{_ENDING}", re.IGNORECASE)
_NAMED = re.compile(rf"(?<!/c)(?<!/m)/(?:\d+-)?(\d+)-[a-z_]+_default(?:2x)?/([^/]+){_ENDING}", re.IGNORECASE)
"""Behind a size of the kind that this system alone has: folders of dates and sizes are found elsewhere, too."""
_WORD = re.compile(r"[^\W\d_]{3,}")


@lru_cache(maxsize=4_096)
def image_number(path: str) -> str | None:
    """Return the number of the image at *path*, decoded, in its shop; None where it is not of that form."""
    if found := _FILED.search(path):
        return found[2] if found[1].replace("/", "") == found[2] else None
    found = _OF_PRODUCT.search(path) or _NAMED.search(path)
    return found[1] if found else None


def tells_other_things(one: str, other: str) -> bool:
    """Say whether two such paths have names for readers without a word in common: a shop may have been built anew."""
    first, second = _NAMED.search(one), _NAMED.search(other)
    if first is None or second is None:
        return False
    return set(_WORD.findall(first[2].casefold())).isdisjoint(_WORD.findall(second[2].casefold()))
