"""What a decoding process may say; a decoder taken over by a hostile file may say anything."""

from __future__ import annotations

import base64
import json
import re
from typing import Any

from imgcrawl.errors import ErrorSlug, Stage
from imgcrawl.validation.facts import ImageFacts, InvalidImage
from imgcrawl.validation.formats import FORMATS

_SHA256 = re.compile(r"(?:[0-9a-f]{64})?")  # empty where nobody asked for it
_PHASH = re.compile(r"[0-9a-f]{16}")
_LOOKS_BYTES = 768
_JPEG = b"\xff\xd8\xff"
_COLOUR = re.compile(r"[0-9a-f]{6}")
_MODE = re.compile(r"[A-Za-z0-9;]{1,10}")
_DETAIL_LENGTH = 300
_LONGEST_SIDE = 2**31
_KINDS = [str, int, str, str, int, int, str]  # of the first facts; patterns of them take ten times as long to match


def read_verdict(line: bytes, path: str) -> ImageFacts | InvalidImage | OSError:
    """Return what *line*, in JSON, says of the file at *path*: facts, a refusal, or that it could not be read.

    Facts become file names and rows, so only what an image can be passes.

    :raises ValueError: if it is nothing that a decoding process says.
    """
    try:
        answer = json.loads(line)
    except RecursionError as exc:
        raise ValueError("nested beyond reason") from exc
    match answer:
        case ["facts", *values]:
            return _facts(values)
        case ["invalid", str(slug), str(detail)]:
            error = ErrorSlug(slug)
            if error.stage is Stage.CONTENT:
                return InvalidImage(error, detail[:_DETAIL_LENGTH])
        case ["unreadable", int(errno), str(text)]:
            return OSError(errno, text[:_DETAIL_LENGTH], path)
    raise ValueError(f"no verdict: {str(answer)[:200]}")


def _facts(values: list[Any]) -> ImageFacts:
    if [type(value) for value in values[:7]] == _KINDS and len(values) == 12:
        sha256, _, name, extension, width, height, mode, *hashes, thumbs = values
        named = _SHA256.fullmatch(sha256) and name in FORMATS and FORMATS[name].extension == extension
        formed = named and _MODE.fullmatch(mode) and _are_sides(width, height)
        if formed and _are_hashes(*hashes) and _are_thumbs(thumbs):
            return ImageFacts.from_json(values)
    raise ValueError(f"no verdict: {str(values)[:200]}")


def _are_sides(width: int, height: int) -> bool:
    return 0 < width < _LONGEST_SIDE and 0 < height < _LONGEST_SIDE


def _are_hashes(phash: Any, frames: Any, looks: Any, colour: Any) -> bool:
    """Whether these are a perceptual hash, a number of frames, looks and a colour, None for what is not known."""
    return (
        (phash is None or (type(phash) is str and _PHASH.fullmatch(phash) is not None))
        and type(frames) is int
        and frames >= 0
        and (looks is None or (type(looks) is str and _are_looks(looks)))
        and (colour is None or (type(colour) is str and _COLOUR.fullmatch(colour) is not None))
    )


def _are_thumbs(thumbs: Any) -> bool:
    """Whether these are thumbnails, None for those that could not be made."""
    return type(thumbs) is list and all(thumb is None or _is_jpeg(thumb) for thumb in thumbs)


def _is_jpeg(thumb: object) -> bool:
    """Whether *thumb* is base64 of what begins as a JPEG does."""
    try:
        return isinstance(thumb, str) and base64.b64decode(thumb, validate=True).startswith(_JPEG)
    except ValueError:
        return False


def _are_looks(text: str) -> bool:
    """Whether *text* is 768 bytes in hexadecimal digits."""
    try:
        return len(bytes.fromhex(text)) == _LOOKS_BYTES
    except ValueError:
        return False
