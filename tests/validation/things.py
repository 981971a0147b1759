"""Things on a plain ground, and notices that look like them."""

from __future__ import annotations

from PIL import Image, ImageDraw, ImageFont

SIDE = 320


def thing(hue: int = 0, ground: str = "white") -> Image.Image:
    """Return a shoe, lit from one side, in front of a plain *ground*."""
    image = Image.new("RGB", (SIDE, SIDE), ground)
    draw = ImageDraw.Draw(image)
    for at in range(60, 260):
        draw.line((at, 120, at, 200), fill=(40 + at // 2, (80 + at + hue) % 200, 220 - at // 2))
    draw.rectangle((60, 200, 260, 220), fill="#402010")
    return image


def notice(mark: str = "#3060a0") -> Image.Image:
    """Return a *mark* of several colours, if it has one, and a line of writing beneath it."""
    image = Image.new("RGB", (SIDE, SIDE), "white")
    draw = ImageDraw.Draw(image)
    if mark:
        draw.ellipse((100, 60, 200, 160), fill=mark)
        draw.ellipse((130, 90, 170, 130), fill="#e0a020")
        draw.rectangle((110, 100, 125, 115), fill="#20a040")
    draw.text((40, 220), "Image not available", fill="#404040", font=ImageFont.load_default(26))
    return image


def two_inks() -> Image.Image:
    """Return a mark that touches another."""
    image = Image.new("RGB", (SIDE, SIDE), "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((60, 100, 159, 219), fill="#3060a0")
    draw.rectangle((160, 100, 260, 109), fill="#a03030")
    return image
