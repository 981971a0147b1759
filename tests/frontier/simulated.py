"""Hosts that are asked for rows by a simulated clock: the queues, the judge and the planner are the real ones."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Final

from scrapy.settings import Settings

from imgcrawl.config import RemedyConfig, ThrottleConfig
from imgcrawl.errors import OVERLOAD, ErrorSlug, slug_for_status
from imgcrawl.frontier import HostQueues
from imgcrawl.frontier.hold import Miss
from imgcrawl.frontier.judge import HostJudge
from imgcrawl.frontier.queue import Limits
from imgcrawl.frontier.trouble import trouble_of
from imgcrawl.frontier.waiting import FIRST_OF_ALL
from imgcrawl.remedies.answers.failures import Slowdown
from imgcrawl.remedies.attempts.state import FetchState, new_state
from imgcrawl.remedies.attempts.steps import AS_BEGUN, Failure
from imgcrawl.remedies.hosts.memory import HostMemory
from imgcrawl.remedies.planner import Planner
from imgcrawl.remedies.rules.groups import OUTAGES, TURNS
from tests.frontier.models import Answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from imgcrawl.frontier import HostSlot
    from imgcrawl.remedies.attempts.steps import Step

_BEGAN_AT: Final = 1000.0
_DEADLINE_S: Final = 3600.0
_AIM: Final = 8.0
"""Requests in flight that Scrapy's AutoThrottle aims at in the settings of this project."""


@dataclass(slots=True)
class Row:
    """A row: its state, when it ended, if it has, and whether with an image."""

    state: FetchState
    ended_at: float | None = None
    has_image: bool = False


@dataclass(slots=True)
class Request:
    """A request for *row*, sent and answered at these instants."""

    row: Row
    sent_at: float = 0.0
    answer: Answer = field(default_factory=Answer)


class Simulated:
    """One host that is asked for so many *rows*; *answer* says what it gives at an instant, in seconds."""

    def __init__(
        self, answer: Callable[[float], Answer], rows: int, *, latency_s: float = 0.2, seed: int = 1, **settings: object
    ) -> None:
        self._answer, self._latency_s = answer, latency_s
        rng = Random(seed)
        self.queues = HostQueues(lambda _: Limits(2, 8, 0.0), rng=rng)
        config = Settings({"IMGCRAWL_CONTACT": "", **settings})
        throttle = ThrottleConfig.from_settings(config)
        self.judge = HostJudge(self.queues, throttle, on_pause=lambda *_: None)
        self.planner = Planner(
            RemedyConfig.from_settings(config),
            HostMemory(),
            deadline_s=_DEADLINE_S,
            retry_after_max_s=throttle.retry_after_max_s,
            rng=rng,
            outlook=lambda _: self.open,
        )
        self.rows = [Row(new_state(n, f"http://a/{n}.jpg", None)) for n in range(rows)]
        self.open = rows
        self.requests: list[Request] = []
        self.now = _BEGAN_AT
        for row in self.rows:
            row.state["url"] = row.state["given"]
            self.queues.push("a", row)

    @property
    def slot(self) -> HostSlot:
        return self.queues.slot("a")

    @property
    def seconds(self) -> float:
        """How long it took until the last row ended."""
        return max((row.ended_at or self.now) - _BEGAN_AT for row in self.rows)

    @property
    def images(self) -> int:
        return sum(row.has_image for row in self.rows)

    def sent_too_soon(self) -> list[float]:
        """Return when requests were sent that the host had asked not to be sent, in epoch seconds."""
        told = [(each.sent_at + self._latency_s, each.answer.wait_s) for each in self.requests if each.answer.wait_s]
        return [each.sent_at for each in self.requests if any(at < each.sent_at < at + s for at, s in told)]

    def run(self, most_s: float = 7200.0) -> Simulated:
        """Ask until every row has ended."""
        under_way: list[tuple[float, int, Request]] = []
        while self.open and self.now < _BEGAN_AT + most_s:
            while (popped := self.queues.pop(self.now)) is not None:
                if popped.verdict is not None:
                    self._end(popped.item, has_image=False)
                    continue
                request = Request(popped.item, self.now)
                self._sent(request)
                heapq.heappush(under_way, (self.now + self._latency_s, len(self.requests), request))
            due = self.queues.next_due()
            if not under_way and due is None:
                break
            if under_way and (due is None or under_way[0][0] <= due):
                self.now, _, request = heapq.heappop(under_way)
                self._answered(request)
            else:
                self.now = (due or 0.0) + 0.001
        return self

    def _sent(self, request: Request) -> None:
        state = request.row.state
        request.answer = self._answer(self.now - _BEGAN_AT)
        self.requests.append(request)
        self.planner.choose_way(state, host="a")
        state["started_at"] = state["started_at"] or self.now
        state["planned_at"] = None
        state["requests"] += 1

    def _end(self, row: Row, *, has_image: bool) -> None:
        row.ended_at, row.has_image = self.now, has_image
        self.open -= 1

    def _answered(self, request: Request) -> None:
        (status, wait_s), state, sent_at = request.answer, request.row.state, request.sent_at
        is_slowdown = status in (429, 503) or (status >= 400 and wait_s is not None)
        if is_slowdown:
            slowdown = Slowdown(wait_s, status == 503)
            self.judge.complained("a", slowdown, now=self.now, sent_at=sent_at, row=state["refusals"])
        if status:
            well = 200 <= status < 400 or status in (404, 410)
            self.judge.answered("a", "a:80", sent_at=sent_at, well=well, row=state["refusals"])
            if not is_slowdown:
                self._adjust_delay(status, sent_at, well=well)
        step = self._after(request)
        self.queues.release("a", now=self.now, sent_at=sent_at)
        if step is not None:
            is_later = step.delay_s or step.remedy == "wait"
            not_before = FIRST_OF_ALL if step.first else self.now + step.delay_s if is_later else 0.0
            self.queues.push("a", request.row, not_before=not_before, first=True)
        else:
            self._end(request.row, has_image=status == 200)

    def _adjust_delay(self, status: int, sent_at: float, *, well: bool) -> None:
        """Do as ``HostThrottle`` does."""
        slot = self.slot
        if slot.rate.learnt:
            if well:
                slot.rate.content(sent_at)
            slot.delay = slot.rate.delay_s
            return
        aim_s = (self.now - sent_at) / _AIM
        delay_s = max(aim_s, (slot.delay + aim_s) / 2)
        if delay_s > slot.delay or status < 500:
            slot.delay = max(delay_s, slot.rate.floor_s)

    def _after(self, request: Request) -> Step | None:
        """Do as ``RemediesMiddleware`` does."""
        (status, wait_s), state, sent_at = request.answer, request.row.state, request.sent_at
        if status == 200:
            self.planner.learning.succeeded(state, host="a", url=state["url"])
            is_same = state["remedy"] in AS_BEGUN
            self.judge.gave("a", state["lane"], state["misses"], sent_at=sent_at, is_same=is_same)
            return None
        slug = slug_for_status(status) if status else ErrorSlug.TCP_RESET
        crowded = self.judge.narrow_if_crowded("a", slug, endpoint="a:80", now=self.now, sent_at=sent_at)
        failure = Failure(
            slug, wait_s, status=status or None, url=state["url"], sent_at=sent_at, is_crowded=crowded, guise="x html",
            left_alone_until=self.slot.left_alone_until,
        )  # fmt: skip
        if step := self._wait_for_host(state, failure):
            state["planned_at"] = self.now
            return step
        step = self.planner.next_step(state, failure, host="a", now=self.now)
        self.judge.failed(
            "a",
            trouble_of(state, failure, step, now=self.now, patient=True),
            endpoint="a:80",
            is_own=True,
            now=self.now,
        )
        return step

    def _wait_for_host(self, state: FetchState, failure: Failure) -> Step | None:
        slug, crowded = failure.slug, failure.is_crowded
        if self.planner.may_be_turned(state, failure, host="a", now=self.now):
            miss = Miss(state["lane"], state["misses"], f"{slug} x html", failure.sent_at, is_crowded=crowded)
            turn = self.judge.turned("a", miss, now=self.now)
            if turn is not None:
                return self.planner.asked_again(state, failure, host="a", in_vain=turn.in_vain)
        elif failure.status and slug not in TURNS | OVERLOAD:
            self.judge.spoke("a", sent_at=failure.sent_at)
        if not self.planner.may_be_out(state, failure, host="a", now=self.now):
            if failure.status and slug not in OUTAGES | OVERLOAD:
                self.judge.proved_up("a", sent_at=failure.sent_at)
            return None
        other = self.planner.client_for_check(state, failure, host="a")
        is_crowded = crowded and slug not in OVERLOAD
        is_check = state["returns_to"] is not None
        miss = Miss(
            state["lane"], state["misses"], "", failure.sent_at, at_stake=self.open, is_crowded=is_crowded,
            is_check=is_check,
        )  # fmt: skip
        turn = self.judge.suspected_out("a", miss, now=self.now, has_others=other is not None)
        if turn is None:
            return None
        if turn.in_vain:
            self.planner.waited_in_vain(state, slug)
            return None
        return self.planner.wait_for_host(state, failure, host="a", check_by=other if turn.is_checked else None)
