"""What is chosen: the largest of the matches, and what is said of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from imgcrawl.naming.addresses import read_address, same_url
from imgcrawl.naming.same_image import REASONS, Confidence
from imgcrawl.pages.choosing.offered import Offer
from imgcrawl.pages.reading.kinds import IN_SET, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from imgcrawl.naming.addresses import Address
    from imgcrawl.pages.reading.kinds import Candidate

_MOST_INSTEAD = 2


@dataclass(frozen=True, slots=True)
class Match:
    """A candidate that shows the wanted image, with what the judgement rests on."""

    candidate: Candidate
    address: Address
    confidence: Confidence

    @property
    def offer(self) -> Offer:
        """What was judged."""
        return Offer(self.candidate, self.address)


@dataclass(frozen=True, slots=True)
class Choice:
    """The present address of the wanted image.

    *url*: as the page gives it. *evidence*: one sentence. *smaller*: it is visibly a smaller version than wanted.
    *instead*: where it is to be had if there is nothing at *url*.
    """

    url: str
    confidence: Confidence
    evidence: str
    smaller: bool = False
    instead: tuple[str, ...] = ()


def largest(matches: Sequence[Match], wanted_url: str) -> Choice | None:
    """Return the largest of *matches* as the choice, or None when only the wanted address itself is left.

    The next ones by the same evidence are to be asked for where there is nothing.
    """
    offered = [match for match in matches if not same_url(match.candidate.url, wanted_url)]
    if not offered:
        return None
    sized = {m.candidate.group for m in offered if m.candidate.width and m.candidate.kind in IN_SET}
    best, *others = sorted(offered, key=lambda match: (-_rank(match, sized), *_preference(match)))
    smaller = _smaller(best, read_address(wanted_url))
    urls = [match.candidate.url for match in others if match.confidence is best.confidence]
    instead = tuple(url for url in dict.fromkeys(urls) if not same_url(url, best.candidate.url))[:_MOST_INSTEAD]
    return Choice(best.candidate.url, best.confidence, _sentence(best, smaller=smaller), smaller, instead)


def at_address(candidates: Sequence[Candidate], url: str) -> Choice | None:
    """Return the first of *candidates* that is *url*, where the wanted address was another way to write that."""
    found = next((candidate for candidate in candidates if same_url(candidate.url, url)), None)
    address = read_address(url)
    return largest([Match(found, address, Confidence.EXACT)], "") if found and address else None


def _rank(match: Match, sized: set[int]) -> float:
    """Return the width in pixels to compare versions by; a file without any size counts as the original."""
    candidate, named = match.candidate, match.address.width
    if candidate.kind is Kind.SRC and candidate.group in sized and named is None:
        return 1.0
    return float(named or candidate.width or 1_000_000)


def _preference(match: Match) -> tuple[int, int, int]:
    orders = list(Confidence), list(Kind)
    candidate = match.candidate
    return orders[0].index(match.confidence), orders[1].index(candidate.kind), candidate.position


def _smaller(match: Match, wanted: Address | None) -> bool:
    if wanted is None:
        return False
    if wanted.width is None:
        return match.address.width is not None
    offered = match.address.width or match.candidate.width
    return offered is not None and offered < wanted.width


def _sentence(match: Match, *, smaller: bool) -> str:
    size = ", in a smaller version" if smaller else ""
    return f"The page names it by {match.candidate.kind.value}, and {REASONS[match.confidence]}{size}."
