"""Image addresses in attributes that no rule knows, and in code that a page shows for copying.

Themes and widgets keep pictures in attributes of their own, as an address, as JSON or as markup. None of that says what
the picture is to the page, so it counts only where nothing better is found.
"""

from __future__ import annotations

import html
import re
from itertools import islice
from typing import TYPE_CHECKING

from imgcrawl.naming.words import OF_OTHERS, OTHER_PICTURE, PICTURE_FILE
from imgcrawl.pages.reading.embedded import style_urls
from imgcrawl.pages.reading.packed import is_packed, unpacked
from imgcrawl.pages.reading.srcset import looks_like_srcset, parse_srcset
from imgcrawl.pages.reading.trees import nodes, read_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MAX_VALUE = 200_000
"""Characters of one attribute or text that are read."""
MAX_URLS = 200
"""Addresses that are taken from one attribute or text."""
MAX_NODES = 5_000
"""JSON nodes visited in one attribute."""

_WORDS = frozenset({"alt", "title", "class", "id", "name", "download", "placeholder", "label", "summary", "content"})
_ITEMPROPS = frozenset({"image", "contenturl", "thumbnailurl"})
_RELATIVE = frozenset({"src", "href", "xlink:href", "data", "background", "image"})
"""Attributes whose value is an address even when it is a bare file name."""
_WHOLE = re.compile(r"(?:https?:/)?/[^\"'<>{}\[\]\n]{1,8000}")
_TOKEN = re.compile(r"[^\s\"'<>\[\]{}]+")
_COUNTED = re.compile(r"(?:image|img|src|pic|photo|thumb|slide)?(?:[2-9]|[1-9]\d)")
_CALL = re.compile(r".*\(", re.DOTALL)
_ESCAPED = re.compile(r"&(?:quot|lt|#34|#39|#60);", re.IGNORECASE)
_RECORD = re.compile(r"\s{0,99}(?:\[\s{0,99})?\{\s{0,99}\"")
_SLASH = re.compile(r"\\(?:/|u002[fF])")


def may_name_other(name: str) -> bool:
    """Whether the attribute *name* may name another picture than its element shows: by a word, or a count from two."""
    words = re.split(r"[-_]", name)
    return not (OTHER_PICTURE | OF_OTHERS).isdisjoint(words) or any(map(_COUNTED.fullmatch, words))


def attribute_urls(name: str, value: str) -> Iterator[str]:
    """Yield the addresses of image files in the attribute *name*; none where it holds words or another picture."""
    value = unpacked(value)
    if not _may_hold(name, value):
        return
    if name in _RELATIVE and "/" not in value and _TOKEN.fullmatch(value):
        yield value
    yield from text_urls(value)


def documents(attributes: Mapping[str, str]) -> list[str]:
    """Return the values of *attributes* that are records with addresses of image files, as they would be in a script.

    A mere list of addresses is none.
    """
    held = [value for name, value in attributes.items() if _RECORD.match(value) and _may_hold(name, value)]
    return [value for value in held if read_json(value[:MAX_VALUE]) is not None]


def _may_hold(name: str, value: str) -> bool:
    is_words = name in _WORDS or name.startswith("aria-")
    return not is_words and PICTURE_FILE.search(value) is not None and OTHER_PICTURE.isdisjoint(re.split(r"[-_]", name))


def text_urls(text: str) -> Iterator[str]:
    """Yield the addresses of image files in *text*: an address, a ``srcset``, JSON, or code with addresses in it.

    At most :data:`MAX_URLS`, from the first :data:`MAX_VALUE` characters. A file name without a slash is no address.
    """
    yield from islice(_urls(text[:MAX_VALUE]), MAX_URLS)


def _urls(text: str) -> Iterator[str]:
    if _ESCAPED.search(text):
        text = html.unescape(text)
    for string in _strings(text) if text.lstrip()[:1] in ("[", "{") else (text,):
        if PICTURE_FILE.search(string):
            yield from _in_string(string)


def _strings(text: str) -> Iterator[str]:
    """Yield the strings of a JSON document; of what is none, the text itself."""
    document = read_json(text)
    if document is None:
        yield text
    else:
        yield from (node for node in nodes(document, MAX_NODES) if isinstance(node, str))


def _in_string(text: str) -> Iterator[str]:
    if looks_like_srcset(text):
        yield from (entry.url for entry in parse_srcset(text))
    elif _WHOLE.fullmatch(text.strip()) and len(PICTURE_FILE.findall(text)) == 1:
        yield text.strip()
    else:
        yield from _in_code(text)


def _in_code(text: str) -> Iterator[str]:
    yield from filter(PICTURE_FILE.search, style_urls(text))
    for found in _TOKEN.finditer(_SLASH.sub("/", text)):
        token = _CALL.sub("", found[0]) if found[0].endswith((")", ");")) else found[0]
        token = token.lstrip("(").rstrip(",;)\\")
        if "/" in token and PICTURE_FILE.search(token) and not is_packed(token):
            yield token


def layout_width(width: str) -> int | None:
    """Return how wide an element is laid out, in pixels, if that is said in them and may be a file's width."""
    found = re.fullmatch(r"\s*([1-9]\d{2,3})(?:px)?\s*", width)
    return int(found[1]) if found else None


def tiny_side(side: str) -> int | None:
    """Return the layout size in pixels when it tells a tracking pixel or an icon; else it says nothing of the file."""
    found = re.fullmatch(r"\s*(\d{1,2})(?:px)?\s*", side)
    return int(found[1]) if found and int(found[1]) <= 32 else None


def microdata(tag: str, attributes: Mapping[str, str]) -> Iterator[str]:
    """Yield the addresses of pictures that an element *tag* states as a property, which may have several names.

    The ``url`` of an item may be any thing's; where it is not shown it is a picture's if it names the file of one.
    """
    named = attributes.get("itemprop", "").lower().split()
    is_picture = not _ITEMPROPS.isdisjoint(named)
    is_url = "url" in named and tag in {"link", "meta"}
    for url in (attributes.get(name, "") for name in ("content", "href", "src", "data")) if named else ():
        if is_picture or (is_url and PICTURE_FILE.search(url)):
            yield url
