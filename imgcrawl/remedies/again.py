"""The same request once more: how often, and how long after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from imgcrawl.errors import ErrorSlug, Stage
from imgcrawl.intake.address import host_of
from imgcrawl.remedies.backoff import backoff_delay
from imgcrawl.remedies.signs import Sign
from imgcrawl.remedies.steps import Step
from imgcrawl.remedies.variants import DEFAULT

if TYPE_CHECKING:
    from random import Random

    from imgcrawl.config import RemedyConfig
    from imgcrawl.remedies.memory import HostMemory
    from imgcrawl.remedies.state import FetchState
    from imgcrawl.remedies.steps import Failure
    from imgcrawl.remedies.table import Rule

MAX_WAITS: Final = 6
"""Times one URL is asked again after a 429; the pauses between them double."""

_MAX_WAITS_ALONE: Final = 4
"""As many if the host gives others meanwhile: 15 s by default."""

_MAX_WAITS_NAMED: Final = 1
"""As many if it names a time, which all its rows have to wait: the row has come back when it was told to, in vain."""

_MAX_WAITS_UNTIL_READY: Final = 3

LATER: Final = "later"
"""Mark in ``tried``: the row had a later look at what seemed to be a notice."""

_LATER_BACKOFF: Final = 4  # as long as a fourth retry would wait, 8 s by default
_SOON_S: Final = 10.0
_MOST_LATER_LOOKS: Final = 8
_MOST_IN_VAIN: Final = 2


class AskAgain:
    """Plans waits, which the host asked for, and retries, which cost the row one of its tries and the host a token."""

    def __init__(self, config: RemedyConfig, memory: HostMemory, *, retry_after_max_s: float, rng: Random) -> None:
        self._config = config
        self._enabled = frozenset(config.remedies)
        self._memory = memory
        self._retry_after_max_s = retry_after_max_s
        self._rng = rng

    def backoff(self, times: int) -> float:
        """Return how long to wait before the next attempt after *times* of them, in seconds."""
        return backoff_delay(times, base_s=self._config.base_s, cap_s=self._config.cap_s, rng=self._rng)

    def wait(self, state: FetchState, failure: Failure, host: str) -> Step | None:
        """Return the same request for when *host* bears it, or has made what was asked for; None if it is told no."""
        announced = failure.retry_after_s
        alone = _MAX_WAITS_ALONE if announced is None else _MAX_WAITS_NAMED
        most = alone if state["refusals"]["own"] else MAX_WAITS
        if "wait" not in self._enabled or state["waits"] >= most:
            return None
        if self._too_long(announced):
            return None
        if announced is None and failure.slug is ErrorSlug.HTTP_202:
            return self._until_ready(state, host)
        if announced is None and failure.slug is not ErrorSlug.HTTP_429 and not failure.is_crowded:
            return None
        state["waits"] += 1
        own_s = 0.0 if failure.is_crowded else self.backoff(state["waits"])
        return Step("wait", state["variant"], delay_s=announced or own_s)

    def most_retries(self, rule: Rule) -> int:
        """Return how often *rule* has one URL asked for again in the same way."""
        return min(rule.retries, self._config.max_attempts - 1)

    def retry(self, state: FetchState, failure: Failure, host: str, rule: Rule) -> Step | None:
        """Return the same request after a backoff, with more time; None where *rule* or *host* allows no more."""
        if "retry" not in self._enabled or state["retries"] >= self.most_retries(rule):
            return None
        if failure.slug.stage is Stage.HTTP and not self._config.retry_statuses:
            return None
        if self._too_long(failure.retry_after_s) or not self._memory.take_retry(host):
            return None
        state["retries"] += 1
        delay_s = max(self.backoff(state["retries"]), failure.retry_after_s or 0.0)
        factor = self._config.timeout_growth ** state["retries"]
        return Step("retry", state["variant"], delay_s=delay_s, timeout_factor=factor)

    def later(self, state: FetchState, failure: Failure, now: float) -> Step | None:
        """Return one later look for a row that ends with a notice within seconds: an image may still be in the making.

        Whatever client asks at once gets the same notice then. A host where this is in vain has it for two rows, and
        for eight at most before it is known to help; where it hardly ever helps, whatever the host, few rows have it.
        """
        if "look_again" not in self._enabled or state["error"] != ErrorSlug.CONTENT_PLACEHOLDER:
            return None
        is_soon = state["started_at"] is not None and now - state["started_at"] < _SOON_S
        if not is_soon or LATER in state["tried"] or failure.sign is Sign.GONE:
            return None
        host = host_of(state["url"])
        lessons = self._memory[host]
        if not self._memory.is_worth_it(host, state["error"], LATER):
            return None
        if not lessons.later_wins and (lessons.later_vain >= _MOST_IN_VAIN or lessons.later_looks >= _MOST_LATER_LOOKS):
            return None
        lessons.later_looks += 1
        state["tried"].append(LATER)
        return Step("look_again", state["speaker"] or DEFAULT.name, delay_s=self.backoff(_LATER_BACKOFF))

    def learn(self, state: FetchState, *, won: int = 0, vain: int = 0) -> None:
        """Note what the present attempt has *won*, or that it was in *vain*, if it is a later look."""
        if state["remedy"] == "look_again" and state["tried"][-1:] == [LATER]:
            host, row = host_of(state["url"]), state["lane"]
            lessons = self._memory[host]
            lessons.later_wins += won
            lessons.later_vain += vain
            if won < 0:
                self._memory.seemed_to_help(host, ErrorSlug.CONTENT_PLACEHOLDER, LATER, row=row)
            else:
                self._memory.tested(host, ErrorSlug.CONTENT_PLACEHOLDER, LATER, row=row, helped=won > 0)

    def _until_ready(self, state: FetchState, host: str) -> Step | None:
        """Return the same request, later, for an image that is still being made; what never comes costs retries."""
        if state["waits"] >= _MAX_WAITS_UNTIL_READY or not (self._memory[host].images or self._memory.take_retry(host)):
            return None
        state["waits"] += 1
        return Step("wait", state["variant"], delay_s=self.backoff(state["waits"]))

    def _too_long(self, announced: float | None) -> bool:
        return announced is not None and announced > self._retry_after_max_s
