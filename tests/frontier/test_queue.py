from __future__ import annotations

from collections import Counter
from math import inf
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from imgcrawl.frontier.queue import HostQueues, Limits, Popped
from imgcrawl.frontier.waiting import OUT_OF_TIME


def make(concurrency: int = 2, delay: float = 0.0, keep_idle: int = 10_000) -> HostQueues:
    """Return queues in which every host has the same limits."""
    return HostQueues(lambda _key: Limits(concurrency, concurrency, delay), rng=Random(1), keep_idle=keep_idle)


def drain(queues: HostQueues, now: float) -> list:
    """Return all that may go out at *now*."""
    items = []
    while (popped := queues.pop(now)) is not None:
        items.append(popped.item)
    return items


def test_hosts_take_turns():
    """A host with many items does not keep the others waiting."""
    queues = make(concurrency=10)
    for n in range(5):
        queues.push("a", f"a{n}")
    queues.push("b", "b0")
    assert drain(queues, 0.0)[:3] == ["a0", "b0", "a1"]


def test_no_more_in_flight_than_allowed():
    """A host never has more requests in flight than its limit; a release makes room for exactly one."""
    queues = make(concurrency=2)
    for n in range(5):
        queues.push("a", n)
    assert drain(queues, 0.0) == [0, 1]
    queues.release("a", now=0.0, sent_at=0.0)
    assert drain(queues, 0.0) == [2]


def test_delay_spaces_requests():
    """Two requests to a host are at least the delay apart, and the queue knows when the next is due."""
    queues = make(concurrency=5, delay=1.0)
    queues.push("a", 1)
    queues.push("a", 2)
    assert drain(queues, 100.0) == [1]
    due = queues.next_due()
    assert due is not None
    assert 101.0 <= due <= 101.2
    assert drain(queues, 100.9) == []
    assert drain(queues, due) == [2]


def test_not_before_holds_an_item_and_goes_first_when_due():
    """An item with a due time is not handed out earlier, and then before what was merely ready."""
    queues = make(concurrency=1)
    queues.push("a", "later", not_before=50.0)
    queues.push("a", "now")
    queues.push("a", "then")
    assert drain(queues, 10.0) == ["now"]
    queues.release("a", now=0.0, sent_at=0.0)
    assert drain(queues, 50.0) == ["later"]


def test_paused_host_sends_nothing():
    """Nothing leaves a paused host before the pause ends; other hosts go on."""
    queues = make(concurrency=3)
    queues.push("a", "a")
    queues.push("b", "b")
    queues.pause("a", 20.0)
    assert drain(queues, 10.0) == ["b"]
    assert queues.next_due() == 20.0
    assert drain(queues, 20.0) == ["a"]


def test_hosts_that_are_waited_for():
    """Those that have something to send and may not yet, the longest wait first, pauses that came since included."""
    queues = make()
    queues.push("now", 1)
    queues.push("soon", 2, not_before=10.0)
    queues.push("later", 3, not_before=20.0)
    queues.pause("idle", 90.0)
    drain(queues, 1.0)
    assert queues.awaited() == [("later", 20.0), ("soon", 10.0)]
    queues.pause("soon", 30.0)
    assert queues.awaited() == [("soon", 30.0), ("later", 20.0)]
    drain(queues, 40.0)
    assert queues.awaited() == []


def test_a_host_that_waits_for_an_answer_is_not_awaited():
    """It is full; that what is in flight may be stuck is no time that it waits for."""
    queues = make(concurrency=8)
    slot = queues.slot("a")
    slot.answered("a:80", well=True)
    slot.width.narrow(1, 1.0, forgive_s=300.0)
    slot.width.content(2.0, forgive_s=300.0)
    for n in range(2):
        queues.push("a", n)
    assert queues.pop(10.0) is not None
    assert queues.pop(10.0) is None
    assert queues.next_due() == 12.0
    assert queues.awaited() == []


def test_pause_while_waiting_for_a_timer_holds():
    """A pause that comes while an item waits for its own time moves that time back."""
    queues = make()
    queues.push("a", "x", not_before=10.0)
    queues.pause("a", 30.0)
    assert drain(queues, 10.0) == []
    assert queues.next_due() == 30.0
    assert drain(queues, 30.0) == ["x"]


def test_closed_host_fails_all_it_holds_without_taking_room():
    """Items of a closed host come out at once with the verdict, whatever its limits, and later ones too."""
    queues = make(concurrency=1, delay=5.0)
    for n in range(3):
        queues.push("a", n, not_before=99.0 if n == 2 else 0.0)
    queues.close_host("a", "tcp_refused", "down")
    popped = [queues.pop(0.0) for _ in range(3)]
    assert [p.verdict for p in popped if p] == [("tcp_refused", "down")] * 3
    assert len(queues) == 0
    queues.push("a", 3)
    assert queues.pop(0.0) == Popped(3, ("tcp_refused", "down"), single_connection=False)


def test_a_closed_endpoint_leaves_the_others_open():
    """Of a host with one port down only what goes there fails; what goes elsewhere keeps its order and its time."""
    queues = HostQueues(lambda _: Limits(9, 9, 0.0), rng=Random(1), endpoint_of=lambda item: item[0])
    for item, at in (("x1", 0.0), ("y1", 0.0), ("x2", 9.0), ("y2", 9.0), ("y3", 0.0)):
        queues.push("a", item, not_before=at)
    queues.close_host("a", "tcp_refused", "down", endpoint="x")
    queues.push("a", "x3")
    popped = [p for p in (queues.pop(0.0) for _ in range(9)) if p]
    assert sorted(p.item for p in popped if p.verdict) == ["x1", "x2", "x3"]
    assert [p.item for p in popped if not p.verdict] == ["y1", "y3"]
    assert queues.next_due() == 9.0
    assert queues.pop(9.0) == Popped("y2", None, single_connection=False)
    assert len(queues) == 0


def test_an_item_may_come_with_its_verdict():
    """An item that is not to be sent comes out at once, whatever holds its host, and takes no place."""
    queues = make(concurrency=1, delay=5.0)
    queues.push("a", "sent")
    assert drain(queues, 0.0) == ["sent"]
    queues.push("a", "forbidden", verdict=("policy_robots", ""))
    assert queues.pop(0.0) == Popped("forbidden", ("policy_robots", ""), single_connection=False)
    assert queues.slot("a").in_flight == 1


def test_hosts_are_met_before_anything_is_sent():
    """Whoever knows hosts from elsewhere is asked once when one is met, and again when it was forgotten."""
    met: list[str] = []

    def pause(key: str) -> None:
        met.append(key)
        assert queues.pause(key, 9.0)

    queues = HostQueues(lambda _: Limits(9, 9, 0.0), rng=Random(1), on_new=pause)
    queues.push("a", 1)
    queues.push("a", 2)
    assert queues.pop(0.0) is None
    assert met == ["a"]
    assert "a" in queues
    assert "b" not in queues


def test_idle_hosts_are_forgotten_and_busy_ones_kept():
    """The memory of hosts that need none is bounded; a host with requests in flight is never forgotten."""
    queues = make(keep_idle=10)
    queues.push("busy", 0)
    assert drain(queues, 0.0) == [0]
    for n in range(100):
        queues.push(f"h{n}", n)
        drain(queues, 0.0)
        queues.release(f"h{n}", now=0.0, sent_at=0.0)
    assert len(queues._slots) <= 11
    queues.release("busy", now=0.0, sent_at=0.0)


def test_what_a_host_asked_for_outlasts_many_others():
    """A pause, a delay and that it was given up are not forgotten because many hosts come after it."""
    queues = make(keep_idle=10, delay=5.0)
    for key in ("paused", "paced", "closed"):
        queues.push(key, f"{key} 1")
    queues.pause("paused", 150.0)
    queues.close_host("closed", "http_429", "in vain")
    assert set(drain(queues, 100.0)) == {"paced 1", "closed 1"}
    queues.release("paced", now=0.0, sent_at=0.0)
    for n in range(100):
        queues.push(f"h{n}", n)
        drain(queues, 102.0)
        queues.release(f"h{n}", now=0.0, sent_at=0.0)
    assert "closed" not in queues
    for key in ("paused", "paced", "closed"):
        queues.push(key, f"{key} 2")
    assert queues.pop(103.0) == Popped("closed 2", ("http_429", "in vain"), single_connection=False)
    assert queues.pop(103.0) is None
    assert drain(queues, 106.0) == ["paced 2"]
    assert drain(queues, 150.0) == ["paused 1"]


def test_who_remembers_hosts_is_given_what_is_dropped():
    """Slots that nobody waits for make room, and what they know is not lost."""
    dropped: list[str] = []
    queues = HostQueues(
        lambda _: Limits(1, 1, 0.0), rng=Random(1), on_drop=lambda slot: dropped.append(slot.key), keep_idle=2
    )
    for key in "abcd":
        queues.push(key, key)
        drain(queues, 0.0)
        queues.release(key, now=0.0, sent_at=0.0)
    assert dropped == ["a", "b"]
    assert [key in queues for key in "abcd"] == [False, False, True, True]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from("abc"), st.floats(0, 5), st.sampled_from(["push", "pop", "release", "pause", "tick"])
        ),
        max_size=60,
    )
)
def test_everything_pushed_comes_out_exactly_once(steps):  # noqa: C901 - one event loop in small
    """Whatever the order of events, each item leaves once, within its host's limit and never inside a pause."""
    queues = make(concurrency=2, delay=0.1)
    now, pushed, out = 100.0, 0, []
    in_flight: Counter[str] = Counter()
    pauses: Counter[str] = Counter()

    def pop_one() -> None:
        popped = queues.pop(now)
        if popped is not None:
            key, number = popped.item
            assert now >= pauses[key]
            in_flight[key] += 1
            assert in_flight[key] <= 2
            out.append(number)

    for key, value, action in steps:
        if action == "push":
            queues.push(key, (key, pushed), not_before=now + value if value > 3 else 0.0)
            pushed += 1
        elif action == "pause":
            pauses[key] = max(pauses[key], now + value)
            queues.pause(key, now + value)
        elif action == "release" and in_flight[key]:
            in_flight[key] -= 1
            queues.release(key, now=0.0, sent_at=0.0)
        elif action == "tick":
            now += value
        else:
            pop_one()
    for _ in range(1000):
        if not len(queues):
            break
        pop_one()
        for key in list(in_flight):
            while in_flight[key]:
                in_flight[key] -= 1
                queues.release(key, now=0.0, sent_at=0.0)
        if len(queues) and (due := queues.next_due()) is not None:
            now = max(now, due)
    assert sorted(out) == list(range(pushed))


def test_what_waits_too_long_comes_out_to_fail():
    """An item whose time is over fails unsent, also where its host is full, and leaves the others where they are."""
    ends = {"a1": 5.0}
    limits = Limits(1, 1, 0.0)
    queues = HostQueues(lambda _key: limits, rng=Random(1), ends_at=lambda item: ends.get(item, inf))
    for item in ("a0", "a1", "a2"):
        queues.push("a", item)
    assert drain(queues, 0.0) == ["a0"]
    assert queues.next_due() == 5.0
    assert drain(queues, 4.9) == []
    assert queues.pop(5.0) == Popped("a1", OUT_OF_TIME, single_connection=False)
    queues.release("a", now=6.0, sent_at=0.0)
    assert drain(queues, 6.0) == ["a2"]


def test_looking_for_ends_keeps_nothing_for_each_request():
    """A host with a row that may end later is looked at once for it, however many others are handed out meanwhile."""
    queues = HostQueues(
        lambda _key: Limits(1, 1, 0.0), rng=Random(1), ends_at=lambda item: 600.0 if item == "a" else inf
    )
    queues.push("h", "a", not_before=500.0)
    for n in range(200):
        queues.push("h", n)
        assert drain(queues, float(n)) == [n]
        queues.release("h", now=float(n), sent_at=float(n))
    assert len(queues._endings) == 1
    assert queues.next_due() == 500.0
