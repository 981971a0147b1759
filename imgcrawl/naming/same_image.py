"""Whether two addresses name one image. Where the names leave room for another picture, they do not."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

from imgcrawl.naming.addresses import fields_conflict, same_site
from imgcrawl.naming.apart import Certainty, are_apart, certainty, have_each_their_own, is_of_person
from imgcrawl.naming.beside import told_beside
from imgcrawl.naming.numbers import is_long_number
from imgcrawl.naming.renditions import BARE_WIDTHS
from imgcrawl.naming.renewal import is_renewed, is_renewed_path
from imgcrawl.naming.shops import image_number, tells_other_things
from imgcrawl.naming.sizes import split_bare_width
from imgcrawl.naming.stems import Power, ids, power, residue, strong_ids
from imgcrawl.naming.words import CONTAINERS, KEEPING, PERSONS

if TYPE_CHECKING:
    from imgcrawl.naming.addresses import Address

_RENDERED = frozenset({"", *BARE_WIDTHS})
_ID = re.compile(r"(?<=.)_?id$")
_COUNTED = PERSONS | {"album", "gallery", "group", "club", "thread", "topic", "banner", "category", "filedata"}
"""What fields count that is no picture; vBulletin counts files beside attachments, and asks for a member by ``u``."""
_LONG_NUMBER = 6  # digits
_OF_EVERY_KIND = (CONTAINERS | KEEPING) - PERSONS
"""Directories that do not say of what kind of thing a number behind them is."""
_CAMERAS = re.compile(r"p\d{7}", re.IGNORECASE)
"""A folder or a day, and four digits that every camera of that make counts."""
_MD5 = re.compile(r"[0-9a-f]{32}")
_ORIGINAL = "o"
"""A folder of that name is a size in other systems, and left out of all addresses."""
_SHA1 = re.compile(r"[0-9a-f]{40}")
_BOX = re.compile(r"\d{1,5}(?:_\d{1,5}){3}")
_WIDTH = re.compile(r"[1-9]\d{1,4}")


class Confidence(StrEnum):
    """What the choice rests on; a closed set, the strongest first."""

    EXACT = "exact"
    """The same host and path; only a token, the size or the scheme differs."""
    SAME_STEM = "same_stem"
    """The same file name, size and format apart, in directories that do not contradict."""
    SAME_ID = "same_id"
    """The same hash or asset id."""
    MOVED = "moved"
    """The same unmistakable file name, which stands once on the page, in another place."""
    SHOWN = "shown"
    """The same file name, which stands once on the image's own page, where site and directories agree enough."""
    RENAMED = "renamed"
    """The same file name as another system spells it, which stands once on the page."""
    DECORATED = "decorated"
    """The same file name with what a system puts around it, which stands once on the page."""
    FIGURED = "figured"
    """The same file name without what any system puts around it, of the page's main picture on the same site."""
    TOLD = "told"
    """The page says beside it that it is the wanted file."""
    SITE = "site"
    """The site's own rules say that it is the picture."""
    SAME_ELEMENT = "same_element"
    """The page's markup makes it a version of the wanted address: one srcset, one picture, one link."""
    HASH = "hash"
    """Nothing but its bytes, which must have the hash that the list gives."""


REASONS = {
    Confidence.EXACT: "it has the wanted host and path",
    Confidence.SAME_STEM: "it has the wanted file name",
    Confidence.SAME_ID: "it has the wanted image's id",
    Confidence.MOVED: "it alone has the wanted, unmistakable file name",
    Confidence.SHOWN: "it alone has the wanted file name on the image's own page",
    Confidence.RENAMED: "it alone has the wanted file name, in another spelling",
    Confidence.DECORATED: "it alone has the wanted file name, with what a system puts around it",
    Confidence.FIGURED: "it is the page's main picture, and alone has the wanted file name on its site",
    Confidence.TOLD: "the page says of it that it is the wanted file",
    Confidence.SITE: "the site's rules make it the wanted picture",
    Confidence.SAME_ELEMENT: "the page makes it a version of the wanted address",
    Confidence.HASH: "its hash must tell",
}
"""What the choice rests on, as the part of a sentence."""


def relation(wanted: Address, other: Address) -> Confidence | None:
    """Return what binds the two addresses, or None when they may be different images."""
    if _same_path(wanted, other) or is_renewed_path(wanted, other) or _cached_anew(wanted, other):
        return Confidence.EXACT
    if wanted.stem == other.stem and _same_stem(wanted, other):
        return Confidence.SAME_ID if wanted.power is Power.ID else Confidence.SAME_STEM
    is_same_id = (_same_id(wanted, other) and _say_alike(wanted, other)) or _cut_alike(wanted, other)
    is_same_id = is_same_id or _same_number_of_shop(wanted, other) or _share_a_number(wanted, other)
    return Confidence.SAME_ID if is_same_id or _in_own_folder(wanted, other) else None


def declared_relation(wanted: Address, other: Address, declared_width: int | None) -> Confidence | None:
    """Return what binds *wanted* to *other*, of which its page says that it is *declared_width* pixels wide.

    A last number that equals the declared width is a size: ``cover-640.jpg 640w`` is ``cover``.
    """
    base, number = split_bare_width(other.stem, declared_width) if declared_width else ("", None)
    if number is None or power(base) < Power.WEAK or wanted.dirs != other.dirs:
        return relation(wanted, other)
    same = base in (wanted.stem, split_bare_width(wanted.stem)[0])
    return Confidence.SAME_STEM if same and same_site(wanted.host, other.host) else relation(wanted, other)


def _same_path(wanted: Address, other: Address) -> bool:
    if wanted.host != other.host or wanted.path != other.path:
        return False
    if is_renewed(wanted, other):
        return True
    if fields_conflict(wanted, other, strict=not wanted.file or wanted.power <= Power.WEAK):
        return False
    return wanted.file or wanted.power >= Power.NAME or bool(wanted.fields)


def _cached_anew(wanted: Address, other: Address) -> bool:
    """Whether both are one file of a shop, whose cache has a hash for each way of resizing."""
    filed = _filed(wanted)
    same = filed is not None and filed == _filed(other) and wanted.stem == other.stem
    return same and same_site(wanted.host, other.host) and not fields_conflict(wanted, other, strict=True)


def _filed(address: Address) -> tuple[str, ...] | None:
    """Return where a file lies in a shop's cache, but for that; None for any other."""
    kept = without_cache(address)
    return kept if kept != address.dirs else None


def without_cache(address: Address) -> tuple[str, ...]:
    """Return the directories of *address* without the cache in which a shop keeps a file in one of its sizes.

    It keeps files by the first two letters of their names. Source: ``getDispersionPath()`` of Magento's uploader; a
    shop never gives one name twice.
    """
    dirs, letters = address.dirs, tuple(letter for letter in address.stem[:2].casefold() if letter != _ORIGINAL)
    if not letters or dirs[-len(letters) :] != letters or "cache" not in dirs:
        return dirs
    place = dirs.index("cache")
    return (*dirs[:place], *letters) if any(map(_MD5.fullmatch, dirs[place + 1 : -len(letters)])) else dirs


def _same_stem(wanted: Address, other: Address) -> bool:
    scripted = not (wanted.file and other.file)
    if fields_conflict(wanted, other, strict=scripted or wanted.power is Power.NONE):
        return False
    if wanted.power is Power.ID:
        return True
    if are_apart(wanted, other):
        return False
    if wanted.power is Power.NAME:
        return certainty(wanted.stem) is Certainty.SURE or not _in_another_folder(wanted, other)
    return _dirs_agree(wanted, other) and _is_told_by_folder(wanted, other)


def _in_another_folder(wanted: Address, other: Address) -> bool:
    """Whether a file has changed its folder on its host, or its hash: what else the page shows must decide then."""
    one, two = ({name for name in address.telling_dirs if _numbered(name)} for address in (wanted, other))
    is_hashed_anew = bool(one - two) and bool(two - one)
    return is_hashed_anew or (wanted.host == other.host and have_each_their_own(wanted.dirs, other.dirs))


def _is_told_by_folder(wanted: Address, other: Address) -> bool:
    shared = min(wanted.telling_dirs, other.telling_dirs, key=len)
    if wanted.power is Power.WEAK:
        return same_site(wanted.host, other.host) or any(_numbered(name) for name in shared)
    return _names_a_picture(wanted, shared) and (same_site(wanted.host, other.host) or bool(strong_ids(shared[-1])))


def _names_a_picture(wanted: Address, shared: tuple[str, ...]) -> bool:
    """Whether the directory tells enough for a file called ``image``, or by its size alone, in it."""
    if wanted.stem:
        return any(_numbered(name) or power(name) >= Power.NAME for name in shared)
    return (
        bool(shared) and (_digits(shared[-1]) >= 5 or power(shared[-1]) >= Power.NAME) and shared[-1] == wanted.dirs[-1]
    )


def _dirs_agree(one: Address, other: Address) -> bool:
    """Whether the shorter list of directories ends the longer one."""
    short, long = sorted((one.dirs, other.dirs), key=len)
    return short == long[len(long) - len(short) :] and bool(short or not long)


def _same_id(wanted: Address, other: Address) -> bool:
    keys = wanted.keys
    is_camera = _CAMERAS.fullmatch(wanted.stem) is not None
    if is_camera or not keys or keys != other.keys or residue(wanted.stem, keys) != residue(other.stem, keys):
        return False
    if is_of_person(other, keys) != is_of_person(wanted, keys) or _count_two_things(wanted, other, keys):
        return False
    if fields_conflict(wanted, other, strict=False):
        return False
    if any(strong_ids(key) for key in keys):
        return True
    if wanted.stem != other.stem and wanted.file and other.file and not any(ids(a.stem) for a in (wanted, other)):
        return False
    labels = _label(wanted), _label(other)
    is_alike = "" in labels or labels[0] == labels[1]
    return is_alike and same_site(wanted.host, other.host) and not are_apart(wanted, other)


def _count_two_things(wanted: Address, other: Address, keys: frozenset[str]) -> bool:
    """Whether a field that bears the id says of one alone that it is that of a member, an album or so on."""
    named = [[name for name, value in address.fields if value.casefold() in keys] for address in (wanted, other)]
    one, two = ({_ID.sub("", name.casefold()) for name in names} for names in named)
    return one & _COUNTED != two & _COUNTED


def _say_alike(wanted: Address, other: Address) -> bool:
    """Whether folders and fields that bear the ids of both tell the same view, colour or count of them, or none."""
    return told_beside(wanted, wanted.keys) == told_beside(other, wanted.keys)


def _in_own_folder(wanted: Address, other: Address) -> bool:
    """Whether the hash that was the whole name is now the directory, and the name the width that is rendered."""
    key = wanted.stem.casefold()
    is_hash = wanted.file and _MD5.fullmatch(key) is not None
    return (
        is_hash
        and other.stem in _RENDERED
        and other.dirs[-1:] == (key,)
        and not fields_conflict(wanted, other, strict=False)
    )


def _same_number_of_shop(wanted: Address, other: Address) -> bool:
    """Whether both are one image of one shop, whatever its folder, its size and the name behind its number."""
    number = image_number(wanted.path)
    is_same = number is not None and number == image_number(other.path) and same_site(wanted.host, other.host)
    is_other = tells_other_things(wanted.path, other.path) or fields_conflict(wanted, other, strict=False)
    return is_same and not is_other


def _cut_alike(wanted: Address, other: Address) -> bool:
    """Whether both are one part of one picture in some width: the hash and the box are folders, the name the width."""
    cuts = [_cut(address) for address in (wanted, other)]
    return cuts[0] is not None and cuts[0] == cuts[1] and not fields_conflict(wanted, other, strict=False)


def _cut(address: Address) -> tuple[str, str] | None:
    """Return the hash of a picture and the box that is cut out of it; None for any other address."""
    if not address.file or not _WIDTH.fullmatch(address.stem):
        return None
    pairs = zip(address.dirs, address.dirs[1:], strict=False)
    return next((pair for pair in pairs if _SHA1.fullmatch(pair[0]) and _BOX.fullmatch(pair[1])), None)


def _share_a_number(wanted: Address, other: Address) -> bool:
    """Whether files of one name that says little lie in a folder of one long number, and nothing says of another's.

    ``/products/3296268/main.jpg`` is now ``/media/items/3296268/main.jpg``, on the same site.
    """
    (number,) = wanted.dirs[-1:] or ("",)
    before = {*wanted.dirs[:-1], *other.dirs[:-1]}
    is_named = wanted.file and other.file and wanted.stem == other.stem and wanted.power <= Power.WEAK
    is_there = other.dirs[-1:] == (number,) and same_site(wanted.host, other.host)
    is_apart = fields_conflict(wanted, other, strict=True)
    return is_long_number(number, _LONG_NUMBER) and is_named and is_there and before <= _OF_EVERY_KIND and not is_apart


def _label(address: Address) -> str:
    """Return the directory word that says what the number counts, such as ``item``, or nothing."""
    words = [name for name in address.telling_dirs if not _numbered(name)]
    return words[-1] if words else ""


def _numbered(name: str) -> bool:
    return _digits(name) >= 3


def _digits(name: str) -> int:
    return sum(character.isdigit() for character in name)
