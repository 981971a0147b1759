"""Hosts that refuse, stay silent or break off before they answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imgcrawl.errors import ErrorSlug
from imgcrawl.lab.model import Address, End, Kind, Reply
from imgcrawl.lab.replies import good

if TYPE_CHECKING:
    from imgcrawl.lab.model import Answer, Visit

_GONE = (ErrorSlug.TCP_CLOSED, ErrorSlug.TCP_RESET)
_SILENT = (ErrorSlug.TCP_TIMEOUT, ErrorSlug.HTTP_TIMEOUT)


def always(end: End, label: str) -> Answer:
    """Return an answer that reads the request and ends the connection so."""
    return lambda _visit: Reply((end,), label)


def at_first(fault: Answer) -> Answer:
    """Return an answer that commits *fault* on the first one or two requests for a path, and serves from then on."""

    def reply(visit: Visit) -> Reply:
        faults = 1 + visit.row.index % 2
        return fault(visit) if visit.attempt() <= faults else good(visit)

    return reply


def _address(name: str, weight: float, address: Address, *errors: ErrorSlug) -> Kind:
    return Kind(name=name, weight=weight, address=address, scheme="http", errors=errors)


KINDS = (
    Kind(name="refused", weight=22, sizes=(1, 1, 1, 4), address=Address.CLOSED, errors=(ErrorSlug.TCP_REFUSED,)),
    _address("silent", 4, Address.SILENT, *_SILENT),
    _address("reset-at-once", 4, Address.RESET_AT_ONCE, *_GONE),
    _address("reset", 5, Address.RESET_ON_DATA, *_GONE),
    _address("closed", 5, Address.CLOSE_ON_DATA, *_GONE),
    Kind(name="reset-after-request", weight=4, answers={"picture": always(End.RESET, "reset")}, errors=_GONE),
    Kind(name="closed-after-request", weight=4, answers={"picture": always(End.CLOSE, "closed")}, errors=_GONE),
    Kind(name="silent-after-request", weight=3, answers={"picture": always(End.HANG, "silent")}, errors=_SILENT),
    Kind(
        name="reset-at-first", weight=5, ok=True, errors=_GONE,
        answers={"picture": at_first(always(End.RESET, "reset"))},
        note="The second or third try succeeds.",
    ),
)  # fmt: skip
