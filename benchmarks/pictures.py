"""Photo-like JPEGs, each one different, made once and kept on disk."""

from __future__ import annotations

from io import BytesIO
from random import Random
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from pathlib import Path

_SIZE = (512, 384)
_PATCHES = 12


def make_pictures(folder: Path, count: int, size_bytes: int) -> None:
    """Fill *folder* with ``0.jpg`` to ``count - 1.jpg`` of about *size_bytes* each; those that are there stay."""
    folder.mkdir(parents=True, exist_ok=True)
    have = len(list(folder.glob("*.jpg")))
    quality = _quality_for(size_bytes)
    for number in range(have, count):
        (folder / f"{number}.jpg").write_bytes(_picture(number, quality))


def _quality_for(size_bytes: int) -> int:
    """Return the JPEG quality at which a picture comes closest to *size_bytes*."""
    return min(range(20, 96, 3), key=lambda quality: abs(len(_picture(0, quality)) - size_bytes))


def _picture(seed: int, quality: int) -> bytes:
    rng = Random(seed)
    image = _noise(rng, 24, 18).resize(_SIZE, Image.Resampling.BICUBIC)
    for _ in range(_PATCHES):
        patch = _noise(rng, 20, 20).resize((rng.randrange(30, 90), rng.randrange(30, 90)), Image.Resampling.BILINEAR)
        image.paste(patch, (rng.randrange(_SIZE[0]), rng.randrange(_SIZE[1])))
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def _noise(rng: Random, width: int, height: int) -> Image.Image:
    return Image.frombytes("RGB", (width, height), rng.randbytes(width * height * 3))
