"""Statuses that say no for good, and statuses that pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imgcrawl.errors import ErrorSlug, slug_for_status
from imgcrawl.lab.kinds.connections import at_first
from imgcrawl.lab.model import Kind, Reply
from imgcrawl.lab.replies import answer, head, other_picture, refusal

if TYPE_CHECKING:
    from imgcrawl.lab.model import Answer, Visit

_SERVER = (500, 502, 503, 500, 503, 502, 504)
_EDGE = (520, 521, 522, 523, 524, 525, 526, 530)
_PASSING = (500, 503, 502, 408, 504, 425, 520, 521, 522, 523, 524, 503)


def rotating(statuses: tuple[int, ...]) -> Answer:
    """Return an answer with one of *statuses*, the same one for the same site."""
    return lambda visit: refusal(statuses[visit.site.number % len(statuses)])


def not_found_picture(visit: Visit) -> Reply:
    """Send a 404 whose body is a picture that says so."""
    return answer(404, other_picture(visit.row, "not-found"), "image/jpeg")


def bodiless(visit: Visit) -> Reply:
    """Send a 204 or a 304 that nobody asked for."""
    status = (204, 304)[visit.site.number % 2]
    return Reply((head(status, (("ETag", '"a"'),)),), str(status))


def _status(status: int, weight: float, sizes: tuple[int, ...] = (1,)) -> Kind:
    answers: dict[str, Answer] = {"picture": rotating((status,))}
    return Kind(name=f"status-{status}", weight=weight, sizes=sizes, answers=answers, errors=(slug_for_status(status),))


def _slugs(statuses: tuple[int, ...]) -> tuple[ErrorSlug, ...]:
    return tuple(dict.fromkeys(slug_for_status(status) for status in statuses))


KINDS = (
    _status(404, 32, (1, 1, 2, 1, 5)),
    _status(410, 4),
    _status(400, 2),
    _status(401, 3),
    _status(402, 1),
    _status(403, 18, (1, 1, 2)),
    _status(405, 1),
    _status(451, 2),
    _status(999, 1),
    Kind(
        name="not-found-picture", weight=3, answers={"picture": not_found_picture}, errors=(ErrorSlug.HTTP_404,),
        note="The 404 carries a picture that stands in for the image.",
    ),
    Kind(
        name="bodiless", weight=2, answers={"picture": bodiless},
        errors=(ErrorSlug.HTTP_UNEXPECTED_STATUS, ErrorSlug.HTTP_304, ErrorSlug.CONTENT_EMPTY),
    ),
    Kind(name="server-error", weight=9, sizes=(1, 2), answers={"picture": rotating(_SERVER)}, errors=_slugs(_SERVER)),
    Kind(name="edge-error", weight=4, answers={"picture": rotating(_EDGE)}, errors=_slugs(_EDGE)),
    Kind(
        name="passing-error", weight=14, sizes=(1, 1, 2), ok=True, answers={"picture": at_first(rotating(_PASSING))},
        errors=_slugs(_PASSING), note="The second or third try succeeds.",
    ),
)  # fmt: skip
