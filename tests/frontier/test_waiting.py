"""In which order what waits for a host leaves."""

from __future__ import annotations

from math import inf

from imgcrawl.errors import Verdict
from imgcrawl.frontier.waiting import FIRST_OF_ALL, OUT_OF_TIME, Waiting


def take(waiting: Waiting, count: int, now: float = 10.0, *, others_first: bool = False) -> list[str]:
    """Take *count* items."""
    return [waiting.take(now, others_first=others_first) for _ in range(count)]


def test_what_is_put_first_goes_first():
    """An item that is put first overtakes what is ready; without it the order is that of arrival."""
    waiting = Waiting()
    for item, first in (("a", False), ("b", False), ("c", True)):
        waiting.add(item, 0.0, first=first)
    assert take(waiting, 3) == ["c", "a", "b"]
    assert not waiting


def test_due_items_leave_by_their_time():
    """Of several items with a time the earliest leaves first, of equals the one that came first; none before it."""
    waiting = Waiting()
    assert waiting.due_at() == inf
    for item, at in (("b", 5.0), ("a", 4.0), ("c", 5.0), ("late", 11.0)):
        waiting.add(item, at)
    assert waiting.due_at() == 4.0
    waiting.add("ready", 0.0)
    assert waiting.due_at() == 0.0
    assert take(waiting, 4) == ["a", "b", "c", "ready"]
    assert waiting.due_at() == 11.0


def test_others_go_first_where_they_tell_something():
    """The newest of what is ready goes before what is due, and what is to be sent before all else goes before that."""
    waiting = Waiting()
    waiting.add("later", 5.0)
    waiting.add("urgent", FIRST_OF_ALL)
    waiting.add("old", 0.0)
    waiting.add("new", 0.0)
    assert take(waiting, 4, others_first=True) == ["urgent", "new", "old", "later"]


def test_what_fails_unsent_leaves_the_order_of_the_rest():
    """When some of what waits is rejected the others still come as they fall due."""
    waiting = Waiting()
    for at in (1.0, 4.0, 2.0, 5.0, 6.0, 3.0, 0.0):
        waiting.add(f"{'x' if at < 3 else 'y'}{at}", at)
    waiting.reject_all(lambda item: item[0] == "x", ("tcp_refused", "why"))
    assert len(waiting) == 7
    assert [waiting.take_rejected() for _ in range(3)] == [
        (item, ("tcp_refused", "why")) for item in ("x0.0", "x1.0", "x2.0")
    ]
    assert not waiting.has_rejected
    assert take(waiting, 4) == ["y3.0", "y4.0", "y5.0", "y6.0"]


def test_what_has_waited_too_long_fails_unsent():
    """An item ends at its time, to the second, be it ready or due later, unless it has left or was given more."""
    waiting, ends = Waiting(), {"ready": 5.2, "later": 5.8, "longer": 5.9, "sent": 1.0}
    assert waiting.ends_at == inf
    waiting.add("sent", 0.0, ends_at=1.0)
    assert take(waiting, 1) == ["sent"]
    assert waiting.ends_at == inf
    waiting.add("for ever", 100.0)
    waiting.add("ready", 0.0, ends_at=5.2)
    waiting.add("later", 90.0, ends_at=5.8)
    waiting.add("longer", 0.0, ends_at=5.9)
    assert waiting.ends_at == 6.0
    waiting.end(5.99, ends.__getitem__)
    assert not waiting.has_rejected
    waiting.end(6.0, (ends | {"longer": 8.5}).__getitem__)
    assert [waiting.take_rejected() for _ in range(2)] == [("ready", OUT_OF_TIME), ("later", OUT_OF_TIME)]
    assert (list(waiting), waiting.ends_at) == (["longer", "for ever"], 9.0)
    waiting.end(9.0, lambda _: inf)
    assert waiting.ends_at == inf


def test_what_fails_for_its_host_does_not_end_again():
    """An item that fails unsent for another reason does so once."""
    waiting = Waiting()
    waiting.add("a", 0.0, ends_at=5.0)
    waiting.reject_all(lambda _: True, Verdict("tcp_refused"))
    waiting.end(6.0, lambda _: 5.0)
    assert (len(waiting), waiting.ends_at) == (1, inf)
