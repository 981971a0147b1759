"""What an outcome says of the picture that came for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imgcrawl.errors import ErrorSlug
from imgcrawl.remedies.attempts.outcomes import fail

if TYPE_CHECKING:
    from imgcrawl.records import Outcome
    from imgcrawl.remedies.attempts.outcomes import FetchedImage
    from imgcrawl.validation.facts import ImageFacts, InvalidImage


def accept(item: FetchedImage, facts: ImageFacts, path: str) -> None:
    """Make the outcome of *item* ok: its picture *facts* is stored under *path*."""
    outcome = item.outcome
    outcome.ok, outcome.path = True, path
    outcome.stage = outcome.error = outcome.reason = outcome.retryable = None
    doubted = item.state["doubted"]
    outcome.rescued_by = (doubted if doubted and doubted["sha256"] == facts.sha256 else item.state)["remedy"]
    describe(outcome, facts)


def reject(item: FetchedImage, exc: InvalidImage) -> None:
    """Fail with what speaks for the row: this body, or what was met before; the state knows once it was told."""
    state = item.state
    fail(item.outcome, ErrorSlug(state["error"] or exc.slug), state["detail"] if state["error"] else exc.detail)
    if item.response.request is None:  # the body came with the URL, and will be the same
        item.outcome.retryable = False
    item.outcome.status = state["status"]
    item.outcome.trail = state["trail"] or None


def fail_by_us(outcome: Outcome, exc: Exception) -> None:
    """Fail with *exc*, a fault of this program: no row may be lost by it."""
    fail(outcome, ErrorSlug.INTERNAL_ERROR, f"{type(exc).__name__}: {exc}"[:300])


def describe(outcome: Outcome, facts: ImageFacts) -> None:
    """Say in *outcome* which picture came, also if it is refused."""
    outcome.sha256, outcome.bytes, outcome.format = facts.sha256, facts.bytes, facts.format
    outcome.width, outcome.height, outcome.mode, outcome.phash = facts.width, facts.height, facts.mode, facts.phash
