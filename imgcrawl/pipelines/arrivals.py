"""What is known of how a picture came: for which address, in which way, at which look."""

from __future__ import annotations

from dataclasses import astuple
from typing import TYPE_CHECKING, Any

from imgcrawl import keys

if TYPE_CHECKING:
    from imgcrawl.remedies.outcomes import FetchedImage
    from imgcrawl.validation.facts import ImageFacts


def is_own(item: FetchedImage) -> bool:
    """Say whether the picture came for the address of its row, wherever that has led."""
    request: Any = item.response.request
    return bool(request is not None and keys.begun_at(request) == item.state["url"])


def way_of(item: FetchedImage) -> str:
    """Return the way in which the picture of *item* came; a first look may be all that is left of its row's two."""
    doubted = item.state["doubted"]
    is_first = doubted and doubted["sent_at"] is not None and doubted["sent_at"] == sent_at(item)
    way: str = doubted["way"] if doubted and is_first else item.state["variant"]
    return way


def sent_at(item: FetchedImage) -> float | None:
    """Return when the request went out that brought the picture of *item*, in epoch seconds, if that is known."""
    request: Any = item.response.request
    at: float | None = request.meta.get(keys.ASKED_AT)
    return at


def is_second_look(item: FetchedImage) -> bool:
    """Say whether *item* came when a picture was asked for once more."""
    doubted = item.state["doubted"]
    return bool(doubted and doubted["sent_at"] != sent_at(item))


def remembered(item: FetchedImage, facts: ImageFacts) -> dict[str, Any]:
    """Return what the row's state is to hold of the picture *facts* and how it came."""
    return {"sha256": facts.sha256, "facts": list(astuple(facts)), "way": way_of(item)}
