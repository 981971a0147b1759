"""What an address calls its picture, in whatever size, language or format, and whether several are of one thing."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlsplit

from imgcrawl.naming.numbers import collection_of
from imgcrawl.naming.renditions import BARE_WIDTHS
from imgcrawl.naming.sizes import segment_width, split_bare_width, split_name
from imgcrawl.naming.stems import Power, ids, is_date, is_year_or_width, power, strong_ids
from imgcrawl.naming.words import COMMON, CONTAINERS, DISPLAY_FIELDS, EXTENSIONS, KEEPING, PROPERTIES, vocabulary

if TYPE_CHECKING:
    from collections.abc import Collection

_LANGUAGE = re.compile(r"[a-z]{2}(?:[-_][a-z]{2,4})?")
_GARMENT = re.compile(r"[-_](?:(?:size|groesse|taille|talla)[-_]?(?:[a-z]{1,4}|\d{1,3})|x{0,3}s|m|x{0,4}l|[2-6]xl)$")
"""Sizes in which goods are sold; one photograph may stand for all."""

_IS_GARMENT = re.compile(r"x+[sl]")

_COLOUR = (
    r"black|white|gr[ae]y|red|blue|green|yellow|orange|purple|pink|brown|beige|navy|silver|gold|ivory|olive|teal|violet"
)
_IS_COLOUR = re.compile(_COLOUR)
_VARIANT = re.compile(rf"[-_](?:(?:(?:dark|light)[-_]?)?(?:{_COLOUR})|\d{{1,2}})$")
"""Colours and counters: variations only behind the number of an article, else they tell pictures apart."""

_OF_EACH = vocabulary("""
    current latest live now last today snapshot still frame webcam webcams cam cams camera cameras avatar avatars
    userpic profile portrait headshot
""")
"""What a site calls the one picture of each of its cameras or members, in a folder for each."""

_OF_NO_THING = COMMON | PROPERTIES | CONTAINERS | KEEPING | _OF_EACH
"""Words of many names, of views and sizes, and of folders in which pictures of everything lie."""

_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_NUMBER = re.compile(r"\d+")
_SIDES = re.compile(r"\d+x\d+")
_TIME = re.compile(r"(?:[01]\d|2[0-3])(?:[0-5]\d){2}")
_MIN_LETTERS = 3
_MIN_DIGITS = 4
_FEWEST_OTHERS = 2
_FEWEST_WORDS = 2
_MANY_DIGITS, _SOME_DIGITS = 5, 3
_ENOUGH = 6  # names, and those of several words among them once more


@lru_cache(maxsize=1_024)
def subject(url: str) -> str:
    """Return what *url* calls its picture, in lower case: addresses of one picture in several sizes have the same.

    That is the stem of the file's name without the size in it. A stem that says nothing (``1``, ``large``), or is the
    same for each thing of a site (``current``, ``avatar``), counts with the directories before it, but for those that
    name a size or a language, and the query counts where the path names no image file. Fingerprints in a name stay: a
    file with another one has other content. The sizes in which an article is sold make no other name, nor do its
    colours and counters where its number stands before them.
    """
    parts = urlsplit(url)
    *folders, name = [unquote(segment).lower() for segment in parts.path.split("/")]
    stem, _, ending = name.rpartition(".")
    is_file = bool(stem) and ending in EXTENSIONS
    stem = _article(split_bare_width(split_name(stem if is_file else name)[0])[0])
    if power(stem) is Power.NONE or stem in _OF_EACH:
        stem = "/".join([folder for folder in folders if folder and not _is_version(folder)] + [stem])
    if not is_file and parts.query:
        stem += "?" + "&".join(f"{key}={value}" for key, value in parse_qsl(parts.query) if field_tells(key))
    return stem if any(map(str.isalnum, stem)) else f"{parts.path}?{parts.query}"


def _article(stem: str) -> str:
    """Return *stem* without the words that tell variations of one article apart, if the rest tells which it is."""
    rest = _GARMENT.sub("", stem)
    stem = rest if power(rest) is not Power.NONE else stem
    rest = _VARIANT.sub("", stem)
    return rest if any(not is_date(number) for number in ids(rest)) else stem


def _is_version(folder: str) -> bool:
    return folder in BARE_WIDTHS or segment_width(folder)[0] or _LANGUAGE.fullmatch(folder) is not None


def field_tells(field: str) -> bool:
    """Whether a *field* of a query may tell its picture, and not how it is shown."""
    return field.lower() not in DISPLAY_FIELDS


def is_of_its_own(url: str) -> bool:
    """Say whether *url* tells which picture it is of, wherever it is kept.

    That is by a hash, by five digits, by two words in the file's name, or by one and three digits. ``current.jpg``,
    ``cam4.jpg``, sizes and times are what many cameras and users call theirs, each at a host of its own.
    """
    parts = urlsplit(url)
    path = unquote(parts.path)
    text = " ".join((path, *(value for key, value in parse_qsl(parts.query) if field_tells(key))))
    if strong_ids(text):
        return True
    digits = sum(len(number.lstrip("0")) for number in _NUMBER.findall(_SIDES.sub(" ", text)) if _tells_one(number))
    is_file = path.rpartition(".")[2].lower() in EXTENSIONS
    words = sum(map(str.isalpha, _tokens(subject(url)))) if is_file else 0
    return digits >= _MANY_DIGITS or words >= _FEWEST_WORDS or (words > 0 and digits >= _SOME_DIGITS)


def may_be_one_thing(names: Collection[str]) -> bool:
    """Say whether *names* (:func:`subject`) may be those of one thing.

    Each has a word or a number that all have. Numbers in a row say nothing: so are those of a batch that was withdrawn.
    """
    return len(names) > 1 and bool(_shared(names))


def are_set_apart(names: Collection[str], others: Collection[str]) -> bool:
    """Say whether what makes *names* those of one thing is theirs alone, among *others* that have another picture.

    What all of them have no other has: otherwise a whole shop is called so.
    """
    if len(others) < _FEWEST_OTHERS or len(names) < 2:
        return False
    shared = _shared(names)
    return not any(shared <= _tokens(other) for other in others)


def differ_in_numbers(names: Collection[str]) -> bool:
    """Say whether *names* differ in their numbers, hashes, sizes, colours and views alone: in no word of a thing.

    Those that have no such word must be numbers, in folders that hold everything: one thing has several. What a camera
    or a hash calls a file is that file's own.
    """
    said = {_words(name) for name in names}
    return len(names) > 1 and len(said) == 1 and (said != {frozenset()} or all(map(_is_numbered, names)))


def say_different_things(names: Collection[str]) -> bool:
    """Say whether *names* are of several words, and none of these stands in another: they are of no one thing.

    Each is, or three of them, or two of four: others, such as a camera's, say nothing, and take nothing back.
    A colour is a word, but what two things share in it makes them no one thing. Numbers and hashes say nothing of what
    is in the picture, so that one thing may have several; only barcodes of specimens do, each of another collection.
    """
    collections = {collection_of(name) for name in names}
    if None not in collections and len(collections) == len(names):
        return True
    words = [frozenset(filter(str.isalpha, _tokens(name))) for name in names]
    colours = [frozenset(filter(_IS_COLOUR.fullmatch, _TOKEN.findall(name))) for name in names]
    telling = sum(bool(own) and len(own | more) >= _FEWEST_WORDS for own, more in zip(words, colours, strict=True))
    are_enough = telling == len(names) or (telling > 1 and telling + len(names) >= _ENOUGH)
    return are_enough and sum(map(len, words)) == len(frozenset.union(*words))


def _tells_one(number: str) -> bool:
    return not (is_date(number) or is_year_or_width(number) or _TIME.fullmatch(number))


def _shared(names: Collection[str]) -> frozenset[str]:
    """Return the words and numbers that tell a thing and stand in all of *names*."""
    return frozenset.intersection(*map(_tokens, names))


def _words(name: str) -> frozenset[str]:
    """Return the words in *name* that tell a thing, but for the letters of hashes."""
    for drawn in strong_ids(name):
        name = name.replace(drawn, " ")
    return frozenset(filter(str.isalpha, _tokens(name)))


def _is_numbered(name: str) -> bool:
    parts = name.split("/")
    return any(map(str.isdecimal, _tokens(name))) and all(
        part.isdecimal() or part in CONTAINERS | KEEPING for part in parts
    )


@lru_cache(maxsize=1_024)
def _tokens(name: str) -> frozenset[str]:
    return frozenset(filter(_tells_thing, _TOKEN.findall(name)))


def _tells_thing(token: str) -> bool:
    if token.isdecimal():
        return len(token) >= _MIN_DIGITS and not is_date(token) and token not in BARE_WIDTHS
    return len(token) >= _MIN_LETTERS and token not in _OF_NO_THING and not _IS_GARMENT.fullmatch(token)
