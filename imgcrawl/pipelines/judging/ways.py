"""Learns from pictures that were asked for twice which ways of asking a host show its images."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from imgcrawl.pipelines.judging.arrivals import (
    Aim,
    is_linked,
    is_of_address,
    is_own,
    may_be,
    may_belie,
    remembered,
    sent_at,
    way_of,
    ways_of,
)
from imgcrawl.pipelines.judging.refusals import OtherPeoplesPicture
from imgcrawl.pipelines.judging.trials import Trials
from imgcrawl.recent import Recent
from imgcrawl.records import Passed
from imgcrawl.remedies.rules.variants import DEFAULT, NO_REFERER, VARIANTS, comes_from_within
from imgcrawl.validation.facts import ImageFacts
from imgcrawl.validation.placeholders.circumstances import looks_drawn
from imgcrawl.validation.placeholders.sheets import are_alike, is_writing, may_be_one

if TYPE_CHECKING:
    from collections.abc import Callable

    from imgcrawl.pipelines.judging.holding import PlaceholderWatch
    from imgcrawl.remedies.attempts.outcomes import FetchedImage
    from imgcrawl.remedies.attempts.state import RefusedPicture
    from imgcrawl.validation.placeholders.trust import Conclusion, WayTrust


_HOSTS: int = 20_000


class _Comparison(NamedTuple):
    """A picture of *host* that lasts in the present way of *item*, and the one that came *earlier* in another."""

    item: FetchedImage
    facts: ImageFacts
    host: str
    earlier: RefusedPicture


class WayJudge:
    """Holds the answers to a row's requests against each other, and refuses what came in a way that is not believed.

    Before a way is believed less for another picture that came in it earlier, it is asked once more: the first may have
    been a notice of its time, such as that a quota is used up. *ask* asks for an address in a way, to compare with an
    item what comes, and says whether it does; :meth:`weigh` is to be told.

    *withdraw* takes back addresses whose picture has passed and must come in another way. *distrusted* is told of the
    way in which an item came that is not to be taken any more.
    """

    def __init__(
        self,
        trust: WayTrust,
        watch: PlaceholderWatch,
        *,
        ask: Callable[[FetchedImage, str, str], bool],
        withdraw: Callable[[set[Passed]], None],
        distrusted: Callable[[FetchedImage, str], None],
    ) -> None:
        self._trust = trust
        self._watch = watch
        self._ask = ask
        self._comparisons: Trials[_Comparison] = Trials()
        self._unreferred: Trials[tuple[str, str]] = Trials()
        self._unreferred_hosts: Recent[str, str | None] = Recent(_HOSTS)
        self._open_hosts: Recent[str, None] = Recent(_HOSTS)
        self._withdraw = withdraw
        self._distrusted = distrusted

    def passed(self, item: FetchedImage, facts: ImageFacts, host: str, passed: Passed) -> None:
        """Take note of an image that came from its own address, in one way or in two."""
        if not is_own(item):
            return
        if host not in self._open_hosts and is_linked(item) and not looks_drawn(facts):
            self._open_hosts.put(host, None)
        for way in ways_of(item, passed.sha256):
            self._trust.note(host, way, passed)

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

    def refused(self, item: FetchedImage, facts: ImageFacts, host: str) -> None:
        """Remember in the row's state what is refused, and how it came.

        Not the first drawing that is refused in its way: it is the notice, which is known now.
        """
        if is_own(item) and not (looks_drawn(facts) and self._trust.is_the_notice(host, way_of(item), facts.sha256)):
            item.state["refused"] = remembered(item, facts)

    def learn(self, item: FetchedImage, facts: ImageFacts, host: str, key: int) -> bool:
        """Learn from the picture *facts* if its row, whose address has this *key*, had one before.

        Return whether something is asked for once more, to compare *facts* with it.
        A drawing that was asked for again and that another picture has taken the place of was a notice.
        """
        doubted, refused = item.state["doubted"], item.state["refused"]
        if refused:
            refused["way"] = refused["way"] or self._trust.came_by(host, Passed(key, refused["sha256"])) or ""
            self._compare(item, facts, host, refused)
        if doubted and doubted["aim"] in {Aim.NOTICE, Aim.SHARED}:
            self._compare(item, facts, host, doubted)
        if not doubted or (doubted["sha256"] == facts.sha256 and sent_at(item) == doubted["sent_at"]):
            return False
        before = ImageFacts.from_json(doubted["facts"])
        if doubted["sha256"] != facts.sha256 and looks_drawn(before) and not are_alike(before, facts):
            self._watch.condemn(self._watch.sighting(host, before))
        if doubted["aim"] == Aim.LASTING:
            doubted["aim"] = Aim.DONE
            return self._conclude(item, facts, host, before)
        return False

    def asks_without_referer(self, item: FetchedImage, facts: ImageFacts, host: str, *, is_only: bool) -> bool:
        """Have the address of a picture asked for as from no page, to compare what comes; say whether it is.

        Some hosts have a notice for who names a page of another site, and some for who names any. *is_only*: nothing
        else came from the host. Each host is asked once.
        """
        if host in self._unreferred_hosts or not self._may_be_for_referers(item, facts, host, is_only=is_only):
            return False
        self._unreferred_hosts.put(host, None)
        self._unreferred.begin(item.outcome.id, (host, facts.sha256))
        if self._ask(item, item.state["url"], NO_REFERER):
            return True
        self._unreferred.end(item.outcome.id)
        return False

    def _may_be_for_referers(self, item: FetchedImage, facts: ImageFacts, host: str, *, is_only: bool) -> bool:
        """Say whether a picture may be a notice for who names a page: a drawing for the row's page on another site.

        Not of a host that gave a photograph for such a page. Where nobody has named a page it came as from one of the
        image's own site, and then it has to be a writing, and all that came.
        """
        if not is_own(item):
            return False
        if is_linked(item):
            return host not in self._open_hosts and looks_drawn(facts)
        is_made_up = way_of(item) == DEFAULT.name and not item.state["page_url"]
        return is_only and is_made_up and is_writing(facts)

    def is_for_referers(self, host: str, sha256: str) -> bool:
        """Say whether *host* gives this picture to who names a page, and a photograph to who names none."""
        return self._unreferred_hosts.get(host) == sha256

    def weigh(self, row: str, answer: ImageFacts | None) -> bool:
        """Take note of what came in another way for *row*, None for no picture; return False if nothing was asked.

        If it is the picture that lasts, the first one was a notice of its time, and says nothing of the way. If a
        photograph came as from no page, the drawing was a notice; another drawing is as likely to be one itself.
        """
        if (drawing := self._unreferred.end(row)) is not None:
            if answer is not None and not looks_drawn(answer):
                self._unreferred_hosts.put(*drawing)
            return True
        found = self._comparisons.end(row)
        if found is None:
            return False
        way, earlier = found.earlier["way"], ImageFacts.from_json(found.earlier["facts"])
        if answer is not None and may_be_one(answer, found.facts):
            self._trust.excuse(found.host, way, earlier.sha256)
            self._watch.condemn(self._watch.sighting(found.host, earlier))
        else:
            self._follow(found.item, self._trust.belie(found.host, way, earlier.sha256))
        return True

    def drop(self, row: str) -> None:
        """Forget the comparison for *row*."""
        self._unreferred.end(row)
        self._comparisons.end(row)

    def refuse(self, item: FetchedImage, facts: ImageFacts, host: str, *, is_shared: bool) -> None:
        """Return unless the picture, which other names have too if it *is_shared*, must come in another way.

        What is known of a way holds over https and under the other name of the site too.

        :raises OtherPeoplesPicture: if it must.
        """
        if not is_of_address(item):
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

    def _compare(self, item: FetchedImage, facts: ImageFacts, host: str, before: RefusedPicture) -> None:
        """Hold what came *before* in one way against what comes in another that is known."""
        way = way_of(item)
        if before["way"] in {"", way} or not is_own(item):
            return
        if before["sha256"] == facts.sha256:
            self._trust.agree(host, before["way"], facts.sha256)
        elif self._trust.has_lasted(host, way) and may_belie(item.state, before["way"]) and not may_be(before, facts):
            self._follow(item, self._trust.belie(host, before["way"], before["sha256"]))

    def _conclude(self, item: FetchedImage, facts: ImageFacts, host: str, before: ImageFacts) -> bool:
        """Conclude from a picture that came when the same way was asked again; a notice that is shared lasts too.

        Return whether the way in which another came earlier is asked once more.
        """
        way, doubted = item.state["variant"], item.state["doubted"]
        earlier = doubted["earlier"] if doubted else None
        if may_be_one(before, facts):
            if self._watch.is_shared(self._watch.sighting(host, before)):
                return False
            self._follow(item, self._trust.lasts(host, way, before.sha256))
            if earlier is None or earlier["way"] == way:
                return False
            return self._asks_earlier(item, facts, host, earlier)
        if not earlier or not may_be(earlier, facts):
            self._follow(item, self._trust.distrust(host, *{way, earlier["way"] if earlier else way}))
        return False

    def _asks_earlier(self, item: FetchedImage, facts: ImageFacts, host: str, earlier: RefusedPicture) -> bool:
        if self._trust.is_belied(host, earlier["way"], earlier["sha256"]):
            return False
        self._comparisons.begin(item.outcome.id, _Comparison(item, facts, host, earlier))
        if self._ask(item, item.state["url"], earlier["way"]):
            return True
        self.weigh(item.outcome.id, None)
        return False

    def _follow(self, item: FetchedImage, conclusion: Conclusion) -> None:
        if conclusion.passed:
            self._withdraw(conclusion.passed)
        for way in conclusion.distrusted:
            self._distrusted(item, way)
