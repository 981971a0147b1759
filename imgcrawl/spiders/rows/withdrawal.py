"""Takes back outcomes whose pictures proved to be placeholders after they had passed for images."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from imgcrawl.errors import ErrorSlug
from imgcrawl.plain import HIDDEN_LOGIN
from imgcrawl.records import HostPicture, ImageTask, Passed
from imgcrawl.remedies.attempts.state import RefusedPicture, new_state
from imgcrawl.spiders.rows.selection import Selected
from imgcrawl.validation.facts import ImageFacts
from imgcrawl.validation.placeholders.detector import PlaceholderDetector

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence

    from imgcrawl.catalogue.ledger import Ledger
    from imgcrawl.catalogue.pictures import Recorded, Stored
    from imgcrawl.records import Outcome
    from imgcrawl.remedies.attempts.state import FetchState

_REASON = "the host gave this picture, or one that looks the same, for other addresses later"


class Withdrawals:
    """Gathers what is to be taken back, turns it into failures in the catalogue, and has the rows asked for again.

    *tell* is called with the outcomes, as they were, before the catalogue is changed, and with whether this crawl had
    recorded each. A process that dies in between leaves each row either as it was or failed. *recorded* returns when
    all rows that were to share an outcome have theirs on record, so that they are taken back together with it. Rows
    that it does not *keep* are another shard's, which takes them back itself: they would not be asked for again here.
    *repeats*: as for :class:`~imgcrawl.validation.placeholders.detector.PlaceholderDetector`. *known_hash* returns what
    the list says of the image, from its other columns; an image that has that hash is never taken back.
    """

    def __init__(
        self,
        ledger: Ledger,
        *,
        tell: Callable[[Recorded, bool], None],
        recorded: Callable[[], Awaitable[None]],
        keeps: Callable[[ImageTask], bool] = lambda _task: True,
        repeats: int = 0,
        known_hash: Callable[[Mapping[str, Any]], str] = lambda _extra: "",
    ) -> None:
        self._ledger = ledger
        self._tell = tell
        self._recorded = recorded
        self._keeps = keeps
        self._repeats = repeats
        self._known_hash = known_hash
        self._waiting: set[Passed] = set()
        self._has_recorded = False
        self.has_refused = False
        """Whether a placeholder has come up in the run, so that there may be others."""

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def add(self, passed: Iterable[Passed]) -> None:
        """Take back the outcomes of these addresses and pictures, when it is time."""
        self._waiting.update(passed)

    def note(self, outcome: Outcome) -> None:
        """Note an outcome of this crawl: without one there is nothing to find at its end."""
        self._has_recorded = True
        self.has_refused = self.has_refused or outcome.error == ErrorSlug.CONTENT_PLACEHOLDER.value

    async def add_known(self) -> None:
        """Take back whatever has a picture that the same host gave as a placeholder to another row of the run."""
        if self.has_refused:
            self.add(await self._ledger.passed_elsewhere())

    async def add_found_late(self) -> None:
        """Take back what would have been found out had this crawl and those before it been one.

        A crawl knows the placeholders of earlier ones, and not the pictures that had passed too seldom to be known.
        """
        if not self._has_recorded:
            return
        if shared := await self._ledger.shared_with_earlier():
            look = partial(_found_late, shared=shared, repeats=self._repeats)
            self.add(await self._ledger.look_through({picture.host for picture in shared}, look))

    async def carry_out(self, under_way: Collection[int]) -> list[Selected]:
        """Take back what can be; return the rows to ask for again: not those with a login, which only the list has.

        Addresses *under_way* have no outcome yet and must wait.
        """
        ready = {passed for passed in self._waiting if passed.url_key not in under_way}
        self._waiting -= ready
        if ready:
            await self._recorded()
        passed = await self._ledger.passed(ready) if ready else []
        found = [each for each in passed if not each.outcome.hash_matches and self._keeps(self._task(each))]
        if found:
            for recorded in found:
                self._tell(recorded, self._ledger.is_ours(recorded))
            ids = [recorded.outcome.id for recorded in found]
            await self._ledger.demote(ids, error=ErrorSlug.CONTENT_PLACEHOLDER, reason=_REASON)
        return self._again(found)

    def _again(self, found: Sequence[Recorded]) -> list[Selected]:
        return [
            Selected(
                self._task(recorded),
                recorded.key,
                recorded.key,
                twin=None,
                before=recorded.outcome if self._ledger.is_ours(recorded) else None,
            )
            for recorded in found
            if HIDDEN_LOGIN not in f"{recorded.outcome.url} {recorded.outcome.page_url}"
        ]

    def _task(self, recorded: Recorded) -> ImageTask:
        """Return the row of an outcome; what number it has in the list nobody asks any more."""
        outcome = recorded.outcome
        extra = outcome.extra or {}
        return ImageTask(-1, outcome.id, outcome.url, outcome.page_url, extra, known_hash=self._known_hash(extra))


def state_of(selected: Selected) -> FetchState:
    """Return the state that a row begins with, the requests of an outcome that was taken back counted in."""
    task, before = selected.task, selected.before
    state = new_state(selected.lane, task.url, task.page_url, task.known_hash)
    if before is not None:
        state["requests"], state["trail"] = before.attempts, before.trail or []
        state["refused"] = _picture_of(before)
    return state


def _picture_of(outcome: Outcome) -> RefusedPicture | None:
    """Return what a row remembers of a picture that is refused; nobody knows here in which way of asking it came."""
    if outcome.sha256 is None or outcome.width is None or outcome.height is None:
        return None
    facts = ImageFacts(
        outcome.sha256,
        outcome.bytes or 0,
        outcome.format or "",
        "",
        outcome.width,
        outcome.height,
        outcome.mode or "",
        phash=outcome.phash,
        frames=1,
    )
    return RefusedPicture(sha256=facts.sha256, facts=facts.as_json(), way="")


async def refused_before(ledger: Ledger, *, anew: bool, repeats: int) -> list[HostPicture]:
    """Return the pictures that earlier crawls of the run refused as placeholders.

    *anew*: only those that the same evidence, of all that their hosts gave in the run, makes placeholders by *repeats*
    as they are now.
    """
    pictures = await ledger.refused_pictures()
    if not (anew and pictures):
        return pictures
    look = partial(_found_anew, repeats=repeats)
    found = await ledger.look_through({picture.host for picture in pictures}, look, refused_too=True)
    return [picture for picture in pictures if picture in found]


def _found_anew(given: Iterable[Stored], *, repeats: int) -> set[HostPicture]:
    """Return the pictures among *given* that are placeholders by their repetition."""
    detector = PlaceholderDetector(repeats)
    return {_picture(each) for each in given if detector.note(each.host, each.url, _facts(each))}


def _found_late(stored: Iterable[Stored], *, shared: set[HostPicture], repeats: int) -> set[Passed]:
    """Return the addresses that have one of the pictures *shared* which is a placeholder by all that is *stored*."""
    detector, found = PlaceholderDetector(repeats), set()
    passed: dict[HostPicture, set[Passed]] = {picture: set() for picture in shared}
    for each in stored:
        picture = _picture(each)
        if picture in shared:
            passed[picture].add(Passed(each.key, each.sha256))
        if detector.note(each.host, each.url, _facts(each)):
            found.add(picture)
    return {address for picture in found & shared for address in passed[picture]}


def _picture(stored: Stored) -> HostPicture:
    return HostPicture(stored.host, stored.sha256)


def _facts(stored: Stored) -> ImageFacts:
    """Return what the detector of placeholders looks at."""
    return ImageFacts(stored.sha256, stored.bytes, "", "", stored.width, stored.height, mode="", phash=None, frames=1)
