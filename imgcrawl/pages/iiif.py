"""The wanted picture in a IIIF manifest, which names the pictures of one object and the services that give them.

Source: IIIF Presentation API 2.1 (``sequences``, ``canvases``, ``images``) and 3.0 (``items``), Image API 2.1 and 3.0.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from imgcrawl.pages.addresses import read_address
from imgcrawl.pages.documents import MAX_NODES
from imgcrawl.pages.evidence import Choice, same_url
from imgcrawl.pages.identified import iiif_identifier
from imgcrawl.pages.identity import Confidence
from imgcrawl.pages.stems import Claim, claim, is_date, random_part
from imgcrawl.pages.trees import nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

_CONTEXT = re.compile(r"https?://iiif\.io/api/presentation/\d/context\.json")
_HTTP = re.compile(r"https?://[^\s\"'<>]{3,4000}")
_EXTENSION = re.compile(r"\.(?:jpe?g|jp2|jpx|j2k|tiff?|ptif|png|webp|gif)$", re.IGNORECASE)
_PART = re.compile(r"[/:!~$]")
"""What parts the path of a file in the identifier of a service."""
_PAGE_NUMBER = re.compile(r"0*\d{1,4}")
_LONG_NUMBER = re.compile(r"\d{7,}")
_PICTURE = "dctypes:Image", "Image"


def is_manifest(document: Any) -> bool:
    """Whether a JSON *document* is a IIIF manifest."""
    contexts = document.get("@context") if isinstance(document, dict) else None
    contexts = contexts if isinstance(contexts, list) else [contexts]
    return any(isinstance(context, str) and _CONTEXT.fullmatch(context) for context in contexts)


def choose_from_manifest(document: Any, *, wanted_url: str) -> Choice | None:
    """Return the one picture of a manifest whose file or service bears the name of the wanted one; none in doubt."""
    wanted = {name for name in _names(wanted_url) if _tells(name)}
    if (identifier := iiif_identifier(wanted_url)) is not None and not _PAGE_NUMBER.fullmatch(identifier):
        wanted.add(identifier)
    found = {url for picture, url in _pictures(document) if wanted & {name for at in picture for name in _names(at)}}
    url = found.pop() if len(found) == 1 else None
    if url is None or same_url(url, wanted_url):
        return None
    return Choice(url, Confidence.SAME_ID, "The manifest of the page's object has one picture with the wanted name.")


def _pictures(document: Any) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the addresses by which each picture is known, and the one at which its largest version is."""
    for node in nodes(document, MAX_NODES):
        if not isinstance(node, dict) or (node.get("@type") or node.get("type")) not in _PICTURE:
            continue
        own, service = _id(node), _service(node.get("service"))
        if service is not None and (base := _id(service)):
            yield (base, own or base), f"{base.rstrip('/')}/full/{_largest(service)}/0/default.jpg"
        elif own:
            yield (own,), own


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
    names = {_EXTENSION.sub("", name) for name in (last, _PART.split(last)[-1])}
    if (address := read_address(url)) is not None and address.file and service == url.partition("?")[0]:
        names.add(address.stem.casefold())
    return frozenset(names)


def _tells(name: str) -> bool:
    """Whether pictures of few other objects are called *name*: ``0001`` and ``page-1`` are in every manifest."""
    is_number = _LONG_NUMBER.fullmatch(name) is not None and not is_date(name)
    return claim(name) > Claim.FIRST or random_part(name) or is_number
