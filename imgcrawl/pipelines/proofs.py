"""Proves pictures to be placeholders: their host gives them for addresses under which no picture can be."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from imgcrawl import keys
from imgcrawl.pipelines.arrivals import is_own
from imgcrawl.validation.circumstances import looks_drawn
from imgcrawl.validation.invented import InventedNames, Next
from imgcrawl.validation.kinship import are_kin
from imgcrawl.validation.made_up import made_up
from imgcrawl.validation.notices import leads_elsewhere
from imgcrawl.validation.scenes import Scenes, is_repeated, same_scene
from imgcrawl.validation.sheets import are_alike
from imgcrawl.validation.spread import SpreadPictures

if TYPE_CHECKING:
    from collections.abc import Callable

    from imgcrawl.pipelines.holding import PlaceholderWatch, Sighting
    from imgcrawl.remedies.outcomes import FetchedImage
    from imgcrawl.validation.facts import ImageFacts
    from imgcrawl.validation.scenes import Shot

_PER_HOST = 2
_HOSTS = 50_000


class _Trial(NamedTuple):
    """A picture that is on trial, and for what *kind* of name; *is_begun* for it, not for another one before."""

    item: FetchedImage
    facts: ImageFacts
    seen: Sighting
    kind: Next
    is_begun: bool


class Proofs:
    """Has hosts asked for what does not exist, for pictures that are suspected; once each, and twice a host.

    *ask* asks for an address in the way in which a picture came, and says whether it does. What a host gives then,
    :meth:`weigh` is to be told: that is a placeholder, for all rows of the host, and if it is the picture on trial at
    the other sites that gave it too if it is spread (:class:`~imgcrawl.validation.spread.SpreadPictures`). Where
    pictures come for such names, more of them tell whether it is always the same
    (:class:`~imgcrawl.validation.invented.InventedNames`).
    """

    def __init__(self, watch: PlaceholderWatch, *, ask: Callable[[FetchedImage, str], bool]) -> None:
        self._watch = watch
        self._ask = ask
        self._spread = SpreadPictures()
        self._scenes = Scenes()
        self._invented = InventedNames()
        self._tried: OrderedDict[str, tuple[str, ...]] = OrderedDict()
        self._trials: dict[str, _Trial] = {}
        self._cleared: OrderedDict[str, frozenset[str]] = OrderedDict()

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

    def is_given_for_nothing(self, seen: Sighting, facts: ImageFacts) -> bool:
        """Say whether the host has given the picture for a name that was made up."""
        is_given = self._invented.is_given(seen.host, facts)
        if is_given:
            self._watch.condemn_bytes(seen.host, facts)
        return is_given

    def is_drawn_by_lot(self, item: FetchedImage, seen: Sighting, facts: ImageFacts) -> bool:
        """Say whether the host gives one of many photographs for any name, asked as for *item*."""
        self._invented.listed(seen.host, item.state["variant"], facts)
        return self._invented.is_by_lot(seen.host, item.state["variant"])

    def is_astray(self, sha256: str) -> bool:
        """Say whether a site has given the picture away as a placeholder for all that gave it."""
        return self._spread.is_placeholder(sha256)

    def is_suspect(self, item: FetchedImage, seen: Sighting, facts: ImageFacts) -> bool:
        """Say whether the picture *facts* is worth a trial for who gave it, what shows the same, or where it was found.

        Where redirects led is worth one of a host.
        """
        url = item.state["url"]
        alike = self._scenes.note(seen.host, url, facts)
        if self._spread.is_suspect(facts.sha256):
            return True
        tried, request = self._tried.get(seen.host, ()), item.response.request
        if not tried and request is not None and url != request.url and leads_elsewhere(url, request.url):
            return is_own(item)
        return len(tried) < _PER_HOST and is_repeated(alike, url, facts)

    def begin(self, item: FetchedImage, seen: Sighting, facts: ImageFacts) -> bool:
        """Put the picture of *item* on trial; return False if that is not possible, or was done before."""
        request: Any = item.response.request
        tried = self._tried.get(seen.host, ())
        if len(tried) >= _PER_HOST or not {facts.sha256, *self._scenes.alike(seen.host, facts)}.isdisjoint(tried):
            return False
        if not self._try(item, seen, facts, made_up(keys.begun_at(request)), kind=Next.SAME, is_begun=True):
            return False
        self._spread.tried(facts.sha256)
        self._tried[seen.host] = (*tried, facts.sha256)
        if len(self._tried) > _HOSTS:
            self._tried.popitem(last=False)
        return True

    def may_clear(self, item: FetchedImage, seen: Sighting, facts: ImageFacts) -> bool:
        """Put the photograph *facts* on trial if it has too many names, and these may be one thing's; say whether."""
        names = self._watch.too_many_names(seen, item.state["url"])
        is_worth_it = are_kin(names) and is_own(item) and not looks_drawn(facts)
        return is_worth_it and self.begin(item, seen, facts)

    def is_on_trial(self, host: str, sha256: str) -> bool:
        """Say whether it is being found out what *host* gives for a name like that of the picture *sha256*."""
        return any((trial.seen.host, trial.facts.sha256) == (host, sha256) for trial in self._trials.values())

    def is_cleared(self, host: str, sha256: str) -> bool:
        """Say whether *host* has nothing for a name like that of the picture *sha256*, or for all that were made up."""
        cleared = self._cleared.get(host, frozenset())
        return sha256 in cleared or len(cleared) >= _PER_HOST

    def others(self, host: str, facts: ImageFacts) -> list[Shot]:
        """Return what *host* gave that does not show what *facts* shows."""
        return self._scenes.others(host, facts)

    def go_on(self, item: FetchedImage, seen: Sighting, facts: ImageFacts) -> bool:
        """Ask for the next name that is to be made up for the host of *item*, if there is one; say whether there is."""
        kind = self._invented.asks_for(seen.host, item.state["variant"])
        if kind is Next.NOTHING:
            return False
        asked, sizes = self._invented.asked(seen.host, item.state["variant"])
        if kind is Next.SAME:
            return self._try(item, seen, facts, made_up(item.state["url"], asked), kind=kind)
        other = self._scenes.in_other_size(seen.host, sizes)
        return other is not None and self._try(item, seen, facts, made_up(other[0]), kind=kind, size=other[1])

    def weigh(self, row: str, answer: ImageFacts | None, *, is_missing: bool = False) -> bool:
        """Return whether *answer*, which came for what does not exist, decides the trial of *row*; None: no picture.

        *is_missing*: the host says that there is nothing under such a name.
        """
        trial = self._trials.pop(row, None)
        if trial is None:
            return False
        facts, host, way = trial.facts, trial.seen.host, trial.item.state["variant"]
        is_proven = (
            trial.is_begun
            and answer is not None
            and (answer.sha256 == facts.sha256 or are_alike(answer, facts) or same_scene(answer, facts))
        )
        is_listed = answer is not None and self._watch.has_given(host, answer.sha256)
        is_cleared_drawing = trial.is_begun and looks_drawn(facts) and not is_proven  # says nothing of photographs
        if is_own(trial.item) and not is_cleared_drawing:
            self._invented.answered(host, way, answer, kind=trial.kind, is_proof=is_proven, is_listed=is_listed)
        self._clear(trial, answer, is_missing=is_missing)
        if is_proven:
            self._spread.prove(facts.sha256)
            self._watch.condemn(trial.seen)
            self._condemn(host, facts, everywhere=self._spread.is_placeholder(facts.sha256))
        if answer is not None:
            for sha256 in {answer.sha256, *self._scenes.alike(host, answer)}:
                self._watch.condemn_bytes(host, replace(answer, sha256=sha256))
        return is_proven

    def _try(
        self,
        item: FetchedImage,
        seen: Sighting,
        facts: ImageFacts,
        url: str | None,
        *,
        kind: Next,
        size: tuple[int, int] | None = None,
        is_begun: bool = False,
    ) -> bool:
        host, way = seen.host, item.state["variant"]
        if url is None or not self._invented.may_ask(host, way) or not self._ask(item, url):
            return False
        self._invented.asking(host, way, size or (facts.width, facts.height))
        self._trials[item.outcome.id] = _Trial(item, facts, seen, kind, is_begun)
        return True

    def _clear(self, trial: _Trial, answer: ImageFacts | None, *, is_missing: bool) -> None:
        """Note that the host of *trial* knows what it has; that it gives a picture for what it lacks undoes that."""
        host = trial.seen.host
        if answer is not None:
            self._cleared.pop(host, None)
        elif is_missing and trial.is_begun:
            self._cleared[host] = self._cleared.get(host, frozenset()) | {trial.facts.sha256}
            if len(self._cleared) > _HOSTS:
                self._cleared.popitem(last=False)

    def _condemn(self, host: str, facts: ImageFacts, *, everywhere: bool) -> None:
        for each in self._spread.hosts(facts.sha256) if everywhere else (host,):
            self._watch.condemn(self._watch.sighting(each, facts))
