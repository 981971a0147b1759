"""Photo-like JPEGs, each one different, made once and kept on disk."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image
from places import PICTURES

if TYPE_CHECKING:
    from pathlib import Path

_QUALITY = 70
_PATCHES = 12


class _Kind(NamedTuple):
    """*width* and *height*; *ground* and *patch*: how many points of noise are across the whole and across a patch."""

    width: int
    height: int
    ground: int
    patch: int


_KINDS = {20_000: _Kind(512, 384, 12, 12), 100_000: _Kind(1024, 768, 48, 20)}


def make_pictures(folder: Path, count: int, size_bytes: int) -> None:
    """Fill *folder* with ``0.jpg`` to ``count - 1.jpg`` of about 20,000 or 100,000 bytes; those that are there stay."""
    folder.mkdir(parents=True, exist_ok=True)
    have = {path.name for path in folder.glob("*.jpg")}
    missing = [number for number in range(count) if f"{number}.jpg" not in have]
    with ProcessPoolExecutor() as pool:
        for _ in pool.map(partial(_make, folder, _KINDS[size_bytes]), missing, chunksize=100):
            pass


def small_pictures(count: int) -> Path:
    """Return a folder in which there are at least *count* pictures of about 20,000 bytes, ``0.jpg`` and so on."""
    folder = PICTURES / "pictures-20000"
    make_pictures(folder, count, 20_000)
    return folder


def _make(folder: Path, kind: _Kind, number: int) -> None:
    unfinished = folder / f"{number}.{os.getpid()}"
    _picture(number, kind).save(unfinished, "JPEG", quality=_QUALITY)
    unfinished.rename(folder / f"{number}.jpg")


def _picture(seed: int, kind: _Kind) -> Image.Image:
    """Return soft ground with sharper patches on it."""
    rng, (width, height, ground, patch) = Random(seed), kind
    image = _noise(rng, ground, ground * height // width).resize((width, height), Image.Resampling.BICUBIC)
    for _ in range(_PATCHES):
        size = rng.randrange(width // 17, width // 6), rng.randrange(width // 17, width // 6)
        place = rng.randrange(width), rng.randrange(height)
        image.paste(_noise(rng, patch, patch).resize(size, Image.Resampling.BILINEAR), place)
    return image


def _noise(rng: Random, width: int, height: int) -> Image.Image:
    return Image.frombytes("RGB", (width, height), rng.randbytes(width * height * 3))
