"""The search for the way of asking in which a host gives its images, shared among the rows that it refuses.

A row that is refused in every way says more of itself than of its host: what is missing is refused as well, by some to
everybody. So what a host is worth is spread over its rows, one request of each and another way each time, as long as
there are more rows to come than requests left; few rows share what there is. Rows that had no turn are kept for what
others find (:mod:`imgcrawl.spiders.rows.refused`).
"""

from __future__ import annotations

from functools import partial
from math import floor
from typing import TYPE_CHECKING

from imgcrawl.errors import ErrorSlug, Stage
from imgcrawl.remedies.answers.landing import (
    PHOTO,
    case_of,
    is_for_phones,
    landing_of,
    leads_to_login,
    says_missing,
)
from imgcrawl.remedies.asking.echoes import is_echo, is_told_the_truth, may_help
from imgcrawl.remedies.asking.hotlinks import hung_up_enough, other_referers, way_if_missing, ways_if_hung_up
from imgcrawl.remedies.asking.told import BY_SIGN, FOR_LINKS, told_ways, wants_cookies
from imgcrawl.remedies.asking.turns import MOST_IF_TOLD, has_turn, has_turn_as_told, most_against, ways_tried
from imgcrawl.remedies.attempts.steps import AS_BEGUN, Step
from imgcrawl.remedies.hosts.folders import open_folder
from imgcrawl.remedies.hosts.memory import host_at
from imgcrawl.remedies.hosts.odds import RIDDLE
from imgcrawl.remedies.hosts.strangers import comes_from_elsewhere
from imgcrawl.remedies.rules.groups import HUNG_UP, SIDE_ROADS
from imgcrawl.remedies.rules.signs import FOR_PEOPLE, Sign
from imgcrawl.remedies.rules.variants import (
    BROWSERS,
    COOKIES,
    DEFAULT,
    LADDER,
    OTHER_WAYS,
    OWN_PAGES,
    OWN_SITE,
    applicable,
    names_other_site,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from imgcrawl.remedies.attempts.state import FetchState
    from imgcrawl.remedies.attempts.steps import Failure
    from imgcrawl.remedies.hosts.lessons import HostLessons
    from imgcrawl.remedies.hosts.memory import HostMemory
    from imgcrawl.remedies.rules.table import Rule
    from imgcrawl.remedies.rules.variants import Variant

_MAY_BE_FOR_CLIENTS = frozenset({Sign.PIXEL, Sign.STORE})
"""What some hosts have for clients that they do not like, though mostly it is for all."""

_FOR_PHONES = ("other_browser", "third_browser")
"""What helps a phone that is sent to a site of its own: both are none then."""


class WaySearch:
    """Chooses the next way of asking for a refused row, at most *most* for each.

    *enabled*: the remedies that are switched on. *outlook* tells how many rows of a host have no outcome yet, but for
    those that wait for what others find. *where* a row lies is a host, or a folder of one that has lessons of its own.
    """

    def __init__(
        self, memory: HostMemory, *, enabled: frozenset[str], most: int, outlook: Callable[[str], int]
    ) -> None:
        self._memory = memory
        self._enabled = enabled
        self._most = most
        self._outlook = outlook

    def next_way(self, state: FetchState, failure: Failure, *, where: str, rule: Rule) -> Step | None:
        """Return the next attempt for a row that was refused, in another way; None if there is none for now."""
        self.note_refusal(state, where)
        if self._may_be_given_by_default(state, where):
            state["tried"].append(DEFAULT.name)
            return Step("retry", DEFAULT.name, from_start=True)
        if failure.sign in FOR_PEOPLE:
            return self._step(state, failure, where, rule, LADDER)
        if failure.sign in BY_SIGN:
            return None
        if failure.sets_cookies and self._may_take_cookies(state):
            return self._with_cookies(state)
        step = self._step(state, failure, where, rule, LADDER)
        if step is None and not says_missing(failure, state["url"]):
            step = self._step_in_folder(state, failure, where, rule)
        return step

    def as_told(self, state: FetchState, failure: Failure, *, where: str) -> Step | None:
        """Return the next attempt as the answer bids, before all else, or None; while others make it the row waits."""
        lessons = self._memory[where]
        if self._may_take_cookies(state) and wants_cookies(failure, where, self._memory):
            self.note_refusal(state, where)
            if failure.sign is Sign.RIDDLE:
                self._memory.begins_guess(host_at(where), RIDDLE, COOKIES.name)
            return self._with_cookies(state)
        names = told_ways(state, failure, self._memory, where)
        ways = self.new_ways(state, LADDER) if names else []
        if failure.sign is None and any(lessons.is_winning(way.name) for way in ways):
            return None
        told = [way for way in ways if way.name in names]
        for way in told:
            if has_turn_as_told(state, way.name, lessons, host=host_at(where), outlook=self._outlook):
                self.note_refusal(state, where)
                return self._ask(state, way, where)
        if any(lessons.is_under_way(way.name) for way in told):
            state["refused_at"] = host_at(where)
        return None

    def _may_take_cookies(self, state: FetchState) -> bool:
        return COOKIES.name in self._enabled and COOKIES.name not in state["tried"]

    def _with_cookies(self, state: FetchState) -> Step:
        state["tried"].append(COOKIES.name)
        return Step(COOKIES.name, state["variant"])

    def _step_in_folder(self, state: FetchState, failure: Failure, where: str, rule: Rule) -> Step | None:
        """Return the first attempt by what the row's folder teaches, if that may have other rules than its host."""
        tried = {DEFAULT.name, *ways_tried(state)}
        if not self.new_ways(state, LADDER) or (folder := open_folder(state, where, self._memory)) is None:
            return None
        self._memory[folder].refused_rows += 1
        for name in tried:
            self._memory.refused(folder, name)
        return self._step(state, failure, folder, rule, LADDER)

    def _may_be_given_by_default(self, state: FetchState, where: str) -> bool:
        """Say whether the row was first asked for in a way that has taken the place of the default."""
        is_first = state["remedy"] in AS_BEGUN and DEFAULT.name not in state["tried"]
        return is_first and state["variant"] != DEFAULT.name and self._memory[where].is_winning(DEFAULT.name)

    def other_browser(self, state: FetchState, failure: Failure, *, where: str, rule: Rule) -> Step | None:
        """Return the next attempt, by somebody else, for a row that was hung up on; None if there is none."""
        if state["remedy"] in SIDE_ROADS:
            return None
        self.note_refusal(state, where)
        return self._step(state, failure, where, rule, ways_if_hung_up(state, failure.slug))

    def by_other_referer(self, state: FetchState, failure: Failure, *, where: str) -> Step | None:
        """Return the next attempt, as from elsewhere, for a row that is said to be missing; mostly None."""
        way = way_if_missing(state, failure, self.new_ways(state, other_referers(state)), where, self._memory)
        if way is not None:
            self.note_refusal(state, where)
            self._memory.begins_guess(host_at(where), failure.slug, way.name)
        return way and self._ask(state, way, where)

    def is_likelier(self, state: FetchState, slug: ErrorSlug, *, where: str) -> bool:
        """Say whether somebody else is likelier to be given what was hung up on than who has just asked."""
        lessons = self._memory[where]
        is_trial = state["remedy"] in OTHER_WAYS and not lessons.is_winning(state["variant"])
        new = self.new_ways(state, ways_if_hung_up(state, slug))
        return is_trial or any(lessons.is_winning(way.name) for way in new)

    def _step(
        self, state: FetchState, failure: Failure, where: str, rule: Rule, ways: tuple[Variant, ...]
    ) -> Step | None:
        lessons, is_known_end = self._memory[where], _led_there_before(state, failure)
        rule = rule._replace(ways=0) if is_told_the_truth(state, failure, lessons) else rule
        if failure.slug is ErrorSlug.CONTENT_PLACEHOLDER and (step := self._as_linked(state, failure, where, rule)):
            return step
        outlook = partial(self._outlook, host_at(where))
        goes_on = has_turn(state, failure, lessons, most=min(rule.ways, self._most), outlook=outlook)
        for way in self.new_ways(state, self._in_turn(state, failure, where)):
            is_winning = lessons.is_winning(way.name)
            if not may_help(way, failure) and not (is_winning and failure.sign in _MAY_BE_FOR_CLIENTS):
                continue  # a name of the server's is clear
            may_search = goes_on and (not is_known_end or _is_new(way, failure, lessons))
            if way in ways and (is_winning or (may_search and self._is_worth_it(state, failure, way, where))):
                lessons.sent_home += says_missing(failure, state["url"]) and not is_winning
                first = None if is_winning else self._before_identity(state, failure, way, lessons)
                self._memory.begins_guess(host_at(where), case_of(failure), (first or way).name)
                return self._ask(state, first or way, where)
        state["refused_at"] = host_at(where) if self.new_ways(state, ways) else None
        return None

    def _before_identity(
        self, state: FetchState, failure: Failure, way: Variant, lessons: HostLessons
    ) -> Variant | None:
        """Return what comes before somebody else asks in this *way*: a page of the image's own site, of two rows.

        That is where what was found on another site is led to a page, or where a host that gives images hangs up on it:
        that may be all that the host minds.
        """
        is_led = failure.slug is ErrorSlug.CONTENT_HTML and failure.hops > 0
        is_hung_up_on = failure.slug in HUNG_UP and lessons.images > 0
        if way not in BROWSERS or not (is_led or is_hung_up_on):
            return None
        is_linked = names_other_site(DEFAULT, url=state["url"], page=state["page_url"])
        if not is_linked or lessons.asked.get(OWN_SITE, 0) >= MOST_IF_TOLD:
            return None
        return next((other for other in self.new_ways(state, LADDER) if other.name == OWN_SITE), None)

    def _in_turn(self, state: FetchState, failure: Failure, where: str) -> list[Variant]:
        """Return the ways of asking there: those that win, those that the answer speaks for, then by their odds."""
        lessons, ladder = self._memory[where], self._memory.ladder(where, case_of(failure))
        first: tuple[str, ...] = ()
        if _is_led_as_phone(state, failure):
            first = _FOR_PHONES
        elif says_missing(failure, state["url"]):
            first = FOR_LINKS
        elif comes_from_elsewhere(state) and leads_to_login(failure):
            first = (OWN_SITE,)
        elif failure.is_phone and not lessons.images and not lessons.asked.get(_FOR_PHONES[0]):
            first = _FOR_PHONES[:1]
        return sorted(ladder, key=lambda way: not lessons.is_winning(way.name) and way.name not in first)

    def _is_worth_it(self, state: FetchState, failure: Failure, way: Variant, where: str) -> bool:
        """Say whether a way is worth a request, by its odds.

        Rows of a host that refuses all try it anyhow; where it gives something in the place of all, which mostly stands
        for what is missing, they make up for smaller odds.
        """
        lessons = self._memory[where]
        is_answer = _is_led_as_phone(state, failure) and way.name in _FOR_PHONES
        if hung_up_enough(way, state, failure, lessons):
            return False
        if not is_answer and is_echo(way, state, failure, lessons, self._memory.odds):
            return False
        if way.name in FOR_LINKS and failure.slug in HUNG_UP:  # who hangs up on one page mostly does so on all
            return not lessons.asked.get(way.name) and self._memory.is_worth_it(where, failure.slug, way.name)
        is_last_hope = (lessons.refused_rows > 1 or is_answer) and not lessons.images
        is_open = is_last_hope and lessons.asked.get(way.name, 0) < floor(lessons.trials_worth())
        if is_open and (is_answer or failure.slug.stage is Stage.HTTP):
            return True
        gain = lessons.trials_worth() if is_open else 1.0
        return self._memory.is_worth_it(where, case_of(failure), way.name, gain=gain)

    def _as_linked(self, state: FetchState, failure: Failure, where: str, rule: Rule) -> Step | None:
        """Return the attempt from a page of the host's own, or the row's: what a notice in the image's place asks for.

        Each is tried once for the host, before it is but a part of the search, unless drawings hardly ever go away so.
        """
        lessons = self._memory[where]
        most = min(rule.ways, most_against(failure, rule.ways))
        if len(ways_tried(state)) >= most or any(lessons.is_winning(way.name) for way in LADDER):
            return None
        case, gain = case_of(failure), lessons.trials_worth()
        open_ = (way for way in self.new_ways(state, OWN_PAGES) if may_help(way, failure))
        new = (way for way in open_ if not lessons.asked.get(way.name))
        ways = (way for way in new if case == PHOTO or self._memory.is_worth_it(where, case, way.name, gain=gain))
        return next((self._ask(state, way, where) for way in ways), None)

    def _ask(self, state: FetchState, way: Variant, where: str) -> Step:
        lessons = self._memory[where]
        state["tried"].append(way.name)
        self._memory.asks(where, way.name)
        lessons.searches += not lessons.is_winning(way.name)
        return Step(way.name, way.name)

    def rows_to_come(self, host: str) -> int:
        """Return how many rows of *host* have no outcome yet."""
        return self._outlook(host)

    def new_ways(self, state: FetchState, ladder: Iterable[Variant]) -> list[Variant]:
        """Return those ways of *ladder* in which the row has not been asked for, and could be."""
        home = self._memory.home_of(state["url"], state["page_url"])
        usable = applicable(ladder, url=state["url"], page=state["page_url"], enabled=self._enabled, home=home)
        return [way for way in usable if way.name not in state["tried"] and way.name != state["variant"]]

    def first_way(self, where: str) -> str:
        """Return the way to begin with there."""
        is_known = where in self._memory and not self._enabled.isdisjoint(OTHER_WAYS)
        return self._memory[where].favourite().name if is_known else DEFAULT.name

    def note_refusal(self, state: FetchState, where: str) -> None:
        """Note that the row was refused in its present way; the first time it counts as one of the host's."""
        self._memory[where].refused_rows += not ways_tried(state)
        self._memory.refused(where, state["variant"])
        if state["variant"] not in (DEFAULT.name, *state["tried"]):
            state["tried"].append(state["variant"])


def _is_new(way: Variant, failure: Failure, lessons: HostLessons) -> bool:
    """Say whether a host that leads several rows to a notice, and gave none an image, was never asked in this way.

    A notice is about who asks; a page to which rows are led is mostly about what is missing.
    """
    is_notice = failure.slug is ErrorSlug.CONTENT_PLACEHOLDER
    return is_notice and lessons.refused_rows > 1 and not lessons.images and not lessons.asked.get(way.name)


def _is_led_as_phone(state: FetchState, failure: Failure) -> bool:
    """Say whether the row was led to a site for phones, and has found a page or nothing there."""
    return failure.sign is Sign.PHONES or is_for_phones(failure, state["url"])


def _led_there_before(state: FetchState, failure: Failure) -> bool:
    """Say whether redirects lead to where they led another way of asking; the row takes note of where they lead."""
    if not failure.hops or failure.url is None:
        return False
    landing, before = landing_of(failure.url), state["landing"]
    state["landing"] = landing
    return before == landing
