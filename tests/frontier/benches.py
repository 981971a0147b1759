"""Hosts that are judged, and hosts that are held, as tests talk to them."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from scrapy.settings import Settings

from imgcrawl.config import ThrottleConfig
from imgcrawl.frontier import HostQueues, HostSlot
from imgcrawl.frontier.hold import Hold, Miss, Turn
from imgcrawl.frontier.judge import HostJudge
from imgcrawl.frontier.queue import Limits
from imgcrawl.frontier.trouble import Trouble
from imgcrawl.remedies.answers.failures import Slowdown
from imgcrawl.remedies.attempts.state import Refusals, new_refusals

if TYPE_CHECKING:
    from imgcrawl.errors import ErrorSlug

FORBIDDEN, OTHER = "http_403 store application/xml", "http_403 guard text/html"


class Bench:
    """A judge of one host with 8 requests in flight at most; times are seconds from 1,000."""

    def __init__(self, **settings: object) -> None:
        self.queues = HostQueues(lambda _: Limits(8, 8, 0.0), rng=Random(1))
        self.told: list[tuple[str, bool]] = []
        config = ThrottleConfig.from_settings(Settings(settings))
        self.judge = HostJudge(self.queues, config, on_pause=lambda key, is_new: self.told.append((key, is_new)))

    @property
    def slot(self) -> HostSlot:
        return self.queues.slot("a")

    def complain(
        self,
        at: float,
        *,
        sent: float,
        wait_s: float | None = None,
        overload: bool = False,
        reset_s: float = 0.0,
        row: Refusals | None = None,
    ) -> None:
        now, sent_at = 1000 + at, 1000 + sent
        self.judge.complained("a", Slowdown(wait_s, overload, reset_s), now=now, sent_at=sent_at, row=row)

    def answer(self, *sent: float, row: Refusals | None = None) -> None:
        for at in sent:
            self.judge.answered("a", "a:80", sent_at=1000 + at, well=True, row=row)

    def narrow_if_crowded(self, slug: ErrorSlug, at: float, *, sent: float) -> bool:
        return self.judge.narrow_if_crowded("a", slug, endpoint="a:80", now=1000 + at, sent_at=1000 + sent)

    def fail(self, slug: ErrorSlug, at: float, *, is_own: bool = True, **how: object) -> None:
        trouble = Trouble(slug, sent_at=1000 + at - 0.1, **how)  # type: ignore[arg-type]
        self.judge.failed("a", trouble, endpoint="a:80", is_own=is_own, now=1000 + at)

    def closed(self, endpoint: str = "") -> tuple[str, str] | None:
        return self.queues.verdict_for("a", endpoint)


class Host:
    """A host that is asked for one row after the other; times are seconds, a request takes a tenth."""

    def __init__(self, images: int = 2) -> None:
        self.hold = Hold(5.0)
        self.records: dict[int, Refusals] = {}
        self.turn_seen: Turn | None = None
        for n in range(images):
            self.give(100 + n, at=-10 + n)

    def record(self, row: int) -> Refusals:
        return self.records.setdefault(row, new_refusals())

    def give(self, row: int, *, at: float) -> None:
        self.hold.gave(row, self.record(row), 1000 + at - 0.1)

    def take_back(self, row: int) -> None:
        self.hold.took_back(row, self.record(row))

    def fail(
        self,
        row: int,
        *,
        at: float,
        sent: float | None = None,
        kind: str = FORBIDDEN,
        rows: int = 50,
        **how: bool,
    ) -> float:
        """Let *row* fail; return until when its host is left alone, 0 where that row is dealt with alone."""
        sent_at = 1000 + (at - 0.1 if sent is None else sent)
        miss = Miss(row, self.record(row), kind, sent_at, at_stake=rows, **how)
        self.turn_seen = self.hold.missed(miss, 1000 + at)
        return 0.0 if self.turn_seen is None else self.turn_seen.until - 1000

    def turn(self, *, at: float = 0.0, kind: str = FORBIDDEN) -> float:
        """Let rows 1 and 2 fail."""
        self.fail(1, at=at, kind=kind)
        return self.fail(2, at=at, kind=kind)
