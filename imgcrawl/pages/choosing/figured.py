"""The page's main picture under the wanted file's whole name, in whatever form its system writes addresses.

Systems change, and with them folders, extensions and what stands around a name. What is left of a name when all of that
is taken away is the picture's where the page's main picture alone bears it, on the same site.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from imgcrawl.naming.addresses import fields_conflict, same_file, same_site
from imgcrawl.naming.apart import is_of_person, kept_apart, words_differ
from imgcrawl.naming.bare import bare, is_named, tells_apart, tells_little, tells_much
from imgcrawl.naming.places import worded
from imgcrawl.naming.renditions import SIZED_FOLDERS
from imgcrawl.pages.choosing.bearers import is_next, lie_in_one, without_echoes
from imgcrawl.pages.choosing.leading import is_leading, is_of_another_page, leads_away
from imgcrawl.pages.reading.kinds import IN_CONTENT, IN_DATA, IN_HEAD

if TYPE_CHECKING:
    from imgcrawl.naming.addresses import Address
    from imgcrawl.pages.choosing.offered import Offer, Offered
    from imgcrawl.pages.choosing.sought import Sought

_DECLARED = IN_HEAD | IN_DATA


def find_figured(offered: Offered, sought: Sought) -> list[Offer]:
    """Return those of *offered* that are the page's main picture under the name of *wanted*; none in doubt.

    All that bear the name must be one picture on the site of *wanted*, and the less the name tells the more must the
    page say: it declares the picture and shows it, has it as its only figure, or shows no other one.
    """
    wanted = sought.wanted
    name = bare(wanted.stem)
    if wanted.fields or not _is_picture(sought) or not (tells_apart(name) or tells_little(name)):
        return []
    bearers = without_echoes([offer for offer in offered if offer.address.file and is_named(offer.address, name)])
    others = [offer for offer in bearers if not same_file(offer.address, wanted)]
    is_kept = any(is_next(wanted, offer.address) for offer in offered if offer not in bearers)
    if not others or is_kept or not lie_in_one(bearers, attrgetter("telling_dirs")):
        return []
    return others if all(_is_wanted(wanted, a, name, others, offered) for _, a in others) else []


def _is_picture(sought: Sought) -> bool:
    """Whether the wanted address is that of a file, or of a service that is asked for a size."""
    wanted = sought.wanted
    return wanted.file or wanted.stem.endswith(".ashx") or wanted.width is not None or "?$" in sought.url


def _is_wanted(wanted: Address, other: Address, name: str, bearers: Offered, offered: Offered) -> bool:
    is_here = same_site(wanted.host, other.host) and not fields_conflict(wanted, other, strict=False)
    own = frozenset({name} if name.isdecimal() else ())
    is_other = is_of_person(wanted, own) != is_of_person(other, own)
    if not is_here or is_other or kept_apart(wanted.dirs, other.dirs):
        return False
    if name.isdecimal() and worded(other.dirs) - worded(wanted.dirs) - SIZED_FOLDERS:
        return False  # one object may have a photograph and a poster of one number
    kinds = {candidate.kind for candidate, _ in bearers}
    is_led, is_shown = is_leading(bearers, offered), bool(kinds & IN_CONTENT)
    is_main = bool(kinds & _DECLARED) or is_only_figure(bearers, offered)
    if is_shown and (is_main or (is_led and wanted.folder == other.folder)):
        return True
    if any(is_of_another_page(offer, wanted, offered) for offer in bearers):
        return False
    is_enough = tells_much(name) or (is_led and tells_apart(name))
    return is_enough and is_shown and not words_differ(wanted.dirs, other.dirs)


def is_only_figure(bearers: Offered, offered: Offered) -> bool:
    """Whether all pictures in figures that lead nowhere else are among *bearers*."""
    figures = {candidate for candidate, _ in offered if candidate.in_figure and not leads_away(candidate)}
    return bool(figures) and figures <= {candidate for candidate, _ in bearers}
