"""Has pictures asked for a second time, and learns from what comes which ways of asking a host show its images."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, Protocol

from imgcrawl.errors import ErrorSlug
from imgcrawl.pipelines.arrivals import is_own, remembered, sent_at, way_of
from imgcrawl.remedies.signs import Sign
from imgcrawl.remedies.variants import VARIANTS, comes_from_within
from imgcrawl.validation.circumstances import looks_drawn
from imgcrawl.validation.facts import ImageFacts, InvalidImage
from imgcrawl.validation.placeholders import Passed
from imgcrawl.validation.sheets import are_alike, may_be_one
from imgcrawl.validation.trust import Verdict, WayTrust

if TYPE_CHECKING:
    from collections.abc import Callable

    from imgcrawl.pipelines.holding import PlaceholderWatch
    from imgcrawl.remedies.outcomes import FetchedImage
    from imgcrawl.remedies.state import FetchState

_MOST_ASKED_ANEW: Final = 10_000  # some are never heard of again


class Aim(StrEnum):
    """What a picture is asked for again to see; it stands in the row's state."""

    NOTICE = "notice"
    """Whether it is a notice that goes away."""
    SHARED = "shared"
    """Whether an address whose picture has another name too gives it whoever asks."""
    LASTING = "lasting"
    """Whether the same way of asking brings it again, when a limit that it may come from is forgotten."""
    DONE = "done"


class LookAgain(Protocol):
    """Makes another attempt for a picture, and says whether there is one."""

    def __call__(self, item: FetchedImage, *, times: int | None = None, same_way: bool = False) -> bool:
        """Ask again: in another way, after so many *times* in vain, or the *same_way*, else in any."""


class SignedPlaceholder(InvalidImage):
    """The picture is a placeholder for the known reason *sign*."""

    def __init__(self, sign: Sign) -> None:
        super().__init__(ErrorSlug.CONTENT_PLACEHOLDER, sign.value)
        self.sign = sign


class OtherPeoplesPicture(SignedPlaceholder):
    """The picture came in a way of asking in which its host gives pictures of its own; another may bring it too."""

    def __init__(self) -> None:
        super().__init__(Sign.TWO_FACED)


class SecondLooks:
    """Asks for doubtful pictures once more, and holds the answers against each other.

    *withdraw* takes back addresses whose picture has passed and must come in another way. *distrusted* is told of the
    way in which an item came that is not to be taken any more.
    """

    def __init__(
        self,
        watch: PlaceholderWatch,
        *,
        look_again: LookAgain,
        withdraw: Callable[[set[Passed]], None],
        distrusted: Callable[[FetchedImage, str], None],
    ) -> None:
        self._watch = watch
        self._trust = WayTrust()
        self._look_again = look_again
        self._withdraw = withdraw
        self._asked_anew: dict[Passed, None] = {}
        self._distrusted = distrusted

    def passed(self, item: FetchedImage, host: str, passed: Passed) -> None:
        """Take note of an image that came from its own address, in one way or in two."""
        if not is_own(item):
            return
        before = (item.state["doubted"], item.state["refused"])
        ways = {each["way"] for each in before if each and each["way"] and each["sha256"] == passed.sha256}
        for way in ways | {way_of(item)}:
            self._trust.note(host, way, passed)

    def ask_anew(self, passed: set[Passed]) -> None:
        """Take back what has *passed*, which is to come in another way."""
        self._asked_anew.update(dict.fromkeys(passed))
        while len(self._asked_anew) > _MOST_ASKED_ANEW:
            del self._asked_anew[next(iter(self._asked_anew))]
        self._withdraw(passed)

    def draws_lots(self, item: FetchedImage, host: str) -> None:
        """Disbelieve the way of *item*, where *host* gives pictures for any name; all, if its own pages get those."""
        way = item.state["variant"]
        if self._trust.is_distrusted(host, way):
            return
        if comes_from_within(VARIANTS[way], url=item.state["url"], page=item.state["page_url"]):
            self._follow(item, self._trust.disbelieve(host, way))
        else:
            self._follow(item, self._trust.distrust(host, way))

    def is_heedless(self, host: str) -> bool:
        """Say whether nothing that *host* gives is believed."""
        return self._trust.is_heedless(host)

    def is_asked_anew(self, passed: Passed) -> bool:
        """Say, once, whether a picture is taken back only for it to come in another way."""
        is_one = passed in self._asked_anew
        self._asked_anew.pop(passed, None)
        return is_one

    def refused(self, item: FetchedImage, facts: ImageFacts) -> None:
        """Remember in the row's state what is refused, and how it came."""
        if is_own(item):
            item.state["refused"] = remembered(item, facts)

    def learn(self, item: FetchedImage, facts: ImageFacts, host: str, key: int) -> None:
        """Learn from the picture *facts* if its row, whose address has this *key*, had one before.

        A drawing that was asked for again and that another picture has taken the place of was a notice.
        """
        doubted, refused = item.state["doubted"], item.state["refused"]
        if refused:
            refused["way"] = refused["way"] or self._trust.came_by(host, Passed(key, refused["sha256"]))
            self._compare(item, facts, host, refused)
        if doubted and doubted["aim"] in {Aim.NOTICE, Aim.SHARED}:
            self._compare(item, facts, host, doubted)
        if not doubted or (doubted["sha256"] == facts.sha256 and sent_at(item) == doubted["sent_at"]):
            return
        before = ImageFacts(*doubted["facts"])
        if doubted["sha256"] != facts.sha256 and looks_drawn(before) and not are_alike(before, facts):
            self._watch.condemn(self._watch.sighting(host, before))
        if doubted["aim"] == Aim.LASTING:
            doubted["aim"] = Aim.DONE
            self._weigh(item, facts, host, before)

    def refuse(self, item: FetchedImage, facts: ImageFacts, host: str, *, is_shared: bool) -> None:
        """Return unless the picture, which other names have too if it *is_shared*, must come in another way.

        :raises OtherPeoplesPicture: if it must.
        """
        if not is_own(item):
            return
        way = way_of(item)
        is_no_better = any(
            before["sha256"] == facts.sha256 and self._trust.is_distrusted(host, before["way"])
            for before in (item.state["refused"], item.state["doubted"])
            if before and before["way"]
        )
        is_odd = is_no_better or (is_shared and self._trust.is_open(host, way))
        is_unproven = is_odd and not self._trust.has_lasted(host, way)
        if is_unproven or self._trust.must_come_otherwise(host, way, facts.sha256):
            raise OtherPeoplesPicture

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

    def _replaced(self, item: FetchedImage, facts: ImageFacts, host: str) -> dict[str, Any] | None:
        """Return the picture in whose place *facts* came, if that says something of how it came."""
        doubted, refused = item.state["doubted"], item.state["refused"]
        way = item.state["variant"]
        if doubted and doubted["aim"] in {Aim.NOTICE, Aim.SHARED} and not _may_be(doubted, facts):
            is_shared = doubted["aim"] == Aim.SHARED
            self._trust.probed(host, -is_shared)
            doubted["aim"] = Aim.DONE
            has_gone = not is_shared and doubted["way"] == way and not looks_drawn(facts)
            may_belie = doubted.get("is_known_good") or _may_belie(item.state, doubted["way"])
            return doubted if may_belie and not has_gone else None
        if (
            refused
            and refused["way"] not in {None, way}
            and not _may_be(refused, facts)
            and _may_belie(item.state, refused["way"])
        ):
            return refused if self._trust.is_at_stake(host, refused["way"], refused["sha256"]) else None
        return None

    def _compare(self, item: FetchedImage, facts: ImageFacts, host: str, before: dict[str, Any]) -> None:
        """Hold what came *before* in one way against what comes in another that is known."""
        way = way_of(item)
        if before["way"] in {None, way} or not is_own(item):
            return
        if before["sha256"] == facts.sha256:
            self._trust.agree(host, before["way"], facts.sha256)
        elif self._trust.has_lasted(host, way) and _may_belie(item.state, before["way"]) and not _may_be(before, facts):
            self._follow(item, self._trust.belie(host, before["way"], before["sha256"]))

    def _probes(self, item: FetchedImage, facts: ImageFacts, host: str) -> bool:
        if not self._begin(item, facts, Aim.SHARED, times=self._trust.probes(host)):
            return False
        self._trust.probed(host)
        return True

    def _begin(
        self, item: FetchedImage, facts: ImageFacts, aim: Aim, *, earlier: Any = None, times: int | None = None
    ) -> bool:
        before = item.state["doubted"]
        is_again = aim is Aim.SHARED and before and before["sha256"] == facts.sha256
        first = before if before and is_again else remembered(item, facts)
        item.state["doubted"] = (
            {"remedy": item.state["remedy"]}
            | first
            | {
                "sent_at": sent_at(item),
                "aim": aim,
                "earlier": earlier and {name: earlier[name] for name in ("way", "sha256", "facts")},
            }
        )
        if self._look_again(item, times=times, same_way=aim is Aim.LASTING):
            return True
        if before:
            item.state["doubted"] = before
        return False

    def _weigh(self, item: FetchedImage, facts: ImageFacts, host: str, before: ImageFacts) -> None:
        """Conclude from a picture that came when the same way was asked again; a notice that is shared lasts too."""
        way, earlier = item.state["variant"], (item.state["doubted"] or {})["earlier"]
        if may_be_one(before, facts):
            if self._watch.is_shared(self._watch.sighting(host, before)):
                return
            self._follow(item, self._trust.lasts(host, way, before.sha256))
            if earlier and earlier["way"] != way:
                self._follow(item, self._trust.belie(host, earlier["way"], earlier["sha256"]))
        elif not earlier or not _may_be(earlier, facts):
            self._follow(item, self._trust.distrust(host, *{way, earlier["way"] if earlier else way}))

    def _follow(self, item: FetchedImage, verdict: Verdict) -> None:
        if verdict.passed:
            self.ask_anew(verdict.passed)
        for way in verdict.distrusted:
            self._distrusted(item, way)


def has_come_again(doubted: dict[str, Any] | None, facts: ImageFacts) -> bool:
    """Say whether a picture that was asked for again, in vain so far, is *facts*."""
    return bool(doubted and doubted["aim"] in {Aim.NOTICE, Aim.SHARED} and doubted["sha256"] == facts.sha256)


def _varied(item: FetchedImage) -> dict[str, Any] | None:
    """Return the shared picture in whose place another that is shared came, if that says something of how it came."""
    doubted = item.state["doubted"]
    is_one = doubted and doubted["aim"] == Aim.SHARED and _may_belie(item.state, doubted["way"])
    return doubted if is_one else None


def _may_be(before: dict[str, Any], facts: ImageFacts) -> bool:
    return may_be_one(ImageFacts(*before["facts"]), facts)


def _may_belie(state: FetchState, way: str) -> bool:
    """Whether a picture that comes in the row's present way says anything against one that came in *way*."""
    where: dict[str, Any] = {"url": state["url"], "page": state["page_url"]}
    return comes_from_within(VARIANTS[state["variant"]], **where) or not comes_from_within(VARIANTS[way], **where)
