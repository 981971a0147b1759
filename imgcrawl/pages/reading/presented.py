"""What a page presents as its own: where it says that it is, what it declares, and what it shows in its middle.

Menus, asides, comments and lists of other things are left out of what it shows, and so is what leads to other pages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from imgcrawl.naming.words import IMAGE_FILE_END, vocabulary
from imgcrawl.pages.reading.attributes import may_name_other, tiny_side
from imgcrawl.pages.reading.events import Target, feed
from imgcrawl.pages.reading.srcset import parse_srcset
from imgcrawl.pages.reading.trees import read_json

if TYPE_CHECKING:
    from collections.abc import Mapping

_MOST_ADDRESSES: Final = 10_000
"""Of the pictures that a page shows; all of them are read."""
_MAX_DOCUMENT: Final = 500_000  # characters
_MOST_DOCUMENTS: Final = 20
_MOST_FIELDS: Final = 50
_MAX_LABEL: Final = 60
_MAX_URL: Final = 8_192

_ASIDES = frozenset({"nav", "aside", "footer", "dialog", "template"})
_MIDDLES = frozenset({"main", "article"})
_ASIDE_WORDS = vocabulary("""
    aside sidebar related similar recommended recommendation recommendations suggestion suggestions suggested upsell
    upsells crosssell crosssells accessories footer navbar nav navigation menu breadcrumb breadcrumbs comment comments
    review reviews ad ads advert adverts advertisement advertisements sponsor sponsors sponsored promo promos promotion
    newsletter social share sharing avatar author user profile recent recently popular trending latest also others logo
    payment payments badges modal popup cookie cookies consent
""")
"""Words in the classes and ids of boxes that hold other things than what a page is about."""
_WHOLE = frozenset({"html", "body", "main"})
"""Elements whose classes speak of the page's layout."""
_NOT_ASIDE = frozenset({"has", "with", "without", "no", "main"})
_OF_SUBJECTS = ("product_cat-", "product_tag-", "category-", "tag-", "pa_")
"""How WordPress begins the classes that tell what a thing is filed under."""
_PAIRS = re.compile(r"(cross|up)[-_ ]?sell", re.IGNORECASE)
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_SOURCES = ("src", "data-src", "data-original", "data-lazy-src", "data-lazy", "data-full", "data-large_image")
_SETS = ("srcset", "data-srcset")
_DIRECT = re.compile(r"direct|(?:image|file|photo) ?(?:link|url|address)", re.IGNORECASE)
"""What the field is called from which visitors copy the address of the file itself."""
_LINE_TYPES = frozenset({"", "text", "url"})


_OF_SCHEMA = {"Product": "product", "ImageObject": "image", "Photograph": "photo"}
"""What a page says that it is by the type of an item in its markup."""


class Shown(NamedTuple):
    """A picture that a page shows: all addresses of its element, and of the link around it, or nothing."""

    urls: tuple[str, ...]
    href: str


@dataclass(slots=True)
class Presented:
    """What a page presents, as written there.

    *places*: where it says that it is. *kinds*: what it says that it is. *heads*: the pictures that its head declares.
    *copied*: the addresses in fields for copying, and whether each is called the file's own. *documents*: its JSON-LD.
    """

    places: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    image_sources: list[str] = field(default_factory=list)
    copied: list[tuple[str, bool]] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    documents: list[Any] = field(default_factory=list)
    base: str = ""


def read_presented(text: str) -> Presented:
    """Return what the page *text* presents."""
    reader = _Reader()
    feed(text, reader)
    return reader.presented


class _Reader(Target):
    """A parser target that knows in which boxes it is."""

    def __init__(self) -> None:
        self.presented = Presented()
        self._open: list[str] = []
        """For each open element what it is to what is in it: an aside, a middle, or nothing."""
        self._asides = self._middles = 0
        self._left = _MOST_ADDRESSES
        self._href = ""
        self._sources: list[str] = []
        self._label = ""
        self._data: list[str] | None = None

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        is_middle = tag in _MIDDLES
        is_aside = tag in _ASIDES or (tag == "header" and not self._middles) or _is_aside(tag, attributes)
        self._open.append("aside" if is_aside else "middle" if is_middle else "")
        self._asides += is_aside
        self._middles += is_middle and not is_aside
        if kind := ("" if self._asides else _OF_SCHEMA.get(attributes.get("itemtype", "").strip().rpartition("/")[2])):
            _keep(kind, self.presented.kinds)
        if tag == "a":
            self._href = attributes.get("href", "")
        elif tag == "picture":
            self._sources = []
        elif tag in {"source", "img", "amp-img"}:
            self._picture(tag, attributes)
        elif tag == "script":
            is_data = attributes.get("type", "").strip().lower() == "application/ld+json"
            self._data = [] if is_data else None
        elif tag == "input":
            self._line(attributes)
        else:
            _of_head(tag, attributes, self.presented)
            if not self._asides and "image" in attributes.get("itemprop", "").lower().split():
                _keep(attributes.get("href") or attributes.get("content", ""), self.presented.image_sources)

    def end(self, tag: str) -> None:
        kind = self._open.pop() if self._open else ""
        self._asides -= kind == "aside"
        self._middles -= kind == "middle"
        if tag == "a":
            self._href = ""
        elif tag == "picture":
            self._sources = []
        elif tag == "script":
            text, self._data = "".join(self._data or ()), None
            if text and len(text) <= _MAX_DOCUMENT and len(self.presented.documents) < _MOST_DOCUMENTS:
                self.presented.documents.append(read_json(text))

    def data(self, text: str) -> None:
        if self._data is not None:
            self._data.append(text)
        elif text.strip():
            self._label = text.strip()[:_MAX_LABEL]

    def _picture(self, tag: str, attributes: Mapping[str, str]) -> None:
        urls = [entry.url for name in _SETS for entry in parse_srcset(attributes.get(name, ""))]
        if tag == "source":
            self._sources += urls
            return
        urls += [url for name in _SOURCES if (url := attributes.get(name, "")) and not url.startswith("data:")]
        others = [self._href, *(url for name, url in attributes.items() if _is_larger(name))]
        urls += [url for url in others if IMAGE_FILE_END.search(url.partition("?")[0])]
        urls, self._sources = [*urls, *self._sources], []
        is_tiny = any(tiny_side(attributes.get(side, "")) for side in ("width", "height"))
        read = tuple(url for url in urls if len(url) <= _MAX_URL)[: self._left]
        if read and not is_tiny and not self._asides:
            self.presented.shown.append(Shown(read, self._href))
            self._left -= len(read)

    def _line(self, attributes: Mapping[str, str]) -> None:
        """Take up a field of one line; it is called by the text before it as well."""
        value = attributes.get("value", "").strip()
        is_line = attributes.get("type", "").strip().lower() in _LINE_TYPES and len(value) <= _MAX_URL
        is_file = value.startswith(("http://", "https://")) and IMAGE_FILE_END.search(value.partition("?")[0])
        if is_line and is_file and len(self.presented.copied) < _MOST_FIELDS:
            names = [text for name, text in attributes.items() if name != "value"]
            is_direct = any(map(_DIRECT.search, (self._label, *names)))
            self.presented.copied.append((value, is_direct))


def _is_larger(name: str) -> bool:
    """Whether an attribute of a picture may hold the address of a larger version."""
    return name.startswith("data-") and name not in _SOURCES and not may_name_other(name)


def _is_aside(tag: str, attributes: Mapping[str, str]) -> bool:
    names = "" if tag in _WHOLE else f"{attributes.get('class', '')} {attributes.get('id', '')}"[:300].strip()
    if not names:
        return False
    if _PAIRS.search(names):
        return True
    boxes = (name for name in names.split() if not name.startswith(_OF_SUBJECTS))
    named = [{word.lower() for word in _WORD.findall(name)} for name in boxes]
    return any(words & _ASIDE_WORDS and not words & _NOT_ASIDE for words in named)


def _of_head(tag: str, attributes: Mapping[str, str], presented: Presented) -> None:
    if tag == "base":
        presented.base = presented.base or attributes.get("href", "")
    elif tag == "link":
        rel, href = attributes.get("rel", "").lower().split(), attributes.get("href", "")
        if "canonical" in rel and href:
            _keep(href, presented.places)
        elif "image_src" in rel and href:
            _keep(href, presented.image_sources)
    elif tag == "meta":
        name = (attributes.get("property") or attributes.get("name") or "").strip().lower()
        content = attributes.get("content", "").strip()
        kept = {
            "og:url": presented.places,
            "og:type": presented.kinds,
            "twitter:card": presented.kinds,
            "og:image": presented.heads,
            "og:image:url": presented.heads,
        }.get(name)
        if name.startswith(("product:price", "og:price")):
            _keep("product", presented.kinds)
        if kept is not None and not (name == "og:type" and content.lower().startswith("product")):
            _keep(content, kept)


def _keep(text: str, kept: list[str]) -> None:
    if text and len(kept) < _MOST_FIELDS:
        kept.append(text)
