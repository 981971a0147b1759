"""Image addresses in documents that are no web pages: JSON as interfaces give it, and feeds."""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING, Any

from imgcrawl.pages.attributes import text_urls
from imgcrawl.pages.embedded import IMAGE_FILE
from imgcrawl.pages.kinds import Finding, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_NODES = 50_000
"""JSON nodes visited in one document."""
MAX_URLS = 2_000
"""Addresses taken from one document."""

_WHOLE = re.compile(r"(?:https?:)?/[^\s\"'<>{}]{1,8000}")
_FEED = re.compile(
    r"\s{0,100}(?:<\?xml[^>]{0,500}>)?(?:\s{0,100}<(?:!--[^>]{0,2000}|\?[^>]{0,500})>)*\s{0,100}<(?:rss|feed|rdf:RDF)\b"
)
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")


def read_json(text: str) -> Any:
    """Return the document that *text* is in JSON; None where it is none."""
    if text.lstrip("\ufeff \t\r\n")[:1] not in {"{", "["}:
        return None
    try:
        return json.loads(text.lstrip("\ufeff"), strict=False)
    except (ValueError, RecursionError):
        return None


def nodes(document: Any) -> Iterator[Any]:
    """Yield what stands in a JSON *document*, in its order: at most :data:`MAX_NODES`."""
    stack = [document]
    for _ in range(MAX_NODES):
        if not stack:
            return
        node = stack.pop()
        yield node
        if isinstance(node, dict | list):
            stack.extend(reversed(list(node.values() if isinstance(node, dict) else node)))


def data_findings(document: Any) -> list[Finding]:
    """Return the addresses of image files in the strings of a JSON *document*, each a picture of its own.

    A string that is an address as a whole is content, as an ``<img>`` is on a page; one that is markup is searched.
    """
    findings: list[Finding] = []
    for group, node in enumerate(nodes(document)):
        if isinstance(node, str) and IMAGE_FILE.search(node):
            whole = _WHOLE.fullmatch(node.strip())
            urls = [(Kind.DATA, node.strip())] if whole else [(Kind.ATTRIBUTE, url) for url in text_urls(node)]
            findings += [Finding(kind, url, group) for kind, url in urls]
        if len(findings) >= MAX_URLS:
            break
    return findings[:MAX_URLS]


def as_page(text: str) -> str:
    """Return *text* as a page to read: of a feed, the markup that its items hold becomes markup."""
    if not _FEED.match(text):
        return text
    return html.unescape(_CDATA.sub(" ", text))
