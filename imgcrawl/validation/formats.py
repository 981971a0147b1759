"""Which formats are images here, and what the first bytes of a body are."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

from PIL import features


class Kind(StrEnum):
    """What a body is, as far as its first bytes say."""

    EMPTY = "empty"
    IMAGE = "image"
    HTML = "html"
    TEXT = "text"
    OTHER = "other"


class Sniffed(NamedTuple):
    """What :func:`sniff` found.

    *format*: Pillow's name of an accepted format, a common name of a recognised one that is refused (``SVG``,
    ``PDF``, ``MP4``), None when nothing was recognised. *extension*: without a dot; empty unless accepted.
    """

    kind: Kind
    format: str | None = None
    extension: str = ""


class FormatInfo(NamedTuple):
    """How files of a format are named and served: *extension* without a dot, *media_type* as registered."""

    extension: str
    media_type: str


FORMATS: dict[str, FormatInfo] = {
    "JPEG": FormatInfo("jpg", "image/jpeg"),
    "MPO": FormatInfo("jpg", "image/jpeg"),
    "PNG": FormatInfo("png", "image/png"),
    "GIF": FormatInfo("gif", "image/gif"),
    "WEBP": FormatInfo("webp", "image/webp"),
    "AVIF": FormatInfo("avif", "image/avif"),
    "BMP": FormatInfo("bmp", "image/bmp"),
    "TIFF": FormatInfo("tif", "image/tiff"),
    "ICO": FormatInfo("ico", "image/vnd.microsoft.icon"),
    "CUR": FormatInfo("cur", "image/vnd.microsoft.icon"),
    "JPEG2000": FormatInfo("jp2", "image/jp2"),
    "PPM": FormatInfo("ppm", "image/x-portable-anymap"),
    "QOI": FormatInfo("qoi", "image/qoi"),
}
"""The accepted formats by Pillow's names: raster formats with a magic number that Pillow decodes in its own process.

PPM and QOI are decoded in plain Python or copied, and cannot overrun. Left out on purpose: EPS and WMF (decoded by
other programs), TGA (no magic number: any bytes may be one), and formats that the web does not serve (PSD, PCX, SGI,
FLI, DDS, ICNS …), whose decoders have a history of overruns.
"""

_OPTIONAL = {"AVIF": "avif", "WEBP": "webp", "JPEG2000": "jpg_2000"}
ALLOWED_FORMATS = frozenset(name for name in FORMATS if name not in _OPTIONAL or features.check(_OPTIONAL[name]))
"""The accepted formats that this build of Pillow can decode."""

_HEAD_BYTES = 1445  # what a browser looks at: WHATWG MIME Sniffing, "resource header"

_MAGIC: tuple[tuple[int, bytes, Kind, str], ...] = (
    (0, b"\xff\xd8\xff", Kind.IMAGE, "JPEG"),
    (0, b"\x89PNG\r\n\x1a\n", Kind.IMAGE, "PNG"),
    (0, b"GIF87a", Kind.IMAGE, "GIF"),
    (0, b"GIF89a", Kind.IMAGE, "GIF"),
    (8, b"WEBPVP8", Kind.IMAGE, "WEBP"),
    (0, b"II*\x00", Kind.IMAGE, "TIFF"),
    (0, b"MM\x00*", Kind.IMAGE, "TIFF"),
    (0, b"II+\x00", Kind.IMAGE, "TIFF"),
    (0, b"MM\x00+", Kind.IMAGE, "TIFF"),
    (0, b"\x00\x00\x00\x0cjP  \r\n\x87\n", Kind.IMAGE, "JPEG2000"),
    (0, b"\xff\x4f\xff\x51", Kind.IMAGE, "JPEG2000"),
    (0, b"qoif", Kind.IMAGE, "QOI"),
    (0, b"\xff\x0a", Kind.IMAGE, "JXL"),
    (0, b"\x00\x00\x00\x0cJXL \r\n\x87\n", Kind.IMAGE, "JXL"),
    (0, b"8BPS", Kind.IMAGE, "PSD"),
    (0, b"gimp xcf ", Kind.IMAGE, "XCF"),
    (0, b"DDS ", Kind.IMAGE, "DDS"),
    (0, b"icns", Kind.IMAGE, "ICNS"),
    (0, b"\x01\xda", Kind.IMAGE, "SGI"),
    (0, b"\x59\xa6\x6a\x95", Kind.IMAGE, "SUN"),
    (0, b"v/1\x01", Kind.IMAGE, "EXR"),
    (0, b"SIMPLE  =", Kind.IMAGE, "FITS"),
    (0, b"\xd7\xcd\xc6\x9a", Kind.IMAGE, "WMF"),
    (40, b" EMF", Kind.IMAGE, "EMF"),
    (0, b"AT&TFORM", Kind.IMAGE, "DJVU"),
    (0, b"%!PS", Kind.OTHER, "EPS"),
    (0, b"\xc5\xd0\xd3\xc6", Kind.OTHER, "EPS"),
    (0, b"%PDF-", Kind.OTHER, "PDF"),
    (0, b"\x1aE\xdf\xa3", Kind.OTHER, "WEBM"),
    (8, b"AVI ", Kind.OTHER, "AVI"),
    (0, b"\x00\x00\x01\xba", Kind.OTHER, "MPEG"),
    (0, b"\x00\x00\x01\xb3", Kind.OTHER, "MPEG"),
    (0, b"OggS", Kind.OTHER, "OGG"),
    (0, b"FLV\x01", Kind.OTHER, "FLV"),
)

_BMP_HEADER_SIZES = (12, 16, 40, 52, 56, 64, 108, 124)
_PPM = re.compile(rb"P[1-6f](?:\s|#[^\r\n]*[\r\n])+\d")

_AVIF_BRANDS = frozenset((b"avif", b"avis"))
_HEIF_BRANDS = frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"))

_BOMS = (b"\xef\xbb\xbf", b"\xfe\xff", b"\xff\xfe")
_BINARY = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_PREAMBLE = re.compile(rb"(?:\s+|<!--.*?(?:-->|\Z)|<\?xml.*?(?:\?>|\Z))", re.DOTALL)
_SVG = re.compile(rb"<(?:!doctype\s+svg|(?:\w+:)?svg[\s>])", re.IGNORECASE)
# The tags of the WHATWG's table, then those with which error pages of scripts begin.
_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p"
    rb"|meta|link|center|h[2-6]|span|img|form|noscript|\?php)[\s>]",
    re.IGNORECASE,
)
_HTML_INSIDE = re.compile(rb"<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)


def sniff(body: bytes) -> Sniffed:
    """Return what *body* is by its first bytes alone; no declared type has a say.

    Markup is told as browsers do. Source: WHATWG, "MIME Sniffing Standard", sections 6.1 and 7.1.
    """
    if not body:
        return Sniffed(Kind.EMPTY)
    head = body[:_HEAD_BYTES]
    kind, name = _sniff_magic(head) or _sniff_loose_magic(head) or _sniff_text(head)
    extension = FORMATS[name].extension if kind is Kind.IMAGE and name in ALLOWED_FORMATS else ""
    return Sniffed(kind, name, extension)


def _sniff_magic(head: bytes) -> tuple[Kind, str | None] | None:
    for offset, magic, kind, name in _MAGIC:
        if head.startswith(magic, offset):
            return kind, name
    return None


def _sniff_loose_magic(head: bytes) -> tuple[Kind, str | None] | None:
    """Tell the formats whose magic number is so short that more of the header must agree."""
    if head.startswith(b"BM") and int.from_bytes(head[14:18], "little") in _BMP_HEADER_SIZES:
        return Kind.IMAGE, "BMP"
    if head[:4] in {b"\x00\x00\x01\x00", b"\x00\x00\x02\x00"} and head[4:6] not in {b"", b"\x00\x00"}:
        return Kind.IMAGE, "ICO" if head[2] == 1 else "CUR"
    if _PPM.match(head):
        return Kind.IMAGE, "PPM"
    if head[4:8] == b"ftyp":
        return _sniff_brands(head)
    return None


def _sniff_brands(head: bytes) -> tuple[Kind, str]:
    """Tell AVIF, HEIF and video apart by the brands of an ISO base media file."""
    end = int.from_bytes(head[:4], "big")
    brands = {head[8:12]} | {head[at : at + 4] for at in range(16, min(end, len(head)), 4)}
    if brands & _AVIF_BRANDS:
        return Kind.IMAGE, "AVIF"
    if brands & _HEIF_BRANDS:
        return Kind.IMAGE, "HEIF"
    return Kind.OTHER, "MP4"


def _sniff_text(head: bytes) -> tuple[Kind, str | None]:
    if head.startswith(_BOMS[1:]):
        encoding = "utf-16-be" if head.startswith(_BOMS[1]) else "utf-16-le"
        head = head[2:].decode(encoding, "ignore").encode()
    elif _BINARY.search(head):
        return Kind.OTHER, None
    text = head.removeprefix(_BOMS[0])
    start = 0
    while match := _PREAMBLE.match(text, start):
        start = match.end()
    if _SVG.match(text, start):
        return Kind.IMAGE, "SVG"
    return (Kind.HTML if _is_html(text, start) else Kind.TEXT), None


def _is_html(text: bytes, start: int) -> bool:
    if _HTML.match(text, start) or text.lstrip().startswith(b"<!--"):
        return True
    return text[start : start + 1] not in {b"{", b"["} and bool(_HTML_INSIDE.search(text, start))
