"""Pictures that look alike and are different ones: frames of a camera, sheets, charts, icons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from benchmarks.drawing import blots, encoded, grained, patches, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from benchmarks.drawing import Size

SIZES = ((120, 90), (200, 200), (320, 240), (480, 360))
ICON_SIZES = ((16, 16), (24, 24), (32, 32), (48, 48), (64, 64))


def _frames(
    scene: Callable[[Random, Size], Image.Image], *, noise: int, drift: int, stamp: bool, mover: bool = False
) -> Callable[[Random, Size, int], list[bytes]]:
    """Return what a camera in front of *scene* delivers: grain, light that drifts, a stamp, something that moves."""

    def frames(rng: Random, size: Size, length: int) -> list[bytes]:
        still, files = scene(rng, size), []
        for number in range(length):
            light = rng.randint(-drift, drift)
            image = still.point([min(255, max(0, value + light)) for value in range(256)] * len(still.getbands()))
            if mover:
                _animal(rng, image)
            image = grained(rng, image, noise)
            if stamp:
                text = f"2026-03-{number % 28 + 1:02} {rng.randrange(24):02}:{rng.randrange(60):02}:00 CAM 1"
                write(image, (size[0] * 0.02, size[1] * 0.02), text, size[0] / 30, fill="white", anchor="la")
            files.append(encoded(image, quality=82))
        return files

    return frames


def _animal(rng: Random, image: Image.Image) -> None:
    w, h = image.size
    x, y, r = rng.uniform(0.2, 0.8) * w, rng.uniform(0.4, 0.8) * h, rng.uniform(0.05, 0.1) * h
    ImageDraw.Draw(image).ellipse(
        (x - r, y - r / 2, x + r, y + r / 2), fill=(90, 70, 50) if image.mode == "RGB" else 70
    )


def _night(rng: Random, size: Size) -> Image.Image:
    image = Image.new("RGB", size, (12, 12, 16))
    draw = ImageDraw.Draw(image)
    for _ in range(9):
        x, y, r = rng.randrange(size[0]), rng.randrange(size[1]), rng.uniform(0.01, 0.04) * size[0]
        draw.ellipse((x - r, y - r, x + r, y + r), fill=(240, 220, 150))
    return image.filter(ImageFilter.GaussianBlur(size[0] / 60))


def _infrared(rng: Random, size: Size) -> Image.Image:
    lamp = ImageChops.invert(Image.radial_gradient("L").resize(size))
    return ImageChops.multiply(blots(rng, size).convert("L"), lamp)


def _fog(rng: Random, size: Size) -> Image.Image:
    image = Image.blend(blots(rng, size, 4), Image.new("RGB", size, "#c4c8cc"), 0.85)
    ImageDraw.Draw(image).rectangle((0, size[1] * 0.75, size[0], size[1]), fill="#8a8d88")
    return image


def _product(rng: Random, size: Size) -> Image.Image:
    image, (w, h) = Image.new("RGB", size, "white"), size
    shape = Image.new("L", size)
    ImageDraw.Draw(shape).rounded_rectangle((w * 0.3, h * 0.15, w * 0.7, h * 0.85), radius=w / 20, fill=255)
    image.paste(blots(rng, size, 6), mask=shape)
    return image


def _products(rng: Random, size: Size, length: int) -> list[bytes]:
    """Return bottles of one shape and colour with other labels."""
    bottle, (w, h) = _product(rng, size), size
    files = []
    for _ in range(length):
        image = bottle.copy()
        draw = ImageDraw.Draw(image)
        draw.rectangle((w * 0.33, h * 0.4, w * 0.67, h * 0.65), fill="#f4f0e4")
        for row in range(3):
            width = rng.uniform(0.08, 0.3)
            y = h * (0.45 + 0.06 * row)
            draw.rectangle((w * (0.5 - width / 2), y, w * (0.5 + width / 2), y + h * 0.025), fill="#403028")
        files.append(encoded(image, quality=85))
    return files


def _turntable(rng: Random, size: Size, length: int) -> list[bytes]:
    """Return one thing on white from a little farther round each time."""
    shape = _product(rng, size)
    return [
        encoded(grained(rng, ImageChops.offset(shape, number * max(1, size[0] // 150), 0), 1), quality=88)
        for number in range(length)
    ]


def _herbarium(rng: Random, size: Size, length: int) -> list[bytes]:
    files, (w, h) = [], size
    for _ in range(length):
        image = Image.new("RGB", size, "#efe6cf")
        draw = ImageDraw.Draw(image)
        draw.rectangle((w * 0.6, h * 0.8, w * 0.97, h * 0.97), fill="#fbf8ee", outline="#777766")
        x, y = w * rng.uniform(0.35, 0.65), h * 0.78
        for _ in range(24):
            nx, ny = x + rng.uniform(-0.09, 0.09) * w, y - rng.uniform(0, 0.06) * h
            draw.line((x, y, nx, ny), fill="#55603a", width=max(1, w // 90))
            draw.ellipse((nx - w / 40, ny - h / 60, nx + w / 40, ny + h / 60), fill="#6a7444")
            x, y = nx, ny
        write(image, (w * 0.62, h * 0.84), f"No. {rng.randrange(10**6)}", w / 40, fill="#333333", anchor="la")
        files.append(encoded(grained(rng, image, 3), quality=85))
    return files


def _pages(rng: Random, size: Size, length: int) -> list[bytes]:
    """Return pages of a book: the same type area, other words."""
    files, (w, h) = [], size
    for number in range(length):
        image = Image.new("L", size, 246)
        draw = ImageDraw.Draw(image)
        step = max(4, h // 40)
        for y in range(h // 10, h - h // 8, step):
            x = w * 0.12
            while x < w * 0.86:
                word = w * rng.uniform(0.02, 0.08)
                draw.rectangle((x, y, min(x + word, w * 0.88), y + step * 0.45), fill=40)
                x += word + w * 0.012
        write(image, (w / 2, h * 0.95), str(100 + number), w / 30, fill=40, anchor="mm")
        files.append(encoded(grained(rng, image, 3), quality=80))
    return files


def _charts(rng: Random, size: Size, length: int) -> list[bytes]:
    """Return charts of one template: axes, grid and title stay, the line is another one."""
    files, (w, h) = [], size
    for _ in range(length):
        image = Image.new("RGB", size, "white")
        draw = ImageDraw.Draw(image)
        for row in range(6):
            draw.line((w * 0.1, h * (0.15 + 0.14 * row), w * 0.95, h * (0.15 + 0.14 * row)), fill="#dddddd")
        draw.line((w * 0.1, h * 0.1, w * 0.1, h * 0.85, w * 0.95, h * 0.85), fill="black", width=max(1, w // 200))
        write(image, (w / 2, h * 0.06), f"Station {rng.randrange(100, 999)}", w / 24, fill="black", anchor="mm")
        points = [(w * (0.1 + 0.085 * x), h * rng.uniform(0.2, 0.8)) for x in range(11)]
        draw.line(points, fill="#1f77b4", width=max(2, w // 150))
        files.append(encoded(image, "PNG"))
    return files


def _bars(rng: Random, size: Size, length: int) -> list[bytes]:
    """Return two-level patterns: codes, masks and silhouettes."""
    side, files = 21, []
    for _ in range(length):
        code = Image.frombytes("L", (side, side), bytes(rng.choice((0, 255)) for _ in range(side * side)))
        image = Image.new("L", size, 255)
        edge = min(size) * 9 // 10
        image.paste(code.resize((edge, edge), Image.Resampling.NEAREST), ((size[0] - edge) // 2, (size[1] - edge) // 2))
        files.append(encoded(image, "PNG"))
    return files


def _icons(rng: Random, size: Size, length: int) -> list[bytes]:
    """Return icons of one set: the same tile, another sign."""
    w, tile, files = size[0], tuple(rng.randbytes(3)), []
    for _ in range(length):
        image = Image.new("RGB", size, "white")
        draw = ImageDraw.Draw(image)
        draw.rounded_rectangle((0, 0, w - 1, w - 1), radius=w // 6, fill=tile)
        corners = [(w * rng.uniform(0.25, 0.75), w * rng.uniform(0.25, 0.75)) for _ in range(4)]
        draw.polygon(corners, fill="white")
        files.append(encoded(image, "PNG"))
    return files


def _initials(rng: Random, size: Size, length: int) -> list[bytes]:
    """Return avatars: two letters on a colour."""
    files = []
    for _ in range(length):
        image = Image.new("RGB", size, (96, 125, 139))
        letters = "".join(rng.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for _ in range(2))
        write(image, (size[0] / 2, size[1] / 2), letters, size[0] * 0.45, fill="white", anchor="mm")
        files.append(encoded(image, "PNG"))
    return files


def _slides(rng: Random, size: Size, length: int) -> list[bytes]:
    """Return slides of one template with other titles and bullets."""
    files, (w, h) = [], size
    for number in range(length):
        image = Image.new("RGB", size, "white")
        draw = ImageDraw.Draw(image)
        draw.rectangle((0, 0, w, h * 0.16), fill="#1a4a7a")
        draw.rectangle((0, h * 0.94, w, h), fill="#1a4a7a")
        for row in range(rng.randint(3, 6)):
            width = rng.uniform(0.2, 0.7)
            draw.rectangle(
                (w * 0.12, h * (0.28 + 0.1 * row), w * (0.12 + width), h * (0.31 + 0.1 * row)), fill="#444444"
            )
        write(image, (w * 0.95, h * 0.97), str(number + 1), w / 40, fill="white", anchor="mm")
        files.append(encoded(image, quality=85))
    return files


def _maps(rng: Random, size: Size, length: int) -> list[bytes]:
    """Return one map with a mark that stands elsewhere each time."""
    sea, (w, h) = Image.new("RGB", size, "#cfe3ee"), size
    land = patches(rng, size, 5).convert("L").point(lambda value: 255 if value > 120 else 0)
    sea.paste("#eae4d2", mask=land)
    files = []
    for _ in range(length):
        image = sea.copy()
        x, y, r = rng.uniform(0.1, 0.9) * w, rng.uniform(0.2, 0.8) * h, w / 24
        ImageDraw.Draw(image).ellipse((x - r, y - r, x + r, y + r), fill="#cc2222")
        files.append(encoded(image, "PNG"))
    return files


OTHERS: dict[str, tuple[Callable[[Random, Size, int], list[bytes]], tuple[Size, ...]]] = {
    "webcam by day": (_frames(blots, noise=6, drift=2, stamp=False), SIZES),
    "webcam by day, stamped": (_frames(blots, noise=6, drift=2, stamp=True), SIZES),
    "webcam by night, stamped": (_frames(_night, noise=5, drift=1, stamp=True), SIZES),
    "webcam in fog, stamped": (_frames(_fog, noise=4, drift=1, stamp=True), SIZES),
    "infrared camera, stamped": (_frames(_infrared, noise=8, drift=1, stamp=True), SIZES),
    "camera trap, nothing there": (_frames(_infrared, noise=8, drift=0, stamp=False), SIZES),
    "camera trap, an animal": (_frames(blots, noise=5, drift=1, stamp=True, mover=True), SIZES),
    "products, other labels": (_products, SIZES),
    "product on a turntable": (_turntable, SIZES),
    "herbarium sheets": (_herbarium, SIZES),
    "pages of a book": (_pages, SIZES),
    "charts of one template": (_charts, SIZES),
    "codes and silhouettes": (_bars, SIZES),
    "slides of one template": (_slides, SIZES),
    "map with a mark": (_maps, SIZES),
    "icons of one set": (_icons, ICON_SIZES),
    "initials": (_initials, (*ICON_SIZES[2:], *SIZES[:2])),
}
