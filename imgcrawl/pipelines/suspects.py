"""Tells which pictures are worth asking their host for a name that is made up."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Final

from imgcrawl.pipelines.arrivals import is_own
from imgcrawl.validation.circumstances import looks_drawn
from imgcrawl.validation.contradictions import is_larger_than_named
from imgcrawl.validation.decode import LOOKS_BYTES
from imgcrawl.validation.notices import leads_elsewhere
from imgcrawl.validation.scenes import is_repeated
from imgcrawl.validation.sheets import is_writing
from imgcrawl.validation.siblings import family

if TYPE_CHECKING:
    from imgcrawl.pipelines.holding import PlaceholderWatch, Sighting
    from imgcrawl.remedies.outcomes import FetchedImage
    from imgcrawl.validation.facts import ImageFacts
    from imgcrawl.validation.scenes import Scenes
    from imgcrawl.validation.spread import SpreadPictures

_UNPROVEN: Final = 8
"""Pictures of a host for none of which anything speaks, before it is asked what it gives for a made-up name."""

_SMALL_BYTES: Final = 16_384  # "not available" pictures are mostly smaller
_MOST_HOSTS: Final = 50_000


class Suspects:
    """Remembers of hosts what was seen of them, to tell pictures that may stand for whatever is missing."""

    def __init__(self, watch: PlaceholderWatch, scenes: Scenes, spread: SpreadPictures) -> None:
        self._watch = watch
        self._scenes = scenes
        self._spread = spread
        self._unproven: OrderedDict[str, int | None] = OrderedDict()

    def note(self, item: FetchedImage, seen: Sighting, facts: ImageFacts) -> None:
        """Take note of a picture, and of whether a camera or its age speaks for its host."""
        kin = family(seen.host)
        self._scenes.note(kin, item.state["url"], facts)
        is_shot = facts.looks is None and facts.phash is not None and facts.bytes <= LOOKS_BYTES
        known = self._unproven.get(kin, 0)
        self._unproven[kin] = None if known is None or is_shot or seen.is_settled else known + 1
        self._unproven.move_to_end(kin)
        if len(self._unproven) > _MOST_HOSTS:
            self._unproven.popitem(last=False)

    def is_suspect(self, item: FetchedImage, seen: Sighting, facts: ImageFacts, *, is_first: bool) -> bool:
        """Say whether the picture *facts* is worth a trial, the first one of its host if it *is_first*.

        It is for who else gave it, for what looks like it under another name, and if nothing of its kind was tried, for
        where it was found, what is on it, or that nothing speaks for what the host gives.
        """
        kin, url = family(seen.host), item.state["url"]
        if self._spread.is_suspect(facts.sha256) or is_repeated(self._scenes.like(kin, facts), url):
            return True
        is_unproven = (self._unproven.get(kin) or 0) >= _UNPROVEN
        return is_first and is_own(item) and (is_unproven or self._is_odd(item, seen, facts))

    def _is_odd(self, item: FetchedImage, seen: Sighting, facts: ImageFacts) -> bool:
        request: Any = item.response.request
        url = item.state["url"]
        if url != request.url and leads_elsewhere(url, request.url):
            return True
        if looks_drawn(facts):
            return is_writing(facts) or (seen.is_flat and facts.bytes <= _SMALL_BYTES and self._watch.is_lone(seen))
        return is_larger_than_named(url, facts)
