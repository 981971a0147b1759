"""All that judge the pictures of a crawl, each of whom is told of the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from imgcrawl.config import RunConfig, ValidationConfig
from imgcrawl.pipelines.judging.asking_again import AskingAgain
from imgcrawl.pipelines.judging.doubts import Doubts
from imgcrawl.pipelines.judging.holding import ROOM_BYTES, PlaceholderWatch
from imgcrawl.pipelines.judging.judge import PictureJudge
from imgcrawl.pipelines.judging.proofs import Proofs
from imgcrawl.pipelines.judging.second_looks import SecondLooks
from imgcrawl.pipelines.judging.ways import WayJudge
from imgcrawl.validation.placeholders.trust import WayTrust

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

    from scrapy.crawler import Crawler

    from imgcrawl.records import Passed


class Panel(NamedTuple):
    """Whoever judges, and what they know: *watch* of placeholders, *trust* of ways, *doubts* of single pictures."""

    judge: PictureJudge
    watch: PlaceholderWatch
    trust: WayTrust
    doubts: Doubts
    again: AskingAgain

    @classmethod
    def of(cls, crawler: Crawler, *, pending: Callable[[str], int], withdraw: Callable[[set[Passed]], None]) -> Self:
        """Return those of *crawler*.

        *pending* tells how many rows of a host have no outcome yet; what proves to be none is taken back by *withdraw*.
        """
        settings = crawler.settings
        validation = ValidationConfig.from_settings(settings)
        watch = PlaceholderWatch(
            validation.placeholder_repeats,
            pending=pending,
            withdraw=withdraw,
            looks=validation.placeholder_looks,
            room_bytes=min(ROOM_BYTES, settings.getint("SCRAPER_SLOT_MAX_ACTIVE_SIZE") // 2),
        )
        trust, doubts = WayTrust(), Doubts()
        again = AskingAgain(crawler.signals, doubts)
        ways = WayJudge(trust, watch, ask=again.for_comparison, withdraw=withdraw, distrusted=again.distrusted)
        looks = SecondLooks(trust, look_again=again.for_second_look)
        proofs = Proofs(watch, ask=again.for_comparison)
        judge = PictureJudge(watch, proofs, ways, looks, deadline_s=RunConfig.from_settings(settings).url_deadline_s)
        return cls(judge, watch, trust, doubts, again)
