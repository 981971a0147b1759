"""The wanted name as another system writes it: as a slug, in plain letters, or with an identifier after it."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from imgcrawl.naming.addresses import fields_conflict
from imgcrawl.naming.apart import Certainty, are_apart
from imgcrawl.naming.stems import Claim, claim, is_date, unmistakable
from imgcrawl.pages.choosing.bearers import is_next, is_one
from imgcrawl.pages.choosing.leading import is_leading
from imgcrawl.pages.choosing.offered import Offer, Offered

if TYPE_CHECKING:
    from imgcrawl.naming.addresses import Address
    from imgcrawl.pages.choosing.sought import Sought

_TWO_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th"})
_GAP = re.compile(r"[\W_]+")
_ADDED = re.compile(r"(.+)-(\d{6,})(?:-(?:master|orig|original|full|large))?")


def find_renamed(offered: Offered, sought: Sought) -> list[Offer]:
    """Return those of *offered* that bear the name of *wanted* in another spelling; none in doubt.

    All that bear it must be one picture, and their directories must not name another thing. A name that others might
    have too is believed of the picture that the page is about.
    """
    wanted = sought.wanted
    names = _spellings(wanted.stem)
    if not wanted.file or any(claim(name) < Claim.NAMED and not unmistakable(name) for name in names):
        return []
    files = [offer for offer in offered if offer.address.file]
    bearers = [Offer(c, a) for c, a in files if names & (_spellings(a.stem) | _without_added(a.stem))]
    is_kept = any(is_next(wanted, address) for _, address in files)
    is_enough = all(map(unmistakable, names)) or is_leading(bearers, offered)
    is_wanted = is_enough and is_one(bearers) and all(_may_be(wanted, other) for _, other in bearers)
    return bearers if is_wanted and not is_kept else []


def _may_be(wanted: Address, other: Address) -> bool:
    return not are_apart(wanted, other, most=Certainty.OWN) and not fields_conflict(wanted, other, strict=False)


@lru_cache(maxsize=4_096)
def _spellings(stem: str) -> frozenset[str]:
    """Return *stem* in plain small letters with hyphens, an umlaut as one letter and as two."""
    composed = unicodedata.normalize("NFC", stem.lower())
    return frozenset(_slug(text) for text in (composed, composed.translate(_TWO_LETTERS)))


def _slug(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return _GAP.sub("-", "".join(c for c in decomposed if not unicodedata.combining(c))).strip("-")


def _without_added(stem: str) -> frozenset[str]:
    """Return the spellings of *stem* without an identifier that was added to it, if one was."""
    added = [_ADDED.fullmatch(name) for name in _spellings(stem)]
    return frozenset(found[1] for found in added if found and not is_date(found[2]))
