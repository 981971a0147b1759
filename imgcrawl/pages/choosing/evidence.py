"""Which address on a page is the wanted image: by evidence, and none where the evidence is thin."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

from imgcrawl.naming.addresses import read_address, same_url, without_width
from imgcrawl.naming.neighbours import nearly_named
from imgcrawl.naming.notices import stands_in_for_any
from imgcrawl.naming.renditions import LETTER_WIDTHS
from imgcrawl.naming.same_image import Confidence, declared_relation
from imgcrawl.naming.stems import Power, power, strong_ids
from imgcrawl.pages.choosing.accompanied import find_accompanied
from imgcrawl.pages.choosing.albums import find_in_album
from imgcrawl.pages.choosing.bearers import is_one, without_echoes
from imgcrawl.pages.choosing.choice import Match, largest
from imgcrawl.pages.choosing.coded import find_coded
from imgcrawl.pages.choosing.decorated import find_decorated
from imgcrawl.pages.choosing.figured import find_figured
from imgcrawl.pages.choosing.foldered import find_foldered
from imgcrawl.pages.choosing.furniture import is_furniture, is_stand_in
from imgcrawl.pages.choosing.identified import find_identified
from imgcrawl.pages.choosing.keyed import find_keyed, find_rendered
from imgcrawl.pages.choosing.marked import find_marked
from imgcrawl.pages.choosing.moved import find_moved
from imgcrawl.pages.choosing.numbered import find_numbered
from imgcrawl.pages.choosing.of_page import find_of_page
from imgcrawl.pages.choosing.offered import Offer, Offered
from imgcrawl.pages.choosing.prefixed import find_prefixed
from imgcrawl.pages.choosing.renamed import find_renamed
from imgcrawl.pages.choosing.roled import find_roled
from imgcrawl.pages.choosing.scripted import find_scripted
from imgcrawl.pages.choosing.shown import find_shown
from imgcrawl.pages.choosing.sized import find_sized
from imgcrawl.pages.choosing.sold import are_sold_in_sizes, may_be_other_model
from imgcrawl.pages.choosing.sought import Sought
from imgcrawl.pages.choosing.stamped import find_stamped
from imgcrawl.pages.choosing.titled import find_titled
from imgcrawl.pages.choosing.told import find_told
from imgcrawl.pages.choosing.twins import without_twins
from imgcrawl.pages.choosing.uploaded import find_uploaded
from imgcrawl.pages.choosing.versions import find_versions
from imgcrawl.pages.reading.kinds import IN_SET, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from imgcrawl.naming.addresses import Address
    from imgcrawl.pages.choosing.choice import Choice
    from imgcrawl.pages.reading.kinds import Candidate

_MOST_COMPARED = 50
_MEASURED = IN_SET | {Kind.LAZY, Kind.OEMBED, Kind.DATA}
"""Places that declare how wide the file itself is."""
_OTHER_FORMS: tuple[tuple[Confidence, Callable[[Offered, Sought], Offered]], ...] = (
    (Confidence.SAME_ID, find_keyed),
    (Confidence.RENAMED, find_renamed),
    (Confidence.SAME_ID, find_identified),
    (Confidence.SAME_ID, find_scripted),
    (Confidence.DECORATED, find_foldered),
    (Confidence.DECORATED, find_rendered),
    (Confidence.DECORATED, find_decorated),
    (Confidence.DECORATED, find_coded),
    (Confidence.DECORATED, find_stamped),
    (Confidence.DECORATED, find_roled),
    (Confidence.DECORATED, find_uploaded),
    (Confidence.SAME_ID, find_accompanied),
    (Confidence.DECORATED, find_sized),
    (Confidence.SAME_ID, find_numbered),
    (Confidence.SAME_ID, find_prefixed),
    (Confidence.SAME_ELEMENT, find_versions),
    (Confidence.TOLD, find_told),
    (Confidence.TOLD, find_titled),
)
"""The rules for other forms of the wanted name, or of its identifier, in the order in which they are heard."""


def choose(candidates: Iterable[Candidate], *, wanted_url: str, page_url: str) -> Choice | None:
    """Return the largest version of the image at *wanted_url* that *candidates*, found at *page_url*, offer.

    None when nothing is plainly the same image; never the wanted address itself. What stands in attributes that no
    rule knows is heard only when the rest gives nothing. So is a name without the number at its end that is the width
    declared for the file, and after that one in CamelCase as the words that it is made of.
    """
    wanted = read_address(wanted_url)
    if wanted is None or is_stand_in(wanted_url):
        return None
    shown = (c for c in candidates if not is_furniture(c, wanted_url) and not may_be_other_model(c, wanted_url))
    read = [(c, read_address(c.url)) for c in shown]
    usable = [Offer(candidate, address) for candidate, address in read if address is not None]
    choice = _choose_among(usable, Sought(wanted_url, wanted, page_url))
    if choice is not None or not wanted.words:
        return choice
    spelt = [Offer(candidate, _as_words(address, wanted)) for candidate, address in usable]
    return _choose_among(spelt, Sought(wanted_url, _as_words(wanted, wanted), page_url))


def _choose_among(usable: list[Offer], sought: Sought) -> Choice | None:
    known = [offer for offer in usable if offer.candidate.kind is not Kind.ATTRIBUTE]
    sized = [Offer(candidate, without_width(address, _declared_width(candidate))) for candidate, address in usable]
    choices = (_choose(offered, sought) for offered in dict.fromkeys(map(tuple, (known, usable, sized))))
    return next(filter(None, choices), None)


def _as_words(address: Address, wanted: Address) -> Address:
    """Return *address* with the name of *wanted*, which is in CamelCase, as the words that it is made of."""
    stem = address.stem.replace(wanted.stem, wanted.words)
    return address if stem == address.stem else replace(address, stem=stem, power=power(stem))


def _choose(offered: Offered, sought: Sought) -> Choice | None:
    wanted, url = sought.wanted, sought.url
    matches = without_twins(_by_address(offered, wanted), offered, sought)
    matches += _by_element(offered, sought, matches)
    if _are_itself(matches, url):
        found = _by_name(offered, sought) or _by_own_page(offered, sought) or _by_other_form(offered, sought)
        matches = found or matches
    matches = matches or _as_matches(find_marked(offered, sought), Confidence.SAME_ID)
    matches = matches or _as_matches(find_of_page(offered, sought), Confidence.SAME_ID)
    if _are_itself(matches, url):
        matches = _as_matches(find_figured(offered, sought), Confidence.FIGURED) or matches
    matches = [m for m in matches if not stands_in_for_any(url, m.candidate.url) and not _is_beside(m, wanted)]
    return largest(_consistent(matches + _enlarged(matches, offered), wanted), url)


def _are_itself(matches: Sequence[Match], url: str) -> bool:
    """Whether *matches* are nothing, or nothing but the wanted address itself."""
    return all(same_url(match.candidate.url, url) for match in matches)


def _declared_width(candidate: Candidate) -> int | None:
    return candidate.width if candidate.kind in _MEASURED else None


def _by_address(offered: Offered, wanted: Address) -> list[Match]:
    related = ((c, a, declared_relation(wanted, a, _declared_width(c))) for c, a in offered)
    return [Match(candidate, address, found) for candidate, address, found in related if found is not None]


def _by_element(offered: Offered, sought: Sought, matches: list[Match]) -> list[Match]:
    """Return the other versions in the one element in which the wanted address itself, or a renewed one, stands."""
    certain = {m.candidate.group for m in matches if m.confidence is Confidence.EXACT}
    certain |= {candidate.group for candidate, _ in offered if same_url(candidate.url, sought.url)}
    known = {m.candidate for m in matches}
    found: dict[int, list[Match]] = {}
    for candidate, address in offered:
        if candidate.group in certain and candidate not in known and _bound(candidate, address, sought.wanted):
            found.setdefault(candidate.group, []).append(Match(candidate, address, Confidence.SAME_ELEMENT))
    sets = {frozenset(m.candidate.url for m in group) for group in found.values()}
    return next(iter(found.values())) if len(sets) == 1 else []


def _bound(candidate: Candidate, address: Address, wanted: Address) -> bool:
    """Whether one element means one image: always in srcset and picture; elsewhere only where no name contradicts.

    A link around a thumbnail leads to its picture where that has no name, but a number or a hash.
    """
    if candidate.kind in IN_SET:
        return True
    is_agreed = wanted.stem == address.stem or (wanted.power, address.power) == (Power.ID, Power.ID)
    is_nameless = (address.power is Power.ID or address.stem.isdigit()) and not wanted.stem.isdigit()
    return candidate.kind in {Kind.LINK, Kind.LAZY} and (is_agreed or (is_nameless and candidate.kind is Kind.LINK))


def _by_name(offered: Offered, sought: Sought) -> list[Match]:
    """Return the versions of the wanted picture in another place, where its name alone is proof enough."""
    others = [offer for offer in offered if not same_url(offer.candidate.url, sought.url)]
    return _as_matches(find_moved(others, sought), Confidence.MOVED)


def _by_own_page(offered: Offered, sought: Sought) -> list[Match]:
    """Return the versions of the one picture that bears the wanted name on the image's own page."""
    shown = find_shown(offered, sought, page_name=sought.page_name)
    return _as_matches(shown or find_in_album(offered, sought), Confidence.SHOWN)


def _by_other_form(offered: Offered, sought: Sought) -> list[Match]:
    """Return the versions of the one picture with the wanted name, respelt or decorated, its id, or called so."""
    for confidence, find in _OTHER_FORMS:
        found = _as_matches(find(offered, sought), confidence)
        if not _are_itself(found, sought.url):
            return found
    return []


def _enlarged(matches: Sequence[Match], offered: Offered) -> list[Match]:
    """Return the pictures to which thumbnails among *matches* lead: called as they are, by another letter for a size.

    Such a letter alone may as well tell a view, or a side.
    """
    thumbnails = {
        (m.candidate.group, m.address.dirs, m.address.stem): m.confidence
        for m in matches
        if m.candidate.kind is Kind.SRC and m.address.width is not None
    }
    found = []
    for candidate, address in offered if thumbnails else ():
        name, _, letter = address.stem.rpartition("_")
        confidence = thumbnails.get((candidate.group, address.dirs, name))
        if candidate.kind is Kind.LINK and confidence and letter in LETTER_WIDTHS:
            found.append(Match(candidate, replace(address, width=LETTER_WIDTHS[letter]), confidence))
    return found


def _is_beside(match: Match, wanted: Address) -> bool:
    """Whether a match, whatever the page says, is called nearly as *wanted* is; a set of sizes is of one picture."""
    is_version = match.confidence is Confidence.SAME_ELEMENT and match.candidate.kind in IN_SET
    return not is_version and nearly_named(wanted, match.address)


def _as_matches(found: Offered, confidence: Confidence) -> list[Match]:
    return [Match(candidate, address, confidence) for candidate, address in found]


def _consistent(matches: list[Match], wanted: Address) -> list[Match]:
    """Return *matches*, of weak names in different directories only those in the wanted one; none in doubt."""
    if are_sold_in_sizes(matches):
        return []
    named = [m for m in matches if m.confidence is Confidence.SAME_STEM]
    if named and not is_one(without_echoes([match.offer for match in named])):
        agreeing = [m for m in named if m.address.dirs == wanted.dirs]
        return [m for m in matches if m.confidence is not Confidence.SAME_STEM] + agreeing
    tokens = {m.candidate.url for m in matches if m.confidence is Confidence.EXACT and m.address.width is None}
    drawn = any(strong_ids(name) for name in wanted.dirs)
    if wanted.power <= Power.WEAK and not drawn and _signed_apart(matches):
        return []
    anonymous = wanted.power is Power.NONE and not drawn
    return [] if anonymous and len(tokens) > 1 and not wanted.fields and not wanted.telling_dirs else matches


def _signed_apart(matches: list[Match]) -> bool:
    """Whether pictures of one path and size in two places of the page differ in a signature, which may name them."""
    exact = [m for m in matches if m.confidence is Confidence.EXACT]
    return any(
        (one.address.path, one.address.width) == (other.address.path, other.address.width)
        and one.address.fields != other.address.fields
        and one.candidate.group != other.candidate.group
        for one, other in combinations(exact[:_MOST_COMPARED], 2)
    )
