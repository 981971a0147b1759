"""What the clients do with a body: prove that it is an image, and write it under its hash."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def keeper(name: str, folder: Path) -> Callable[[bytes], None]:
    """Return what validates a body as *name* says and writes it into *folder*: ``strict``, ``inspect`` or ``nothing``.

    ``strict`` decodes in full with Pillow, the least that tells a whole picture from a broken one. ``inspect`` is
    imgcrawl's own function: format, structure, full decode, perceptual hash. Each imports only what it needs.
    """
    validate = {"strict": _strict, "inspect": _inspect, "nothing": _nothing}[name]()

    def keep(body: bytes) -> None:
        validate(body)
        with open(f"{folder}/{sha256(body).hexdigest()}.jpg", "wb") as file:  # noqa: PTH123 - a Path costs more
            file.write(body)

    return keep


def _strict() -> Callable[[bytes], object]:
    from PIL import Image  # noqa: PLC0415

    return lambda body: Image.open(BytesIO(body)).load()


def _inspect() -> Callable[[bytes], object]:
    from imgcrawl.validation.decoding.decode import inspect_image  # noqa: PLC0415
    from imgcrawl.validation.facts import Limits  # noqa: PLC0415

    limits = Limits()
    return lambda body: inspect_image(body, limits=limits)


def _nothing() -> Callable[[bytes], object]:
    return len
