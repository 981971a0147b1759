"""The planner: from one failed attempt to the next, or to none."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from imgcrawl.errors import ErrorSlug, RowError, Stage
from imgcrawl.intake.address import host_of
from imgcrawl.intake.repair import prepare_url
from imgcrawl.intake.spellings import other_name, other_scheme, other_spellings, secured
from imgcrawl.intake.wrapped import unwrap
from imgcrawl.remedies.backoff import backoff_delay
from imgcrawl.remedies.table import HOST_DOWN, REMEDIES, Kind, Rule
from imgcrawl.remedies.variants import DEFAULT, applicable

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from imgcrawl.config import RemedyConfig
    from imgcrawl.remedies.memory import HostMemory
    from imgcrawl.remedies.state import FetchState

MAX_WAITS = 6
"""Times one URL is asked again after a 429; the pauses between them double."""

DISGUISE = "wait_after_refusal"
"""Mark in ``tried``: a refusal was answered by waiting."""

_LOOK_AGAIN = 5  # as long as a fifth retry would wait, 16 s by default: hosts that asked for less may have forgotten
_MOST_DISGUISED_WAITS = 3

_NOT_THERE = frozenset({ErrorSlug.HTTP_400, ErrorSlug.HTTP_404, ErrorSlug.HTTP_410})
_NO_ENTRY = frozenset({ErrorSlug.HTTP_403, ErrorSlug.HTTP_426})
_SIDE_ROADS = frozenset({"https", "www", "unwrap", "page", "page_cookies"})
_ELSEWHERE = (Kind.HTTPS, Kind.WWW, Kind.UNWRAP, Kind.PAGE)


class Failure(NamedTuple):
    """One failed attempt: its slug, the wait that the host announced (seconds), and whether it set cookies.

    *is_crowded*: it may be due to other requests that were under way to the host, and says nothing of the URL.
    """

    slug: ErrorSlug
    retry_after_s: float | None = None
    sets_cookies: bool = False
    detail: str = ""
    is_crowded: bool = False


class Step(NamedTuple):
    """The next attempt.

    *remedy* names it; *delay_s* is its backoff; *variant* how it asks; *url* another address, if any; *page*: the
    address is a page; *incident*: the host is to be paused as after a 429.
    """

    remedy: str
    variant: str
    delay_s: float = 0.0
    timeout_factor: float = 1.0
    url: str | None = None
    page: bool = False
    incident: bool = False


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
    ) -> None:
        self.memory = memory
        self._config = config
        self._enabled = frozenset(config.remedies)
        self._deadline_s = deadline_s
        self._retry_after_max_s = retry_after_max_s
        self._rng = rng
        self._remedies: dict[Kind, Callable[[FetchState, Failure, str, Rule], Step | None]] = {
            Kind.WAIT: self._wait,
            Kind.RETRY: self._retry,
            Kind.ASK_OTHERWISE: self._ask_otherwise,
            Kind.OTHER_BROWSER: self._other_browser,
            Kind.HTTPS: self._https,
            Kind.WWW: self._www,
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
        self._note_failure(state, failure)
        self._learn_of_addresses(state, failure, host)
        if state["started_at"] is not None and now - state["started_at"] > self._deadline_s:
            return None
        if step := self._other_scheme(state, failure):
            self._note_step(state, step)
            return step
        rule = REMEDIES[failure.slug]
        is_told_to_wait = failure.retry_after_s is not None or failure.is_crowded
        for kind in (Kind.WAIT, *rule.kinds) if is_told_to_wait else rule.kinds:
            step = self._remedies[kind](state, failure, host, rule)
            if step is not None:
                self._note_step(state, step)
                return step
        return None

    def step_elsewhere(self, state: FetchState, failure: Failure, *, host: str) -> Step | None:
        """Return the next attempt for a row that was not asked for because its *host* is closed: at another address."""
        self._note_failure(state, failure)
        self._learn_of_addresses(state, failure, host)
        rule = REMEDIES[failure.slug]
        for kind in (kind for kind in rule.kinds if kind in _ELSEWHERE):
            step = self._remedies[kind](state, failure, host, rule)
            if step is not None:
                self._note_step(state, step)
                return step
        return None

    def second_look(self, state: FetchState, *, now: float) -> Step | None:
        """Return the request for a picture that may be a notice, once more in the same way and a while later.

        The row's state is left to take note of it.
        """
        is_late = state["started_at"] is not None and now - state["started_at"] > self._deadline_s
        if "look_again" not in self._enabled or is_late:
            return None
        delay_s = backoff_delay(_LOOK_AGAIN, base_s=self._config.base_s, cap_s=self._config.cap_s, rng=self._rng)
        return Step("look_again", state["variant"], delay_s=delay_s)

    def first_variant(self, host: str) -> str:
        """Return the way of asking to begin with at *host*."""
        if not self._enabled & {"referer", "bot", "identity"} or host not in self.memory:
            return DEFAULT.name
        return self.memory[host].favourite().name

    def succeeded(self, state: FetchState, *, host: str) -> None:
        """Note that the row's present attempt brought the image from *host*."""
        self.memory.won(host, state["variant"])
        if state["remedy"] == "https":
            self.memory[host].https_works = True
        if state["tried"][-1:] == [DISGUISE]:
            self.memory[host].disguise_proofs += 1

    def _note_failure(self, state: FetchState, failure: Failure) -> None:
        if not state["tried"]:
            state["error"] = failure.slug.value
            state["detail"] = failure.detail

    def _note_step(self, state: FetchState, step: Step) -> None:
        if step.remedy not in ("retry", "wait") or state["remedy"] in (None, "retry", "wait"):
            state["remedy"] = step.remedy
        state["variant"] = step.variant

    def _wait(self, state: FetchState, failure: Failure, _host: str, _rule: Rule) -> Step | None:
        announced = failure.retry_after_s
        if "wait" not in self._enabled or state["waits"] >= MAX_WAITS:
            return None
        if announced is None and failure.slug is not ErrorSlug.HTTP_429 and not failure.is_crowded:
            return None
        if self._too_long(announced):
            return None
        state["waits"] += 1
        return Step("wait", state["variant"], delay_s=announced or 0.0)

    def _too_long(self, announced: float | None) -> bool:
        return announced is not None and announced > self._retry_after_max_s

    def _retry(self, state: FetchState, failure: Failure, host: str, rule: Rule) -> Step | None:
        if "retry" not in self._enabled or state["retries"] >= min(rule.retries, self._config.max_attempts - 1):
            return None
        if failure.slug.stage is Stage.HTTP and not self._config.retry_statuses:
            return None
        if self._too_long(failure.retry_after_s) or not self.memory.take_retry(host):
            return None
        state["retries"] += 1
        delay_s = backoff_delay(state["retries"], base_s=self._config.base_s, cap_s=self._config.cap_s, rng=self._rng)
        factor = self._config.timeout_growth ** state["retries"]
        return Step(
            "retry", state["variant"], delay_s=max(delay_s, failure.retry_after_s or 0.0), timeout_factor=factor
        )

    def _ask_otherwise(self, state: FetchState, failure: Failure, host: str, rule: Rule) -> Step | None:
        if state["remedy"] in _SIDE_ROADS:
            return None
        lessons = self.memory[host]
        if lessons.https_works and Kind.HTTPS in rule.kinds and (step := self._https(state, failure, host, rule)):
            return step
        self.memory.refused(host, state["variant"])
        rate_like = failure.slug.stage is Stage.HTTP or failure.slug is ErrorSlug.CONTENT_HTML
        if rate_like and (waiting := self._wait_out_disguise(state, host)):
            return waiting
        if failure.sets_cookies and "cookies" in self._enabled and "cookies" not in state["tried"]:
            state["tried"].append("cookies")
            return Step("cookies", state["variant"])
        tried = [name for name in state["tried"] if name != DISGUISE]
        if len(tried) < lessons.refusal_budget(self._config.refusal_attempts):
            has_page = bool(state["page_url"])
            for variant in applicable(
                self.memory.ladder(host), url=state["url"], has_page=has_page, enabled=self._enabled
            ):
                if variant.name not in tried and variant.name != state["variant"]:
                    state["tried"].append(variant.name)
                    return Step(variant.name, variant.name)
        self.memory.gave_up(host)
        return None

    def _other_browser(self, state: FetchState, _failure: Failure, host: str, _rule: Rule) -> Step | None:
        name = "other_browser"
        usable = "identity" in self._enabled and state["remedy"] not in _SIDE_ROADS and name not in state["tried"]
        if not usable or not self.memory[host].refusal_budget(1):
            return None
        state["tried"].append(name)
        return Step(name, name)

    def _wait_out_disguise(self, state: FetchState, host: str) -> Step | None:
        """Return a pause of the host if the refusal may be a rate limit; another, longer one while it refuses all."""
        lessons = self.memory[host]
        waited = state["tried"].count(DISGUISE)
        if state["tried"][-1:] == [DISGUISE]:
            if waited == _MOST_DISGUISED_WAITS or lessons.images != lessons.images_at_pause:
                lessons.disguise_disproofs += waited
                return None
        elif "wait" not in self._enabled or waited or not lessons.suspects_disguise(state["variant"]):
            return None
        lessons.images_at_pause = lessons.images
        state["tried"].append(DISGUISE)
        return Step("wait", state["variant"], incident=True)

    def _other_scheme(self, state: FetchState, failure: Failure) -> Step | None:
        """Return the request over http for a URL without scheme for which https was our guess, and failed."""
        if failure.slug.stage not in (Stage.TCP, Stage.TLS) or "unwrap" not in self._enabled or state["tried"]:
            return None
        url = other_scheme(state["given"], state["url"])
        if url is None:
            return None
        state["tried"].append(url)
        return Step("other_scheme", DEFAULT.name, url=url)

    def _learn_of_addresses(self, state: FetchState, failure: Failure, host: str) -> None:
        """Note what the failure says of the host's names and schemes, so that it is found out once for all its URLs."""
        if failure.slug is ErrorSlug.DNS_NXDOMAIN:
            self.memory[host].nameless = True
        elif state["remedy"] == "https" and (failure.slug.stage in (Stage.TCP, Stage.TLS) or failure.slug in _NO_ENTRY):
            self.memory[host].https_losses += 1

    def _https(self, state: FetchState, _failure: Failure, host: str, _rule: Rule) -> Step | None:
        url = secured(state["url"])
        usable = "https" in self._enabled and state["remedy"] not in _SIDE_ROADS and host == host_of(state["url"])
        if url is None or not usable or not self.memory[host].may_answer_https():
            return None
        state["tried"].append(url)
        return Step("https", DEFAULT.name, url=url)

    def _www(self, state: FetchState, _failure: Failure, host: str, _rule: Rule) -> Step | None:
        if "www" not in self._enabled or state["remedy"] in _SIDE_ROADS or host != host_of(state["url"]):
            return None
        url = other_name(state["url"])
        if url is None or self.memory[host_of(url)].nameless:
            return None
        state["tried"].append(url)
        return Step("www", DEFAULT.name, url=url)

    def _unwrap(self, state: FetchState, failure: Failure, _host: str, _rule: Rule) -> Step | None:
        if "unwrap" not in self._enabled or not state["url"]:
            return None
        meant = other_spellings(state["given"], state["url"]) if failure.slug in _NOT_THERE else ()
        for url in (*meant, *unwrap(state["url"])):
            if url not in state["tried"]:
                state["tried"].append(url)
                return Step("unwrap", DEFAULT.name, url=url)
        return None

    def _page(self, state: FetchState, failure: Failure, host: str, _rule: Rule) -> Step | None:
        page_url = state["page_url"]
        if "page" not in self._enabled or not page_url or "page" in state["tried"]:
            return None
        if (failure.slug.stage is Stage.DNS or failure.slug in HOST_DOWN) and host_of(page_url) == host:
            return None
        state["tried"].append("page")
        try:
            return Step("page", DEFAULT.name, url=prepare_url(page_url).url, page=True)
        except RowError:
            return None
