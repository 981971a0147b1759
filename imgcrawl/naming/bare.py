"""The name that is left of a file when all is taken away that known systems put around it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from imgcrawl.naming.numbers import museum_number
from imgcrawl.naming.sizes import split_bare_width, split_name
from imgcrawl.naming.stems import Claim, Power, claim, is_date, is_year_or_width, power, unmistakable
from imgcrawl.naming.words import COMMON, GENERIC, PROPERTIES

if TYPE_CHECKING:
    from imgcrawl.naming.addresses import Address

_ENDING = re.compile(
    r"""\.(?:jpe?g|png|webp|gif|tiff?)\.\d{1,5}x\d{1,5}(?:_[a-z0-9%,.-]{1,40})*$   # easy-thumbnails
    |\.(?:jpe?g|png|webp|gif|tiff?)\.(?:thumb|rendition)\.\d{1,5}\.\d{1,5}$       # Adobe's asset store
    |\.ashx$                                                                    # Sitecore
    |[-_.]?\{[a-z_]{1,20}\}(?:x(?:\{[a-z_]{1,20}\})?)?$                         # a template that nobody has filled""",
    re.IGNORECASE | re.VERBOSE,
)
_RESIZED = (
    re.compile(r"csm_(.+)_[0-9a-f]{10}"),  # TYPO3: ImageCropScaleMask
    re.compile(
        r"(.+)_hu_?[0-9a-f]{15,64}(?:_\d+)?(?:_\d*x\d*)?"
        r"(?:_(?:resize|fill|fit|crop|filter|[qh]\d+|box|linear|lanczos|catmullrom|[a-z]*smart1?|center|bg[0-9a-f]{6}))*"
    ),  # Hugo
    re.compile(r"(.+?)(?:__[a-z]{3,30}w[yz2][0-9a-z]{4,200})+"),  # SilverStripe: a manipulation and its arguments
    re.compile(r"(.+)\.(?=[^.]*\d)[-_0-9a-z]{8}_[0-9a-z]{4,6}"),  # Astro: hashes of the file and of its form
    re.compile(r"(.+)__\d{1,9}\.1\d{9}(?:\.\d{2,4}\.\d{2,4})?"),  # BigCommerce: number, time, sides
)
"""Names that one picture has in as many forms as it is rendered in; they are in small letters."""
_CAMERA = re.compile(r"(?:img|dsc[nf]?|pict|gopr|pxl|sam|p|10\d(?=_))[-_]?(?!0000|00\d\d$)\d{4,7}")
"""What a camera calls a picture, but for its first: years and widths are no other thing's there."""
_WORD = re.compile(r"[^\W\d_]+")
_MIN_WORD, _MIN_LETTERS, _MIN_DIGITS = 3, 6, 4
_DIGITS_OF_SECOND = 14


@lru_cache(maxsize=8_192)
def bare(stem: str) -> str:
    """Return *stem*, a file name without extension and size, without what systems add, in small letters."""
    text = stem.casefold()
    for _ in range(3):
        cut = split_name(_ENDING.sub("", text))[0]
        if cut == text:
            break
        text = cut
    return resized(text) or text


def resized(stem: str) -> str | None:
    """Return of what *stem*, in small letters, is a rendering by a system that names these so; None for others."""
    return next((found[1] for form in _RESIZED if (found := form.fullmatch(stem))), None)


def is_named(address: Address, name: str) -> bool:
    """Whether *address* is of a file that is called *name*; before a width only where its directory tells a size."""
    own = bare(address.stem)
    return own == name or (address.width is not None and split_bare_width(own)[0] == name)


@lru_cache(maxsize=8_192)
def tells_apart(name: str) -> bool:
    """Whether few pictures of a site are called *name*: by words, a museum's number or a second, and no date alone."""
    is_stamp = sum(map(str.isdigit, name)) >= _DIGITS_OF_SECOND
    words = set(_WORD.findall(name))
    is_own = power(name) is Power.NAME and tells_little(name) and words.isdisjoint(COMMON - GENERIC)
    return tells_much(name) or museum_number(name) is not None or is_own or is_stamp


@lru_cache(maxsize=8_192)
def tells_much(name: str) -> bool:
    """Whether *name* claims something on the page of its picture, wherever it stands there."""
    return claim(name) >= Claim.COUNTED or unmistakable(name) or power(name) is Power.ID


@lru_cache(maxsize=8_192)
def tells_little(name: str) -> bool:
    """Whether *name* is at least a word of its own, a camera's, or a number that is neither a date nor a width."""
    if name.isdecimal():
        return len(name) >= _MIN_DIGITS and not is_date(name) and not is_year_or_width(name)
    if _CAMERA.fullmatch(name):
        return True
    words = [word for word in _WORD.findall(name) if word not in COMMON]
    own = [word for word in words if word not in PROPERTIES and len(word) >= _MIN_WORD]
    return bool(own) and sum(map(len, words)) >= _MIN_LETTERS
