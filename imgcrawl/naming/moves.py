"""Where a site has moved its pictures: the rule that the old and the present address of one picture show.

A site that moves takes its folders along: each picture keeps its name and the last of its directories, and what stands
before these is the same for all. The end of the name may change with it, a size that it names be dropped, and the
query. So what one picture shows holds for the next, as far as their names leave no doubt that they are theirs.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import unquote, urlsplit

from imgcrawl.naming.addresses import fields_conflict, read_address
from imgcrawl.naming.apart import Certainty, are_apart, certainty
from imgcrawl.naming.places import common_end, is_dated, tells
from imgcrawl.naming.sizes import split_name
from imgcrawl.naming.stems import Claim, Power, claim, power
from imgcrawl.naming.words import IMAGE_FILE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from imgcrawl.naming.addresses import Address

AS_BEFORE: Final = "*"
"""Stands for the extension, or the query, of the old address."""

_MIN_DIGITS: Final = 5


class Move(NamedTuple):
    """How addresses of pictures have changed.

    *old*: host and first directories of the old address, without scheme; *new*: scheme, host and first directories of
    the present one. *keeps_size*: a size at the end of the name has stayed. *ending*: what follows the name now, and
    *query* the path.
    """

    old: str
    new: str
    keeps_size: bool
    ending: str
    query: str


class _Parts(NamedTuple):
    """An address in pieces, as it is written: *stem*, *size* and *extension* are those of the file's name."""

    scheme: str
    host: str
    dirs: tuple[str, ...]
    stem: str
    size: str
    extension: str
    query: str


def move_between(given: str, found: str) -> Move | None:
    """Return the rule by which the picture at *given* has come to *found*, in its most general form.

    None where the names, or what has become of them, leave a doubt that others would be found so.
    """
    before, after = _parts(given), urlsplit(found)
    if before is None or "@" in after.netloc:
        return None
    *dirs, name = after.path.split("/")[1:] or [""]
    rest = name.removeprefix(before.stem)
    keeps_size = bool(before.size) and rest.startswith(before.size)
    ending = rest.removeprefix(before.size)
    is_longer = ending.startswith(before.extension)
    own = len(before.dirs) - common_end(before.dirs, dirs)
    move = Move(
        old="/".join((before.host, *before.dirs[:own])),
        new=f"{after.scheme}://" + "/".join((after.netloc, *dirs[: len(dirs) - len(before.dirs) + own])),
        keeps_size=keeps_size,
        ending=AS_BEFORE + ending.removeprefix(before.extension) if is_longer else ending,
        query=AS_BEFORE if before.query and before.query == after.query else after.query,
    )
    return move if moved(given, move) == found else None


def moved(given: str, move: Move) -> str | None:
    """Return where the picture at *given* is by the rule *move*; None where that does not, or not surely, tell."""
    before = _parts(given)
    if before is None:
        return None
    old = f"{move.old}/"
    path = "".join(f"{name}/" for name in (before.host, *before.dirs))
    if not path.startswith(old):
        return None
    size = before.size if move.keeps_size else ""
    name = before.stem + size + move.ending.replace(AS_BEFORE, before.extension)
    query = before.query if move.query == AS_BEFORE else move.query
    tail = path.removeprefix(old)
    found = f"{move.new}/{tail}{name}" + (f"?{query}" if query else "")
    return found if found != given and _is_sure(given, found, tail) else None


def may_tell(url: str) -> bool:
    """Say whether *url* is the address of a picture's file whose name tells anything, so that it may be found by it."""
    return _parts(url) is not None and name_of(url) != ""


def name_of(url: str) -> str:
    """Return the name of the picture at *url*, by which it is told from others."""
    address = read_address(url)
    return address.stem if address else ""


@lru_cache(maxsize=4_096)
def _parts(url: str) -> _Parts | None:
    """Return the pieces of *url*; None if it does not end in the name of a picture's file, or holds a login."""
    parts = urlsplit(url)
    *dirs, name = parts.path.split("/")[1:] or [""]
    dot = name.rfind(".")
    if not IMAGE_FILE.fullmatch(name[dot:]) or "@" in parts.netloc:
        return None
    whole, extension = name[:dot], name[dot:]
    base, _ = split_name(whole)
    stem = base if whole.startswith(base) else whole
    return _Parts(parts.scheme, parts.netloc, tuple(dirs), stem, whole[len(stem) :], extension, parts.query)


def _is_sure(given: str, found: str, tail: str) -> bool:
    """Whether a picture that is at *found*, below the same directories *tail*, can only be that of *given*."""
    wanted, other = read_address(given), read_address(found)
    if wanted is None or other is None or not wanted.stem or wanted.stem != other.stem:
        return False
    if other.width is not None and other.width != wanted.width:
        return False  # a version of some size, of many that there may be
    if fields_conflict(wanted, other, strict=bool(wanted.fields)) or are_apart(wanted, other):
        return False
    return _tells_enough(wanted, [unquote(name).casefold() for name in tail.split("/")[:-1]])


def _tells_enough(address: Address, tail: Sequence[str]) -> bool:
    """Whether the name tells the picture from all others of its site, or does so with the directories that it keeps."""
    if certainty(address.stem) >= Certainty.UNMISTAKABLE or claim(address.stem) is Claim.NAMED:
        return True
    if address.power is Power.NONE:
        return any(power(name) >= Power.NAME or sum(map(str.isdigit, name)) >= _MIN_DIGITS for name in tail)
    return any(tells(name) or is_dated(name) for name in tail)
