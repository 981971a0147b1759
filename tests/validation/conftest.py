"""Pictures for the tests of validation, all made by Pillow on the spot, and pools that decode them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from imgcrawl.config import ValidationConfig
from imgcrawl.validation.workers.pool import DecoderPool
from tests.validation.decoders import POISON

if TYPE_CHECKING:
    from collections.abc import Callable


def make_picture(mode: str = "RGB", size: tuple[int, int] = (64, 48)) -> Image.Image:
    """Return a picture with structure everywhere, so that no decoder can guess a missing part."""
    wave = Image.radial_gradient("L").resize(size)
    noise = Image.effect_noise(size, 60)
    return Image.merge("RGB", (wave, noise, Image.linear_gradient("L").resize(size))).convert(mode)


def encode(picture: Image.Image, format_name: str, **options: Any) -> bytes:
    """Return *picture* as a file of *format_name*; saving leaves traces in a picture, so a copy is saved."""
    out = io.BytesIO()
    others = [other.copy() for other in options.pop("append_images", ())]
    picture.copy().save(out, format_name, append_images=others, **options)
    return out.getvalue()


@pytest.fixture(name="picture", scope="session")
def _picture() -> Callable[..., Image.Image]:
    return make_picture


@pytest.fixture(name="encode", scope="session")
def _encode() -> Callable[..., bytes]:
    return encode


@pytest.fixture(scope="session")
def samples() -> dict[str, bytes]:
    """One whole file of every kind that must be accepted, by a name that begins with Pillow's name of the format."""
    rgb = make_picture()
    frames = [make_picture(size=(40, 30)) for _ in range(3)]
    animation = {"save_all": True, "append_images": frames[1:], "duration": 50}
    made = {
        "JPEG": encode(rgb, "JPEG"),
        "JPEG-progressive": encode(rgb, "JPEG", progressive=True),
        "JPEG-grey": encode(rgb.convert("L"), "JPEG", optimize=True),
        "JPEG-cmyk": encode(rgb.convert("CMYK"), "JPEG"),
        "JPEG-restarts": encode(rgb, "JPEG", restart_marker_blocks=2),
        "JPEG-mid-grey": encode(Image.new("RGB", (50, 50), (128, 128, 128)), "JPEG"),
        "JPEG-progressive-mid-grey": encode(Image.new("RGB", (50, 50), (128, 128, 128)), "JPEG", progressive=True),
        "JPEG-tail": encode(rgb, "JPEG") + b"trailing bytes of a camera",
        "MPO": encode(frames[0], "MPO", save_all=True, append_images=frames[1:]),
        "PNG": encode(rgb, "PNG"),
        "PNG-16-bit": encode(Image.linear_gradient("L").convert("I;16"), "PNG"),
        "PNG-palette": encode(rgb.convert("P"), "PNG"),
        "PNG-1-bit": encode(rgb.convert("1"), "PNG"),
        "PNG-alpha": encode(rgb.convert("LA"), "PNG"),
        "PNG-animated": encode(frames[0], "PNG", **animation),
        "PNG-tail": encode(rgb, "PNG") + b"\n",
        "GIF": encode(rgb, "GIF"),
        "GIF-interlaced": encode(rgb.convert("P"), "GIF", interlace=1),
        "GIF-animated": encode(frames[0], "GIF", **animation),
        "WEBP": encode(rgb, "WEBP"),
        "WEBP-lossless": encode(rgb.convert("RGBA"), "WEBP", lossless=True),
        "WEBP-animated": encode(frames[0], "WEBP", **animation),
        "BMP": encode(rgb, "BMP"),
        "BMP-palette": encode(rgb.convert("P"), "BMP"),
        "TIFF": encode(rgb, "TIFF"),
        "TIFF-1-bit": encode(rgb.convert("1"), "TIFF", compression="group4"),
        "TIFF-lzw": encode(rgb, "TIFF", compression="tiff_lzw"),
        "TIFF-jpeg": encode(rgb, "TIFF", compression="jpeg"),
        "TIFF-pages": encode(frames[0], "TIFF", save_all=True, append_images=frames[1:]),
        "TIFF-big": encode(rgb, "TIFF", big_tiff=True),
        "TIFF-lab": encode(Image.new("LAB", (20, 20), (9, 9, 9)), "TIFF"),
        "ICO": encode(rgb.convert("RGBA"), "ICO", sizes=[(16, 16), (32, 32)]),
        "ICO-bitmap": encode(rgb.convert("RGBA"), "ICO", sizes=[(16, 16)], bitmap_format="bmp"),
        "AVIF": encode(rgb, "AVIF"),
        "JPEG2000": encode(rgb, "JPEG2000"),
        "JPEG2000-bare": encode(rgb, "JPEG2000", no_jp2=True),
        "PPM": encode(rgb, "PPM"),
        "PPM-bitmap": encode(rgb.convert("1"), "PPM"),
        "QOI": encode(rgb, "QOI"),
    }
    made["CUR"] = b"\0\0\2\0" + made["ICO-bitmap"][4:]
    return made


@pytest.fixture
def image(tmp_path, samples):
    """Return the path of a whole image."""
    path = tmp_path / "image"
    path.write_bytes(samples["JPEG"])
    return str(path)


@pytest.fixture
def poison(tmp_path, monkeypatch):
    """Return what writes a file that makes the decoder misbehave, in a pool that has that decoder."""
    (tmp_path / "poison.py").write_text(POISON)
    monkeypatch.syspath_prepend(tmp_path)

    def write(word: str, *, name: str = "") -> str:
        path = tmp_path / (name or word.partition(":")[0])
        path.write_bytes(word.encode())
        return str(path)

    return write


@pytest.fixture
async def start_pool():
    """Return what makes a pool that is closed after the test."""
    pools = []

    def start(**options) -> DecoderPool:
        decoder = options.pop("decoder", "poison:decode")
        config = {"workers": 1, "timeout_s": 20.0, "memory_bytes": 300_000_000, "phash": False} | options
        pools.append(DecoderPool(ValidationConfig(**config), decoder=decoder))
        return pools[-1]

    yield start
    for pool in pools:
        await pool.close()
