"""The thing that a page's JSON-LD is about, and its first picture. Source: https://schema.org/mainEntity."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import unquote, urlsplit

from imgcrawl.pages.onward import is_same_page
from imgcrawl.pages.reading.candidates import absolute

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_PICTURES: Final = frozenset({"ImageObject", "Photograph"})
_THINGS: Final = frozenset(
    {
        "Product",
        "ProductGroup",
        "ProductModel",
        "IndividualProduct",
        "VisualArtwork",
        "Painting",
        "Drawing",
        "Sculpture",
    }
)
_ASIDE: Final = frozenset(
    {"WebSite", "WebPage", "ItemPage", "Organization", "Corporation", "OnlineStore", "BreadcrumbList", "Person"}
    | {"SearchAction", "Brand", "Offer", "AggregateRating"}
)
"""What a document has beside what the page is about."""
_NUMBERS: Final = ("sku", "mpn", "productID", "productGroupID", "gtin", "gtin13", "gtin12", "gtin8", "gtin14")
_MOST: Final = 50
_FEWEST_SIGNS: Final = 4
_WORDS: Final = re.compile(r"[^\W_]+")


class MainPicture(NamedTuple):
    """The first picture of what a page is about, which is a thing, or the picture itself."""

    url: str
    is_thing: bool


def main_picture(documents: Sequence[Any], *, url: str, base: str, called: Sequence[str]) -> MainPicture | None:
    """Return the first picture of what the page at *url* is about by its JSON-LD; None in doubt.

    A thing is the page's own by its address, its number in the page's or its name, by which the page is called. A
    picture must be all that the data are about.
    """
    entities = [entity for document in documents for entity in _entities(document)]
    own = [each for each in entities if _kinds(each) & _THINGS and _is_own(each, url, base, called)]
    if len(own) == 1:
        first = _first(own[0].get("image"), base)
        return MainPicture(first, is_thing=True) if first else None
    others = [each for each in entities if not _kinds(each) & _ASIDE]
    if len(others) != 1 or not _kinds(others[0]) & _PICTURES:
        return None
    first = _first(others[0].get("contentUrl") or others[0].get("url") or others[0].get("image"), base)
    return MainPicture(first, is_thing=False) if first else None


def is_about_another(documents: Sequence[Any]) -> bool:
    """Whether the data of a page are about something that is neither a thing nor a picture: an article, a list."""
    entities = (entity for document in documents for entity in _entities(document))
    return any(kinds and not kinds & (_ASIDE | _PICTURES) for kinds in map(_kinds, entities))


def _entities(document: Any) -> Iterator[dict[str, Any]]:
    """Yield what *document* is about: itself, what it lists or has as its graph, and the main entities of those."""
    nodes = document if isinstance(document, list) else [document]
    for node in nodes[:_MOST]:
        if not isinstance(node, dict):
            continue
        graph = node.get("@graph")
        listed = graph[:_MOST] if isinstance(graph, list) else [node]
        for each in listed:
            if isinstance(each, dict):
                yield each
                if isinstance(main := each.get("mainEntity"), dict):
                    yield main


def _kinds(entity: dict[str, Any]) -> frozenset[str]:
    kind = entity.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return frozenset(str(each).rpartition("/")[2] for each in kinds if isinstance(each, str))


def _is_own(entity: dict[str, Any], url: str, base: str, called: Sequence[str]) -> bool:
    """Whether the page at *url* is that of *entity*; one that says that it is at another place is another page's."""
    written = entity.get("url")
    place = absolute(written, base) if isinstance(written, str) else None
    if place is not None:
        return is_same_page(place, url)
    path = {word.casefold() for word in re.split(r"[/_.=&?]", unquote(f"{urlsplit(url).path}?{urlsplit(url).query}"))}
    numbers = (str(entity[key]).strip() for key in _NUMBERS if isinstance(entity.get(key), str | int))
    if any(len(number) >= _FEWEST_SIGNS and number.casefold() in path for number in numbers):
        return True
    name = entity.get("name")
    words = _WORDS.findall(name.casefold()) if isinstance(name, str) else []
    return len(words) > 1 and any(_WORDS.findall(title.casefold()) == words for title in called)


def _first(image: Any, base: str) -> str | None:
    if isinstance(image, list):
        image = image[0] if image else None
    if isinstance(image, dict):
        image = image.get("contentUrl") or image.get("url")
    return absolute(image, base) if isinstance(image, str) else None
