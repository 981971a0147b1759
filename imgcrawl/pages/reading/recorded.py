"""What the data of a page says of a picture: the name that its file came with, or the address that it had.

``{"filename": "DSC_1808.JPG", "src": "/store/0a1b.jpg"}``: a record tells of the one picture in it, and of none where
it holds two. A map may have the name as its key.
"""

from __future__ import annotations

import json
import re
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from imgcrawl.naming.numbers import collection_of
from imgcrawl.naming.renditions import REDUCED
from imgcrawl.naming.words import IMAGE_FILE, KEYS_OF_OTHERS
from imgcrawl.pages.reading.statements import FILE_NAME, MAX_TOLD
from imgcrawl.pages.reading.trees import read_json, words_of_key

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_NODES: Final = 20_000
"""JSON nodes visited in one document."""
MAX_DOCUMENTS: Final = 20
"""Documents that are read of one script."""
MAX_SCRIPT: Final = 2_000_000
"""Characters of one script that are read."""
_DEEPEST: Final = 30
_NEAR: Final = 2
"""Objects and lists between a record and its picture: ``{"renditions": [{"href": ...}]}``."""

_ASSIGNED = re.compile(r"[=(]\s{0,9}(?=[{\[])")
_ADDRESS = re.compile(r"(?:https?:/)?/[^\s\"'<>{}]{1,4000}")
_NAMES = frozenset({"name", "filename", "title", "caption", "label", "file", "original", "alt", "id", "identifier"})
_NUMBERS = frozenset(
    {"catalognumber", "cataloguenumber", "barcode", "unitid", "occurrenceid", "accessionnumber", "inventorynumber"}
    | {"objectnumber", "specimennumber", "identifier", "id"}
)
"""Keys under which a record has the barcode of its own specimen; others name types, duplicates and relations."""
_FORMER = frozenset({"legacy", "former", "migrated", "imported"})
_FIRST = frozenset({"old", "original", "orig"})
_PLACE = frozenset({"url", "uri", "src", "path", "href", "link", "location"})
_REDUCED = REDUCED | {"icon", "poster"}
_OTHERS = frozenset(
    {"author", "user", "owner", "creator", "profile", "avatar", "publisher", "logo", "related", "similar", "next"}
    | {"prev", "previous", "comments", "comment", "siblings", "parent", "album", "gallery", "collection", "recommended"}
    | KEYS_OF_OTHERS
)
"""Keys under which a record names pictures of other things."""
_NOT_ITS_OWN = _OTHERS | {"other", "associated", "derived", "duplicate", "duplicates", "host"}
"""Words of keys whose names and numbers are of other things."""
_PARTS = frozenset({"meta", "metadata", "exif", "file", "info", "attributes", "upload", "asset", "image", "media"})
"""Keys of parts of a record that say something of its picture."""


class _Found:
    """What stands in a part of a document. *pictures*: addresses, by how many levels below they are. *told*: texts.

    *numbers*: the barcodes that it has for what it is about.
    """

    __slots__ = ("numbers", "pictures", "told")

    def __init__(self) -> None:
        self.pictures: dict[str, int] = {}
        self.told: list[str] = []
        self.numbers: set[str] = set()


def script_records(script: str) -> dict[str, tuple[str, ...]]:
    """Return what the JSON documents that *script* is or assigns say of pictures, by their addresses as written."""
    told: dict[str, tuple[str, ...]] = {}
    for document in _documents(script[:MAX_SCRIPT]):
        told |= records(document)
    return told


def records(document: Any) -> dict[str, tuple[str, ...]]:
    """Return what the JSON *document* says of the pictures in it, by their addresses as written."""
    reader = _Reader()
    reader.read(document, 0)
    return {url: tuple(texts) for url, texts in reader.told.items()}


def _documents(script: str) -> Iterator[Any]:
    whole = read_json(script)
    if whole is not None:
        yield whole
        return
    decoder, read_to = json.JSONDecoder(strict=False), 0
    for found in islice(_ASSIGNED.finditer(script), MAX_DOCUMENTS):
        if found.end() >= read_to:
            try:
                document, read_to = decoder.raw_decode(script, found.end())
            except (ValueError, RecursionError):
                continue
            yield document


class _Reader:
    """Walks a document once, at most :data:`MAX_NODES` of it, and keeps in *told* what is said by address."""

    def __init__(self) -> None:
        self.told: dict[str, dict[str, None]] = {}
        self._left = MAX_NODES

    def read(self, node: Any, depth: int) -> _Found:
        """Return what stands in *node*, having noted what it says of the only picture in it."""
        found = _Found()
        self._left -= 1
        if self._left < 0 or depth > _DEEPEST:
            return found
        if isinstance(node, dict):
            for key, value in node.items():
                self._entry(str(key), value, found, depth)
            found.told += found.numbers if len(found.numbers) == 1 else ()
            self._note(found.pictures, found.told)
        elif isinstance(node, list):
            for value in node:
                self._take(found, self.read(value, depth + 1), with_told=False)
        return found

    def _entry(self, key: str, value: Any, found: _Found, depth: int) -> None:
        words = frozenset(words_of_key(key))
        if isinstance(value, str):
            if not self._is_map(key, {value: 0} if _is_picture(value) else {}):
                _classify(words, value.strip(), found)
                if collection_of(value.strip()) and "".join(words_of_key(key.rpartition(":")[2])) in _NUMBERS:
                    found.numbers.add(value.strip())
        elif isinstance(value, dict | list):
            below = self.read(value, depth + 1)
            if words & _FORMER and not self._is_map(key, {}):
                found.told += [*below.told, *below.pictures]
            elif not self._is_map(key, below.pictures) and not words & (_OTHERS | _REDUCED):
                self._take(found, below, with_told=bool(words & _PARTS) and not below.pictures)

    def _is_map(self, key: str, pictures: dict[str, int]) -> bool:
        """Whether *key* is the name of a file and not of a field; what stands under it is that file's."""
        if FILE_NAME.fullmatch(key.rpartition("/")[2]) is None:
            return False
        self._note(pictures, [key])
        return True

    def _note(self, pictures: dict[str, int], told: list[str]) -> None:
        if len(pictures) == 1 and told:
            url, levels = next(iter(pictures.items()))
            if levels <= _NEAR:
                self.told.setdefault(url, {}).update(dict.fromkeys(told))

    @staticmethod
    def _take(found: _Found, below: _Found, *, with_told: bool) -> None:
        found.pictures |= {url: levels + 1 for url, levels in below.pictures.items() if url not in found.pictures}
        if with_told:
            found.told += below.told


def _classify(words: frozenset[str], value: str, found: _Found) -> None:
    """Take the text *value* under a key of *words* for a picture's address, its former one, its name, or nothing."""
    if len(value) > MAX_TOLD and not _is_picture(value):
        return
    if words & _FORMER or (words & _FIRST and words & _PLACE):
        if IMAGE_FILE.search(value):
            found.told.append(value)
    elif _is_picture(value):
        if not words & (_REDUCED | _OTHERS):
            found.pictures[value] = 0
    elif words & _NAMES and not words & _NOT_ITS_OWN and FILE_NAME.fullmatch(value):
        found.told.append(value)


def _is_picture(value: str) -> bool:
    return IMAGE_FILE.search(value) is not None and _ADDRESS.fullmatch(value.strip()) is not None
