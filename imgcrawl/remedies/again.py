"""The same request once more: how often, and how long after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from imgcrawl.errors import ErrorSlug, Stage
from imgcrawl.remedies.backoff import backoff_delay
from imgcrawl.remedies.steps import Step

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

    def retry(self, state: FetchState, failure: Failure, host: str, rule: Rule) -> Step | None:
        """Return the same request after a backoff, with more time; None where *rule* or *host* allows no more."""
        if "retry" not in self._enabled or state["retries"] >= min(rule.retries, self._config.max_attempts - 1):
            return None
        if failure.slug.stage is Stage.HTTP and not self._config.retry_statuses:
            return None
        if self._too_long(failure.retry_after_s) or not self._memory.take_retry(host):
            return None
        state["retries"] += 1
        delay_s = max(self.backoff(state["retries"]), failure.retry_after_s or 0.0)
        factor = self._config.timeout_growth ** state["retries"]
        return Step("retry", state["variant"], delay_s=delay_s, timeout_factor=factor)

    def _until_ready(self, state: FetchState, host: str) -> Step | None:
        """Return the same request, later, for an image that is still being made; what never comes costs retries."""
        if state["waits"] >= _MAX_WAITS_UNTIL_READY or not (self._memory[host].images or self._memory.take_retry(host)):
            return None
        state["waits"] += 1
        return Step("wait", state["variant"], delay_s=self.backoff(state["waits"]))

    def _too_long(self, announced: float | None) -> bool:
        return announced is not None and announced > self._retry_after_max_s
