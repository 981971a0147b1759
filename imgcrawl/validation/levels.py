"""Pictures with more than 256 levels of grey, such as scans and measurements, as far as their looks are concerned."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, cast

from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Iterator

_WHITE: Final = 255
_MOST_OF_TWO_BYTES: Final = 65_535
_STRIP_PIXELS: Final = 1_000_000


def in_256_levels(image: Image.Image) -> Image.Image:
    """Return a loaded *image*, if it has more levels of grey, with 256: black stays, its lightest pixel gets white.

    Pillow cuts off whatever is above 255, so that every such picture would be white. One that has a single level keeps
    its share of what two bytes hold.
    """
    if image.mode not in {"I", "F"} and not image.mode.startswith("I;16"):
        return image
    found = [level for _, strip in _strips(image) for level in cast("tuple[float, float]", strip.getextrema())]
    if not all(map(math.isfinite, found)):
        return image
    least, most = min(found), max(found)
    low, high = (0.0, _MOST_OF_TWO_BYTES) if least == most else (min(0.0, least), most)
    scale, grey = _WHITE / (high - low), Image.new("L", image.size)
    for top, strip in _strips(image):
        grey.paste(strip.point(lambda level: level * scale - low * scale).convert("L"), (0, top))
    return grey


def _strips(image: Image.Image) -> Iterator[tuple[int, Image.Image]]:
    """Yield where each strip of *image* begins, and the strip; a copy of it all has up to four times its bytes."""
    rows = max(1, _STRIP_PIXELS // image.width)
    for top in range(0, image.height, rows):
        strip = image.crop((0, top, image.width, min(top + rows, image.height)))
        yield top, strip.convert("I") if strip.mode.startswith("I;16") else strip
