"""The wanted name behind a short code that a store puts before the names of all its files, each time another one.

One such name, ``a1b-heron-lake.jpg``, may be another thing's. Where every file of its folder that the page shows begins
with a code of that length, and no two with the same, the code is the store's and not the picture's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from imgcrawl.naming.stems import Claim, claim
from imgcrawl.pages.choosing.shown import find_bare

if TYPE_CHECKING:
    from imgcrawl.naming.places import Folder
    from imgcrawl.pages.choosing.offered import Offer, Offered
    from imgcrawl.pages.choosing.sought import Sought

_CODED = re.compile(r"([0-9a-z]{2,7})[-_](.+)", re.DOTALL | re.IGNORECASE)
_MIXED = re.compile(r"(?=.*\d)(?=.*[a-z])", re.IGNORECASE)
_FEWEST = 2
_MOST_FOLDERS = 4


def find_coded(offered: Offered, sought: Sought) -> list[Offer]:
    """Return those of *offered* that bear the name of *wanted* behind a code of their store; none in doubt.

    Without the code the name must be proof enough, as it would be if it stood there alone.
    """
    wanted = sought.wanted
    if claim(wanted.stem) < Claim.NUMBERED:
        return []
    bearers = [offer for offer in offered if _name_behind(offer.address.stem) == wanted.stem.casefold()]
    folders = {address.folder for _, address in bearers}
    is_one = len({address.stem for _, address in bearers}) == 1 and len(folders) <= _MOST_FOLDERS
    if not is_one or not all(_is_store(folder, offered) for folder in folders):
        return []
    return find_bare(bearers, offered, sought)


def _name_behind(stem: str) -> str | None:
    """Return the name behind a code of letters and digits; None if *stem* has none."""
    coded = _CODED.fullmatch(stem)
    return coded[2].casefold() if coded and _MIXED.match(coded[1]) else None


def _is_store(folder: Folder, offered: Offered) -> bool:
    """Whether all files of *folder* begin with a code of one length and another value each, most of them mixed."""
    stems = {address.stem for _, address in offered if address.file and address.folder == folder}
    codes = [found[1] for stem in stems if (found := _CODED.fullmatch(stem))]
    is_each = len(codes) == len(set(codes)) == len(stems) >= _FEWEST and len(set(map(len, codes))) == 1
    return is_each and 2 * sum(_MIXED.match(code) is not None for code in codes) > len(codes)
