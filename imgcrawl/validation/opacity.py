"""Pictures whose fourth byte of a pixel is no opacity, although their header says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image


def as_shown(image: Image.Image) -> Image.Image:
    """Return a loaded *image* as browsers show it: a BMP that is transparent everywhere without its opacity.

    The fourth byte of its pixels is mostly unused, and if it is 0 in all, browsers think so too.
    """
    if image.format != "BMP" or image.mode != "RGBA" or image.getchannel("A").getextrema()[1]:
        return image
    return image.convert("RGB")
