"""The image addresses in a page's markup, found in one pass without building a tree."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from imgcrawl.naming.renditions import REDUCED
from imgcrawl.naming.words import PICTURE_FILE
from imgcrawl.pages.reading.attributes import (
    attribute_urls,
    documents,
    layout_width,
    may_name_other,
    microdata,
    text_urls,
    tiny_side,
)
from imgcrawl.pages.reading.captions import PageText, markdown_urls
from imgcrawl.pages.reading.embedded import Named, json_ld_urls, script_urls, style_urls
from imgcrawl.pages.reading.events import Target, feed
from imgcrawl.pages.reading.findings import Findings
from imgcrawl.pages.reading.groups import IMAGE_TAGS, OpenPicture
from imgcrawl.pages.reading.kinds import Kind
from imgcrawl.pages.reading.links import MAX_TEXT, Link, marks_of, opened_by
from imgcrawl.pages.reading.packed import is_packed, unpack_attributes, without_escapes
from imgcrawl.pages.reading.recorded import MAX_SCRIPT, script_records
from imgcrawl.pages.reading.rows import PageRows
from imgcrawl.pages.reading.srcset import looks_like_srcset, parse_srcset
from imgcrawl.pages.reading.statements import is_naming, statements, stating
from imgcrawl.pages.reading.templates import fill_templates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from imgcrawl.pages.reading.kinds import Candidate


MAX_URL = 8_192
"""Characters of the longest address that is kept."""
_READ_WHOLE = ("script", "style", "textarea")
_OF_ONE = IMAGE_TAGS | {"a", "link"}
"""Elements that are one picture, or lead to one, with whatever documents they carry."""
_SMALLER = REDUCED | {"medium", "mini"}
_LAZY_NAMES = frozenset({"data-src", "data-original", "data-lazy-src", "data-lazy", "data-full", "data-large_image"})


class PageReader(Target):
    """A parser target that keeps every image address of the page as a :class:`~imgcrawl.pages.reading.kinds.Candidate`.

    *base* is the first ``<base href>``.
    """

    def __init__(self) -> None:
        self._found = Findings()
        self.base = ""
        self._group = 0
        self._picture = OpenPicture()
        self._link: Link | None = None
        self._text = PageText()
        self._rows = PageRows()
        self._in_noscript = False
        self._script_type = ""
        self._kept: dict[str, list[str]] = {}
        """The text in the elements that are open, for those that are read as a whole, by their tags."""
        self._opened: dict[str, Callable[[Mapping[str, str]], None]] = {
            "a": self._open_link,
            "picture": self._open_picture,
            "noscript": self._open_noscript,
            "script": self._open_script,
            "base": self._read_base,
            "meta": self._read_meta,
            "link": self._read_link,
        }
        self._closed: dict[str, Callable[[], None]] = {
            "a": self._close_link,
            "picture": self._picture.close,
            "noscript": self._close_noscript,
            "script": self._close_script,
            "style": self._close_style,
            "textarea": self._close_code,
        }

    @property
    def findings(self) -> list[Candidate]:
        """What was found, in the order of the page."""
        return self._found.found

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take up an opening tag."""
        if markup := self._text.at_tag():
            self._found.scan(text_urls(markup), self._group)
        self._rows.start(tag, attributes, len(self._found))
        if self._found.is_full:
            return
        self._text.start(tag, len(self._found))
        self._group += 1
        if tag in _READ_WHOLE:
            self._kept[tag] = []
        if opened := self._opened.get(tag):
            opened(attributes)
        if attributes:
            self._element(tag, unpack_attributes(fill_templates(attributes)))

    def end(self, tag: str) -> None:
        """Take up a closing tag."""
        if markup := self._text.at_tag():
            self._found.scan(text_urls(markup), self._group)
        if caption := self._text.end(tag):
            self._found.tell(caption.first, stating([caption.text]), in_figure=True)
        if stated := self._rows.end(tag, len(self._found)):
            self._found.state(stated.first, stated.told)
        if closed := self._closed.get(tag):
            closed()

    def data(self, text: str) -> None:
        """Keep the text of scripts, styles and shown code, and of the page."""
        for chunks in self._kept.values():
            chunks.append(text)
        if self._link is not None:
            self._link.add(text)
        if "script" not in self._kept:
            self._text.add(text)
            self._rows.add(text)

    def comment(self, text: str) -> None:
        """Take up a comment: what a script takes out of it is markup."""
        if markup := self._text.in_comment(text):
            self._found.scan(text_urls(markup), self._group)

    def close(self) -> None:
        """Finish what the page left open."""
        for tag in ("a", *_READ_WHOLE):
            self._closed[tag]()
        self._found.close()

    def _open_link(self, attributes: Mapping[str, str]) -> None:
        self._close_link()
        self._link = Link(attributes, self._group, len(self._found))

    def _open_picture(self, _: Mapping[str, str]) -> None:
        self._picture.open(self._group)

    def _open_noscript(self, _: Mapping[str, str]) -> None:
        self._in_noscript = True

    def _open_script(self, attributes: Mapping[str, str]) -> None:
        self._script_type = attributes.get("type", "").strip().lower()

    def _read_base(self, attributes: Mapping[str, str]) -> None:
        self.base = self.base or attributes.get("href", "")

    def _element(self, tag: str, attributes: Mapping[str, str]) -> None:
        group = self._picture.group_of(tag, attributes, self._group, in_noscript=self._in_noscript)
        first = len(self._found)
        self._image(tag, attributes, group)
        for name, value in sorted(attributes.items(), key=_tells_smaller):
            if self._found.is_full:
                break
            if name.startswith("data-"):
                self._lazy(name, value, group, own=tag in IMAGE_TAGS)
            if tag != "link":  # of which only some relations are pictures of the page
                self._found.scan(attribute_urls(name, value), self._group)
        for url in style_urls(attributes.get("style", "")):
            self._found.add(Kind.STYLE, url, group)
        for url in microdata(tag, attributes):
            self._found.add(Kind.MICRODATA, url, group)
        if len(self._found) > first:
            self._describe(first, attributes, group)
        for text in () if tag in _OF_ONE else documents(attributes):
            self._take(_in_state(text))

    def _image(self, tag: str, attributes: Mapping[str, str], group: int) -> None:
        if tag == "image":  # of a drawing
            self._found.add(Kind.SRC, attributes.get("href") or attributes.get("xlink:href", ""), group)
        elif tag in IMAGE_TAGS:
            self._sources(tag, attributes, group)
        else:
            self._found.add(Kind.POSTER, attributes.get("poster", ""), group)

    def _sources(self, tag: str, attributes: Mapping[str, str], group: int) -> None:
        if tag == "source" and not self._picture.is_open:
            return
        for entry in parse_srcset(attributes.get("srcset", "")):
            self._found.add(Kind.SOURCE if tag == "source" else Kind.SRCSET, entry.url, group, width=entry.width)
        if tag != "source":
            sides = ("width", "height") if tag == "img" else ("", "")  # AMP states a ratio
            width, height = (tiny_side(attributes.get(side, "")) for side in sides)
            laid_out = layout_width(attributes.get(sides[0], ""))
            self._found.add(Kind.SRC, attributes.get("src", ""), group, width=width, height=height, laid_out=laid_out)
            self._found.add(Kind.LINK, opened_by(attributes) if "onclick" in attributes else "", group)

    def _lazy(self, name: str, value: str, group: int, *, own: bool) -> None:
        if may_name_other(name) or ("/" not in value and is_naming(name)):
            return
        if looks_like_srcset(value):
            for entry in parse_srcset(value):
                self._found.add(Kind.LAZY, entry.url, group, width=entry.width)
        elif _looks_like_url(value) and (PICTURE_FILE.search(value) or (own and name in _LAZY_NAMES and "/" in value)):
            self._found.add(Kind.LAZY, value, group)

    def _describe(self, first: int, attributes: Mapping[str, str], group: int) -> None:
        marks, told = marks_of(attributes), statements(attributes)
        if self._link is not None:
            marks += (self._link.href[:MAX_TEXT], *self._link.marks)
            told += self._link.told
            if not self._in_noscript and group != self._link.group:
                self._link.groups.add(group)
        self._found.describe(first, marks=marks, told=told, alt=attributes.get("alt", "")[:MAX_TEXT])

    def _read_meta(self, attributes: Mapping[str, str]) -> None:
        name = (attributes.get("property") or attributes.get("name") or "").strip().lower()
        content = attributes.get("content", "")
        if name in {"og:image", "og:image:url", "og:image:secure_url"}:
            self._found.add_og(content, self._group)
        elif name in {"twitter:image", "twitter:image:src"}:
            self._found.add(Kind.TWITTER, content, self._group)
        elif name in {"og:image:width", "og:image:height"} and re.fullmatch(r"\s*\d{1,6}\s*", content):
            self._found.measure_og(int(content), is_width=name.endswith("width"))
        elif content.lstrip()[:1] in {"{", "["}:
            self._take(_in_state(content[:MAX_SCRIPT]))

    def _read_link(self, attributes: Mapping[str, str]) -> None:
        rel = attributes.get("rel", "").lower().split()
        kind, use = (attributes.get(name, "").strip().lower() for name in ("type", "as"))
        is_image = ("enclosure" in rel and kind.startswith("image/")) or ("preload" in rel and use == "image")
        if "image_src" in rel or is_image:
            self._found.add(Kind.REL, attributes.get("href", ""), self._group)
            for entry in parse_srcset(attributes.get("imagesrcset", "")):
                self._found.add(Kind.REL, entry.url, self._group, width=entry.width)

    def _close_link(self) -> None:
        link, self._link = self._link, None
        if link is None:
            return
        is_file = link.is_file()
        group = next(iter(link.groups)) if len(link.groups) == 1 else link.group
        self._found.regroup(link.first, link.group, group)
        if is_file:
            self._found.add(Kind.LINK, link.href, group, told=link.told)

    def _close_noscript(self) -> None:
        self._in_noscript = False

    def _text_of(self, tag: str) -> str:
        """Return what was kept of the element that ends; nothing if none was open."""
        return "".join(self._kept.pop(tag, ()))

    def _close_script(self) -> None:
        text = self._text_of("script")
        if not text:
            return
        is_data = self._script_type == "application/ld+json"
        self._take(json_ld_urls(text) if is_data else _in_state(text))
        self._found.scan(filter(PICTURE_FILE.search, markdown_urls(text)), self._group)

    def _take(self, named: Iterator[Named]) -> None:
        """Take up what a document in the page has *named*, each picture as a group of its own."""
        first = self._group + 1
        for kind, url, width, picture, told in named:
            self._group = max(self._group, first + picture)
            self._found.add(kind, url, first + picture, width=width, told=stating(told))

    def _close_style(self) -> None:
        for url in style_urls(self._text_of("style")):
            if PICTURE_FILE.search(url):
                self._group += 1
                self._found.add(Kind.STYLE, url, self._group)

    def _close_code(self) -> None:
        self._found.scan(text_urls(self._text_of("textarea")), self._group)


def read_page(text: str) -> PageReader:
    """Return what stands on the page *text*; broken and hostile markup yields what could be read."""
    reader = PageReader()
    feed(text, reader)
    return reader


def _in_state(script: str) -> Iterator[Named]:
    """Yield the addresses in a script, each with what the records in it say of its picture."""
    script = without_escapes(script) if "&q;" in script else script
    told = script_records(script) if PICTURE_FILE.search(script) else {}
    for at, url in enumerate(script_urls(script)):
        yield Named(Kind.STATE, url, None, at, told.get(url, ()))


def _tells_smaller(attribute: tuple[str, str]) -> bool:
    """Whether the name of an *attribute* tells a smaller version: the largest of those without a width comes first."""
    return not _SMALLER.isdisjoint(re.split(r"[-_]", attribute[0]))


def _looks_like_url(value: str) -> bool:
    return len(value) <= MAX_URL and re.search(r"[\s{}<>\"]", value.strip()) is None and not is_packed(value)
