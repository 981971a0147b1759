"""Judges whether a picture that was fetched is the image that was asked for, or a notice in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from scrapy.exceptions import DropItem

from imgcrawl import clock, keys
from imgcrawl.catalogue.rows import url_key
from imgcrawl.errors import NOT_THERE, ErrorSlug
from imgcrawl.intake.address import address_of, host_of
from imgcrawl.naming.landed import leads_astray, leads_to_fallback, leads_to_others
from imgcrawl.naming.notices import leads_to_notice, names_no_image
from imgcrawl.pipelines.judging.arrivals import (
    has_come_again,
    is_made_anew,
    is_of_address,
    is_own,
    is_second_look,
    request_of,
)
from imgcrawl.pipelines.judging.refusals import NamedNotice, SignedPlaceholder
from imgcrawl.pipelines.judging.witness import OneThingWitness
from imgcrawl.records import Outcome, Passed
from imgcrawl.remedies.attempts.state import ends_at
from imgcrawl.remedies.rules.signs import Sign
from imgcrawl.validation.blanks import is_stand_in, is_unwanted_blank
from imgcrawl.validation.facts import InvalidImage
from imgcrawl.validation.placeholders.circumstances import (
    Suspicion,
    asks_for_time,
    declared_stand_in,
    looks_drawn,
    says_last,
    served_names,
    stored,
    suspicion,
)
from imgcrawl.validation.placeholders.packshots import shows_no_goods

if TYPE_CHECKING:
    from imgcrawl.pipelines.judging.holding import PlaceholderWatch, Sighting
    from imgcrawl.pipelines.judging.proofs import Proofs
    from imgcrawl.pipelines.judging.second_looks import SecondLooks
    from imgcrawl.pipelines.judging.ways import WayJudge
    from imgcrawl.remedies.attempts.outcomes import FetchedImage
    from imgcrawl.validation.facts import ImageFacts

_MOST_HOSTS: Final = 4_096


class PictureJudge:
    """Refuses notices by all that is known of them: names, company, what came with them, what is on them.

    *looks* has pictures asked for again, *ways* learns from what comes. *deadline_s* is the time that a URL has.
    """

    def __init__(
        self, watch: PlaceholderWatch, proofs: Proofs, ways: WayJudge, looks: SecondLooks, *, deadline_s: float
    ) -> None:
        self._watch = watch
        self._proofs = proofs
        self._ways = ways
        self._looks = looks
        self._deadline_s = deadline_s
        self._stray: dict[str, None] = {}

    async def judge(self, item: FetchedImage, facts: ImageFacts) -> None:
        """Return if the picture *facts* of *item* may be stored, which may take until the deadline.

        :raises InvalidImage: if it is a placeholder.
        :raises DropItem: if another attempt is to tell.
        """
        if item.response.request is None:
            self._refuse_stand_in(facts)
            return
        try:
            await self._judge(item, facts)
        except NamedNotice:
            raise
        except InvalidImage:
            self._ways.refused(item, facts, host_of(address_of(item.outcome.url, item.outcome.page_url)))
            raise

    def vouch(self, item: FetchedImage, facts: ImageFacts) -> None:
        """Let all that learns from images know of the picture *facts* of *item*, which is its image beyond doubt."""
        if item.response.request is None or not self._watch.is_on:
            return
        address = address_of(item.outcome.url, item.outcome.page_url)
        self._watch.vouch(host_of(address))
        self._ways.passed(item, facts, host_of(address), Passed(url_key(address), facts.sha256))

    async def _judge(self, item: FetchedImage, facts: ImageFacts) -> None:
        address = address_of(item.outcome.url, item.outcome.page_url)
        told = stored(item.response.headers, now=clock.now())
        seen = self._watch.sighting(host_of(address), facts, stored=told)
        self._refuse_named(item, seen)
        passed = Passed(url_key(address), facts.sha256)
        if self._ways.learn(item, facts, seen.host, passed.url_key):
            raise DropItem("the way in which another picture came before is asked once more")
        self._refuse_proven(item, seen)
        if self._watch.is_on and self._left_s(item) > 0 and self._proofs.may_clear(item, seen):
            raise DropItem("an address that is made up is asked for")
        await self._refuse_repeated(item, seen, passed)
        if self._watch.is_on:
            if is_own(item) and self._proofs.is_one_of_several(item, seen):
                raise SignedPlaceholder(Sign.NOTHING)
            is_shared = self._watch.is_shared(seen)
            self._ways.refuse(item, facts, seen.host, is_shared=is_shared)
            self._look_closely(item, seen, is_shared=is_shared)
            self._ways.passed(item, facts, seen.host, passed)

    def _refuse_stand_in(self, facts: ImageFacts) -> None:
        """Refuse what came with the URL itself and shows nothing: there is no host whose other pictures could tell."""
        if self._watch.is_on and is_stand_in(facts):
            raise InvalidImage(ErrorSlug.CONTENT_PLACEHOLDER, "the data: URL holds a blank or a spacer")

    def _refuse_named(self, item: FetchedImage, seen: Sighting) -> None:
        if declared := declared_stand_in(item.response.headers):
            self._watch.condemn_bytes(seen.host, seen.facts.sha256)
            raise NamedNotice(f"a stand-in ({declared})")
        asked_url, url = item.state["url"], request_of(item).url
        if names_no_image(asked_url):
            raise NamedNotice("a stand-in, by the address that the list gives for it")
        if leads_to_fallback(asked_url, url) or (is_of_address(item) and leads_to_others(asked_url, url)):
            self._watch.condemn_bytes(seen.host, seen.facts.sha256)
            raise SignedPlaceholder(Sign.LED)
        for name in (url, *served_names(item.response.headers)):
            if leads_to_notice(asked_url, name):
                self._watch.condemn(seen)
                raise NamedNotice(name)

    def weigh(self, outcome: Outcome, answer: ImageFacts | None) -> None:
        """Take note of the picture *answer* that came to be compared with that of the row of *outcome*, if any."""
        if self._ways.weigh(outcome.id, answer):
            return
        asked: dict[str, Any] = outcome.trail[-1] if outcome.trail else {}
        if self._proofs.weigh(outcome.id, answer, is_empty=asked.get("error") in NOT_THERE):
            asked["note"] = "the host gives the same picture for what does not exist"

    def drop(self, row: str) -> None:
        """Forget the trial of *row*, if there is one: nothing came of it."""
        self._ways.drop(row)
        self._proofs.drop(row)

    def given_for_all(self, sha256: str) -> None:
        """Refuse the picture, and what has passed with it: somebody on the way gave it in every host's place."""
        self._proofs.given_for_all(sha256)

    def _refuse_proven(self, item: FetchedImage, seen: Sighting) -> None:
        if self._proofs.is_given_for_all(seen.facts.sha256):
            raise InvalidImage(ErrorSlug.CONTENT_PLACEHOLDER, "it came in the place of every host's answer")
        if not self._watch.is_on:
            return
        if self._proofs.note(item, seen):
            raise SignedPlaceholder(Sign.ASTRAY)
        if self._proofs.is_of_machines(seen):
            raise InvalidImage(ErrorSlug.CONTENT_PLACEHOLDER, "several hosts of the site give this picture")
        came_for_it = is_own(item)
        if came_for_it and self._left_s(item) > 0 and self._proofs.go_on(item, seen):
            raise DropItem("another address that is made up is asked for")
        if came_for_it and self._proofs.is_drawn_by_lot(item, seen):
            self._ways.draws_lots(item, seen.host)
        if came_for_it and self._ways.is_heedless(seen.host):
            raise SignedPlaceholder(Sign.HEEDLESS)
        if came_for_it and self._ways.is_for_referers(seen.host, seen.facts.sha256):
            raise SignedPlaceholder(Sign.PAGES)
        if self._proofs.is_given_for_nothing(item, seen):
            raise SignedPlaceholder(Sign.NOTHING)

    async def _refuse_repeated(self, item: FetchedImage, seen: Sighting, passed: Passed) -> None:
        request = request_of(item)
        redirected_from = keys.begun_at(request)
        is_astray = redirected_from != request.url and leads_astray(redirected_from, request.url)
        if await self._watch.is_placeholder(
            seen,
            item.state["url"] or request.url,
            patience_s=self._left_s(item),
            passed=passed,
            is_suspect=is_astray or (not is_of_address(item) and shows_no_goods(seen.facts)),
            witness=self._witness(item, seen),
        ):
            if self._proofs.is_astray(passed.sha256):
                raise SignedPlaceholder(Sign.ASTRAY)
            raise InvalidImage(
                ErrorSlug.CONTENT_PLACEHOLDER,
                "the host gives this picture, or one that looks the same, for other addresses",
            )

    def _witness(self, item: FetchedImage, seen: Sighting) -> OneThingWitness | None:
        return OneThingWitness(self._proofs, item, seen.host, seen.facts) if is_own(item) else None

    def _look_closely(self, item: FetchedImage, seen: Sighting, *, is_shared: bool) -> None:
        """Refuse a picture that is a notice by itself, and have one that may be one asked for again."""
        headers, now, facts = item.response.headers, clock.now(), seen.facts
        if is_unwanted_blank(item.state["url"], facts):
            raise InvalidImage(ErrorSlug.CONTENT_PLACEHOLDER, f"all of it is of the colour #{facts.colour}")
        if is_shared and is_made_anew(item, facts):
            self._watch.condemn(seen)
            raise InvalidImage(ErrorSlug.CONTENT_PLACEHOLDER, "it is drawn anew each time, for another address too")
        is_habit = seen.host in self._stray
        suspected = suspicion(request_of(item).url, facts, headers, now=now, is_shared=is_shared, is_habit=is_habit)
        if suspected is Suspicion.CERTAIN:
            self._watch.condemn(seen)
            raise InvalidImage(ErrorSlug.CONTENT_PLACEHOLDER, "what came with the picture speaks against it")
        if suspected is Suspicion.DOUBT and not (asks_for_time(headers, now=now) or says_last(headers)):
            self._begin_trial(item, seen)
        if suspected is Suspicion.DOUBT and self._looks.looks_for_notice(item, facts):
            raise DropItem("a second look is under way")
        if self._looks.compares_ways(item, facts, seen.host, is_shared=is_shared):
            raise DropItem("another look is under way")
        is_open = suspected is Suspicion.DOUBT or has_come_again(item.state["doubted"], facts)
        is_suspect = self._proofs.is_suspect(item, seen)
        if is_open or is_suspect:
            self._begin_trial(item, seen)
        if self._is_asked_as_from_no_page(item, seen):
            raise DropItem("the picture is asked for as from no page")
        if asks_for_time(headers, now=now) and (is_second_look(item) or not looks_drawn(facts)):
            self._note_stray(seen.host)

    def _is_asked_as_from_no_page(self, item: FetchedImage, seen: Sighting) -> bool:
        """Have a picture compared with what comes as from no page, if nothing but a made-up name speaks for it."""
        if not self._proofs.is_cleared(seen.host, item, seen.facts) or self._left_s(item) <= 0:
            return False
        is_only = not self._proofs.others(seen.host, seen.facts)
        return self._ways.asks_without_referer(item, seen.facts, seen.host, is_only=is_only)

    def _begin_trial(self, item: FetchedImage, seen: Sighting) -> None:
        """Return unless the host is asked for a made-up name.

        :raises DropItem: if it is.
        """
        if self._left_s(item) > 0 and self._proofs.begin(item, seen):
            raise DropItem("an address that is made up is asked for")

    def _note_stray(self, host: str) -> None:
        """Note that *host* names a time to wait with pictures that are none of its notices."""
        self._stray[host] = None
        if len(self._stray) > _MOST_HOSTS:
            del self._stray[next(iter(self._stray))]

    def _left_s(self, item: FetchedImage) -> float:
        """Return how many seconds the row of *item* has left."""
        return min(self._deadline_s, ends_at(item.state, self._deadline_s) - clock.now())
