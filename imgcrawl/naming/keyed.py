"""What services call a picture in their addresses: the part that stays when secret, size, name and host change.

A folder that was drawn is a picture's where an order to render it follows or precedes: what stands behind is a name for
readers. Elsewhere it may hold the pictures of a whole album.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from imgcrawl.naming.beside import words_beside
from imgcrawl.naming.sizes import split_name
from imgcrawl.naming.stems import UUID, is_date
from imgcrawl.naming.words import THINGS, vocabulary

_HASH = r"(?P<key>(?=[0-9]*[a-f])(?=[a-f]*[0-9])[0-9a-f]{16,64})"
_DRAWN = rf"(?P<key>{UUID.pattern}|(?=[0-9]*[a-f])(?=[a-f]*[0-9])[0-9a-f]{{16,64}})"
_EXTENSION = r"\.(?:jpe?g|png|gif|webp|avif)"
_ENDING = re.compile(rf"{_EXTENSION}$", re.IGNORECASE)
_SIDES = r"s\d{2,4}x\d{2,4}(?:_c\d)?"
_ORDER = rf"(?:{_SIDES}|[wh]_\d{{2,4}}(?:,[a-z]{{1,3}}_\w+)*)"
_RENDERING = r"(?:transform|render|renditions?|resize|deliver)"
_RESOURCE_SIZE = r"(?:hpr|lpr|scr|pre|thm|col)"
_FIELD = r"(?:io|im|tr|imwidth|width|wid|w)"
_WHOLE = r"(?<![0-9A-Za-z]){key}(?![0-9A-Za-z])"


_OF_OTHERS = vocabulary("qr qrcode qrcodes user users avatar avatars profile profiles barcode")
"""Folders of what is made for a file or of its owner, under the same key."""


class Form(NamedTuple):
    """How a service writes addresses, each ended by ``?`` and its query.

    *holds_key*: how others that bear the key are known; None: by the same form. *has_views*: names may tell
    the pictures of one key apart. *may_be_owners*: what was drawn may be for whoever has pictures there.
    """

    address: str
    holds_key: str | None = _WHOLE
    has_views: bool = False
    may_be_owners: bool = False


FORMS: dict[str, Form] = {
    # Flickr: server, number and secret. Source: https://www.flickr.com/services/api/misc.urls.html.
    "number": Form(
        rf"/\d{{1,6}}/(?P<key>[1-9]\d{{8,10}})_(?P<secret>[0-9a-f]{{8,12}})(?:_(?P<size>[a-z0-9]{{1,2}}))?{_EXTENSION}\?",
        holds_key=None,
    ),
    # Etsy: the listing's picture and its secret, behind the size.
    "listing": Form(
        rf"/il_(?:\d{{2,4}}x(?:\d{{2,4}}|N)|fullxfull)\.(?P<key>\d{{7,11}}_[0-9a-f]{{4,12}})(?:_\w+)?{_EXTENSION}\?"
    ),
    # CollectiveAccess: the representation of an object, behind what is drawn for each file of it.
    "representation": Form(
        rf"/(?P<secret>\d+)_ca_object_representations_media_(?P<key>\d+)_(?P<size>[a-z]+\d?){_EXTENSION}\?",
        holds_key=None,
    ),
    # Omeka of before 2.0: the file's hash, and one that it does not keep any more.
    "archived": Form(
        r"/archive/(?:files|(?P<size>fullsize|thumbnails|square_thumbnails))/(?P<key>[0-9a-f]{32})_(?P<secret>[0-9a-f]{10})"
        rf"{_EXTENSION}\?",
        holds_key=r"/{key}(?:_[0-9a-f]{{10}})?\.\w{{3,4}}$",
    ),
    # ResourceSpace: the resource, a size, and what is drawn for each store of files.
    "resource": Form(
        rf"/(?P<key>[1-9]\d{{4,9}})(?P<size>{_RESOURCE_SIZE})_(?P<secret>[0-9a-f]{{10,32}}){_EXTENSION}\?",
        holds_key=None,
    ),
    # Zenfolio: server, volume, number and size.
    "volume": Form(
        rf"/s\d{{1,4}}/v\d{{1,4}}/p(?P<key>[1-9]\d{{7,11}})-(?P<size>\d{{1,2}}){_EXTENSION}\?", holds_key=None
    ),
    # iNaturalist: the folder of a photo, which has a file for each size.
    "photo": Form(
        rf"/photos/(?P<key>[1-9]\d{{6,10}})/(?P<size>original|large|medium|small|thumb|square){_EXTENSION}\?",
        holds_key=None,
    ),
    # Wix: the owner's hash and the file's, how it is rendered, and a name.
    "wix": Form(
        rf"/(?:[0-9a-f]{{5,8}}_)?{_HASH}(?:~mv\d[^/?]*(?:/[^?]*)?|(?:\.\w{{2,5}})?/v\d/(?:fill|fit|crop)/[wh]_\d[^?]*)\?"
    ),
    # SmugMug: the image's key, its version and secret, which it has not always had, the size and the name.
    "image": Form(
        r"/i-(?P<key>(?=[a-z]*[0-9A-Z])[0-9A-Za-z]{6,10})/\d{1,3}/(?:[0-9a-f]{6,64}/)?[A-Z][0-9A-Za-z]{0,4}/[^/]+\?",
        holds_key=r"/i-{key}(?=/|-[A-Z][0-9A-Za-z]{{0,4}}\.|\.\w+$|$)",
    ),
    # Tumblr: the file's hash before the post's; of old before a name, or in it.
    "post": Form(rf"/{_HASH}/[0-9a-f]{{8,32}}-[0-9a-z]{{2}}/{_SIDES}/[^/]+\?"),
    "named_post": Form(rf"/{_HASH}/tumblr_\w{{8,40}}_\d{{2,4}}{_EXTENSION}\?"),
    "old_post": Form(rf"/tumblr_(?:inline_)?{_HASH}_\d{{2,4}}{_EXTENSION}\?"),
    # Libraries of media: what was drawn for the file, beside an order to render it.
    "ordered": Form(rf"/{_DRAWN}/{_ORDER}(?:/[^/]+){{1,2}}\?", has_views=True, may_be_owners=True),
    "rendered": Form(rf"/{_RENDERING}/{_DRAWN}/[^/]+\?", has_views=True),
    "asked": Form(rf"/{_DRAWN}/[^/.]+\?(?:.*&)?{_FIELD}=", has_views=True, may_be_owners=True),
}
"""By name; the first that fits an address tells its key."""
_PATTERNS = {name: re.compile(form.address) for name, form in FORMS.items()}


class Key(NamedTuple):
    """What a service calls a picture, by which of :data:`FORMS`. *size*, *secret*: what is asked of it, and how."""

    form: str
    key: str
    size: str = ""
    secret: str = ""


@lru_cache(maxsize=4_096)
def key_of(url: str) -> Key | None:
    """Return the key of the picture at *url*; None where the address has no known form, or is of a thing's folder."""
    address = _written(url)
    for name, pattern in _PATTERNS.items():
        if found := pattern.search(address):
            told = found.groupdict("")
            is_things = not THINGS.isdisjoint(address[: found.start()].lower().split("/")[-1:])
            is_day = is_date(told["key"]) or is_date(told.get("secret", ""))
            return None if is_things or is_day else Key(name, *(told.get(part, "") for part in Key._fields[1:]))
    return None


def bears(url: str, key: Key) -> bool:
    """Whether *url* is of the picture of that *key*, in whatever size; on any host if no other thing has it."""
    held = FORMS[key.form].holds_key
    if held is None:
        other = key_of(url)
        return other is not None and (other.form, other.key) == (key.form, key.key)
    path = unquote(urlsplit(url).path)
    parts = path.split("/")
    is_of_others = not _OF_OTHERS.isdisjoint(path.lower().split("/"))
    is_borne = not is_of_others and re.search(held.format(key=re.escape(key.key)), path) is not None
    return is_borne and (held is not _WHOLE or key.key in _keys(url) or not any(_tells_view(p, key.key) for p in parts))


def _keys(url: str) -> frozenset[str]:
    other = key_of(url)
    return frozenset({other.key} if other is not None else ())


def _tells_view(part: str, key: str) -> bool:
    """Whether more than a size stands beside *key* in a folder or a name: of another view or colour."""
    return bool(words_beside(split_name(_ENDING.sub("", part))[0], frozenset({key})))


def _written(url: str) -> str:
    parts = urlsplit(url)
    return f"{unquote(parts.path)}?{parts.query}"
