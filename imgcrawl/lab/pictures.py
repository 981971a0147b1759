"""Small unique pictures in every format of the web, drawn from a key: the same key gives the same bytes."""

from __future__ import annotations

import threading
from io import BytesIO
from random import Random
from typing import Any, NamedTuple

from PIL import Image

CACHE_BYTES = 256 * 1024 * 1024
"""Drawn pictures are kept up to this size in all, the oldest leave first."""


class Form(NamedTuple):
    """One shape that a picture file can have. *weight*: pictures in a thousand; *size*: width and height in pixels."""

    extension: str
    content_type: str
    encoder: str
    mode: str
    size: tuple[int, int]
    weight: int
    options: dict[str, Any]


FORMS: dict[str, Form] = {
    "jpeg": Form("jpg", "image/jpeg", "JPEG", "RGB", (200, 150), 660, {"quality": 85}),
    "progressive": Form("jpg", "image/jpeg", "JPEG", "RGB", (240, 160), 60, {"quality": 85, "progressive": True}),
    "gray": Form("jpeg", "image/jpeg", "JPEG", "L", (240, 180), 20, {"quality": 90}),
    "cmyk": Form("jpg", "image/jpeg", "JPEG", "CMYK", (160, 120), 10, {"quality": 85}),
    "png": Form("png", "image/png", "PNG", "RGB", (100, 75), 100, {"compress_level": 1}),
    "alpha": Form("png", "image/png", "PNG", "RGBA", (90, 70), 20, {"compress_level": 1}),
    "gif": Form("gif", "image/gif", "GIF", "P", (160, 120), 40, {}),
    "webp": Form("webp", "image/webp", "WEBP", "RGB", (160, 120), 40, {"method": 0, "quality": 80}),
    "avif": Form("avif", "image/avif", "AVIF", "RGB", (128, 96), 20, {"speed": 10, "quality": 75, "max_threads": 1}),
    "bmp": Form("bmp", "image/bmp", "BMP", "RGB", (100, 75), 10, {}),
    "tiff": Form("tif", "image/tiff", "TIFF", "RGB", (100, 75), 10, {}),
    "ico": Form("ico", "image/vnd.microsoft.icon", "ICO", "RGBA", (64, 64), 10, {"sizes": [(64, 64)]}),
    "tiny": Form("png", "image/png", "PNG", "L", (48, 36), 0, {"compress_level": 9}),
}

_cache: dict[tuple[str, str], bytes] = {}
_cached_bytes = 0
_lock = threading.Lock()


def picture(key: str, form: str) -> bytes:
    """Return the picture file of *key* in *form*, a name in :data:`FORMS`."""
    with _lock:
        found = _cache.get((key, form))
    if found is None:
        found = draw(key, FORMS[form])
        _keep((key, form), found)
    return found


def draw(key: str, form: Form) -> bytes:
    """Return a picture file whose colours, and so whose perceptual hash, depend on *key*."""
    rng = Random(key)
    noise = Image.frombytes("RGB", (24, 18), rng.randbytes(24 * 18 * 3)).resize(form.size, Image.Resampling.BICUBIC)
    if form.mode == "P":
        picture = noise.convert("L")
        picture.putpalette(rng.randbytes(768))
    elif form.mode == "RGBA":
        picture = noise.convert("RGBA")
        picture.putalpha(noise.getchannel("G"))
    else:
        picture = noise.convert(form.mode)
    file = BytesIO()
    picture.save(file, form.encoder, **form.options)
    return file.getvalue()


def _keep(key: tuple[str, str], data: bytes) -> None:
    global _cached_bytes  # noqa: PLW0603 - one cache per process
    with _lock:
        if key not in _cache:
            _cache[key] = data
            _cached_bytes += len(data)
        while _cached_bytes > CACHE_BYTES:
            _cached_bytes -= len(_cache.pop(next(iter(_cache))))
