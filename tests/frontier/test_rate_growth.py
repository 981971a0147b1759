"""Delays that grow by less than double."""

from __future__ import annotations

from imgcrawl.frontier.rate import HostRate


def slowed() -> HostRate:
    """Return what is known of a host that gave ten at a second each after a short pause, and complained then."""
    rate = HostRate(has_given=True, proven=True)
    for now in (0.0, 10.0, 20.0):
        rate.complain(now, step_s=0.5, cap_s=60.0, forgive_s=300.0)
        if now == 10.0:
            rate.paused(0.2)
            for _ in range(10):
                rate.content(11.0)
    assert (rate.delay_s, rate.known_bad_s) == (1.02, 1.0)
    return rate


def test_an_acquittal_takes_back_what_the_complaint_has_cost_and_no_more():
    """That the delay grew by a fiftieth, and not what complaints before it had shown."""
    rate = slowed()
    rate.acquit()
    assert (rate.delay_s, rate.known_bad_s) == (1.0, 0.5)


def test_what_is_known_of_a_slow_host_is_not_forgotten_before_it_was_asked_often():
    """At a delay of a minute five minutes are a few requests: they do not tell that the host is content."""
    rate = HostRate(has_given=True)
    for n in range(8):
        rate.complain(float(n), step_s=0.5, cap_s=60.0, forgive_s=300.0)
    assert rate.delay_s == 60.0
    rate.complain(400.0, step_s=0.5, cap_s=60.0, forgive_s=300.0)
    assert rate.incidents == 9
    rate.complain(400.0 + 20 * 60.0 + 1, step_s=0.5, cap_s=60.0, forgive_s=300.0)
    assert rate.incidents == 1
