"""Pictures on which there is nothing: transparent all over, or of one colour that the address did not ask for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from PIL import Image

    from imgcrawl.validation.facts import ImageFacts

_PHOTO_SIDE_PX = 64  # smaller ones are swatches, bullets, avatars
_SPACER_SIDE_PX = 2
_SPACER_AREA_PX = 100
_GREY_LEVELS = 8  # between the strongest and the weakest of red, green and blue
_COLOUR_WORD = re.compile(
    r"(?<![a-z])(?:white|black|gr[ae]y|silver|anthracite|charcoal|graphite|ivory|snow|cream|off-?white|weiss|schwarz|grau"
    r"|blanco|negro|gris|blanc|noir|colou?rs?|swatch(?:es)?|solid|plain|blank|empty|paint|ral|pantone|hex|rgb"
    r"|backgrounds?|bg)(?![a-z])"
    r"|(?<![0-9a-f])(?:([0-9a-f])\1{5}|([0-9a-f]{2})\2{2})(?![0-9a-f])"
)
"""Words, and grey in hexadecimal digits, with which somebody asks for a picture of one colour."""


def is_invisible(image: Image.Image) -> bool:
    """Say whether every pixel of a loaded *image* is transparent."""
    if image.mode in {"RGBA", "LA", "PA", "RGBa", "La"}:
        return image.getchannel(image.mode[-1]).getextrema()[1] == 0
    if "transparency" not in image.info:
        return False
    return image.convert("RGBA").getchannel("A").getextrema()[1] == 0


def is_plain(image: Image.Image, looks: bytes) -> bool:
    """Say whether a loaded *image* has one colour only, which its *looks* tell almost always at once."""
    if looks != looks[:3] * (len(looks) // 3):
        return False
    # Of pixels of two bytes Pillow finds these in one order of the bytes alone.
    extrema = (image.convert("I") if image.mode.startswith("I;16") else image).getextrema()
    bands = extrema if isinstance(extrema[0], tuple) else (extrema,)
    return all(low == high for low, high in bands)


def is_unwanted_blank(url: str, facts: ImageFacts) -> bool:
    """Say whether the picture *facts* that *url* gave shows nothing where a photograph was asked for.

    It is white, grey or black all over, at least 64 pixels in both directions, and no word of the address asks for a
    colour. Other colours may be meant.
    """
    if not _is_grey(facts) or min(facts.width, facts.height) < _PHOTO_SIDE_PX:
        return False
    parts = urlsplit(url)
    return _COLOUR_WORD.search(unquote(f"{parts.path} {parts.query}").lower().replace("_", "-")) is None


def is_spacer(facts: ImageFacts) -> bool:
    """Say whether the picture *facts* is at most 2 pixels wide or high, or has at most 100 pixels."""
    return min(facts.width, facts.height) <= _SPACER_SIDE_PX or facts.width * facts.height <= _SPACER_AREA_PX


def is_stand_in(facts: ImageFacts) -> bool:
    """Say whether the picture *facts* of a ``data:`` URL only keeps the place for one that a page loads later.

    It is a spacer, or white, grey or black all over, whatever its size: no address asks for it.
    """
    return is_spacer(facts) or _is_grey(facts)


def _is_grey(facts: ImageFacts) -> bool:
    """Say whether *facts* is of one colour that is white, grey or black."""
    if facts.colour is None:
        return False
    levels = bytes.fromhex(facts.colour)
    return max(levels) - min(levels) <= _GREY_LEVELS
