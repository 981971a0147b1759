"""What speaks for a photograph that its host gave for many names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from imgcrawl import clock
from imgcrawl.naming.subject import are_set_apart, subject
from imgcrawl.pipelines.judging.arrivals import request_of
from imgcrawl.validation.placeholders.circumstances import is_of_other_format, looks_drawn, stored
from imgcrawl.validation.placeholders.numbered import area, may_be_numbered, may_be_shown
from imgcrawl.validation.placeholders.packshots import is_one_of_many

if TYPE_CHECKING:
    from imgcrawl.pipelines.judging.proofs import Proofs
    from imgcrawl.remedies.attempts.outcomes import FetchedImage
    from imgcrawl.validation.facts import ImageFacts
    from imgcrawl.validation.placeholders.scenes import Shot

_SEVERAL: Final = 3


class OneThingWitness:
    """Speaks for the photograph *facts* that *host* gave for *item* if it shows one thing under many numbers.

    A host that has nothing for a made-up name like these holds what it gives for them. But it may hold a notice for
    what was withdrawn too. So the names must be of one thing, which its other pictures tell apart from others, and the
    photograph no smaller than all of these. Where some of them are forgotten that cannot be told. Nothing speaks for a
    drawing, unless it is a thing on a plain ground as most of the host's other pictures are.

    Names that differ in their numbers alone say of no two things what they are, so that no others are needed. But then
    the photograph must be in more detail than notices are and not half as small as several others, and come as a file
    does that is kept under that address: it was stored a day ago or more, in no format that the address denies, and no
    redirect has led to another name.
    """

    def __init__(self, proofs: Proofs, item: FetchedImage, host: str, facts: ImageFacts) -> None:
        self._proofs = proofs
        self._item = item
        self._host = host
        self._facts = facts

    def may_speak(self, names: frozenset[str]) -> bool:
        """Say whether the *names* may be one thing's, and a trial has cleared the photograph or is under way."""
        if not may_be_shown(names, self._facts):
            return False
        return self._proofs.is_on_trial(self._host, self._facts.sha256) or self._is_cleared()

    def speaks(self, names: frozenset[str]) -> bool:
        """Say whether the *names* are one thing's, and a trial has cleared the photograph."""
        if not self._proofs.knows_all(self._host) or not self._is_cleared():
            return False
        others = self._proofs.others(self._host, self._facts)
        return self._is_set_apart(names, others) or self._is_kept_by_number(names, others)

    def _is_set_apart(self, names: frozenset[str], others: list[Shot]) -> bool:
        is_whole = area(self._facts) >= min((area(shot.facts) for shot in others), default=0)
        is_usual = not looks_drawn(self._facts) or is_one_of_many(self._facts, [shot.facts for shot in others])
        return is_whole and is_usual and are_set_apart(names, [subject(shot.url) for shot in others])

    def _is_kept_by_number(self, names: frozenset[str], others: list[Shot]) -> bool:
        is_small = sum(2 * area(self._facts) < area(shot.facts) for shot in others) >= _SEVERAL
        if is_small or not may_be_numbered(names, self._facts):
            return False
        url, found_at = self._item.state["url"], request_of(self._item).url
        is_kept = stored(self._item.response.headers, now=clock.now()).since is not None
        return is_kept and subject(found_at) == subject(url) and not is_of_other_format(url, self._facts)

    def _is_cleared(self) -> bool:
        return self._proofs.is_cleared(self._host, self._item, self._facts)
