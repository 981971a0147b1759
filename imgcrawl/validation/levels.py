"""Pictures with more than 256 levels of grey, such as scans and measurements, as far as their looks are concerned."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, cast

if TYPE_CHECKING:
    from PIL import Image

_WHITE: Final = 255
_MOST_OF_TWO_BYTES: Final = 65_535


def in_256_levels(image: Image.Image) -> Image.Image:
    """Return a loaded *image*, if it has more levels of grey, with 256: black stays, its lightest pixel gets white.

    Pillow cuts off whatever is above 255, so that every such picture would be white. One that has a single level keeps
    its share of what two bytes hold.
    """
    if image.mode not in {"I", "F"} and not image.mode.startswith("I;16"):
        return image
    deep = image.convert("I") if image.mode.startswith("I;16") else image
    least, most = cast("tuple[float, float]", deep.getextrema())  # it has one band
    low, high = (0.0, _MOST_OF_TWO_BYTES) if least == most else (min(0.0, least), most)
    if not (math.isfinite(low) and math.isfinite(high) and high > low):
        return image
    scale = _WHITE / (high - low)
    return deep.point(lambda level: level * scale - low * scale).convert("L")
