"""Versions of a picture that are none of it: blurred, tiny or grey for a while, or with a title on them.

Pages show the first until a script has come or somebody touches them, and give the last to social networks. Services
make them of the very file that is wanted, so that the address has all of its name, and an order.
"""

from __future__ import annotations

import base64
import re
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_TINY = r"(?:[12]\d|3[0-2])(?![\d.%])"
"""Pixels, up to 32, of a picture that only keeps another one's place; a single digit is a density or a share."""
_SIDE = r"w|h|width|height|wid|hei|imwidth|max_?width|mw"
_EFFECT = (
    r"blur(?:red|_?hash)?|pixell?at(?:ed?|ion)|lqip|sqip|gr[ae]yscale|sepia|black-?white|monochrome|duotone|tint|coloriz(?:e|ation)"
    r"|invert|negate|cartoonify|oil_?paint|vectorize"
)
_NONE = r"(?:0+(?:\.0+)?|false|no|none|off)?(?![\w.-])"
_ORDERED = re.compile(
    rf"[?&](?:(?:op_)?(?:{_EFFECT}))=(?!{_NONE})"
    rf"|[?&]sat(?:uration)?=-|[?&](?:overlay(?:-[a-z0-9]+)?|txt(?:64)?|blend(?:64)?)=[^&]"
    rf"|[?&](?:{_SIDE})={_TINY}"
    rf"|[?&]x={_TINY}&y={_TINY}"
    rf"|(?<=[/,:])(?:e_(?:{_EFFECT})|bl[-_:][1-9]|blur[-_:][1-9])(?=[:,/\d])"
    r"|(?<=[/,])l_[a-z](?=[^/?]{0,300}/)"
    rf"|(?<=[/,:])(?:{_SIDE})[_=-]{_TINY}(?=[,/])"
    rf"|/{_TINY}x(?:{_TINY})?(?=/)|/max/{_TINY}(?=/)"
    rf"|(?<=[:)])(?:{_EFFECT})\("
    r"|/full/[^/]+/!?\d+(?:\.\d+)?/(?:gr[ae]y|bitonal)\.\w"
    r"|/(?:blur(?:red)?|[ls]qip|pixelated|gr[ae]yscale|branded(?:_[a-z]+)?)(?=/)"
    r"|/(?:blurred|pixelated|censored)(?=\.\w+(?:[?#]|$))",
    re.IGNORECASE,
)
_PACKED = re.compile(r"(?<=/)eyJ[\w+-]{4,2000}={0,2}(?=[/?]|$)")
"""Orders as JSON in Base64, which begins with ``{"``."""
_IN_JSON = re.compile(
    rf'"(?:{_EFFECT})"\s*:(?!\s*(?:0+(?:\.0+)?(?![\w.])|false|null))|"overlayWith"\s*:\s*\{{|"(?:width|height)"\s*:\s*{_TINY}',
    re.IGNORECASE,
)


@lru_cache(maxsize=4_096)
def is_altered(url: str) -> bool:
    """Whether *url* asks for another look of its picture than a size: some pixels, a blur, a colour, a text."""
    return _ORDERED.search(url) is not None or any(_IN_JSON.search(order) for order in _orders(url))


def _orders(url: str) -> Iterator[str]:
    for packed in _PACKED.findall(url):
        with suppress(ValueError):
            yield base64.urlsafe_b64decode(packed.rstrip("=") + "===").decode()
