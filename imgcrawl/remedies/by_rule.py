"""Attempts by the remedy table: the first of the kinds in a failure's rule that has one for the row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imgcrawl.errors import NOT_THERE
from imgcrawl.intake.address import host_of
from imgcrawl.remedies.answers.landing import case_of
from imgcrawl.remedies.asking.aside import step_aside
from imgcrawl.remedies.asking.turns import ways_tried
from imgcrawl.remedies.attempts.speaking import rule_of
from imgcrawl.remedies.hosts.folders import where_of
from imgcrawl.remedies.hosts.odds import is_guess
from imgcrawl.remedies.places.detour import (
    detours_for,
    is_about_nothing,
    is_page_likelier,
    kinds_after_detour,
    kinds_on_detour,
    refusal_before,
)
from imgcrawl.remedies.places.elsewhere import (
    HTTPS,
    is_no_https,
    is_up_over_https,
    remember_answer,
    step_to_https,
    step_to_led_name,
    step_to_other_scheme,
    step_to_own_answer,
    step_to_pointed,
    step_to_present_address,
    step_to_unwrapped,
)
from imgcrawl.remedies.places.led_alike import kinds_beside
from imgcrawl.remedies.places.led_aright import step_where_led
from imgcrawl.remedies.places.moving import MOVED, back_from_move, step_to_moved
from imgcrawl.remedies.places.outages import shares_outage
from imgcrawl.remedies.places.paging import step_to_page
from imgcrawl.remedies.rules.groups import ELSEWHERE, OUTAGES, SIDE_ROADS
from imgcrawl.remedies.rules.mends import MEND_NAMES, SAME_PATH, WWW
from imgcrawl.remedies.rules.signs import Sign
from imgcrawl.remedies.rules.table import REMEDIES, Kind
from imgcrawl.remedies.rules.variants import DEFAULT, LADDER

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from imgcrawl.remedies.asking.plainer import PlainHeaders
    from imgcrawl.remedies.asking.search import WaySearch
    from imgcrawl.remedies.attempts.state import AfterMove, FetchState
    from imgcrawl.remedies.attempts.steps import Failure, Step
    from imgcrawl.remedies.hosts.memory import HostMemory
    from imgcrawl.remedies.places.mending import Mending
    from imgcrawl.remedies.rules.table import Rule
    from imgcrawl.remedies.waits.again import AskAgain


class ByRule:
    """Plans attempts by the table, with those remedies that are *enabled*."""

    def __init__(
        self,
        memory: HostMemory,
        search: WaySearch,
        again: AskAgain,
        plain: PlainHeaders,
        *,
        mending: Mending,
        enabled: frozenset[str],
    ) -> None:
        self._memory = memory
        self._search = search
        self._again = again
        self._plain = plain
        self._mending = mending
        self._enabled = enabled
        self._remedies: dict[Kind, Callable[[FetchState, Failure, str, Rule], Step | None]] = {
            Kind.WAIT: self._wait,
            Kind.RETRY: self._retry,
            Kind.ASK_OTHERWISE: self._ask_otherwise,
            Kind.OTHER_BROWSER: self._other_browser,
            Kind.HTTPS: self._https,
            Kind.MEND: self._mend,
            Kind.UNWRAP: self._unwrap,
            Kind.PAGE: self._page,
        }

    def step(self, state: FetchState, failure: Failure, host: str) -> Step | None:
        """Return the next attempt for a row after its *failure* at *host*; None if the rule of that has none."""
        if step := self._by_address(state, failure, host) or self._pointed(state, failure):
            return step
        kinds = rule_of(failure).kinds
        if failure.retry_after_s is None and (step := self._again.ask_chooser(state, failure)):
            return step
        if step := step_aside(state, failure, host, self._memory, enabled=self._enabled):
            return step
        if state["detour"] is not None and state["remedy"] in SIDE_ROADS:
            step = self._first_of(kinds_on_detour(kinds, state, failure), state, failure, host)
            if step is None and state["against"] and state["remedy"] in MEND_NAMES:
                where = host_of(state["url"]) if is_guess(state["against"], state["remedy"]) else host
                self._memory.tested(where, state["against"], state["remedy"], row=state["lane"], helped=False)
            return step or self._page_on_detour(state) or self._back_from_detour(state, failure, state["detour"])
        if step := self._by_own_answer(state, failure):
            return self._on_detour(step, state, failure, host)
        return self._moved(state, failure, host) or self._at_its_address(state, failure, host, kinds)

    def undamaged(self, state: FetchState, failure: Failure, host: str) -> Step | None:
        """Return the request for the row's address without its damage, before all other answers to a refusal."""
        is_refusal = REMEDIES[failure.slug].kinds[:1] == (Kind.ASK_OTHERWISE,)
        if not is_refusal or not self._mending.may_be_of_damage(state, failure):
            return None
        return (step := self._mending.step(state, failure, host)) and self._on_detour(step, state, failure, host)

    def _on_detour(self, step: Step, state: FetchState, failure: Failure, host: str) -> Step:
        """Return *step*, which asks for another address; *host* is come back to if that has nothing."""
        remember_answer(state, failure)
        state["detour"], state["detour_case"] = host, case_of(failure)
        return step

    def _at_its_address(self, state: FetchState, failure: Failure, host: str, kinds: tuple[Kind, ...]) -> Step | None:
        """Return the next attempt for a row that is on no detour, and may begin one."""
        is_asked = failure.retry_after_s is not None or failure.is_crowded
        if not is_asked and (step := self._as_told(state, failure, host)):
            return step
        is_of_size = failure.sign is Sign.OTHER_SIZES or self._mending.may_be_of_size(state, failure)
        is_told_to_wait = is_asked and not is_of_size
        detours = () if is_told_to_wait else self._detours(state, failure, host)
        if step := self._first_of(detours, state, failure, host):
            return self._on_detour(step, state, failure, host)
        return self._first_of((Kind.WAIT, *kinds) if is_told_to_wait else kinds, state, failure, host)

    def _as_told(self, state: FetchState, failure: Failure, host: str) -> Step | None:
        """Return the attempt that the answer itself speaks for: in another way, or with the cookies that it set."""
        if state["remedy"] in SIDE_ROADS:
            return None
        where = where_of(state, host, self._memory)
        step = self._search.as_told(state, failure, where=where)
        return step or self._search.by_other_referer(state, failure, where=where)

    def _by_address(self, state: FetchState, failure: Failure, host: str) -> Step | None:
        """Return the request for the address that the row's scheme, or its redirect, leaves open or has got wrong."""
        if "other_scheme" in self._enabled and (step := step_to_other_scheme(state, failure.slug)):
            return step
        step = step_where_led(state, failure, host, self._memory, enabled=self._enabled)
        return step and self._on_detour(step, state, failure, host)

    def _detours(self, state: FetchState, failure: Failure, host: str) -> tuple[Kind, ...]:
        """Return what to try before other ways of asking; the page where it helps more for what it costs than they."""
        page_first = is_page_likelier(failure, self._memory.odds)
        return detours_for(state, failure, self._memory[host], self._mending, page_first=page_first)

    def _page_on_detour(self, state: FetchState) -> Step | None:
        """Return the request for the page of a row that is to be had nowhere else, if that is likelier to help."""
        refusal = refusal_before(state)
        is_refusal = Kind.ASK_OTHERWISE in REMEDIES[refusal.slug].kinds
        is_due = state["remedy"] == SAME_PATH or (is_refusal and is_page_likelier(refusal, self._memory.odds))
        return self._page(state, refusal, state["detour"] or "", REMEDIES[refusal.slug]) if is_due else None

    def _is_page_due(self, state: FetchState, failure: Failure, where: str) -> bool:
        """Say whether the page of a row that was refused in another way too is worth more than those that are left."""
        ways = self._search.new_ways(state, LADDER)
        may_differ = bool(ways) and not any(self._memory[where].is_winning(way.name) for way in ways)
        return may_differ and failure.sign is None and is_page_likelier(failure, self._memory.odds, ways)

    def step_elsewhere(self, state: FetchState, failure: Failure, host: str) -> Step | None:
        """Return the next attempt that asks for another address; None if there is none."""
        if step := self._moved(state, failure, host, after="other addresses"):
            return step
        if step := step_where_led(state, failure, host, self._memory, enabled=self._enabled):
            return step
        kinds = [kind for kind in REMEDIES[failure.slug].kinds if kind in ELSEWHERE]
        return self._first_of(kinds, state, failure, host)

    def after_move(self, state: FetchState, failure: Failure, host: str) -> tuple[Step | None, Failure]:
        """Return the next attempt for a row after its *failure* where others have moved to, and what that is against.

        It is asked for there again, or goes on as if it never had been.
        """
        again = [kind for kind in rule_of(failure).kinds if kind in (Kind.WAIT, Kind.RETRY)]
        step = self._again.ask_chooser(state, failure) or self._first_of(again, state, failure, host)
        if step is not None or (back := back_from_move(state, self._memory)) is None:
            return step, failure
        failure, before = back
        if before["after"] == "the end":
            return None, failure
        plan = self.step_elsewhere if before["after"] == "other addresses" else self.step
        step = plan(state, failure, before["host"])
        return step and step._replace(from_start=True), failure

    def last_of_all(self, state: FetchState) -> Step | None:
        """Return the request for a row where others have moved to after all else was in vain; it ends with that."""
        remedy, state["remedy"] = state["remedy"], None
        step = self._moved(state, refusal_before(state), host_of(state["url"]), after="the end")
        if step is None:
            state["remedy"] = remedy
        return step

    def _moved(
        self, state: FetchState, failure: Failure, host: str, *, after: AfterMove = "its address"
    ) -> Step | None:
        """Return the request for the row's image where others have moved to; what came in its place is kept in mind."""
        if MOVED not in self._enabled:
            return None
        step = step_to_moved(state, failure, host, self._memory, after=after)
        if step is not None:
            remember_answer(state, failure)
        return step

    def _by_own_answer(self, state: FetchState, failure: Failure) -> Step | None:
        """Return the request for the picture that is named by what came for the row's own address."""
        is_own = failure.sign is None and state["remedy"] not in SIDE_ROADS
        step = step_to_own_answer(state, failure) if is_own and "page" in self._enabled else None
        return step and step._replace(delay_s=self._again.borne_s(failure.retry_after_s))

    def _pointed(self, state: FetchState, failure: Failure) -> Step | None:
        step = step_to_pointed(state, failure, enabled=self._enabled)
        return step and step._replace(delay_s=self._again.borne_s(failure.retry_after_s))

    def _back_from_detour(self, state: FetchState, failure: Failure, host: str) -> Step | None:
        """Return the next attempt for a row that was to be had nowhere else: at *host*, which had refused it."""
        refusal = refusal_before(state)._replace(present_url=failure.present_url)
        is_none = is_about_nothing(state, failure, refusal.slug)
        state["detour"], state["remedy"], state["variant"] = None, None, state["speaker"] or DEFAULT.name
        kinds = kinds_after_detour(refusal.slug, is_for_nothing=is_none)
        step = None if is_none else self._as_told(state, refusal, host)  # by what the host has given meanwhile
        return (step := step or self._first_of(kinds, state, refusal, host)) and step._replace(from_start=True)

    def _first_of(self, kinds: Sequence[Kind], state: FetchState, failure: Failure, host: str) -> Step | None:
        rule = rule_of(failure)
        steps = (self._remedies[kind](state, failure, host, rule) for kind in kinds_beside(state, kinds))
        return next((step for step in steps if step is not None), None)

    def _wait(self, state: FetchState, failure: Failure, host: str, _rule: Rule) -> Step | None:
        return self._again.wait(state, failure, host)

    def _retry(self, state: FetchState, failure: Failure, host: str, rule: Rule) -> Step | None:
        if is_no_https(state, failure.slug, self._memory):
            return None
        if failure.is_page and failure.slug in OUTAGES and shares_outage(state, failure.url or "", self._memory):
            return None  # the host has had those for its image
        if failure.sign is Sign.UNHOSTED and failure.slug in NOT_THERE:
            return None  # that is no error of a moment
        if is_up_over_https(state, failure, host, self._memory) and (step := self._https(state, failure, host, rule)):
            return step
        is_alone = Kind.OTHER_BROWSER in rule.kinds and state["remedy"] in SIDE_ROADS  # nobody else asks there
        if (failure.is_cut or is_alone) and self._memory[host].images:
            rule = rule._replace(retries=rule.retries + 1)
        where = where_of(state, host, self._memory)
        if Kind.OTHER_BROWSER in rule.kinds and self._search.is_likelier(state, failure.slug, where=where):
            return None
        last_differs = self._plain.may_be_last_retry(state, failure.slug)
        step = self._again.retry(state, failure, host, rule, last_differs=last_differs)
        is_last = step is not None and state["retries"] == self._again.most_retries(rule)
        return self._last_retry(state, failure, host, rule, step) if step and is_last else step

    def _last_retry(self, state: FetchState, failure: Failure, host: str, rule: Rule, step: Step) -> Step:
        """Return the last retry of a row, *step*: as somebody else makes it, where that comes next, or more plainly."""
        other = self._other_browser(state, failure, host, rule) if Kind.OTHER_BROWSER in rule.kinds else None
        if other is not None:
            return other._replace(delay_s=step.delay_s, timeout_factor=step.timeout_factor)
        return self._plain.as_last_retry(state, step, failure.slug)

    def _ask_otherwise(self, state: FetchState, failure: Failure, host: str, rule: Rule) -> Step | None:
        if state["remedy"] in SIDE_ROADS:
            return None
        is_up = self._memory[host_of(state["url"])].https_works and Kind.HTTPS in rule.kinds
        if is_up and (step := self._https(state, failure, host, rule)):
            return step
        where = where_of(state, host, self._memory)
        is_due = ways_tried(state) and self._is_page_due(state, failure, where)
        if is_due and (step := self._page(state, failure, host, rule)):
            self._search.note_refusal(state, where)
            return self._on_detour(step, state, failure, host)
        return self._search.next_way(state, failure, where=where, rule=rule)

    def _other_browser(self, state: FetchState, failure: Failure, host: str, rule: Rule) -> Step | None:
        return self._search.other_browser(state, failure, where=where_of(state, host, self._memory), rule=rule)

    def _https(self, state: FetchState, failure: Failure, host: str, _rule: Rule) -> Step | None:
        rows = self._search.rows_to_come(host_of(state["url"]))
        return step_to_https(state, failure, host, self._memory, rows=rows) if HTTPS in self._enabled else None

    def _mend(self, state: FetchState, failure: Failure, host: str, _rule: Rule) -> Step | None:
        if WWW in self._enabled and (step := step_to_led_name(state, failure, self._memory)):
            return step
        step = self._mending.step(state, failure, host)
        return step and step._replace(delay_s=self._again.borne_s(failure.retry_after_s))

    def _unwrap(self, state: FetchState, failure: Failure, _host: str, _rule: Rule) -> Step | None:
        return step_to_unwrapped(state, failure, self._memory) if "unwrap" in self._enabled else None

    def _page(self, state: FetchState, failure: Failure, host: str, _rule: Rule) -> Step | None:
        if "page" not in self._enabled:
            return None
        if step := step_to_present_address(state, failure):
            return step
        if step := step_to_page(state, failure, host, self._memory):
            self._memory.begins(host_of(state["url"]), failure.slug, "page")
        return step
