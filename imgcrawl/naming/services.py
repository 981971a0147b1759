"""The file that a IIIF image service was asked for: its name is the identifier, its size the order's.

``/iiif/2/heron-lake/full/!800,800/0/default.jpg`` is the whole of ``heron-lake``, which other systems keep as
``heron-lake.jpg``. Source: IIIF Image API 2.1 and 3.0, section 2.1, "Image Request URI Syntax".
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote

WHOLE_PICTURE = re.compile(
    r"/([^/?#]+)/full/(max|full|pct:[\d.]+|\^?!?\d*,\d*)/!?\d+(?:\.\d+)?/(?:default|native|color|gr[ae]y|bitonal)\.\w+$"
)
"""An address of a whole picture: its identifier, and its size."""
WHOLE_SIZES = ("max", "full")
"""What a service is asked for that is to give its largest: in the third version of the interface, and before."""
_NAME, _VERSION = r"(?:iiif\w*|image-?api)", r"v?[1-3](?:\.\d){0,2}"
SERVICE_FOLDER = re.compile(rf"{_VERSION}|{_NAME}")
"""What a folder is called, in small letters, that only says which service it is, or in which version."""
_SERVICE = re.compile(rf"/{_NAME}(?:/{_VERSION})?(?=/|$)", re.IGNORECASE)
KEPT_FILE_END = re.compile(r"\.(?:jpe?g|jp2|jpx|j2k|tiff?|ptif|png|webp|gif)$", re.IGNORECASE)
"""How the files end that services keep."""
_PART = re.compile(r"[/:!~$]+")
"""What parts the path of a file in an identifier."""


class Served(NamedTuple):
    """The *path* of a file as it would be without a service, decoded, and the *size* that was asked for."""

    path: str
    size: str


def ordered(base: str, size: str = WHOLE_SIZES[0]) -> str:
    """Return the address by which the service of a picture at *base* is asked for all of it in a *size*."""
    return f"{base}/full/{size}/0/default.jpg"


def is_order(url: str) -> bool:
    """Whether *url* orders a whole picture: the size is the order's then, and what its identifier ends in is none."""
    return "/full/" in url and WHOLE_PICTURE.search(url.partition("?")[0]) is not None


def served(path: str) -> Served | None:
    """Return what a service was asked for by *path*, as it was encoded; None for a part of a picture or a file."""
    found = WHOLE_PICTURE.search(path) if "/full/" in path else None
    if found is None:
        return None
    folders, name = _SERVICE.sub("", unquote(path[: found.start()])), KEPT_FILE_END.sub("", unquote(found[1]))
    parts = [part for part in _PART.split(name) if part]
    return Served("/".join([folders, *parts]) + ".jpg", found[2]) if parts else None
