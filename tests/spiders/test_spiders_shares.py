from __future__ import annotations

from collections import Counter

import pytest

from imgcrawl.intake.address import host_of
from imgcrawl.intake.lists.backlog import RowBacklog
from imgcrawl.spiders.rows.selection import Selected
from imgcrawl.spiders.rows.shares import HostShares


@pytest.fixture
def backlog(tmp_path):
    """Open a backlog."""
    backlog = RowBacklog(tmp_path)
    yield backlog
    backlog.close()


@pytest.fixture
def select(task):
    """Select rows of a host."""

    def make(host: str, count: int, *, first: int = 0) -> list[Selected]:
        rows = [task(n, f"http://{host}/{n}.jpg") for n in range(first, first + count)]
        return [Selected(row, 0, hash(row.url), None) for row in rows]

    return make


class Clock:
    """A clock that is set by hand."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


def begin(shares: HostShares, batch: list[Selected]) -> int:
    """Admit *batch*, begin what may begin, and return how much that is."""
    admitted, _ = shares.admit(batch)
    for row in admitted:
        shares.begin(row.lane, host_of(row.task.url))
    return len(admitted)


def refill(shares: HostShares, count: int) -> int:
    """End *count* of the rows under way, begin what their hosts want then, and return how much that is."""
    for lane in list(shares._hosts)[:count]:
        shares.end(lane)
    tasks = shares.take_wanted()
    for task in tasks:
        shares.begin(hash(task.url), host_of(task.url))
    return len(tasks)


def test_what_is_over_waits_in_the_backlog(backlog, select):
    """A host gets a small part of the room at first; the rest of its rows is kept, in order."""
    shares = HostShares(backlog, 8000)
    batch = select("a.test", 500)
    admitted, over = shares.admit(batch)
    assert len(admitted) == 31
    assert [row.task for row in batch] == [row.task for row in admitted] + over
    assert backlog.count("a.test") == len(over)


def test_many_hosts_leave_room_for_others(backlog, select):
    """However many rows three hundred hosts have, another one finds room; all have at least their 16."""
    shares = HostShares(backlog, 8000)
    counts = [begin(shares, select(f"{n}.test", 400)) for n in range(300)]
    assert min(counts) == 16
    assert not shares.is_full
    assert begin(shares, select("late.test", 400)) == 16


def test_the_room_can_be_full(backlog, select):
    """Hosts with the least share fill the room together."""
    shares = HostShares(backlog, 160)
    for n in range(10):
        assert not shares.is_full
        begin(shares, select(f"{n}.test", 16))
    assert shares.is_full


def test_rows_behind_the_backlog_wait_there_too(backlog, select):
    """While rows of a host wait on disk no later one overtakes them."""
    shares = HostShares(backlog, 800)
    first = select("a.test", 500)
    begin(shares, first)
    for row in first[:16]:
        shares.end(row.lane)
    assert begin(shares, select("a.test", 5, first=1000)) == 0


def test_rows_without_a_host_begin_at_once(backlog, task):
    """Rows that no host need be asked for have no share."""
    shares = HostShares(backlog, 8)
    assert begin(shares, [Selected(task(n, "not a url"), 0, n, None) for n in range(100)]) == 100


def test_a_host_with_half_its_share_wants_more(backlog, select):
    """A host wants rows from the backlog as soon as half of its share is answered, not before."""
    shares = HostShares(backlog, 800)
    batch = select("a.test", 100)
    assert begin(shares, batch) == 16
    for row in batch[:8]:
        assert not shares.are_wanting
        shares.end(row.lane)
    assert shares.are_wanting
    assert refill(shares, 0) > 0
    assert not shares.are_wanting


def test_a_fast_host_gets_more_each_time(backlog, select):
    """The share doubles each time its half is answered within a second, up to an eighth of the free room."""
    clock = Clock()
    shares = HostShares(backlog, 1000, clock=clock)
    begin(shares, select("a.test", 2000))
    clock.now += 0.9
    assert refill(shares, 8) == 32  # of 32 in all, 8 are there; the backlog gives 16 at a time
    for _ in range(5):
        refill(shares, len(shares._hosts) // 2 + 1)
    assert 111 <= shares._shares["a.test"].rows <= 125


def test_a_slow_host_gets_less_each_time(backlog, select):
    """The share halves each time that takes longer, down to the least."""
    clock = Clock()
    shares = HostShares(backlog, 1000, clock=clock)
    begin(shares, select("a.test", 2000))
    refill(shares, 8)
    rows = [shares._shares["a.test"].rows]
    for _ in range(2):
        clock.now += 1.0
        refill(shares, len(shares._hosts))
        rows.append(shares._shares["a.test"].rows)
    assert rows == [32, 16, 16]


def test_rows_that_need_no_work_make_room_for_the_next(backlog, select):
    """When what was given proved to be done already, the host still wants more."""
    shares = HostShares(backlog, 800)
    batch = select("a.test", 500)
    begin(shares, batch)
    for row in batch:
        shares.end(row.lane)
    given = shares.take_wanted()
    assert not shares.are_wanting
    shares.look_again(given)
    assert shares.are_wanting


def test_an_end_counts_once(backlog, select):
    """The end of a row that was never begun, or has ended, changes nothing."""
    shares = HostShares(backlog, 160)
    [row] = select("a.test", 1)
    begin(shares, [row])
    shares.end(row.lane)
    shares.end(row.lane)
    shares.end(12345)
    assert begin(shares, select("a.test", 100)) == 16


def test_what_was_admitted_a_moment_ago_leaves_less(backlog, select):
    """Within a batch each host's part is one of what the hosts before it have left."""
    shares = HostShares(backlog, 8000)
    admitted, _ = shares.admit([row for n in range(20) for row in select(f"{n}.test", 100)])
    counts = Counter(host_of(row.task.url) for row in admitted)
    assert counts["0.test"] == 31
    assert 27 <= counts["19.test"] <= 29
