"""Records as tables and as Turtle, read as the documents that they would be in JSON.

Darwin Core and Audubon Core are handed round as CSV and TSV, one row for each picture; collections describe a specimen
in Turtle, one block for each thing. Of either a row or a block is one object, so that what it says of a picture is said
of no other.
"""

from __future__ import annotations

import csv
import re
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_ROWS: Final = 5_000
_MOST_COLUMNS: Final = 300
_LONGEST_HEADER: Final = 10_000
_MOST_TOKENS: Final = 100_000
_COLUMNS: Final = frozenset(
    {"identifier", "accessuri", "bestqualityaccessuri", "goodqualityaccessuri", "associatedmedia", "mediaurl"}
    | {"fileuri", "eolmediaurl", "contenturl", "imageurl", "image_url", "media_url", "original_url"}
)
"""Columns in which Darwin Core, Audubon Core and their like have the address of a picture."""

_TURTLE: Final = re.compile(
    r"\s{0,100}(?:#[^\n]{0,1000}\n\s{0,100}){0,20}(?:@?(?:prefix|base)\s|<[^<>\s]{1,500}>\s{1,20}<[^<>\s]{1,500}>\s)",
    re.IGNORECASE,
)
"""How Turtle begins, or a line of N-Triples."""
_TOKEN: Final = re.compile(
    r"<(?P<iri>[^<>\s]*)>|\"(?P<text>(?:[^\"\\\n]|\\.)*)\"(?:@[\w-]+|\^\^(?:<[^<>\s]*>|[\w:.-]+))?"
    r"|(?P<end>[.;,\[\]])(?=\s|$|[\]<\"])|(?P<name>[@\w:#/-](?:[\w:#/%-]|\.(?=[\w]))*)|#[^\n]*"
)
_AFTER: Final = {".": "subject", ",": "object", ";": "predicate", "[": "predicate", "]": "object"}
"""What stands next behind a sign."""
_LOCAL: Final = re.compile(r"[^#/:]*$")


def read_table(text: str) -> Any:
    """Return the table *text*, or the Turtle that it is, as a list of objects; None where it is neither."""
    text = text.lstrip("\ufeff")
    if _TURTLE.match(text):
        return _blocks(text)
    header = next(iter(text[:_LONGEST_HEADER].lstrip().splitlines()), "")
    between = max("\t,;|", key=header.count)
    names = [name.strip().rpartition(":")[2] for name in next(_read([header], between), [])]
    if header[:1] in {"<", "{", "["} or not 2 <= len(names) <= _MOST_COLUMNS:
        return None
    if _COLUMNS.isdisjoint(name.lower() for name in names):
        return None
    return list(_objects(_read(text.lstrip().splitlines(keepends=True), between), names))


def _read(lines: list[str], between: str) -> Iterator[list[str]]:
    """Yield the rows in *lines* until one cannot be read."""
    with suppress(csv.Error):
        yield from csv.reader(lines, delimiter=between)


def _objects(rows: Iterator[list[str]], names: list[str]) -> Iterator[dict[str, str]]:
    """Yield the rows behind the header as objects; a row of another length is none."""
    for row in islice(rows, 1, MAX_ROWS):
        if len(row) == len(names):
            yield dict(zip(names, (cell.strip() for cell in row), strict=True))


def _blocks(text: str) -> list[dict[str, Any]]:
    """Return what Turtle says of each of its subjects, by the last words of its predicates."""
    found: list[dict[str, list[str]]] = [{}]
    predicate, is_next = "", "subject"
    for token in islice(_TOKEN.finditer(text), _MOST_TOKENS):
        kind, value = token.lastgroup, token[token.lastgroup or 0]
        if kind == "end":
            is_next = _AFTER[value]
            if value == ".":
                found.append({})
        elif kind is not None and is_next == "predicate":
            predicate, is_next = "type" if value == "a" else _LOCAL.findall(value)[0], "object"
        elif kind is not None and is_next == "subject":
            found[-1] = {"identifier": [value]}
            is_next = "predicate"
        elif kind is not None:
            found[-1].setdefault(predicate, []).append(value)
    return [{key: values[0] if len(values) == 1 else values for key, values in block.items()} for block in found]
