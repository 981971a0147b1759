"""Image addresses in JSON-LD, in the strings of inline scripts and in styles."""

from __future__ import annotations

import html
import json
import re
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, NamedTuple

from imgcrawl.naming.renditions import REDUCED
from imgcrawl.naming.services import WHOLE_SIZES, ordered
from imgcrawl.naming.words import PICTURE_FILE
from imgcrawl.pages.reading.kinds import Kind
from imgcrawl.pages.reading.packed import packed_documents, without_escapes
from imgcrawl.pages.reading.trees import words_of_key

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_STATE_URLS = 500
MAX_NODES = 20_000
"""JSON-LD nodes visited in one document."""

MAX_STYLE_URLS = 200

_STATE_URL = re.compile(r"""["']((?:https?:)?(?:\\{0,3}/){1,2}[^"'\s<>]{4,4000}+)["']""")
"""A quoted address; in JSON within a string the quotes and slashes have backslashes of their own before them."""
_STYLE_URL = re.compile(
    r"""url\(\s*(?:
      "((?:[^"\\\n]|\\[^\n]){1,8192}+)"
    | '((?:[^'\\\n]|\\[^\n]){1,8192}+)'
    | ((?:[^"')\s\\]|\\(?:[0-9a-f]{1,6}\s?|[^\n])){1,8192}+))""",
    re.IGNORECASE | re.VERBOSE,
)
_STYLE_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|([^\n]))")
_LAST_CHARACTER = 0x10FFFF
_SLASH = re.compile(r"\\{1,3}/")
_KEY = re.compile(r"([\w$-]{1,40})[\\\"']{0,8}\s{0,3}:\s{0,3}\\{0,7}$")
_KEY_CHARS = 60
_SERVICE = re.compile(r"((?:https?:)?/[^?#]{1,2000}/[^/?#]+)/info\.json")
"""The address at which a image service describes one picture."""
_ADDRESS_KEYS = ("contentUrl", "url", "@id", "thumbnailUrl")
_PICTURE_KEYS = frozenset({"image", "photo", "contentUrl", "thumbnailUrl", "thumbnail", "primaryImageOfPage"})
_TOLD_KEYS = (
    "name", "alternateName", "identifier", "accessionNumber", "catalogNumber", "caption", "embeddedTextCaption",
)  # fmt: skip
_MAX_TOLD, _MOST_TOLD = 300, 12  # characters, texts
_OTHERS = frozenset({"logo", "author", "publisher", "creator", "sourceOrganization", "isPartOf", "comment", "review"})
_PICTURE_TYPES = frozenset({"ImageObject", "Photograph"})


class Named(NamedTuple):
    """An image in a JSON-LD document: its declared *width* in pixels, and what is *told* of it.

    *picture*: addresses of one picture have the same number.
    """

    kind: Kind
    url: str
    width: int | None
    picture: int = 0
    told: tuple[str, ...] = ()


def json_ld_urls(text: str) -> Iterator[Named]:
    """Yield every image in a JSON-LD document.

    Pictures of the author, the publisher and of comments are left out. A document that is no JSON yields nothing.
    """
    try:
        document = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return
    if isinstance(document, list) and len(document) == 1:
        document = document[0]
    main_url = _main_url(document)
    if main_url:
        yield Named(Kind.JSON_LD_MAIN, html.unescape(main_url), _pixels(document.get("width")), 0, _told(document))
    for named in _walk(document):
        yield named._replace(url=html.unescape(named.url))


def script_urls(text: str) -> Iterator[str]:
    """Yield the quoted addresses of image files in a script, at most :data:`MAX_STATE_URLS`; whole or from the root.

    What it packs as a document of its own is read as it is.
    """
    plain = without_escapes(text)
    urls = (found for state in chain((plain,), packed_documents(plain)) for found in _quoted_urls(state))
    read = list(islice(urls, MAX_STATE_URLS))
    for is_wanted in (False, True):  # a record names versions of one picture, be the smallest the first
        yield from (url for url, is_reduced in read if is_reduced is is_wanted)


def _quoted_urls(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the quoted addresses in *text*, and whether each stands under a key for smaller versions."""
    for found in _STATE_URL.finditer(text):
        url = _SLASH.sub("/", found[1]).rstrip("\\")
        if "\\" in url:
            continue
        if PICTURE_FILE.search(url):
            yield html.unescape(url), _is_reduced(text[max(0, found.start() - _KEY_CHARS) : found.start()])
        elif service := _SERVICE.fullmatch(url):
            yield from ((ordered(service[1], size), False) for size in WHOLE_SIZES)


def _is_reduced(before: str) -> bool:
    key = _KEY.search(before)
    return key is not None and not REDUCED.isdisjoint(words_of_key(key[1]))


def style_urls(text: str) -> Iterator[str]:
    """Yield the addresses in ``url()`` of a style, at most :data:`MAX_STYLE_URLS`; ``data:`` is no address."""
    count = 0
    for found in _STYLE_URL.finditer(text):
        if count >= MAX_STYLE_URLS:
            return
        url = found[1] or found[2] or found[3]
        if not url.startswith("data:"):
            count += 1
            yield _STYLE_ESCAPE.sub(_style_character, url)


def _style_character(found: re.Match[str]) -> str:
    """Return the character that an escape stands for. Source: CSS Syntax Level 3, 4.3.7."""
    if not found[1]:
        return found[2]
    code = int(found[1], 16)
    return chr(code) if 0 < code <= _LAST_CHARACTER and not 0xD800 <= code <= 0xDFFF else "\ufffd"


def _main_url(document: Any) -> str | None:
    if isinstance(document, dict) and _is_picture(document):
        url = document.get("contentUrl")
        return url if isinstance(url, str) else None
    return None


def _is_picture(node: dict[str, Any]) -> bool:
    kind = node.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return any(isinstance(name, str) and name in _PICTURE_TYPES for name in kinds)


def _walk(document: Any) -> Iterator[Named]:
    stack: list[tuple[Any, bool, tuple[str, ...]]] = [(document, False, ())]
    for place in range(MAX_NODES):
        if not stack:
            return
        node, pictured, told = stack.pop()
        if isinstance(node, str):
            if pictured:
                yield Named(Kind.JSON_LD, node, None, place, told)
        elif isinstance(node, list):
            stack.extend((item, pictured, told if len(node) == 1 else ()) for item in reversed(node))
        elif isinstance(node, dict):
            picture = pictured or _is_picture(node)
            of_it = (_told(node) + told)[:_MOST_TOLD] if picture else ()
            if picture:
                yield from (Named(Kind.JSON_LD, url, width, place, of_it) for url, width in _addresses(node))
            passed_over = _OTHERS.union(_ADDRESS_KEYS) if picture else _OTHERS
            of_one = () if picture else _told(node)
            stack.extend(
                (v, k in _PICTURE_KEYS, of_one if k in _PICTURE_KEYS else ())
                for k, v in reversed(node.items())
                if k not in passed_over
            )


def _told(node: dict[str, Any]) -> tuple[str, ...]:
    """Return what *node* says of its picture: names, numbers, and the addresses that it has or had."""
    values = [value for key in _TOLD_KEYS for value in _texts(node.get(key))]
    addresses = [value for key in _ADDRESS_KEYS if isinstance(value := node.get(key), str)] if _is_picture(node) else []
    return tuple(value for value in (*values, *addresses) if 0 < len(value) <= _MAX_TOLD)[:_MOST_TOLD]


def _texts(value: Any) -> Iterator[str]:
    for each in value if isinstance(value, list) else [value]:
        text = each.get("value") if isinstance(each, dict) else each
        if isinstance(text, str):
            yield text


def _addresses(node: dict[str, Any]) -> Iterator[tuple[str, int | None]]:
    for key in _ADDRESS_KEYS:
        value = node.get(key)
        if isinstance(value, str) and (key != "@id" or PICTURE_FILE.search(value)):
            yield value, None if key == "thumbnailUrl" else _pixels(node.get("width"))


def _pixels(value: Any) -> int | None:
    if isinstance(value, dict):
        value = value.get("value")
    found = (
        re.match(r"\s*(\d{1,6})(?:\.0*)?\s*(?:px)?\s*$", str(value)) if isinstance(value, int | float | str) else None
    )
    return int(found[1]) if found else None
