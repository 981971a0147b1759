"""The whole wanted name behind the number by which a system counts its uploads: ``55232_grey-heron-lake.jpg``.

Such a number may count the pictures of a series as well. So the name must be one of words, and nothing on the page may
bear it behind another number, or behind none, nor may it be a person's. A name that was wanted with its number, and
stands on the page without, is believed of the page's main picture; behind another number it is another upload's.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from imgcrawl.naming.addresses import same_file
from imgcrawl.naming.apart import is_of_person
from imgcrawl.naming.services import is_order
from imgcrawl.naming.stems import Claim, claim, unmistakable
from imgcrawl.naming.uploads import Upload, read_upload
from imgcrawl.pages.choosing.leading import is_leading
from imgcrawl.pages.choosing.shown import find_bare

if TYPE_CHECKING:
    from imgcrawl.naming.addresses import Address
    from imgcrawl.pages.choosing.offered import Offer, Offered
    from imgcrawl.pages.choosing.sought import Sought

_WORD = re.compile(r"[^\W\d_]+")


def find_uploaded(offered: Offered, sought: Sought) -> list[Offer]:
    """Return those of *offered* that bear the name of *wanted* behind a number, or without its own; none in doubt.

    Without the number the name must be proof enough, as it would be if it stood there alone.
    """
    wanted = sought.wanted
    own = read_upload(wanted.stem)
    own = own if own is not None and own.is_counted else Upload("", wanted.stem.casefold())
    if not wanted.file or (claim(own.name) < Claim.NAMED and not unmistakable(own.name)):
        return []
    read = [(offer, _read(offer.address.stem, own.name)) for offer in offered if offer.address.file]
    named = [(one, upload) for one, upload in read if upload.name == own.name and not same_file(one.address, wanted)]
    bearers = [offer for offer, _ in named]
    uploads = {upload for _, upload in named}
    upload = next(iter(uploads)) if len(uploads) == 1 else None
    if upload is None or any(is_order(candidate.url) for candidate, _ in bearers):
        return []
    if _is_in_series(bearers, offered, wanted):
        return []
    is_told = not upload.number if own.number else upload.is_counted
    is_enough = unmistakable(own.name) and not own.number
    if any(is_of_person(address, frozenset(filter(None, upload))) for _, address in bearers):
        return []
    if not is_told or not (is_enough or is_leading(bearers, offered)):
        return []
    return find_bare(bearers, offered, sought._replace(wanted=replace(wanted, stem=own.name)))


def _read(stem: str, name: str) -> Upload:
    """Return what stands in *stem* before *name*, if that is a number or nothing; nothing of other names."""
    if stem.casefold() == name:
        return Upload("", name)
    return read_upload(stem) or Upload("", "")


def _is_in_series(bearers: list[Offer], offered: Offered, wanted: Address) -> bool:
    """Whether something else on the page is called by the same words, however they are joined, and by other numbers."""
    words, stems = _words(wanted), {address.stem for _, address in bearers}
    files = (address for _, address in offered if address.file and not same_file(address, wanted))
    return any(address.stem not in stems and _words(address) == words for address in files)


def _words(address: Address) -> list[str]:
    return _WORD.findall(address.words or address.stem.casefold())
