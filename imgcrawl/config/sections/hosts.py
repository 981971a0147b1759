"""How hosts are asked: how often, as whom, and what is tried when they refuse."""

from __future__ import annotations

from dataclasses import dataclass

from imgcrawl.config.schema import Section, option

WAYS_OF_ASKING = (
    "plain_accept", "plain_encoding", "no_language", "cookies", "same_origin_referer", "no_referer", "other_browser",
    "third_browser", "bot_identity",
)  # fmt: skip
"""The remedies that ask for the same address in another way, of a host that has refused the client as it came."""

REMEDY_NAMES = (
    "retry", "wait", *WAYS_OF_ASKING, "https", "www", "port", "bucket", "respelled", "other_host", "full_size", "iiif",
    "other_size", "converted", "untracked", "unsigned", "spaced", "accented", "shown", "small_ending", "small_letters",
    "large_ending", "moved", "redirected", "same_path", "other_scheme", "unwrap", "page", "page_cookies", "look_again",
    "made_up_name",
)  # fmt: skip
"""The remedies as outcomes name them in ``rescued_by`` and in the trail."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SchedulerConfig(Section):
    """How many requests wait and run, overall and per host."""

    max_queued: int = option(
        "IMGCRAWL_SCHEDULER_MAX_QUEUED",
        20_000,
        "Rows held in memory, shared among their hosts; what is over waits on disk.",
        low=1,
    )
    host_concurrency: int = option(
        "IMGCRAWL_HOST_CONCURRENCY", 8, "Most requests in flight to one host.", unit="requests", low=1
    )
    host_delay_s: float = option(
        "IMGCRAWL_HOST_DELAY_SECONDS", 0.0, "Least time between two requests to one host.", low=0
    )
    host_concurrency_start: int = option(
        "IMGCRAWL_HOST_CONCURRENCY_START", 2, "Requests in flight to a host that has not answered yet.", low=1
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityConfig(Section):
    """How a request presents itself."""

    mode: str = option(
        "IMGCRAWL_IDENTITY_MODE",
        "browser",
        "browser: coherent browser identities; rotate: another browser's user agent each time; honest: imgcrawl's own "
        "name; plain: as the Python library requests.",
        choices=("browser", "rotate", "honest", "plain"),
    )
    contact: str = option(
        "IMGCRAWL_CONTACT", "", "E-mail or URL of the operator, sent to hosts that want to know who asks."
    )
    host_policies: str = option("IMGCRAWL_HOST_POLICIES", "", "TOML file with your own host policies.")
    impersonate: bool = option(
        "IMGCRAWL_TLS_IMPERSONATION_ENABLED", True, "Make the TLS handshake of the browser that the headers name."
    )
    seed: int = option("IMGCRAWL_IDENTITY_SEED", 0, "Number that determines which host gets which identity.", low=0)
    phones: bool = option(
        "IMGCRAWL_IDENTITY_PHONES_ENABLED", False, "Let phones be among the browsers that a host meets first."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RemedyConfig(Section):
    """What is tried when a request fails."""

    remedies: tuple[str, ...] = option(
        "IMGCRAWL_REMEDIES", REMEDY_NAMES, "Remedies that are switched on.", choices=REMEDY_NAMES
    )
    max_attempts: int = option(
        "IMGCRAWL_RETRY_MAX_ATTEMPTS", 4, "Requests for one URL for transient faults, the first included.", low=1
    )
    base_s: float = option(
        "IMGCRAWL_RETRY_BASE_SECONDS", 1.0, "Backoff before the first retry; doubles each time.", low=0
    )
    cap_s: float = option("IMGCRAWL_RETRY_CAP_SECONDS", 60.0, "Longest backoff.", low=0)
    timeout_growth: float = option(
        "IMGCRAWL_RETRY_TIMEOUT_GROWTH", 1.5, "Factor on the time limits with each retry.", low=1, high=10
    )
    refusal_attempts: int = option(
        "IMGCRAWL_REFUSAL_MAX_ATTEMPTS", 6, "Most other ways of asking tried for one refused URL.", low=0
    )
    retry_statuses: bool = option(
        "IMGCRAWL_RETRY_STATUSES_ENABLED", True, "Retry transient statuses (408, 5xx), not only broken connections."
    )

    def check(self) -> None:
        """Hold the cap against the base."""
        self.check_order("base_s", "cap_s")


@dataclass(frozen=True, slots=True, kw_only=True)
class ThrottleConfig(Section):
    """How a host's wish for fewer requests is met."""

    pause_base_s: float = option(
        "IMGCRAWL_PAUSE_BASE_SECONDS", 2.0, "Pause after a first 429 without Retry-After; doubles.", low=0
    )
    pause_cap_s: float = option("IMGCRAWL_PAUSE_CAP_SECONDS", 300.0, "Longest pause of our own.", low=0)
    retry_after_max_s: float = option(
        "IMGCRAWL_RETRY_AFTER_MAX_SECONDS",
        300.0,
        "Longest announced wait that the run sits out; beyond it the host's rows fail as retryable.",
        low=0,
    )
    forgive_s: float = option(
        "IMGCRAWL_PAUSE_FORGIVE_SECONDS",
        300.0,
        "Quiet time after which an incident is forgotten, unless 20 times the delay of its host is longer.",
        low=1,
    )
    outage_s: float = option(
        "IMGCRAWL_HOST_OUTAGE_SECONDS",
        60.0,
        "How long a host that has given no image and answers row after row with an error of its own (5xx, a broken "
        "connection) is waited for at most, asked at growing intervals, before it is given up; few rows wait for less. "
        "0: each row has its retries.",
        low=0,
    )
    delay_step_s: float = option(
        "IMGCRAWL_THROTTLE_DELAY_SECONDS", 0.5, "Delay between requests after a host's first 429.", low=0
    )

    def check(self) -> None:
        """Hold the longest pause against the first."""
        self.check_order("pause_base_s", "pause_cap_s")
