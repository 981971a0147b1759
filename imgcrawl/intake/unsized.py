"""An address without the part that asks for a size, a format or a fit: services refuse what is beyond their limits.

What is left asks for the same picture as its service has it. A field or a directory counts as such a part only by its
name and its value together, so that a number or a word that may name a picture stays.

Sources, as of November 2026: imgix, "Rendering API"; Cloudflare, "Transform via URL"; ImageKit, "Image
transformations"; Akamai, "Image & Video Manager"; MediaWiki, ``File::getThumbUrl``; Airbnb (extesy/hoverzoom); Walmart
(qsniyg/maxurl).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from imgcrawl.intake.mended import ANY_NAME, ready
from imgcrawl.intake.wrapped import unwrap
from imgcrawl.naming.words import ENDING

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORDS: Final = (
    r"auto|original|full|max|min|xs|s|m|l|xl|small|medium|large|thumb(?:nail)?|crop|fit|fill|fill-?max|clip|clamp|cover"
    r"|contain|pad|limit|scale|scale-down|stretch|inside|outside|resize|faces?|cent(?:er|re)|smart|entropy|edges"
    r"|webp|avif|jpe?g|pjpg|png|gif|format|compress|true|false"
)
_PLACES: Final = rf"{_WORDS}|top|bottom|left|right|north|south|east|west"
"""What a cut keeps; of a thing they are its sides."""
_VALUE: Final = rf"(?:[-\d.,x*:%]|%2C|px)*|(?:{_PLACES})(?:(?:,|%2C|[:_-])(?:{_PLACES}|\d+))*"
_SIDE: Final = (
    r"w|h|width|height|wid|hei|(?:im|max[_-]?|min[_-]?|m)(?:w|h|width|height)|size|sz|dimensions|resize|dpr|imdensity"
    r"|im_w|odn(?:width|height)"
)
_LOOK: Final = r"q|qlt|quality|fit|crop|mode|scale|zoom|format|fm|fmt|auto|strip|ssl|ar|rect|gravity|position"
_SHORT: Final = r"s|f|c|g|(?:t|type)(?==(?!cover|(?:in|out)side|faces?|edges))"
"""A type may be that of a view."""
_FIELD: Final = (
    rf"(?:{_SIDE})=[\w.,:*%-]{{0,20}}|(?:{_LOOK})=(?:{_VALUE})|(?:{_SHORT})=(?:{_WORDS})"
    r"|(?:im|aki_)policy=[\w.-]{1,40}|imformat=[\w.-]{1,40}|odnbg=[0-9a-f]{6}"
)
_NUMBERED_FIELD = re.compile(r"[sfcg]=\d{2,5}", re.IGNORECASE)
"""A size, or another thing's number: the first only beside a file's own name, which others have not."""
_MAPPED_FIELD = re.compile(
    r"(?:center|centre|ll|spn|bbox|lat(?:itude)?|lon|lng|longitude|coords?|markers?|layers|pano|tilematrix)=",
    re.IGNORECASE,
)
"""A map is another one in each size and scale."""
_IDLE_FIELD = re.compile(r"(?:v|ver|version|rev|cb|t|ts|_|lang|utm_\w+)(?:=.*)?|[^=]*=?", re.IGNORECASE)
"""A field that tells no picture."""

_ORDER: Final = rf"(?:{_SIDE}|{_LOOK}|[fcg])[_=:-](?:{_VALUE})"
_SIZED_ORDER: Final = r"(?:w|h|width|height|size|resize)[_=:-]\d+"
_FOLDERS: Final = (
    r"(?:/(?:resized?|fit-in|fit|crop|unsafe))?"
    r"/(?:\d{2,5}x\d{0,5}|x\d{2,5}"
    rf"|(?:tr:)?(?=[^/?]*\b{_SIZED_ORDER}){_ORDER}(?:,{_ORDER})*)(?=/)"
)
_FILE = re.compile(rf"/[^/?]+{ENDING}$", re.IGNORECASE)
_KEYED = re.compile(r"/(?=[^/?]*\d[^/?]*\d[^/?]*\d[^/?]*\d)[\w~.-]+$")
"""A name without extension that has four digits at least: it tells which picture is asked for."""
_SCRIPT = re.compile(r"\.(?:php\d?|aspx?|ashx|jspx?|cgi|cfm|pl|do|dll|exe)$", re.IGNORECASE)

_WIKI_THUMBNAIL = re.compile(
    r"(?!https?://[^/]*\.wikimedia\.org[:/])(https?://[^?]+/)thumb/((?:[0-9a-f]/[0-9a-f]{2}/)?([^/?]+\.(?:jpe?g|png|gif|webp|tiff?)))"
    r"/(?:(?!page(?!1-)\d)[a-z0-9]+-)*?\d+px-(?:\3(?:\.\w{3,4})?|thumbnail\.\w{3,4})(?:\?.*)?",
    re.IGNORECASE,
)
"""A wiki's thumbnail, whose address holds that of its file, of which it shows the first page if there are several.

Wikimedia's have widths of their own.
"""


@cache
def _compiled(expression: str) -> re.Pattern[str]:
    """Return *expression* compiled; the long ones would be half a hundredth of a crawl's start."""
    return re.compile(expression, re.IGNORECASE)


def without_size(url: str) -> Iterator[str]:
    """Yield *url* without the fields of its query that choose a size, a format, a fit or a quality, if it has any.

    What then tells no picture, or carries the address of another one, is left alone.
    """
    path, _, query = url.partition("?")
    fields = query.split("&") if query else []
    is_named = _FILE.search(path) is not None and ANY_NAME.search(path) is None
    field_of_size = _compiled(_FIELD)
    sizes = (field_of_size, _NUMBERED_FIELD) if is_named else (field_of_size,)
    rest = [field for field in fields if not any(size.fullmatch(field) for size in sizes)]
    is_told = _tells(path) or not all(map(_IDLE_FIELD.fullmatch, rest))
    is_map = any(map(_MAPPED_FIELD.match, fields))
    if len(rest) < len(fields) and is_told and not is_map and not unwrap(url):
        yield from ready(url, ("?".join(filter(None, (path, "&".join(rest)))),))


def without_sized_folder(url: str) -> Iterator[str]:
    """Yield *url* without the directory that chooses a size, if what is left names a file."""
    path, mark, query = url.partition("?")
    rest = _compiled(_FOLDERS).sub("", path, count=1)
    if _tells(rest) and not unwrap(url):
        yield from ready(url, (f"{rest}{mark}{query}",))


def wiki_file(url: str) -> Iterator[str]:
    """Yield the file of which *url* is a wiki's thumbnail."""
    if found := _WIKI_THUMBNAIL.fullmatch(url):
        yield from ready(url, (f"{found[1]}{found[2]}",))


def _tells(path: str) -> bool:
    """Say whether *path* itself tells which picture is asked for."""
    return _FILE.search(path) is not None or (_KEYED.search(path) is not None and _SCRIPT.search(path) is None)
