"""What a complaint costs a host: a longer delay between requests, fewer of them at a time, and a pause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imgcrawl.frontier.rate import OVERLOAD_PAUSE_S, longest_delay_s

if TYPE_CHECKING:
    from imgcrawl.config import ThrottleConfig
    from imgcrawl.frontier.slot import HostSlot
    from imgcrawl.remedies.answers.failures import Slowdown


def slow_down(slot: HostSlot, slowdown: Slowdown, config: ThrottleConfig, *, now: float, suspected: bool) -> None:
    """Give the host a longer delay, and one request at a time, for a new incident; neither if that comes by chance."""
    rate = slot.rate
    most_s = longest_delay_s(overload=slowdown.overload, suspected=suspected)
    had_named, rate.has_named = rate.has_named, slowdown.retry_after_s is not None
    is_repeated = had_named and rate.has_named and rate.troubled_since > 0
    rate.proven = rate.proven or not suspected
    slot.suspected = slot.suspected or suspected
    counts = is_repeated or not slowdown.overload
    told_s = slowdown.retry_after_s or slowdown.reset_s
    is_plain = not (suspected or rate.has_named or told_s)
    times = {"step_s": config.delay_step_s, "cap_s": most_s, "forgive_s": config.forgive_s}
    rate.complain(now, counts=counts, is_plain=is_plain, **times)
    rate.left_alone(told_s)
    if rate.delay_s < slot.delay:
        slot.next_at = min(slot.next_at, now + rate.delay_s)
    slot.delay = rate.delay_s
    if rate.is_by_chance:
        slot.width.forgive()
    else:
        slot.width.narrow(slot.in_flight, now, forgive_s=config.forgive_s)


def excuse(slot: HostSlot, slowdown: Slowdown) -> None:
    """Note a complaint that is about one row: with others of its kind it may show that the pace is not what matters."""
    if slot.rate.excused(counts=not slowdown.overload):
        slot.delay = slot.rate.delay_s
        slot.width.forgive()


def end_of_own_pause(slot: HostSlot, config: ThrottleConfig, *, is_short: bool, is_news: bool) -> float:
    """Return until when, in epoch seconds, to leave a host alone that names no time: noted once for each incident."""
    cap_s = min(config.pause_cap_s, OVERLOAD_PAUSE_S) if is_short else config.pause_cap_s
    own_s = slot.rate.pause_s(base_s=config.pause_base_s, cap_s=cap_s)
    if is_news:
        slot.rate.paused(own_s)
    return slot.rate.incident_at + own_s
