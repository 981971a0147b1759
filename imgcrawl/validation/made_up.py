"""Addresses that are made up: as a given one is, for a picture that cannot exist."""

from __future__ import annotations

import re
from random import Random
from string import ascii_lowercase
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from imgcrawl.pages.sizes import segment_width
from imgcrawl.pages.stems import unmistakable
from imgcrawl.pages.words import CONTAINERS, DISPLAY_FIELDS, KEEPING, NEUTRAL, STANDARD_WIDTHS
from imgcrawl.validation.names import ENDINGS

_TOKEN = re.compile(r"(?:%[89a-f][0-9a-f])+|%[0-9a-f]{2}|[^\W_]+", re.IGNORECASE)
_SIZE = re.compile(r"\d+x\d+|[whs]\d{2,4}", re.IGNORECASE)
_HEX = re.compile(r"(?=.*\d)(?=.*[a-f])[0-9a-f-]{8,}", re.IGNORECASE)
_LANGUAGE = re.compile(r"[a-z]{2}(?:[-_][a-z]{2,4})?", re.IGNORECASE)
_SEPARATOR = re.compile(r"(/|%2f)", re.IGNORECASE)
_FEW_CHARS = 9  # of a name; a shorter one might exist, and a number of 9 digits is one for any database
_WIDTH_DIGITS = len(str(max(STANDARD_WIDTHS)))
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
    The same *url* and *number* always lead to the same address.
    """
    parts = urlsplit(url)
    pieces = _path(parts.path, is_script=_is_script(parts.path, parts.query))
    at_query = len(pieces)
    pieces += _query(parts.query)
    rng = Random(f"{url} {number}" if number else url)
    changed = next((changed for most in _RANKS if (changed := _changed(pieces, most, rng))), None)
    if changed is None:
        return None
    path, query = "".join(changed[:at_query]), "".join(changed[at_query:])
    return parts._replace(path=path, query=query, fragment="").geturl()


def _changed(pieces: list[_Piece], most: int, rng: Random) -> list[str] | None:
    """Return the *pieces* with other words in those of rank *most* or below; None if there is no such word."""
    words = {at: _telling_chars(piece.text) for at, piece in enumerate(pieces) if _is_up_to(piece, most)}
    telling = [at for at, chars in words.items() if chars]
    if not telling:
        return None
    missing = max(0, _FEW_CHARS - sum(words.values()))
    return [
        _replaced(piece.text, rng, more=missing if at == telling[-1] else 0) if at in telling else piece.text
        for at, piece in enumerate(pieces)
    ]


def _is_up_to(piece: _Piece, most: int) -> bool:
    return piece.rank is not None and piece.rank <= most


def _telling_chars(text: str) -> int:
    return sum(len(token) for token in _TOKEN.findall(text) if _is_telling(token))


def _is_script(path: str, query: str) -> bool:
    """Whether *path* names a program, which the *query* tells what is asked for."""
    is_file = path.rpartition(".")[2].lower() in ENDINGS
    return not is_file and any(_tells(field.partition("=")[0]) for field in query.split("&") if field)


def _path(path: str, *, is_script: bool) -> list[_Piece]:
    *folders, name = _SEPARATOR.split(path)
    pieces = [_Piece(folder, _rank(folder)) for folder in folders]
    if is_script:
        return [*pieces, _Piece(name, None)]
    stem, dot, ending = name.rpartition(".")
    if ending.lower() not in ENDINGS:
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


def _query(query: str) -> list[_Piece]:
    pieces: list[_Piece] = []
    for field in re.split("(&)", query):
        key, equals, value = field.partition("=")
        if not equals or not _tells(key):
            pieces.append(_Piece(field, None))
        elif _SEPARATOR.search(value):
            pieces += [_Piece(f"{key}=", None), *_path(value, is_script=False)]
        else:
            stem, dot, ending = (
                value.rpartition(".") if value.rpartition(".")[2].lower() in ENDINGS else (value, "", "")
            )
            rank = 0 if dot or _tells_much(unquote(value)) else 1
            pieces += [_Piece(f"{key}=", None), _Piece(stem, rank), _Piece(dot + ending, None)]
    return pieces


def _tells(field: str) -> bool:
    return field.lower() not in DISPLAY_FIELDS


def _is_telling(token: str) -> bool:
    if token.startswith("%"):
        return token[1].lower() in "89abcdef"
    is_width = token.isdecimal() and len(token) <= _WIDTH_DIGITS and int(token) in STANDARD_WIDTHS
    return not (is_width or token.lower() in NEUTRAL or _SIZE.fullmatch(token))


def _replaced(text: str, rng: Random, *, more: int) -> str:
    """Return *text* with other tokens of the same kinds of characters, the last one longer by *more*."""
    letters = "abcdef" if _HEX.fullmatch(text) else ascii_lowercase
    tokens = [found for found in _TOKEN.finditer(text) if _is_telling(found[0])]
    for found in reversed(tokens):
        token = found[0] + found[0][-1] * (more if found is tokens[-1] else 0)
        other = "".join(_other(char, letters, rng) for char in token)
        text = text[: found.start()] + other + text[found.end() :]
    return text


def _other(char: str, letters: str, rng: Random) -> str:
    if char.isdigit():
        return rng.choice("123456789")
    other = rng.choice(letters)
    return other.upper() if char.isupper() else other
