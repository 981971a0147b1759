"""The copies of museums, libraries, archives and repositories.

Sources, as of November 2026: CONTENTdm, "API Reference" and "IIIF"; DSpace 6, ``BitstreamReader``; Islandora,
"Datastreams"; eMuseum, ``media/dispatcher``; Library of Congress, "Image derivatives"; Internet Archive, "Derivatives";
Symbiota, ``ImageShared``; Living Atlases' image-service, ``UrlMappings``; Encyclopedia of Life, "Data objects"
(``eolMediaURL``, ``eolThumbnailURL``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from imgcrawl.intake.forms.form import END, PICTURE, Form
from imgcrawl.naming.stems import UUID

if TYPE_CHECKING:
    import re

_COLLECTION, _ITEM = r"CISOROOT=(?:/|%2F)?([\w-]+)", r"CISOPTR=(\d+)"


def _by_iiif(found: re.Match[str]) -> str:
    return f"/digital/iiif/{found[1]}/{found[2]}/full/max/0/default.jpg?"


def _by_newer_iiif(found: re.Match[str]) -> str:
    return f"/iiif/2/{found[1]}:{found[2]}/full/max/0/default.jpg?"


def _by_api(found: re.Match[str]) -> str:
    return f"/digital/api/singleitem/image/{found[1]}/{found[2]}/default.jpg?"


MUSEUMS: Final = (
    Form(
        "CONTENTdm",
        r"/utils/get(?:thumbnail|file|downloaditem|stream)/collection/([\w-]+)/id/(\d+).*",
        (_by_iiif, _by_api),
    ),
    Form(
        "CONTENTdm",
        rf"/(?:utils/ajaxhelper/?|cgi-bin/(?:getimage|thumbnail|showfile)\.exe)\?(?:.*&)?{_COLLECTION}&{_ITEM}(?:&.*)?$",
        (_by_iiif, _by_api),
    ),
    Form("CONTENTdm", r"/digital/api/singleitem/image/([\w-]+)/(\d+)/default\.jpg.*", (_by_iiif, _by_newer_iiif)),
    Form("CONTENTdm", r"/digital/iiif/([\w-]+)/(\d+)/full/[^/?]+/0/default\.jpg$", (_by_newer_iiif, _by_api)),
    Form("DSpace", rf"(/bitstream/handle/[\d.]+/\d+/[^/?]+{PICTURE})\.jpg(?:\?.*)?$", (r"\1",)),
    Form("DSpace", r"(/bitstream)/(\d[\d.]*/\d+)/\d+/([^/?]+)$", (r"\1/handle/\2/\3",)),
    Form(
        "Islandora", r"(/islandora/object/[^/?]+/datastream/)(?:TN|MEDIUM_SIZE|PREVIEW)(?=/view)", (r"\1OBJ", r"\1JPG")
    ),
    Form(
        "eMuseum",
        r"(/internal/media/dispatcher/\d+)/(?:thumbnail|large|medium|preview|postagestamp|resize)\b.*",
        (r"\1/full", r"\1/preview"),
    ),
    Form(
        "Library of Congress",
        r"(/service/pnp/(?:\w+/)+\d[a-z]\d{4,})(?:_150px\.jpg|[tr]\.(?:jpg|gif))$",
        (r"\1v.jpg", r"\1r.jpg"),
    ),
    Form(
        "Living Atlases",
        rf"(?:/image)?/proxyImage(?:Thumbnail(?:Large)?)?\?(?:[^#]*&)?(?:image)?id=({UUID.pattern})(?:&.*)?$",
        (r"/image/\1/original", r"/image/\1/large"),
    ),
    Form(
        "Living Atlases",
        rf"/store/(?:[0-9a-f]/){{4}}({UUID.pattern})/(?:original|thumbnail\w*)$",
        (r"/image/\1/original",),
    ),
    Form("Living Atlases", rf"(/image/{UUID.pattern})/(?:large|thumbnail\w*)$", (r"\1/original",)),
    Form("Encyclopedia of Life", r"(/data/media/(?:[0-9a-f]{2}/){3}\d+\.\w+)\.\d{2,3}x\d{2,3}(?=\.jpg$)", (r"\1",)),
    Form("Symbiota", rf"(/imglib/(?:[^/?]+/){{2,}}[^/?]+)_(?:lg|tn|web)(?={PICTURE}{END})", (r"\1",)),
    Form(
        "Internet Archive", r"(//(?:[\w-]+\.)*archive\.org/download/[^/?]+/(?:[^?]+/)?[^/?]+)_thumb(?=\.jpg$)", (r"\1",)
    ),
)
