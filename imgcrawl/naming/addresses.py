"""What an image's address says about which image it is, with size, format, token and proxy taken away."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlsplit

from w3lib.url import canonicalize_url

from imgcrawl.identity.origins import UNLISTED, site
from imgcrawl.naming.camel_case import in_words
from imgcrawl.naming.carried import MAX_FIELDS, inner_address
from imgcrawl.naming.files import as_file
from imgcrawl.naming.places import Folder, worded
from imgcrawl.naming.processing import option_width, options_among
from imgcrawl.naming.readable import component_width
from imgcrawl.naming.services import served
from imgcrawl.naming.sizes import is_size, may_count, query_width, segment_width, smallest, split_bare_width, split_name
from imgcrawl.naming.stems import Power, ids, is_counted, power, strong_ids
from imgcrawl.naming.words import CACHE_FIELDS, CONTAINERS, DISPLAY_FIELDS, IMAGE_FILE_END, vocabulary

_OTHER_EXTENSION = re.compile(r"\.(?:svgz?|html?|css|js|json|xml|pdf|mp4|webm|mov|mp3|zip)$", re.IGNORECASE)
_NAMESPACE = re.compile(r"[^\W\d_]{2,20}:(?=.*\.[a-z]{3,4}$)", re.IGNORECASE)
"""``File:`` in any language, as wikis write it before a file's name."""
_OF_WIKI = re.compile(r"^.*?/lib/exe/fetch\.php/(?=.)")
"""What stands before those folders, wherever the wiki is; where it rewrites addresses, ``/_media/`` does."""
_PAGE_OF_FILE = "/lib/exe/detail.php/"
"""Stands in the address of DokuWiki's page about a file, before the name of that."""
_SIZED = re.compile(r"(?<=\d)-[a-z_]+_default(?:2x)?$")
"""The size behind the number of an image in PrestaShop's folder for it; the sign stays: plain numbers are of others."""
_DRUPAL = re.compile(r"/styles/[^/]+/(?:public|private)/")
_TOKENS = re.compile(
    r"token|access_token|auth|sig|signature|expir(?:es|y|ation)?|exp|policy|key-pair-id|hmac|hdnea|hdnts|itok|x-amz-.+|"
    r"x-goog-.+|awsaccesskeyid|googleaccessid|sv|skoid|sktid|skt|ske|sks|skv|oh|oe|_nc_.+|ccb|stp|edm|efg|ig_.+"
)
_OF_AZURE = frozenset({"se", "sp", "sr", "st"})
"""Fields of a signature of Azure's, beside its version (``sv=2023-01-03``); elsewhere they may tell anything."""
_AZURES_VERSION = re.compile(r"(?:.*&)?sv=20\d\d-\d\d-\d\d(?:&.*)?", re.IGNORECASE)
KEYS = vocabulary("id pid sku page p n num index item photo name attachment_id fid")
"""Query fields that name a picture among others."""
PICTURE_FIELD = re.compile(r"(?:image|img|photo|pic|picture|media|asset|file|object|o|p)?_?id|photo|image|img|pic")
"""A query field whose value is a picture's identifier."""
_IN_SERIES = vocabulary("page pg seq frame leaf folio sheet slide side angle view color colour")
"""Query fields that tell apart the pictures of one thing, of which none is asked for means the first."""
_FIRST = frozenset({"", "0", "1"})
_LETTERS_VALUE = re.compile(
    r"(?:\d{1,5}(?:\.\d{1,4})?(?:[x*]\d{0,5})?(?:px|%)?|auto(?::\w+)?|high|low|best|medium|max|full|)", re.IGNORECASE
)
"""What a side or a quality is; a longer number is a thing's."""
_RELEASED = frozenset({"theme", "themes", "skin", "skins", "template", "templates", "app", "release", "iiif"})
"""Directories before a version of what a site is made of."""
_SHORT_TOKENS = frozenset({"s", "h", "k", "e", "m", "c", "hash", "key"})
_SCRIPT = re.compile(r"\.(?:php\d?|aspx?|jspx?|cgi|cfm|pl|do)$", re.IGNORECASE)

_BYTES = {byte: 0x1400 + byte for byte in range(0x80, 0x100)}
"""Bytes of an encoding that is not known, as letters of Canadian syllabics, which no name of Europe or Asia has."""

MAX_DIRECTORIES = 100
"""Directories of an address that is judged. Some services write an address of 1,500 characters into as many."""
MAX_NAME_CHARS = 1_024
"""Characters of a name, decoded, that is judged: what is found out of names is remembered for some 200,000 of them."""


@dataclass(frozen=True, slots=True)
class Address:
    """The identity that an address states.

    *host*: lower case, without ``www.``. *path*: percent-decoded. *dirs*: its directories without sizes and versions,
    casefolded. *stem*: the file name without extension and size. *fields*: query fields that may tell images apart.
    *file*: whether the path ends in an image file. *width*: named pixels, None for the full size. *words*: the stem as
    the words that begin with capitals in it, empty where there are no two.
    """

    host: str
    path: str
    dirs: tuple[str, ...]
    stem: str
    power: Power
    fields: tuple[tuple[str, str], ...]
    file: bool
    width: int | None
    words: str = ""

    @property
    def folder(self) -> Folder:
        """The host and the directories."""
        return Folder(self.host, self.dirs)

    @property
    def telling_dirs(self) -> tuple[str, ...]:
        """The directories that are more than a container."""
        return tuple(name for name in self.dirs if name not in CONTAINERS)

    @property
    def keys(self) -> frozenset[str]:
        """The ids that name the picture itself: in the stem, else in the nearest directory or the only query field."""
        if (own := ids(self.stem)) or self.power is not Power.NONE:
            return own
        if not self.file and len(self.fields) == 1:
            value = self.fields[0][1]
            return ids(value) or (frozenset({value}) if re.fullmatch(r"\d{5,}", value) else frozenset())
        return ids(self.telling_dirs[-1]) if self.telling_dirs else frozenset()


def fields_of(query: str) -> list[tuple[str, str]]:
    """Return the fields of a *query* that have values; none where it has more than :data:`MAX_FIELDS`."""
    try:
        return parse_qsl(query, max_num_fields=MAX_FIELDS)
    except ValueError:
        return []


def field_values(query: str) -> list[str]:
    """Return the values of the fields of a *query*."""
    return [value for _, value in fields_of(query)]


@lru_cache(maxsize=8_192)
def read_address(url: str) -> Address | None:
    """Return what *url* says about its image, or None when it cannot be the address of a raster image."""
    try:
        inner, outer_width = inner_address(url)
        parts = urlsplit(inner)
        host, path = (parts.hostname or "").removeprefix("www."), as_file(_decoded(parts.path))
        pairs = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=MAX_FIELDS)
    except ValueError:
        return None
    if not host or _OTHER_EXTENSION.search(path) or _PAGE_OF_FILE in path or path.count("/") > MAX_DIRECTORIES:
        return None
    asked = served(parts.path)
    directories, name, after = _split_path(_OF_WIKI.sub("/_media/", path) if asked is None else asked.path)
    ordered = segment_width(asked.size)[1] if asked else None
    if len(name) > MAX_NAME_CHARS:
        return None
    written, name_width = _stem(name)
    stem, words = (written, "") if strong_ids(written) else (written.casefold(), in_words(written))
    options = options_among(directories, name) if ":" in path else ()
    sizes = [segment_width(segment)[1] for segment in directories] + [option_width(directories[at]) for at in options]
    widths = [outer_width, name_width, query_width(pairs), after, ordered, *sizes]
    dirs = tuple(
        _SIZED.sub("-", segment.casefold())
        for at, segment in enumerate(directories)
        if at not in options and not _is_version(directories, at)
    )
    file = IMAGE_FILE_END.search(name) is not None
    is_told = file and power(stem) > Power.NONE
    signed = _OF_AZURE if pairs and _AZURES_VERSION.fullmatch(parts.query) else frozenset()
    told = {(key.lower(), value) for key, value in pairs if not _is_display(key.lower(), value, is_told=is_told)}
    fields = tuple(sorted((key, value) for key, value in told if key not in signed))
    is_script = fields and not file and power(stem) < Power.NAME and not is_counted(stem)
    if is_script or (pairs and _SCRIPT.search(name)):
        stem = words = ""  # the name of a script, not of a picture
    return Address(host, path, dirs, stem, power(stem), fields, file, smallest(widths), words)


def _decoded(path: str) -> str:
    """Return *path* without its percent-encoding; where it is no UTF-8 a byte beyond ASCII is a letter of its own."""
    text = unquote(path)
    return unquote(path, "latin-1").translate(_BYTES) if "\ufffd" in text else text


def is_file(url: str) -> bool:
    """Whether *url* ends in the name of a raster image's file."""
    address = read_address(url)
    return address is not None and address.file


def without_width(address: Address, width: int | None) -> Address:
    """Return *address* with a last number of its name that is its file's *width* in pixels read as its size."""
    stem, number = split_bare_width(address.stem, width) if width is not None else (address.stem, None)
    return address if number is None else replace(address, stem=stem, power=power(stem), width=number)


def same_address(one: Address, other: Address) -> bool:
    """Whether two addresses ask for the same, but for the fields that tell no picture."""
    return (one.host, one.path, one.fields) == (other.host, other.path, other.fields)


def same_file(one: Address, other: Address) -> bool:
    """Whether two addresses have one host and path, whatever is asked for by their fields."""
    return (one.host, one.path) == (other.host, other.path)


def same_url(one: str, other: str) -> bool:
    """Whether two addresses ask for the same thing: equal but for the order of fields, escapes and fragment."""
    if one == other:
        return True
    first, second = read_address(one), read_address(other)
    if first is None or second is None or not same_file(first, second):
        return False
    return _canonical(one) == _canonical(other)


@lru_cache(maxsize=4_096)
def _canonical(url: str) -> str:
    try:
        return canonicalize_url(url)
    except ValueError:
        return url


def same_site(one: str, other: str) -> bool:
    """Whether two hosts belong to one site; two customers of a service that many share do not."""
    return one == other or (site(one) == site(other) and site(one) not in UNLISTED)


def fields_conflict(one: Address, other: Address, *, strict: bool) -> bool:
    """Whether the queries tell the images apart: by a field that both have or, if *strict*, by any field.

    One that counts the pictures of a thing, or tells its sides or colours, does where one of them lacks it, too. A file
    whose name tells much may carry a token under any short name, an id under any but a telling one.
    """
    first, second = dict(one.fields), dict(other.fields)
    if strict:
        return first != second
    if any(_in_series(first, key) != _in_series(second, key) for key in _IN_SERIES & (first.keys() | second.keys())):
        return True
    differing = {key for key in first.keys() & second.keys() if first[key] != second[key]}
    if one.power is Power.ID:
        differing &= KEYS
    return bool(differing - _SHORT_TOKENS if one.power >= Power.NAME else differing)


def _in_series(fields: dict[str, str], key: str) -> str:
    value = fields.get(key, "")
    is_size_of_it = key == "view" and is_size(value)
    return "" if value in _FIRST or is_size_of_it else value


def _split_path(path: str) -> tuple[list[str], str, int | None]:
    """Return the directories, the file's name and the width that follows it.

    The first segment with an image extension is the file; what follows it (``Name.jpg/300px-Name.jpg``,
    ``id.jpg/v1/fill/w_300,h_200/name.jpg``) describes a rendition of it. That of a component of a page of Adobe's is
    called by the last one.
    """
    segments = [segment for segment in _DRUPAL.sub("/", path).split("/") if segment]
    for index, segment in enumerate(segments[:-1]):
        if IMAGE_FILE_END.search(segment):
            if (width := component_width(segments[index:])) is not None:
                return segments[:index], segments[-1], width or None
            after = [segment_width(part)[1] for part in segments[index + 1 : -1]]
            last = _stem(segments[-1])[1] or segment_width(segments[-1])[1]
            return segments[:index], segment, smallest([*after, last])
    return segments[:-1], segments[-1] if segments else "", None


def _stem(name: str) -> tuple[str, int | None]:
    stem, size = _NAMESPACE.sub("", name[-300:]), None
    for _ in range(3):
        stem, width = split_name(IMAGE_FILE_END.sub("", stem))
        size = smallest([size, width])
        if not IMAGE_FILE_END.search(stem):
            break
    base, width = split_bare_width(stem)
    if width is not None and strong_ids(base):
        stem, size = base, smallest([size, width])
    return stem, size


def _is_display(key: str, value: str, *, is_told: bool) -> bool:
    """Whether a field tells no picture; one that chooses a cached version may, unless the file's name *is_told*.

    One of a single letter may have another meaning: a query, a hash.
    """
    is_version = is_told and key in CACHE_FIELDS
    is_preset = key.startswith("$") and key.endswith("$")  # Scene7
    is_display = key in DISPLAY_FIELDS or key.startswith("utm_") or is_preset
    is_other = len(key) == 1 and key in DISPLAY_FIELDS and _LETTERS_VALUE.fullmatch(value) is None
    return is_version or (is_display and not is_other) or _TOKENS.fullmatch(key) is not None


def _is_version(directories: list[str], at: int) -> bool:
    """Whether the directory at this place names a size or a version, and does not count what the one before it is."""
    if not segment_width(directories[at])[0]:
        return False
    before = directories[at - 1].casefold() if at else ""
    is_thing = bool(worded((before,))) and before not in _RELEASED and not segment_width(before)[0]
    return not (is_thing and may_count(directories[at]))
