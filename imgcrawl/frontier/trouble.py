"""A failed attempt, as it is told of its host."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from imgcrawl.errors import ErrorSlug
    from imgcrawl.remedies.attempts.state import FetchState
    from imgcrawl.remedies.attempts.steps import Failure, Step

FROM_CHOOSER: Final = "from_chooser"
"""Stands for a retry from where a redirect began that may lead to another machine the next time."""


class Trouble(NamedTuple):
    """A failed attempt. Instants are epoch seconds.

    *remedy*: the row's next step, or ``FROM_CHOOSER``, None when it gives up; *again_at*: when that is due. *patient*:
    rows are asked for again at all. *own*: the host's refusals are about this row alone.
    """

    slug: ErrorSlug
    sent_at: float
    retry_after_s: float | None = None
    remedy: str | None = None
    again_at: float = 0.0
    patient: bool = True
    own: bool = False


def trouble_of(state: FetchState, failure: Failure, step: Step | None, *, now: float, patient: bool) -> Trouble:
    """Return what is told of a *failure* that *step* follows, if any, at *now*."""
    return Trouble(
        failure.slug,
        sent_at=failure.sent_at,
        retry_after_s=failure.retry_after_s,
        remedy=FROM_CHOOSER if step and step.remedy == "retry" and step.url else step and step.remedy,
        again_at=now + step.delay_s if step else 0.0,
        patient=patient,
        own=state["refusals"]["own"],
    )
