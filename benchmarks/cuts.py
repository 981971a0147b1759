"""Damages pictures of every kind in several ways at many places, and counts what validation notices.

``python benchmarks/cuts.py`` prints a table for docs/results.md.
"""

from __future__ import annotations

import argparse
import io
import struct
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from imgcrawl.validation.decoding.decode import inspect_image
from imgcrawl.validation.facts import InvalidImage, Limits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LAST_BYTES = (1, 2, 3, 4, 8, 12, 16, 32, 64, 128)
HOLE_BYTES = 512
END = {
    "JPEG": b"\xff\xd9",
    "MPO": b"\xff\xd9",
    "PNG": b"\0\0\0\0IEND\xaeB`\x82",
    "GIF": b"\0;",
    "JPEG2000": b"\xff\xd9",
}


def kinds() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield each kind of file: what it is called, its format, and how it is saved."""
    others = {"save_all": True, "append_images": [photograph(n) for n in (2, 3, 4)]}
    yield from (("JPEG", "JPEG", {}), ("JPEG, restarts", "JPEG", {"restart_marker_rows": 1}))
    yield from (("JPEG, progressive", "JPEG", {"progressive": True}), ("MPO", "MPO", others))
    yield from (("PNG", "PNG", {}), ("GIF", "GIF", {}), ("GIF, animated", "GIF", others))
    yield from (
        ("WebP", "WEBP", {}),
        ("WebP, lossless", "WEBP", {"lossless": True}),
        ("WebP, animated", "WEBP", others),
    )
    yield from (("AVIF", "AVIF", {}), ("AVIF, animated", "AVIF", others))
    yield from (("JPEG 2000", "JPEG2000", {"quality_mode": "rates", "quality_layers": [40, 20]}), ("BMP", "BMP", {}))
    for packing in ("raw", "tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg"):
        yield f"TIFF, {packing}", "TIFF", {"compression": packing}
    yield from (("ICO", "ICO", {"sizes": [(64, 64), (32, 32)]}), ("PPM", "PPM", {}), ("QOI", "QOI", {}))


def photograph(seed: int) -> Image.Image:
    """Return a picture with something to see everywhere."""
    size = (240, 180)
    gradients = [Image.linear_gradient("L").rotate(90 * (seed + n)).resize(size) for n in range(3)]
    return Image.blend(Image.merge("RGB", gradients), Image.effect_noise(size, 60).convert("RGB"), 0.3)


def closed(form: str, body: bytes) -> bytes:
    """Return a cut *body* with what its format has at the end, or with the length that it has now."""
    if form == "WEBP":
        return body[:4] + struct.pack("<I", len(body) - 8) + body[8:]
    if form == "BMP":
        return body[:2] + struct.pack("<I", len(body)) + body[6:]
    return body + END.get(form, b"")


WAYS: dict[str, Callable[[str, bytes, int], bytes]] = {
    "cut": lambda _, body, at: body[:at],
    "cut and closed": lambda form, body, at: closed(form, body[:at]),
    "zeros to the end": lambda _, body, at: body[:at] + bytes(len(body) - at),
    "512 zeros": lambda _, body, at: (body[:at] + bytes(HOLE_BYTES) + body[at + HOLE_BYTES :])[: len(body)],
}


def is_noticed(body: bytes) -> bool:
    """Whether validation refuses *body*."""
    try:
        inspect_image(body, limits=Limits())
    except InvalidImage:
        return True
    return False


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--places", type=int, default=80, help="how many places of a file are damaged (default: 80)")
    steps = parser.parse_args().places
    print("| | " + " | ".join(WAYS) + " |\n|" + "---|" * (len(WAYS) + 1))
    for name, form, options in kinds():
        file = io.BytesIO()
        photograph(1).save(file, form, **options)
        whole = file.getvalue()
        size = len(whole)
        places = sorted({size * n // steps for n in range(1, steps)} | {size - n for n in LAST_BYTES})
        noticed: Counter[str] = Counter()
        for way, damage in WAYS.items():
            damaged = [body for at in places if (body := damage(form, whole, at)) != whole]
            noticed[way] = sum(map(is_noticed, damaged)) * 100 // len(damaged)
        print(f"| {name} | " + " | ".join(f"{noticed[way]} %" for way in WAYS) + " |", flush=True)


if __name__ == "__main__":
    main()
