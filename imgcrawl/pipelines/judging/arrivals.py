"""What is known of how a picture came: for which address, in which way, at which look, and after which other."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from imgcrawl import keys
from imgcrawl.intake.address import host_of
from imgcrawl.intake.spellings import other_name, secured
from imgcrawl.remedies.attempts.state import RefusedPicture
from imgcrawl.remedies.rules.variants import VARIANTS, comes_from_within, names_other_site
from imgcrawl.validation.facts import ImageFacts
from imgcrawl.validation.placeholders.circumstances import looks_drawn
from imgcrawl.validation.placeholders.likeness import shows_the_same
from imgcrawl.validation.placeholders.sheets import may_be_one

if TYPE_CHECKING:
    from scrapy import Request

    from imgcrawl.remedies.attempts.outcomes import FetchedImage
    from imgcrawl.remedies.attempts.state import DoubtedPicture, FetchState


class Aim(StrEnum):
    """What a picture is asked for again to see; it stands in the row's state."""

    NOTICE = "notice"
    """Whether it is a notice that goes away."""
    SHARED = "shared"
    """Whether an address whose picture has another name too gives it whoever asks."""
    LASTING = "lasting"
    """Whether the same way of asking brings it again, when a limit that it may come from is forgotten."""
    DONE = "done"


def request_of(item: FetchedImage) -> Request:
    """Return the request that brought the picture of *item*; only what a ``data:`` URL holds has none."""
    return item.response.request  # type: ignore[return-value]


def is_own(item: FetchedImage) -> bool:
    """Say whether the picture came for the address of its row, wherever that has led."""
    request = item.response.request
    return request is not None and keys.begun_at(request) == item.state["url"]


def is_of_address(item: FetchedImage) -> bool:
    """Say whether the picture came for the address of its row, be it over https or under the other name of its site."""
    url = item.state["url"]
    if is_own(item) or item.response.request is None or not url:
        return is_own(item)
    same = {url, secured(url), other_name(url)}
    return keys.begun_at(item.response.request) in {*same, other_name(secured(url) or url)}


def asked_host(item: FetchedImage) -> str:
    """Return the host that was asked for the picture, wherever that has led."""
    return host_of(keys.begun_at(request_of(item)))


def way_of(item: FetchedImage) -> str:
    """Return the way in which the picture of *item* came; a first look may be all that is left of its row's two."""
    doubted = item.state["doubted"]
    is_first = doubted and doubted["sent_at"] is not None and doubted["sent_at"] == sent_at(item)
    return doubted["way"] if doubted and is_first else item.state["variant"]


def ways_of(item: FetchedImage, sha256: str) -> set[str]:
    """Return the ways in which the picture *sha256* of *item* came, now and when it was asked for before."""
    before = (item.state["doubted"], item.state["refused"])
    return {way_of(item)} | {each["way"] for each in before if each and each["way"] and each["sha256"] == sha256}


def is_linked(item: FetchedImage) -> bool:
    """Say whether the picture of *item* was asked for as from its row's page, which is on another site."""
    return names_other_site(VARIANTS[way_of(item)], url=item.state["url"], page=item.state["page_url"])


def sent_at(item: FetchedImage) -> float | None:
    """Return when the request went out that brought the picture of *item*, in epoch seconds, if that is known."""
    at: float | None = request_of(item).meta.get(keys.ASKED_AT)
    return at


def is_second_look(item: FetchedImage) -> bool:
    """Say whether *item* came when a picture was asked for once more."""
    doubted = item.state["doubted"]
    return bool(doubted and doubted["sent_at"] != sent_at(item))


def remembered(item: FetchedImage, facts: ImageFacts) -> RefusedPicture:
    """Return what the row's state is to hold of the picture *facts* and how it came."""
    return RefusedPicture(sha256=facts.sha256, facts=facts.as_json(), way=way_of(item))


def has_come_again(doubted: DoubtedPicture | None, facts: ImageFacts) -> bool:
    """Say whether a picture that was asked for again, in vain so far, is *facts*."""
    return bool(doubted and doubted["aim"] in {Aim.NOTICE, Aim.SHARED} and doubted["sha256"] == facts.sha256)


def is_made_anew(item: FetchedImage, facts: ImageFacts) -> bool:
    """Say whether the picture *facts* of *item* is a drawing that its host makes anew each time that it is asked.

    It was asked for again in the same way, and came in other bytes. Who asks in another way may be given a format of
    its own.
    """
    doubted = item.state["doubted"]
    if not doubted or doubted["sha256"] == facts.sha256 or doubted["way"] != item.state["variant"]:
        return False
    before = ImageFacts.from_json(doubted["facts"])
    return looks_drawn(facts) and shows_the_same(before, facts)


def may_be(before: RefusedPicture, facts: ImageFacts) -> bool:
    """Say whether the picture that is remembered from *before* may be *facts*, made anew."""
    return may_be_one(ImageFacts.from_json(before["facts"]), facts)


def may_belie(state: FetchState, way: str) -> bool:
    """Say whether a picture that comes in the row's present way says anything against one that came in *way*."""
    where: dict[str, Any] = {"url": state["url"], "page": state["page_url"]}
    return comes_from_within(VARIANTS[state["variant"]], **where) or not comes_from_within(VARIANTS[way], **where)
