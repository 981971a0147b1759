"""Proves pictures to be placeholders: their host gives them for addresses under which no picture can be."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any, NamedTuple

from imgcrawl import keys
from imgcrawl.validation.circumstances import looks_drawn
from imgcrawl.validation.made_up import made_up
from imgcrawl.validation.sheets import are_alike
from imgcrawl.validation.spread import SpreadPictures

if TYPE_CHECKING:
    from collections.abc import Callable

    from imgcrawl.pipelines.holding import PlaceholderWatch, Sighting
    from imgcrawl.remedies.outcomes import FetchedImage
    from imgcrawl.validation.facts import ImageFacts

_PER_HOST = 2
_HOSTS = 50_000


class _Trial(NamedTuple):
    """A picture that is on trial, as its facts and as the watch knows it."""

    facts: ImageFacts
    seen: Sighting


class Proofs:
    """Has hosts asked for what does not exist, for pictures that are suspected; once each, and twice a host.

    *ask* asks for an address in the way in which a picture came, and says whether it does. What a host gives then,
    :meth:`weigh` is to be told: is it the picture on trial, then that is a placeholder, for all rows of the host, and
    at the other sites that gave it if it is spread (:class:`~imgcrawl.validation.spread.SpreadPictures`).
    """

    def __init__(self, watch: PlaceholderWatch, *, ask: Callable[[FetchedImage, str], bool]) -> None:
        self._watch = watch
        self._ask = ask
        self._spread = SpreadPictures()
        self._tried: OrderedDict[str, tuple[str, ...]] = OrderedDict()
        self._trials: dict[str, _Trial] = {}

    def note(self, item: FetchedImage, seen: Sighting, facts: ImageFacts) -> bool:
        """Take note of a picture; return whether another site has given it away as a placeholder."""
        known = self._spread.is_placeholder(facts.sha256)
        self._spread.note(seen.host, item.state["url"], facts.sha256)
        if not self._spread.is_placeholder(facts.sha256):
            return False
        self._condemn(seen.host, facts, everywhere=not known)
        return True

    def is_of_machines(self, seen: Sighting, facts: ImageFacts) -> bool:
        """Say whether several hosts of one site gave the drawing *facts* under other names each: a notice for all."""
        hosts = self._spread.machines(seen.host, facts.sha256)
        if not hosts or not looks_drawn(facts):
            return False
        for host in hosts:
            self._watch.condemn(self._watch.sighting(host, facts))
        return True

    def is_astray(self, sha256: str) -> bool:
        """Say whether a site has given the picture away as a placeholder for all that gave it."""
        return self._spread.is_placeholder(sha256)

    def is_spread(self, facts: ImageFacts) -> bool:
        """Say whether the picture *facts* is worth a trial because of the sites that gave it."""
        return self._spread.is_suspect(facts.sha256)

    def begin(self, item: FetchedImage, seen: Sighting, facts: ImageFacts) -> bool:
        """Put the picture of *item* on trial; return False if that is not possible, or was done before."""
        request: Any = item.response.request
        tried = self._tried.get(seen.host, ())
        if facts.sha256 in tried or len(tried) >= _PER_HOST:
            return False
        url = made_up(keys.begun_at(request))
        if url is None or not self._ask(item, url):
            return False
        self._spread.tried(facts.sha256)
        self._tried[seen.host] = (*tried, facts.sha256)
        if len(self._tried) > _HOSTS:
            self._tried.popitem(last=False)
        self._trials[item.outcome.id] = _Trial(facts, seen)
        return True

    def weigh(self, row: str, answer: ImageFacts | None) -> bool:
        """Return whether *answer*, which came for what does not exist, decides the trial of *row*; None: no picture."""
        trial = self._trials.pop(row, None)
        if trial is None:
            return False
        facts = trial.facts
        is_proven = answer is not None and (answer.sha256 == facts.sha256 or are_alike(answer, facts))
        if is_proven:
            self._spread.prove(facts.sha256)
            self._watch.condemn(trial.seen)
            self._condemn(trial.seen.host, facts, everywhere=self._spread.is_placeholder(facts.sha256))
        return is_proven

    def _condemn(self, host: str, facts: ImageFacts, *, everywhere: bool) -> None:
        for each in self._spread.hosts(facts.sha256) if everywhere else (host,):
            self._watch.condemn(self._watch.sighting(each, facts))
