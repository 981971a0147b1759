"""The planner: from one failed attempt to the next, or to none."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from imgcrawl.errors import NOT_THERE, ErrorSlug
from imgcrawl.remedies.answers.landing import says_missing
from imgcrawl.remedies.asking.plainer import PlainHeaders
from imgcrawl.remedies.asking.search import WaySearch
from imgcrawl.remedies.asking.second_look import step_to_look
from imgcrawl.remedies.asking.succession import (
    client_for_check,
    has_heir,
    step_to_check,
    step_to_successor,
    take_back_succession,
)
from imgcrawl.remedies.attempts.speaking import hear, opens_gate
from imgcrawl.remedies.attempts.steps import AS_BEGUN, SAME_AGAIN, Step
from imgcrawl.remedies.by_rule import ByRule
from imgcrawl.remedies.hosts.alike import as_alike
from imgcrawl.remedies.hosts.folders import where_of
from imgcrawl.remedies.hosts.led import as_led
from imgcrawl.remedies.hosts.odds import case_against
from imgcrawl.remedies.learning import Learning
from imgcrawl.remedies.places.as_given import step_as_given, step_over_https
from imgcrawl.remedies.places.copies import learn_of_copies, may_ask_past, step_past_caches
from imgcrawl.remedies.places.detour import is_of_address
from imgcrawl.remedies.places.elsewhere import HTTPS, is_up_over_https, learn_of_addresses
from imgcrawl.remedies.places.led_alike import note_where_led
from imgcrawl.remedies.places.mending import Mending
from imgcrawl.remedies.places.moving import MOVED, back_from_move
from imgcrawl.remedies.places.paging import step_after_page
from imgcrawl.remedies.rules.groups import OUTAGES, SIDE_ROADS
from imgcrawl.remedies.rules.mends import MEND_NAMES
from imgcrawl.remedies.rules.table import Kind
from imgcrawl.remedies.waits.again import LOOK_AGAIN, AskAgain
from imgcrawl.remedies.waits.disguise import DISGUISE, has_given_so, is_as_begun, is_put_off, may_be_for_all
from imgcrawl.remedies.waits.introduction import BY_NAME, step_by_name, take_back_name, wait_under_name

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from imgcrawl.config import RemedyConfig
    from imgcrawl.remedies.attempts.state import FetchState
    from imgcrawl.remedies.attempts.steps import Failure
    from imgcrawl.remedies.hosts.memory import HostMemory
    from imgcrawl.remedies.rules.variants import Variant


class Planner:
    """Chooses the remedy for a failed attempt, by the table, the row's state and the host's lessons.

    How attempts end that did not fail is told to *learning*.
    """

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
        self._may_ask_past = "retry" in self._enabled and config.retry_statuses
        self._search = WaySearch(memory, enabled=self._enabled, most=config.refusal_attempts, outlook=outlook)
        self._again = AskAgain(config, memory, retry_after_max_s=retry_after_max_s, deadline_s=deadline_s, rng=rng)
        self._mending = Mending(memory, enabled=self._enabled)
        self._plain = PlainHeaders(memory, self._mending, enabled=self._enabled, outlook=outlook)
        self._by_rule = ByRule(
            memory, self._search, self._again, self._plain, mending=self._mending, enabled=self._enabled
        )
        self.learning = Learning(memory, self._again, self._plain)

    @property
    def is_patient(self) -> bool:
        """Whether anything is asked again at all: else every URL has its one request, whatever the others met."""
        return not self._enabled.isdisjoint(("wait", "retry"))

    def next_step(self, state: FetchState, failure: Failure, *, host: str, now: float) -> Step | None:
        """Return the next attempt for the row, or None when nothing is left that could help.

        *host* is the one that failed; *now* is in epoch seconds. The row's state takes note of the step.
        """
        failure = as_alike(state, as_led(failure, self.memory[host]), self.memory.in_place)
        hear(state, failure)
        note_where_led(state, failure)
        learn_of_addresses(state, failure.slug, host, self.memory)
        if failure.is_page and failure.slug in NOT_THERE:
            return None  # it may be whole all the same: it is read first
        if self._again.is_late(state, now):
            back_from_move(state, self.memory)  # the rule was in vain all the same
            return None
        if state["remedy"] == MOVED:
            return self._after_move(state, failure, host, now)
        where = where_of(state, host, self.memory)
        if opens_gate(state, failure.slug):
            self.memory.opened(where, state["variant"])
        if step := step_as_given(state, failure, self.memory):
            return self._noted(state, step, failure)
        self._plain.take_back(state, failure, host)
        failure = take_back_name(state, failure, host, self.memory)
        take_back_succession(state, failure.slug, where, self.memory)
        step = self._by_rule.undamaged(state, failure, host)
        new_ways = partial(self._search.new_ways, state)
        step = step or step_to_successor(state, failure, self.memory[where], new_ways=new_ways)
        self._again.learn(state, vain=1)
        learn_of_copies(state, self.memory)
        if self._may_ask_past and not (step and step.remedy in MEND_NAMES):
            step = step_past_caches(state, failure, self.memory) or step
        if step is None and self._may_ask_by_name:
            step = step_by_name(state, failure, host, self.memory, now=now)
        step = step or self._plain.step(state, failure) or step_after_page(state, failure, self.memory)
        step = step or self._disguised(state, failure, where) or self._by_rule.step(state, failure, host)
        step = step or self._again.later(state, failure, now) or step_as_given(state, failure, self.memory, at_end=True)
        if state["waits_out"] and (step is None or step.remedy != "wait"):
            state["waits_out"] = None
        if step is None or step.remedy not in (*SAME_AGAIN, state["remedy"]):
            self.learning.was_in_vain(state, host=host)
        return self._noted(state, step, failure)

    def first_step(self, state: FetchState) -> Step | None:
        """Return the request with which a row begins elsewhere than at its address; None if it begins there."""
        return step_over_https(state, self.memory) if {HTTPS, "retry"} <= self._enabled else None

    def where_moved(self, state: FetchState) -> str | None:
        """Return where others of the row's host were found, for a row that is to be had nowhere else; None if unknown.

        The row's state takes note that it is asked for there.
        """
        step = self._by_rule.last_of_all(state)
        if step is None:
            return None
        state["remedy"], state["variant"], state["against"] = step.remedy, step.variant, None
        return step.url

    def _after_move(self, state: FetchState, failure: Failure, host: str, now: float) -> Step | None:
        step, failure = self._by_rule.after_move(state, failure, host)
        return self._noted(state, step or self._again.later(state, failure, now), failure)

    def may_be_turned(self, state: FetchState, failure: Failure, *, host: str, now: float) -> bool:
        """Say whether *failure* may be what *host* has for all rows for a while, and the row can wait for the end."""
        lessons = self.memory[where_of(state, host, self.memory)]
        failure = as_led(failure, self.memory[host])
        if self._again.is_late(state, now) or "wait" not in self._enabled:
            return False
        has_given = has_given_so(state, failure.slug, lessons, host)
        if not (may_be_for_all(state, failure, host) and has_given and self._may_pass(state, failure)):
            return False
        if is_of_address(state, failure, self._mending) or is_up_over_https(state, failure, host, self.memory):
            return False
        if self._again.may_ask_chooser(state, failure) or self._plain.is_due(state, failure):
            return False
        if self._may_ask_past and may_ask_past(state, failure):
            return False
        return not has_heir(state, failure, lessons, new_ways=partial(self._search.new_ways, state))

    def may_be_out(self, state: FetchState, failure: Failure, *, host: str, now: float) -> bool:
        """Say whether *failure* may be an outage of *host*, and the row can wait for the end of that."""
        is_open = is_as_begun(state, host) or state["returns_to"] is not None
        if self._again.is_late(state, now) or "wait" not in self._enabled or not is_open:
            return False
        is_explained = failure.sign is not None or failure.retry_after_s is not None or failure.kept_s is not None
        is_own = is_explained or state["refusals"]["own"] or self._mending.may_be_of_session(state, failure)
        if failure.slug not in OUTAGES or is_own or not self._again.may_retry(failure.slug):
            return False
        if is_up_over_https(state, failure, host, self.memory):
            return False
        return not (self._again.may_ask_chooser(state, failure) or self._plain.is_due(state, failure))

    def client_for_check(self, state: FetchState, failure: Failure, *, host: str) -> Variant | None:
        """Return the client by whom a row that was hung up on is to be asked for at once, to see if *host* is out."""
        where = where_of(state, host, self.memory)
        new_ways = partial(self._search.new_ways, state)
        return client_for_check(state, failure.slug, where, self.memory, new_ways=new_ways)

    def wait_for_host(
        self, state: FetchState, failure: Failure, *, host: str, check_by: Variant | None = None, ahead: bool = False
    ) -> Step:
        """Return the attempt after a wait for *host*, *ahead* of others or not, and once *check_by* has asked."""
        hear(state, failure)
        where = where_of(state, host, self.memory)
        take_back_succession(state, failure.slug, where, self.memory)
        step = Step("wait", state["variant"], ahead=ahead)
        if check_by is not None:
            step = step_to_check(state, failure.slug, check_by, where, self.memory)
        self._note_step(state, step, failure)
        return step

    def waited_in_vain(self, state: FetchState, slug: ErrorSlug) -> None:
        """Note that the row has waited for its host, as all retries would: what is left to try is something else."""
        state["is_given_up"] = True
        self._again.use_up(state, slug, but=self._plain.is_last_retry(state, slug))

    def asked_again(self, state: FetchState, failure: Failure, *, host: str, in_vain: bool) -> Step:
        """Return the row's present attempt, once more: its *host* had nothing for anybody.

        *in_vain*: after the host was left alone, and that has never helped: another client asks then, each once.
        """
        hear(state, failure)
        where = where_of(state, host, self.memory)
        take_back_succession(state, failure.slug, where, self.memory)
        new_ways = partial(self._search.new_ways, state)
        step = step_to_successor(state, failure, self.memory[where], new_ways=new_ways, in_vain=in_vain)
        step = step or self._again.with_host(state, failure.slug)
        self._wait_out(state, failure, where)
        self._note_step(state, step, failure)
        return step

    def step_elsewhere(self, state: FetchState, failure: Failure, *, host: str, now: float) -> Step | None:
        """Return the attempt elsewhere for a row that was not asked for: its *host* is closed. None if it is late."""
        is_late = self._again.is_late(state, now)
        if not (is_late and state["error"]):  # else that speaks for it
            hear(state, failure)
        if is_late:
            return None
        learn_of_addresses(state, failure.slug, host, self.memory)
        state["is_given_up"] = True
        step = step_as_given(state, failure, self.memory, at_end=True) or self._again.ask_chooser(state, failure)
        step = step or step_after_page(state, failure, self.memory)
        return self._noted(state, step or self._by_rule.step_elsewhere(state, failure, host), failure)

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

        *times* and *same_way*: see :func:`~imgcrawl.remedies.asking.second_look.step_to_look`. *asked_s*: for how long
        what came with the picture asks to be left alone. The row's state is left to take note of the step.
        """
        if LOOK_AGAIN not in self._enabled or self._again.is_late(state, now):
            return None
        lessons = self.memory[where_of(state, host, self.memory)]
        wait = {"later_s": self._again.second_look_s(), "asked_s": self._again.borne_s(asked_s)}
        return step_to_look(state, lessons, self._search.new_ways, **wait, times=times, same_way=same_way)

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

    def _disguised(self, state: FetchState, failure: Failure, where: str) -> Step | None:
        """Return the same request, later, if the failure may be a rate limit in disguise."""
        if "wait" not in self._enabled or state["remedy"] in SIDE_ROADS or failure.is_explained:
            return None
        if says_missing(failure, state["url"]) or is_of_address(state, failure, self._mending):
            return None
        if not self._may_pass(state, failure) or not is_put_off(state, failure.slug, self.memory[where]):
            return None
        state["tried"].append(DISGUISE)
        self._wait_out(state, failure, where)
        delay_s = self._again.backoff(state["tried"].count(DISGUISE))
        return Step("wait", state["variant"], delay_s=delay_s, from_start=True)

    def _may_pass(self, state: FetchState, failure: Failure) -> bool:
        """Say whether waiting may end *failure*: of pictures that has to have helped others, or to be new."""
        is_picture = failure.slug is ErrorSlug.CONTENT_PLACEHOLDER
        return not is_picture or bool(state["waits_out"]) or self.memory.odds.is_likely(failure.slug, DISGUISE)

    def _wait_out(self, state: FetchState, failure: Failure, where: str) -> None:
        """Note that the row waits until a picture in its image's place, if *failure* is one, has gone away."""
        if failure.slug is ErrorSlug.CONTENT_PLACEHOLDER:
            state["waits_out"] = failure.slug.value
            self.memory.begins(where, failure.slug, DISGUISE)

    def _noted(self, state: FetchState, step: Step | None, failure: Failure) -> Step | None:
        if step is not None:
            self._note_step(state, step, failure)
        return step

    def _note_step(self, state: FetchState, step: Step, failure: Failure) -> None:
        state["retried"] = state["retried"] if step.remedy == "retry" else None
        is_begun = step.remedy == state["remedy"] == Kind.PAGE and not step.page  # the odds know against what
        if step.remedy not in SAME_AGAIN and not is_begun:
            state["against"] = case_against(step.remedy, failure)
        is_new = step.remedy not in SAME_AGAIN or state["remedy"] in AS_BEGUN
        state["remedy"], state["variant"] = step.remedy if is_new else state["remedy"], step.variant
