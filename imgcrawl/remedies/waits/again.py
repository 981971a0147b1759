"""The same request once more: how often, and how long after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from imgcrawl.errors import OVERLOAD, ErrorSlug, Stage
from imgcrawl.intake.address import host_of
from imgcrawl.remedies.answers.kept import UNKNOWN_S
from imgcrawl.remedies.attempts.state import ends_at
from imgcrawl.remedies.attempts.steps import SAME_AGAIN, Step
from imgcrawl.remedies.hosts.led import leads_apart
from imgcrawl.remedies.rules.groups import MAY_BE_KEPT, MIRROR_DOWN, OUT_OF_ORDER, SIDE_ROADS
from imgcrawl.remedies.rules.signs import PROMISES, Sign
from imgcrawl.remedies.rules.table import REMEDIES, Kind
from imgcrawl.remedies.rules.variants import DEFAULT
from imgcrawl.remedies.waits.backoff import backoff_delay
from imgcrawl.remedies.waits.led_back import learn_of_leading, may_lead_elsewhere, note_where_led
from imgcrawl.remedies.waits.promised import step_as_promised

if TYPE_CHECKING:
    from random import Random

    from imgcrawl.config import RemedyConfig
    from imgcrawl.remedies.attempts.state import FetchState
    from imgcrawl.remedies.attempts.steps import Failure
    from imgcrawl.remedies.hosts.memory import HostMemory
    from imgcrawl.remedies.rules.table import Rule

MAX_WAITS: Final = 6
"""Times one URL is asked again after a 429; the pauses between them double.

Those that the host has named do not count as long as it gives others something meanwhile.
"""

_MAX_WAITS_ALONE: Final = 4
"""As many if the host gives others meanwhile: 15 s by default."""

_MAX_WAITS_NAMED: Final = 1
"""As many if it names a time that is longer: all its rows have to wait it, and the row has come back in vain."""

_LATER_IF_KEPT: Final = 2
"""Retries as if so many had been in vain: an error that a cache keeps, for nobody knows how long."""

_MARGIN_S: Final = 1.0
"""Added to the time that a cache keeps a copy: ages are whole seconds."""

_MOST_DAMAGED: Final = 3
"""URLs of a host that brought the same damaged bytes twice, from which on none is asked for again."""

_ANSWERS: Final = OUT_OF_ORDER | {ErrorSlug.CONTENT_EMPTY}
"""Failures that some hosts have for what they lack, too."""

_MOST_TO_ONE_MACHINE: Final = 2
"""Times one URL is asked for where it began that was led to a machine that is down for good, if no other is known."""

LOOK_AGAIN: Final = "look_again"  # the remedy that asks for the same a while later, when a notice may have gone away

LATER: Final = "later"
"""Mark in ``tried``: the row had a later look at what seemed to be a notice."""

_NOTICE_BACKOFF: Final = 5  # as long as a fifth retry, 16 s by default: hosts that asked for less may have forgotten
_LATER_BACKOFF: Final = 4  # as long as a fourth retry would wait, 8 s by default
_SOON_S: Final = 10.0
_MOST_IN_VAIN: Final = 2


class AskAgain:
    """Plans waits, which the host asked for, and retries, which cost the row one of its tries and the host a token."""

    def __init__(
        self, config: RemedyConfig, memory: HostMemory, *, retry_after_max_s: float, deadline_s: float, rng: Random
    ) -> None:
        self._config = config
        self._enabled = frozenset(config.remedies)
        self._memory = memory
        self._retry_after_max_s = retry_after_max_s
        self._deadline_s = deadline_s
        self._rng = rng

    def backoff(self, times: int) -> float:
        """Return how long to wait before the next attempt after *times* of them, in seconds."""
        return backoff_delay(times, base_s=self._config.base_s, cap_s=self._config.cap_s, rng=self._rng)

    def borne_s(self, asked_s: float | None) -> float:
        """Return how much of a wait of *asked_s* that came with a picture is kept: all, or none if it is too long."""
        return 0.0 if asked_s is None or self._too_long(asked_s) else asked_s

    def second_look_s(self) -> float:
        """Return after how long a notice may have gone away by itself, in seconds."""
        return self.backoff(_NOTICE_BACKOFF)

    def wait(self, state: FetchState, failure: Failure, host: str) -> Step | None:
        """Return the same request for when *host* bears it, or has made what was asked for; None if it is told no."""
        announced = failure.retry_after_s
        if announced is None and (failure.sign in PROMISES or failure.slug is ErrorSlug.HTTP_202):
            lessons, base_s = self._memory[host_of(state["url"]) or host], self._config.base_s
            may_wait = "wait" in self._enabled
            return step_as_promised(state, failure, lessons, base_s=base_s, backoff=self.backoff) if may_wait else None
        is_own = state["refusals"]["own"]
        most = self._most_alone(state, announced) if is_own else MAX_WAITS
        is_over = self._too_long(announced) or self._is_late_by(state, failure)
        if "wait" not in self._enabled or state["waits"] >= most or is_over:
            return None
        if announced is None and failure.slug is not ErrorSlug.HTTP_429 and not failure.is_crowded:
            return None
        images, before = self._memory[host].images, state["images_at_wait"]
        state["waits"] += is_own or not announced or images <= before
        state["images_at_wait"] = images
        own_s = 0.0 if failure.is_crowded or announced else self.backoff(state["waits"])
        return Step("wait", state["variant"], delay_s=announced or own_s)

    def _most_alone(self, state: FetchState, announced: float | None) -> int:
        """Return how often a row is asked for again that its host refuses while it gives others."""
        is_short = announced is None or announced <= self._config.base_s * 2.0 ** state["waits"]
        return _MAX_WAITS_ALONE if is_short else _MAX_WAITS_NAMED

    def most_retries(self, rule: Rule) -> int:
        """Return how often *rule* has one URL asked for again in the same way."""
        return min(rule.retries, self._config.max_attempts - 1)

    def may_retry(self, slug: ErrorSlug) -> bool:
        """Say whether a row that failed with *slug* is asked for again in the same way at all."""
        is_on = "retry" in self._enabled and (slug.stage is not Stage.HTTP or self._config.retry_statuses)
        return is_on and self.most_retries(REMEDIES[slug]) > 0

    def with_host(self, state: FetchState, slug: ErrorSlug) -> Step:
        """Return the same request for when the host, which *slug* is about, has been left alone.

        That is longer than a retry would wait, and counts as one where somebody else asks after these.
        """
        if Kind.OTHER_BROWSER in REMEDIES[slug].kinds:
            state["retries"] = min(state["retries"] + 1, self.most_retries(REMEDIES[slug]))
        return Step("wait", state["variant"], from_start=state["remedy"] not in SIDE_ROADS)

    def use_up(self, state: FetchState, slug: ErrorSlug, *, but: int) -> None:
        """Take the row's retries against *slug* from it, *but* for so many."""
        state["retries"] = max(state["retries"], self.most_retries(REMEDIES[slug]) - but)

    def retry(
        self, state: FetchState, failure: Failure, host: str, rule: Rule, *, last_differs: bool = False
    ) -> Step | None:
        """Return the same request after a backoff, with more time; None where *rule* or *host* allows no more.

        *last_differs*: the row's last retry asks in another way, so that it is no more of the same.
        """
        if "retry" not in self._enabled or (failure.slug.stage is Stage.HTTP and not self._config.retry_statuses):
            return None
        is_other = last_differs and state["retries"] == self.most_retries(rule) - 1
        if self._too_long(failure.retry_after_s) or self._is_late_by(state, failure):
            return None
        is_open = is_other or self._is_open(state, failure, host, rule)
        if not (is_open and self._may_differ(state, failure, host)):
            return None
        state["retries"] += 1
        state["retried"] = failure.slug.value
        later = _LATER_IF_KEPT if failure.kept_s == UNKNOWN_S else 0
        kept_s = failure.kept_s + _MARGIN_S if failure.kept_s else 0.0
        delay_s = max(self.backoff(state["retries"] + later), failure.retry_after_s or 0.0, kept_s)
        if not is_other:
            lessons = self._memory[host]
            lessons.retries_of(failure.slug).begin(failure.sent_at + delay_s, lessons.images)
        factor = self._config.timeout_growth ** state["retries"]
        is_fresh = failure.slug in MAY_BE_KEPT or failure.kept_s is not None
        return Step("retry", state["variant"], delay_s=delay_s, timeout_factor=factor, fresh=is_fresh)

    def _is_open(self, state: FetchState, failure: Failure, host: str, rule: Rule) -> bool:
        """Say whether the row has a retry left that is worth it; the lessons of *host* take note.

        Where several were in vain and none has helped, few rows have any: each time in vain, as one is until it helps,
        there have to be twice as many before the next one. It is otherwise with hosts that are asked too often, and
        with damage.
        """
        has_one = state["retries"] < self.most_retries(rule)
        if failure.slug in OVERLOAD or failure.is_crowded or failure.mark is not None:
            return has_one
        lessons = self._memory[host]
        trials = lessons.retries_of(failure.slug)
        trials.vain += state["remedy"] == "wait"
        trials.met += has_one and not state["retries"]
        is_answer = failure.slug in _ANSWERS
        return has_one and trials.is_worth_one(failure.sent_at, lessons.images, is_answer=is_answer)

    def may_ask_chooser(self, state: FetchState, failure: Failure) -> bool:
        """Say whether a redirect that may lead elsewhere the next time has led to a machine that is down."""
        if failure.chooser is None or failure.slug not in MIRROR_DOWN or "retry" not in self._enabled:
            return False
        if failure.slug.stage is Stage.HTTP and not self._config.retry_statuses:
            return False
        lessons, most = self._memory[host_of(failure.chooser)], self._config.max_attempts
        is_passing = Kind.RETRY in REMEDIES[failure.slug].kinds
        if not may_lead_elsewhere(state, failure, self._memory):
            return False
        most = most if lessons.has_mirrors or is_passing else min(most, _MOST_TO_ONE_MACHINE)
        return most > 1 and state["retries"] < most and lessons.retry_tokens >= 1

    def ask_chooser(self, state: FetchState, failure: Failure) -> Step | None:
        """Return the request to who led the row to a machine that is down, which bears the retry in its place."""
        if failure.chooser is None:
            return None
        self._memory[host_of(failure.chooser)].lead(urlsplit(failure.url or "").netloc)
        note_where_led(state, failure, self._memory)
        if not self.may_ask_chooser(state, failure):
            return None
        self._memory.take_retry(host_of(failure.chooser))
        state["retries"] += 1
        state["led_from"] = host_of(failure.url or "") or None
        return Step("retry", state["variant"], delay_s=self.backoff(state["retries"]), url=failure.chooser)

    def _may_differ(self, state: FetchState, failure: Failure, host: str) -> bool:
        """Say whether a retry is worth it: the host's budget has one left, and damage is not what it has for everybody.

        That costs the budget nothing: it is told from chance by the bytes, which are the same each time.
        """
        if failure.mark is None:
            return self._memory.take_retry(host)
        lessons, before = self._memory[host], state["spoilt"]
        state["spoilt"] = failure.mark
        if before is not None:
            lessons.same_damage = lessons.same_damage + 1 if before == failure.mark else 0
        return before != failure.mark and lessons.same_damage < _MOST_DAMAGED

    def later(self, state: FetchState, failure: Failure, now: float) -> Step | None:
        """Return one later look for a row that ends with a notice within seconds: an image may still be in the making.

        Whatever client asks at once gets the same notice then. A host has it for two rows until it is known to help,
        and the others wait for what these find; where it hardly ever helps, whatever the host, few rows have it.
        """
        if LOOK_AGAIN not in self._enabled or state["error"] != ErrorSlug.CONTENT_PLACEHOLDER:
            return None
        is_soon = state["started_at"] is not None and now - state["started_at"] < _SOON_S
        if not is_soon or LATER in state["tried"] or failure.sign is Sign.GONE:
            return None
        host = host_of(state["url"])
        lessons = self._memory[host]
        is_worth_it = failure.is_photo or self._memory.is_worth_it(host, state["error"], LATER)
        if failure.sign in (Sign.NOTHING, Sign.PIXEL):
            is_worth_it = self._memory.odds.has_helped(LATER)
        if leads_apart(lessons) or not is_worth_it:
            return None
        if not lessons.later_wins and lessons.later_looks >= _MOST_IN_VAIN:
            state["refused_at"] = host if lessons.later_vain < lessons.later_looks else state["refused_at"]
            return None
        lessons.later_looks += 1
        if not failure.is_photo:
            self._memory.begins(host, state["error"], LATER)
        state["tried"].append(LATER)
        return Step(LOOK_AGAIN, state["speaker"] or DEFAULT.name, delay_s=self.backoff(_LATER_BACKOFF))

    def learn(self, state: FetchState, *, host: str = "", won: int = 0, vain: int = 0) -> None:
        """Note what the present attempt has *won*, or that it was in *vain*, if it is a later look or was promised.

        *host* has given what is won, be it to a retry.
        """
        if won > 0:
            lessons = self._memory[host_of(state["url"])]
            lessons.closed_since = None
            lessons.same_damage = 0 if state["spoilt"] else lessons.same_damage
        learn_of_leading(state, self._memory, won=won)
        met = state["error"] if state["remedy"] in SAME_AGAIN else state["retried"]
        if met:
            trials = self._memory[host].retries_of(met)
            trials.won, trials.vain = trials.won + won, max(0, trials.vain - won)
        state["retried"] = None
        if state["promised"]:
            self._memory[host_of(state["url"])].kept_promises += won
        if state["remedy"] == LOOK_AGAIN and state["tried"][-1:] == [LATER]:
            host, row = host_of(state["url"]), state["lane"]
            lessons = self._memory[host]
            lessons.later_wins += won
            lessons.later_vain += vain
            if won < 0:
                self._memory.seemed_to_help(host, ErrorSlug.CONTENT_PLACEHOLDER, LATER, row=row)
            elif won > 0:
                self._memory.helped(host, ErrorSlug.CONTENT_PLACEHOLDER, LATER, row=row)

    def is_late(self, state: FetchState, now: float) -> bool:
        """Say whether the row's time is over."""
        return now > ends_at(state, self._deadline_s)

    def _is_late_by(self, state: FetchState, failure: Failure) -> bool:
        """Say whether the row's time is over before its host may be asked again."""
        return failure.again_at > ends_at(state, self._deadline_s)

    def _too_long(self, announced: float | None) -> bool:
        return announced is not None and announced > self._retry_after_max_s
