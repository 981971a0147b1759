"""Addresses that are made up: as a given one is, for a picture that cannot exist."""

from __future__ import annotations

import re
from itertools import takewhile
from random import Random
from string import ascii_lowercase
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from imgcrawl.naming.renditions import BARE_WIDTHS
from imgcrawl.naming.sizes import segment_width
from imgcrawl.naming.stems import random_part, unmistakable
from imgcrawl.naming.subject import field_tells
from imgcrawl.naming.words import CONTAINERS, EXTENSIONS, FALLBACK_FIELDS, KEEPING, NEUTRAL

_TOKEN = re.compile(r"(?:%[89a-f][0-9a-f])+|%[0-9a-f]{2}|[^\W_]+", re.IGNORECASE)
_SIZE = re.compile(r"\d+x\d+|[whs]\d{2,4}|\d{2,4}(?:px|w)", re.IGNORECASE)
_FEW_DIGITS = re.compile(r"\d{1,4}")  # beside the name in random characters, these choose a size or a variant
_YEAR = re.compile(r"(?:19|20)\d\d")
_HEX = re.compile(r"(?=.*\d)(?=.*[a-f])[0-9a-f-]{8,}", re.IGNORECASE)
_OF_HEX = re.compile(r"[0-9a-f]{1,3}", re.IGNORECASE)  # what may be the beginning of such a name, as a directory
_LANGUAGE = re.compile(r"[a-z]{2}(?:[-_][a-z]{2,4})?", re.IGNORECASE)
_ADDRESS = re.compile(
    r"(?:(?:https?(?::|%3a))?(?:/|%2f){2}(?:(?!%2f)[^/])+|(?:[a-z0-9-]+\.)+[a-z]{2,24})(?:/|%2f)", re.IGNORECASE
)
_SEPARATOR = re.compile(r"(/|%2f)", re.IGNORECASE)
_FEW_CHARS = 9  # of a name; a shorter one might exist, and a number of 9 digits is one for any database
_SHARD_CHARS = 3  # of a directory that only repeats how the name begins
_MOST_SHARDS = 8
_COUNTER_DIGITS = 2
_MANY_WORDS = 3
_RANKS = (0, 1)


class _Piece(NamedTuple):
    """A part of an address: *rank* 0 tells what is asked for, 1 only where nothing else does, None never."""

    text: str
    rank: int | None


def made_up(url: str, number: int = 0) -> str | None:
    """Return an address like *url* under which no picture can be; None if nothing in *url* tells what is asked for.

    All that may tell is replaced, letters by letters and digits by digits: the file's name, numbers and long names in
    the directories, the query but for fields that choose a size or format. For a host that heeds only one of these
    would else give the same picture by right. Sizes, languages and formats stay, as a notice may be drawn for each.
    What stands in an address twice is replaced by the same, and a directory that repeats how the name begins follows
    it: a host that keeps pictures so would else see at once that the address is none of its own. A number that may be
    all that the host heeds gets as many digits as no number of a picture has.
    The same *url* and *number* always lead to the same address.
    """
    parts = urlsplit(url)
    pieces = _path(parts.path, is_script=_is_script(parts.path, parts.query))
    at_query = len(pieces)
    pieces += _query(parts.query, is_beside_id=_is_id(parts.path))
    rng = Random(f"{url} {number}" if number else url)
    changed = next((changed for most in _RANKS if (changed := _changed(pieces, most, rng))), None)
    if changed is None:
        return None
    _follow(pieces[:at_query], changed)
    path, query = "".join(changed[:at_query]), "".join(changed[at_query:])
    return parts._replace(path=path, query=query, fragment="").geturl()


def _changed(pieces: list[_Piece], most: int, rng: Random) -> list[str] | None:
    """Return the *pieces* with other words in those of rank *most* or below; None if there is no such word.

    What only repeats these words changes with them.
    """
    telling = [word for piece in pieces if piece.rank is not None and piece.rank <= most for word in _telling(piece)]
    if not telling:
        return None
    told = set(telling)
    longer = {telling[-1]: max(0, _FEW_CHARS - sum(map(len, told)))}
    others: dict[str, str] = {}
    return [
        _replaced(piece.text, rng, others, longer=longer)
        if piece.rank is not None and told.issuperset(_telling(piece))
        else piece.text
        for piece in pieces
    ]


def _follow(path: list[_Piece], changed: list[str]) -> None:
    """Let the directories right before the name that repeat its beginning do so in *changed* too.

    One does in front of hexadecimal digits, else it takes two: ``/a/ab/abc.jpg``, ``/a/b/abc.jpg``.
    """
    at_name = len(path) - 2
    places = range(0, at_name, 2)  # separators stand in between
    name = path[at_name].text.lower() if places else ""
    parts = _shards([path[at].text.lower() for at in places], name)
    if len(parts) > 1 or (parts and _HEX.fullmatch(name)):
        for at, part in zip(places[-len(parts) :], parts, strict=True):
            changed[at] = changed[at_name][part]


def _shards(folders: list[str], name: str) -> list[slice]:
    """Return which parts of the beginning of *name* the last *folders* repeat, in a row or each from the start."""
    last = reversed(folders[-_MOST_SHARDS:])
    short = list(takewhile(lambda folder: 0 < len(folder) <= _SHARD_CHARS, last))[::-1]
    for first in range(len(short)):
        parts, end = [], 0
        for folder in short[first:]:
            begin = end if name.startswith(folder, end) else 0
            end = begin + len(folder)
            parts.append(slice(begin, end))
        if all(name[part] == folder for part, folder in zip(parts, short[first:], strict=True)):
            return parts
    return []


def _telling(piece: _Piece) -> list[str]:
    return [token for token in _TOKEN.findall(piece.text) if _is_telling(token)]


def _is_script(path: str, query: str) -> bool:
    """Whether *path* names a program, which the *query* tells what is asked for."""
    is_file = path.rpartition(".")[2].lower() in EXTENSIONS
    names = (field.partition("=")[0] for field in query.split("&") if field)
    return not (is_file or _is_id(path)) and any(map(field_tells, names))


def _is_id(path: str) -> bool:
    """Whether the last name of *path* is one that was drawn and not chosen."""
    return random_part(path.rpartition("/")[2])


def _path(path: str, *, is_script: bool) -> list[_Piece]:
    *folders, name = _SEPARATOR.split(path)
    pieces = [_Piece(folder, _rank(folder)) for folder in folders]
    if is_script:
        return [*pieces, _Piece(name, None)]
    stem, dot, ending = name.rpartition(".")
    if ending.lower() not in EXTENSIONS:
        stem, dot, ending = name, "", ""
    return [*pieces, _Piece(stem, 0), _Piece(dot + ending, None)]


def _rank(folder: str) -> int | None:
    """Return the rank of a directory: short words are taken to say where pictures are kept, not which is asked for."""
    words = unquote(folder)
    if not words or words == "/" or segment_width(words)[0] or _LANGUAGE.fullmatch(words):
        return None
    if _tells_much(words):
        return 0
    return None if words.lower() in CONTAINERS | KEEPING else 1


def _tells_much(words: str) -> bool:
    return any(map(str.isdigit, words)) or len(_TOKEN.findall(words)) >= _MANY_WORDS or unmistakable(words)


def _query(query: str, *, is_beside_id: bool) -> list[_Piece]:
    pieces: list[_Piece] = []
    for field in re.split("(&)", query):
        key, equals, value = field.partition("=")
        is_fallback = key.lower() in FALLBACK_FIELDS and _ADDRESS.match(value)
        if not equals or not field_tells(key) or is_fallback or (is_beside_id and _FEW_DIGITS.fullmatch(value)):
            pieces.append(_Piece(field, None))
        elif found := _ADDRESS.match(value):  # what is made up is no host
            pieces += [_Piece(f"{key}={found[0]}", None), *_path(value[found.end() :], is_script=False)]
        elif _SEPARATOR.search(value):
            pieces += [_Piece(f"{key}=", None), *_path(value, is_script=False)]
        else:
            stem, dot, ending = (
                value.rpartition(".") if value.rpartition(".")[2].lower() in EXTENSIONS else (value, "", "")
            )
            rank = 0 if dot or _tells_much(unquote(value)) else 1
            pieces += [_Piece(f"{key}=", None), _Piece(stem, rank), _Piece(dot + ending, None)]
    return pieces


def _is_telling(token: str) -> bool:
    if token.startswith("%"):
        return token[1].lower() in "89abcdef"
    return not (token in BARE_WIDTHS or token.lower() in NEUTRAL or _SIZE.fullmatch(token))


def _replaced(text: str, rng: Random, others: dict[str, str], *, longer: dict[str, int]) -> str:
    """Return *text* with other tokens of the same kinds of characters, some *longer* by so much.

    What was replaced before stands in *others*.
    """
    letters = "abcdef" if _HEX.fullmatch(text) or _OF_HEX.fullmatch(text) else ascii_lowercase
    missing, rest, changed = _missing_digits(text), len(text), []
    for found in reversed(list(_TOKEN.finditer(text))):
        old = found[0]
        if _is_telling(old):
            token = old + old[-1] * max(longer.get(old, 0), missing)
            other = others.setdefault(old, "".join(_other(char, letters, rng) for char in token))
            changed += [text[found.end() : rest], other]
            rest = found.start()
    return "".join([text[:rest], *reversed(changed)])


def _missing_digits(text: str) -> int:
    """Return how many digits *text* lacks, if it is a number by itself, to be that of no picture."""
    is_number = text.isdecimal() and len(text) > _COUNTER_DIGITS and not _YEAR.fullmatch(text)
    return max(0, _FEW_CHARS - len(text)) if is_number else 0


def _other(char: str, letters: str, rng: Random) -> str:
    if char.isdigit():
        return rng.choice("123456789")
    other = rng.choice(letters)
    return other.upper() if char.isupper() else other
