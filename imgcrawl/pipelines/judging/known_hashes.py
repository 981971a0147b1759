"""Holds images against the hashes by which their list, or a pointer that came in their place, knows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imgcrawl.errors import ErrorSlug
from imgcrawl.intake.hashes import algorithm_of, digest_like
from imgcrawl.validation.facts import InvalidImage

if TYPE_CHECKING:
    from imgcrawl.remedies.attempts.outcomes import FetchedImage
    from imgcrawl.validation.facts import ImageFacts


class OtherHash(InvalidImage):
    """The image is not, byte by byte, the one that the list knows; *is_guess*: nothing else spoke for it."""

    def __init__(self, said: str, *, is_guess: bool) -> None:
        super().__init__(ErrorSlug.CONTENT_HASH_MISMATCH, said)
        self.is_guess = is_guess


def other_hash(item: FetchedImage, facts: ImageFacts) -> OtherHash | None:
    """Return what speaks against *item*, whose picture is *facts*, if the hash that the list gives for it does.

    Its outcome takes note of that, unless the picture is any one of a page.
    """
    known = item.state["known_hash"]
    digest = digest_like(known, item.response.body, sha256=facts.sha256)
    is_guess = item.state["by_hash"] and item.state["remedy"] == "page"
    item.outcome.hash_matches = True if digest == known else None if is_guess else False
    if digest == known:
        return None
    return OtherHash(f"its {algorithm_of(known)} is {digest}", is_guess=is_guess)


def is_pointed_to(item: FetchedImage, facts: ImageFacts) -> bool:
    """Say whether the picture *facts* of *item* is proven by a pointer that came in its place.

    :raises OtherHash: if there was one, and it is of another file.
    """
    wanted = item.state["pointed_hash"]
    if wanted and facts.sha256 != wanted:
        raise OtherHash(f"its sha256 is {facts.sha256}, and not that of the pointer in its place", is_guess=False)
    return bool(wanted)
