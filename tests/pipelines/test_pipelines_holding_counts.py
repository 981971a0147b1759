"""How many pictures of how many names it takes, and what is known of those that passed."""

from __future__ import annotations

import asyncio
from random import Random

import pytest

from benchmarks.sheets import TEXTS
from imgcrawl.pipelines.judging.holding import PlaceholderWatch
from imgcrawl.records import Passed
from imgcrawl.validation.decoding.decode import inspect_image
from imgcrawl.validation.facts import ImageFacts, Limits
from tests.pipelines.held import facts, judge, verdicts, waiting

pytestmark = pytest.mark.usefixtures("quick_ticks")


async def test_what_has_passed_is_withdrawn():
    """A picture that is found out later is taken back for every address that it had passed for, each once."""
    withdrawn: list[set[Passed]] = []
    watch = PlaceholderWatch(3, pending=lambda _host: 0, withdraw=withdrawn.append)

    async def judged(number: int, picture: ImageFacts) -> bool:
        url, passed = f"http://a/n{number}.jpg", Passed(number, picture.sha256)
        return await watch.is_placeholder(watch.sighting("a", picture), url, patience_s=60, passed=passed)

    assert [await judged(number, facts("p", 70_000)) for number in range(5)] == [False] * 4 + [True]
    assert withdrawn == [{Passed(number, "p") for number in range(4)}]
    assert await judged(5, facts("p", 70_000))
    assert len(withdrawn) == 1
    drawn = [facts(f"q{number}", seed=1) for number in range(3)]
    assert [await judged(number, picture) for number, picture in enumerate(drawn, 10)] == [False, False, True]
    assert withdrawn[1:] == [{Passed(10, "q0"), Passed(11, "q1")}]


async def test_what_is_found_out_by_what_came_later_is_withdrawn():
    """Three names that say different things are enough once three other pictures have come with one name each."""
    withdrawn: list[set[Passed]] = []
    watch = PlaceholderWatch(3, pending=lambda _host: 0, withdraw=withdrawn.append)
    names = ("sleepy-arch-jetty", "giant-hazel-cadiz", "smoky-tunnel-exeter", "iron-gate", "old-mill", "new-pier")
    for number, name in enumerate(names):
        picture = facts("p" if number < 3 else name, 70_000)
        seen, passed = watch.sighting("a", picture), Passed(number, picture.sha256)
        assert not await watch.is_placeholder(seen, f"http://a/{name}.jpg", patience_s=60, passed=passed)
    assert withdrawn == [{Passed(number, "p") for number in range(3)}]


async def test_a_name_counts_once(watch):
    """One picture under one name in many sizes waits, and is let go."""
    urls = [f"http://a/img/{width}/castle.jpg" for width in (150, 300, 600, 800, 1024)]
    seen = watch.sighting("a", facts("p"))
    tasks = [asyncio.ensure_future(watch.is_placeholder(seen, url, patience_s=60)) for url in urls]
    assert await waiting(tasks) == [0, 1, 2, 3, 4]
    watch.release()
    assert await verdicts(tasks) == [False] * 5


async def test_a_notice_in_every_size_takes_one_more(watch):
    """A drawing on a plain ground is known in other sizes and with another line of text, by the fourth name."""
    files = TEXTS["one notice in each size"][0](Random(1), (0, 0), 4)
    early = judge(watch, [inspect_image(file, limits=Limits()) for file in files[:3]])
    assert await waiting(early) == [0, 1, 2]
    assert await verdicts(early + judge(watch, [inspect_image(files[3], limits=Limits())], first=3)) == [True] * 4


async def test_a_suspect_takes_two(watch):
    """A picture against which something else speaks is found out by the second name, those that merely look so not."""
    tasks = [
        asyncio.ensure_future(
            watch.is_placeholder(watch.sighting("a", f), f"http://a/n{n}.jpg", patience_s=60, is_suspect=True)
        )
        for n, f in enumerate([facts("q1", seed=1), facts("q2", seed=1), facts("p"), facts("p")])
    ]
    assert await waiting(tasks) == [0, 1]
    watch.release()
    assert await verdicts(tasks) == [False, False, True, True]


async def test_a_known_placeholder_is_refused_at_once(watch):
    """What the catalogue knows of a picture need not be found out again."""
    watch.recall("a", "p")
    assert await verdicts(judge(watch, [facts("p")])) == [True]


@pytest.mark.parametrize("seed", [None, 1], ids=["bytes", "looks"])
async def test_pictures_that_passed_are_counted(seed):
    """What was accepted or still waits counts for its host, what was found out does not, nor what came after that."""
    watch = PlaceholderWatch(3, pending=lambda _: 9)
    tasks = judge(watch, [facts("one"), facts("two"), facts("notice", seed=seed)])
    await waiting(tasks)
    assert watch.passed("a") == 3
    more = judge(watch, [facts("notice", seed=seed)] * 3, first=3)
    await waiting(more)
    assert watch.passed("a") == 2
    assert watch.passed("b") == 0
    watch.release()
    await asyncio.gather(*tasks, *more)


async def test_pictures_that_were_withdrawn_count_no_more():
    """What had passed and is taken back later is no evidence that its host gives images."""
    watch = PlaceholderWatch(3, pending=lambda _host: 0)
    for number in range(5):
        url, passed = f"http://a/n{number}.jpg", Passed(number, "p")
        await watch.is_placeholder(watch.sighting("a", facts("p", 70_000)), url, patience_s=60, passed=passed)
    assert watch.passed("a") == 0


class Witness:
    """Speak for pictures for now, and at last if they *are_one_thing*."""

    def __init__(self, *, are_one_thing: bool) -> None:
        self.are_one_thing = are_one_thing

    def may_speak(self, _names: frozenset[str]) -> bool:
        """Say that the names may be one thing's."""
        return True

    def speaks(self, _names: frozenset[str]) -> bool:
        """Say whether they are."""
        return self.are_one_thing


@pytest.mark.parametrize("are_one_thing", [True, False])
async def test_a_photograph_of_many_names_is_judged_when_all_have_come(are_one_thing):
    """It waits though it is no sheet, and large; at last the witness decides, also of those that had passed."""
    withdrawn: list[set[Passed]] = []
    pending = 1000
    watch = PlaceholderWatch(3, pending=lambda _host: pending, withdraw=withdrawn.append)
    shoe, witness = facts("p", 1_000_000), Witness(are_one_thing=are_one_thing)

    async def judged(number: int) -> bool:
        seen, passed = watch.sighting("a", shoe), Passed(number, "p")
        url = f"http://a/n{number}.jpg"
        return await watch.is_placeholder(seen, url, patience_s=60, passed=passed, witness=witness)

    assert [await judged(number) for number in range(4)] == [False] * 4
    tasks = [asyncio.ensure_future(judged(number)) for number in (4, 5)]
    assert await waiting(tasks) == [0, 1]
    pending = 2
    assert await verdicts(tasks) == [not are_one_thing] * 2
    assert withdrawn == ([] if are_one_thing else [{Passed(number, "p") for number in range(6)}])
