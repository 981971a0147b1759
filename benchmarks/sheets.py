"""Flat pictures: notices that name what was asked for, or come in every size, and sheets that are no notices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFilter

from benchmarks.drawing import blots, encoded, grained, patches, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from benchmarks.drawing import Size

    Make = Callable[[Random, Size, int], list[bytes]]

_SIZES = ((240, 180), (320, 240), (400, 300), (600, 400))
_ASKED_SIZES = ((200, 150), (300, 300), (600, 400), (240, 320), (480, 270), (400, 300), (500, 250), (250, 400))
_PAPERS = ("#ffffff", "#eeeeee", "#f5f5dc", "#dddddd", "#20262e")
_NAMES = ("heron", "great tit", "IMG_2041", "lighthouse-at-dusk", "4711", "market hall", "DSC00017", "a", "bridge 2")


def _paper(rng: Random, size: Size) -> tuple[Image.Image, str]:
    paper = rng.choice(_PAPERS)
    return Image.new("RGB", size, paper), "#555555" if paper[1] in "def" else "#dddddd"


def _file(rng: Random, images: list[Image.Image]) -> list[bytes]:
    form = rng.choice(({"form": "PNG"}, {"form": "JPEG", "quality": 85}))
    return [encoded(image, **form) for image in images]


def _name(rng: Random, number: int) -> str:
    return f"{rng.choice(_NAMES)}-{rng.randrange(10**4)}{number}.jpg"


def _named_below(rng: Random, size: Size, length: int) -> list[bytes]:
    """Return notices with the name of the file in a second line."""
    blank, ink = _paper(rng, size)
    words, (w, h) = rng.choice(("NO IMAGE", "Image not found", "404", "File removed")), size
    images = []
    for number in range(length):
        image = blank.copy()
        write(image, (w / 2, h * 0.42), words, w / 9, fill=ink, anchor="mm")
        write(image, (w / 2, h * 0.58), _name(rng, number), w / 20, fill=ink, anchor="mm")
        images.append(image)
    return _file(rng, images)


def _numbered(rng: Random, size: Size, length: int) -> list[bytes]:
    """Return notices of one line that ends with a number of as many digits."""
    blank, ink = _paper(rng, size)
    words, (w, h) = rng.choice(("Image not found ID", "No picture for item", "Missing asset")), size
    images = []
    for _ in range(length):
        image = blank.copy()
        write(image, (w / 2, h / 2), f"{words} {rng.randrange(100, 1000)}", w / 15, fill=ink, anchor="mm")
        images.append(image)
    return _file(rng, images)


def _with_icon(rng: Random, size: Size, length: int) -> list[bytes]:
    """Return notices with an icon and, below it, the name of the file."""
    blank, ink = _paper(rng, size)
    w, h = size
    draw = ImageDraw.Draw(blank)
    draw.rectangle((w * 0.35, h * 0.15, w * 0.65, h * 0.5), outline=ink, width=max(2, w // 80))
    draw.line((w * 0.35, h * 0.15, w * 0.65, h * 0.5), fill=ink, width=max(2, w // 80))
    images = []
    for number in range(length):
        image = blank.copy()
        write(image, (w / 2, h * 0.66), _name(rng, number), w / 18, fill=ink, anchor="mm")
        images.append(image)
    return _file(rng, images)


def _in_each_size(rng: Random, _size: Size, length: int) -> list[bytes]:
    """Return one notice, scaled to whatever size was asked for."""
    blank, ink = _paper(rng, (800, 600))
    ImageDraw.Draw(blank).ellipse((320, 100, 480, 260), outline=ink, width=14)
    write(
        blank, (400, 380), rng.choice(("Image not available", "No photo", "Sorry, removed")), 70, fill=ink, anchor="mm"
    )
    sizes = rng.sample(_ASKED_SIZES, length)
    return _file(rng, [blank.resize(size, Image.Resampling.LANCZOS) for size in sizes])


TEXTS: dict[str, tuple[Make, tuple[Size, ...]]] = {
    "text, the name below": (_named_below, _SIZES),
    "text, a number in it": (_numbered, _SIZES),
    "icon, the name below": (_with_icon, _SIZES),
    "one notice in each size": (_in_each_size, _SIZES),
}


def _swatches(rng: Random, size: Size, length: int) -> list[bytes]:
    return [encoded(Image.new("RGB", size, tuple(rng.randbytes(3))), "PNG") for _ in range(length)]


def _ink(rng: Random, size: Size, length: int) -> list[bytes]:
    """Return drawings in ink: a few strokes on white."""
    files, (w, h) = [], size
    for _ in range(length):
        image = Image.new("L", size, 255)
        points = [(w * rng.uniform(0.15, 0.85), h * rng.uniform(0.15, 0.85)) for _ in range(rng.randint(5, 12))]
        ImageDraw.Draw(image).line(points, fill=20, width=max(1, w // 120), joint="curve")
        files.append(encoded(image, "PNG"))
    return files


def _diagrams(rng: Random, size: Size, length: int) -> list[bytes]:
    """Return diagrams of one template: the same boxes, other words and arrows."""
    files, (w, h) = [], size
    for _ in range(length):
        image = Image.new("RGB", size, "white")
        draw = ImageDraw.Draw(image)
        for x, y in ((0.1, 0.15), (0.6, 0.15), (0.1, 0.65), (0.6, 0.65)):
            draw.rectangle((w * x, h * y, w * (x + 0.3), h * (y + 0.2)), outline="black", fill="#e8f0ff")
            write(image, (w * (x + 0.15), h * (y + 0.1)), rng.choice(_NAMES), w / 24, fill="black", anchor="mm")
        (ax, ay), (bx, by) = ((rng.choice((0.25, 0.75)), rng.choice((0.35, 0.65))) for _ in range(2))
        draw.line((w * ax, h * ay, w * bx, h * by), fill="black", width=2)
        files.append(encoded(image, "PNG"))
    return files


def _formulas(rng: Random, size: Size, length: int) -> list[bytes]:
    """Return one line of writing on white: formulas, words, prices."""
    files, (w, h) = [], size
    for _ in range(length):
        image = Image.new("L", size, 255)
        text = "".join(rng.choice("abxyz0123456789+-=()") for _ in range(rng.randint(6, 14)))
        write(image, (w / 2, h / 2), text, w / 14, fill=0, anchor="mm")
        files.append(encoded(image, "PNG"))
    return files


def _blank_pages(rng: Random, size: Size, length: int) -> list[bytes]:
    """Return scanned pages with a number and hardly anything else."""
    files, (w, h) = [], size
    for number in range(length):
        image = Image.new("L", size, rng.randint(236, 244))
        write(image, (w / 2, h * 0.94), str(12 + number), w / 28, fill=60, anchor="mm")
        if rng.random() < 0.5:
            write(
                image, (w / 2, h * rng.uniform(0.3, 0.5)), "Chapter " + rng.choice(_NAMES), w / 18, fill=50, anchor="mm"
            )
        files.append(encoded(grained(rng, image, 3), quality=80))
    return files


def _spectrograms(rng: Random, size: Size, length: int) -> list[bytes]:
    """Return spectrograms of one program: the same axes, other sounds."""
    files, (w, h) = [], size
    for _ in range(length):
        image = Image.new("RGB", size, "white")
        field = (
            patches(rng, (w * 8 // 10, h * 7 // 10), 24).convert("L").point([min(255, v * v >> 7) for v in range(256)])
        )
        image.paste(Image.merge("RGB", (field, field.point([v // 2 for v in range(256)]), field)), (w // 10, h // 10))
        write(image, (w / 2, h * 0.93), "Time (s)", w / 26, fill="black", anchor="mm")
        files.append(encoded(image, "PNG"))
    return files


def _x_rays(rng: Random, size: Size, length: int) -> list[bytes]:
    """Return grey blurs in the middle of black, with the same mark in the corner."""
    files, (w, h) = [], size
    for _ in range(length):
        mask = Image.new("L", size)
        x, y = w * rng.uniform(0.2, 0.3), h * rng.uniform(0.1, 0.2)
        ImageDraw.Draw(mask).ellipse((x, y, w - x, h - y / 2), fill=255)
        mask = mask.filter(ImageFilter.GaussianBlur(w / 30))
        image = Image.composite(blots(rng, size, 8).convert("L"), Image.new("L", size), mask)
        write(image, (w * 0.03, h * 0.03), "R", w / 14, fill=230, anchor="la")
        files.append(encoded(grained(rng, image, 2), quality=88))
    return files


def _title_slides(rng: Random, size: Size, length: int) -> list[bytes]:
    """Return title slides of one template: a bar, a logo, another title of one or two lines."""
    files, (w, h) = [], size
    for _ in range(length):
        image = Image.new("RGB", size, "white")
        draw = ImageDraw.Draw(image)
        draw.rectangle((0, h * 0.9, w, h), fill="#1a4a7a")
        draw.ellipse((w * 0.85, h * 0.04, w * 0.95, h * 0.04 + w * 0.1), fill="#cc3322")
        for row in range(rng.randint(1, 2)):
            title = " ".join(rng.sample(_NAMES, 2))
            write(image, (w * 0.1, h * (0.38 + 0.14 * row)), title, w / 13, fill="#222222", anchor="lm")
        files.append(encoded(image, quality=85))
    return files


def _tins(rng: Random, size: Size, length: int) -> list[bytes]:
    """Return one thing drawn flat, in other colours and with another line on its label."""
    files, (w, h) = [], size
    for _ in range(length):
        image = Image.new("RGB", size, "white")
        draw = ImageDraw.Draw(image)
        draw.rectangle((w * 0.3, h * 0.2, w * 0.7, h * 0.85), fill="#b0b4b8")
        draw.rectangle((w * 0.3, h * 0.35, w * 0.7, h * 0.65), fill=tuple(rng.randbytes(3)))
        write(image, (w / 2, h / 2), rng.choice(_NAMES), w / 20, fill="white", anchor="mm")
        files.append(encoded(image, quality=88))
    return files


SHEETS: dict[str, tuple[Make, tuple[Size, ...]]] = {
    "colour swatches": (_swatches, ((32, 32), (100, 100), (300, 300))),
    "drawings in ink": (_ink, _SIZES),
    "diagrams of one template": (_diagrams, _SIZES),
    "formulas and words": (_formulas, _SIZES),
    "pages with a number": (_blank_pages, _SIZES),
    "spectrograms": (_spectrograms, _SIZES),
    "x-rays": (_x_rays, _SIZES),
    "title slides of one template": (_title_slides, _SIZES),
    "tins of paint, drawn": (_tins, _SIZES),
}
