from __future__ import annotations

import asyncio

import pytest

from imgcrawl.pipelines.judging.holding import PlaceholderWatch
from imgcrawl.records import Passed
from imgcrawl.validation.placeholders.circumstances import Stored
from tests.pipelines.held import facts, judge, verdicts, waiting

pytestmark = pytest.mark.usefixtures("quick_ticks")


@pytest.mark.parametrize("seed", [None, 1], ids=["bytes", "looks"])
async def test_a_small_picture_waits_for_the_others(watch, seed):
    """When the picture comes up for the third URL, all three are found out, those that waited too."""
    names = ["p"] * 4 if seed is None else ["p0", "p1", "p2", "p3"]
    pictures = [facts(name, seed=seed) for name in names]
    early = judge(watch, pictures[:2])
    assert await waiting(early) == [0, 1]
    assert await verdicts(early + judge(watch, pictures[2:], first=2)) == [True] * 4


async def test_photographs_do_not_wait_but_their_doubles_do():
    """What is on no plain ground passes; the same once more waits, and with the third the first is withdrawn."""
    withdrawn: list[set[Passed]] = []
    watch = PlaceholderWatch(3, pending=lambda _host: 1000, withdraw=withdrawn.append)
    passed = Passed(7, "p0")
    seen = watch.sighting("a", facts("p0", seed=1, is_flat=False))
    assert not await watch.is_placeholder(seen, "http://a/n7.jpg", patience_s=60, passed=passed)
    double = judge(watch, [facts("p1", seed=1, is_flat=False)])
    assert await waiting(double + judge(watch, [facts("q", seed=2, is_flat=False)], first=1)) == [0]
    third = judge(watch, [facts("p2", seed=1, is_flat=False)], first=2)
    assert await verdicts(double + third) == [True, True]
    assert withdrawn == [{passed, Passed(0, "p1")}]  # the second has no outcome that could be taken back


async def test_a_suspected_photograph_waits(watch):
    """Something that speaks against a picture makes it wait, whatever it looks like."""
    seen = watch.sighting("a", facts("p", seed=1, is_flat=False))
    task = asyncio.ensure_future(watch.is_placeholder(seen, "http://a/n.jpg", patience_s=60, is_suspect=True))
    assert await waiting([task]) == [0]
    watch.release()
    assert await verdicts([task]) == [False]


async def test_looks_can_be_switched_off():
    """Without looks only the same bytes make a placeholder."""
    watch = PlaceholderWatch(3, pending=lambda _host: 0, looks=False)
    assert await verdicts(judge(watch, [facts(f"p{n}", seed=1) for n in range(5)])) == [False] * 5
    assert await verdicts(judge(watch, [facts("q")] * 4)) == [False, False, True, True]


async def test_what_does_not_look_alike_is_not_found_out(watch):
    """Three different pictures of one size stay three."""
    tasks = judge(watch, [facts(f"p{number}", seed=number) for number in range(3)])
    assert await waiting(tasks) == [0, 1, 2]
    watch.release()
    assert await verdicts(tasks) == [False] * 3


async def test_a_refused_notice_is_known_again(watch):
    """The next way of asking that brings the notice once more, made anew, rescues nothing."""
    await verdicts(judge(watch, [facts(f"p{number}", seed=1) for number in range(3)]))
    assert await verdicts(judge(watch, [facts(f"again{number}", seed=1) for number in range(3)])) == [True] * 3


async def test_a_condemned_picture_is_refused_at_once(watch):
    """A notice that a redirect gave away is refused for every other URL, made anew as well, and for those that wait."""
    early = judge(watch, [facts("p0", seed=1)])
    assert await waiting(early) == [0]
    watch.condemn(watch.sighting("a", facts("p1", seed=1)))
    assert await verdicts(early + judge(watch, [facts("p1"), facts("p2", seed=1)], first=1)) == [True] * 3
    assert await waiting(judge(watch, [facts("p1", seed=1)], host="b")) == [0]


async def test_pictures_go_when_their_host_has_no_more_to_come():
    """A host whose URLs are all here holds nothing back."""
    pending = 3
    watch = PlaceholderWatch(3, pending=lambda _host: pending)
    tasks = judge(watch, [facts("p0"), facts("p1")])
    assert await waiting(tasks) == [0, 1]
    pending = 2
    assert await verdicts(tasks) == [False, False]
    assert watch._held_bytes == 0


async def test_the_last_url_does_not_wait():
    """A host with one URL, or whose others wait already, is judged at once."""
    assert await verdicts(judge(PlaceholderWatch(3, pending=lambda _host: 1), [facts("p")])) == [False]


async def test_two_rows_may_share_an_address():
    """Two pictures that wait for the same address count as two, and neither is forgotten."""
    pending = 5
    watch = PlaceholderWatch(3, pending=lambda _host: pending)
    tasks = judge(watch, [facts("p")]) + judge(watch, [facts("p")])
    assert await waiting(tasks) == [0, 1]
    pending = 2
    assert await verdicts(tasks) == [False, False]


async def test_large_pictures_do_not_wait(watch):
    """A photograph is hardly a placeholder and goes on at once."""
    assert await verdicts(judge(watch, [facts("p", 70_000)])) == [False]


async def test_the_first_and_the_last_of_a_host_wait(watch):
    """The first sixteen stay; of the others each gives way to the sixteenth after it."""
    tasks = judge(watch, [facts(f"p{number}") for number in range(40)])
    assert await waiting(tasks) == [*range(16), *range(24, 40)]
    watch.release()
    assert await verdicts(tasks) == [False] * 40


async def test_there_is_room_for_so_much(watch):
    """What waits longest goes when the bodies that wait become too many, whatever their host."""
    watch._room_bytes = 40_000
    first = judge(watch, [facts("p", 10_000)], host="a")
    second = judge(watch, [facts("p", 10_000)], host="b")
    assert await waiting(first + second) == [0, 1]
    third = judge(watch, [facts("p", 10_000)], host="c")
    assert await waiting(first + second + third) == [1, 2]


async def test_nobody_waits_for_ever(watch):
    """What is not found out in time passes."""
    assert await verdicts(judge(watch, [facts("p")], patience_s=0.02)) == [False]
    assert await verdicts(judge(watch, [facts("q")], patience_s=-5)) == [False]


async def test_a_fault_of_the_watch_is_told_and_holds_nothing_up(caplog):
    """When it cannot be told what is still to come, all that waits passes, and the fault is in the log."""
    foreseen = iter([1000, 1000])
    watch = PlaceholderWatch(3, pending=lambda _host: next(foreseen))
    tasks = judge(watch, [facts("p"), facts("q")])
    assert await waiting(tasks) == [0, 1]
    assert await verdicts(tasks) == [False, False]
    assert "the watch over pictures that may be placeholders has ended by a fault of ours" in caplog.text


async def test_hosts_are_apart(watch):
    """The same picture on three hosts is no placeholder of any."""
    tasks = [task for host in "abc" for task in judge(watch, [facts("p", seed=1)], host=host)]
    assert await waiting(tasks) == [0, 1, 2]
    watch.release()
    assert await verdicts(tasks) == [False] * 3


async def test_a_pair_is_shared(watch):
    """A picture that two addresses gave, by its bytes or its looks, is shared; files of different ages are not one."""
    tasks = judge(watch, [facts("p"), facts("p"), facts("q1", seed=1), facts("q2", seed=1), facts("r", seed=2)])
    await waiting(tasks)
    seen = [watch.sighting("a", picture) for picture in (facts("p"), facts("q2", seed=1), facts("r", seed=2))]
    assert [watch.is_shared(picture) for picture in seen] == [True, True, False]
    assert not watch.is_shared(watch.sighting("a", facts("q2", seed=1), stored=Stored("01 Jan 2020 10:00:00 GMT", 2e9)))
    assert not watch.is_shared(watch.sighting("b", facts("p")))
    watch.release()
    await verdicts(tasks)


async def test_it_can_be_switched_off():
    """With 0 repeats nothing waits and nothing is found out."""
    watch = PlaceholderWatch(0, pending=lambda _host: 100)
    watch.condemn(watch.sighting("a", facts("p", seed=1)))
    assert await verdicts(judge(watch, [facts("p", seed=1)] * 5)) == [False] * 5
    assert not watch.is_shared(watch.sighting("a", facts("p", seed=1)))
