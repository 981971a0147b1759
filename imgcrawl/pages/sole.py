"""The one picture that a document names which came at the image's own address: data about it, or its address alone.

Such a document is the row's own, so that the picture's name need tell nothing. It must name one picture, be it in
several sizes, and not speak of a failure; what it names for others (logos, authors, what is related) is not its own.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

from imgcrawl.intake.forms.iiif import INFO
from imgcrawl.intake.schemes import over_https
from imgcrawl.naming.addresses import read_address, same_url
from imgcrawl.naming.bare import bare
from imgcrawl.naming.neighbours import nearly_named
from imgcrawl.naming.notices import stands_in_for_any
from imgcrawl.naming.renditions import REDUCED
from imgcrawl.naming.same_image import Confidence
from imgcrawl.naming.services import WHOLE_PICTURE
from imgcrawl.naming.words import IMAGE_FILE, KEYS_OF_OTHERS, vocabulary
from imgcrawl.pages.choosing.choice import Choice
from imgcrawl.pages.choosing.furniture import is_furniture
from imgcrawl.pages.choosing.identified import iiif_identifier
from imgcrawl.pages.iiif import image_service, is_manifest, only_picture
from imgcrawl.pages.reading.candidates import absolute
from imgcrawl.pages.reading.documents import WHOLE_ADDRESS
from imgcrawl.pages.reading.kinds import Candidate, Kind
from imgcrawl.pages.reading.records import read_record
from imgcrawl.pages.reading.trees import read_json, words_of_key
from imgcrawl.remedies.answers.promise_words import MISSING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from imgcrawl.pages.iiif import Described

MAX_NODES = 5_000
"""Nodes of a document that are read."""
_LONGEST_LINE = 8_192  # characters
_DEEPEST = 20  # words of keys
_ERRORS = range(400, 600)
_MESSAGE_CHARS = 1_000
"""What is read of a message; those of failures are shorter."""
_MOST_FIELDS = 50
_PICTURE_WORDS = vocabulary("image img photo picture pic original download file media content")
_ADDRESS_WORDS = frozenset({"url", "uri", "src", "href", "link", "source", "location", "address"})
_OTHERS = KEYS_OF_OTHERS | vocabulary("""
    logo logos avatar avatars icon icons favicon author authors user users owner creator uploader profile publisher
    provider related similar recommended suggestions next prev previous banner ad ads sponsor sponsored team site
    captcha challenge login placeholder default fallback license licence comments homepage watermark context
    background backgrounds splash screenshot screenshots shortcuts qr qrcode promo promotion promotions seo
""")
"""Words of keys under which a document names pictures of other things."""
_REDUCED = REDUCED | {"medium", "square"}
_FAILED = vocabulary("""
    error errors fault exception errno errcode errorcode deleted removed blocked notfound maintenance maintenancemode
""")
_FINE = frozenset({"success", "ok", "found", "exists", "available", "valid"})
_CODES = frozenset({"status", "stat", "state", "result", "code", "statuscode"})
_FAULTS = frozenset(
    {"error", "fail", "failed", "failure", "false", "not found", "not_found", "404", "403", "410", "ko", "nok", "ng"}
)
_MESSAGES = frozenset({"message", "msg", "errmsg", "errormessage", "statusmessage", "reason", "errordescription"})
_REFUSED = re.compile(
    r"not exist|unauthori[sz]ed|forbidden|denied|(?:log|sign)[ -]?in\b|expired|invalid|deleted", re.IGNORECASE
)
"""Keys, values and texts by which documents speak of a failure."""
_NOTHING = frozenset({"0", "false", "no", "none", "null", ""})
"""What is written where there is no failure to tell of."""
_NO = frozenset({"0", "false", "no"})
_BARE = frozenset({("url",), ("src",)})
_PIXELS = re.compile(r"[1-9]\d{0,5}", re.ASCII)
_LAST_WORDS = _PICTURE_WORDS | _ADDRESS_WORDS | _REDUCED | {"full", "large", "max", "hires"}
_NO_PAGE = re.compile(r"\.(?:html?|php|aspx?|json|xml|pdf|mp4|js|css|svg)$|^/?$|captcha|login|challenge", re.IGNORECASE)


_SIZES = frozenset({"sizes", "formats", "renditions", "srcset"})
"""Keys of what lists one picture in several sizes."""


class _Named(NamedTuple):
    """An address in a document. *width*: declared pixels or 0. *is_reduced*: its key tells a smaller version.

    *sizes*: the list of sizes in which it stands, if any. *may_be_page*: it tells no file, and its key no picture.
    """

    url: str
    width: int = 0
    is_reduced: bool = False
    sizes: int | None = None
    may_be_page: bool = False


def sole_picture(text: str, *, url: str, wanted_url: str) -> Choice | None:
    """Return the one picture that the document *text*, which came at *url*, names; None in doubt, and of a web page."""
    if line := _only_line(text):
        return _chosen([_Named(line)], url, wanted_url)
    document = read_json(text)
    if document is None:
        document = read_record(text)
    if document is None or _is_failure(document):
        return None
    if is_manifest(document):
        return _first(only_picture(document), wanted_url)
    if described := image_service(document, base=_asked_service(url, wanted_url)):
        choice = _first(_of_service(described.urls, wanted_url), wanted_url)
        return choice and (choice if _is_enough(described, wanted_url) else _as_smaller(choice))
    return _chosen(list(_named(document)), url, wanted_url)


def _first(urls: tuple[str, ...], wanted_url: str) -> Choice | None:
    others = [address for address in urls if not same_url(address, wanted_url)]
    return _choice(others[0], tuple(others[1:])) if others else None


def _asked_service(url: str, wanted_url: str) -> str:
    """Return where the service of the wanted picture is that was asked to describe it at *url*; else nothing."""
    order, base = WHOLE_PICTURE.search(wanted_url.partition("?")[0]), url.removesuffix(INFO)
    is_of_it = order is not None and base != url and unquote(base.rpartition("/")[2]) == unquote(order[1])
    return base if is_of_it else ""


def _is_enough(described: Described, wanted_url: str) -> bool:
    """Whether a service has as much of its picture as was asked for."""
    order = WHOLE_PICTURE.search(wanted_url.partition("?")[0])
    asked = int(found[0]) if order and (found := re.search(r"\d+(?=,)", order[2])) else described.whole_width
    return described.width >= min(asked, described.whole_width)


def _as_smaller(choice: Choice) -> Choice:
    evidence = choice.evidence.removesuffix(".") + ", in a smaller version."
    return replace(choice, smaller=True, evidence=evidence)


def _of_service(found: tuple[str, ...], wanted_url: str) -> tuple[str, ...]:
    """Return *found*, if the service is that of the wanted picture, where the address names one."""
    wanted = iiif_identifier(wanted_url)
    return found if wanted is None or wanted == iiif_identifier(found[0]) else ()


def _only_line(text: str) -> str | None:
    """Return the address that is all of *text*; None where there is more, or none."""
    line = text.lstrip("\ufeff").strip().strip("\"'<>") if len(text) <= _LONGEST_LINE else ""
    return line if WHOLE_ADDRESS.fullmatch(line) and ("://" in line or IMAGE_FILE.search(line)) else None


def _is_failure(document: Any) -> bool:
    """Whether a document speaks of a failure, be it within its only field."""
    if isinstance(document, dict) and len(document) == 1:
        return any(map(_is_failure_itself, (document, *document.values())))
    return _is_failure_itself(document)


def _is_failure_itself(document: Any) -> bool:
    fields = document if isinstance(document, list) else [document]  # a record's are a list
    told: dict[str, Any] = {}
    for each in fields[:_MOST_FIELDS]:
        told |= (
            {str(key).lower().replace("_", ""): value for key, value in each.items()} if isinstance(each, dict) else {}
        )
    is_told = any(_tells(told.get(key)) for key in _FAILED)
    is_denied = any(told[key] is False or str(told[key]).strip().lower() in _NO for key in _FINE & told.keys())
    texts = [text[:_MESSAGE_CHARS] for key in _MESSAGES if isinstance(text := told.get(key), str)]
    is_said = any(MISSING.search(text) or _REFUSED.search(text) for text in texts)
    is_said |= MISSING.search(str(told.get("detail", ""))[:_MESSAGE_CHARS]) is not None
    return is_told or is_denied or is_said or any(_is_fault(told.get(key)) for key in _CODES)


def _tells(value: Any) -> bool:
    return bool(value) and not (isinstance(value, str) and value.strip().lower() in _NOTHING)


def _is_fault(code: Any) -> bool:
    if isinstance(code, str):
        return code.lower() in _FAULTS
    is_number = isinstance(code, int) and not isinstance(code, bool)
    return code is False or (is_number and (code < 0 or code in _ERRORS))


def _named(
    node: Any, path: tuple[str, ...] = (), left: list[int] | None = None, sizes: int | None = None
) -> Iterator[_Named]:
    """Yield the addresses of pictures under *node*, but for what stands under keys of other things.

    Of a picture whose sizes are listed beside it the whole alone is named.
    """
    left = left if left is not None else [MAX_NODES]
    left[0] -= 1
    if left[0] < 0 or len(path) > _DEEPEST:
        return
    if isinstance(node, dict):
        keys = {key: words_of_key(str(key)) for key in node}
        has_whole = sizes is None and any(map(_is_whole_file, keys.values(), node.values()))
        for key, words in keys.items():
            is_of_sizes = not _SIZES.isdisjoint(words)
            if _OTHERS.isdisjoint(words) and not (is_of_sizes and has_whole):
                width = node.get("width", node.get(f"{key}_width"))
                listed = id(node[key]) if is_of_sizes and sizes is None else sizes
                yield from _of_value(node[key], (*path, *words), _pixels(width), left, listed)
    elif isinstance(node, list):
        for value in node:
            yield from _of_value(value, path, 0, left, sizes)


def _pixels(width: Any) -> int:
    return int(width) if isinstance(width, int) or (isinstance(width, str) and _PIXELS.fullmatch(width)) else 0


def _is_whole_file(words: tuple[str, ...], value: Any) -> bool:
    """Whether *value* is the address of a picture's file, under a key of these *words* for all of it."""
    is_file = isinstance(value, str) and WHOLE_ADDRESS.fullmatch(value.strip()) and IMAGE_FILE.search(value.strip())
    return bool(is_file) and (_OTHERS | _REDUCED).isdisjoint(words)


def _of_value(value: Any, path: tuple[str, ...], width: int, left: list[int], sizes: int | None) -> Iterator[_Named]:
    if not isinstance(value, str):
        yield from _named(value, path, left, sizes)
    elif WHOLE_ADDRESS.fullmatch(url := over_https(value.strip())) and _is_picture(url, path):
        may_be_page = path in _BARE and IMAGE_FILE.search(url) is None
        yield _Named(url, width, not _REDUCED.isdisjoint(path), sizes, may_be_page)


def _is_picture(url: str, path: tuple[str, ...]) -> bool:
    """Whether an address is a picture's: by its extension, or by its key where it is no page's."""
    own = url.partition("?")[0]
    if IMAGE_FILE.search(url):
        return True
    is_called = not _PICTURE_WORDS.isdisjoint(path) and path[-1] in _LAST_WORDS
    is_called |= path in _BARE
    return is_called and "://" in url and _NO_PAGE.search(own.partition("://")[2].partition("/")[2]) is None


def _chosen(named: list[_Named], url: str, wanted_url: str) -> Choice | None:
    read = [(each, absolute(each.url, url)) for each in named]
    usable = [(each, address) for each, address in read if address and _is_content(address, wanted_url)]
    others = [(each, address) for each, address in usable if not same_url(address, wanted_url)]
    whole = [pair for pair in others if not pair[0].is_reduced] or others
    whole = [pair for pair in whole if not pair[0].may_be_page] or whole
    is_one = len({_picture(address) for _, address in whole}) == 1 or _are_sizes([each for each, _ in whole])
    if not is_one or len(usable) != len(others):
        return None
    best = max(whole, key=lambda pair: _size(*pair))
    return None if stands_in_for_any(wanted_url, best[1]) or _is_beside(best[1], wanted_url) else _choice(best[1])


def _are_sizes(named: list[_Named]) -> bool:
    """Whether these are all in one list of sizes, each as wide as it says, and no two alike."""
    widths = {each.width for each in named}
    is_list = len({each.sizes for each in named}) == 1 and bool(named) and named[0].sizes is not None
    return is_list and 0 not in widths and len(widths) == len(named) > 1


def _is_content(url: str, wanted_url: str) -> bool:
    return not is_furniture(Candidate(url, Kind.DATA, 0), wanted_url)


def _is_beside(url: str, wanted_url: str) -> bool:
    """Whether a file is called nearly as the wanted one is."""
    wanted, address = read_address(wanted_url), read_address(url)
    return bool(wanted and address and nearly_named(wanted, address))


def _picture(url: str) -> tuple[str, ...]:
    """Return by what sizes of one picture agree."""
    address = read_address(url)
    if address is None:
        return (url,)
    own = bare(address.stem) if address.file else address.stem
    return (own, *address.telling_dirs, *(f"{key}={value}" for key, value in address.fields))


def _size(named: _Named, url: str) -> int:
    address = read_address(url)
    width = address.width if address is not None else None
    return named.width or width or 1_000_000


def _choice(url: str, instead: tuple[str, ...] = ()) -> Choice:
    evidence = "The document at the image's own address names this picture alone."
    return Choice(url, Confidence.TOLD, evidence, instead=instead)
