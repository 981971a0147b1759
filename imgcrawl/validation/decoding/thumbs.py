"""Small pictures of an image, made where it is decoded: no other process need open a file from outside."""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING

from PIL import Image, ImageOps

from imgcrawl.validation.levels import in_256_levels
from imgcrawl.validation.opacity import as_shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    Size = tuple[int, int]


def thumbs(body: bytes, form: str, sizes: Sequence[Size]) -> list[str | None]:
    """Return *body*, an image of the format *form*, as a JPEG no larger than each of *sizes*, in base64.

    The picture stands upright as its metadata say, on white where it is transparent. None where Pillow makes none of
    it, which says nothing against the image.
    """
    if not sizes:
        return []
    try:
        picture = _flat(body, form, 2 * max(max(size) for size in sizes))
        return [_encoded(picture, size) for size in sizes]
    except Exception:  # noqa: BLE001 - whatever Pillow lets out
        return [None] * len(sizes)


def _flat(body: bytes, form: str, side: int) -> Image.Image:
    """Return the picture in RGB; where libjpeg decodes it, reduced as far as *side* pixels allow."""
    with Image.open(io.BytesIO(body), formats=("JPEG", "MPO") if form == "MPO" else (form,)) as image:
        image.draft(None, (side, side))
        image.load()
        upright = ImageOps.exif_transpose(as_shown(image))
    if upright.has_transparency_data or upright.mode == "P":
        upright = upright.convert("RGBA")
        ground = Image.new("RGBA", upright.size, (255, 255, 255))
        return Image.alpha_composite(ground, upright).convert("RGB")
    return in_256_levels(upright).convert("RGB")


def _encoded(picture: Image.Image, size: Size) -> str:
    small = picture.copy()
    small.thumbnail(size, Image.Resampling.LANCZOS)
    out = io.BytesIO()
    small.save(out, "JPEG")
    return base64.b64encode(out.getvalue()).decode()
