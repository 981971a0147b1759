"""From the state of a finished URL to the outcome of its row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from imgcrawl import clock, keys
from imgcrawl.errors import ErrorSlug
from imgcrawl.meanings import ERRORS
from imgcrawl.records import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scrapy.http import Response

    from imgcrawl.records import ImageTask
    from imgcrawl.remedies.attempts.state import FetchState


@dataclass(slots=True)
class FetchedImage:
    """A body that is to be validated and stored, with the outcome it leads to if it is the image."""

    outcome: Outcome
    response: Response
    state: FetchState


@dataclass(slots=True)
class MadeUpAnswer:
    """What came for a made-up address; *outcome* is that of the row for whose picture it was asked for, unfinished.

    *response* is None where no picture came.
    """

    outcome: Outcome
    response: Response | None


def utc_now() -> str:
    """Return the present as ISO 8601 in UTC, to the millisecond."""
    return iso(clock.now())


def iso(epoch_s: float) -> str:
    """Return *epoch_s* as ISO 8601 in UTC, to the millisecond."""
    whole_s, ms = divmod(int(epoch_s * 1000), 1000)
    return f"{_second(whole_s)}.{ms:03d}Z"


@lru_cache(maxsize=256)
def _second(epoch_s: int) -> str:
    return datetime.fromtimestamp(epoch_s, UTC).strftime("%Y-%m-%dT%H:%M:%S")


def outcome_of(
    task: ImageTask, state: FetchState, *, run: str, strategy: str, meta: Mapping[str, Any] | None = None
) -> Outcome:
    """Return the outcome of *task* as far as its fetching goes: not ok yet, with the state's verdict if it has one.

    *meta* is that of the last request; its timings go into the outcome.
    """
    now = utc_now()
    timings = (meta or {}).get(keys.TIMINGS) or {}
    outcome = Outcome(
        id=task.id,
        url=task.url,
        page_url=task.page_url,
        status=state["status"],
        final_url=state["final_url"] or state["url"] or None,
        attempts=state["requests"],
        waited_ms=round(state["waited_s"] * 1000, 1),
        started_at=iso(state["started_at"]) if state["started_at"] else now,
        finished_at=now,
        run=run,
        strategy=strategy,
        extra=task.extra or None,
    )
    for name, value in timings.items():
        setattr(outcome, name, None if value is None else round(value, 2))
    if state["error"]:
        fail(outcome, ErrorSlug(state["error"]), state["detail"])
    if state["requests"] > 1 or state["error"] or any("note" in told or told.get("remedy") for told in state["trail"]):
        outcome.trail = state["trail"]
    return outcome


def fail(outcome: Outcome, slug: ErrorSlug, detail: str = "") -> None:
    """Make *outcome* a failure with *slug*."""
    info = ERRORS[slug]
    outcome.ok = False
    outcome.rescued_by = None
    if slug is ErrorSlug.CONTENT_HASH_MISMATCH:  # also where what came last was any picture of a page
        outcome.hash_matches = False
    outcome.stage, outcome.error, outcome.retryable = slug.stage.value, slug.value, info.retryable
    outcome.reason = f"{info.meaning} ({detail})" if detail else info.meaning
