"""A name that every album has, in an album that was kept: ``/pics/rome/cover.jpg`` is ``/photos/rome/cover.jpg``.

The name alone tells nothing; the folder tells which album, and whose. Both must be the same, and only the words for
pictures of every kind around them may have changed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from imgcrawl.identity.origins import site
from imgcrawl.naming.addresses import same_file, same_site
from imgcrawl.naming.places import is_dated, tells, worded
from imgcrawl.naming.words import CONTAINERS, PERSONS, PICTURES, THINGS, VIEWS, vocabulary
from imgcrawl.pages.choosing.bearers import are_shown
from imgcrawl.pages.choosing.leading import leads_away

if TYPE_CHECKING:
    from imgcrawl.naming.addresses import Address
    from imgcrawl.pages.choosing.offered import Offer, Offered
    from imgcrawl.pages.choosing.sought import Sought

    _Album = tuple[tuple[str, str], ...]

_HOLDERS = CONTAINERS | PERSONS | THINGS | PICTURES
_PERSON, _PICTURE = "person", "picture"
_PARTS = VIEWS | vocabulary("chapter part volume episode season scene lesson step day room floor tab row")
"""Words of folders that every site or every thing has: its slides, its third chapter."""
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d{3}")


def find_in_album(offered: Offered, sought: Sought) -> list[Offer]:
    """Return those of *offered* that bear the name of *wanted* in its album, which lies elsewhere now; none in doubt.

    The page is of the site and shows one such file. One of the same name in a folder of the same name elsewhere, or in
    any other without a link to its page, and another file in the old place, speak against it.
    """
    wanted = sought.wanted
    album = _album(wanted)
    if not wanted.file or not album or not same_site(wanted.host, sought.page_host):
        return []
    named = [offer for offer in offered if offer.address.file and offer.address.stem == wanted.stem]
    named = [offer for offer in named if not same_file(offer.address, wanted)]
    bearers = [o for o in named if o.address.dirs[-1:] == wanted.dirs[-1:] or not leads_away(o.candidate)]
    is_album = all(_album(a) == album and _is_on(wanted, a) and a.fields == wanted.fields for _, a in bearers)
    is_one = len({address.folder for _, address in bearers}) == 1
    is_shown = are_shown(bearers)
    is_kept = any(a.folder == wanted.folder and a.path != wanted.path for _, a in offered)
    return bearers if is_album and is_one and is_shown and not is_kept else []


def _album(address: Address) -> _Album:
    """Return the folders that tell an album, each with what says whose or which it is; none if the last tells none."""
    if not address.dirs or not tells(address.dirs[-1]) or address.dirs[-1] in _HOLDERS:
        return ()
    before = ("", *address.dirs)
    named = [(at, name) for at, name in enumerate(address.dirs) if name not in _HOLDERS]
    is_one = any(map(_is_of_one, (name for _, name in named)))
    return tuple((_holder(before[at], name), name) for at, name in named) if is_one else ()


def _is_of_one(name: str) -> bool:
    """Whether a folder's name may be that of one thing: by a word that not all have, or a number that is no year."""
    is_named = tells(name) and not _PARTS.issuperset(_WORD.findall(name))
    return is_named or (_NUMBER.search(name) is not None and not is_dated(name))


def _holder(before: str, name: str) -> str:
    """Return what the folder *before* says of *name*: whose, or what it is; of an album's number, what it counts."""
    if before in PERSONS:
        return _PERSON
    if before in THINGS - CONTAINERS:
        return before.removesuffix("s")
    if is_dated(name) or worded((name,)):
        return ""
    if before in THINGS:
        return before.removesuffix("s")
    return _PICTURE if before in PICTURES else ""


def _is_on(wanted: Address, other: Address) -> bool:
    """Whether both lie on one host, or on hosts that are called by the site or its pictures, and not by a user."""
    return wanted.host == other.host or (same_site(wanted.host, other.host) and all(map(_is_common, (wanted, other))))


def _is_common(address: Address) -> bool:
    return address.host == site(address.host) or address.host.partition(".")[0] in CONTAINERS
