"""What speaks for a photograph that its host gave for many names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imgcrawl.naming.subject import are_set_apart, may_be_one_thing, subject
from imgcrawl.validation.placeholders.circumstances import looks_drawn
from imgcrawl.validation.placeholders.packshots import is_one_of_many, is_packshot

if TYPE_CHECKING:
    from imgcrawl.pipelines.judging.proofs import Proofs
    from imgcrawl.remedies.attempts.outcomes import FetchedImage
    from imgcrawl.validation.facts import ImageFacts


class OneThingWitness:
    """Speaks for the photograph *facts* that *host* gave for *item* if it shows one thing under many numbers.

    A host that has nothing for a made-up name like these holds what it gives for them. But it may hold a notice for
    what was withdrawn too. So the names must be of one thing, which its other pictures tell apart from others, and the
    photograph no smaller than all of these. Where some of them are forgotten that cannot be told. Nothing speaks for a
    drawing, unless it is a thing on a plain ground as most of the host's other pictures are.
    """

    def __init__(self, proofs: Proofs, item: FetchedImage, host: str, facts: ImageFacts) -> None:
        self._proofs = proofs
        self._item = item
        self._host = host
        self._facts = facts

    def may_speak(self, names: frozenset[str]) -> bool:
        """Say whether the *names* may be one thing's, and a trial has cleared the photograph or is under way."""
        if looks_drawn(self._facts) and not is_packshot(self._facts):
            return False
        is_on_trial = self._proofs.is_on_trial(self._host, self._facts.sha256)
        return may_be_one_thing(names) and (is_on_trial or self._is_cleared())

    def speaks(self, names: frozenset[str]) -> bool:
        """Say whether the *names* are one thing's, and a trial has cleared the photograph."""
        if not self._proofs.knows_all(self._host):
            return False
        others = self._proofs.others(self._host, self._facts)
        smallest_px = min((shot.facts.width * shot.facts.height for shot in others), default=0)
        is_whole = self._facts.width * self._facts.height >= smallest_px
        is_apart = are_set_apart(names, [subject(shot.url) for shot in others])
        is_usual = not looks_drawn(self._facts) or is_one_of_many(self._facts, [shot.facts for shot in others])
        return is_whole and is_apart and is_usual and self._is_cleared()

    def _is_cleared(self) -> bool:
        return self._proofs.is_cleared(self._host, self._item, self._facts)
