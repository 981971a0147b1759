"""How long a host is asked, and when it is given up: what the failures of its rows come to in the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from imgcrawl.errors import OVERLOAD, ErrorSlug
from imgcrawl.frontier.given_up import left_alone
from imgcrawl.frontier.trouble import FROM_CHOOSER
from imgcrawl.remedies.rules.groups import HOST_SILENT, IN_COMPANY, OUTAGES, SIDE_ROADS

if TYPE_CHECKING:
    from imgcrawl.config import ThrottleConfig
    from imgcrawl.frontier.queue import HostQueues
    from imgcrawl.frontier.slot import HostSlot
    from imgcrawl.frontier.trouble import Trouble

_ELSEWHERE: Final = SIDE_ROADS - {"https"} | {None}
"""Next steps of a row that has done with its host; over https it is there still."""


class Patience:
    """Closes hosts that refuse one row after the other, cannot be reached, or are out of order for too long.

    Instants are epoch seconds and always passed in.
    """

    def __init__(self, queues: HostQueues, config: ThrottleConfig) -> None:
        self._queues = queues
        self._config = config

    def failed(self, key: str, trouble: Trouble, *, endpoint: str, is_own: bool, now: float) -> None:
        """Note a failed attempt at *endpoint*, after its row's next step was planned.

        *is_own*: *key* is one host's alone.
        """
        slug, wait_s, most_s = trouble.slug, trouble.retry_after_s, self._config.retry_after_max_s
        slot = self._queues.slot(key)
        if slug in IN_COMPANY and slot.in_flight > 1 and not slot.rate.has_given:
            slot.width.now = 1  # all that is known of it is that it refuses one beside the others
        if slug in HOST_SILENT:
            self._unreachable(key, trouble, now, endpoint=endpoint, is_own=is_own)
        elif wait_s is not None and wait_s > most_s:
            self._queues.close_host(key, slug.value, left_alone(wait_s))
        elif slug in OVERLOAD and trouble.patient and not trouble.own:
            again = trouble.remedy in ("wait", "retry", FROM_CHOOSER)
            if self.is_out(key) or (not again and self._strike(key, "", trouble, now)):
                self._queues.close_host(key, slug.value, "the host has refused one request after the other")
        elif slug in OUTAGES and slot.outage is not None and slot.outage.is_hopeless and trouble.patient:
            self._still_out(slot, trouble, now)

    def _still_out(self, slot: HostSlot, trouble: Trouble, now: float) -> None:
        """Let a row of a host that was waited for in vain have its last try, and give up the host after a few rows.

        Where few have waited, and no longer than they are worth, those alone end, with the first.
        """
        if trouble.again_at > now:
            slot.width.now = 1
            self._queues.pause(slot.key, trouble.again_at)
        elif trouble.remedy in _ELSEWHERE and slot.outage is not None:
            reason = f"the host gave nothing but errors for {slot.outage.lasted_s(now):.0f} s"
            if not slot.outage.has_lasted(now):
                self._queues.fail_waiting(slot.key, trouble.slug.value, reason)
            elif self._strike(slot.key, "", trouble, now):
                self._queues.close_host(slot.key, trouble.slug.value, reason)

    def _unreachable(self, key: str, trouble: Trouble, now: float, *, endpoint: str, is_own: bool) -> None:
        slot = self._queues.slot(key)
        is_of_row = trouble.slug is ErrorSlug.TCP_TIMEOUT and slot.endpoint(endpoint).is_silent_for_rows
        if trouble.remedy in ("retry", FROM_CHOOSER) and is_own and not is_of_row:
            slot.width.now = 1
            self._queues.pause(key, trouble.again_at)
        if trouble.remedy not in ("wait", "retry", "other_scheme") and self._strike(key, endpoint, trouble, now):
            reason = "the host could not be reached a moment ago"
            self._queues.close_host(key, trouble.slug.value, reason, endpoint=endpoint)

    def _strike(self, key: str, endpoint: str, trouble: Trouble, now: float) -> bool:
        """Note a row that has done with an endpoint; one that begins anew has not asked it twice, as others have."""
        found = self._queues.slot(key).endpoint(endpoint)
        return found.strike(trouble.sent_at, now, spared=trouble.remedy == FROM_CHOOSER)

    def is_out(self, key: str) -> bool:
        """Say whether waiting for the host, which has been complaining, is of no more use."""
        slot = self._queues.slot(key)
        is_out = slot.outage is not None and slot.outage.is_on
        return not is_out and slot.rate.is_hopeless(slot.paused_until, patience_s=self._config.retry_after_max_s)
