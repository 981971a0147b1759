"""What a page as a whole is called: by its title, its heading, its metadata; and what its file was called before."""

from __future__ import annotations

import html
import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

_EXTENSION = r"\.(?:jpe?g|png|webp|gif|tiff?|bmp)"
_HEADING = re.compile(r"<(title|h1)\b[^<>]{0,500}>(.{1,600}?)</\1\s*>", re.IGNORECASE | re.DOTALL)
_META = re.compile(r"<meta\b[^<>]{1,1000}>", re.IGNORECASE)
_NAMED = re.compile(
    r"\b(?:name|property)\s*=\s*[\"']?(?:dc(?:terms)?[.:](?:title|identifier|source)|(?:og|twitter):title)\b",
    re.IGNORECASE,
)
_CONTENT = re.compile(r"\bcontent\s*=\s*(?:\"([^\"]{1,300})\"|'([^']{1,300})')", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,1000}>")
_SITE = re.compile(r"\s[|·•\u2013\u2014:-]\s|\s::\s")
"""What stands between the title of a page and that of its site."""
_NAMESPACE = re.compile(r"[^\W\d_]{2,20}:\s?(?=\S)")
_GAP = r"(?:\s|<[^<>]{1,500}>){1,9}"
_REDIRECTED = re.compile(
    rf"\b(?:redirected from|weitergeleitet von|redirig. depuis|redirigido desde|reindirizzamento da|doorverwezen vanaf)"
    rf"{_GAP}[^\W\d_]{{2,20}}:([^<>\n]{{1,200}}{_EXTENSION})(?=\s*[<)])",
    re.IGNORECASE,
)
"""What MediaWiki says above a page to which another title leads, in the languages of the largest wikis."""
_MOST = 8
_HEAD = 100_000  # characters of a page that are looked through
_LONGEST = 300


class Titles(NamedTuple):
    """What a page is *called*, and the names of its file that lead to it *formerly*."""

    called: tuple[str, ...] = ()
    formerly: tuple[str, ...] = ()


UNTITLED = Titles()


def page_titles(text: str) -> Titles:
    """Return what the page *text* is called, without the namespace of a wiki and the title of its site."""
    head = text[:_HEAD]
    texts = [_plain(found[2]) for found in islice(_HEADING.finditer(head), _MOST)]
    texts += [_plain(content) for meta in _META.findall(head) if _NAMED.search(meta) and (content := _content(meta))]
    called = (_NAMESPACE.sub("", part, count=1) for name in texts for part in (name, _SITE.split(name)[0].strip()))
    formerly = (_plain(name) for name in _REDIRECTED.findall(head))
    return Titles(_bounded(called), _bounded(formerly))


def _content(meta: str) -> str:
    found = _CONTENT.search(meta)
    return "".join(found.groups("")) if found else ""


def _plain(markup: str) -> str:
    return " ".join(html.unescape(_TAG.sub("", markup)).split())


def _bounded(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if 0 < len(text) <= _LONGEST))[:_MOST]
