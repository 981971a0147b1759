"""Image addresses in JSON-LD and in the strings of inline scripts."""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING, Any

from imgcrawl.pages.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

IMAGE_FILE = re.compile(r"\.(?:jpe?g|jfif|png|webp|gif|avif|bmp|tiff?|heic)(?![a-z0-9])", re.IGNORECASE)
"""The extension of an image format, anywhere in a URL."""

MAX_STATE_URLS = 500
MAX_NODES = 20_000
"""JSON-LD nodes visited in one document."""

_STATE_URL = re.compile(r"""["']((?:https?:)?(?:\\?/|\\u002[fF]){2}[^"'\s<>]{4,4000}+)["']""")
_ESCAPE = re.compile(r"\\(?:u00([0-9a-fA-F]{2})|(/))")
_ADDRESS_KEYS = ("contentUrl", "url", "@id", "thumbnailUrl")
_PICTURE_KEYS = frozenset({"image", "photo", "contentUrl", "thumbnailUrl", "thumbnail", "primaryImageOfPage"})
_OTHERS = frozenset({"logo", "author", "publisher", "creator", "sourceOrganization", "isPartOf", "comment", "review"})
_PICTURE_TYPES = frozenset({"ImageObject", "Photograph"})


def json_ld_urls(text: str) -> Iterator[tuple[Kind, str, int | None]]:
    """Yield the kind, address and declared width in pixels of every image in a JSON-LD document.

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
        yield Kind.JSON_LD_MAIN, html.unescape(main_url), _pixels(document.get("width"))
    for url, width in _walk(document):
        yield Kind.JSON_LD, html.unescape(url), width


def script_urls(text: str) -> Iterator[str]:
    """Yield the quoted absolute addresses of image files in a script, at most :data:`MAX_STATE_URLS`."""
    count = 0
    for found in _STATE_URL.finditer(text):
        if count >= MAX_STATE_URLS:
            return
        url = _ESCAPE.sub(_unescape, found[1])
        if "\\" not in url and IMAGE_FILE.search(url):
            count += 1
            yield html.unescape(url)


def _unescape(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if found[1] else "/"


def _main_url(document: Any) -> str | None:
    if isinstance(document, dict) and _is_picture(document):
        url = document.get("contentUrl")
        return url if isinstance(url, str) else None
    return None


def _is_picture(node: dict[str, Any]) -> bool:
    kind = node.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return any(isinstance(name, str) and name in _PICTURE_TYPES for name in kinds)


def _walk(document: Any) -> Iterator[tuple[str, int | None]]:
    stack: list[tuple[Any, bool]] = [(document, False)]
    for _ in range(MAX_NODES):
        if not stack:
            return
        node, pictured = stack.pop()
        if isinstance(node, str):
            if pictured:
                yield node, None
        elif isinstance(node, list):
            stack.extend((item, pictured) for item in reversed(node))
        elif isinstance(node, dict):
            picture = pictured or _is_picture(node)
            if picture:
                yield from _addresses(node)
            passed_over = _OTHERS.union(_ADDRESS_KEYS) if picture else _OTHERS
            stack.extend((v, k in _PICTURE_KEYS) for k, v in reversed(node.items()) if k not in passed_over)


def _addresses(node: dict[str, Any]) -> Iterator[tuple[str, int | None]]:
    for key in _ADDRESS_KEYS:
        value = node.get(key)
        if isinstance(value, str) and (key != "@id" or IMAGE_FILE.search(value)):
            yield value, None if key == "thumbnailUrl" else _pixels(node.get("width"))


def _pixels(value: Any) -> int | None:
    if isinstance(value, dict):
        value = value.get("value")
    found = (
        re.match(r"\s*(\d{1,6})(?:\.0*)?\s*(?:px)?\s*$", str(value)) if isinstance(value, int | float | str) else None
    )
    return int(found[1]) if found else None
