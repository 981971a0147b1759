"""Whether a file proves by itself that it is whole, whatever is said of its length."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from imgcrawl.validation.decoding.chunks import WEBP_PICTURES
from imgcrawl.validation.decoding.scans import MORE_PICTURES, jpeg_scans
from imgcrawl.validation.decoding.structure import gif_walk, survey
from imgcrawl.validation.formats import sniff

if TYPE_CHECKING:
    from collections.abc import Callable

_LAST_CHARACTERS = 100


def proves_its_end(body: bytes) -> bool:
    """Say whether *body* is a file that holds the end which its format demands, up to the last part of the picture.

    So do a JPEG up to its end mark with all its scans, a PNG up to IEND, a GIF up to its trailer, and a WebP with all
    the chunks that it declares. Other formats have no end that a file cut between two parts would lack.
    """
    prover = _PROVERS.get(sniff(body).format or "")
    return prover is not None and prover(body)


def page_ends(body: bytes) -> bool:
    """Say whether *body* is a web page up to its last tag, after which browsers wait for no more."""
    return body[-_LAST_CHARACTERS:].rstrip().lower().endswith(b"</html>")


def _jpeg_ends(body: bytes) -> bool:
    if b"\xff\xd9" not in body:
        return False
    _, end, complete = jpeg_scans(body)
    return end > 0 and complete and MORE_PICTURES not in body[:end]


def _png_ends(body: bytes) -> bool:
    return b"IEND" in body and survey("PNG", body).whole


def _gif_ends(body: bytes) -> bool:
    at, frames = gif_walk(body)
    return frames > 0 and body[at : at + 1] == b";"


def _webp_ends(body: bytes) -> bool:
    at, end, has_picture = 12, 8 + int.from_bytes(body[4:8], "little"), False
    while at + 8 <= end <= len(body):
        has_picture = has_picture or body[at : at + 4] in WEBP_PICTURES
        size = int.from_bytes(body[at + 4 : at + 8], "little")
        at += 8 + size + size % 2
    return has_picture and at == end


_PROVERS: dict[str, Callable[[bytes], bool]] = {
    "JPEG": _jpeg_ends,
    "PNG": _png_ends,
    "GIF": _gif_ends,
    "WEBP": _webp_ends,
}

SELF_DELIMITING: Final = frozenset(_PROVERS)
"""Formats of which a whole file can be told from a cut one by itself."""
