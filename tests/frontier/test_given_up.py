from __future__ import annotations

import tracemalloc

from imgcrawl.frontier.given_up import GivenUp

DOWN = ("tcp_refused", "down")


def test_what_was_given_up_first_is_forgotten_first():
    """Given up again it counts as new."""
    known = GivenUp(most=2)
    known.add("a", DOWN)
    known.add("b", DOWN)
    known.add("a", ("http_429", "in vain"))
    known.add("c", DOWN)
    assert [known.get(name) for name in "abc"] == [("http_429", "in vain"), None, DOWN]
    assert len(known) == 2


def test_a_dead_host_is_small():
    """Each takes some 250 bytes, however many there are."""
    known = GivenUp(most=4_000)
    tracemalloc.start()
    for number in range(20_000):
        known.add(f"host-{number}.example.test:443", (DOWN[0], DOWN[1]))
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(known) == 4_000
    assert size / len(known) < 300
