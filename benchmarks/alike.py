"""Series of pictures that look alike: notices made anew for every request, and pictures that are different ones.

All are drawn here from a seed. A notice is drawn once and then changed as servers change it; of the others every
picture is a different one, as is a frame of a camera in front of which nothing moves.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFilter, PngImagePlugin

from benchmarks.drawing import blots, encoded, grained, write
from benchmarks.others import OTHERS, SIZES
from benchmarks.sheets import SHEETS, TEXTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from benchmarks.drawing import Size


@dataclass(frozen=True, slots=True)
class Series:
    """*files* that one host serves, each at one of *urls*; *is_notice*: none of them is what was asked for."""

    kind: str
    is_notice: bool
    files: list[bytes]
    urls: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        if not self.urls:
            self.urls.extend(f"http://host.test/pictures/item{number}.jpg" for number in range(len(self.files)))


def corpus(*, rounds: int, length: int, first_seed: int = 0) -> Iterator[Series]:
    """Yield, *rounds* times over with seeds from *first_seed* on, every series; each has *length* files."""
    for seed in range(first_seed, first_seed + rounds):
        for kind, draw in NOTICES.items():
            for change, alter in CHANGES.items():
                for size in SIZES:
                    rng = Random(f"{seed} {kind} {change} {size}")
                    image = draw(rng, size)
                    yield Series(f"{kind}, {change}", True, [alter(rng, image) for _ in range(length)])
        for kind, (make, sizes) in (TEXTS | OTHERS | SHEETS).items():
            for size in sizes:
                rng = Random(f"{seed} {kind} {size}")
                yield Series(kind, kind in TEXTS, make(rng, size, length))
        yield from _of_one_file(Random(f"{seed} one file"), length)


_SUBJECTS = ("heron", "bridge", "market", "tower", "mill", "lake", "fox")


def _of_one_file(rng: Random, length: int) -> Iterator[Series]:
    """Yield what differs in the addresses alone: one file under many names, one name at many addresses, blanks."""
    names = [f"{word}-{rng.randrange(10**5)}" for word in rng.sample(_SUBJECTS, length)]
    photographs = [encoded(blots(rng, (1024, 768)), quality=92), encoded(blots(rng, (320, 240)))]
    for size, body in zip(("large", "small"), photographs, strict=True):
        yield Series(
            f"{size} photograph under other names", True, [body] * length, [f"http://h.test/p/{n}.jpg" for n in names]
        )
    logo = encoded(_logo(rng, (200, 80)), "PNG")
    forms = {
        "query": [f"/logo.png?v={number}" for number in range(length)],
        "language": [f"/{code}/assets/logo.png" for code in ("en", "de", "fr", "pt-br", "it", "nl", "es")[:length]],
        "size": [f"/img/{width}/castle.jpg" for width in (150, 300, 600, 800, 1200, 1600, 2048)[:length]],
        "suffix": [f"/img/castle-{width}x{width}.jpg" for width in (150, 300, 600, 800, 1200, 1600, 2048)[:length]],
    }
    for form, paths in forms.items():
        yield Series(f"one file, other {form}", False, [logo] * length, [f"http://h.test{path}" for path in paths])
    for size in ((160, 120), (320, 240), (640, 480)):
        blank = [
            encoded(Image.new("RGB", size, rng.choice(("white", "#808080", "black"))), rng.choice(("JPEG", "PNG")))
        ]
        yield Series("blank for a photograph", True, blank, [f"http://h.test/photos/{names[0]}.jpg"])
        yield Series("transparent", True, [encoded(Image.new("RGBA", size), "PNG")], [f"http://h.test/{names[0]}.png"])
        yield Series("swatch named by its colour", False, blank, ["http://h.test/swatches/light-grey.jpg"])


_WORDS = ("Image not available", "No photo", "Hotlinking forbidden", "Too many requests", "404", "Removed by owner")


def _plain(rng: Random, size: Size) -> Image.Image:
    paper = rng.choice(("#e8e8e8", "#ffffff", "#f4f0e0", "#222222", "#003366"))
    image = Image.new("RGB", size, paper)
    ink = "#606060" if paper[1] in "ef" else "#ffffff"
    write(image, (size[0] / 2, size[1] / 2), rng.choice(_WORDS), size[0] / 11, fill=ink, anchor="mm")
    return image


def _with_icon(rng: Random, size: Size) -> Image.Image:
    image, (w, h) = Image.new("RGB", size, "#eeeeee"), size
    draw = ImageDraw.Draw(image)
    draw.rectangle((w * 0.35, h * 0.15, w * 0.65, h * 0.5), outline="#999999", width=max(2, w // 60))
    draw.polygon((w * 0.37, h * 0.48, w * 0.47, h * 0.3, w * 0.57, h * 0.48), fill="#999999")
    write(image, (w / 2, h * 0.7), rng.choice(_WORDS), w / 12, fill="#777777", anchor="mm")
    return image


def _shaded(rng: Random, size: Size) -> Image.Image:
    shade = Image.linear_gradient("L").resize(size)
    image = Image.composite(Image.new("RGB", size, "#2a5a8a"), Image.new("RGB", size, "#d0e4f4"), shade)
    write(image, (size[0] / 2, size[1] / 2), rng.choice(_WORDS), size[0] / 10, fill="#ffffff", anchor="mm")
    return image


def _slanted(rng: Random, size: Size) -> Image.Image:
    across, down = Image.linear_gradient("L").rotate(90).resize(size), Image.linear_gradient("L").resize(size)
    shade = Image.blend(across, down, rng.uniform(0.3, 0.7))
    image = Image.composite(Image.new("RGB", size, "#803020"), Image.new("RGB", size, "#f4c080"), shade)
    write(image, (size[0] / 2, size[1] / 2), rng.choice(_WORDS), size[0] / 10, fill="#ffffff", anchor="mm")
    return image


def _logo(rng: Random, size: Size) -> Image.Image:
    image, (w, h) = Image.new("RGB", size, "white"), size
    draw = ImageDraw.Draw(image)
    for _ in range(5):
        x, y, r = rng.uniform(0.2, 0.8) * w, rng.uniform(0.2, 0.6) * h, rng.uniform(0.05, 0.2) * h
        draw.ellipse((x - r, y - r, x + r, y + r), fill=tuple(rng.randbytes(3)))
    write(image, (w / 2, h * 0.8), rng.choice(_WORDS), w / 12, fill="black", anchor="mm")
    return image


def _over_photograph(rng: Random, size: Size) -> Image.Image:
    image = blots(rng, size).filter(ImageFilter.GaussianBlur(2))
    write(image, (size[0] / 2, size[1] / 2), rng.choice(_WORDS), size[0] / 10, fill="white", anchor="mm")
    return image


NOTICES: dict[str, Callable[[Random, Size], Image.Image]] = {
    "text": _plain,
    "text and icon": _with_icon,
    "text on a gradient": _shaded,
    "text on a slanted gradient": _slanted,
    "logo and text": _logo,
    "text over a photograph": _over_photograph,
}


# How a server makes it anew


def _quality(rng: Random, image: Image.Image) -> bytes:
    return encoded(image, quality=rng.randint(60, 95))


def _format(rng: Random, image: Image.Image) -> bytes:
    return encoded(image, rng.choice(("JPEG", "PNG", "WEBP")))


def _metadata(rng: Random, image: Image.Image) -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", rng.randbytes(8).hex())
    return encoded(image, "PNG", pnginfo=info)


def _speckled(rng: Random, image: Image.Image) -> bytes:
    image = image.copy()
    for _ in range(12):
        image.putpixel((rng.randrange(image.width), rng.randrange(image.height)), tuple(rng.randbytes(3)))
    return encoded(image)


def _stamp(at: tuple[float, float], anchor: str) -> Callable[[Random, Image.Image], bytes]:
    def stamped(rng: Random, image: Image.Image) -> bytes:
        image = image.copy()
        place = (image.width * at[0], image.height * at[1])
        write(image, place, f"id {rng.randbytes(4).hex()}", image.width / 34, fill="#808080", anchor=anchor)
        return encoded(image)

    return stamped


def _noisy(levels: int) -> Callable[[Random, Image.Image], bytes]:
    return lambda rng, image: encoded(grained(rng, image, levels))


CHANGES: dict[str, Callable[[Random, Image.Image], bytes]] = {
    "other qualities": _quality,
    "other formats": _format,
    "metadata": _metadata,
    "speckles": _speckled,
    "stamp below": _stamp((0.98, 0.98), "rd"),
    "stamp above": _stamp((0.02, 0.02), "la"),
    "faint noise": _noisy(3),
    "noise": _noisy(8),
}
