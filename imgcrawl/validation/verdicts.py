"""What a decoding process may say; a decoder taken over by a hostile file may say anything."""

from __future__ import annotations

import json
import re
from typing import Any

from imgcrawl.errors import ErrorSlug, Stage
from imgcrawl.validation.decode import ImageFacts, InvalidImage
from imgcrawl.validation.formats import FORMATS

_SHA256 = re.compile(r"[0-9a-f]{64}")
_PHASH = re.compile(r"[0-9a-f]{16}")
_MODE = re.compile(r"[A-Za-z0-9;]{1,10}")
_DETAIL_LENGTH = 300


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
    raise ValueError(answer)


def _facts(values: list[Any]) -> ImageFacts:
    match values:
        case [str(sha256), int(), str(name), str(extension), int(width), int(height), str(mode), phash, int(frames)]:
            named = _SHA256.fullmatch(sha256) and name in FORMATS and FORMATS[name].extension == extension
            hashed = phash is None or (isinstance(phash, str) and _PHASH.fullmatch(phash))
            if named and hashed and _MODE.fullmatch(mode) and width > 0 and height > 0 and frames >= 0:
                return ImageFacts(*values)
    raise ValueError(values)
