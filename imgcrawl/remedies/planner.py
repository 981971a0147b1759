"""The planner: from one failed attempt to the next, or to none."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from imgcrawl.errors import ErrorSlug
from imgcrawl.intake.address import host_of
from imgcrawl.remedies.again import AskAgain
from imgcrawl.remedies.detour import detours_for, kinds_after_detour, kinds_on_detour
from imgcrawl.remedies.disguise import DISGUISE, has_given_so, is_put_off, may_be_for_all
from imgcrawl.remedies.elsewhere import (
    HTTPS,
    is_no_https,
    learn_of_addresses,
    learn_of_success,
    step_to_https,
    step_to_other_scheme,
    step_to_page,
    step_to_present_address,
    step_to_unwrapped,
)
from imgcrawl.remedies.folders import note_folder, where_of
from imgcrawl.remedies.introduction import BY_NAME, step_by_name, take_back_name, wait_under_name
from imgcrawl.remedies.landing import says_missing
from imgcrawl.remedies.led import as_led
from imgcrawl.remedies.mending import step_to_mended
from imgcrawl.remedies.mends import MEND_NAMES
from imgcrawl.remedies.paging import step_after_page
from imgcrawl.remedies.plain_lessons import PLAINER
from imgcrawl.remedies.plainer import PlainHeaders
from imgcrawl.remedies.search import WaySearch
from imgcrawl.remedies.second_look import step_to_look
from imgcrawl.remedies.steps import Failure, Step
from imgcrawl.remedies.succession import has_heir, step_to_successor, take_back_succession
from imgcrawl.remedies.table import ELSEWHERE, REMEDIES, SIDE_ROADS, SIGNED, Kind, Rule
from imgcrawl.remedies.variants import DEFAULT, LADDER
from imgcrawl.remedies.verdict import hear, opens_gate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

    from imgcrawl.config import RemedyConfig
    from imgcrawl.remedies.memory import HostMemory
    from imgcrawl.remedies.state import FetchState

_SAME_AGAIN = ("retry", "wait")
_WITH_ODDS = frozenset(way.name for way in LADDER) | MEND_NAMES | {HTTPS, *PLAINER}


class Planner:
    """Chooses the remedy for a failed attempt, by the table, the row's state and the host's lessons."""

    def __init__(
        self,
        config: RemedyConfig,
        memory: HostMemory,
        *,
        deadline_s: float,
        retry_after_max_s: float,
        rng: Random,
        has_contact: bool = False,
        outlook: Callable[[str], int] = lambda _host: 1,
    ) -> None:
        self.memory = memory
        self._enabled = frozenset(config.remedies)
        self._may_ask_by_name = has_contact and BY_NAME in self._enabled
        self._search = WaySearch(memory, enabled=self._enabled, most=config.refusal_attempts, outlook=outlook)
        self._again = AskAgain(config, memory, retry_after_max_s=retry_after_max_s, rng=rng)
        self._plain = PlainHeaders(memory, enabled=self._enabled, outlook=outlook)
        self._deadline_s = deadline_s
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

    @property
    def is_patient(self) -> bool:
        """Whether anything is asked again at all: else every URL has its one request, whatever the others met."""
        return not self._enabled.isdisjoint(("wait", "retry"))

    def next_step(self, state: FetchState, failure: Failure, *, host: str, now: float) -> Step | None:
        """Return the next attempt for the row, or None when nothing is left that could help.

        *host* is the one that failed; *now* is in epoch seconds. The row's state takes note of the step.
        """
        failure = as_led(failure, self.memory[host])
        hear(state, failure)
        learn_of_addresses(state, failure.slug, host, self.memory)
        if self._is_late(state, now):
            return None
        where = where_of(state, host, self.memory)
        if opens_gate(state, failure.slug):
            self.memory.opened(where, state["variant"])
        self._plain.take_back(state, failure, host)
        failure = take_back_name(state, failure, host, self.memory)
        take_back_succession(state, failure.slug, where, self.memory)
        step = step_to_successor(state, failure, self.memory[where], new_ways=partial(self._search.new_ways, state))
        self._again.learn(state, vain=1)
        if step is None and self._may_ask_by_name:
            step = step_by_name(state, failure, host, self.memory, now=now)
        step = step or self._plain.step(state, failure) or step_after_page(state, failure, self.memory)
        step = step or self._disguised(state, failure, where) or self._by_rule(state, failure, host)
        step = step or self._again.later(state, failure, now)
        if step is None or step.remedy not in _SAME_AGAIN:
            self._note_loss(state, host)
        if step is not None:
            self._note_step(state, step, failure.slug)
        return step

    def may_be_turned(self, state: FetchState, failure: Failure, *, host: str, now: float) -> bool:
        """Say whether *failure* may be what *host* has for all rows for a while, and the row can wait for the end."""
        lessons = self.memory[where_of(state, host, self.memory)]
        failure = as_led(failure, self.memory[host])
        if self._is_late(state, now) or "wait" not in self._enabled:
            return False
        is_of_row = self._again.may_ask_chooser(state, failure) or self._plain.is_due(state, failure)
        if is_of_row or not may_be_for_all(state, failure) or not has_given_so(state, lessons):
            return False
        return not has_heir(state, failure, lessons, new_ways=partial(self._search.new_ways, state))

    def asked_again(self, state: FetchState, failure: Failure, *, host: str, in_vain: bool) -> Step:
        """Return the row's present attempt, once more: its *host* had nothing for anybody.

        *in_vain*: after the host was left alone, and that has never helped: another client asks then, each once.
        """
        hear(state, failure)
        where = where_of(state, host, self.memory)
        take_back_succession(state, failure.slug, where, self.memory)
        new_ways = partial(self._search.new_ways, state)
        step = step_to_successor(state, failure, self.memory[where], new_ways=new_ways, in_vain=in_vain)
        step = step or Step("wait", state["variant"], from_start=True)
        self._note_step(state, step, failure.slug)
        return step

    def step_elsewhere(self, state: FetchState, failure: Failure, *, host: str) -> Step | None:
        """Return the next attempt for a row that was not asked for because its *host* is closed: at another address."""
        hear(state, failure)
        learn_of_addresses(state, failure.slug, host, self.memory)
        kinds = [kind for kind in REMEDIES[failure.slug].kinds if kind in ELSEWHERE]
        step = self._again.ask_chooser(state, failure) or step_after_page(state, failure, self.memory)
        step = step or self._first_of(kinds, state, failure, host)
        if step is not None:
            self._note_step(state, step, failure.slug)
        return step

    def second_look(
        self,
        state: FetchState,
        *,
        host: str,
        now: float,
        times: int | None = None,
        same_way: bool = False,
        asked_s: float | None = None,
    ) -> Step | None:
        """Return the request for a picture of *host* that may not be the one asked for, once more.

        *times* and *same_way*: see :func:`~imgcrawl.remedies.second_look.step_to_look`. *asked_s*: for how long what
        came with the picture asks to be left alone. The row's state is left to take note of the step.
        """
        if "look_again" not in self._enabled or self._is_late(state, now):
            return None
        lessons = self.memory[where_of(state, host, self.memory)]
        wait = {"later_s": self._again.second_look_s(), "asked_s": self._again.borne_s(asked_s)}
        return step_to_look(state, lessons, self._search.new_ways, **wait, times=times, same_way=same_way)

    def _is_late(self, state: FetchState, now: float) -> bool:
        """Say whether the row's time is over."""
        return state["started_at"] is not None and now - state["started_at"] > self._deadline_s

    def first_variant(self, where: str) -> str:
        """Return the way of asking to begin with at a host, or in a folder with lessons of its own."""
        return self._search.first_way(where)

    def choose_way(self, state: FetchState, *, host: str) -> None:
        """Let the row's next attempt be made in the way that *host* has been found to like while the row waited."""
        self._plain.begin(state)
        if state["started_at"] is None:
            state["variant"] = self.first_variant(where_of(state, host, self.memory))
        elif self._may_ask_by_name:
            wait_under_name(state, host, self.memory)

    def succeeded(self, state: FetchState, *, host: str, marks: Sequence[int] = ()) -> None:
        """Note that the row's present attempt brought the image from *host*; retries that helped cost it nothing.

        *marks*: by what the picture is known again.
        """
        where = where_of(state, host, self.memory)
        self.memory.won(where, state["variant"], row=state["lane"], marks=marks)
        for helped in {host, host_of(state["url"])}:
            self.memory.give_back(helped, state["retries"])
        note_folder(state, host, self.memory[host], has_given=True)
        if state["against"] and state["remedy"]:
            self.memory.tested(host, state["against"], state["remedy"], row=state["lane"], helped=True)
        learn_of_success(state, self.memory)
        self._again.learn(state, won=1)
        self._plain.learn(state, won=1)
        if state["tried"][-1:] == [DISGUISE]:
            self.memory[where].disguise_proofs += 1

    def image_rejected(self, state: FetchState, *, host: str, marks: Sequence[int] = ()) -> None:
        """Note that what the row's present attempt brought from *host* was no image; *marks* as when it came."""
        where = where_of(state, host, self.memory)
        note_folder(state, host, self.memory[host], has_given=False)
        self.memory.lost_again(where, state["variant"], row=state["lane"], marks=marks)
        self._again.learn(state, won=-1)
        learn_of_success(state, self.memory, count=-1)
        self._plain.learn(state, won=-1)
        if state["against"] and state["remedy"]:
            self.memory.seemed_to_help(host, state["against"], state["remedy"], row=state["lane"])
        if state["tried"][-1:] == [DISGUISE]:
            self.memory[where].disguise_proofs -= 1

    def _by_rule(self, state: FetchState, failure: Failure, host: str) -> Step | None:
        if "other_scheme" in self._enabled and (step := step_to_other_scheme(state, failure.slug)):
            return step
        kinds = _rule(failure).kinds
        is_told_to_wait = failure.retry_after_s is not None or failure.is_crowded
        if failure.retry_after_s is None and (step := self._again.ask_chooser(state, failure)):
            return step
        if state["detour"] is not None and state["remedy"] in SIDE_ROADS:
            step = self._first_of(kinds_on_detour(kinds), state, failure, host)
            return step or self._back_from_detour(state, failure, state["detour"])
        detours = () if is_told_to_wait else detours_for(state, failure, self.memory[host])
        if step := self._first_of(detours, state, failure, host):
            state["detour"] = host
            return step
        return self._first_of((Kind.WAIT, *kinds) if is_told_to_wait else kinds, state, failure, host)

    def _back_from_detour(self, state: FetchState, failure: Failure, host: str) -> Step | None:
        """Return the next attempt for a row that was to be had nowhere else: at *host*, which had refused it."""
        refusal = Failure(ErrorSlug(state["error"] or ErrorSlug.HTTP_403), present_url=failure.present_url)
        state["detour"], state["remedy"], state["variant"] = None, None, state["speaker"] or DEFAULT.name
        step = self._first_of(kinds_after_detour(refusal.slug), state, refusal, host)
        return step and step._replace(from_start=True)

    def _first_of(self, kinds: Sequence[Kind], state: FetchState, failure: Failure, host: str) -> Step | None:
        rule = _rule(failure)
        steps = (self._remedies[kind](state, failure, host, rule) for kind in kinds)
        return next((step for step in steps if step is not None), None)

    def _disguised(self, state: FetchState, failure: Failure, where: str) -> Step | None:
        """Return the same request, later, if the failure may be a rate limit in disguise."""
        if "wait" not in self._enabled or state["remedy"] in SIDE_ROADS or failure.is_explained:
            return None
        if says_missing(failure, state["url"]):
            return None
        if not is_put_off(state, failure.slug, self.memory[where]):
            return None
        state["tried"].append(DISGUISE)
        return Step(
            "wait", state["variant"], delay_s=self._again.backoff(state["tried"].count(DISGUISE)), from_start=True
        )

    def _note_loss(self, state: FetchState, host: str) -> None:
        if state["against"] and state["remedy"]:
            self.memory.tested(host, state["against"], state["remedy"], row=state["lane"], helped=False)

    def _note_step(self, state: FetchState, step: Step, slug: ErrorSlug) -> None:
        if step.remedy not in _SAME_AGAIN:
            state["against"] = slug.value if step.remedy in _WITH_ODDS else None
        if step.remedy not in _SAME_AGAIN or state["remedy"] in (None, *_SAME_AGAIN):
            state["remedy"] = step.remedy
        state["variant"] = step.variant

    def _wait(self, state: FetchState, failure: Failure, host: str, _rule: Rule) -> Step | None:
        return self._again.wait(state, failure, host)

    def _retry(self, state: FetchState, failure: Failure, host: str, rule: Rule) -> Step | None:
        if is_no_https(state, failure.slug, self.memory):
            return None
        where = where_of(state, host, self.memory)
        if Kind.OTHER_BROWSER in rule.kinds and self._search.is_likelier(state, where=where):
            return None
        step = self._again.retry(state, failure, host, rule)
        is_last = step is not None and state["retries"] == self._again.most_retries(rule)
        return self._plain.as_last_retry(state, step, failure.slug) if step and is_last else step

    def _ask_otherwise(self, state: FetchState, failure: Failure, host: str, rule: Rule) -> Step | None:
        if state["remedy"] in SIDE_ROADS:
            return None
        if (
            self.memory[host_of(state["url"])].https_works
            and Kind.HTTPS in rule.kinds
            and (step := self._https(state, failure, host, rule))
        ):
            return step
        return self._search.next_way(state, failure, where=where_of(state, host, self.memory), rule=rule)

    def _other_browser(self, state: FetchState, failure: Failure, host: str, rule: Rule) -> Step | None:
        return self._search.other_browser(state, failure, where=where_of(state, host, self.memory), rule=rule)

    def _https(self, state: FetchState, failure: Failure, host: str, _rule: Rule) -> Step | None:
        return step_to_https(state, failure, host, self.memory) if HTTPS in self._enabled else None

    def _mend(self, state: FetchState, failure: Failure, host: str, _rule: Rule) -> Step | None:
        return step_to_mended(state, failure, host, self.memory, enabled=self._enabled)

    def _unwrap(self, state: FetchState, failure: Failure, _host: str, _rule: Rule) -> Step | None:
        return step_to_unwrapped(state, failure.slug) if "unwrap" in self._enabled else None

    def _page(self, state: FetchState, failure: Failure, host: str, _rule: Rule) -> Step | None:
        if "page" not in self._enabled:
            return None
        return step_to_present_address(state, failure) or step_to_page(state, failure.slug, host)


def _rule(failure: Failure) -> Rule:
    """Return the rule for a failure: that of its sign where other ways of asking would be tried, else of its slug."""
    rule = REMEDIES[failure.slug]
    return SIGNED[failure.sign] if failure.sign is not None and rule.kinds else rule
