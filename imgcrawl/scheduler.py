"""The scheduler: hands requests to the engine as their hosts can bear them."""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING

from scrapy.core.scheduler import BaseScheduler
from scrapy.utils.httpobj import urlparse_cached

from imgcrawl import clock, keys
from imgcrawl.config import IdentityConfig, SchedulerConfig, ThrottleConfig
from imgcrawl.frontier import HostQueues
from imgcrawl.frontier.queue import Limits
from imgcrawl.identity.policies import PolicyTable
from imgcrawl.intake.repair import DEFAULT_PORTS

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler

    from imgcrawl.frontier import HostSlot


_MARGIN_S = 1.0
"""Added to announced waits: HTTP-dates are cut to whole seconds, and clocks differ."""


_MOST_AT_ONCE = 32
"""Requests handed out before answers get their turn: one of them may say that a host wants to be left alone."""

_OVERLOAD_PAUSE_S = 8.0
"""Longest pause and delay of our own after a 503, which may mean one broken address as well as an overloaded host."""

_LONGEST_DELAY_S = 60.0
"""Longest delay between two requests that a host is given for its complaints."""


class HostScheduler(BaseScheduler):
    """Holds requests by host until they are due; retries and paused hosts wait here, never in a concurrency slot.

    A request with meta ``imgcrawl_not_before`` is not handed out earlier. One whose host is closed is handed out at
    once with meta ``imgcrawl_verdict`` and is not to be sent. There is no duplicate filter: the catalogue knows what is
    done, and the spider asks for each URL once.
    """

    def __init__(
        self, crawler: Crawler, config: SchedulerConfig, throttle: ThrottleConfig, policies: PolicyTable
    ) -> None:
        self._crawler = crawler
        self._config = config
        self._throttle = throttle
        self._policies = policies
        self._queues = HostQueues(self._limits_for, rng=random.Random(), door_of=door_of)
        self._wakeup: asyncio.TimerHandle | None = None
        self._room = asyncio.Event()
        self._most_queued = 0
        self._burst = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the scheduler from the crawler's settings."""
        settings = crawler.settings
        return cls(
            crawler,
            SchedulerConfig.from_settings(settings),
            ThrottleConfig.from_settings(settings),
            PolicyTable.load(IdentityConfig.from_settings(settings).host_policies),
        )

    def __len__(self) -> int:
        return len(self._queues)

    def has_pending_requests(self) -> bool:
        """Say whether any request is still held."""
        return len(self._queues) > 0

    def enqueue_request(self, request: Request) -> bool:
        """Hold *request* for its host; always accepted."""
        key = self.slot_key(request)
        request.meta["download_slot"] = key
        request.meta.pop(keys.SENT_AT, None)  # of the request that this one was copied from: a redirect's
        not_before = float(request.meta.pop(keys.NOT_BEFORE, 0.0))
        self._queues.push(key, request, not_before=not_before, first=request.priority > 0)
        self._most_queued = max(self._most_queued, len(self._queues))
        return True

    def next_request(self) -> Request | None:
        """Return the next request whose host may be asked now, or None; then the engine is woken when one is due."""
        now = clock.now()
        popped = self._queues.pop(now) if self._burst < _MOST_AT_ONCE else None
        if popped is None:
            self._arm()
            return None
        self._burst += 1
        request: Request = popped.item
        if popped.verdict is None:
            request.meta[keys.SENT_AT] = now
        else:
            request.meta[keys.VERDICT], request.meta[keys.VERDICT_REASON] = popped.verdict
        if len(self._queues) < self._config.max_queued:
            self._room.set()
        return request

    def close(self, reason: str) -> None:  # noqa: ARG002
        """Stop waking the engine; what is still held is taken up by the next run, from the catalogue."""
        if self._wakeup is not None:
            self._wakeup.cancel()
        stats = self._crawler.stats
        stats.set_value(keys.STAT_QUEUED_MAX, self._most_queued)
        stats.set_value(keys.STAT_HELD, len(self._queues))

    async def wait_for_room(self) -> None:
        """Return once fewer than ``IMGCRAWL_SCHEDULER_MAX_QUEUED`` requests are held."""
        while len(self._queues) >= self._config.max_queued:
            self._room.clear()
            await self._room.wait()

    def slot_key(self, request: Request) -> str:
        """Return the host of *request*, or the group with which it shares its limits."""
        return self._policies.slot(urlparse_cached(request).hostname or "")

    def slot(self, key: str) -> HostSlot:
        """Return the slot of the host *key*."""
        return self._queues.slot(key)

    def release(self, request: Request) -> None:
        """Note that *request*, once handed out, is no longer in flight."""
        if request.meta.pop(keys.SENT_AT, None) is not None:
            self._queues.release(request.meta["download_slot"])

    def is_paused(self, request: Request) -> bool:
        """Say whether the host of *request*, which was handed out, is to be left alone now."""
        if keys.SENT_AT not in request.meta:
            return False
        return self._queues.slot(request.meta["download_slot"]).paused_until > clock.now()

    def pause(self, key: str, until: float) -> None:
        """Send nothing to the host *key* before the epoch second *until*."""
        self._queues.pause(key, until)

    def close_host(self, key: str, slug: str, reason: str) -> None:
        """Fail everything that waits for the host *key* with *slug*, unsent."""
        self._queues.close_host(key, slug, reason)

    def close_door(self, request: Request, slug: str, reason: str) -> None:
        """Fail everything that waits for the same host and port as *request* with *slug*, unsent."""
        self._queues.close_host(request.meta["download_slot"], slug, reason, door=door_of(request))

    def suspect(self, key: str, until: float) -> None:
        """Let only one request at a time try the host *key*, the first at the epoch second *until*."""
        self._queues.slot(key).concurrency = 1
        self._queues.pause(key, until)

    def strike(self, request: Request) -> bool:
        """Note that *request* has tried its host in vain; say whether the host is to be given up."""
        return self._strike(request, "")

    def strike_door(self, request: Request) -> bool:
        """Note that *request* has tried its host and port in vain; say whether these are to be given up."""
        return self._strike(request, door_of(request))

    def _strike(self, request: Request, name: str) -> bool:
        now = clock.now()
        door = self._queues.slot(request.meta["download_slot"]).door(name)
        return door.strike(request.meta.get(keys.SENT_AT, now), now)

    def answered(self, request: Request, *, well: bool) -> None:
        """Note that *request* was answered."""
        self._queues.slot(request.meta["download_slot"]).answered(door_of(request), well=well)

    def complain(self, key: str, *, sent_at: float, retry_after_s: float | None, overload: bool = False) -> None:
        """Note that the host *key* wants fewer requests, in answer to a request sent at *sent_at* (epoch seconds).

        All refusals of requests sent before the pause began are one incident; a longer announced wait still counts.
        *overload*: it is a 503, which is not always about the number of requests.
        """
        now = clock.now()
        slot = self._queues.slot(key)
        rate, limits = slot.rate, self._throttle
        if not rate.same_incident(sent_at):
            most_s = _OVERLOAD_PAUSE_S if overload else _LONGEST_DELAY_S
            rate.complain(now, step_s=limits.delay_step_s, cap_s=most_s, forgive_s=limits.forgive_s)
            slot.delay = rate.delay_s
            slot.concurrency = 1
            self._crawler.stats.inc_value(keys.STAT_INCIDENTS)
        if retry_after_s is not None:
            self._queues.pause(key, now + retry_after_s + _MARGIN_S)
        else:
            cap_s = min(limits.pause_cap_s, _OVERLOAD_PAUSE_S) if overload else limits.pause_cap_s
            own_s = rate.pause_s(base_s=limits.pause_base_s, cap_s=cap_s)
            self._queues.pause(key, rate.incident_at + own_s)

    def is_out_of_patience(self, key: str) -> bool:
        """Say whether the host *key* has been complaining for longer than the run sits out, its pause included."""
        slot = self._queues.slot(key)
        since = slot.rate.troubled_since
        return since > 0 and slot.paused_until - since > self._throttle.retry_after_max_s

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
            self._wakeup = asyncio.get_running_loop().call_later(max(0.0, due - clock.now()) + 0.001, self._wake)

    def _wake(self) -> None:
        self._wakeup = None
        engine = self._crawler.engine
        if engine is not None and engine._slot is not None:  # noqa: SLF001
            engine._slot.nextcall.schedule()  # noqa: SLF001


def door_of(request: Request) -> str:
    """Return the host and port that *request* goes to."""
    parts = urlparse_cached(request)
    if not parts.netloc.islower() or "@" in parts.netloc or ":" in parts.netloc:
        return f"{parts.hostname}:{parts.port or DEFAULT_PORTS.get(parts.scheme, 0)}"
    return f"{parts.netloc}:{DEFAULT_PORTS.get(parts.scheme, 0)}"
