"""The wanted name before what a builder or a store puts behind the names of all its files, each time another one.

``heron-lake-bkqxpzw79a.jpeg`` may be the model ``bkqxpzw79a`` of a thing. Where every file of its folder that the page
shows ends in as many signs, and others of these were plainly drawn, it is the picture ``heron-lake``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from imgcrawl.naming.drawn import is_drawn
from imgcrawl.pages.choosing.leading import is_leading
from imgcrawl.pages.choosing.shown import find_bare

if TYPE_CHECKING:
    from imgcrawl.pages.choosing.offered import Offer, Offered
    from imgcrawl.pages.choosing.sought import Sought

_STAMPED = re.compile(r"(.+)([-_.])((?=[a-z]*\d)(?=\d*[a-z])[0-9a-z]{8,40})", re.DOTALL | re.IGNORECASE)
_OF_MODEL = re.compile(r"[a-z]{2,4}\d{3,5}[a-z]{0,3}\d?", re.IGNORECASE)
"""Letters before a number, as makers name models; few drawn codes look so."""


class _Stamped(NamedTuple):
    """A *name* in small letters, what was drawn for the file, and the *sign* between them."""

    name: str
    sign: str
    drawn: str


def find_stamped(offered: Offered, sought: Sought) -> list[Offer]:
    """Return those of *offered* that bear the name of *wanted* before what was drawn for them; none in doubt.

    They are one file, and the picture that the page is about. Without what was drawn the name must be proof enough, as
    it would be if it stood there alone.
    """
    wanted = sought.wanted
    if not wanted.file:
        return []
    read = [(offer, _read(offer.address.stem)) for offer in offered if offer.address.file]
    bearers = [(offer, own) for offer, own in read if own and own.name == wanted.stem.casefold()]
    files = {(offer.address.folder, offer.address.stem) for offer, _ in bearers}
    if len(files) != 1 or not is_leading([offer for offer, _ in bearers], offered):
        return []
    folder, _ = next(iter(files))
    beside = {other for offer, other in read if offer.address.folder == folder}
    if not _is_store(bearers[0][1], beside):
        return []
    return find_bare([offer for offer, _ in bearers], offered, sought)


def _read(stem: str) -> _Stamped | None:
    found = _STAMPED.fullmatch(stem)
    return _Stamped(found[1].casefold(), found[2], found[3]) if found else None


def _is_store(own: _Stamped, beside: set[_Stamped | None]) -> bool:
    """Whether all files *beside* the *own* one, and that, end alike, each in its own code, of which some are drawn.

    A code that is written as models are is a thing's.
    """
    others = {other for other in beside if other is not None}
    is_alike = None not in beside and {(each.sign, len(each.drawn)) for each in others} == {(own.sign, len(own.drawn))}
    is_each = len({each.drawn for each in others}) == len(others)
    is_model = _OF_MODEL.fullmatch(own.drawn) is not None
    return is_alike and is_each and not is_model and any(is_drawn(each.drawn) for each in others)
