"""Files to which redirects lead in a picture's place: the site's own, and those of what it belonged to."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urlsplit

from imgcrawl.naming.carried import PHOTON_HOST
from imgcrawl.naming.stems import random_part
from imgcrawl.naming.words import EXTENSIONS, FALLBACK_FIELDS, vocabulary

PRESCRIBED = re.compile(
    r"/(?:full|square|(?:pct:)?[\d.,]+)/[\^!,\w.:]+/!?[\d.]+/(?:default|native|color|gray|bitonal)\.\w+$"
    r"|/digital/api/singleitem/image/[\w-]+/\d+/default\.\w+$"
)
"""Names that the IIIF Image API and that of CONTENTdm's own pages prescribe, whatever is shown."""
_GENERIC_FOLDERS = vocabulary("""
    assets static img imgs image images pics media common shared public default defaults placeholder placeholders theme
    themes errors error system site sites resources res ui icons graphics gfx misc
""")
_OF_OTHERS = vocabulary("brand brands manufacturer manufacturers category categories banner banners")
"""Folders of what a shop leads its deleted articles to."""
_SIZED_CATEGORY = re.compile(r"\d+-category(?:_default)?")
"""The folder of a category's picture in PrestaShop, with its number."""
_TOKENS = re.compile(r"[^\W\d_]{3,}|\d+")
_COPIED = re.compile(rf"{PHOTON_HOST.pattern}/([^?]+)")


def leads_astray(asked_url: str, final_url: str) -> bool:
    """Say whether *asked_url* ended at a site's own file, in a folder for such, whose name it has nothing to do with.

    That is no evidence by itself: pictures are asked for by number and found by name.
    """
    return _folder(final_url) in _GENERIC_FOLDERS and _is_elsewhere(asked_url, final_url)


def leads_elsewhere(asked_url: str, final_url: str) -> bool:
    """Say whether *asked_url*, a file's, ended at a picture that is named in words, and in none of what was asked for.

    That is less evidence still, as pictures are renamed, and those that were counted or drawn are given names.
    """
    name = unquote(urlsplit(final_url).path.rpartition("/")[2]).lower()
    stem = name.rpartition(".")[0] or name
    is_file = urlsplit(asked_url).path.rpartition(".")[2].lower() in EXTENSIONS
    is_worded = any(map(str.isalpha, _TOKENS.findall(stem))) and not random_part(stem)
    return is_file and is_worded and _is_elsewhere(asked_url, final_url)


def leads_to_others(asked_url: str, final_url: str) -> bool:
    """Say whether *asked_url*, a file's, ended at the picture of a brand, a category or a banner with another name.

    Shops and their extensions lead what is deleted to what it belonged to. The one asked for lay in no such folder.
    """
    if final_url == asked_url:
        return False
    own = _others_folders(final_url) - _others_folders(asked_url)
    return bool(own) and leads_elsewhere(asked_url, final_url)


def leads_to_fallback(asked_url: str, final_url: str) -> bool:
    """Say whether *asked_url* ended at the address that its own query gives for what is not there.

    Gravatar leads there, by way of Photon, and so do proxies of images. Sources: Gravatar, "Default Image" (``d``,
    ``default``) and, on its blog, "Default Image Changes"; weserv, "Default image" and "Redirect on error".
    """
    if final_url == asked_url:
        return False
    final = _place(final_url)
    fields = parse_qsl(urlsplit(asked_url).query)
    return any(key.lower() in FALLBACK_FIELDS and _place(value) == final for key, value in fields)


def _place(url: str) -> str:
    """Return *url* without its scheme and as text; of one of Photon's, what that has a copy of."""
    place = unquote(url.partition("//")[2] or url)
    copied = _COPIED.match(place)
    return copied[1] if copied else place


def _others_folders(url: str) -> set[str]:
    folders = unquote(urlsplit(url).path).lower().split("/")[:-1]
    return {"category" if _SIZED_CATEGORY.fullmatch(name) else name for name in folders} & _OF_OTHERS


def is_sites_own(asked_url: str, final_url: str) -> bool:
    """Say whether the file at *final_url* lies where a site keeps its own, and has nothing to do with *asked_url*."""
    is_kept = _folder(final_url) in _GENERIC_FOLDERS or urlsplit(final_url).path.rfind("/") == 0
    return is_kept and _is_elsewhere(asked_url, final_url)


def _folder(url: str) -> str:
    *_, folder, _name = ["", *unquote(urlsplit(url).path).lower().split("/")]
    return folder


def _is_elsewhere(asked_url: str, final_url: str) -> bool:
    path = urlsplit(final_url).path
    if path == urlsplit(asked_url).path or PRESCRIBED.search(path):
        return False
    name = unquote(path).lower().rsplit("/", 1)[-1]
    asked = set(_TOKENS.findall(unquote(asked_url).lower()))
    return asked.isdisjoint(_TOKENS.findall(name.rpartition(".")[0] or name))
