"""Image addresses in documents that are no web pages: JSON as interfaces give it, and feeds."""

from __future__ import annotations

import html
import re
from typing import Any

from imgcrawl.pages.attributes import text_urls
from imgcrawl.pages.embedded import IMAGE_FILE
from imgcrawl.pages.kinds import Finding, Kind
from imgcrawl.pages.trees import nodes

MAX_NODES = 50_000
"""JSON nodes visited in one document."""
MAX_URLS = 2_000
"""Addresses taken from one document."""

_WHOLE = re.compile(r"(?:https?:)?/[^\s\"'<>{}]{1,8000}")
_FEED = re.compile(
    r"\s{0,100}(?:<\?xml[^>]{0,500}>)?(?:\s{0,100}<(?:!--[^>]{0,2000}|\?[^>]{0,500})>)*\s{0,100}<(?:rss|feed|rdf:RDF)\b"
)
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")


def data_findings(document: Any) -> list[Finding]:
    """Return the addresses of image files in the strings of a JSON *document*, each a picture of its own.

    A string that is an address as a whole is content, as an ``<img>`` is on a page; one that is markup is searched.
    """
    findings: list[Finding] = []
    for group, node in enumerate(nodes(document, MAX_NODES)):
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
