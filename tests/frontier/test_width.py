"""How many requests a host may have in flight."""

from __future__ import annotations

from imgcrawl.frontier.width import Width


def test_good_answers_widen_the_way():
    """Each allows one more request in flight, up to the most."""
    width, seen = Width(1, 3), []
    for _ in range(3):
        width.widen()
        seen.append(width.now)
    assert seen == [2, 3, 3]


def test_a_host_that_complained_gets_no_wider():
    """After an incident good answers do not raise what is in flight, until it is forgiven."""
    width = Width(1, 3, narrowed_at=1.0)
    width.widen()
    assert width.now == 1
    width.forgive()
    width.widen()
    assert width.now == 2


def test_the_contented_may_slowly_have_more():
    """One more for every twenty good answers, below what was too many; after a quiet time all is as before."""
    width = Width(8, 8)
    width.narrow(4, 100.0, forgive_s=300)
    assert (width.now, width.ceiling, width.single_connection) == (1, 3, True)
    seen = []
    for _ in range(60):
        width.content(101.0, forgive_s=300)
        seen.append(width.now)
    assert (seen[18:20], seen[38:40], seen[59]) == ([1, 2], [2, 3], 3)
    assert not width.single_connection
    width.narrow(8, 401.0, forgive_s=300)
    assert width.ceiling == 7
    width.narrow(2, 402.0, forgive_s=300)
    width.content(703.0, forgive_s=300)
    assert (width.ceiling, width.narrowed_at, width.now) == (8, 0.0, 1)


def test_what_was_refused_alone_was_not_one_too_many():
    """Fewer than one there cannot be: it is no word on company."""
    width = Width(1, 8)
    width.narrow(1, 100.0, forgive_s=300)
    assert (width.now, width.ceiling) == (1, 8)


def test_what_others_learnt_counts():
    """What another process was told narrows the way, but never below one."""
    width = Width(2, 8)
    width.recall(0, 50.0)
    assert (width.now, width.ceiling, width.narrowed_at) == (1, 1, 50.0)
    width.recall(5, 20.0)
    assert (width.ceiling, width.narrowed_at) == (1, 50.0)
