"""Every ``IMGCRAWL_*`` setting: name, default, meaning, unit and bounds, grouped by the component that reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from imgcrawl.config.schema import Section, option
from imgcrawl.errors import ConfigError

REMEDY_NAMES = (
    "retry",
    "wait",
    "referer",
    "cookies",
    "identity",
    "bot",
    "https",
    "www",
    "unwrap",
    "page",
    "look_again",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunConfig(Section):
    """Where a run keeps what it makes, and under which name."""

    data_dir: str = option("IMGCRAWL_DATA_DIR", "data", "Folder of the catalogue, the images and the reports.")
    strategy: str = option("IMGCRAWL_STRATEGY", "adaptive", "Name of the profile, written into every outcome.")
    page_fallback: bool = option(
        "IMGCRAWL_PAGE_FALLBACK_ENABLED", True, "Ask the page an image was found on when its address fails."
    )
    respect_opt_out: bool = option(
        "IMGCRAWL_OPT_OUT_ENABLED", True, "Honour X-Robots-Tag: noai and noimageai in responses."
    )
    progress_s: float = option(
        "IMGCRAWL_PROGRESS_SECONDS",
        10.0,
        "Time between progress lines where standard error is no terminal; 0: no progress at all.",
        unit="seconds",
        low=0,
    )
    report_fd: int = option(
        "IMGCRAWL_REPORT_FD",
        -1,
        "File descriptor that gets figures as JSON lines, in place of progress and summary; -1: none.",
        low=-1,
    )
    url_deadline_s: float = option(
        "IMGCRAWL_URL_DEADLINE_SECONDS",
        600.0,
        "Longest time from the first request for a URL to its outcome, all waiting included.",
        unit="seconds",
        low=1,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeConfig(Section):
    """How rows become URLs that can be asked for."""

    repair: bool = option("IMGCRAWL_URL_REPAIR_ENABLED", True, "Repair what is plainly a slip in a URL.")
    max_length: int = option(
        "IMGCRAWL_URL_MAX_LENGTH", 8192, "Longest http or https URL asked for.", unit="characters", low=64
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueConfig(Section):
    """The journal of outcomes."""

    database_url: str = option(
        "IMGCRAWL_DATABASE_URL", "", "SQLAlchemy URL; empty: SQLite in IMGCRAWL_DATA_DIR/imgcrawl.db."
    )
    batch_rows: int = option(
        "IMGCRAWL_CATALOGUE_BATCH_ROWS", 200, "Outcomes written in one transaction.", unit="rows", low=1
    )
    flush_s: float = option(
        "IMGCRAWL_CATALOGUE_FLUSH_SECONDS", 0.5, "Longest time an outcome waits for its batch.", unit="seconds", low=0
    )
    lock_timeout_s: float = option(
        "IMGCRAWL_CATALOGUE_LOCK_TIMEOUT_SECONDS",
        30.0,
        "How long a locked database is waited for.",
        unit="seconds",
        low=0,
    )
    retry_s: float = option(
        "IMGCRAWL_CATALOGUE_RETRY_SECONDS",
        60.0,
        "How long a database that cannot be reached, or fails for another passing reason, is tried again.",
        unit="seconds",
        low=0,
        high=3600,
    )


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
        "IMGCRAWL_HOST_DELAY_SECONDS", 0.0, "Least time between two requests to one host.", unit="seconds", low=0
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
        "browser: coherent browser identities; rotate: another browser's user agent each time; honest: our own name; "
        "plain: as the Python library requests.",
        choices=("browser", "rotate", "honest", "plain"),
    )
    contact: str = option(
        "IMGCRAWL_CONTACT", "", "E-mail or URL of the operator, sent to hosts that want to know who asks."
    )
    host_policies: str = option("IMGCRAWL_HOST_POLICIES", "", "TOML file with host policies of one's own.")
    impersonate: bool = option(
        "IMGCRAWL_TLS_IMPERSONATION_ENABLED", True, "Shake hands as the browser does whose name is given."
    )
    seed: int = option("IMGCRAWL_IDENTITY_SEED", 0, "Chooses which host gets which identity.", low=0)


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
        "IMGCRAWL_RETRY_BASE_SECONDS", 1.0, "Backoff before the first retry; doubles each time.", unit="seconds", low=0
    )
    cap_s: float = option("IMGCRAWL_RETRY_CAP_SECONDS", 60.0, "Longest backoff.", unit="seconds", low=0)
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
        if self.base_s > self.cap_s:
            raise ConfigError(
                "IMGCRAWL_RETRY_BASE_SECONDS must be at most IMGCRAWL_RETRY_CAP_SECONDS, "
                f"got {self.base_s!r} and {self.cap_s!r}"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class ThrottleConfig(Section):
    """How a host's wish for fewer requests is met."""

    pause_base_s: float = option(
        "IMGCRAWL_PAUSE_BASE_SECONDS",
        2.0,
        "Pause after a first 429 without Retry-After; doubles.",
        unit="seconds",
        low=0,
    )
    pause_cap_s: float = option("IMGCRAWL_PAUSE_CAP_SECONDS", 300.0, "Longest pause of our own.", unit="seconds", low=0)
    retry_after_max_s: float = option(
        "IMGCRAWL_RETRY_AFTER_MAX_SECONDS",
        300.0,
        "Longest announced wait that the run sits out; beyond it the host's rows fail as retryable.",
        unit="seconds",
        low=0,
    )
    forgive_s: float = option(
        "IMGCRAWL_PAUSE_FORGIVE_SECONDS",
        300.0,
        "Quiet time after which an incident is forgotten.",
        unit="seconds",
        low=1,
    )
    delay_step_s: float = option(
        "IMGCRAWL_THROTTLE_DELAY_SECONDS",
        0.5,
        "Delay between requests after a host's first 429.",
        unit="seconds",
        low=0,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TransportConfig(Section):
    """Names, connections, certificates and limits of a transfer."""

    connect_timeout_s: float = option(
        "IMGCRAWL_CONNECT_TIMEOUT_SECONDS", 10.0, "Limit for connecting, handshake included.", unit="seconds", low=0.05
    )
    response_timeout_s: float = option(
        "IMGCRAWL_RESPONSE_TIMEOUT_SECONDS",
        10.0,
        "Limit from the start of a transfer to the end of the response's headers.",
        unit="seconds",
        low=0.05,
    )
    total_timeout_s: float = option(
        "IMGCRAWL_TOTAL_TIMEOUT_SECONDS",
        60.0,
        "Limit for a whole transfer, look-up not included.",
        unit="seconds",
        low=0.1,
    )
    low_speed_bytes: int = option(
        "IMGCRAWL_LOW_SPEED_BYTES", 100, "Slowest accepted rate of a body.", unit="bytes per second", low=0
    )
    low_speed_s: float = option(
        "IMGCRAWL_LOW_SPEED_SECONDS", 15.0, "How long a transfer may stay below that rate.", unit="seconds", low=1
    )
    max_bytes: int = option("IMGCRAWL_MAX_BYTES", 50_000_000, "Largest body accepted.", unit="bytes", low=1)
    max_header_bytes: int = option(
        "IMGCRAWL_MAX_HEADER_BYTES", 262_144, "Largest header block accepted.", unit="bytes", low=1024
    )
    max_idle_connections: int = option(
        "IMGCRAWL_MAX_IDLE_CONNECTIONS", 512, "Connections kept open for reuse, of all TLS profiles together.", low=1
    )
    http2: bool = option("IMGCRAWL_HTTP2_ENABLED", True, "Speak HTTP/2 where the host offers it.")
    ca_file: str = option("IMGCRAWL_TLS_CA_FILE", "", "PEM file of authorities trusted besides the usual ones.")
    fetch_issuers: bool = option(
        "IMGCRAWL_TLS_FETCH_ISSUERS_ENABLED",
        True,
        "Look for certificates that a server forgot to send, as browsers do.",
    )
    allow_networks: tuple[str, ...] = option(
        "IMGCRAWL_ALLOW_NETWORKS", (), "Private networks (CIDR, IPv4 or IPv6) that may be asked."
    )
    dns_overrides: dict[str, Any] = option(
        "IMGCRAWL_DNS_OVERRIDES", {}, "Host name or *.suffix to address or list of addresses."
    )
    dns_servers: tuple[str, ...] = option("IMGCRAWL_DNS_SERVERS", (), "Name servers; empty: the system's.")
    dns_timeout_s: float = option(
        "IMGCRAWL_DNS_TIMEOUT_SECONDS",
        5.0,
        "Limit for one question to the name servers, all tries included.",
        unit="seconds",
        low=0.1,
    )
    dns_cache_s: float = option(
        "IMGCRAWL_DNS_CACHE_SECONDS", 300.0, "How long an address is remembered.", unit="seconds", low=0
    )
    outage_patience_s: float = option(
        "IMGCRAWL_OUTAGE_PATIENCE_SECONDS",
        600.0,
        "How long an outage of one's own network is sat out before the run stops; 0: failures count at once.",
        unit="seconds",
        low=0,
    )
    proxy: str = option("IMGCRAWL_PROXY", "", "Proxy URL for all requests; addresses are then resolved by the proxy.")

    def check(self) -> None:
        """Hold the part against the whole."""
        if self.connect_timeout_s > self.total_timeout_s:
            raise ConfigError(
                "IMGCRAWL_CONNECT_TIMEOUT_SECONDS must be at most IMGCRAWL_TOTAL_TIMEOUT_SECONDS, "
                f"got {self.connect_timeout_s!r} and {self.total_timeout_s!r}"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidationConfig(Section):
    """What counts as an image."""

    max_pixels: int = option("IMGCRAWL_MAX_PIXELS", 178_956_970, "Most pixels of an image.", unit="pixels", low=1)
    workers: int = option(
        "IMGCRAWL_DECODE_WORKERS", 0, "Processes that decode; 0: one per two cores, at least one.", low=0, high=256
    )
    timeout_s: float = option(
        "IMGCRAWL_DECODE_TIMEOUT_SECONDS", 20.0, "Longest time to decode one image.", unit="seconds", low=0.1
    )
    memory_bytes: int = option(
        "IMGCRAWL_DECODE_MEMORY_BYTES",
        2_000_000_000,
        "Address space of a decoding process beyond its own.",
        unit="bytes",
        low=100_000_000,
    )
    phash: bool = option("IMGCRAWL_PHASH_ENABLED", True, "Compute the perceptual hash.")
    placeholder_repeats: int = option(
        "IMGCRAWL_PLACEHOLDER_REPEATS",
        3,
        "Different names of one host with the same small picture that make it a placeholder; 0: never.",
        low=0,
    )
    placeholder_looks: bool = option(
        "IMGCRAWL_PLACEHOLDER_LOOKS_ENABLED",
        True,
        "Take pictures that look the same for the same, not only those with the same bytes.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreConfig(Section):
    """How files reach the disk."""

    fsync: bool = option(
        "IMGCRAWL_STORE_FSYNC_ENABLED", False, "Force each file to the disk before its outcome is committed."
    )
