"""Requests wait here by host, and are handed to the engine when their host can bear them."""

from __future__ import annotations

import asyncio
import random
from dataclasses import replace
from itertools import chain
from math import inf
from typing import TYPE_CHECKING

from scrapy.core.scheduler import BaseScheduler

from imgcrawl import clock, keys
from imgcrawl.config import (
    IdentityConfig,
    RunConfig,
    SchedulerConfig,
    ThrottleConfig,
    least_delay_s,
    robots_agent,
)
from imgcrawl.frontier import HostQueues
from imgcrawl.frontier.judge import HostJudge
from imgcrawl.frontier.queue import Limits
from imgcrawl.frontier.reports import Reports
from imgcrawl.frontier.standing import Standings
from imgcrawl.frontier.waiting import OUT_OF_TIME
from imgcrawl.identity.policies import PolicyTable
from imgcrawl.remedies.attempts.state import refusals_of
from imgcrawl.scheduler.addresses import endpoint_of, host_of
from imgcrawl.scheduler.deadlines import Deadlines
from imgcrawl.scheduler.robots import RobotsDesk

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler

    from imgcrawl.errors import Verdict
    from imgcrawl.frontier import HostSlot, Standing


_OF_BEFORE = (keys.SENT_AT, keys.ASKED_AT, keys.SINGLE_CONNECTION, keys.VERDICT, keys.VERDICT_REASON)
"""Meta of the request that one was copied from, a redirect's or the next try: it holds for that one alone."""

_MOST_AT_ONCE = 32
"""Requests handed out before answers get their turn: one of them may say that a host wants to be left alone."""


class HostScheduler(BaseScheduler):
    """Holds requests by host until they are due; retries and paused hosts wait here, never in a concurrency slot.

    A request with meta ``imgcrawl_not_before`` is not handed out earlier. One whose host is closed is handed out at
    once with meta ``imgcrawl_verdict`` and is not to be sent, and so is one whose row's time is over. There is no
    duplicate filter: the catalogue knows what is done, and the spider asks for each URL once.
    """

    def __init__(
        self,
        crawler: Crawler,
        config: SchedulerConfig,
        throttle: ThrottleConfig,
        policies: PolicyTable,
        robots_agent: str | None,
        *,
        deadline_s: float,
    ) -> None:
        self._crawler = crawler
        self._config = config
        self._policies = policies
        self._most_delay_s = throttle.retry_after_max_s
        self.robots = RobotsDesk(robots_agent, ask=self.enqueue_request, admit=self._admit) if robots_agent else None
        """Where to tell what became of requests for robots.txt; None where it is not obeyed."""
        self._standings = Standings()
        self._handed_out: dict[Request, str] = {}
        self.deadlines = Deadlines(deadline_s, self._under_way)
        """How long rows may wait here."""
        self._queues = HostQueues(
            self._limits_for,
            rng=random.Random(),
            endpoint_of=endpoint_of,
            on_new=self._met,
            on_drop=self._dropped,
            ends_at=self.deadlines.ends_at,
        )
        self._judge = HostJudge(self._queues, throttle, on_pause=self._paused)
        self.reports = Reports(self._judge, endpoint_of=endpoint_of, host_of=host_of)
        """Where to tell what became of requests."""
        self._wakeup: asyncio.TimerHandle | None = None
        self._room = asyncio.Event()
        self._most_queued = 0
        self._burst = 0
        self.is_hungry = False
        """Whether the engine could send more than what is held allows, because its hosts are busy or waiting."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the scheduler from the crawler's settings."""
        settings = crawler.settings
        scheduler = cls(
            crawler,
            replace(SchedulerConfig.from_settings(settings), host_delay_s=least_delay_s(settings)),
            ThrottleConfig.from_settings(settings),
            PolicyTable.load(IdentityConfig.from_settings(settings).host_policies),
            robots_agent(settings),
            deadline_s=RunConfig.from_settings(settings).url_deadline_s,
        )
        crawler.signals.connect(scheduler.deadlines.outage_changed, signal=keys.outage_changed)
        return scheduler

    def _under_way(self) -> Iterable[Request]:
        waiting = self.robots.waiting() if self.robots is not None else ()
        return chain(self._queues.waiting(), waiting, self._handed_out)

    def __len__(self) -> int:
        return len(self._queues) + (len(self.robots) if self.robots is not None else 0)

    def has_pending_requests(self) -> bool:
        """Say whether any request is still held."""
        return len(self) > 0

    def enqueue_request(self, request: Request) -> bool:
        """Hold *request* for its host; always accepted."""
        key, meta = self.slot_key(request), request.meta
        meta["download_slot"] = key
        for name in _OF_BEFORE:
            meta.pop(name, None)
        if self.robots is None or keys.ROBOTS in meta or meta.get("dont_obey_robotstxt"):
            self._push(request)
        elif (rules := self.robots.rules_for(request)) is not None:
            verdict = rules.verdict(request.url, most_delay_s=self._most_delay_s)
            if rules.delay_s and verdict is None:
                self._judge.wants_delay(key, rules.delay_s, now=clock.now())
            self._push(request, verdict)
        else:
            self._end_in_time(request, self.robots)
        self._most_queued = max(self._most_queued, len(self))
        return True

    def _end_in_time(self, request: Request, desk: RobotsDesk) -> None:
        """Let *request*, if its row has begun, wait for robots.txt no longer than its row has time."""
        left_s = self.deadlines.ends_at(request) - clock.now()
        if 0 < left_s < inf:
            asyncio.get_running_loop().call_later(left_s + 0.001, self._end_in_time, request, desk)
        elif left_s <= 0 and desk.leave(request):
            self._push(request, OUT_OF_TIME)
            self.wake()

    def _push(self, request: Request, verdict: Verdict | None = None) -> None:
        meta = request.meta
        not_before = float(meta.pop(keys.NOT_BEFORE, 0.0))
        key, first = meta["download_slot"], request.priority > 0
        self._queues.push(key, request, not_before=not_before, first=first, verdict=verdict)

    def next_request(self) -> Request | None:
        """Return the next request whose host may be asked now, or None; then the engine is woken when one is due."""
        now = clock.now()
        is_burst_over = self._burst >= _MOST_AT_ONCE
        popped = None if is_burst_over else self._queues.pop(now)
        self.is_hungry = popped is None and not is_burst_over
        if popped is None:
            self._arm()
            return None
        self._burst += 1
        request: Request = popped.item
        meta = request.meta
        if popped.verdict is None:
            meta[keys.SENT_AT] = meta[keys.ASKED_AT] = now
            self._handed_out[request] = meta["download_slot"]
            row = refusals_of(meta.get(keys.FETCH))
            if popped.single_connection or (row is not None and row["refused"]):
                meta[keys.SINGLE_CONNECTION] = True
        else:
            verdict = popped.verdict
            if verdict is OUT_OF_TIME:
                is_paused = self._queues.slot(meta["download_slot"]).left_alone_until > now
                verdict = self.deadlines.verdict_on(request, is_paused=is_paused)
            meta[keys.VERDICT], meta[keys.VERDICT_REASON] = verdict
        if len(self) < self._config.max_queued:
            self._room.set()
        return request

    def close(self, reason: str) -> None:  # noqa: ARG002
        """Stop waking the engine; what is still held is taken up by the next run, from the catalogue."""
        if self._wakeup is not None:
            self._wakeup.cancel()
        stats = self._crawler.stats
        stats.set_value(keys.STAT_QUEUED_MAX, self._most_queued)
        stats.set_value(keys.STAT_HELD, len(self))

    async def wait_for_room(self) -> None:
        """Return once fewer than ``IMGCRAWL_SCHEDULER_MAX_QUEUED`` requests are held."""
        while len(self) >= self._config.max_queued:
            self._room.clear()
            await self._room.wait()

    def awaited(self) -> list[tuple[str, float]]:
        """Return the hosts that requests wait for, each with the seconds until the next may go, the longest first."""
        now = clock.now()
        return [(key, until - now) for key, until in self._queues.awaited()]

    def begun_last_at(self) -> float | None:
        """Return when the last of the rows that wait here was begun, 0 if none waits; None if one has not begun yet."""
        if self.robots:
            return None
        states = (request.meta.get(keys.FETCH) for request in self._queues.waiting())
        begun = [state["started_at"] for state in states if state is not None]
        return None if None in begun else max(begun, default=0.0)

    def slot_key(self, request: Request) -> str:
        """Return the host of *request*, or the group with which it shares its limits."""
        return self._policies.slot(host_of(request))

    def slot(self, key: str) -> HostSlot:
        """Return the slot of the host *key*."""
        return self._queues.slot(key)

    def release(self, request: Request) -> None:
        """Note that *request*, once handed out, is no longer in flight, whatever its meta says by now."""
        sent_at = request.meta.pop(keys.SENT_AT, inf)
        key = self._handed_out.pop(request, None)
        if key is not None:
            self._queues.release(key, now=clock.now(), sent_at=sent_at)

    def is_paused(self, request: Request) -> bool:
        """Say whether the host of *request*, which was handed out, however long ago, is to be left alone now."""
        if keys.ASKED_AT not in request.meta:
            return False
        return self._queues.slot(request.meta["download_slot"]).left_alone_until > clock.now()

    def is_paced(self, request: Request) -> bool:
        """Say whether the host of *request*, which was handed out, wants an interval between two requests."""
        return keys.ASKED_AT in request.meta and self._queues.slot(request.meta["download_slot"]).delay > 0

    def _admit(self, requests: list[Request]) -> None:
        for request in requests:
            self.enqueue_request(request)
        self.wake()

    def recall(self, standings: Iterable[Standing]) -> None:
        """Take up what other processes, or earlier ones, learnt of hosts, be they met already or still to come."""
        now = clock.now()
        for standing in standings:
            self._standings.put(standing, now)
            if standing.host in self._queues and self._judge.recall(standing, now=now):
                self._crawler.signals.send_catch_log(keys.host_paused, standing=None)

    def _met(self, key: str) -> None:
        standing = self._standings.get(key)
        if standing is not None:
            self._judge.recall(standing, now=clock.now())

    def _dropped(self, slot: HostSlot) -> None:
        if slot.is_telling:
            self._standings.put(slot.standing(), clock.now())

    def _paused(self, key: str, is_new: bool) -> None:  # noqa: FBT001 - a callback
        if is_new:
            self._crawler.stats.inc_value(keys.STAT_INCIDENTS)
        self._crawler.signals.send_catch_log(keys.host_paused, standing=self._judge.standing(key))

    def _limits_for(self, key: str) -> Limits:
        config, policy = self._config, self._policies.for_slot(key)
        most, delay_s = config.host_concurrency, config.host_delay_s
        if policy is not None:
            most, delay_s = min(most, policy.concurrency or most), max(delay_s, policy.delay_s)
        return Limits(config.host_concurrency_start, most, delay_s)

    def _arm(self) -> None:
        due = 0.0 if self._burst else self._queues.next_due()
        self._burst = 0
        if self._wakeup is not None:
            self._wakeup.cancel()
            self._wakeup = None
        if due is not None:
            self._wakeup = asyncio.get_running_loop().call_later(max(0.0, due - clock.now()) + 0.001, self.wake)

    def wake(self) -> None:
        """Have the engine ask for requests now; it would by itself when an answer comes, or within seconds."""
        engine = self._crawler.engine
        if engine is not None and engine._slot is not None:  # noqa: SLF001
            engine._slot.nextcall.schedule()  # noqa: SLF001
