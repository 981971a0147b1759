"""Rate limits in disguise: a host that gave images and now, to one row after the other, gives something else.

Such a host is paused as after a 429, and the same request is sent again before anything else is tried. That it is
not the rows themselves is told by their number: two rows in a row that fail in the same way, and one more for each
time that waiting proved useless. A single row is at first only put off for a moment, to see how the others fare, and
put off twice at most. When a row comes back from waiting in vain and nothing else has passed meanwhile, a row that has
not failed is asked for as a control: if it is given, the other one is to blame. When row after row comes back in vain,
the host is taken at its word until it gives an image again.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from imgcrawl.remedies.table import DISGUISES, REMEDIES, Kind

if TYPE_CHECKING:
    from imgcrawl.errors import ErrorSlug
    from imgcrawl.remedies.memory import HostLessons
    from imgcrawl.remedies.state import FetchState

DISGUISE = "wait_after_refusal"
"""Mark in ``tried``: a failure was answered by waiting."""

MOST_WAITS = 4
"""Times one row is put off, and rows come back in vain in a row; the host's pauses double, so that they add up to 15 s
by default."""

_FEWEST_ROWS = 2
_MOST_LONE_ROWS = 2
_MOST_LONE_WAITS = 2


class Pause(Enum):
    """Who waits."""

    ROW = auto()
    HOST = auto()
    CONTROLLED = auto()
    """The host, but for one row that has not failed: if it is given what is refused to others, these are to blame."""


def pause_for(state: FetchState, slug: ErrorSlug, lessons: HostLessons, *, overtaken_by: int = 0) -> Pause | None:
    """Return who is to wait because *slug* may be a rate limit in disguise; None when it is taken as it is.

    The host's lessons take note of the failure, and of waiting that proved useless. *overtaken_by*: images that have
    come between the answer and this verdict, which may be long in coming; then it is no part of a series.
    """
    if slug not in DISGUISES:
        lessons.end_streak()
        return None
    if not overtaken_by:
        lessons.streak(slug.value, state["lane"])
    waited = state["tried"].count(DISGUISE)
    if waited and state["tried"][-1] != DISGUISE:
        return None
    if waited:
        lessons.vain_in_a_row = lessons.vain_in_a_row + 1 if lessons.images == lessons.images_at_pause else 0
    pause = _who_waits(state, slug, lessons, waited=waited, is_overtaken=overtaken_by > 0)
    if pause is None and waited:
        _disprove(lessons, waited)
    elif pause is not None:
        lessons.images_at_pause = lessons.images - overtaken_by
    return pause


def _who_waits(
    state: FetchState, slug: ErrorSlug, lessons: HostLessons, *, waited: int, is_overtaken: bool
) -> Pause | None:
    most = MOST_WAITS if lessons.rows_in_a_row >= _FEWEST_ROWS else _MOST_LONE_WAITS
    is_vain = lessons.vain_in_a_row >= MOST_WAITS
    if waited >= most or is_vain or lessons.is_out_of_patience or not lessons.has_given(state["variant"]):
        return None
    if not is_overtaken and lessons.rows_in_a_row >= max(
        _FEWEST_ROWS, _FEWEST_ROWS + lessons.vain_waits - lessons.disguise_proofs
    ):
        return _controlled(lessons, waited)
    others_pass = is_overtaken or lessons.images > lessons.images_at_pause
    if waited:
        return _controlled(lessons, waited) if not others_pass else Pause.ROW if lessons.disguise_proofs else None
    is_worth_it = lessons.vain_waits - lessons.disguise_proofs < _MOST_LONE_ROWS
    has_more_to_try = not {Kind.RETRY, Kind.ASK_OTHERWISE}.isdisjoint(REMEDIES[slug].kinds)
    return Pause.ROW if is_worth_it and has_more_to_try else None


def _controlled(lessons: HostLessons, waited: int) -> Pause:
    return Pause.CONTROLLED if waited and not lessons.disguise_proofs else Pause.HOST


def _disprove(lessons: HostLessons, waited: int) -> None:
    """Note that waiting was useless: for this row, or for all when nothing came from the host meanwhile."""
    lessons.vain_waits += 1
    if lessons.images > lessons.images_at_pause:
        lessons.is_acquitted = not lessons.disguise_proofs
    elif max(waited, lessons.vain_in_a_row) >= MOST_WAITS:
        lessons.images_when_patience_ended, lessons.vain_in_a_row = lessons.images, 0
        lessons.is_acquitted = not lessons.disguise_proofs
