"""Uploads whose address stands in that of a copy which some software has made of them in another size.

What a site keeps of such copies comes and goes with its caches; the upload stays. No other host is ever asked.

Sources, as of November 2026: Magento, ``Catalog/Model/View/Asset/Image``; Shopify, "img_url" and "Responsive images";
Wix, "Image URLs"; Ghost, "Dynamic image sizes"; thumbor, "Usage"; easy-thumbnails, ``namers.default``; PrestaShop,
``Link::getImageLink``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from imgcrawl.intake.mended import ready

if TYPE_CHECKING:
    from collections.abc import Iterator

_FILE = r"[^/?]+\.[a-z]{3,4}"
_NAMED = r"pico|icon|thumb|small|compact|medium|large|grande"

_SHOPIFY = r"(//cdn\.shopify\.com/[^?]*|/cdn/shop/[^?]*|/s/files/[^?]*)_"
_SHOPIFY_SIZE = rf"(?:\d{{1,5}}x\d{{0,5}}|x\d{{1,5}}|(?:%7B|\{{)width(?:%7D|\}})x|{_NAMED})(?:_crop_[a-z]+)?(?:@[23]x)?"
_THUMBOR_ORDER = (
    r"meta|trim[^/?]*|\d+x\d+:\d+x\d+|(?:adaptive-|full-)?fit-in|-?\d*x-?\d*|left|right|center|top|bottom|middle|smart"
    r"|filters:[^/?]+"
)
_ELSEWHERE = r"[^/?]*\.[^/?]*/|https?:"

_FORMS: Final = (
    (rf"/cache/(?:[\w-]+/)*?[0-9a-f]{{32}}(?=/(?:[^/?]/){{2}}{_FILE})", ""),  # Magento
    (rf"{_SHOPIFY}{_SHOPIFY_SIZE}(?=\.[a-z]{{3,4}}(?:\?|$))", r"\1"),
    (r"(/media/[^/?]+~mv2(?:_d_[\d_]+_s_[\d_]+)?\.[a-z]{3,4})/.+", r"\1"),  # Wix
    (r"(/content/images)/size/w\d+(?:h\d+)?(?:/format/[a-z]+)?(?=/)", r"\1"),  # Ghost
    (rf"/(?:unsafe|[\w-]{{27}}=)/(?:(?:{_THUMBOR_ORDER})/)++(?=(?!{_ELSEWHERE})[^?]*{_FILE})", "/"),  # thumbor
    (r"(\.(?:jpe?g|png|gif|webp|tiff?))\.\d+x\d+_q\d+(?:_[\w,%-]+)*\.(?:jpe?g|png|webp)$", r"\1"),  # easy-thumbnails
    (rf"(/\d+)-[a-z_]+_default(?=/{_FILE}|\.[a-z]{{3,4}}$)", r"\1"),  # PrestaShop
)
_COMPILED: Final = tuple((re.compile(form, re.IGNORECASE), to) for form, to in _FORMS)


def as_original(url: str) -> Iterator[str]:
    """Yield the upload of which *url* is a copy in another size, by the way in which its address is made."""
    return ready(url, (form.sub(to, url, count=1) for form, to in _COMPILED))
