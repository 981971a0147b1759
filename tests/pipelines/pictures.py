"""Pictures that hosts give: photographs, notices, logos."""

from __future__ import annotations

from random import Random

from PIL import Image, ImageDraw

from benchmarks.drawing import blots, encoded, grained, write

Size = tuple[int, int]

SIZE = (240, 160)
NAMES = ("heron", "bridge", "market", "tower", "mill", "lake", "harbour", "castle", "meadow", "orchard", "quarry")


def photo(name: str, size: Size = SIZE) -> bytes:
    """Return a photograph like no other."""
    return encoded(grained(Random(name), blots(Random(name), size), 6), quality=88)


def anew(name: str, number: int, size: Size = SIZE) -> bytes:
    """Return a photograph in a quality and with a grain of its own."""
    return encoded(grained(Random(number), blots(Random(name), size), 2), quality=80 + number % 10)


def notice(number: int = 0, size: Size = SIZE, stamp: str = "") -> bytes:
    """Return a notice in two colours, made anew for each *number*, with a *stamp* in its middle."""
    image, (w, h) = Image.new("RGB", size, "#e8e4da"), size
    draw = ImageDraw.Draw(image)
    draw.ellipse((w * 0.1, h * 0.1, w * 0.35, h * 0.5), fill="#c02030")
    draw.rectangle((w * 0.55, h * 0.15, w * 0.9, h * 0.35), fill="#2050a0")
    write(image, (w / 2, h * 0.85), "no picture", h / 8, fill="#333333", anchor="mm")
    write(image, (w / 2, h * 0.6), stamp, h / 9, fill="#333333", anchor="mm")
    return encoded(grained(Random(number), image, 2), quality=80 + number % 10)


def logo(name: str, size: Size = (120, 80)) -> bytes:
    """Return a drawing in several colours that depends on *name*."""
    rng, image = Random(name), Image.new("RGB", size, "#ffffff")
    for _ in range(6):
        x, y = rng.randrange(20, 80), rng.randrange(15, 45)
        ImageDraw.Draw(image).rectangle((x, y, x + 25, y + 20), fill=f"#{rng.randrange(2**24):06x}")
    return encoded(image, "PNG")
