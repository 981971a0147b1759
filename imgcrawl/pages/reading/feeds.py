"""Feeds as lists of items, each with what it is called and the pictures in it alone.

Sources: RSS 2.0; RSS 1.0; RFC 4287 (Atom); Media RSS 1.5.1, of which a group is one picture in several versions and a
thumbnail in another element stands for that.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from lxml import etree  # type: ignore[import-untyped]

from imgcrawl.naming.words import IMAGE_FILE
from imgcrawl.pages.reading.documents import is_feed
from imgcrawl.pages.reading.kinds import Candidate, Kind
from imgcrawl.pages.reading.markup import read_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_FEED: Final = 2_000_000
"""Characters of a feed that are read; the last item of a longer one is not whole."""
MAX_ITEMS: Final = 2_000
_MOST_MARKUP: Final = 200_000  # characters of one text of an item
_MOST_PICTURES: Final = 50
_ITEMS: Final = frozenset({"item", "entry"})
_TEXTS: Final = frozenset({"encoded", "description", "summary", "content"})
_MEDIA: Final = "http://search.yahoo.com/mrss"
_DECLARATION: Final = re.compile(r"\s{0,100}<\?xml[^>]{0,500}\?>")
_TAG: Final = re.compile(r"<[^<>]{0,1000}>")
_MOST_PIXELS: Final = 1_000_000
_MOST_DIGITS: Final = 9


class Item(NamedTuple):
    """An item: its *title*, where it *link*s to, and its *pictures*, each as the versions that its markup makes one."""

    title: str
    link: str
    pictures: tuple[tuple[Candidate, ...], ...]


class Feed(NamedTuple):
    """The *items* of a feed, and the addresses of the pictures of the *channel* itself."""

    items: tuple[Item, ...]
    channel: tuple[str, ...]


@lru_cache(maxsize=4)
def read_feed(text: str) -> Feed | None:
    """Return the feed that *text* is; None where it is none. Nothing that it refers to is loaded."""
    if not is_feed(text):
        return None
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True, remove_comments=True
    )
    try:
        root = etree.fromstring(_DECLARATION.sub("", text[:MAX_FEED], count=1).encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root is None:
        return None
    elements = list(islice((each for each in root.iter() if _is_item(each)), MAX_ITEMS + 1))
    if len(text) > MAX_FEED or len(elements) > MAX_ITEMS:
        del elements[-1:]
    return Feed(tuple(map(_item, elements)), tuple(_of_channel(root)))


def _is_item(element: Any) -> bool:
    """Whether *element* is an item, and none within another, as no feed has."""
    return _name(element) in _ITEMS and all(_name(each) not in _ITEMS for each in element.iterancestors())


def _item(element: Any) -> Item:
    title = next((each for each in element if _name(each) == "title" and not _is_media(each)), None)
    links = [each for each in element if _name(each) == "link"]
    link = next((found for each in links if (found := _page_of(each))), "")
    pictures = (tuple(versions) for versions in _pictures(element))
    return Item(_plain(title), link, tuple(islice(filter(None, pictures), _MOST_PICTURES)))


def _page_of(link: Any) -> str:
    """Return where a link leads to the item's page; nothing of one that leads to something else."""
    is_page = link.get("rel", "alternate") == "alternate"
    return (link.get("href") or (link.text or "").strip()) if is_page else ""


def _pictures(element: Any) -> Iterator[list[Candidate]]:
    """Yield the pictures of an item, or of a part of it, as their versions."""
    for each in element:
        name = _name(each)
        if name in {"enclosure", "link"} and not _is_media(each):
            is_enclosed = name == "enclosure" or each.get("rel") == "enclosure"
            yield _declared([each], "url" if name == "enclosure" else "href") if is_enclosed else []
        elif _is_media(each) and name == "group":
            own = [part for part in each if _is_media(part) and _name(part) == "content"]
            yield _declared(own or [part for part in each if _name(part) == "thumbnail"], "url")
        elif _is_media(each) and name in {"content", "thumbnail"}:
            yield _declared([each], "url")
        elif name == "image":
            yield _named([each.get("href") or next((p.text or "" for p in each if _name(p) == "url"), each.text or "")])
        elif name == "content" and each.get("src"):
            yield _declared([each], "src")
        elif name in _TEXTS:
            yield from _shown(_markup(each))


def _declared(elements: Iterable[Any], key: str) -> list[Candidate]:
    """Return the pictures that *elements* declare to be such: by their medium, their type, or the address's ending."""
    found = []
    for each in elements:
        url, kind, medium = each.get(key, "").strip(), each.get("type", "").lower(), each.get("medium", "").lower()
        is_told = kind.startswith("image/") or medium == "image" or _name(each) == "thumbnail"
        if url and (is_told or (not kind and not medium and IMAGE_FILE.search(url))):
            found.append(Candidate(url, Kind.DATA, 0, width=_pixels(each), height=_pixels(each, "height")))
    return found


def _named(urls: Iterable[str]) -> list[Candidate]:
    return [Candidate(url.strip(), Kind.DATA, 0) for url in urls if url.strip()]


def _shown(markup: str) -> Iterator[list[Candidate]]:
    """Yield the pictures that the text of an item shows or leads to."""
    groups: dict[int, list[Candidate]] = {}
    for finding in read_page(markup).findings if "<" in markup else ():
        if finding.kind is not Kind.ATTRIBUTE:
            groups.setdefault(finding.group, []).append(finding)
    yield from groups.values()


def _markup(element: Any) -> str:
    """Return the markup that a text of an item is, be it escaped or not."""
    parts = [etree.tostring(each, encoding="unicode") for each in element if isinstance(each.tag, str)]
    text = "".join([element.text or "", *parts])[:_MOST_MARKUP]
    return html.unescape(text) if "<" not in text and "&lt;" in text else text


def _of_channel(root: Any) -> Iterator[str]:
    """Yield the pictures of the feed itself: its image, logo or icon."""
    for parent in (root, *(each for each in root if _name(each) == "channel")):
        for each in parent:
            if _name(each) in {"image", "logo", "icon"}:
                url = each.get("href") or next((part.text for part in each if _name(part) == "url"), each.text)
                yield (url or "").strip()


def _plain(element: Any) -> str:
    text = "" if element is None else "".join(element.itertext())
    return " ".join(html.unescape(_TAG.sub("", html.unescape(text[:2_000]))).split())


def _is_media(element: Any) -> bool:
    return str(element.tag).startswith(f"{{{_MEDIA}")


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def _pixels(element: Any, key: str = "width") -> int | None:
    value = element.get(key, "")
    is_number = value.isascii() and value.isdecimal() and len(value) <= _MOST_DIGITS
    return int(value) if is_number and 0 < int(value) <= _MOST_PIXELS else None
