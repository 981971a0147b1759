"""What answers and failures say of a host as a whole: the one place where that is decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from imgcrawl.errors import OVERLOAD, ErrorSlug
from imgcrawl.frontier.blame import Blame
from imgcrawl.frontier.closing import Closing
from imgcrawl.frontier.given_up import left_alone
from imgcrawl.frontier.hold import Hold
from imgcrawl.frontier.outage import Outage
from imgcrawl.frontier.patience import Patience
from imgcrawl.frontier.slowing import end_of_own_pause, excuse, slow_down
from imgcrawl.frontier.standing import REMEMBERED_S
from imgcrawl.remedies.answers.failures import Slowdown
from imgcrawl.remedies.attempts.state import new_refusals

if TYPE_CHECKING:
    from collections.abc import Callable

    from imgcrawl.config import ThrottleConfig
    from imgcrawl.frontier.hold import Miss, Turn
    from imgcrawl.frontier.queue import HostQueues
    from imgcrawl.frontier.slot import HostSlot
    from imgcrawl.frontier.standing import Standing
    from imgcrawl.frontier.trouble import Trouble
    from imgcrawl.remedies.attempts.state import Refusals

CUT_OFF: Final = frozenset({ErrorSlug.TCP_RESET, ErrorSlug.TCP_CLOSED, ErrorSlug.TCP_REFUSED})
"""Failures by which a host may mean that a client has one connection too many."""

MARGIN_S: Final = 1.0
"""Added to announced waits: HTTP-dates are cut to whole seconds, and clocks differ."""

_FIRST_PROBE: Final = 2.5
"""Own pauses after which a host that has turned is asked for the first time."""

_OUT_PROBE: Final = 0.5
"""Own pauses after which a host that is out of order is asked for the first time."""


class HostJudge:
    """Pauses, narrows and suspects hosts by what they answer, and by that they do not.

    *on_pause* is told the key of a host each time that a complaint lengthens its pause, and whether this is a new
    incident. Instants are epoch seconds and always passed in.
    """

    def __init__(self, queues: HostQueues, config: ThrottleConfig, *, on_pause: Callable[[str, bool], None]) -> None:
        self._queues = queues
        self._config = config
        self._on_pause = on_pause
        self._patience = Patience(queues, config)

    def complained(
        self,
        key: str,
        slowdown: Slowdown,
        *,
        now: float,
        sent_at: float,
        suspected: bool = False,
        row: Refusals | None = None,
    ) -> None:
        """Note that the host wants a *slowdown*, in answer to a request sent at *sent_at*.

        All refusals of requests sent before the pause began are one incident; a longer announced wait still counts.
        A 503 is not always about the number of requests; *suspected*: the host did not say so. *row*: what it has said
        before to the row that it said it to. If that row alone is to blame the host goes on as before, but for a wait
        that it has announced. What a 429 announces holds for the sister machines too (``machines.py``).
        """
        slot, wait_s = self._queues.slot(key), slowdown.retry_after_s
        if row is not None and self._is_own(slot, row, now, sent_at):
            if wait_s is not None:
                self._put_off(key, now + wait_s + MARGIN_S, now)
            elif not (slowdown.reset_s or slot.rate.same_incident(sent_at)):
                excuse(slot, slowdown)
            return
        is_news = not slot.rate.same_incident(sent_at)
        if is_news:
            slow_down(slot, slowdown, self._config, now=now, suspected=suspected)
            if row is not None:
                row["incidents"] += 1
        elif slot.rate.chance is not None:
            slot.rate.chance.complained_beside()
        told_s = wait_s or slowdown.reset_s
        until = now + told_s + MARGIN_S if told_s else 0.0
        if wait_s is None:
            is_short = slowdown.overload or suspected
            until = max(until, end_of_own_pause(slot, self._config, is_short=is_short, is_news=is_news))
        elif not slowdown.overload and wait_s <= self._config.retry_after_max_s:
            slot.service.pause(until)
        if self._queues.pause(key, until) or is_news:
            self._on_pause(key, is_news)

    def _put_off(self, key: str, until: float, now: float, *, is_checked: bool = False) -> None:
        """Pause the host, for no new incident, and have that known if it is news; *is_checked*: but for a check."""
        pause = self._queues.pause_but_for_check if is_checked else self._queues.pause
        if pause(key, until):
            self._queues.slot(key).told_at = now
            self._on_pause(key, False)

    def turned(self, key: str, miss: Miss, *, now: float) -> Turn | None:
        """Note a failure that may be the host's to all its rows; return what it means if its row is to wait."""
        slot = self._queues.slot(key)
        hold = self._hold(slot)
        was_on = hold.is_on
        if not was_on and self._patience.is_out(key):
            return None
        in_flight = slot.in_flight
        turn = hold.missed(miss._replace(alone=in_flight <= 1, at_stake=len(slot.waiting) + max(1, in_flight)), now)
        if turn is None:
            if miss.row["own"]:
                self.acquitted(key)
            return None
        if hold.is_passing:
            slot.width.now = 1
        elif not was_on:
            self.complained(key, Slowdown(None, miss.may_pass), now=now, sent_at=miss.sent_at, suspected=True)
        self._put_off(key, turn.until, now)
        return turn

    def suspected_out(self, key: str, miss: Miss, *, now: float, has_others: bool = False) -> Turn | None:
        """Return what a failure means that may be an outage of a host without images; *has_others*: as there."""
        slot, config = self._queues.slot(key), self._config
        if not config.outage_s or (slot.hold is not None and slot.hold.has_given):
            return None
        slot.outage = slot.outage or Outage(_OUT_PROBE * config.pause_base_s, config.outage_s)
        turn = slot.outage.missed(miss, now, has_others=has_others)
        if turn is not None and not turn.in_vain:
            slot.width.now = 1
            self._put_off(key, turn.until, now, is_checked=turn.is_checked)
        return turn

    def left_alone_until(self, key: str) -> float:
        """Return the epoch second before which nothing is sent to the host, as far as is known by now."""
        return self._queues.slot(key).left_alone_until

    def proved_up(self, key: str, *, sent_at: float) -> None:
        """Note an answer that no host gives which is out of order."""
        if (outage := self._queues.slot(key).outage) is not None:
            outage.answered(sent_at)
            self._queues.end_check(key)

    def said_closed(self, key: str, *, now: float, sent_at: float) -> None:
        """Note that the host says that it is closed for a while: one row asks whether it is back."""
        slot = self._queues.slot(key)
        slot.closing = slot.closing or Closing(self._config.pause_base_s)
        until = slot.closing.said(now, sent_at=sent_at)
        if not slot.closing.is_open:
            slot.width.now = 1
        if until is not None:
            self._put_off(key, until, now)

    def gave(self, key: str, lane: int, row: Refusals, *, sent_at: float, is_same: bool = True) -> None:
        """Note an image of the host to the row on *lane*, as far as that is known before it is decoded."""
        slot = self._queues.slot(key)
        hold = self._hold(slot)
        hold.gave(lane, row, sent_at, is_same=is_same)
        if hold.is_passing:
            self.acquitted(key)
        self.proved_up(key, sent_at=sent_at)
        if slot.closing is not None:
            slot.closing.gave(sent_at)

    def took_back(self, key: str, lane: int, row: Refusals) -> None:
        """Note that what came was no image."""
        self._hold(self._queues.slot(key)).took_back(lane, row)

    def spoke(self, key: str, *, sent_at: float) -> None:
        """Note an answer that is about its row alone; it says nothing of a host that has neither given nor failed."""
        if (hold := self._queues.slot(key).hold) is not None:
            hold.spoke(sent_at)

    def _hold(self, slot: HostSlot) -> Hold:
        slot.hold = slot.hold or Hold(_FIRST_PROBE * self._config.pause_base_s)
        return slot.hold

    def acquitted(self, key: str) -> None:
        """Note that the last complaint of the host, which was a suspicion of ours, was none."""
        slot = self._queues.slot(key)
        if slot.suspected:
            slot.suspected = False
            slot.acquit()

    def narrow_if_crowded(self, key: str, slug: ErrorSlug, *, endpoint: str, now: float, sent_at: float) -> bool:
        """Say whether a failure may be due to the company that a request had at its host, which is then narrowed.

        A host that allows a client few connections answers 429 or 503 to the others, or cuts them off.
        """
        slot = self._queues.slot(key)
        # One that refuses connections may as well be down, unless it has answered before.
        is_up = slug is not ErrorSlug.TCP_REFUSED or slot.endpoint(endpoint).strikes_allowed
        if slug in CUT_OFF and is_up and slot.in_flight > 1 and sent_at > slot.width.narrowed_at:
            slot.width.narrow(slot.in_flight, now, forgive_s=self._config.forgive_s)
        return (slug in CUT_OFF or slug in OVERLOAD) and sent_at <= slot.width.narrowed_at

    def answered(
        self,
        key: str,
        endpoint: str,
        *,
        sent_at: float,
        well: bool,
        row: Refusals | None = None,
        was_silent: bool = False,
    ) -> None:
        """Note an answer to what was sent at *sent_at*; *row*: what that was told before; *was_silent*: nothing."""
        slot = self._queues.slot(key)
        slot.answered(endpoint, well=well, was_silent=was_silent)
        if slot.blame is not None:
            slot.blame.answered(row if row is not None and row["host"] == key else None, sent_at, well=well)
        if well and slot.width.narrowed_at:
            slot.width.content(sent_at, forgive_s=self._config.forgive_s)

    def failed(self, key: str, trouble: Trouble, *, endpoint: str, is_own: bool, now: float) -> None:
        """Note a failed attempt at *endpoint*, after its row's next step was planned.

        *is_own*: *key* is one host's alone.
        """
        self._patience.failed(key, trouble, endpoint=endpoint, is_own=is_own, now=now)

    def recall(self, standing: Standing, *, now: float) -> bool:
        """Take up what another process learnt of a host; say whether the host is to be left alone now."""
        key, left_s = standing.host, standing.pause_left_s(now)
        slot = self._queues.slot(key)
        if left_s > self._config.retry_after_max_s:
            self._queues.close_host(key, ErrorSlug.HTTP_429.value, left_alone(left_s))
        elif left_s > 0:
            self._queues.pause(key, now + left_s)
        if now - standing.told_at < REMEMBERED_S:
            slot.recall(standing.within(self._config.retry_after_max_s), now)
        return left_s > 0

    def wants_delay(self, key: str, delay_s: float, *, now: float) -> None:
        """Note that the host asks for *delay_s* between two requests: it has them, up to what the run sits out."""
        self._queues.slot(key).keep_apart(min(delay_s, self._config.retry_after_max_s), now)

    def standing(self, key: str) -> Standing:
        """Return what is to be remembered of the host."""
        return self._queues.slot(key).standing()

    def _is_own(self, slot: HostSlot, row: Refusals, now: float, sent_at: float) -> bool:
        """Say whether a refusal is about *row* alone; what it has cost the host before is taken back."""
        if row["host"] != slot.key:
            row.update(new_refusals(slot.key))
        slot.blame = slot.blame or Blame()
        is_own = slot.blame.refused(row, now, sent_at=sent_at, alone=slot.in_flight <= 1)
        if row["own"] and row["incidents"]:
            for _ in range(row["incidents"]):
                slot.acquit()
            row["incidents"] = 0
            self._on_pause(slot.key, False)
        return is_own
