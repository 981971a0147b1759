"""What imgproxy, and Medium with its words, is told in folders: ``/<signature>/rs:fill:300:400/g:sm/plain/…``.

Elsewhere colons stand in the names of folders, too: in a wiki's namespaces, in pairs of a key and a number. So an order
is one by its name and its arguments together, behind the signature that always comes first, or before what announces
the source; one that says how to resize is hardly anything else, wherever it stands. A page, a frame or the second of a
film is another picture.

Source, as of November 2026: imgproxy, "Processing an image".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_TYPE: Final = r"(?:fit|fill|fill-down|force|auto)"
_PLACE: Final = r"(?:no|so|ea|we|noea|nowe|soea|sowe|ce|sm|fp|objw?|prop|re|ch)"
_VALUE: Final = rf"(?:-?\d{{1,12}}(?:\.\d{{1,9}})?|t|f|true|false|{_PLACE}|(?=\d*[a-fA-F])[0-9a-fA-F]{{6}})?"
_VALUES: Final = rf"{_VALUE}(?::{_VALUE})*"
_FORMAT: Final = r"(?:jpe?g|png|webp|avif|gif|ico|svg|heic|bmp|tiff?|jxl|best)"
_NUMBERED: Final = (
    r"size|s|width|w|height|h|min-width|mw|min-height|mh|zoom|z|dpr|enlarge|el|extend|ex|extend_aspect_ratio|extend_ar"
    r"|exar|crop|c|crop_aspect_ratio|crop_ar|car|trim|t|padding|pd|auto_rotate|ar|rotate|rot|background|bg"
    r"|background_alpha|bga|adjust|a|brightness|br|contrast|co|saturation|sa|monochrome|mc|duotone|dt|blur|bl|sharpen|sh"
    r"|pixelate|pix|colorize|col|watermark|wm|watermark_size|wms|watermark_rotate|wm_rot|wmr|watermark_shadow|wmsh"
    r"|strip_metadata|sm|keep_copyright|kcr|dpi|strip_color_profile|scp|enforce_thumbnail|eth|quality|q|max_bytes|mb"
    r"|jpeg_options|jpgo|png_options|pngo|disable_animation|da|raw|expires|exp|return_attachment|att|max_src_resolution"
    r"|msr|max_src_file_size|msfs|max_animation_frames|maf|max_animation_frame_resolution|mafr|max_result_dimension|mrd"
)
_NAMED: Final = (
    r"unsharp_masking|ush|blur_detections|bd|draw_detections|dd|gradient|gr|watermark_url|wmu|watermark_text|wmt|style|st"
    r"|autoquality|aq|webp_options|webpo|fallback_image_url|fiu|cachebuster|cb|filename|fn|preset|pr|hashsum|hs"
)
_OPTION = re.compile(
    rf"(?:resize|rs):{_TYPE}?(?::{_VALUE})*|(?:resizing_type|rt):{_TYPE}"
    r"|(?:resizing_algorithm|ra):(?:nearest|linear|cubic|lanczos[23])"
    rf"|(?:gravity|g|objects_position|obj_pos|op):{_PLACE}(?::[\w.-]*)*"
    rf"|(?:format|f|ext):{_FORMAT}|(?:skip_processing|skp):{_FORMAT}(?::{_FORMAT})*"
    rf"|(?:format_quality|fq):{_FORMAT}:\d{{1,3}}(?::{_FORMAT}:\d{{1,3}})*"
    rf"|(?:{_NUMBERED}):{_VALUES}|(?:{_NAMED}):[\w.%:=+-]*"
)
RESIZING: Final = re.compile(rf"(?:resize|rs):{_TYPE}(?::{_VALUE})+")
"""An order that says how to resize: nothing else is written so, whatever stands around it."""
_WIDTH = re.compile(r"(?:(?:resize|rs):[a-z-]*|size|s|width|w):(\d{2,5})(?::|$)")
_SIGNATURE = re.compile(r"insecure|unsafe|_|(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[\w-]{11,86}", re.ASCII)
_SOURCES: Final = frozenset({"plain", "enc"})
_OF_MEDIUM = re.compile(r"\d\*[\w-]+(?:\.\w{3,4})?", re.ASCII)
"""What Medium calls a picture, behind options of the same kind."""


def option_width(segment: str) -> int | None:
    """Return the width that an option of imgproxy's asks for, in pixels; None for all else."""
    found = _WIDTH.match(segment)
    return int(found[1]) if found and _OPTION.fullmatch(segment) else None


def options_among(directories: Sequence[str], name: str) -> Collection[int]:
    """Return the places of imgproxy's options among the *directories* before a file's *name*; mostly none."""
    places = range(len(directories))
    first = next((at for at in places if ":" in directories[at] and _OPTION.fullmatch(directories[at])), None)
    if first is None:
        return ()
    end = next((at for at in places[first:] if not _OPTION.fullmatch(directories[at])), len(directories))
    is_signed = first > 0 and _SIGNATURE.fullmatch(directories[first - 1]) is not None
    is_of_medium = end == len(directories) and _OF_MEDIUM.fullmatch(name) is not None
    is_before_source = end < len(directories) and directories[end] in _SOURCES
    return places[first:end] if is_signed or is_before_source or is_of_medium else ()
