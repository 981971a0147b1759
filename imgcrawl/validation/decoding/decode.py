"""Whether bytes are a whole image of an accepted format, and what there is to know about it."""

from __future__ import annotations

import hashlib
import io
import warnings
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from PIL import (
    AvifImagePlugin,
    CurImagePlugin,
    ExifTags,
    IcoImagePlugin,
    Image,
    Jpeg2KImagePlugin,
    MpoImagePlugin,
    QoiImagePlugin,
    TiffImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)

from imgcrawl.errors import ErrorSlug
from imgcrawl.validation.blanks import is_invisible, is_plain
from imgcrawl.validation.decoding.chunks import as_still, without_spoilt_chunks, without_words
from imgcrawl.validation.decoding.line_ends import was_sent_as_text
from imgcrawl.validation.decoding.price import check_numbers, check_price
from imgcrawl.validation.decoding.rows import lacks_rows
from imgcrawl.validation.decoding.scans import jpeg_scans
from imgcrawl.validation.decoding.structure import survey
from imgcrawl.validation.decoding.thumbs import thumbs
from imgcrawl.validation.decoding.tiles import lacks_tiles
from imgcrawl.validation.decoding.unended import with_end_mark
from imgcrawl.validation.decoding.zeros import gives_way_to_zeros
from imgcrawl.validation.facts import ImageFacts, InvalidImage, Limits
from imgcrawl.validation.formats import ALLOWED_FORMATS, FORMATS, Kind, Sniffed, sniff
from imgcrawl.validation.levels import in_256_levels
from imgcrawl.validation.looks import looks
from imgcrawl.validation.opacity import as_shown
from imgcrawl.validation.phash import phash, reduced, spare_factor

if TYPE_CHECKING:
    from collections.abc import Iterator

# Imported to register themselves; otherwise Pillow would load all its plug-ins, those that start programs included.
PLUGINS = (
    AvifImagePlugin,
    CurImagePlugin,
    IcoImagePlugin,
    Jpeg2KImagePlugin,
    MpoImagePlugin,
    QoiImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)
"""Pillow's plug-ins for the accepted formats, besides those that it always loads."""

LOOKS_BYTES = 65_536
"""The largest file of which it is told what it looks like; notices are hardly ever larger."""

_DETAIL_LENGTH = 200
_ONES = b"\xff\x00" * 8
"""As many bits as libjpeg reads ahead; a byte of ones in a scan is followed by a zero."""

_SCALABLE = frozenset({"JPEG", "MPO"})
_CAMERA_TAGS = frozenset({ExifTags.Base.Make, ExifTags.Base.Model})


def inspect_image(body: bytes, *, limits: Limits) -> ImageFacts:
    """Return the facts of *body* after its first picture was decoded in full and its structure was walked to the end.

    The size is judged before a pixel is decoded. Of a JPEG all compressed data are decoded, but no more pixels are made
    of them than are looked at. Later pictures of an animation must be there but are not decoded, so that time and
    memory are those of one picture, however many a file declares.

    :raises InvalidImage: if *body* is not an acceptable image.
    :raises MemoryError: if there is not enough memory; the process should end then.
    """
    sniffed = sniff(body)
    if sniffed.format is None or sniffed.format not in ALLOWED_FORMATS:
        raise _refusal(sniffed)
    check_price(sniffed.format, body, max_pixels=limits.max_pixels)
    try:
        with _pillow(limits):
            return _inspect(body, sniffed.format, limits)
    except (InvalidImage, MemoryError):
        raise
    except Image.DecompressionBombError as exc:
        raise InvalidImage(ErrorSlug.CONTENT_TOO_MANY_PIXELS, _detail(exc)) from exc
    except Exception as exc:  # whatever a parser lets out
        is_cut = not survey(sniffed.format, body).whole
        slug = ErrorSlug.CONTENT_TRUNCATED if is_cut else ErrorSlug.CONTENT_CORRUPT
        raise InvalidImage(slug, _detail(exc)) from exc


def _inspect(body: bytes, format_name: str, limits: Limits) -> ImageFacts:
    """Return the facts of *body*, if need be of what viewers see of a file with faults besides its picture."""
    try:
        return _inspect_view(body, body, format_name, limits)
    except _FAULTS:
        views = [view(body) for view in _VIEWS.get(format_name, ())]
        *others, last = [view for view in dict.fromkeys(views) if view != body] or [body]
        if last is body:
            raise
    for seen in others:
        with suppress(*_FAULTS):
            return _inspect_view(seen, body, format_name, limits)
    return _inspect_view(last, body, format_name, limits)


_FAULTS = (SyntaxError, ValueError, OSError)
"""What Pillow raises for a file that it cannot make sense of; a wrong checksum is the first of these, or the last."""

_VIEWS = {"PNG": (without_spoilt_chunks, without_words, as_still), "JPEG": (with_end_mark,)}
"""What viewers make of a faulty file. Of a PNG they leave out what says something about it, then its animation; a JPEG
that lacks its end mark alone is whole to them."""


def _inspect_view(seen: bytes, body: bytes, format_name: str, limits: Limits) -> ImageFacts:
    """Return the facts of *body*, of which *seen* is decoded."""
    with Image.open(io.BytesIO(seen), formats=(format_name,)) as image:
        facts = _inspect_opened(image, seen, limits)
    if seen is body:
        return facts
    return facts._replace(bytes=len(body), sha256=hashlib.sha256(body).hexdigest() if limits.sha256 else "")


def _refusal(sniffed: Sniffed) -> InvalidImage:
    if sniffed.format:
        return InvalidImage(ErrorSlug.CONTENT_UNSUPPORTED_FORMAT, sniffed.format)
    return InvalidImage(_REFUSALS[sniffed.kind])


_REFUSALS = {
    Kind.EMPTY: ErrorSlug.CONTENT_EMPTY,
    Kind.HTML: ErrorSlug.CONTENT_HTML,
    Kind.TEXT: ErrorSlug.CONTENT_TEXT,
    Kind.OTHER: ErrorSlug.CONTENT_NOT_IMAGE,
}


def _detail(exc: Exception) -> str:
    if isinstance(exc, UnidentifiedImageError):  # its text is the address of our buffer
        return "the header cannot be read"
    return f"{type(exc).__name__}: {exc}"[:_DETAIL_LENGTH]


@contextmanager
def _pillow(limits: Limits) -> Iterator[None]:
    """Keep Pillow to *limits* within the block, parts of a file included, and its warnings to itself."""
    before = Image.MAX_IMAGE_PIXELS
    Image.MAX_IMAGE_PIXELS = (limits.max_pixels + 1) // 2  # Pillow refuses at twice that, and warns below
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        Image.MAX_IMAGE_PIXELS = before


def _inspect_opened(image: Image.Image, body: bytes, limits: Limits) -> ImageFacts:
    name = str(image.format)
    _check_size(image, limits)
    check_numbers(image)
    (width, height), mode, tiles = image.size, image.mode, list(getattr(image, "tile", ()))
    _load(image)
    found = survey(name, body)
    if not found.whole and found.proven:
        raise InvalidImage(ErrorSlug.CONTENT_TRUNCATED, f"the {name} file ends before its own structure does")
    if name in _SCALABLE and _is_scan_short(image, body):
        raise InvalidImage(ErrorSlug.CONTENT_TRUNCATED, "the JPEG scan ends before the picture does")
    if gives_way_to_zeros(name, tiles, body):
        raise InvalidImage(ErrorSlug.CONTENT_TRUNCATED, "nothing but zeros follows where it should go on")
    if name in _SCALABLE and was_sent_as_text(body):
        raise InvalidImage(ErrorSlug.CONTENT_CORRUPT, "it was sent as text: each line feed is two bytes")
    if name == "PNG" and lacks_rows(image, body):
        raise InvalidImage(ErrorSlug.CONTENT_TRUNCATED, "the data of the PNG end before its last row")
    if name == "JPEG2000" and lacks_tiles(body):
        raise InvalidImage(ErrorSlug.CONTENT_TRUNCATED, "the JPEG 2000 lacks tiles of its picture")
    frames = getattr(image, "n_frames", 1) if found.frames is None else found.frames
    shown = as_shown(image)
    if frames == 1 and is_invisible(shown):
        raise InvalidImage(ErrorSlug.CONTENT_PLACEHOLDER, "every pixel is transparent")
    small = reduced(in_256_levels(shown)) if limits.phash else image
    seen = looks(small) if limits.phash and len(body) <= LOOKS_BYTES and not _names_camera(image) else None
    return ImageFacts(
        sha256=hashlib.sha256(body).hexdigest() if limits.sha256 else "",
        bytes=len(body),
        format=name,
        extension=FORMATS[name].extension,
        width=width,
        height=height,
        mode=mode,
        phash=phash(small) if limits.phash else None,
        frames=frames,
        looks=seen,
        colour=seen[:3].hex() if seen and is_plain(shown, seen) else None,
        thumbs=tuple(thumbs(body, name, limits.thumbs)),
    )


def _load(image: Image.Image) -> None:
    """Decode *image*; where libjpeg does it, to a picture that is reduced already as far as its hash allows.

    libjpeg scales while it turns coefficients into pixels, after it has read them all: it finds the same faults at
    every scale (checked on 6,300 damaged files).
    """
    factor = spare_factor(image.size)
    if factor > 1 and image.format in _SCALABLE:
        image.draft(None, (image.width // factor, image.height // factor))
    image.load()


def _names_camera(image: Image.Image) -> bool:
    if "exif" not in image.info:
        return False
    try:
        return not _CAMERA_TAGS.isdisjoint(image.getexif())
    except Exception:  # noqa: BLE001 - broken metadata say nothing, and harm nothing
        return False


def _check_size(image: Image.Image, limits: Limits) -> None:
    size = f"{image.width}x{image.height}"
    if image.width * image.height > limits.max_pixels:
        raise InvalidImage(ErrorSlug.CONTENT_TOO_MANY_PIXELS, size)
    if image.size == (1, 1):
        raise InvalidImage(ErrorSlug.CONTENT_PLACEHOLDER, size)
    if image.width < limits.min_width or image.height < limits.min_height:
        raise InvalidImage(ErrorSlug.CONTENT_TOO_SMALL, size)


def _is_scan_short(image: Image.Image, body: bytes) -> bool:
    """Whether the only scan of a JPEG lacks data although an end mark follows it, as after a repair of a torn file.

    libjpeg then fills up with mid-grey and says nothing. Where the last pixel is of that grey, the scan is decoded
    again with a few bits in the place of the end mark, which libjpeg reads ahead and a whole scan does not need. They
    are ones: no code consists of ones alone, so that they make up for nothing that is missing.
    """
    last = image.getpixel((image.width - 1, image.height - 1))
    levels = last if isinstance(last, tuple) else (last,)
    if any(level not in {127, 128} for level in levels):
        return False
    scans, end, _ = jpeg_scans(body)
    if scans != 1:
        return False
    try:
        Image.open(io.BytesIO(body[: end - 2] + _ONES), formats=("JPEG",)).load()
    except OSError:
        return True
    return False
