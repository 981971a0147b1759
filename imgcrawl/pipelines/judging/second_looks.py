"""Has pictures asked for a second time, where that can tell a notice from the image, or one way from another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from imgcrawl.pipelines.judging.arrivals import Aim, has_come_again, is_own, may_be, may_belie, remembered, sent_at
from imgcrawl.remedies.attempts.state import DoubtedPicture, RefusedPicture
from imgcrawl.validation.placeholders.circumstances import looks_drawn

if TYPE_CHECKING:
    from imgcrawl.remedies.attempts.outcomes import FetchedImage
    from imgcrawl.validation.facts import ImageFacts
    from imgcrawl.validation.placeholders.trust import WayTrust


class LookAgain(Protocol):
    """Makes another attempt for a picture, and says whether there is one."""

    def __call__(self, item: FetchedImage, *, times: int | None = None, same_way: bool = False) -> bool:
        """Ask again: in another way, after so many *times* in vain, or the *same_way*, else in any."""


class SecondLooks:
    """Asks for doubtful pictures once more, for :class:`~imgcrawl.pipelines.judging.ways.WayJudge` to judge."""

    def __init__(self, trust: WayTrust, *, look_again: LookAgain) -> None:
        self._trust = trust
        self._look_again = look_again

    def looks_for_notice(self, item: FetchedImage, facts: ImageFacts) -> bool:
        """Have a picture asked for again that may be a notice; say whether that is done. Each row does it once."""
        return not item.state["doubted"] and self._begin(item, facts, Aim.NOTICE)

    def compares_ways(self, item: FetchedImage, facts: ImageFacts, host: str, *, is_shared: bool) -> bool:
        """Have a picture asked for again if that may tell which way of asking its host is true to; say whether it is.

        That is one that other names have, or that has come in another's place, or in a way that is not known.
        """
        if not is_own(item):
            return False
        doubted, way = item.state["doubted"], item.state["variant"]
        if is_shared and (not doubted or has_come_again(doubted, facts)) and self._trust.may_probe(host):
            if self._probes(item, facts, host):
                return True
            doubted = item.state["doubted"]
        if doubted and doubted["sha256"] == facts.sha256 and (doubted["aim"] != Aim.DONE or doubted["way"] == way):
            return False
        if self._trust.has_lasted(host, way):
            return False
        earlier = _varied(item) if is_shared else self._replaced(item, facts, host)
        if earlier is None and not self._trust.is_open(host, way):
            return False
        return self._begin(item, facts, Aim.LASTING, earlier=earlier)

    def _replaced(self, item: FetchedImage, facts: ImageFacts, host: str) -> RefusedPicture | None:
        """Return the picture in whose place *facts* came, if that says something of how it came."""
        doubted, refused = item.state["doubted"], item.state["refused"]
        way = item.state["variant"]
        if doubted and doubted["aim"] in {Aim.NOTICE, Aim.SHARED} and not may_be(doubted, facts):
            is_shared = doubted["aim"] == Aim.SHARED
            self._trust.probed(host, -is_shared)
            doubted["aim"] = Aim.DONE
            has_gone = not is_shared and doubted["way"] == way and not looks_drawn(facts)
            says_something = doubted.get("is_known_good") or may_belie(item.state, doubted["way"])
            return doubted if says_something and not has_gone else None
        if (
            refused
            and refused["way"] not in {"", way}
            and not may_be(refused, facts)
            and may_belie(item.state, refused["way"])
        ):
            return refused if self._trust.is_at_stake(host, refused["way"], refused["sha256"]) else None
        return None

    def _probes(self, item: FetchedImage, facts: ImageFacts, host: str) -> bool:
        if not self._begin(item, facts, Aim.SHARED, times=self._trust.probes(host)):
            return False
        self._trust.probed(host)
        return True

    def _begin(
        self,
        item: FetchedImage,
        facts: ImageFacts,
        aim: Aim,
        *,
        earlier: RefusedPicture | None = None,
        times: int | None = None,
    ) -> bool:
        before = item.state["doubted"]
        seen = remembered(item, facts)
        doubted = DoubtedPicture(
            sha256=seen["sha256"],
            facts=seen["facts"],
            way=seen["way"],
            remedy=item.state["remedy"],
            sent_at=sent_at(item),
            aim=aim,
            earlier=earlier and RefusedPicture(sha256=earlier["sha256"], facts=earlier["facts"], way=earlier["way"]),
        )
        if before and aim is Aim.SHARED and before["sha256"] == facts.sha256:
            doubted = before | {"sent_at": doubted["sent_at"], "aim": aim, "earlier": doubted["earlier"]}
        item.state["doubted"] = doubted
        if self._look_again(item, times=times, same_way=aim is Aim.LASTING):
            return True
        if before:
            item.state["doubted"] = before
        return False


def _varied(item: FetchedImage) -> RefusedPicture | None:
    """Return the shared picture in whose place another that is shared came, if that says something of how it came."""
    doubted = item.state["doubted"]
    is_one = doubted and doubted["aim"] == Aim.SHARED and may_belie(item.state, doubted["way"])
    return doubted if is_one else None
