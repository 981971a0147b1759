"""The wanted picture by the key that its service gave it, where name, secret, size and host have changed."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from imgcrawl.naming.addresses import same_site
from imgcrawl.naming.beside import bears_whole, holds
from imgcrawl.naming.keyed import FORMS, bears, key_of
from imgcrawl.naming.places import is_dated, is_language, is_property, telling, worded
from imgcrawl.naming.readable import readable
from imgcrawl.naming.stems import Claim, claim, power, random_part
from imgcrawl.naming.words import NEUTRAL, VIEWS
from imgcrawl.pages.choosing.bearers import are_shown
from imgcrawl.pages.choosing.leading import is_leading
from imgcrawl.pages.choosing.offered import Offer, Offered
from imgcrawl.pages.choosing.shown import find_named
from imgcrawl.pages.reading.kinds import IN_HEAD, Kind

if TYPE_CHECKING:
    from imgcrawl.naming.addresses import Address
    from imgcrawl.naming.keyed import Key
    from imgcrawl.pages.choosing.sought import Sought

_PARTS = frozenset({"_jcr_content", "jcr:content"})
"""Folders of Adobe's, between a page and its parts."""
_KINDS = (is_language, is_property, is_dated)
_WORD = re.compile(r"[^\W\d_]+|\d+")
_TELLING = 5
"""Digits of a number that a page is called by, wherever it says so."""
_LONG = 8
"""Digits of a number that no two services have given by chance to what one row joins."""


def find_keyed(offered: Offered, sought: Sought) -> list[Offer]:
    """Return those of *offered* that bear the key of *wanted*; none in doubt.

    Names that tell views, or two pictures of one size and key, make a doubt; so does any other name, where the key may
    be that of an owner and the page has no other key. A number is believed on its own site, of the picture that the
    page is about or is called by.
    """
    wanted = sought.wanted
    key = key_of(sought.url)
    if key is None:
        return []
    own = wanted.host, wanted.path, wanted.fields
    others = [each for each in offered if (each.address.host, each.address.path, each.address.fields) != own]
    bearers = [offer for offer in others if bears(offer.candidate.url, key)]
    is_shown = are_shown(bearers, Kind.STATE) and _have_one_secret(bearers, key)
    if not is_shown or (FORMS[key.form].has_views and _are_views(wanted, bearers)):
        return []
    if FORMS[key.form].may_be_owners and _may_be_owners(wanted, bearers, others, key):
        return []
    if FORMS[key.form].holds_key is None and not _is_about(bearers, others, sought, key):
        return []
    return bearers


def find_rendered(offered: Offered, sought: Sought) -> list[Offer]:
    """Return those of *offered* that a service renders, with the name of *wanted* behind one key; none in doubt.

    The name must be proof enough, as it would be if it stood there alone. Where *wanted* has a key, too, it is the
    same, or nothing of the page that bears the name has one.
    """
    wanted = sought.wanted
    own = readable(sought.url)
    name = own.name if own else wanted.stem.casefold()
    keyed = [(offer, key) for offer in offered if wanted.file and (key := _key_behind(offer, name)) is not None]
    if own is not None and not keyed:
        keyed = [(offer, own.key) for offer in offered if offer.address.file and offer.address.stem.casefold() == name]
    keys = {key for _, key in keyed}
    if len(keys) != 1 or (own is not None and {own.key} != keys):
        return []
    plain = replace(wanted, stem=name, power=power(name), dirs=own.key if own else wanted.dirs)
    bare = [Offer(c, replace(a, stem=name, power=plain.power, dirs=key, file=True)) for (c, a), key in keyed]
    found = find_named(bare, offered, sought._replace(wanted=plain))
    bearers = [offer for offer, _ in keyed if offer.candidate in found]
    return [] if any(_are_of_two_pages(wanted, address) for _, address in bearers) else bearers


def _are_of_two_pages(wanted: Address, other: Address) -> bool:
    """Whether one lies among the parts of a page which tells that it shows another picture of that name.

    By its language, its colour or its year, or for a camera's name by any word: who moves a page keeps those.
    """
    if _PARTS.isdisjoint({*wanted.dirs, *other.dirs}):
        return False
    one, two = (frozenset(takewhile(lambda name: name not in _PARTS, address.dirs)) for address in (wanted, other))
    gone, come = telling(sorted(one - two)), telling(sorted(two - one))
    is_common = claim(wanted.stem) <= Claim.COUNTED and bool(worded(sorted(gone)) and worded(sorted(come)))
    return is_common or any(any(map(kind, gone)) and any(map(kind, come)) for kind in _KINDS)


def _key_behind(offer: Offer, name: str) -> tuple[str, ...] | None:
    """Return the key behind which an address has *name* for readers; None where it has none, or another name."""
    candidate, address = offer
    if (found := readable(candidate.url)) is not None:
        return found.key if found.name == name else None
    key = _library_key(candidate.url) if address.stem.casefold() == name else None
    return (key,) if key else None


def _library_key(url: str) -> str | None:
    """Return the key behind which the address of a rendering has a name for readers; None if it is none."""
    key = key_of(url)
    return key.key if key and FORMS[key.form].has_views else None


def _are_views(wanted: Address, bearers: Offered) -> bool:
    """Whether names beside the key tell several pictures, or one that may be another view than the wanted one."""
    own, named = _telling(wanted.stem), {_telling(address.stem) for _, address in bearers} - {()}
    is_other = any(other != own and ((own and len(other) == 1) or _may_be_view(other)) for other in named)
    return len(named) > 1 or is_other


def _may_be_owners(wanted: Address, bearers: Offered, offered: Offered, key: Key) -> bool:
    """Whether *key* may be that of whoever keeps pictures there.

    It may where two names behind it differ, if both were drawn or the page shows no other key.
    """
    named = {address.stem for _, address in bearers if _telling(address.stem) or random_part(address.stem)}
    others = named - {wanted.stem}
    keys = {found.key for candidate, _ in offered if (found := key_of(candidate.url)) and found.form == key.form}
    are_drawn = random_part(wanted.stem) and any(map(random_part, others))
    return bool(others) and (are_drawn or not keys - {key.key})


def _may_be_view(words: tuple[str, ...]) -> bool:
    return all(word.isdecimal() or word in VIEWS for word in words)


def _telling(stem: str) -> tuple[str, ...]:
    """Return the words of a name that was not drawn, but for those of its format and size."""
    if random_part(stem):
        return ()
    return tuple(word for word in _WORD.findall(stem.casefold()) if word not in NEUTRAL)


def _is_about(bearers: Offered, offered: Offered, sought: Sought, key: Key) -> bool:
    """Whether the page is about the picture of the number *key*.

    A service's hosts may have nothing in common where the page is called by a long number, and declares what bears it.
    """
    is_here = all(same_site(sought.wanted.host, address.host) for _, address in bearers)
    is_called = sought.page is not None and key.key in sought.page.path.split("/")
    is_led = is_leading(bearers, offered)
    is_declared = is_called and len(key.key) >= _LONG and any(c.kind in IN_HEAD for c, _ in bearers)
    return is_declared or (is_here and (is_called or is_led or _is_told(bearers, sought, key)))


def _is_told(bearers: Offered, sought: Sought, key: Key) -> bool:
    """Whether the page has the number *key* in a field of its address, or in what it is called."""
    page, titles = sought.page, bearers[0].candidate.page.called
    is_asked = page is not None and bears_whole(page, key.key)
    return len(key.key) >= _TELLING and (is_asked or any(holds(text, key.key) for text in titles))


def _have_one_secret(bearers: Offered, key: Key) -> bool:
    """Whether each size of what bears *key* has one secret; two are of two pictures."""
    keys = {found for candidate, _ in bearers if (found := key_of(candidate.url)) and found.form == key.form}
    return len({found.size for found in keys}) == len(keys)
