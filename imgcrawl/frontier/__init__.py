"""Which request goes out next: due times, pauses, and a fair share for every host.

- All hosts: ``queue`` (which is next), ``capacity`` (how many requests may be in flight), ``machines`` (hosts that
  count requests together). ``judge`` says what answers and failures mean for a host, as ``reports`` tells of them.
- One host: ``slot``, with ``waiting`` (what waits for it), ``rate`` and ``pace`` (how quickly it is asked), ``width``
  (how many requests at a time), ``slowing`` (what a complaint costs) and ``standing`` (what is kept of that).
- What a complaint is about: ``blame`` (the pace, or the one address), ``chance`` and ``trial`` (neither).
- Failures: ``trouble`` (one, as it is told), ``passing`` (by chance), ``hold`` (a host that has turned), ``outage``
  (out of order from the start), ``closing`` (says so itself), ``patience`` (how long it is asked), ``endpoint`` (one
  port of it), ``given_up``.
- ``robots``: what robots.txt allows, and who waits for it.
"""

from __future__ import annotations

from imgcrawl.frontier.queue import HostQueues
from imgcrawl.frontier.slot import HostSlot
from imgcrawl.frontier.standing import Standing

__all__ = ["HostQueues", "HostSlot", "Standing"]
