"""What a run reads, where it keeps what it makes, and how it records it."""

from __future__ import annotations

from dataclasses import dataclass

from imgcrawl.config.schema import Section, option
from imgcrawl.errors import ConfigError


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
        "Time between progress lines where standard error is no terminal, less at first; 0: no progress at all.",
        low=0,
    )
    report_fd: int = option(
        "IMGCRAWL_REPORT_FD",
        -1,
        "File descriptor that gets figures as JSON lines, in place of progress and summary; -1: none.",
        low=-1,
    )
    wait_s: float = option(
        "IMGCRAWL_RUN_WAIT_SECONDS",
        10.0,
        "How long to wait for another process to let go of the same run before the crawl is refused.",
        low=0,
        high=3600,
    )
    url_deadline_s: float = option(
        "IMGCRAWL_URL_DEADLINE_SECONDS",
        600.0,
        "Longest time from the first request for a URL to its outcome, all waiting included.",
        low=1,
    )

    def check(self) -> None:
        """See that there is a folder to keep things in."""
        if not self.data_dir.strip():
            raise ConfigError(f"IMGCRAWL_DATA_DIR must name a folder, got {self.data_dir!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeConfig(Section):
    """How rows become URLs that can be asked for."""

    repair: bool = option("IMGCRAWL_URL_REPAIR_ENABLED", True, "Repair URLs that are plainly mistyped.")
    max_length: int = option(
        "IMGCRAWL_URL_MAX_LENGTH", 8192, "Longest http or https URL that is asked for.", unit="characters", low=64
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueConfig(Section):
    """The journal of outcomes."""

    database_url: str = option(
        "IMGCRAWL_DATABASE_URL", "", "SQLAlchemy URL; empty: SQLite in IMGCRAWL_DATA_DIR/imgcrawl.db."
    )
    batch_rows: int = option("IMGCRAWL_CATALOGUE_BATCH_ROWS", 200, "Outcomes written in one transaction.", low=1)
    flush_s: float = option(
        "IMGCRAWL_CATALOGUE_FLUSH_SECONDS", 0.5, "Longest time an outcome waits for its batch.", low=0
    )
    lock_timeout_s: float = option(
        "IMGCRAWL_CATALOGUE_LOCK_TIMEOUT_SECONDS", 30.0, "How long to wait for a locked database.", low=0
    )
    retry_s: float = option(
        "IMGCRAWL_CATALOGUE_RETRY_SECONDS",
        60.0,
        "How long to keep trying a database that cannot be reached, or fails for another passing reason.",
        low=0,
        high=3600,
    )
