"""The one picture of a page that is called by the wanted file's name, or to which that name leads.

Systems that store a picture under a name of their own keep the one it came with as its title. A wiki whose file was
renamed says from which name it has led.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from imgcrawl.naming.addresses import read_address, same_address, same_site
from imgcrawl.naming.numbers import museum_number
from imgcrawl.naming.stems import Claim, claim, random_part
from imgcrawl.naming.words import IMAGE_FILE_END
from imgcrawl.pages.choosing.bearers import is_next
from imgcrawl.pages.choosing.leading import leads_away
from imgcrawl.pages.choosing.told import is_upload, states, tells_other
from imgcrawl.pages.reading.kinds import IN_CONTENT, IN_DATA, IN_HEAD, Kind
from imgcrawl.pages.reading.statements import FILE_NAME

if TYPE_CHECKING:
    from imgcrawl.naming.addresses import Address
    from imgcrawl.pages.choosing.offered import Offer, Offered
    from imgcrawl.pages.choosing.sought import Sought
    from imgcrawl.pages.reading.kinds import Candidate


_SHOWN = IN_CONTENT | IN_HEAD | IN_DATA
_DECLARED = IN_HEAD | IN_DATA | {Kind.LINK}
_GAPS = re.compile(r"[\s_]+")


def find_titled(offered: Offered, sought: Sought) -> list[Offer]:
    """Return those of *offered* that are the picture of a page called as the file *wanted* is, or was; none in doubt.

    The page is on the site of *wanted*. One called by the name shows no other picture but links to other pages, and the
    name of that tells no other thing; it is of the site, or the page declares it or links to it, as it does not to
    advertisements. One to which a former name leads shows the picture of its present title.
    """
    wanted = sought.wanted
    titles = offered[0].candidate.page if offered else None
    if titles is None or not wanted.file or not same_site(wanted.host, sought.page_host):
        return []
    name = _file_name(wanted.path)
    if name in map(_file_name, titles.formerly):
        return _called(
            offered, wanted, frozenset(_file_name(text) for text in titles.called if IMAGE_FILE_END.search(text))
        )
    number = museum_number(wanted.stem)
    if not any(_is_called(text, wanted, name, number) for text in titles.called):
        return []
    others = [offer for offer in offered if not same_address(offer.address, wanted)]
    own = [offer for offer in others if offer.candidate.kind in _SHOWN and not leads_away(offer.candidate)]
    is_shown = any(candidate.kind in IN_CONTENT for candidate, _ in own)
    is_one = len({_place(address) for _, address in own}) == 1
    is_owned = any(c.kind in _DECLARED or same_site(a.host, wanted.host) for c, a in own)
    is_plain = not any(_says_other(candidate, address, wanted) for candidate, address in own)
    is_kept = any(is_next(wanted, address) for _, address in offered)
    return own if is_shown and is_one and is_owned and is_plain and not is_kept else []


def _says_other(candidate: Candidate, address: Address, wanted: Address) -> bool:
    """Whether a picture says to be another one: by a name that was not drawn for it, or that the page tells of it."""
    is_drawn = random_part(address.stem) or address.stem == wanted.stem or address.stem.isdecimal()
    is_drawn |= is_upload(address, wanted)
    named = (found[0] for text in candidate.told if (found := FILE_NAME.search(text)))
    return not is_drawn or tells_other(address, wanted) or any(_file_name(n) != _file_name(wanted.path) for n in named)


def _is_called(text: str, wanted: Address, name: str, number: str | None) -> bool:
    """Whether a title is the file's: its whole name, if not one that many have, or what else would state it."""
    is_whole = claim(wanted.stem) >= Claim.FIRST and _file_name(text) == name
    return is_whole or states(text, wanted, number)


def _called(offered: Offered, wanted: Address, names: frozenset[str]) -> list[Offer]:
    """Return those of *offered* that bear the one name by which a page is called now."""
    named = [offer for offer in offered if offer.address.file and _bears(offer.address, names)]
    found = [offer for offer in named if not offer.candidate.kind.weak and not leads_away(offer.candidate)]
    stems = {address.stem for _, address in found}
    return found if len(names) == 1 and wanted.stem not in stems else []


def _bears(address: Address, names: frozenset[str]) -> bool:
    return any((read := read_address(f"http://of.invalid/{name}")) and read.stem == address.stem for name in names)


def _file_name(text: str) -> str:
    """Return the last part of a path or a title, with spaces as underscores, in small letters."""
    return _GAPS.sub("_", text.rpartition("/")[2].strip().casefold())


def _place(address: Address) -> tuple[str, ...]:
    """Return by what versions of one picture agree: a name that was drawn for it, else the place, too."""
    return (address.stem,) if random_part(address.stem) else (address.stem, *address.telling_dirs)
