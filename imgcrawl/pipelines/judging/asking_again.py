"""What the pipelines want of the remedies and the spider: another attempt for a picture, or a request to compare it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imgcrawl import keys
from imgcrawl.pipelines.judging.arrivals import request_of
from imgcrawl.pipelines.judging.refusals import SignedPlaceholder

if TYPE_CHECKING:
    from scrapy.signalmanager import SignalManager

    from imgcrawl.pipelines.judging.doubts import Doubts
    from imgcrawl.remedies.attempts.outcomes import FetchedImage
    from imgcrawl.validation.facts import InvalidImage


class AskingAgain:
    """Sends the signals that call for another request, and says whether a receiver makes one.

    What is asked for once more for a doubt alone is kept in *doubts* meanwhile; where there is no room it is not.
    """

    def __init__(self, signals: SignalManager, doubts: Doubts) -> None:
        self._signals = signals
        self._doubts = doubts

    def after_refusal(
        self, item: FetchedImage, exc: InvalidImage, *, others: int, others_since: int, is_photo: bool = False
    ) -> bool:
        """Offer the refused *item*, which is a picture and no drawing if *is_photo*, to the remedies.

        *others*: how many pictures of its host have passed; *others_since*: those since its body was in hand.
        """
        sign = exc.sign if isinstance(exc, SignedPlaceholder) else None
        facts: dict[str, Any] = {"error": exc.slug, "detail": exc.detail, "sign": sign, "is_photo": is_photo}
        return self._is_taken_up(keys.image_rejected, item, **facts, others=others, others_since=others_since)

    def for_second_look(self, item: FetchedImage, *, times: int | None = None, same_way: bool = False) -> bool:
        """Have the picture asked for in another way, after so many *times* in vain, or in the *same_way*."""
        facts: dict[str, Any] = {"detail": "the picture may be a notice", "times": times, "same_way": same_way}
        return self._doubts.keep(item) and self._is_taken_up(keys.image_doubted, item, **facts)

    def for_comparison(self, item: FetchedImage, url: str, way: str = "") -> bool:
        """Have *url* asked for in the way of *item*, or in another *way*, to compare what comes with its picture."""
        return self._doubts.keep(item) and self._is_taken_up(keys.proof_wanted, item, url=url, way=way)

    def distrusted(self, item: FetchedImage, way: str) -> None:
        """Say that pictures which the host of *item* gives in this *way* are not those asked for."""
        self._signals.send_catch_log(keys.way_distrusted, host=request_of(item).meta["download_slot"], way=way)

    def _is_taken_up(self, signal: object, item: FetchedImage, **facts: Any) -> bool:
        """Send *signal*, unless nobody asked for the picture (``data:``); say whether a receiver asks once more."""
        is_asked_for = item.response.request is not None
        return is_asked_for and keys.is_taken_up(self._signals, signal, item.response, **facts)
