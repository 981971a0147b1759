"""One host: what waits for it, how much it may get, and when."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Any

from imgcrawl.frontier.endpoint import Endpoint
from imgcrawl.frontier.machines import Service
from imgcrawl.frontier.pace import Pace
from imgcrawl.frontier.rate import HostRate
from imgcrawl.frontier.standing import Standing
from imgcrawl.frontier.waiting import Waiting
from imgcrawl.frontier.width import Width

if TYPE_CHECKING:
    from random import Random

    from imgcrawl.frontier.blame import Blame
    from imgcrawl.frontier.closing import Closing
    from imgcrawl.frontier.hold import Hold
    from imgcrawl.frontier.outage import Outage

_JITTER = 0.1
_STUCK_S = 2.0
"""Seconds in which nothing came back from a host, after which its requests in flight hold up the others no longer.

Of a host whose last answer took longer, twice that."""

_SLOWER = 2.0

_LATE_S = 0.002
"""By how much timers are late even where there is nothing else to do; the next request makes up for it."""


class HostSlot:
    """The requests and limits of one host, or of a group of hosts that share a policy.

    *waiting*: its requests. *width*: how many may be in flight. *stuck*: of those that are, how many hold up the
    others no longer; *stuck_at*: when these were found; *moved_at*: when one was last sent or came back; *took_s*:
    how long the one took that came back last. *rate*: what it was found to bear; *delay*: least seconds between two
    requests. *paused_until*: epoch seconds before which nothing is sent; *checked_until*: but for what goes first
    of all, by which the pause is checked. *told_at*: when a pause last began that is no incident. *suspected*: the
    host was slowed down for what it has not said. *blame*: whom its refusals were about; None before the first.
    *hold*: whether it has turned after good answers; None before the first failure or image. *closing*: what it has
    said of being closed for a while; None before it has. *outage*: whether it is out of order before its first
    image; None before the first failure that may be one. *service*: what it has in common with its sister machines.
    *pace*: how it was asked of late; None before the second request.
    *endpoints*: what is known of its ports; ``""`` stands for the whole host. ``delay`` and ``transferring`` bear
    the names that Scrapy's AutoThrottle expects.
    """

    __slots__ = (
        "armed_for",
        "blame",
        "checked_until",
        "closing",
        "delay",
        "endpoints",
        "ends_armed_for",
        "hold",
        "in_flight",
        "in_ring",
        "key",
        "moved_at",
        "next_at",
        "outage",
        "pace",
        "paused_until",
        "rate",
        "service",
        "stuck",
        "stuck_at",
        "suspected",
        "told_at",
        "took_s",
        "waiting",
        "width",
    )

    def __init__(
        self, key: str, *, concurrency: int, most_concurrency: int, delay: float, service: Service | None = None
    ) -> None:
        self.key = key
        self.service = service or Service()
        self.waiting = Waiting()
        self.width = Width(concurrency, most_concurrency)
        self.delay = delay
        self.rate = HostRate(floor_s=delay)
        self.in_flight = self.stuck = 0
        self.moved_at = self.stuck_at = self.took_s = 0.0
        self.next_at = 0.0
        self.paused_until = 0.0
        self.checked_until = 0.0
        self.told_at = 0.0
        self.suspected = False
        self.blame: Blame | None = None
        self.hold: Hold | None = None
        self.closing: Closing | None = None
        self.outage: Outage | None = None
        self.pace: Pace | None = None
        self.endpoints: dict[str, Endpoint] = {}
        self.in_ring = False
        self.armed_for = self.ends_armed_for = 0.0

    @property
    def left_alone_until(self) -> float:
        """The epoch second before which nothing is sent: the host's own pause, or that of its service."""
        return max(self.paused_until, self.service.paused_until)

    @property
    def transferring(self) -> range:
        """Stands for the requests in flight; only its length means anything."""
        return range(self.in_flight)

    def endpoint(self, name: str) -> Endpoint:
        """Return what is known of the endpoint *name*, made on first use."""
        found = self.endpoints.get(name)
        if found is None:
            found = self.endpoints[name] = Endpoint()
        return found

    def answered(self, name: str, *, well: bool, was_silent: bool = False) -> None:
        """Note an answer by the endpoint *name*; a good one adds one to what may be in flight.

        *was_silent*: it had not answered the row before.
        """
        self.endpoint(name).answered(well=well, was_silent=was_silent)
        self.endpoint("").answered(well=well)
        if well:
            self.rate.answered_well()
            self.width.widen()

    def eligible_at(self) -> float:
        """Return the epoch second from which the slot may send; infinity when nothing waits, or when it is full."""
        checked_until = 0.0 if self.waiting.is_urgent else self.checked_until
        room_at = 0.0 if self.has_room else self._stuck_from()
        return max(self.waiting.due_at(), self.next_at, self.left_alone_until, checked_until, room_at)

    @property
    def has_room(self) -> bool:
        """Whether fewer are in flight than may be, but for those that are stuck."""
        return self.in_flight - self.stuck < self.width.now

    def _stuck_from(self) -> float:
        """Return when what is in flight is stuck, if nothing comes back, so that another may be sent beside it.

        Never for a host that minds how many there are, as far as is known; that is, but for one which was narrowed
        alone, or has given some alone since. Nor for one of which a single row asks whether it is back.
        """
        is_waited_for = any(each is not None and each.is_on for each in (self.hold, self.outage))
        may_have_more = self.rate.has_given and self.width.may_exceed(self.in_flight) and not is_waited_for
        return self.moved_at + max(_STUCK_S, _SLOWER * self.took_s) if may_have_more else inf

    def release(self, now: float, sent_at: float) -> None:
        """Note that a request, sent at *sent_at*, is no longer in flight."""
        self.in_flight -= 1
        self.took_s = max(0.0, now - sent_at)
        self.stuck = min(self.in_flight, self.stuck - (self.stuck > 0 and sent_at < self.stuck_at))
        self.moved_at = now

    def take(self, now: float, rng: Random) -> Any:
        """Take the next item; the slot must be eligible.

        While it is open whom the last refusal was about, those go first that were not refused.
        """
        kinds = (self.blame, self.hold, self.closing, self.outage)
        is_open = any(each is not None and each.wants_others for each in kinds)
        item = self.waiting.take(now, others_first=is_open)
        if not self.has_room:
            self.stuck, self.stuck_at = self.in_flight, now
        self.in_flight += 1
        if delay_s := max(self.delay, self._resuming_s(now)):
            paced_at = max(self.next_at, now - _LATE_S) + delay_s * rng.uniform(1.0, 1.0 + _JITTER)
            self.next_at = max(paced_at, now + self.rate.floor_s)
        self.moved_at = now
        return item

    def _resuming_s(self, now: float) -> float:
        """Return what has to stand between this request and the next one, as a pause has just ended; mostly nothing.

        To let a host in slowly that fails by chance would make it slow for good: each of its failures costs it a pause.
        """
        if self.pace is None:
            if not self.moved_at:
                return 0.0
            self.pace = Pace(self.moved_at)
        resuming_s = self.pace.sent(now, left_alone_until=max(self.left_alone_until, self.checked_until))
        return 0.0 if self.rate.is_by_chance or self.rate.is_on_trial else resuming_s

    def keep_apart(self, least_s: float, now: float) -> None:
        """Leave *least_s* between two requests from *now* on, whatever is found out of the host."""
        if least_s > self.rate.floor_s:
            self.rate.floor_s = least_s
            self.rate.delay_s = max(self.rate.delay_s, least_s)
            self.delay = max(self.delay, least_s)
            self.next_at = max(self.next_at, now + least_s)

    def acquit(self) -> None:
        """Give the host back what its last complaint, which was none, has cost it."""
        self.rate.acquit()
        self.delay = self.rate.delay_s
        if not self.rate.learnt:
            self.width.forgive()

    def recall(self, standing: Standing, now: float) -> None:
        """Take up what another process learnt of the host: nothing but that it is to be left alone, or its limits."""
        has_limit = standing.known_bad_s > 0 or standing.concurrency < self.width.most
        if not has_limit and standing.delay_s <= self.rate.floor_s:
            self.width.now = 1
            return
        told_at = min(standing.told_at, now)  # clocks may be set back, and differ between machines
        self.rate.recall(standing.delay_s, standing.known_bad_s, told_at)
        self.delay = max(self.delay, self.rate.delay_s)
        self.width.recall(standing.concurrency, told_at)

    def standing(self) -> Standing:
        """Return what is to be remembered of the host."""
        rate, told_at = self.rate, max(self.rate.incident_at, self.width.narrowed_at, self.told_at)
        until = max(self.paused_until, self.checked_until)
        return Standing(self.key, until, told_at, rate.delay_s, rate.known_bad_s, self.width.ceiling)

    def idle(self, now: float) -> bool:
        """Say whether the slot may be dropped at *now*: no requests, no pause, and the next may be sent at once.

        What its host was found to bear is not lost by it (:attr:`is_telling`).
        """
        busy_until = max(self.paused_until, self.checked_until, self.next_at)
        return not (len(self.waiting) or self.in_flight) and busy_until <= now

    @property
    def is_telling(self) -> bool:
        """Whether the host has taught something that its :meth:`standing` tells."""
        return self.rate.learnt or self.width.narrowed_at > 0
