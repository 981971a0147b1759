"""Pictures made to do harm, of every accepted format: each gets its verdict at a bounded price."""

from __future__ import annotations

import asyncio
import io
import struct
import time
import tracemalloc
import zlib

import pytest
from PIL import Image

from imgcrawl.config import ValidationConfig
from imgcrawl.errors import ErrorSlug
from imgcrawl.validation.decoding.decode import inspect_image
from imgcrawl.validation.facts import InvalidImage, Limits
from imgcrawl.validation.formats import ALLOWED_FORMATS
from imgcrawl.validation.workers.pool import DecoderPool

LIMITS = Limits(phash=False)
HUGE = 100_000
WHOLE_WITHOUT = {"GIF": 1, "QOI": 8, "JPEG": 2}
"""Bytes at the end that say nothing of the picture: a GIF's trailer, the end marks of QOI and JPEG."""


def verdict(body: bytes, limits: Limits = LIMITS) -> str:
    """Return ``ok`` or the slug with which *body* is refused."""
    try:
        inspect_image(body, limits=limits)
    except InvalidImage as exc:
        return exc.slug
    return "ok"


@pytest.fixture(scope="module")
def tiny(picture, encode) -> dict[str, bytes]:
    """Return one file of a few hundred bytes for every accepted format."""
    rgb = picture(size=(12, 9))
    made = {
        name: encode(rgb, name, quality=30) for name in ("JPEG", "PNG", "WEBP", "AVIF", "BMP", "TIFF", "PPM", "QOI")
    }
    made["GIF"] = encode(rgb.quantize(8), "GIF")
    made["MPO"] = encode(rgb, "MPO", save_all=True, append_images=[rgb], quality=30)
    made["ICO"] = encode(rgb.resize((16, 16)), "ICO", sizes=[(16, 16)])
    bitmap = encode(rgb.resize((16, 16)).convert("RGBA"), "ICO", sizes=[(16, 16)], bitmap_format="bmp")
    made["CUR"] = b"\0\0\2\0" + bitmap[4:]
    made["JPEG2000"] = encode(rgb, "JPEG2000")
    assert set(made) == set(ALLOWED_FORMATS)
    return made


@pytest.mark.parametrize("name", sorted(ALLOWED_FORMATS))
def test_cut_at_every_byte(tiny, name):
    """No beginning of a file passes for the file, whatever its length; an MPO may end with its first picture."""
    body = tiny[name]
    assert verdict(body) == "ok"
    passed = [at for at in range(len(body)) if verdict(body[:at]) == "ok"]
    if name == "MPO":
        first = body.index(b"\xff\xd8\xff", 2)
        assert set(passed) <= {first, first + 1, first + 2}
    else:
        assert passed == list(range(len(body) - WHOLE_WITHOUT.get(name, 0), len(body)))


def patched(body: bytes, mark: bytes, offset: int, new: bytes) -> bytes:
    """Return *body* with *new* written *offset* bytes behind the first *mark*."""
    at = body.index(mark) + offset
    return body[:at] + new + body[at + len(new) :]


BIG_SIDES = struct.pack(">II", HUGE, HUGE)
PATCHES = {
    "JPEG": (b"\xff\xc0", 5, struct.pack(">HH", 65_500, 65_500)),
    "MPO": (b"\xff\xc0", 5, struct.pack(">HH", 65_500, 65_500)),
    "PNG": (b"IHDR", 4, BIG_SIDES),
    "GIF": (b"GIF89a", 6, b"\xff\xff\xff\xff"),
    "WEBP": (b"VP8 ", 14, b"\xff\x3f\xff\x3f"),
    "AVIF": (b"ispe", 8, BIG_SIDES),
    "BMP": (b"BM", 18, struct.pack("<II", HUGE, HUGE)),
    "JPEG2000": (b"ihdr", 4, BIG_SIDES),
    "PPM": (b"P6\n", 3, b"99999 99999 255\n"),
    "QOI": (b"qoif", 4, BIG_SIDES),
    "CUR": (b"\x28\0\0\0", 4, struct.pack("<II", HUGE, HUGE)),
}


@pytest.mark.parametrize("name", PATCHES)
def test_few_bytes_that_declare_a_huge_picture(tiny, name):
    """A declared size beyond the limit costs neither time nor memory."""
    body = patched(tiny[name] if name != "GIF" else b"GIF89a" + tiny[name][6:], *PATCHES[name])
    tracemalloc.start()
    began = time.process_time()
    slug = verdict(body)
    took, peak = time.process_time() - began, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert slug in {"content_too_many_pixels", "content_corrupt", "content_truncated"}
    assert took < 1
    assert peak < 10_000_000


def animation(form: str, frames: int) -> bytes:
    """Return an animation of different pictures."""
    out = io.BytesIO()
    pictures = [Image.effect_noise((16, 16), 40 + n % 50).convert("RGB") for n in range(frames)]
    pictures[0].save(out, form, save_all=True, append_images=pictures[1:])
    return out.getvalue()


@pytest.mark.parametrize(("form", "frames"), [("WEBP", 1500), ("AVIF", 150), ("PNG", 1500), ("GIF", 400), ("MPO", 500)])
def test_thousands_of_frames(form, frames):
    """The frames of an animation are counted and not decoded."""
    body = animation(form, frames)
    began = time.process_time()
    assert inspect_image(body, limits=LIMITS).frames == frames
    assert time.process_time() - began < 1


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    """Return a grey PNG of two by two pixels with *chunks* before its data."""
    parts = [(b"IHDR", struct.pack(">IIBBBBB", 2, 2, 8, 0, 0, 0, 0)), *chunks]
    parts += [(b"IDAT", zlib.compress(bytes(6))), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )


@pytest.mark.parametrize("kind", [b"zTXt", b"iTXt", b"iCCP"])
@pytest.mark.parametrize("times", [1, 200])
def test_inflating_metadata(kind, times):
    """Compressed texts and profiles, one large or many, are never held in full."""
    packed = zlib.compress(bytes(30_000_000 // times), 9)
    head = b"a\0\1\0\0\0" if kind == b"iTXt" else b"a\0\0"
    body = png(*[(kind, head + packed)] * times)
    tracemalloc.start()
    slug = verdict(body)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert slug in {"content_corrupt", "ok"}
    assert peak < 80_000_000


POLYGLOTS = {
    "html-behind": ("GIF", b"", b"<html><script>alert(1)</script></html>", "ok"),
    "zip-behind": ("PNG", b"", b"PK\x03\x04" + bytes(30), "ok"),
    "html-before": ("GIF", b"<html>", b"", None),
    "svg-before": ("PNG", b"<svg/>", b"", None),
    "eps-before": ("TIFF", b"%!PS-Adobe-3.0 EPSF-3.0\n", b"", "content_unsupported_format"),
    "pdf-before": ("JPEG", b"%PDF-1.7\n", b"", "content_unsupported_format"),
    "psd-before": ("PNG", b"8BPS\0\1", b"", "content_unsupported_format"),
    "script-before": ("GIF", b"#!/bin/sh\n", b"", None),
}


@pytest.mark.parametrize("polyglot", POLYGLOTS.values(), ids=POLYGLOTS.keys())
def test_polyglots(tiny, polyglot):
    """A file that is several things is what its first bytes say, and is refused unless that is a picture."""
    name, before, behind, expected = polyglot
    found = verdict(before + tiny[name] + behind)
    assert found == expected or (expected is None and found != "ok")


@pytest.fixture
async def pool():
    """Make a pool with little time and memory."""
    made = DecoderPool(ValidationConfig(workers=2, timeout_s=2.0, memory_bytes=300_000_000))
    yield made
    await made.close()


async def test_real_bombs_cost_their_file_alone(pool, tiny, tmp_path):
    """What is within the limits and yet too much ends at the limits of its process; files beside it are not touched."""
    flat = io.BytesIO()
    Image.new("RGB", (9000, 9000)).save(flat, "WEBP", lossless=True, method=0)
    bodies = {
        "memory": flat.getvalue(),
        "time": b"P6\n5000 2000\n65535\n" + bytes(60_000_000),  # such samples Pillow reads one by one
        "innocent": tiny["JPEG"],
        "too": tiny["AVIF"],
    }
    for name, body in bodies.items():
        (tmp_path / name).write_bytes(body)
    began = time.monotonic()
    answers = await asyncio.gather(*(pool.validate(str(tmp_path / name)) for name in bodies), return_exceptions=True)
    found = dict(zip(bodies, answers, strict=True))
    assert found["memory"].slug in {ErrorSlug.CONTENT_DECODER_CRASH, ErrorSlug.CONTENT_CORRUPT}
    assert found["time"].slug is ErrorSlug.CONTENT_DECODER_TIMEOUT
    assert (found["innocent"].format, found["too"].format) == ("JPEG", "AVIF")
    assert time.monotonic() - began < 60
