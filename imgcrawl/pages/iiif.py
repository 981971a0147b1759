"""The wanted picture in a IIIF manifest, which names the pictures of one object and the services that give them.

Source: IIIF Presentation API 2.1 (``sequences``, ``canvases``, ``images``) and 3.0 (``items``), Image API 2.1 and 3.0.
"""

from __future__ import annotations

import re
from math import isqrt
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

from imgcrawl.naming.addresses import read_address, same_url
from imgcrawl.naming.numbers import museum_number
from imgcrawl.naming.same_image import Confidence
from imgcrawl.naming.services import KEPT_FILE_END, WHOLE_SIZES, ordered
from imgcrawl.naming.stems import Claim, claim, is_date, random_part
from imgcrawl.pages.choosing.choice import Choice
from imgcrawl.pages.choosing.identified import iiif_identifier
from imgcrawl.pages.reading.documents import MAX_NODES
from imgcrawl.pages.reading.trees import nodes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_CONTEXT = re.compile(r"https?://iiif\.io/api/presentation/\d/context\.json")
_HTTP = re.compile(r"https?://[^\s\"'<>]{3,4000}")
_PART = re.compile(r"[/:!~$]")
"""What parts the path of a file in the identifier of a service."""
_PAGE_NUMBER = re.compile(r"0*\d{1,4}")
_LONG_NUMBER = re.compile(r"\d{7,}")
_PICTURE = "dctypes:Image", "Image"
_OTHERS = frozenset({"thumbnail", "logo", "provider", "rendering", "placeholderCanvas", "accompanyingCanvas"})
"""Under what a manifest names pictures that are not the object's, or smaller."""
_SIZE = re.compile(r"/full/([^/]+)/[!\d.]+/[a-z]+\.\w+$")
_MOST_INSTEAD = 2
MAX_METADATA = 2_000
"""Nodes of a manifest's label and metadata that are read."""
_LEVEL_0 = re.compile(r"\blevel0\b")
_MOST_SIZES = 100
_MOST_STATED = 100  # characters


def is_manifest(document: Any) -> bool:
    """Whether a JSON *document* is a IIIF manifest."""
    return any(map(_CONTEXT.fullmatch, _contexts(document)))


def _contexts(document: Any) -> list[str]:
    context = document.get("@context") if isinstance(document, dict) else None
    return [each for each in (context if isinstance(context, list) else [context]) if isinstance(each, str)]


def choose_from_manifest(document: Any, *, wanted_url: str) -> Choice | None:
    """Return the one picture of a manifest whose file or service bears the name of the wanted one; none in doubt.

    The only picture of an object may be called by the number that the manifest states.
    """
    wanted = {name for name in _names(wanted_url) if _tells(name)}
    if (identifier := iiif_identifier(wanted_url)) is not None and not _PAGE_NUMBER.fullmatch(identifier):
        wanted.add(identifier)
    number = next(filter(None, map(museum_number, sorted(_names(wanted_url)))), None)
    wanted |= {number} if number else set()
    pictures = dict.fromkeys(_pictures(document))
    found = [picture for picture in pictures if wanted & _called(picture)]
    if not found and wanted & set(_stated(document)):
        found = list(pictures)
    others = [url for url in _of_one(found) if not same_url(url, wanted_url)]
    if not others:
        return None
    evidence = "The manifest of the page's object has one picture with the wanted name."
    return Choice(others[0], Confidence.SAME_ID, evidence, instead=tuple(others[1 : 1 + _MOST_INSTEAD]))


def only_picture(document: Any) -> tuple[str, ...]:
    """Return the addresses of the one picture that a manifest has; none where it has several."""
    return _of_one(dict.fromkeys(_pictures(document)))


def _of_one(pictures: Collection[_Picture]) -> tuple[str, ...]:
    """Return the addresses of *pictures* if they are one picture, the likeliest first; else none."""
    if len({picture.base or picture.own for picture in pictures}) != 1:
        return ()
    return tuple(dict.fromkeys(url for picture in sorted(pictures, key=_is_reduced) for url in _addresses(picture)))


class Described(NamedTuple):
    """What a service describes in ``info.json``: *urls* of the picture, the likeliest first, and its *width*.

    *width*: of what is at the first of *urls*, in pixels; *whole_width*: of the picture; 0 where that is not told.
    """

    urls: tuple[str, ...]
    width: int = 0
    whole_width: int = 0


def image_service(document: Any, *, base: str = "") -> Described | None:
    """Return the picture that a service describes in ``info.json``; None of any other *document*.

    *base*: where the service has been asked for that, if not where the document says. Services of level 0 keep the
    sizes that they list, and no others: the largest is asked for as their version writes it. So is the size up to
    which a service gives a picture that is larger.
    """
    if not any("iiif.io/api/image" in each for each in _contexts(document)) or not (
        base := base or _id(document) or ""
    ):
        return None
    width = _pixels(document.get("width"))
    kept = _kept_sizes(document) if _LEVEL_0.search(str(document.get("profile"))) else _size_allowed(document)
    sizes = [_canonical(document, *max(kept))] if kept else []
    sizes += [_largest(document), *WHOLE_SIZES, *([f"{width},"] if width else [])]
    urls = tuple(dict.fromkeys(ordered(base.rstrip("/"), size) for size in sizes))
    return Described(urls, max(kept)[0] if kept else width, width)


def _size_allowed(document: dict[str, Any]) -> list[tuple[int, int]]:
    """Return the largest size in pixels, width before height, that a service makes of a larger picture, if it says so.

    The second version says so among its profiles. A greatest width alone is the greatest height, too. Source: IIIF
    Image API 2.1, 5.3, and 3.0, 5.4: ``maxWidth``, ``maxHeight``, ``maxArea``.
    """
    profile, width, height = document.get("profile"), _pixels(document.get("width")), _pixels(document.get("height"))
    said = [document, *(each for each in (profile if isinstance(profile, list) else [])[:9] if isinstance(each, dict))]
    widest, highest, area = (
        min(filter(None, (_pixels(each.get(name)) for each in said)), default=0)
        for name in ("maxWidth", "maxHeight", "maxArea")
    )
    if not (width and height):
        return []
    area = area or width * height
    most = min(widest or width, (highest or widest or height) * width // height, isqrt(area * width // height))
    return [(most, max(1, min(round(height * most / width), area // most)))] if 0 < most < width else []


def _kept_sizes(document: dict[str, Any]) -> list[tuple[int, int]]:
    """Return the sizes in pixels, width before height, that a service says it has."""
    listed = document.get("sizes")
    sizes = [each for each in (listed if isinstance(listed, list) else [])[:_MOST_SIZES] if isinstance(each, dict)]
    pairs = [(_pixels(each.get("width")), _pixels(each.get("height"))) for each in sizes]
    return [pair for pair in pairs if all(pair)]


def _canonical(document: dict[str, Any], width: int, height: int) -> str:
    """Return how the version of a service writes a size: its width alone until the third."""
    return f"{width},{height}" if _largest(document) == "max" else f"{width},"


def _pixels(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0


def _called(picture: _Picture) -> frozenset[str]:
    """Return the names that *picture* has, and what its service calls it."""
    names = [_numbered(_names(at)) for at in (picture.base, picture.own) if at]
    identifier = iiif_identifier(ordered(picture.base)) if picture.base else None
    return frozenset().union(*names, {identifier} if identifier else ())


def _numbered(names: frozenset[str]) -> frozenset[str]:
    """Return *names*, and the numbers of museums that they are."""
    return names | frozenset(filter(None, map(museum_number, names)))


def _stated(document: Any) -> Iterator[str]:
    """Yield the numbers that a manifest states of its object: whole values of its label and its metadata."""
    for node in nodes([document.get("label"), document.get("metadata")], MAX_METADATA):
        if isinstance(node, str) and len(node) <= _MOST_STATED:
            number = museum_number(node.strip())
            if number or _is_number(node.strip()):
                yield number or node.strip()


class _Picture(NamedTuple):
    """A picture of a manifest: its *own* address, and the *base* of the service that gives it in any size.

    *largest*: what its service calls the largest size.
    """

    own: str | None
    base: str | None
    largest: str


def _pictures(document: Any) -> Iterator[_Picture]:
    for node in nodes(document, MAX_NODES, without=_OTHERS):
        if not isinstance(node, dict):
            continue
        if "@type" not in node and isinstance(resource := node.get("resource"), dict):
            node = {"@type": _PICTURE[0], **resource}  # noqa: PLW2901 - what annotates a canvas is an image by default
        if (node.get("@type") or node.get("type")) not in _PICTURE:
            continue
        service = _service(node.get("service")) or {}
        picture = _Picture(_id(node), base.rstrip("/") if (base := _id(service)) else None, _largest(service))
        if picture.own or picture.base:
            yield picture


def _addresses(picture: _Picture) -> Iterator[str]:
    """Yield the addresses of *picture*, the likeliest to give it in full size first.

    That is its own, unless the service is asked for less there; servers know the one word for all of it or the other.
    """
    if picture.own and not _is_reduced(picture):
        yield picture.own
    if picture.base:
        for size in (picture.largest, *WHOLE_SIZES):
            yield ordered(picture.base, size)
    if picture.own:
        yield picture.own


def _is_reduced(picture: _Picture) -> bool:
    """Whether the picture's own address asks its service for less than all."""
    size = _SIZE.search(picture.own or "")
    return size is not None and size[1] not in WHOLE_SIZES


def _service(value: Any) -> dict[str, Any] | None:
    """Return the image service of a picture; of several the first, which is the newest by convention."""
    found = value[0] if isinstance(value, list) and value else value
    return found if isinstance(found, dict) else None


def _id(node: dict[str, Any]) -> str | None:
    url = node.get("id") or node.get("@id")
    return url if isinstance(url, str) and _HTTP.fullmatch(url) else None


def _largest(service: dict[str, Any]) -> str:
    """Return how the largest version is called: ``max`` since version 3, ``full`` before."""
    is_new = service.get("type") == "ImageService3" or "image/3" in str(service.get("@context", ""))
    return "max" if is_new else "full"


def _names(url: str) -> frozenset[str]:
    """Return what *url*, of a file or of a service, calls its picture."""
    service = re.split(r"/full/|/square/", url.partition("?")[0], maxsplit=1)[0].rstrip("/")
    last = unquote(service.rpartition("/")[2]).casefold()
    names = {KEPT_FILE_END.sub("", name) for name in (last, _PART.split(last)[-1])}
    if (address := read_address(url)) is not None and address.file and service == url.partition("?")[0]:
        names.add(address.stem.casefold())
    return frozenset(names)


def _tells(name: str) -> bool:
    """Whether pictures of few other objects are called *name*: ``0001`` and ``page-1`` are in every manifest."""
    return claim(name) > Claim.FIRST or random_part(name) or _is_number(name)


def _is_number(name: str) -> bool:
    return _LONG_NUMBER.fullmatch(name) is not None and not is_date(name)
