"""Image addresses in documents that are no web pages: JSON as interfaces give it, records of collections, feeds."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

from imgcrawl.naming.words import IMAGE_FILE
from imgcrawl.pages.reading.attributes import text_urls
from imgcrawl.pages.reading.captions import MARKDOWN
from imgcrawl.pages.reading.kinds import Candidate, Kind
from imgcrawl.pages.reading.recorded import records
from imgcrawl.pages.reading.records import merged, read_record
from imgcrawl.pages.reading.statements import is_address, stating
from imgcrawl.pages.reading.tables import read_table
from imgcrawl.pages.reading.trees import nodes, read_json

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_NODES = 50_000
"""JSON nodes visited in one document."""
MAX_URLS = 2_000
"""Addresses taken from one document."""
_MOST_PIXELS = 1_000_000

WHOLE_ADDRESS = re.compile(r"(?:https?:)?/[^\s\"'<>{}]{1,8000}")
"""An address of another host, or one from the root of its own."""
_FEED = re.compile(
    r"\s{0,100}(?:<\?xml[^>]{0,500}>)?(?:\s{0,100}<(?:!--[^>]{0,2000}|\?[^>]{0,500})>)*\s{0,100}<(?:rss|feed|rdf:RDF)\b"
)
_MARKUP = re.compile(r"<(?:html|body|div|img|picture|iframe|p|a)[\s>/]", re.IGNORECASE)
"""Elements of which pages are made, and pieces of them whose root is an element of their own."""
_FORMATS = frozenset({"format", "mimetype", "type", "subtype", "mediatype"})
_LAST_WORD = re.compile(r"^.*[/:#]", re.DOTALL)
_PICTURED = frozenset({"stillimage", "image", "imageobject", "photograph"})
"""What Dublin Core, Audubon Core and their like call a picture."""
_MEDIA = frozenset(
    {"identifier", "accessuri", "bestqualityaccessuri", "goodqualityaccessuri", "fileuri", "mediaurl", "eolmediaurl"}
    | {"url", "contenturl", "linkresource"}
)
"""Keys of the address of what is declared to be one."""
_NAMES = frozenset({"title", "name", "filename", "label", "providermanagedid", "originalfilename"})
_HEAD = re.compile(
    r"<!doctype[^>]*>|<(head|style|script|title)\b[^>]*>.*?</\1>|</?(?:html|body|head|meta|link|base)\b[^>]*>",
    re.IGNORECASE | re.DOTALL,
)
"""What comes before all that a page shows."""
_LONGEST_HEAD = 4_000
_END = re.compile(r"(?:\s|</(?:body|html)>)*", re.IGNORECASE)
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")


def read_data(text: str) -> Any:
    """Return the document for machines that *text* is: JSON, a record in XML or RDF, a table; None for a page.

    A page that shows nothing but JSON, for people to read it, is that.
    """
    document = read_json(_shown(text) or text)
    if document is None and not _MARKUP.search(text) and (record := read_record(text, with_rdf=True)) is not None:
        document = merged(record)
    return read_table(text) if document is None else document


def _shown(text: str) -> str:
    """Return the text that a page shows in its only element, as it is written; empty for all other pages."""
    before, opening, rest = text.partition("<pre")
    shown, closing, after = rest.partition("</pre>")
    shown = shown.partition(">")[2]
    if not (opening and closing) or len(before) > _LONGEST_HEAD or "<" in shown or not _END.fullmatch(after):
        return ""
    return html.unescape(shown).strip() if not _HEAD.sub("", before).strip() else ""


def data_findings(document: Any) -> list[Candidate]:
    """Return the addresses of image files in the strings of a JSON *document*, each a picture of its own.

    A string that is an address as a whole is content, as an ``<img>`` is on a page, and as wide as its object says; one
    that is markup is searched. An oEmbed document is about one picture, of which it may have a smaller version.
    """
    is_photo = _is_oembed_photo(document)
    findings: list[Candidate] = []
    told = records(document)
    for group, (text, width, names) in enumerate(_strings(document)):
        if names is None and not IMAGE_FILE.search(text):
            continue
        if not WHOLE_ADDRESS.fullmatch(text.strip()):
            findings += [Candidate(url, Kind.ATTRIBUTE, group) for url in text_urls(text)]
        elif is_photo:
            findings.append(Candidate(text.strip(), Kind.OEMBED, 0, width=width))
        else:
            said = stating((*told.get(text.strip(), ()), *(names or ())))
            findings.append(Candidate(text.strip(), Kind.DATA, group, width=width, told=said))
        if len(findings) >= MAX_URLS:
            break
    return findings[:MAX_URLS]


def _is_oembed_photo(document: Any) -> bool:
    """Whether *document* is about a photo. Source: https://oembed.com, 2.3.4.1."""
    return isinstance(document, dict) and document.get("type") == "photo" and isinstance(document.get("url"), str)


def _strings(document: Any) -> Iterator[tuple[str, int | None, tuple[str, ...] | None]]:
    """Yield the strings of *document*, and how wide their object says that they are, if they are addresses.

    And, if their object declares that it is a picture whose address they are, what it calls that, else None.
    """
    for node in nodes(document, MAX_NODES):
        if isinstance(node, dict):
            declared = _declared(node)
            for key, text in node.items():
                if isinstance(text, str):
                    yield text, _width(node, key), declared.get(text)
        elif isinstance(node, list):
            yield from ((text, None, None) for text in node if isinstance(text, str))


def _declared(node: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return the addresses of the picture that *node* declares to be one, with its names if it has one address."""
    fields = [(str(key).rpartition(":")[2].lower(), value) for key, value in node.items() if isinstance(value, str)]
    kinds = [_LAST_WORD.sub("", value.strip()).lower() for key, value in fields if key in _FORMATS]
    is_picture = any(value.lower().startswith("image/") for key, value in fields if key in _FORMATS)
    if not is_picture and _PICTURED.isdisjoint(kinds):
        return {}
    urls = {value for key, value in fields if key in _MEDIA and is_address(value.strip())}
    names = tuple(value for key, value in fields if key in _NAMES) if len(urls) == 1 else ()
    return dict.fromkeys(urls, names)


def _width(node: dict[str, Any], key: str) -> int | None:
    """Return the pixels that stand beside the address under *key*: ``thumbnail_width`` for ``thumbnail_url``."""
    width = node.get(f"{key.removesuffix('_url')}_width", None if key.startswith("thumb") else node.get("width"))
    return width if isinstance(width, int) and 0 < width <= _MOST_PIXELS else None


def as_page(text: str) -> str:
    """Return *text* as a page to read: what is markup in the items of a feed becomes markup, as images of Markdown do.

    What begins with a tag is no Markdown, but a page that may show some.
    """
    if not text.lstrip("\ufeff \t\r\n").startswith("<"):
        return MARKDOWN.sub(_image, text)
    if not is_feed(text):
        return text
    return html.unescape(_CDATA.sub(" ", text))


def is_feed(text: str) -> bool:
    """Whether *text* is a feed: RSS or Atom."""
    return _FEED.match(text) is not None


def _image(found: re.Match[str]) -> str:
    return f'<img src="{html.escape(found[2])}" alt="{html.escape(found[1])}">'
