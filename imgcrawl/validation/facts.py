"""What is asked of an image, and what is said of one."""

from __future__ import annotations

from dataclasses import dataclass

from imgcrawl.errors import RowError


class InvalidImage(RowError):
    """The bytes are not an acceptable image; *slug* is one of the ``CONTENT_*`` errors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What an image must keep to, in pixels, and whether its perceptual hash is asked for."""

    max_pixels: int = 178_956_970
    min_width: int = 0
    min_height: int = 0
    phash: bool = True


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """What a decoded image is.

    *sha256* and *bytes* are of the body as received; *format* and *mode* are Pillow's names; *extension* has no dot;
    *phash* is None unless asked for; *frames* counts the pictures in the file. *looks* is
    :func:`~imgcrawl.validation.looks.looks` in hexadecimal digits, for files up to 64 KiB whose *phash* is asked for
    and whose metadata name no camera: a shot is a picture of its own, whatever the one before it looks like. *colour*,
    in six hexadecimal digits, is the only one there is, for files that have *looks*.
    """

    sha256: str
    bytes: int
    format: str
    extension: str
    width: int
    height: int
    mode: str
    phash: str | None
    frames: int
    looks: str | None = None
    colour: str | None = None
