"""The size that an address names: in the file name, in a directory, in the query.

Widths are pixels; None means that no reduced size is named, so that the file may be the original. The forms are those
that WordPress, Shopify, Flickr, eBay, Joomla's K2, Discourse, Amazon, Blogger, MediaWiki, Cloudinary, imgix, Webflow,
Pinterest, Rightmove and Medium publish.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from imgcrawl.naming.processing import RESIZING, option_width
from imgcrawl.naming.renditions import LETTER_WIDTHS, NAMED_FOLDERS, NAMED_WIDTHS, STANDARD_WIDTHS
from imgcrawl.naming.words import UNIX_TIME

if TYPE_CHECKING:
    from collections.abc import Iterable

_LEAST_ALONE = 300
"""Pixels of one side behind a letter: smaller numbers are those of models, as in ``x220`` and ``w204``."""
MIN_SIDE = 100
"""Pixels: below this, ``50x70`` in a name is the size of a poster or a rug and tells two pictures apart."""

_FOLDER_WORDS = NAMED_WIDTHS | NAMED_FOLDERS
_SEGMENT_WORDS = frozenset({"o", "max", "fit-in", "unsafe", "smart", "resize", "resized", "crop", "lossy"})
_FLICKR: dict[str, int | None] = {
    "s": 75, "sq": 75, "q": 150, "t": 100, "m": 240, "n": 320, "w": 400, "z": 640, "c": 800, "b": 1024, "h": 1600,
    "k": 2048, "3k": 3072, "4k": 4096, "5k": 5120, "6k": 6144, "o": None,
}  # fmt: skip
_FLICKR_STEM = re.compile(rf"(\d{{6,}}_(?=\d*[a-f])[0-9a-f]{{8,12}})(?:_({'|'.join(_FLICKR)}))?")
"""A number and a secret: a day and a counter may stand in its place, and another letter behind it tells a view."""
_FLICKR_PLAIN = 500
_K2: dict[str, int] = {"xs": 100, "s": 200, "m": 400, "l": 600, "xl": 900, "generic": 300}
_K2_STEM = re.compile(r"([0-9a-f]{32})_(xs|s|m|l|xl|generic)", re.IGNORECASE)
_DISCOURSE_STEM = re.compile(r"([0-9a-f]{40})_\d{1,2}_(\d{2,4})x\d{2,4}")
"""The upload's hash, the release of what makes the copy, and its size."""
_EBAY_STEM = re.compile(r"s-l(\d{2,4})")
"""The size is the whole name; the directory tells the picture."""

_OF_NUMBERS: dict[str, int] = {"lg": LETTER_WIDTHS["lg"], "web": LETTER_WIDTHS["lg"]}
"""Symbiota's sizes, behind the number of a specimen: elsewhere they may be letters of a name."""
_WORD = "|".join(NAMED_WIDTHS)
_SUFFIX = re.compile(
    rf"""(?:^|(?<=\d)_max_|[-_.])(?P<w>\d{{2,5}})x(?P<h>\d{{2,5}})?(?:_?c|[-_]crop(?:_\w+)?)?$
    |^[wh](?P<side>\d{{3,4}})$
    |[-_.]\{{width\}}x(?:\{{height\}})?$
    |[-_.]x(?P<tall>\d{{2,5}})$
    |@[1-9](?:\.\d)?x$
    |[-_.](?P<px>\d{{2,5}})(?:w|px)$
    |-p-(?P<responsive>500|800|1080|1600|2000|2600|3200)$
    |(?:^|[-_.])(?P<word>{_WORD})$
    |(?<=\d{{5}})_(?P<code>{"|".join(_OF_NUMBERS)})$
    |\._(?P<amazon>[A-Z0-9_,]{{2,80}})_$
    |-rotated$|-e{UNIX_TIME.pattern}$
    |=(?P<google>[swh]\d{{1,4}}(?:-[a-z0-9]+)*)$""",
    re.IGNORECASE | re.VERBOSE,
)
_PREFIX = re.compile(
    rf"(?:(?P<px>\d{{3,5}})px-|(?P<word>thumb|thumbnail|tn|preview)[-_](?=.)|(?:{_WORD})[-_](?=[\da-f-]{{6,}}$))",
    re.IGNORECASE,
)
_BARE = re.compile(r"(.+)[-_](\d{3,4})")

_SEGMENT = re.compile(
    r"""(?P<w>\d{2,5})x\d{0,5} | x\d{2,5} | \^?!?(?P<iiif>\d{2,5}),\d{0,5} | (?P<px>\d{2,5})(?:px|w)
    | s(?P<s>\d{1,4})(?:-[a-z0-9]{1,3})* | w(?P<wh>\d{2,4})(?:-h\d{2,4})?(?:-[a-z]{1,3})*
    | v\d{1,12}
    | filters:[\w.:()-]+ | tr:[a-z]{1,4}-[\w.:-]+ | (?:w|h|width|height)[_=:-]\d{1,5}
    | f_(?:auto|webp|jpg|png|avif) | q_(?:auto|\d{1,3})(?::\w+)? | c_(?:fill|fit|limit|scale|crop|pad|thumb|lfill)
    | [a-z]{1,8}[_=:-][\w.:%*-]+(?:,[a-z]{1,8}[_=:-][\w.:%*-]+)+""",
    re.IGNORECASE | re.VERBOSE,
)
_COUNTED = re.compile(r"([svwx])(\d{1,3})", re.IGNORECASE)
_COUNTED_BELOW = {"s": 100, "v": 1_000, "w": 300, "x": 400}
_SMALL_SIZES = frozenset({0, 16, 32, 36, 45, 48, 64, 72, 94})  # Blogger's
_SEGMENT_WIDTH = re.compile(r"(?:^|[,:])(?:w|width)[_=:-](\d{2,5})", re.IGNORECASE)
_QUERY_WIDTH = ("w", "width", "imwidth", "wid", "sz", "size", "maxwidth", "max_width", "mw")
_QUERY_PAIR = ("resize", "fit", "dimensions")


def is_size(word: str) -> bool:
    """Whether *word* by itself names a size, as the value of a query field does."""
    return word.casefold() in _FOLDER_WORDS.keys() | LETTER_WIDTHS.keys() or segment_width(word)[1] is not None


def split_name(stem: str) -> tuple[str, int | None]:
    """Return *stem* without what names a size, and the width it names in pixels."""
    if flickr := _FLICKR_STEM.fullmatch(stem):
        return flickr[1], _FLICKR.get(flickr[2], _FLICKR_PLAIN) if flickr[2] else _FLICKR_PLAIN
    if k2 := _K2_STEM.fullmatch(stem):
        return k2[1], _K2[k2[2].lower()]
    if discourse := _DISCOURSE_STEM.fullmatch(stem):
        return discourse[1], int(discourse[2])
    if ebay := _EBAY_STEM.fullmatch(stem):
        return "", int(ebay[1])
    widths: list[int | None] = []
    for _ in range(4):
        found = _SUFFIX.search(stem[-80:]) or _PREFIX.match(stem)
        if found is None or not _plausible(found):
            break
        widths.append(_named_width(found))
        cut = found[0]
        stem = stem[len(cut) :] if found.re is _PREFIX else stem[: -len(cut)]
    return stem, smallest(widths)


def split_bare_width(stem: str, width: int | None = None) -> tuple[str, int | None]:
    """Return *stem* without a last bare number that is *width*, or a standard width when that is None."""
    found = _BARE.fullmatch(stem)
    if found is None:
        return stem, None
    number = int(found[2])
    matches = number in STANDARD_WIDTHS if width is None else number == width
    return (found[1], number) if matches else (stem, None)


@lru_cache(maxsize=4_096)
def segment_width(segment: str) -> tuple[bool, int | None]:
    """Return whether a directory of a path names a version or size only, and the width it names in pixels."""
    lowered = segment.lower()
    if lowered in _FOLDER_WORDS:
        return True, _FOLDER_WORDS[lowered]
    if lowered in _SEGMENT_WORDS:
        return True, None
    found = _SEGMENT.fullmatch(lowered[:400])
    if found is None and RESIZING.fullmatch(lowered):
        return True, option_width(lowered)
    if found is None:
        return False, None
    named = next((found[name] for name in ("w", "iiif", "px", "s", "wh") if found[name]), None)
    named = named or next(iter(_SEGMENT_WIDTH.findall(lowered)), None)
    return True, int(named) or None if named else None


def may_count(segment: str) -> bool:
    """Whether a directory that names a size or a version may count as well what the one before it holds.

    Seasons, volumes and weeks are written so (``s1``, ``v12``, ``w7``), and models (``s60``, ``w204``, ``x100``).
    """
    found = _COUNTED.fullmatch(segment)
    if found is None:
        return False
    letter, number = found[1].lower(), int(found[2])
    is_size = (letter == "s" and number in _SMALL_SIZES) or (letter == "w" and number in STANDARD_WIDTHS)
    return number < _COUNTED_BELOW[letter] and not is_size


def query_width(pairs: Iterable[tuple[str, str]]) -> int | None:
    """Return the width in pixels that the query asks for."""
    for key, value in pairs:
        name = key.lower()
        number = re.match(r"\d{2,5}", value)
        if number and (name in _QUERY_WIDTH or (name in _QUERY_PAIR and re.match(r"\d{2,5}[x,]", value))):
            return int(number[0])
    return None


def smallest(widths: Iterable[int | None]) -> int | None:
    """Return the smallest named width, or None when none is named."""
    return min((width for width in widths if width is not None), default=None)


def _plausible(found: re.Match[str]) -> bool:
    groups = found.groupdict()
    is_model = any(int(groups[name]) < _LEAST_ALONE for name in ("tall", "side") if groups.get(name))
    return not is_model and all(int(groups[name]) >= MIN_SIDE for name in ("w", "h", "px") if groups.get(name))


def _named_width(found: re.Match[str]) -> int | None:
    groups = found.groupdict()
    number = next((groups[name] for name in ("w", "side", "tall", "px", "responsive") if groups.get(name)), None)
    if number:
        return int(number)
    if coded := groups.get("google") or groups.get("amazon"):
        digits = re.search(r"\d{1,5}", coded)
        return int(digits[0]) or None if digits else None
    if code := groups.get("code"):
        return _OF_NUMBERS[code.lower()]
    word = groups.get("word")
    return NAMED_WIDTHS[word.lower()] if word else None
