"""A failed attempt, as it is told of its host."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from imgcrawl.errors import ErrorSlug
from imgcrawl.intake.address import host_of
from imgcrawl.remedies.rules.signs import Sign

if TYPE_CHECKING:
    from imgcrawl.remedies.attempts.state import FetchState
    from imgcrawl.remedies.attempts.steps import Failure, Step

FROM_CHOOSER: Final = "from_chooser"
"""Stands for a retry from where a redirect began that may lead to another machine the next time."""

OWN_PAGE: Final = "own_page"
"""Stands for the request for the row's page on the host that has failed: that is not done with then."""


class Trouble(NamedTuple):
    """A failed attempt. Instants are epoch seconds.

    *remedy*: the row's next step, or ``FROM_CHOOSER`` or ``OWN_PAGE``, None when it gives up; *again_at*: when that is
    due. *patient*: rows are asked for again at all. *own*: the host's refusals are about this row alone.
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
        _slug_of(state, failure),
        sent_at=failure.sent_at,
        retry_after_s=failure.retry_after_s,
        remedy=step and _remedy_of(state, step),
        again_at=now + step.delay_s if step else 0.0,
        patient=patient,
        own=state["refusals"]["own"] or failure.sign is Sign.OTHER_SIZES,
    )


def _slug_of(state: FetchState, failure: Failure) -> ErrorSlug:
    """Return what is told of *failure*: if it is of the page that was to show that its host is there, the outage."""
    is_last_hope = failure.is_page and state["is_given_up"] and host_of(failure.url or "") == host_of(state["url"])
    return ErrorSlug(state["error"]) if is_last_hope and state["error"] else failure.slug


def _remedy_of(state: FetchState, step: Step) -> str:
    """Return by which name *step* is told of: that of its remedy, or of where it asks."""
    if step.remedy == "retry" and step.url:
        return FROM_CHOOSER
    return OWN_PAGE if step.page and host_of(step.url or "") == host_of(state["url"]) else step.remedy
