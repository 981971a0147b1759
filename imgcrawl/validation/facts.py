"""What is asked of an image, and what is said of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from imgcrawl.errors import RowError

if TYPE_CHECKING:
    import builtins
    from collections.abc import Sequence
    from typing import Self


class InvalidImage(RowError):
    """The bytes are not an acceptable image; *slug* is one of the ``CONTENT_*`` errors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What an image must keep to, in pixels, and what is asked of it: hashes, and thumbnails of some sizes.

    *sha256* is not to be asked of a process that nobody trusts.
    """

    max_pixels: int = 178_956_970
    min_width: int = 0
    min_height: int = 0
    sha256: bool = True
    phash: bool = True
    thumbs: Sequence[tuple[int, int]] = ()


class ImageFacts(NamedTuple):
    """What a decoded image is.

    *sha256* and *bytes* are of the body as received, the first one empty unless asked for; *format* and *mode* are
    Pillow's names; *extension* has no dot; *phash* is None unless asked for; *frames* counts the pictures in the file.
    *looks* is :func:`~imgcrawl.validation.looks.looks`, for files up to 64 KiB whose *phash* is asked for and whose
    metadata name no camera: a shot is a picture of its own, whatever the one before it looks like.
    *colour*, in six hexadecimal digits, is the only one there is, for files that have *looks*. *thumbs* are the
    thumbnails asked for, JPEGs in base64, None for those that cannot be made.
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
    looks: builtins.bytes | None = None
    colour: str | None = None
    thumbs: tuple[str | None, ...] = ()

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return self.width, self.height

    def as_json(self) -> list[Any]:
        """Return all of this in what JSON knows: looks in hexadecimal digits."""
        return [
            *(self.sha256, self.bytes, self.format, self.extension, self.width, self.height, self.mode, self.phash),
            *(self.frames, self.looks and self.looks.hex(), self.colour, list(self.thumbs)),
        ]

    @classmethod
    def from_json(cls, values: Sequence[Any]) -> Self:
        """Return what :meth:`as_json` has told."""
        *others, looks, colour, thumbs = values
        given = [*others, looks and bytes.fromhex(looks), colour, tuple(thumbs)]
        return cls(*given)

    def distance(self, other: ImageFacts) -> int | None:
        """Return in how many of 64 bits the perceptual hashes of two pictures differ; None if one is not known."""
        if self.phash is None or other.phash is None:
            return None
        return (int(self.phash, 16) ^ int(other.phash, 16)).bit_count()
