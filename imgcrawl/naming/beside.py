"""What stands beside an identifier in a folder or a field: ``<id>-green/1.jpg`` is not ``<id>.jpg``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from imgcrawl.naming.stems import residue
from imgcrawl.naming.words import EXTENSIONS

if TYPE_CHECKING:
    from imgcrawl.naming.addresses import Address

_EXTENSION = re.compile(rf"\.(?:{'|'.join(sorted(EXTENSIONS))}|ptif|jpx)$", re.IGNORECASE)


def told_beside(address: Address, keys: frozenset[str]) -> frozenset[tuple[str, ...]]:
    """Return the words that stand beside one of *keys* in each folder or field of *address*; none beside a bare one."""
    parts = (*address.dirs, *(value for _, value in address.fields))
    return frozenset(words for part in parts if (words := words_beside(part, keys)))


def holds(stem: str, name: str) -> bool:
    """Whether *name* stands in *stem* between separators, whatever stands around it."""
    return re.search(rf"(?<![^\W_]){re.escape(name)}(?![^\W_])", stem) is not None


def bears_whole(address: Address, number: str) -> bool:
    """Whether *number* stands in the path or a field of *address*, and not within another one or a word."""
    whole = re.compile(rf"(?<![0-9A-Za-z]){number}(?![0-9A-Za-z])")
    return any(map(whole.search, (address.path, *(value for _, value in address.fields))))


def words_beside(part: str, keys: frozenset[str]) -> tuple[str, ...]:
    """Return the words and numbers of *part*, a folder or a name, beside those of *keys*; none where it bears none.

    Kinds, formats and sizes of pictures are no such words.
    """
    folded = part.casefold()
    is_borne = any(key.casefold() in folded for key in keys)
    return residue(_EXTENSION.sub("", part), keys) if is_borne else ()


def tells_view(address: Address, key: str | None) -> bool:
    """Whether *address* bears *key*, and more beside it: that of another view, colour or copy."""
    keys = frozenset() if key is None else frozenset({key})
    return bool(told_beside(address, keys) or words_beside(address.stem, keys))
