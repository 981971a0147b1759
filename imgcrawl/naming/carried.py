"""The picture whose address another address carries: that of a proxy, a resizer or a script."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, unquote, unquote_plus, urlencode, urljoin, urlsplit

from imgcrawl.naming.coded import address_in, address_in_path, order_in_path
from imgcrawl.naming.processing import option_width
from imgcrawl.naming.sizes import query_width, segment_width, smallest
from imgcrawl.naming.words import DISPLAY_FIELDS, DRAWS, IMAGE_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_FIELDS = 60
"""Query fields of an address that is judged."""
SOURCE_FIELD = re.compile(
    r"(?:(?:url|uri|src|source|image|img|picture|pic|photo|media|file|filename|path|remote|original|orig|m)[_.-]?)"
    r"{1,3}|u|i|f|fetch|fname|riu",
    re.IGNORECASE,
)
"""Names of what a proxy is to fetch, made of the words for it: ``url``, ``imgurl``, ``photo_url``.

All other names are of something else: the picture for who has none, a watermark, the page to return to.
"""
_INNER_URL = re.compile(r"/(https?):/{1,2}(?=[^/])")
_CARRIED = re.compile(r"http|/(?:aHR0c|Ly9|eyJ)")
"""Where an address may begin in a path, as it is or in base64."""
_IN_THE_CLEAR = re.compile(r"(?:https?(?::|%3A))?//[^?]*\?.", re.IGNORECASE)
"""An address with a query of its own, as nobody writes it who means the fields behind it for the one around it."""
_HOLDS_ADDRESS = re.compile(r"[^=]*=.*(?::|%(?:25)*3A)(?:/|%(?:25)*2F){2}", re.IGNORECASE)
_BARE_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+/", re.IGNORECASE)
_IN_NAMESPACE = re.compile(r":?[^/:?]+(?::[^/:?]+)+")
"""How DokuWiki writes the folders of a file: ``ns:sub:n.jpg``."""
_TITLE = "title"
_FILE_PATH = re.compile(r"[^\W\d_]{2,20}:(?:file_?path|redirect/file|dateipfad)/([^/?#]+)", re.IGNORECASE)
"""The page of MediaWiki's that gives a file by its name. Source: https://www.mediawiki.org/wiki/Help:Redirects."""
_OF_ANYTHING = frozenset("fim")
PHOTON_HOST = re.compile(r"i\d\.wp\.com")
_HOLDERS_FIELD = re.compile(
    r"(?:user|author|artist|owner|member|album|gallery|galerie|folder|dir|directory|group|collection|series|set|event|cat"
    r"|category|section|product|item|article|post|project|issue|year|month|[acgpu])?_?(?:id|name|no|nr)?"
)
"""A field whose value may be what holds a file, which is called so in others of its kind too."""


def inner_address(url: str) -> tuple[str, int | None]:
    """Return the address inside a resizing proxy's address, and the width that the proxy is asked for."""
    width: int | None = None
    for _ in range(3):
        inner = _inner(url)
        if inner is None:
            break
        parts = urlsplit(url)
        before = _CARRIED.split(unquote(parts.path), maxsplit=1)[0].split("/")
        asked = [
            query_width(parse_qsl(parts.query, max_num_fields=MAX_FIELDS)),
            *(segment_width(part)[1] or option_width(part) for part in before),
        ]
        width = smallest([width, *asked])
        url = inner
    return url, width


def _inner(url: str) -> str | None:
    parts = urlsplit(url)
    has_place = parts.query or _CARRIED.search(parts.path) or url.startswith("https://i")
    if not has_place or DRAWS.search(url.partition("?")[0]):
        return None
    if PHOTON_HOST.fullmatch(parts.hostname or ""):
        return "https:/" + parts.path
    path = unquote(parts.path)
    if found := _INNER_URL.search(path):
        return f"{found[1]}://{path[found.end() :]}" + (f"?{parts.query}" if parts.query else "")
    pairs = _decoded_fields(parts.query)
    return _coded(url, path) or _file_of_wiki(url, path, pairs) or _asked_for(url, pairs)


def fields_around(query: str) -> Iterator[tuple[str, str]]:
    """Yield the fields of a *query* as they are written; what an address in the clear is signed with belongs to it.

    Its own query goes on to the end, or to the next field that holds an address, but for fields at its end that choose
    a size, a quality or a format: these are for the proxy, and no signature holds with them.
    """
    fields = query.split("&")
    while fields:
        key, _, value = fields.pop(0).partition("=")
        if _IN_THE_CLEAR.match(value):
            ends = (at for at, field in enumerate(fields) if _HOLDS_ADDRESS.match(field))
            own = next(ends, len(fields))
            while own and fields[own - 1].partition("=")[0].lower() in DISPLAY_FIELDS:
                own -= 1
            value, fields = "&".join([value, *fields[:own]]).rstrip("&"), fields[own:]
        yield key, value


def _decoded_fields(query: str) -> list[tuple[str, str]]:
    if query.count("&") >= MAX_FIELDS:
        raise ValueError("too many fields")
    return [(unquote_plus(key), unquote_plus(value)) for key, value in fields_around(query) if value]


def _coded(url: str, path: str) -> str | None:
    """Return the address that the *path* of *url* holds in base64, or that of the key in an order of a resizer."""
    if carried := address_in_path(path):
        return urljoin(url, carried)
    key = order_in_path(path).get("key")
    return urljoin(url, f"/{quote(key)}") if isinstance(key, str) and IMAGE_FILE.search(key) else None


def _file_of_wiki(url: str, path: str, pairs: list[tuple[str, str]]) -> str | None:
    """Return the address of the file for which a wiki's script is asked by its name, as the wiki has it in a path."""
    told = {key: value for key, value in pairs if key.lower() not in DISPLAY_FIELDS}
    if told.keys() != {_TITLE} or not path.endswith("/index.php"):
        return None
    title = told[_TITLE].strip().replace(" ", "_")
    found = _FILE_PATH.fullmatch(title)
    return urljoin(url, f"/wiki/{quote(title)}") if found and IMAGE_FILE.search(found[1]) else None


def _asked_for(url: str, pairs: list[tuple[str, str]]) -> str | None:
    """Return the address of the one picture that the fields *pairs* of *url* name; of two, one may lie on the other."""
    named = [(key, value) for key, value in pairs if may_carry(key)]
    if coded := next(filter(None, (address_in(value) for _, value in named)), ""):
        return urljoin(url, coded)
    inner = [(key, value) for key, value in named if IMAGE_FILE.search(value)]
    if len({value for _, value in inner}) != 1:
        return None
    key, value = inner[0]
    if _IN_NAMESPACE.fullmatch(value):
        return urljoin(f"{url.partition('?')[0]}/", value.strip(":").replace(":", "/"))
    if _BARE_HOST.match(value):
        return f"https://{value}"
    is_whole = value.startswith("/") or ":" in value
    return urljoin(url, value) + ("" if is_whole else _held_by(pairs, key))


def may_carry(key: str) -> bool:
    """Whether a query field of that name holds the address of the picture itself, if it holds one.

    That may be asked for by ``f``, ``i`` or ``m``, too, which tell nothing: they may as well be of another one.
    """
    is_source = SOURCE_FIELD.fullmatch(key) is not None and key.lower() not in _OF_ANYTHING
    return is_source or key.lower() == "href"


def _held_by(pairs: list[tuple[str, str]], own: str) -> str:
    """Return those of *pairs*, without the field *own*, that may tell the folder in which a file is called so."""
    held = [(key, value) for key, value in pairs if key != own and _HOLDERS_FIELD.fullmatch(key.lower())]
    return f"?{urlencode(held)}" if held else ""
