"""Whether a picture is another than its address says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from imgcrawl.naming.sizes import MIN_SIDE

if TYPE_CHECKING:
    from imgcrawl.validation.facts import ImageFacts

_BOX: Final = re.compile(r"(?<![\da-z])(\d{3,4})x(\d{3,4})(?!\d)", re.IGNORECASE)
_LARGER: Final = 1.05
_SHAPE: Final = 0.05


def is_larger_than_named(url: str, facts: ImageFacts) -> bool:
    """Say whether the picture *facts* is larger than the box in pixels that the path of *url* names, in another shape.

    In the same shape it may be the original of what was asked for, or made for a finer screen. A smaller one says
    nothing, as servers enlarge none.
    """
    if not _BOX.search(unquote(url)):  # which mostly spares the parsing
        return False
    boxes = [tuple(map(int, box)) for box in _BOX.findall(unquote(urlsplit(url).path))]
    if len(boxes) != 1 or min(boxes[0]) < MIN_SIDE:
        return False
    across, down = facts.width / boxes[0][0], facts.height / boxes[0][1]
    return max(across, down) > _LARGER and abs(across / down - 1) > _SHAPE
