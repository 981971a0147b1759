"""Proves pictures to be placeholders: their host gives them for addresses under which no picture can be."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from imgcrawl import keys
from imgcrawl.intake.address import host_of
from imgcrawl.naming.made_up import made_up
from imgcrawl.pipelines.judging.arrivals import asked_host, is_own, request_of, ways_of
from imgcrawl.pipelines.judging.suspects import Suspects
from imgcrawl.pipelines.judging.trials import Trials
from imgcrawl.recent import Recent
from imgcrawl.validation.placeholders.circumstances import looks_drawn
from imgcrawl.validation.placeholders.drawn import DrawnNames
from imgcrawl.validation.placeholders.invented import InventedNames, Next
from imgcrawl.validation.placeholders.likeness import shows_the_same
from imgcrawl.validation.placeholders.numbered import may_be_shown
from imgcrawl.validation.placeholders.rotating import RotatingPictures
from imgcrawl.validation.placeholders.scenes import Scenes
from imgcrawl.validation.placeholders.siblings import family
from imgcrawl.validation.placeholders.spread import SpreadPictures
from imgcrawl.validation.placeholders.vacant import VacantAddresses

if TYPE_CHECKING:
    from collections.abc import Callable

    from imgcrawl.pipelines.judging.holding import PlaceholderWatch, Sighting
    from imgcrawl.remedies.attempts.outcomes import FetchedImage
    from imgcrawl.validation.facts import ImageFacts
    from imgcrawl.validation.placeholders.scenes import Shot

_PER_HOST = 2
_HOSTS = 50_000
_FOR_ALL = 100
_SHARED = 3
"""Names under which a host gave a photograph, if it has several for what does not exist: true ones have fewer."""


class _Trial(NamedTuple):
    """A picture on trial, for what *kind* of name, *like* what address; *is_begun* for it, not for another one.

    *is_count*: only to count which pictures come.
    """

    item: FetchedImage
    seen: Sighting
    kind: Next
    like: str
    is_begun: bool = False
    is_count: bool = False


class Proofs:
    """Has hosts asked for what does not exist, for pictures that are suspected; once each, and twice a host.

    The numbered machines of a site count as one host. Where one says that there is no such thing it is not asked again
    for what it keeps in the same place, but for what other sites have too.

    *ask* asks for an address in the way in which a picture came, and says whether it does. What a host gives then,
    :meth:`weigh` is to be told: that is a placeholder, for all rows of the host, and if it is the picture on trial at
    the other sites that gave it too if it is spread (:class:`~imgcrawl.validation.placeholders.spread.SpreadPictures`).
    Where pictures come for such names, more of them tell whether it is always the same
    (:class:`~imgcrawl.validation.placeholders.invented.InventedNames`).
    """

    def __init__(self, watch: PlaceholderWatch, *, ask: Callable[[FetchedImage, str], bool]) -> None:
        self._watch = watch
        self._ask = ask
        self._spread = SpreadPictures()
        self._scenes = Scenes()
        self._suspects = Suspects(watch, self._scenes, self._spread)
        self._invented = InventedNames()
        self._vacant = VacantAddresses()
        self._drawn = DrawnNames()
        self._rotating = RotatingPictures()
        self._tried: Recent[str, tuple[str, ...]] = Recent(_HOSTS)
        self._trials: Trials[_Trial] = Trials()
        self._for_all: Recent[str, None] = Recent(_FOR_ALL)

    def note(self, item: FetchedImage, seen: Sighting) -> bool:
        """Take note of a picture; return whether another site has given it away as a placeholder."""
        facts = seen.facts
        known = self._spread.is_placeholder(facts.sha256)
        self._scenes.note(family(seen.host), item.state["url"], facts)
        self._refuse_drawn(family(seen.host))
        self._spread.note(seen.host, item.state["url"], facts.sha256)
        if not self._spread.is_placeholder(facts.sha256):
            return False
        self._condemn(seen.host, facts, everywhere=not known)
        return True

    def given_for_all(self, sha256: str) -> None:
        """Take the picture for one that somebody on the way gave in every host's place."""
        self._for_all.put(sha256, None)
        for host in self._spread.hosts(sha256):
            self._watch.condemn_bytes(host, sha256)

    def is_given_for_all(self, sha256: str) -> bool:
        """Say whether the picture was given in every host's place."""
        return sha256 in self._for_all

    def is_of_machines(self, seen: Sighting) -> bool:
        """Say whether several hosts of one site gave the drawing *seen* under other names each: a notice for all."""
        hosts = self._spread.machines(seen.host, seen.facts.sha256)
        if not hosts or not looks_drawn(seen.facts):
            return False
        for host in hosts:
            self._watch.condemn(self._watch.sighting(host, seen.facts))
        return True

    def is_given_for_nothing(self, item: FetchedImage, seen: Sighting) -> bool:
        """Say whether the host has given the picture for a name that was made up, or several such for this address."""
        is_given = self._invented.note_listed(family(seen.host), seen.facts)
        if is_given:
            self._watch.condemn_bytes(seen.host, seen.facts.sha256)
        if is_given and is_own(item):
            self._vacant.note(item.state["url"], seen.facts)
        has_stock = self._rotating.has_stock(family(seen.host), item.state["variant"]) and self._watch.is_lone(seen)
        return is_given or (is_own(item) and (has_stock or self._vacant.is_vacant(item.state["url"])))

    def is_drawn_by_lot(self, item: FetchedImage, seen: Sighting) -> bool:
        """Say whether the host gives one of many photographs for any name, asked as for *item*."""
        return self._invented.is_by_lot(family(seen.host), item.state["variant"])

    def is_one_of_several(self, item: FetchedImage, seen: Sighting) -> bool:
        """Say whether the host has several photographs for what does not exist, and gave this one for many names."""
        if not self._invented.has_several(family(seen.host), item.state["variant"]):
            return False
        if not self._watch.has_names(seen.host, seen.facts.sha256, _SHARED):
            return False
        self._watch.condemn_bytes(seen.host, seen.facts.sha256)
        return True

    def is_astray(self, sha256: str) -> bool:
        """Say whether a site has given the picture away as a placeholder for all that gave it."""
        return self._spread.is_placeholder(sha256)

    def is_suspect(self, item: FetchedImage, seen: Sighting) -> bool:
        """Say whether the picture *seen* is worth a trial (:class:`~imgcrawl.pipelines.judging.suspects.Suspects`)."""
        site = family(seen.host)
        if is_own(item) and self._invented.is_open(site, item.state["variant"]):
            return True
        is_first = not self._tried.get(family(asked_host(item)))
        return self._suspects.is_suspect(item, seen, is_first=is_first)

    def begin(self, item: FetchedImage, seen: Sighting) -> bool:
        """Put the picture of *item* on trial; return False if that is not possible, or was done before."""
        site, url, facts = family(asked_host(item)), keys.begun_at(request_of(item)), seen.facts
        tried = self._tried.get(site, ())
        if len(tried) >= _PER_HOST or not {facts.sha256, *self._scenes.alike(site, facts)}.isdisjoint(tried):
            return False
        if self._invented.knows_its_own(site, item.state["variant"], url) and not self._spread.is_suspect(facts.sha256):
            return False
        trial = _Trial(item, seen, Next.SAME, like=url, is_begun=True)
        if not self._try(trial, size=facts.size):
            return False
        self._spread.tried(facts.sha256)
        self._tried.put(site, (*tried, facts.sha256))
        return True

    def may_clear(self, item: FetchedImage, seen: Sighting) -> bool:
        """Put the picture *seen* on trial if it has too many names, and these may be one thing's; say whether."""
        names, facts = self._watch.too_many_names(seen, item.state["url"]), seen.facts
        return is_own(item) and may_be_shown(names, facts) and self.begin(item, seen)

    def is_on_trial(self, host: str, sha256: str) -> bool:
        """Say whether it is being found out what *host* gives for a name like that of the picture *sha256*."""
        return any((trial.seen.host, trial.seen.facts.sha256) == (host, sha256) for trial in self._trials.under_way())

    def is_cleared(self, host: str, item: FetchedImage, facts: ImageFacts) -> bool:
        """Say whether *host* has nothing for a made-up name like that of *item*, and no picture for any other.

        It is enough that one of the ways says so in which the picture *facts* came for *item*.
        """
        ways, url = ways_of(item, facts.sha256), item.state["url"]
        return any(self._invented.gives_nothing(family(host), way, url) for way in ways)

    def others(self, host: str, facts: ImageFacts) -> list[Shot]:
        """Return what *host* gave that does not show what *facts* shows."""
        return self._scenes.others(family(host), facts)

    def knows_all(self, host: str) -> bool:
        """Say whether :meth:`others` are all that *host* gave."""
        return self._scenes.has_all(family(host))

    def go_on(self, item: FetchedImage, seen: Sighting) -> bool:
        """Ask for the next name that is to be made up for the host of *item*, if there is one; say whether there is."""
        site, way = family(seen.host), item.state["variant"]
        kind = self._invented.asks_for(site, way)
        if kind is Next.NOTHING:
            return self._counts_on(item, seen)
        if kind is Next.SAME:
            trial = _Trial(item, seen, kind, self._invented.like(site, way))
            return self._try(trial, number=self._invented.asked(site, way))
        other = self._scenes.in_other_size(site, self._invented.sizes(site, way))
        if other is None:
            return False
        return self._try(_Trial(item, seen, kind, other.url), size=other.facts.size)

    def _counts_on(self, item: FetchedImage, seen: Sighting) -> bool:
        site, way = family(seen.host), item.state["variant"]
        like = self._rotating.asks_for(site, way, seen.facts)
        trial = _Trial(item, seen, Next.SAME, like, is_count=True)
        return bool(like) and self._try(trial, number=self._invented.asked(site, way))

    def weigh(self, row: str, answer: ImageFacts | None, *, is_empty: bool = False) -> bool:
        """Return whether *answer*, which came for what does not exist, decides the trial of *row*; None: no picture.

        *is_empty*: the host said that there is nothing.
        """
        trial = self._trials.end(row)
        if trial is None:
            return False
        if answer is not None:
            return self._weighed(trial, answer)
        if is_empty and is_own(trial.item):
            site, way = family(trial.seen.host), trial.item.state["variant"]
            self._rotating.found_nothing(site, way, like=trial.like)
            self._invented.found_nothing(site, way, trial.item.state["url"])
        return False

    def drop(self, row: str) -> None:
        """Forget the trial of *row*."""
        self._trials.end(row)

    def _weighed(self, trial: _Trial, answer: ImageFacts) -> bool:
        facts, site = trial.seen.facts, family(trial.seen.host)
        is_proven = trial.is_begun and shows_the_same(answer, facts)
        is_cleared_drawing = trial.is_begun and looks_drawn(facts) and not is_proven  # says nothing of photographs
        same = [shot for shot in self._scenes.like(site, answer) if shows_the_same(answer, shot.facts)]
        if is_own(trial.item):
            way, is_listed = trial.item.state["variant"], is_proven or bool(same)
            self._rotating.answered(site, way, answer, like=trial.like)
            if not (is_cleared_drawing or trial.is_count):
                signs = {"is_proof": is_proven, "is_listed": is_listed}
                self._invented.answered(site, way, answer, kind=trial.kind, like=trial.like, **signs)
                self._refuse_shared(site, way)
        if is_proven:
            self._spread.prove(facts.sha256)
            self._watch.condemn(trial.seen)
            self._watch.condemn(trial.seen._replace(host=asked_host(trial.item)))
            self._condemn(trial.seen.host, facts, everywhere=self._spread.is_placeholder(facts.sha256))
        self._watch.condemn_bytes(trial.seen.host, answer.sha256)
        self._drawn.answered(site, answer)
        for shot in same:
            self._watch.condemn_bytes(host_of(shot.url), shot.facts.sha256)
        return is_proven

    def _refuse_shared(self, site: str, way: str) -> None:
        """Take what several names share for a placeholder where the *site* has several for what does not exist."""
        shots = self._scenes.all(site) if self._invented.has_several(site, way) else ()
        for host, sha256 in {(host_of(shot.url), shot.facts.sha256): None for shot in shots}:
            if self._watch.has_names(host, sha256, _SHARED):
                self._watch.condemn_bytes(host, sha256)

    def _refuse_drawn(self, site: str) -> None:
        """Take what the *site* has drawn for names that it lacks for placeholders, byte by byte."""
        shots = self._drawn.stand_ins(site, self._scenes.all(site)) if self._drawn.are_known(site) else ()
        for shot in shots:
            self._watch.condemn_bytes(host_of(shot.url), shot.facts.sha256)

    def _try(self, trial: _Trial, *, number: int = 0, size: tuple[int, int] | None = None) -> bool:
        """Have a name asked for that is made up for *trial*; *size*: that of the address's picture, if it is new."""
        item, url = trial.item, made_up(trial.like, number)
        site, way = family(asked_host(item)), item.state["variant"]
        if url is None or not self._invented.may_ask(site, way) or not self._ask(item, url):
            return False
        for each in {site, family(trial.seen.host)}:  # who is asked, and who answers
            self._invented.asking(each, way, size)
        self._trials.begin(item.outcome.id, trial)
        return True

    def _condemn(self, host: str, facts: ImageFacts, *, everywhere: bool) -> None:
        given = self._spread.hosts(facts.sha256)
        for each in {host, *(other for other in given if everywhere or family(other) == family(host))}:
            self._watch.condemn(self._watch.sighting(each, facts))
