"""The wanted picture under its own name in another place: where the name alone is proof enough.

A name that tells much and stands once on the page on which the image was found is that image, also when the site has
stored its files anew. Directories that name another thing still speak against it, and so does every second place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from imgcrawl.naming.addresses import fields_conflict
from imgcrawl.naming.apart import are_apart
from imgcrawl.naming.renditions import SIZE_LETTERS
from imgcrawl.naming.services import is_order
from imgcrawl.naming.stems import random_part, unmistakable
from imgcrawl.pages.choosing.bearers import is_next, is_one, read_name, without_echoes
from imgcrawl.pages.choosing.offered import Offer, Offered

if TYPE_CHECKING:
    from imgcrawl.naming.addresses import Address
    from imgcrawl.pages.choosing.bearers import Name
    from imgcrawl.pages.choosing.sought import Sought

_SIZE_LETTERS = {True: frozenset(f"{SIZE_LETTERS}wcb"), False: frozenset(SIZE_LETTERS)}
"""One-letter sizes: after random ids all that Flickr and Facebook use, after words none that may count views."""


def find_moved(offered: Offered, sought: Sought) -> list[Offer]:
    """Return those of *offered* that are *wanted* in another place; none if the name or the page leaves a doubt.

    Every bearer of the name must pass, and all must be one picture: by their place, or by the page's markup. The next
    of a series in the old place speaks against all.
    """
    wanted = sought.wanted
    name = read_name(wanted.stem)
    if not wanted.file or not unmistakable(name.base):
        return []
    files = without_echoes([offer for offer in offered if offer.address.file])
    bearers = [offer for offer in files if offer.address.stem == wanted.stem] or [
        Offer(c, a) for c, a in files if read_name(a.stem).base == name.base and not is_order(c.url)
    ]
    doubtful = not all(_may_be(wanted, address) for _, address in bearers) or not is_one(bearers)
    known = {address.stem for _, address in bearers}
    others = (address for _, address in files if address.stem not in known)
    return [] if doubtful or any(is_next(wanted, other) for other in others) else bearers


def _may_be(wanted: Address, other: Address) -> bool:
    return (
        _letters_agree(read_name(wanted.stem), read_name(other.stem))
        and _built_alike(wanted, other)
        and not fields_conflict(wanted, other, strict=False)
        and not are_apart(wanted, other)
    )


def _built_alike(one: Address, other: Address) -> bool:
    """Whether what follows a hyphen is a fingerprint in both names: they lie where a builder put them before."""
    built = read_name(one.stem).built, read_name(other.stem).built
    return built == (False, False) or (all(built) and one.folder == other.folder)


def _letters_agree(one: Name, other: Name) -> bool:
    """Whether the letters after the names are sizes: two different ones only after an id, where no views are told."""
    by_id = random_part(one.base)
    letters = {one.letter, other.letter} - {""}
    return one.letter == other.letter or (letters <= _SIZE_LETTERS[by_id] and (by_id or len(letters) == 1))
