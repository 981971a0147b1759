"""Tells which pictures are worth asking their host for a name that is made up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from imgcrawl import keys
from imgcrawl.intake.address import host_of
from imgcrawl.naming.landed import leads_astray, leads_elsewhere
from imgcrawl.pipelines.judging.arrivals import asked_host, is_own, request_of
from imgcrawl.remedies.places.moving import MOVED
from imgcrawl.remedies.rules.mends import MEND_NAMES
from imgcrawl.validation.placeholders.circumstances import looks_drawn
from imgcrawl.validation.placeholders.contradictions import is_larger_than_named
from imgcrawl.validation.placeholders.scenes import is_repeated
from imgcrawl.validation.placeholders.sheets import is_writing
from imgcrawl.validation.placeholders.siblings import family

if TYPE_CHECKING:
    from imgcrawl.pipelines.judging.holding import PlaceholderWatch, Sighting
    from imgcrawl.remedies.attempts.outcomes import FetchedImage
    from imgcrawl.validation.placeholders.scenes import Scenes
    from imgcrawl.validation.placeholders.spread import SpreadPictures

_CARRIED: Final = frozenset({"unwrap", "https", "other_scheme"})
"""Remedies that ask where the row's own address says, be it inside itself or over the other scheme."""

_SMALL_BYTES: Final = 16_384  # "not available" pictures are mostly smaller


class Suspects:
    """Tells pictures that may stand for whatever is missing, by what else was seen of their hosts."""

    def __init__(self, watch: PlaceholderWatch, scenes: Scenes, spread: SpreadPictures) -> None:
        self._watch = watch
        self._scenes = scenes
        self._spread = spread

    def is_suspect(self, item: FetchedImage, seen: Sighting, *, is_first: bool) -> bool:
        """Say whether the picture *seen* is worth a trial, the first one of its host if it *is_first*.

        It is for who else gave it, for what looks like it under another name, and if nothing of its kind was tried, for
        where it was found or what is on it.
        """
        site, url, facts = family(seen.host), item.state["url"], seen.facts
        if self._spread.is_suspect(facts.sha256) or is_repeated(self._scenes.like(site, facts, but_for=url), url):
            return True
        return is_first and (is_own(item) or _is_untold(item)) and self._is_odd(item, seen)

    def _is_odd(self, item: FetchedImage, seen: Sighting) -> bool:
        facts, found_at, is_carried = seen.facts, request_of(item).url, item.state["remedy"] in _CARRIED
        url = keys.begun_at(request_of(item)) if is_carried else item.state["url"]
        if url != found_at and (leads_elsewhere(url, found_at) or leads_astray(url, found_at)):
            return True
        if not seen.is_flat or not looks_drawn(facts):  # what is drawn takes longer to tell than the rest
            return is_larger_than_named(url, facts) and not looks_drawn(facts)
        return is_writing(facts) or (facts.bytes <= _SMALL_BYTES and self._is_lone(item, seen))

    def _is_lone(self, item: FetchedImage, seen: Sighting) -> bool:
        host = asked_host(item) if item.state["remedy"] in _CARRIED else seen.host
        return self._watch.is_lone(seen._replace(host=host))


def _is_untold(item: FetchedImage) -> bool:
    """Whether nobody has said of where the picture was asked for that it is there: a rule, or its row, has led there.

    The row's own host, which has said that it lacks an address, would say so of another one.
    """
    remedy, host = item.state["remedy"], host_of(request_of(item).url)
    return remedy == MOVED or remedy in _CARRIED or (remedy in MEND_NAMES and host != host_of(item.state["url"]))
