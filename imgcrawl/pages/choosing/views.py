"""Pages that show one picture: how their addresses look, and what they show."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from imgcrawl.naming.beside import tells_view
from imgcrawl.naming.numbers import museum_number
from imgcrawl.naming.stems import ids, random_part, strong_ids
from imgcrawl.naming.words import IMAGE_FILE, vocabulary
from imgcrawl.pages.choosing.identified import iiif_identifier
from imgcrawl.pages.choosing.leading import leads_away
from imgcrawl.pages.reading.kinds import IN_CONTENT, Kind

if TYPE_CHECKING:
    from imgcrawl.naming.addresses import Address
    from imgcrawl.pages.choosing.offered import Offer, Offered
    from imgcrawl.pages.reading.kinds import Candidate


_FOLDERS = vocabulary("""
    photo photos foto fotos bild bilder view views viewer image images picture pictures pic pics media attachment
    attachments lightbox
""")
_FIELD = re.compile(
    r"(?:^|&)(?:attachment|photo|foto|image|img|pic|picture|media|view)(?:_?id)?=([\w.-]+)", re.IGNORECASE
)


_OF_DESIGN = vocabulary("""
    theme themes skin skins template templates assets static dist build layout design plugins wp-includes common shared
""")
"""Folders of what belongs to a site's own look; some keep their content there as well."""
_CALLED_SO = frozenset({"banner", "header", "hero", "background", "welcome", "home", "homepage", "promo", "campaign"})
"""Words in the names of what a site shows on all its pages, or on those that have no picture."""
_WORD = re.compile(r"[^\W\d_]{3,}")
_TELLING_DIGITS = 3


def is_view(url: str) -> bool:
    """Whether *url* looks like that of a page about one picture, and not like that of a file."""
    parts = urlsplit(url)
    if IMAGE_FILE.search(parts.path):
        return False
    *folders, name = unquote(parts.path).lower().removesuffix("/").split("/")
    return (bool(name) and not _FOLDERS.isdisjoint(folders)) or _FIELD.search(parts.query) is not None


def shown_alone(offered: Offered, key: str | None, number: str | None = None) -> list[Offer]:
    """Return the versions of the one picture that a page declares to be its own and shows, beside none but links.

    None in doubt: its name must not bear another number than *key* or, of a museum's object, *number*. What a site
    shows who must log in, or where it has no picture, lies with its design, under a name that has no word of what the
    page is called.
    """
    declared = {_place(offer) for offer in offered if offer.candidate.kind is Kind.OG}
    content = [offer for offer in offered if offer.candidate.kind in IN_CONTENT]
    shown = {_place(offer) for offer in content if not leads_away(offer.candidate)}
    if len(declared) != 1 or shown != declared:
        return []
    found = [offer for offer in offered if _place(offer) in declared]
    if any(is_of_design(address, candidate) for candidate, address in found):
        return []
    if number is not None and any(museum_number(address.stem) not in {None, number} for _, address in found):
        return []
    others = {other for _, a in found for other in ids(a.stem) if other not in {key, number} and not strong_ids(other)}
    return [] if others or any(tells_view(address, key) for _, address in found) else found


def is_of_design(address: Address, candidate: Candidate) -> bool:
    """Whether a picture lies with a site's design, or is called so, under words that the page's title does not have."""
    is_drawn = random_part(address.stem) or sum(map(str.isdigit, address.stem)) >= _TELLING_DIGITS
    words = _WORD.findall(address.stem.casefold())
    if is_drawn or (_OF_DESIGN.isdisjoint(address.dirs) and _CALLED_SO.isdisjoint(words)):
        return False
    title = {word.casefold() for text in candidate.page.called for word in _WORD.findall(text)}
    return title.isdisjoint(words)


def _place(offer: Offer) -> tuple[str, tuple[str, ...]]:
    candidate, address = offer
    identifier = iiif_identifier(candidate.url)
    return (address.stem, address.telling_dirs) if identifier is None else (address.host, (identifier,))
